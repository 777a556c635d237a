"""Figures: numbers, each a claim with its counter, and the groups they are compared in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from casebook.dates import Date
from casebook.interface import ENGLISH, Interface, counted
from casebook.model.parts import Basis, OutsideFact
from casebook.model.record import Agent, From, Kind, Record, Ref, a, the
from casebook.model.types import (
    Choice,
    Edtf,
    Line,
    ListOf,
    Number,
    Part,
    PlaceInSource,
    Prose,
    Reference,
    Slug,
    Who,
)
from casebook.spot import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Record):
    """A number a source prints: what it counts, over which span, and who counted."""

    declares: ClassVar[Kind] = Kind(
        name="figure",
        plural="Figures",
        file="figures",
        folder="figures",
        about="Every number, with what it counts, over which span, and who counted. No totals.",
        letter="F",
        expects_mention=False,
    )
    printed: Text = the(Line(quoted=True), "the number's words as printed, qualifier included")
    value: float | None = a(Number(), "the number; or low and high for a printed range")
    low: float | None = a(Number(), "the lower end of a printed range")
    high: float | None = a(Number(), "the upper end of a printed range")
    best: float | None = a(Number(), "a best estimate, only if printed")
    qualifier: Text | None = a(
        Choice(("exact", "at-least", "more-than", "about", "up-to")), "how the number is hedged"
    )
    measure: Text = the(Slug(), "what is measured, the same slug for like figures")
    unit: Text = the(Line(), "what one is: `people killed`, `seats`")
    out_of: float | None = a(Number(), "the whole it is a share of, as printed")
    part_of: Ref | None = a(Reference(("figure",), back="Of which"), "the figure it is part of")
    additional_to: Ref | None = a(
        Reference(("figure", "event"), back="Besides"), "what it is said to come on top of"
    )
    set_against: Text | None = a(Prose(), "what the source compares it with")
    status: Text | None = a(Choice(("hypothetical",)), "hypothetical: nobody counted this")
    period: Date | None = a(Edtf(), "the span it counts over; its only event's if left out")
    basis: Basis | None = a(Part(Basis), "why, where the source does not state the span")
    place: Ref | None = a(
        Reference(("place",), back="Figures"), "where; its only event's if left out"
    )
    victims: tuple[Agent, ...] = a(
        ListOf(Who(("person", "party", "community"), back="Counted as victims")), "of whom"
    )
    counted_by: Agent = the(
        Who(("person", "party", "source"), back="Counted", words=("source", "not-stated")),
        "who counted, not who printed: an id, `source`, or `not-stated`",
    )
    via: tuple[Agent, ...] = a(
        ListOf(Who(("person", "party", "source"), back="Figures passed on")),
        "through whom it came, from the counter outwards",
    )
    from_: From = the(PlaceInSource(), "the source and place that print it")
    quote: tuple[Text, ...] = a(ListOf(Line(quoted=True)), "its words, letter for letter")
    note: Text | None = a(Prose(block=True), "what a reader must know to use it rightly")
    events: tuple[Ref, ...] = a(
        ListOf(Reference(("event",), back="Figures")), "the events it counts"
    )
    compare: Ref | None = a(
        Reference(("comparison",), back="Figures"), "the group it is compared in"
    )
    outside: tuple[OutsideFact, ...] = a(ListOf(Part(OutsideFact)), "facts from outside")

    def heading(self, words: Callable[[Agent], str], interface: Interface = ENGLISH) -> str:
        """The number as printed and what it counts."""
        return f"{self.printed}{counted(self.printed, self.unit, interface)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Record):
    """Figures set side by side, and why they differ."""

    declares: ClassVar[Kind] = Kind(
        name="comparison",
        plural="Figures compared",
        file="comparisons",
        folder="comparisons",
        about="Figures that look alike, set side by side with the reasons why they differ.",
    )
    title: Text = the(Line(), "what is compared")
    why: Text = the(Prose(block=True), "why its members differ")
    axis: Text = the(Choice(("shared", "apart")), "may they be drawn on one axis?")
