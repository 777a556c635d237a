"""Events: what the sources say happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casebook.dates import Date
from casebook.model.parts import Account, Basis, MayBe, OutsideFact
from casebook.model.record import Agent, Kind, Record, Ref, a, the
from casebook.model.types import Choice, Edtf, Line, ListOf, Part, Prose, Reference, Slug, Who
from casebook.spot import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """An event is what the sources say it is."""

    declares: ClassVar[Kind] = Kind(
        name="event",
        plural="Events",
        file="timeline",
        folder="events",
        about="What the sources say happened, each with its accounts.",
        letter="E",
        expects_mention=False,
    )
    kind: Text = the(Slug(), "what sort of event, such as `killing` or `protest`")
    title: Text = the(Line(), "what happened, in a few words and without blame")
    date: Date | None = a(Edtf(), "when, in EDTF; left out only where after or before is given")
    basis: Basis | None = a(Part(Basis), "why, where no source states the date")
    extent: Text | None = a(
        Choice(("within", "throughout")),
        "whether it happened within the date given (a point in it) or throughout it (a span)",
    )
    after: tuple[Ref, ...] = a(
        ListOf(Reference(("event",), back="Before")), "events it came after, by the sources"
    )
    before: tuple[Ref, ...] = a(
        ListOf(Reference(("event",), back="After")), "events it came before, by the sources"
    )
    part_of: Ref | None = a(Reference(("event",), back="Made up of"), "the larger event")
    accounts: tuple[Account, ...] = the(
        ListOf(Part(Account)), "what each witness says, one after another"
    )
    independent: Text | None = a(
        Prose(), "why its accounts are independent, where an editor can say so"
    )
    victims: tuple[Agent, ...] = a(
        ListOf(Who(("person", "party", "community"), back="Victim of")),
        "who suffered it; private people by their part in it",
    )
    people: tuple[Ref, ...] = a(
        ListOf(Reference(("person",), back="Events")), "people in it whom no prose links"
    )
    parties: tuple[Ref, ...] = a(
        ListOf(Reference(("party",), back="Events")), "bodies in it whom no prose links"
    )
    places: tuple[Ref, ...] = a(
        ListOf(Reference(("place",), back="Events")), "where, if no prose links it"
    )
    communities: tuple[Ref, ...] = a(
        ListOf(Reference(("community",), back="Events")), "communities concerned"
    )
    identified: Basis | None = a(Part(Basis), "why the accounts are taken to be of one event")
    may_be: tuple[MayBe, ...] = a(ListOf(Part(MayBe)), "events that may be the same")
    outside: tuple[OutsideFact, ...] = a(ListOf(Part(OutsideFact)), "facts from outside")
