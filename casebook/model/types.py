"""The types a field of a record can have: what a contributor may type there.

They only declare. Loading turns what was typed into a value of the type (`load.shape`);
references, backlinks, index pages and exports read the same declaration.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldType:
    """What may be typed in a field."""


@dataclass(frozen=True, slots=True)
class Line(FieldType):
    """A few plain words on one line, taken letter for letter."""

    largest: int = 300
    quoted: bool = False
    """Words of a source, true to the letter."""


@dataclass(frozen=True, slots=True)
class Slug(FieldType):
    """A lower-case ASCII name such as `targeted-killings`."""


@dataclass(frozen=True, slots=True)
class Prose(FieldType):
    """Markdown: references, citations and quotations in it are checked."""

    block: bool = False
    """May hold paragraphs, lists and tables; otherwise one run of words."""


@dataclass(frozen=True, slots=True)
class Address(FieldType):
    """A web address, http or https."""


@dataclass(frozen=True, slots=True)
class Language(FieldType):
    """A language code (BCP 47)."""


@dataclass(frozen=True, slots=True)
class Choice(FieldType):
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edtf(FieldType):
    """A date in EDTF."""


@dataclass(frozen=True, slots=True)
class Day(FieldType):
    """One day, such as `2026-11-20` (ISO 8601): when something was entered."""


@dataclass(frozen=True, slots=True)
class Number(FieldType):
    """A number in digits, without separators."""

    lowest: float = float("-inf")
    highest: float = float("inf")
    whole: bool = False


@dataclass(frozen=True, slots=True)
class YesNo(FieldType):
    """`yes` or `no`."""


@dataclass(frozen=True, slots=True)
class Reference(FieldType):
    """The id of another record, `id` or `kind:id`."""

    kinds: tuple[str, ...]
    back: str = ""
    """What the record pointed at shows over a list of those that point at it so."""


@dataclass(frozen=True, slots=True)
class Who(FieldType):
    """The id of whoever acts, or `{unnamed: words}` for someone no source names."""

    kinds: tuple[str, ...] = ("person", "party")
    back: str = ""
    words: tuple[str, ...] = ()
    """Words that may stand instead, such as `not-stated`."""


@dataclass(frozen=True, slots=True)
class PlaceInSource(FieldType):
    """A held source and the place in it: `ft s69`, `app s43, s45`, `cable p6-p7`."""

    back: str = "Drawn from this source"


@dataclass(frozen=True, slots=True)
class Units(FieldType):
    """The labels of a source's numbered copy, in order: `h1, p1-p9`."""


@dataclass(frozen=True, slots=True)
class Part(FieldType):
    """A small record inside a record."""

    fields: type


@dataclass(frozen=True, slots=True)
class ListOf(FieldType):
    """Several of one type; a single one need not be made a list."""

    item: FieldType
    largest: int = 2000
    """How many at most."""


@dataclass(frozen=True, slots=True)
class WordOrList(FieldType):
    """One of a few words, or several of one type: `none-printed`, or the replies."""

    words: tuple[str, ...]
    item: FieldType


@dataclass(frozen=True, slots=True)
class MapOf(FieldType):
    """Names chosen by the contributor, each with a value of one type."""

    item: FieldType
    languages: bool = False
    """The names are language codes (BCP 47)."""
