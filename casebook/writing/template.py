"""A record to be filled in: its required fields as lines without a value, others as comments.

All of it follows from the declarations in the model, so a new kind of record has one too.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from casebook.model.record import Field, Fields, articled, fields_of
from casebook.model.types import (
    Address,
    Choice,
    Day,
    Edtf,
    FieldType,
    Language,
    ListOf,
    MapOf,
    Number,
    Part,
    PlaceInSource,
    Prose,
    Reference,
    Who,
    WordOrList,
    YesNo,
)
from casebook.writing.yaml_text import scalar

_WIDTH = 96
_FEW = 4
"""Records of a kind from which on their use shows which fields are common."""
_COMMON = 4
"""One in so many uses a field that is common."""

Common = Mapping[type[Fields], frozenset[str]]
"""The optional fields to be offered, by the record or part that has them."""


def common_fields(cls: type[Fields], values: Iterable[Fields]) -> Common:
    """The optional fields that at least a quarter of the values have; all while there are few.

    In: a class of records or parts, and those that there are. Parts are judged by those inside
    the values.
    """
    known = list(values)
    found: dict[type[Fields], frozenset[str]] = {}
    counts: Counter[str] = Counter()
    parts: dict[type[Fields], list[Fields]] = {}
    for field in fields_of(cls):
        held = [getattr(value, field.attribute) for value in known]
        counts[field.name] = sum(one is not None and one != () for one in held)
        if part := part_of(field.type):
            inside = parts.setdefault(part, [])
            for one in held:
                items = one if isinstance(one, tuple) else (one,)
                inside += [item for item in items if isinstance(item, part)]
    found[cls] = frozenset(
        field.name
        for field in fields_of(cls)
        if not field.required and (len(known) < _FEW or counts[field.name] * _COMMON >= len(known))
    )
    for part, inside in parts.items():
        found |= common_fields(part, inside)
    return found


def part_of(type_: FieldType) -> type[Fields] | None:
    """The class of the small records that a field holds, if it holds such."""
    while isinstance(type_, ListOf | WordOrList):
        type_ = type_.item
    return type_.fields if isinstance(type_, Part) else None


def template(
    cls: type[Fields],
    id_: str,
    common: Common,
    filled: Mapping[str, str],
    step: int = 2,
) -> list[str]:
    """The lines of one record, without line ends, its id at the left edge.

    `filled` are values known already, by field; `step` is how many blanks further in its fields
    stand.
    """
    found = [f"{scalar(id_)}:"]
    blank = " " * step
    found += (f"{blank}{line}" for line in _fields(cls, common, filled, step))
    offered = common[cls]
    rest = [
        field.name
        for field in fields_of(cls)
        if not (field.required or field.name in offered or field.name in filled)
    ]
    if rest:
        words = f"It may also have: {', '.join(rest)}."
        found += textwrap.wrap(
            words, _WIDTH, initial_indent=f"{blank}# ", subsequent_indent=f"{blank}# "
        )
    return found


def _fields(
    cls: type[Fields], common: Common, filled: Mapping[str, str], step: int
) -> Iterator[str]:
    offered = common.get(cls, frozenset())
    for field in fields_of(cls):
        if field.name in filled:
            yield f"{field.name}: {scalar(filled[field.name])}"
        elif field.required:
            yield from _field(field, common, step)
        elif field.name in offered:
            yield from (f"# {line}" for line in _field(field, common, step))


def _field(field: Field, common: Common, step: int) -> Iterator[str]:
    """A field's line, with its remark, and those of what it is made of."""
    remark = f"  # {field.doc}{_typed(field.type, field.doc)}"
    type_ = field.type
    several = isinstance(type_, ListOf | WordOrList)
    if isinstance(type_, ListOf | WordOrList):
        type_ = type_.item
    # Prose is seldom one line, and a block needs no quotation marks for what it may hold.
    block = ">" if isinstance(type_, Prose) and not several else ""
    yield f"{field.name}:{' ' if block else ''}{block}{remark}"
    if isinstance(type_, MapOf):
        key = "ur" if type_.languages else "some-name"
        yield f"{' ' * step}{key}:"
    elif isinstance(type_, Part):
        blank = " " * step
        mark = "- " if several else ""
        fields = _whole(type_.fields, common, step)
        for line in fields:
            yield f"{blank}{mark}{line}"
            mark = "  " if several else ""


def _whole(cls: type[Fields], common: Common, step: int) -> list[str]:
    """The lines of a part; one without required fields has all its fields to choose from."""
    lines = list(_fields(cls, common, {}, step))
    if any(not line.startswith("#") for line in lines):
        # A list's mark stands before the first line: that must not be a comment.
        return sorted(lines, key=_is_comment) if lines[0].startswith("#") else lines
    return [line for field in fields_of(cls) for line in _field(field, common, step)]


def _is_comment(line: str) -> bool:
    return line.startswith("#")


def _typed(type_: FieldType, doc: str) -> str:
    """What may be typed, where the field's own words do not say so: the end of its remark."""
    if isinstance(type_, ListOf | WordOrList):
        return _typed(type_.item, doc)
    match type_:
        case Choice(words) if not set(words) <= set(re.findall(r"[\w-]+", doc)):
            return f": {_one_of(words)}"
        case YesNo() if not doc.startswith(("yes", "no")):
            return ": yes or no"
        case Edtf():
            return " (such as 2010-01-07)"
        case Day():
            return " (such as 2010-01-07)"
        case PlaceInSource():
            return " (such as report p3)"
        case Reference(kinds):
            return f" (id of {_one_of([articled(kind) for kind in kinds])})"
        case Who():
            return " (an id, or unnamed: words)" if " id" not in doc else ", or unnamed: words"
        case Address():
            return " (https://...)"
        case Language():
            return " (such as en)"
        case Number():
            return " (in digits)"
    return ""


def _one_of(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def is_dated(cls: type[Fields]) -> bool:
    """Have records of a class a `date`?"""
    return any(field.name == "date" and isinstance(field.type, Edtf) for field in fields_of(cls))
