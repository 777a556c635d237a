"""What may be typed in a field, in words: for hover texts and for the tables of the documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from casebook.model.record import Fields, articled
from casebook.model.types import (
    Address,
    Choice,
    Day,
    Edtf,
    FieldType,
    Language,
    Line,
    ListOf,
    MapOf,
    Number,
    Part,
    PlaceInSource,
    Prose,
    Reference,
    Slug,
    Units,
    Who,
    WordOrList,
    YesNo,
)

Named = Callable[[str], str]
"""How a part is called: from its slug, such as `account`, to words."""


def slug_of(part: type[Fields]) -> str:
    """What a class of fields goes by: `OutsideFact` gives `outside-fact`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", part.__name__).lower()


def plainly(slug: str) -> str:
    """A part's name in plain words."""
    return slug.replace("-", " ")


def typed(type_: FieldType, named: Named = plainly) -> str:
    """What may be typed in a field of a type, in words of Markdown."""
    match type_:
        case ListOf():
            return f"{typed(type_.item, named)} (several as a list)"
        case WordOrList():
            return f"{either(_code(type_.words))}, or a list: {typed(type_.item, named)}"
        case MapOf():
            names = "language codes" if type_.languages else "names of your choice"
            return f"{names}, each with {typed(type_.item, named)}"
        case Part():
            return f"the fields of {named(slug_of(type_.fields))}"
        case Line():
            words = "a source’s words" if type_.quoted else "plain words"
            bound = (
                "" if type_.largest == Line().largest else f", {type_.largest} characters at most"
            )
            return f"{words} on one line{bound}"
        case Prose():
            return "prose, in paragraphs" if type_.block else "prose, one paragraph"
        case Choice():
            return either(_code(type_.words))
        case Reference():
            return _id_of(type_.kinds)
        case Who():
            others = either([*_code(type_.words), "`unnamed:` and words"])
            return f"{_id_of(type_.kinds)}; or {others}"
        case Number():
            return "a whole number" if type_.whole else "a number in digits"
    return {
        Slug: "a short name such as `town-hall`",
        Address: "a web address",
        Language: "a language code such as `en`",
        Edtf: "a date",
        Day: "a day, such as `2026-11-20`",
        YesNo: "`yes` or `no`",
        PlaceInSource: "a source and the place in it",
        Units: "the labels in order, such as `h1, p1-p9`",
    }[type(type_)]


def either(words: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def _id_of(kinds: tuple[str, ...]) -> str:
    return f"the id of {articled(either(kinds))}"


def _code(words: Iterable[str]) -> list[str]:
    return [f"`{word}`" for word in words]
