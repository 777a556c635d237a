"""Which records a brief holds, and why each: what answers the question, and what that needs.

The steps are taken in one order, each from all that the steps before have found, so that the
same question gives the same brief whatever order the files are in:

1. what answers it: events, claims and figures;
2. the events that those claims and figures are about, if they fall in the time asked for;
3. the figures and claims of every event;
4. what those claims answer;
5. what answers any claim, and what answers that;
6. the comparisons that any figure stands in, and the figures it stands beside;
7. the people, bodies, communities and places named in all that;
8. the terms that are used in all that, and whatever terms and sources anything refers to.

Of a record that no step finds, nothing stands in the brief but a reference to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from casebook.dates import Date, display, overlaps, parse_date
from casebook.edit.briefs.ask import Ask, AskError
from casebook.edit.briefs.words import terms_used
from casebook.edit.edition import Edition, Entry
from casebook.edit.scope import period_of, said_by
from casebook.model.claims import Claim
from casebook.model.events import Event
from casebook.model.figures import Figure

TOLD = ("event", "claim", "figure")
"""The kinds of which something is told: what a question is answered with."""
NAMED = ("person", "party", "community", "place")
"""The kinds that a short entry is given of, where they are named."""
INSIDE = ("within", "part_of")
"""The fields by which a record lies in another of its kind, and is meant with it."""


class Reason(StrEnum):
    """Why a record is in a brief."""

    ASKED = "asked"
    """It is asked for by name, or lies in what is and is told of."""
    ANSWERS = "answers"
    """It is what was asked for."""
    EVENT = "event"
    """A claim or figure that was asked for is about it."""
    OF_EVENT = "of-event"
    """It is a claim about an event in the brief, or a figure of one."""
    ANSWERED = "answered"
    """A claim in the brief is a reply to it."""
    REPLY = "reply"
    """It is a reply to a claim in the brief."""
    COMPARED = "compared"
    """It stands beside a figure in the brief, or sets it beside others."""
    NAMED = "named"
    """It is named in the records of the brief."""
    TERM = "term"
    """Its words are used."""
    SOURCE = "source"
    """It is cited, or one that is cited draws on it."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a record is in a brief, and by which other it came."""

    reason: Reason
    through: Entry | None = None


@dataclass(frozen=True)
class Selection:
    """What a brief holds."""

    ask: Ask
    why: Mapping[Entry, Why]
    """Every record in it, in the order in which it was found."""
    excerpts: frozenset[str]
    """The sources, by id, whose excerpts it holds."""

    def __contains__(self, entry: object) -> bool:
        return entry in self.why

    def of(self, *reasons: Reason) -> list[Entry]:
        """The records that are in it for some reasons."""
        return [entry for entry, why in self.why.items() if why.reason in reasons]


def checked(edition: Edition, ask: Ask) -> None:
    """AskError if a brief of it would hold nothing that is told."""
    if ask.is_empty:
        raise AskError(
            "nothing is asked for", "say what it is about, where, from which source or when"
        )
    if next(_answers(edition, ask), None) is None:
        raise AskError(
            "no event, claim or figure of the record answers all that is asked for",
            _hint(edition, ask),
        )


def select(edition: Edition, ask: Ask) -> Selection:
    """The records of a brief; AskError if it would hold nothing that is told."""
    checked(edition, ask)
    found = _Found(edition, ask)
    found.add(ask.entries, Reason.ASKED)
    found.add(_answers(edition, ask), Reason.ANSWERS)
    found.events_told_of()
    found.of_events()
    found.what_is_answered()
    found.replies()
    found.compared()
    found.inside()
    found.named()
    found.terms_and_sources()
    return Selection(ask, found.why, found.excerpts)


