"""Two records of one kind, value by value: what is other in one than in the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casebook.model.record import Field, Fields, fields_of
from casebook.model.types import FieldType, ListOf, MapOf, Part, Prose, WordOrList

BODY = "body"
"""The text of a page or an excerpt, which is no field of its head."""
_CLAUSE = re.compile(r"[,;:]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value that is other than it was."""

    path: tuple[str, ...]
    """The fields that lead to it, as typed."""
    labels: tuple[str, ...]
    """What each of them holds, in the words of its declaration."""
    type: FieldType | None
    """None for a field that nothing declares."""
    old: Any
    """None where there was nothing."""
    new: Any
    """None where there is nothing now."""
    part: tuple[FieldType | None, Any] | None = None
    """What tells the part it is in from the others of a list: the account's place, and its type."""
    turned: bool = False
    """The same things in another order."""


def label_of(field: Field) -> str:
    """What a field holds, in a few words: those its declaration begins with."""
    return _CLAUSE.split(field.doc)[0]


def leaves(
    cls: type[Fields] | None, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Leaf]:
    """Every value that differs between two records or parts of a class, as it declares them."""
    declared = {field.name: field for field in fields_of(cls)} if cls is not None else {}
    names = [*declared, *sorted({*old, *new} - set(declared))]
    for name in names:
        before, after = old.get(name), new.get(name)
        if same(before, after):
            continue
        field = declared.get(name)
        if field is not None:
            yield from _below(Leaf((name,), (label_of(field),), field.type, before, after))
        elif name == BODY:
            yield Leaf((name,), ("its text",), Prose(block=True), before, after)
        else:
            yield Leaf((name,), (name.replace("_", " "),), None, before, after)


def same(one: object, other: object) -> bool:
    """Are two values of canonical data the same? Python takes `true` for 1; they are not."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _below(leaf: Leaf) -> Iterator[Leaf]:
    match leaf.type:
        case ListOf() | WordOrList() if isinstance(leaf.old, list) or isinstance(leaf.new, list):
            if isinstance(leaf.old or [], list) and isinstance(leaf.new or [], list):
                yield from _lists(leaf, leaf.type.item)
                return
        case MapOf() if isinstance(leaf.old or {}, dict) and isinstance(leaf.new or {}, dict):
            for key in sorted({*(leaf.old or {}), *(leaf.new or {})}):
                before, after = (leaf.old or {}).get(key), (leaf.new or {}).get(key)
                if not same(before, after):
                    yield from _below(
                        _within(leaf, leaf.type.item, before, after, part=(None, key))
                    )
            return
        case Part() if isinstance(leaf.old, dict) and isinstance(leaf.new, dict):
            for inner in leaves(leaf.type.fields, leaf.old, leaf.new):
                yield Leaf(
                    leaf.path + inner.path,
                    leaf.labels + inner.labels,
                    inner.type,
                    inner.old,
                    inner.new,
                    inner.part or leaf.part,
                    inner.turned,
                )
            return
    yield leaf


def _within(
    leaf: Leaf,
    type_: FieldType,
    old: object,
    new: object,
    part: tuple[FieldType | None, Any] | None,
) -> Leaf:
    return Leaf(leaf.path, leaf.labels, type_, old, new, part or leaf.part)


def _lists(leaf: Leaf, type_: FieldType) -> Iterator[Leaf]:
    """What went and what came, paired where it is one thing that changed."""
    gone, come = list(leaf.old or []), list(leaf.new or [])
    for item in list(gone):
        if (at := _index(come, item)) is not None:
            gone.remove(item)
            del come[at]
    if not gone and not come:
        yield Leaf(leaf.path, leaf.labels, leaf.type, leaf.old, leaf.new, leaf.part, turned=True)
        return
    for before, after in _paired(type_, gone, come):
        handle = _handle(type_, before if after is None else after)
        yield from _below(_within(leaf, type_, before, after, part=handle))


def _index(items: list[Any], wanted: object) -> int | None:
    return next((at for at, item in enumerate(items) if same(item, wanted)), None)


def _paired(type_: FieldType, gone: list[Any], come: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Parts that are told apart by the same thing; then words in their order; then the rest."""
    if isinstance(type_, Part):
        for item in list(gone):
            handle = _handle(type_, item)
            for other in come:
                if handle is not None and handle == _handle(type_, other):
                    yield item, other
                    gone.remove(item)
                    come.remove(other)
                    break
    if isinstance(type_, Part) or len(gone) == len(come) == 1:
        while gone and come:
            yield gone.pop(0), come.pop(0)
    yield from ((item, None) for item in gone)
    yield from ((None, item) for item in come)


def _handle(type_: FieldType, item: object) -> tuple[FieldType | None, Any] | None:
    """What tells a part from others of its kind: the first field that it must have."""
    if not isinstance(type_, Part) or not isinstance(item, dict):
        return None
    field = next((field for field in fields_of(type_.fields) if field.required), None)
    if field is None or field.name not in item:
        return None
    return field.type, item[field.name]
