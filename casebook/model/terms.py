"""Terms a reader may not know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casebook.model.parts import Variant
from casebook.model.record import From, Kind, Record, a, the
from casebook.model.types import Address, Line, ListOf, MapOf, Part, PlaceInSource, Prose
from casebook.spot import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A word or abbreviation, explained."""

    declares: ClassVar[Kind] = Kind(
        name="term",
        plural="Glossary",
        file="glossary",
        folder="glossary",
        about="Words and abbreviations the sources use, explained.",
        expects_mention=False,
    )
    name: Text = the(Line(), "the word")
    native: dict[str, Text] | None = a(
        MapOf(Line(), languages=True), "the word in other languages, by language code"
    )
    also: tuple[Variant, ...] = a(ListOf(Part(Variant)), "other spellings")
    meaning: Text = the(Prose(block=True), "what it means here")
    from_: From | None = a(PlaceInSource(), "the source and place that explain or use it")
    cite: Text | None = a(Address(), "where the meaning can be read, if no source gives it")
