"""What a chapter opens with: what is recorded in it, what is disputed, what not to say from it.

The record's own lines stand in site.yaml. Where it has none, the lines are made of counts of
records and of a sentence that holds for any record. Nothing that a source counted is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from casebook.edit.edition import Edition, Entry
from casebook.edit.scope import period_of
from casebook.model.events import Event
from casebook.model.figures import Figure
from casebook.model.places import Place
from casebook.model.site import Opening
from casebook.model.sources import Source
from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.claims import claim_view
from casebook.render.views.events import event_view
from casebook.render.views.figures import comparison_view


@dataclass(frozen=True, slots=True)
class OpeningLines:
    """The three lines of a chapter."""

    recorded: str
    disputed: str
    not_to_say: str


def opening_lines(desk: Desk, kind: str) -> OpeningLines | None:
    """The lines that the chapter of a kind opens with; None for a kind that has none."""
    made = _MADE.get(kind)
    if made is None:
        return None
    counted = made(_Teller(desk))
    own = _own(desk.edition, kind)
    if own is None:
        return counted
    return OpeningLines(
        typographic(own.recorded or "") or counted.recorded,
        typographic(own.disputed or "") or counted.disputed,
        typographic(own.not_to_say or "") or counted.not_to_say,
    )


def _own(edition: Edition, kind: str) -> Opening | None:
    # What was written of the whole record is not said of a brief.
    openings = edition.site.openings if edition.entire is edition else None
    found = getattr(openings, kind) if openings is not None else None
    assert found is None or isinstance(found, Opening)
    return found


class _Teller:
    """Sentences in the language of the interface, with the numbers of records in them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.edition = desk.edition

    def say(self, phrase: str) -> str:
        """A sentence."""
        return self.desk.interface.say(phrase)

    def count(self, one: str, several: str, number: int) -> str:
        """A sentence that depends on how many there are, and nothing where there are none."""
        return self.desk.interface.count(one, several, number) if number else ""

    def charges(self, entries: Iterable[Entry]) -> str:
        """How many claims are about some records, and how many of those stand without a reply."""
        claims = dict.fromkeys(
            edge.source
            for entry in entries
            for edge in self.edition.edges_to.get(entry, ())
            if edge.source.kind.name == "claim" and edge.field == "about"
        )
        if not claims:
            return self.say("No claim is about them.")
        return _sentences(
            self.count("One claim is about them.", "%(num)s claims are about them.", len(claims)),
            self.unanswered(claims),
        )

    def unanswered(self, claims: Iterable[Entry]) -> str:
        """How many of some claims have no reply printed."""
        silent = sum(claim_view(self.desk, claim).none_printed for claim in claims)
        return self.count(
            "For one no reply is printed.", "For %(num)s no reply is printed.", silent
        )

    def doubles(self, kind: str) -> str:
        """How many pairs may be one and the same, and are kept apart."""
        pairs = {
            frozenset((edge.source, edge.target))
            for entry in self.edition.of(kind)
            for edge in self.edition.edges_to.get(entry, ())
            if edge.field == "may_be.id"
        }
        return self.count(
            "One pair may be one and the same; it is kept apart.",
            "%(num)s pairs may be one and the same; they are kept apart.",
            len(pairs),
        )


def _events(tell: _Teller) -> OpeningLines:
    entries = tell.edition.of("event")
    records = [entry.record for entry in entries if isinstance(entry.record, Event)]
    accounts = sum(len(record.accounts) for record in records)
    differ = sum(
        any(cell.differs for row in event_view(tell.desk, entry).grid for cell in row.cells)
        for entry in entries
    )
    alone = sum(len(record.accounts) == 1 for record in records)
    return OpeningLines(
        _sentences(
            tell.count("One event.", "%(num)s events.", len(entries)),
            tell.count(
                "It is told in one account.", "They are told in %(num)s accounts.", accounts
            ),
            tell.count(
                "For one there is one account and no more.",
                "For %(num)s there is one account and no more.",
                alone,
            ),
        ),
        _sentences(
            tell.count(
                "In one of them accounts differ on a point; there it is shaded.",
                "In %(num)s of them accounts differ on a point; there it is shaded.",
                differ,
            )
            if differ
            else tell.say("No two accounts of one event differ on a point that is compared."),
            tell.doubles("event"),
        ),
        tell.say(
            "That what one account tells is confirmed; or that a month of which nothing is "
            "recorded was calm."
        ),
    )


def _people(tell: _Teller) -> OpeningLines:
    entries = tell.edition.of("person")
    return OpeningLines(
        tell.count(
            "One person who acts in public, as the sources name them.",
            "%(num)s people who act in public, as the sources name them.",
            len(entries),
        ),
        _sentences(tell.charges(entries)),
        tell.say(
            "That anyone did what is only alleged; or that whoever has no reply printed gave none."
        ),
    )


