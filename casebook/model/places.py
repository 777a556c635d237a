"""Places, located as far as something that can be cited locates them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casebook.model.parts import Bearing, OutsideFact, Position, Stronghold, Variant
from casebook.model.record import Kind, Record, Ref, a, the
from casebook.model.types import Line, ListOf, MapOf, Part, Prose, Reference, Slug
from casebook.spot import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """A place the sources name."""

    declares: ClassVar[Kind] = Kind(
        name="place",
        plural="Places",
        file="places",
        folder="places",
        about="Places the sources name, each located no more exactly than can be cited.",
    )
    name: Text = the(Line(), "the name as this record uses it")
    native: dict[str, Text] | None = a(
        MapOf(Line(), languages=True), "the name in other languages, by language code"
    )
    also: tuple[Variant, ...] = a(ListOf(Part(Variant)), "the name as each source prints it")
    kind: Text = the(Slug(), "what sort of place, such as `city`, `town` or `market`")
    within: Ref | None = a(Reference(("place",), back="Holds"), "the place it lies in")
    position: Position | None = a(Part(Position), "coordinates that can be cited")
    bearing: Bearing | None = a(Part(Bearing), "or where it lies from another place")
    stronghold: tuple[Stronghold, ...] = a(
        ListOf(Part(Stronghold)), "whose ground it is called, and by whom"
    )
    communities: tuple[Ref, ...] = a(
        ListOf(Reference(("community",), back="Places")), "communities said to live there"
    )
    summary: Text | None = a(Prose(block=True), "what the sources say of the place")
    outside: tuple[OutsideFact, ...] = a(ListOf(Part(OutsideFact)), "facts from outside")
