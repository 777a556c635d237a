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
    openings = edition.site.openings
    found = getattr(openings, kind) if openings is not None else None
    assert found is None or isinstance(found, Opening)
    return found


class _Teller:
    """Sentences in the language of the interface, with the numbers of records in them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.edition = desk.edition

    def say(self, phrase: str, **values: object) -> str:
        """A sentence, each `%(name)s` in it filled."""
        said = self.desk.interface.say(phrase)
        return said % values if values else said

    def count(self, number: int, one: str, several: str) -> str:
        """A sentence that depends on how many there are, which is `%(number)s` in it."""
        return self.desk.interface.say_number(one, several, number) % {"number": f"{number:,}"}

    def if_any(self, number: int, one: str, several: str) -> tuple[str, ...]:
        """The same, and nothing for none."""
        return (self.count(number, one, several),) if number else ()

    def charges(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """How many claims are about some records, and how many of those stand without a reply."""
        claims = dict.fromkeys(
            edge.source
            for entry in entries
            for edge in self.edition.edges_to.get(entry, ())
            if edge.source.kind.name == "claim" and edge.field == "about"
        )
        if not claims:
            return (self.say("No claim is about them."),)
        return (
            self.count(
                len(claims), "One claim is about them.", "%(number)s claims are about them."
            ),
            *self.unanswered(claims),
        )

    def unanswered(self, claims: Iterable[Entry]) -> tuple[str, ...]:
        """How many of some claims have no reply printed."""
        silent = sum(claim_view(self.desk, claim).none_printed for claim in claims)
        return self.if_any(
            silent, "For one no reply is printed.", "For %(number)s no reply is printed."
        )

    def doubles(self, kind: str) -> tuple[str, ...]:
        """How many pairs may be one and the same, and are kept apart."""
        pairs = {
            frozenset((edge.source, edge.target))
            for entry in self.edition.of(kind)
            for edge in self.edition.edges_to.get(entry, ())
            if edge.field == "may_be.id"
        }
        return self.if_any(
            len(pairs),
            "One pair may be one and the same; it is kept apart.",
            "%(number)s pairs may be one and the same; they are kept apart.",
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
            tell.count(len(entries), "One event", "%(number)s events")
            + tell.count(accounts, ", in one account.", ", in %(number)s accounts."),
            *tell.if_any(
                alone,
                "For one there is one account and no more.",
                "For %(number)s there is one account and no more.",
            ),
        ),
        _sentences(
            tell.count(
                differ,
                "In one of them accounts differ on a point; there it is shaded.",
                "In %(number)s of them accounts differ on a point; there it is shaded.",
            )
            if differ
            else tell.say("No two accounts of one event differ on a point that is compared."),
            *tell.doubles("event"),
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
            len(entries),
            "One person who acts in public, as the sources name them.",
            "%(number)s people who act in public, as the sources name them.",
        ),
        _sentences(*tell.charges(entries)),
        tell.say(
            "That anyone did what is only alleged; or that whoever has no reply printed gave none."
        ),
    )


def _parties(tell: _Teller) -> OpeningLines:
    entries = tell.edition.of("party")
    return OpeningLines(
        tell.count(
            len(entries),
            "One body that acts: a party, force, office or paper.",
            "%(number)s bodies that act: parties, forces, offices, papers.",
        ),
        _sentences(*tell.charges(entries), *tell.doubles("party")),
        tell.say("That a body did what is said of one of its people, or of somebody near it."),
    )


def _communities(tell: _Teller) -> OpeningLines:
    entries = tell.edition.of("community")
    return OpeningLines(
        tell.count(
            len(entries),
            "One community that the sources speak of as one.",
            "%(number)s communities that the sources speak of, each as if it were one.",
        ),
        _sentences(*tell.charges(entries)),
        tell.say("That a community did, wanted or thought a thing as if it were one."),
    )


def _places(tell: _Teller) -> OpeningLines:
    entries = tell.edition.of("place")
    records = [entry.record for entry in entries if isinstance(entry.record, Place)]
    located = sum(one.position is not None or one.bearing is not None for one in records)
    held = sum(bool(one.stronghold) for one in records)
    return OpeningLines(
        _sentences(
            tell.count(len(entries), "One place.", "%(number)s places."),
            tell.say("Of each it can be cited where it lies.")
            if located == len(records)
            else tell.count(
                located,
                "Of one it can be cited where it lies, and of no other.",
                "Of %(number)s it can be cited where they lie, and of no other.",
            )
            if located
            else tell.say("Of none it can be cited where it lies."),
        ),
        _sentences(
            *tell.if_any(
                held,
                "One is called somebody’s stronghold, by whoever is named there.",
                "%(number)s are called somebody’s stronghold, by whoever is named there.",
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
            tell.count(len(records), "One figure, as printed.", "%(number)s figures, as printed."),
            *tell.if_any(
                nobody,
                "For one it is not stated who counted.",
                "For %(number)s it is not stated who counted.",
            ),
            *tell.if_any(
                spanless,
                "For one it is not stated over which time.",
                "For %(number)s it is not stated over which time.",
            ),
        ),
        _sentences(
            *tell.if_any(
                len(compared),
                "One question has several numbers.",
                "%(number)s questions have several numbers each.",
            ),
            *tell.if_any(
                unlike,
                "In one of them the numbers count unlike things.",
                "In %(number)s of them the numbers count unlike things.",
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
            len(entries),
            "One statement of somebody’s, with whoever makes it.",
            "%(number)s statements, each with whoever makes it and through whom it came.",
        ),
        _sentences(
            *tell.if_any(replied, "One has a reply in print.", "%(number)s have a reply in print."),
            *tell.unanswered(entries),
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
                len(held),
                "One text that the editors hold, and what it says.",
                "%(number)s texts that the editors hold, and what each says.",
            ),
            *tell.if_any(
                len(records) - len(held),
                "One more is named in them and is not held.",
                "%(number)s more are named in them and are not held.",
            ),
        ),
        tell.count(
            derived,
            "One of them draws on another text; what is common to two need not be known twice.",
            "%(number)s of them draw on other texts; "
            "what is common to two need not be known twice.",
        )
        if derived
        else tell.say("Whether two of them have a common origin, where neither names one."),
        tell.say(
            "That as many texts are as many witnesses; or that what a copy lacks was not said."
        ),
    )


def _sentences(*said: str) -> str:
    return " ".join(said)


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