class _Found:
    """What the steps have found so far."""

    def __init__(self, edition: Edition, ask: Ask) -> None:
        self.edition = edition
        self.ask = ask
        self.why: dict[Entry, Why] = {}
        held = (entry.id for entry in ask.sources if entry.id in edition.excerpts)
        self.excerpts = frozenset(held if ask.only_sources else ())

    def add(self, entries: Iterable[Entry], reason: Reason, through: Entry | None = None) -> None:
        """Records that were not there before are there for this reason."""
        for entry in entries:
            if entry.kind.folder:  # narrative pages are of the whole record
                self.why.setdefault(entry, Why(reason, through))

    def of(self, kind: str, *reasons: Reason) -> list[Entry]:
        """What was found of a kind, for some reasons or any."""
        return [
            entry
            for entry, why in self.why.items()
            if entry.kind.name == kind and (not reasons or why.reason in reasons)
        ]

    def events_told_of(self) -> None:
        for kind in ("claim", "figure"):
            for entry in self.of(kind, Reason.ASKED, Reason.ANSWERS):
                told = _targets(self.edition, entry, "events")
                self.add(
                    (e for e in told if _in_time(self.edition, self.ask, e)), Reason.EVENT, entry
                )

    def of_events(self) -> None:
        for event in self.of("event"):
            self.add(_sources(self.edition, event, "events"), Reason.OF_EVENT, event)

    def what_is_answered(self) -> None:
        for claim in self.of("claim"):
            self.add(_sources(self.edition, claim, "replies.claim"), Reason.ANSWERED, claim)

    def replies(self) -> None:
        waiting = self.of("claim")
        for claim in waiting:  # it grows while it is gone through
            for reply in _targets(self.edition, claim, "replies.claim"):
                if reply not in self.why:
                    self.add((reply,), Reason.REPLY, claim)
                    waiting.append(reply)

    def compared(self) -> None:
        for figure in self.of("figure"):
            self.add(_targets(self.edition, figure, "compare"), Reason.COMPARED, figure)
        for comparison in self.of("comparison"):
            members = _sources(self.edition, comparison, "compare")
            self.add(members, Reason.COMPARED, comparison)

    def inside(self) -> None:
        """What lies in a record asked for is asked for too, as far as anything is told of it."""
        meant = {one for one in _meant(self.edition, self.ask.entries) if one.kind.name in NAMED}
        for entry in list(self.why):
            named = (other for other in self._named_in(entry) if other in meant)
            self.add(named, Reason.ASKED, entry)

    def named(self) -> None:
        for entry in list(self.why):
            others = self._named_in(entry)
            self.add((other for other in others if other.kind.name in NAMED), Reason.NAMED, entry)

    def terms_and_sources(self) -> None:
        excerpts = [self.edition.excerpts[id_] for id_ in sorted(self.excerpts)]
        self.add(terms_used(self.edition, self.why, excerpts), Reason.TERM)
        before = 0
        while len(self.why) != before:  # a term can use another and cite a source
            before = len(self.why)
            for entry in list(self.why):
                for other in self._named_in(entry):
                    if other.kind.name == "term":
                        self.add((other,), Reason.TERM, entry)
                    elif other.kind.name == "source":
                        self.add((other,), Reason.SOURCE, entry)

    def _named_in(self, entry: Entry) -> Iterator[Entry]:
        shown = entry.id in self.excerpts
        for edge in self.edition.edges_from.get(entry, ()):
            if edge.field != "excerpt" or shown:
                yield edge.target


def _answers(edition: Edition, ask: Ask) -> Iterator[Entry]:
    about, places = _meant(edition, ask.about), _meant(edition, ask.places)
    sources = set(ask.sources)
    for kind in TOLD:
        for entry in edition.chronology if kind == "event" else edition.of(kind):
            if (
                (not about or _concerns(edition, entry, about))
                and (not places or _lies_in(edition, entry, places))
                and (not sources or not sources.isdisjoint(_drawn_from(edition, entry)))
                and _in_time(edition, ask, entry)
            ):
                yield entry


