"""Small records inside records, used by several kinds."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.dates import Date
from casebook.model.record import Agent, Fields, From, Ref, a, the
from casebook.model.types import (
    Address,
    Choice,
    Edtf,
    Line,
    ListOf,
    MapOf,
    Number,
    Part,
    PlaceInSource,
    Prose,
    Reference,
    Who,
)
from casebook.spot import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis(Fields):
    """Why a date or an identity is given that the sources do not state."""

    inferred: Text | None = a(Prose(), "the clues it was worked out from")
    outside: Text | None = a(Prose(), "the fact from outside the sources that settles it")
    cite: Text | None = a(Address(), "where the outside fact can be read")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideFact(Fields):
    """A fact from outside the sources, never shown as what a source says."""

    fact: Text = the(Prose(), "the fact, in your own words")
    cite: Text = the(Address(), "where it can be read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Fields):
    """A name as one source prints it."""

    name: Text = the(Line(), "the name, letter for letter")
    from_: From | None = a(PlaceInSource(), "the source and place that print it so")
    cite: Text | None = a(Address(), "where it can be read, if no source of the record prints it")


@dataclass(frozen=True, slots=True, kw_only=True)
class MayBe(Fields):
    """Another record that may be the same thing, kept apart because no source says so."""

    id: Ref = the(Reference(("event", "party"), back="May be the same"), "the other record")
    because: Text = the(Prose(), "what speaks for it, and what against")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Fields):
    """An office somebody held, as far as it is attested."""

    post: Text = the(Line(), "the office, in words")
    party: Ref | None = a(Reference(("party",), back="Offices held"), "the body it was held in")
    attested: Date | None = a(Edtf(), "when a source shows it held")
    since: Date | None = a(Edtf(), "since when")
    until: Date | None = a(Edtf(), "until when")
    from_: From | None = a(PlaceInSource(), "the source and place")
    cite: Text | None = a(Address(), "where it can be read, if no source of the record has it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Fields):
    """A body that belonged to this one, as far as it is attested."""

    party: Ref = the(Reference(("party",), back="Member of"), "the member")
    attested: Date | None = a(Edtf(), "when a source shows it so")
    from_: From = the(PlaceInSource(), "the source and place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Fields):
    """Where a place lies, by coordinates that can be cited."""

    lat: float = the(Number(-90, 90), "degrees north (WGS 84)")
    lon: float = the(Number(-180, 180), "degrees east (WGS 84)")
    precision: Text = the(
        Choice(("point", "neighbourhood", "town", "city", "region")),
        "how large an area the position stands for",
    )
    cite: Text = the(Address(), "where it can be read")


WAYS = (
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
    "within", "beside",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing(Fields):
    """Where a place lies, seen from another."""

    of: Ref = the(Reference(("place",), back="Located by it"), "the place it is seen from")
    way: Text = the(Choice(WAYS), "in which direction, or within, or beside")
    cite: Text = the(Address(), "where it can be read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stronghold(Fields):
    """Whose ground a source calls a place."""

    of: Ref = the(Reference(("party",), back="Called its stronghold"), "whose stronghold")
    from_: From = the(PlaceInSource(), "who calls it so, and where")
    note: Text | None = a(Prose(), "what the source means by it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Fields):
    """What one witness says of an event."""

    from_: From = the(PlaceInSource(), "a source and the place in it")
    by: tuple[Agent, ...] = a(
        ListOf(Who(back="Accounts given")), "who tells it, where that is not the source itself"
    )
    via: tuple[Agent, ...] = a(
        ListOf(Who(back="Accounts passed on")), "through whom it came, from the teller outwards"
    )
    date: Date | None = a(Edtf(), "the date this account gives")
    basis: Basis | None = a(Part(Basis), "why, where the account does not state the date")
    says: Text = the(Prose(block=True), "what it says, in your own words")
    quote: tuple[Text, ...] = a(ListOf(Line(quoted=True)), "its words, letter for letter, one line")
    speaker: Agent | None = a(Who(back="Quoted"), "who speaks the quoted words, if not the source")
    points: dict[str, Text] | None = a(MapOf(Line()), "what it says of each point to be compared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Fields):
    """A claim that answers another."""

    claim: Ref = the(Reference(("claim",), back="Answers"), "the claim that answers")
    reply: Text = the(
        Choice(("direct", "general", "earlier")),
        "direct: to this; general: denies such things; earlier: said before it",
    )
