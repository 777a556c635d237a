"""A value of canonical data in words."""

from __future__ import annotations

from typing import Any

from casebook.dates import DateError, display, parse_date
from casebook.editions.names import Names
from casebook.editions.wording import JOINT, loose
from casebook.interface import phrase
from casebook.model.types import (
    Choice,
    Edtf,
    FieldType,
    ListOf,
    MapOf,
    Prose,
    Slug,
    Who,
    WordOrList,
)

_LONGEST = 160
"""Characters of a value that are shown."""
_MOST = 5
"""Items of a list that are shown."""
CHOICES = (
    *(phrase("exact"), phrase("at least"), phrase("more than"), phrase("about"), phrase("up to")),
    *(phrase("direct"), phrase("general"), phrase("earlier")),
    *(phrase("none printed"), phrase("not adverse"), phrase("hypothetical")),
    *(phrase("alive"), phrase("dead"), phrase("presumed alive")),
    *(phrase("within"), phrase("throughout"), phrase("shared"), phrase("apart")),
)
"""The words among which fields give a choice, so that other languages have words for them."""


def shortened(words: str, longest: int = _LONGEST) -> str:
    """The words on one line, cut at a blank where there are too many and there is one."""
    words = " ".join(words.split())
    if len(words) <= longest:
        return loose(words)
    kept = words[:longest]
    if JOINT in kept or " " in kept[1:]:
        # What hangs together is shown whole or not at all.
        kept = kept.rpartition(" ")[0] or words.partition(" ")[0]
    return loose(kept) + " …"


def in_words(names: Names, type_: FieldType | None, value: Any) -> str:  # noqa: ANN401
    """A value as a reader is shown it, on one line and not too long."""
    return shortened(_words(names, type_, value))


def _words(names: Names, type_: FieldType | None, value: Any) -> str:  # noqa: ANN401
    say = names.say
    match value:
        case None:
            return ""
        case bool():
            return say("yes") if value else say("no")
        case int() | float():
            return names.interface.number(value)
        case list():
            inner = type_.item if isinstance(type_, ListOf | WordOrList) else None
            shown = [_words(names, inner, item) for item in value[:_MOST]]
            return names.interface.comma.join([*shown, *(["…"] if len(value) > _MOST else [])])
        case {"kind": str(), "id": str()} | {"unnamed": str()}:
            return names.agent(value)
        case {"source": str(source), "places": str(places)}:
            return f"{names.label('source', source)} {places}".strip()
        case dict():
            inner = type_.item if isinstance(type_, MapOf) else None
            shown = [_words(names, inner, item) for item in list(value.values())[:_MOST]]
            return names.interface.comma.join(filter(None, shown))
    return _text(names, type_, str(value))


def _text(names: Names, type_: FieldType | None, words: str) -> str:
    match type_:
        case Edtf():
            return date_words(names, words)
        case Prose():
            return names.readable(words)
        case Choice() | Slug() | WordOrList():
            return names.say(words.replace("-", " "))
        case Who():
            return names.agent(words)
    return words


def date_words(names: Names, edtf: str) -> str:
    """A date as a reader is shown it."""
    try:
        return display(parse_date(edtf), names.interface.dates)
    except DateError:
        return edtf