def _meant(edition: Edition, asked: Iterable[Entry]) -> set[Entry]:
    """Records, and those of their kind that lie in them, however deep."""
    meant = set(asked)
    waiting = list(meant)
    while waiting:
        entry = waiting.pop()
        inside = (
            edge.source
            for edge in edition.edges_to.get(entry, ())
            if edge.field in INSIDE and edge.source.kind is entry.kind
        )
        new = {other for other in inside if other not in meant}
        meant |= new
        waiting += new
    return meant


def _concerns(edition: Edition, entry: Entry, wanted: set[Entry]) -> bool:
    """Is it one of them, or does it refer to one in whatever way?"""
    edges = edition.edges_from.get(entry, ())
    return entry in wanted or any(edge.target in wanted for edge in edges)


def _lies_in(edition: Edition, entry: Entry, places: set[Entry]) -> bool:
    """Does it name one of some places, or is it about an event that does?"""
    if _concerns(edition, entry, places):
        return True
    return any(_concerns(edition, event, places) for event in _targets(edition, entry, "events"))


def _drawn_from(edition: Edition, entry: Entry) -> Iterator[Entry]:
    for edge in edition.edges_from.get(entry, ()):
        if edge.field.rpartition(".")[2] == "from":
            yield edge.target


def _in_time(edition: Edition, ask: Ask, entry: Entry) -> bool:
    """May it be of the time asked for?"""
    if ask.span is None:
        return True
    return any(overlaps(_closed(date), ask.span) for date in _dates(edition, entry))


def _closed(date: Date) -> Date:
    """A date as its known side has it, where it is one time of which the other is not known.

    "By 10 January" is taken to be of the 10th: it may have been at any time before, and would
    else answer a question of any. What went on until then, or from then on, is left as it is.
    """
    day = date.latest or date.earliest
    if date.text.startswith("[") and (date.open_start or date.open_end) and day is not None:
        return parse_date(day.isoformat())
    return date


def _dates(edition: Edition, entry: Entry) -> list[Date]:
    """When it was: its own date, else those of its events, else of what it is ordered by.

    A claim without either was made by the last day of its source, and is taken to be of it.
    """
    record = entry.record
    own = None
    if isinstance(record, Event | Claim):
        own = record.date
    elif isinstance(record, Figure):
        own, _ = period_of(edition, record)
    if own is not None:
        return [own]
    if isinstance(record, Event):
        refs = (*record.after, *record.before, *([record.part_of] if record.part_of else ()))
        others = [other.record for ref in refs if (other := edition.find(ref)) is not None]
    else:
        others = [event.record for event in _targets(edition, entry, "events")]
    dates = [one.date for one in others if isinstance(one, Event) and one.date is not None]
    if not dates and isinstance(record, Claim):
        by = said_by(edition, record)
        dates = [by] if by is not None else []
    return dates


def _targets(edition: Edition, entry: Entry, field: str) -> list[Entry]:
    """What a record refers to in one field, each once."""
    edges = edition.edges_from.get(entry, ())
    return list(dict.fromkeys(edge.target for edge in edges if edge.field == field))


def _sources(edition: Edition, entry: Entry, field: str) -> list[Entry]:
    """What refers to a record in one field, each once."""
    edges = edition.edges_to.get(entry, ())
    return list(dict.fromkeys(edge.source for edge in edges if edge.field == field))


def _hint(edition: Edition, ask: Ask) -> str:
    if ask.span is None:
        return "ask for less at once" if len(ask.entries) > 1 else "ask for another record"
    dated = [e.record.date for e in edition.chronology if isinstance(e.record, Event)]
    days = [day for date in dated if date for day in (date.earliest, date.latest) if day]
    if not days:
        return "no event of the record has a date"
    whole = parse_date(f"{min(days).isoformat()}/{max(days).isoformat()}")
    words = display(whole, edition.interface.dates)
    more = ", or for less at once" if ask.entries else ""
    return f"its events are of {words}: ask for another time{more}"
