"""Values that are plainly what they should be, read without a word on what might be wrong.

Nearly every value of a record is sound. For each declared type there is a short reader made once,
which gives the value of such a text, or None for any other: then `scalars.Reader` reads it again
and says what is wrong with it. Reading 10,000 events takes half the time so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from casebook.dates import DateError, parse_date
from casebook.load.nodes import ListNode, Node
from casebook.load.scalars import SLUG
from casebook.model.record import From, Ref
from casebook.model.types import (
    Choice,
    Edtf,
    FieldType,
    Line,
    ListOf,
    PlaceInSource,
    Prose,
    Reference,
    Slug,
    Who,
)
from casebook.model.units import UnitError, tidy
from casebook.spot import Text

Plain = Callable[[Any], Any]
"""From a node to the value it plainly is, or None."""


@cache
def plain_reader(type_: FieldType) -> Plain:
    """The reader of a type; for types without one, it takes nothing for plain."""
    match type_:
        case Line():
            return _line(type_.largest)
        case Prose():
            return _prose
        case Reference():
            return _reference(type_.kinds)
        case Who():
            return _who(type_)
        case Choice():
            return _choice(type_.words)
        case Edtf():
            return _date
        case Slug():
            return _slug
        case PlaceInSource():
            return _place
        case ListOf():
            return _list(plain_reader(type_.item), type_.largest)
    return lambda node: None


def _line(largest: int) -> Plain:
    def line(node: Node) -> Text | None:
        if type(node) is not Text or len(node) > largest or "\n" in node or "[[" in node:
            return None
        return node if node and not node.isspace() else None

    return line


def _prose(node: Node) -> Text | None:
    if type(node) is not Text:
        return None
    words = node.rstrip()
    if len(words) == len(node):
        return node or None
    return Text(words, node.at) if words else None


def _reference(kinds: tuple[str, ...]) -> Plain:
    def reference(node: Node) -> Ref | None:
        if type(node) is not Text or SLUG.fullmatch(node) is None:
            return None
        return Ref(str(node), kinds, node.at)

    return reference


def _who(type_: Who) -> Plain:
    reference, words = _reference(type_.kinds), type_.words

    def who(node: Node) -> Text | Ref | None:
        if type(node) is not Text:
            return None
        found: Text | Ref | None = node if node in words else reference(node)
        return found

    return who


def _choice(words: tuple[str, ...]) -> Plain:
    return lambda node: node if type(node) is Text and node in words else None


def _date(node: Node) -> object | None:
    if type(node) is not Text:
        return None
    try:
        return parse_date(node)
    except DateError:
        return None


def _slug(node: Node) -> Text | None:
    return node if type(node) is Text and SLUG.fullmatch(node) is not None else None


_SOURCES = ("source",)


def _place(node: Node) -> From | None:
    if type(node) is not Text:
        return None
    source, _, places = node.partition(" ")
    if SLUG.fullmatch(source) is None or node[-1].isspace():
        return None
    try:
        return From(Ref(source, _SOURCES, node.at), tidy(places) if places else "", node.at)
    except UnitError:
        return None


def _list(item: Plain, largest: int) -> Plain:
    def items(node: Node) -> tuple[Any, ...] | None:
        if type(node) is not ListNode:
            found = item(node)
            return None if found is None else (found,)
        found = [item(each) for each in node.items]
        return None if None in found or not 0 < len(found) <= largest else tuple(found)

    return items