def _parties(tell: _Teller) -> OpeningLines:
    entries = tell.edition.of("party")
    return OpeningLines(
        tell.count(
            "One body that acts: a party, force, office or paper.",
            "%(num)s bodies that act: parties, forces, offices, papers.",
            len(entries),
        ),
        _sentences(tell.charges(entries), tell.doubles("party")),
        tell.say("That a body did what is said of one of its people, or of somebody near it."),
    )


def _communities(tell: _Teller) -> OpeningLines:
    entries = tell.edition.of("community")
    return OpeningLines(
        tell.count(
            "One community that the sources speak of as one.",
            "%(num)s communities that the sources speak of, each as if it were one.",
            len(entries),
        ),
        _sentences(tell.charges(entries)),
        tell.say("That a community did, wanted or thought a thing as if it were one."),
    )


def _places(tell: _Teller) -> OpeningLines:
    entries = tell.edition.of("place")
    records = [entry.record for entry in entries if isinstance(entry.record, Place)]
    located = sum(one.position is not None or one.bearing is not None for one in records)
    held = sum(bool(one.stronghold) for one in records)
    return OpeningLines(
        _sentences(
            tell.count("One place.", "%(num)s places.", len(entries)),
            tell.say("Of each it can be cited where it lies.")
            if located == len(records)
            else tell.count(
                "Of one it can be cited where it lies, and of no other.",
                "Of %(num)s it can be cited where they lie, and of no other.",
                located,
            )
            if located
            else tell.say("Of none it can be cited where it lies."),
        ),
        _sentences(
            tell.count(
                "One is called somebody’s stronghold, by whoever is named there.",
                "%(num)s are called somebody’s stronghold, by whoever is named there.",
                held,
            ),
        )
        or tell.say("Whose a place is, no source says."),
        tell.say(
            "That a place is anybody’s because somebody calls it so; or that a point on the map "
            "is where a thing happened."
        ),
    )


def _figures(tell: _Teller) -> OpeningLines:
    figures = [entry.record for entry in tell.edition.of("figure")]
    records = [record for record in figures if isinstance(record, Figure)]
    nobody = sum(record.counted_by == "not-stated" for record in records)
    spanless = sum(period_of(tell.edition, record)[0] is None for record in records)
    compared = [comparison_view(tell.desk, one) for one in tell.edition.of("comparison")]
    unlike = sum(bool(one.picture.unlike) for one in compared)
    return OpeningLines(
        _sentences(
            tell.count("One figure, as printed.", "%(num)s figures, as printed.", len(records)),
            tell.count(
                "For one it is not stated who counted.",
                "For %(num)s it is not stated who counted.",
                nobody,
            ),
            tell.count(
                "For one it is not stated over which time.",
                "For %(num)s it is not stated over which time.",
                spanless,
            ),
        ),
        _sentences(
            tell.count(
                "One question has several numbers.",
                "%(num)s questions have several numbers each.",
                len(compared),
            ),
            tell.count(
                "In one of them the numbers count unlike things.",
                "In %(num)s of them the numbers count unlike things.",
                unlike,
            ),
        )
        or tell.say("No two numbers answer one question."),
        tell.say("Any sum, average or trend: no source makes one of these, and none follows."),
    )


def _claims(tell: _Teller) -> OpeningLines:
    entries = tell.edition.of("claim")
    views = [claim_view(tell.desk, entry) for entry in entries]
    replied = sum(bool(view.replies) for view in views)
    return OpeningLines(
        tell.count(
            "One statement of somebody’s, with whoever makes it.",
            "%(num)s statements, each with whoever makes it and through whom it came.",
            len(entries),
        ),
        _sentences(
            tell.count("One has a reply in print.", "%(num)s have a reply in print.", replied),
            tell.unanswered(entries),
        ),
        tell.say(
            "That any of it was shown to be so; or that no reply in print means that none was made."
        ),
    )


def _sources(tell: _Teller) -> OpeningLines:
    records = [entry.record for entry in tell.edition.of("source")]
    held = [one for one in records if isinstance(one, Source) and one.is_held]
    derived = sum(bool(one.derives_from or one.cites) for one in held)
    return OpeningLines(
        _sentences(
            tell.count(
                "One text that the editors hold, and what it says.",
                "%(num)s texts that the editors hold, and what each says.",
                len(held),
            ),
            tell.count(
                "One more is named in them and is not held.",
                "%(num)s more are named in them and are not held.",
                len(records) - len(held),
            ),
        ),
        tell.count(
            "One of them draws on another text: what both say need not be known twice.",
            "%(num)s of them draw on others: what two say need not be known twice.",
            derived,
        )
        if derived
        else tell.say("Whether two of them have a common origin, where neither names one."),
        tell.say(
            "That as many texts are as many witnesses; or that what a copy lacks was not said."
        ),
    )


def _sentences(*said: str) -> str:
    return " ".join(one for one in said if one)


_MADE: dict[str, Callable[[_Teller], OpeningLines]] = {
    "event": _events,
    "person": _people,
    "party": _parties,
    "community": _communities,
    "place": _places,
    "figure": _figures,
    "claim": _claims,
    "source": _sources,
}
