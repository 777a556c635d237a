"""Every value of a record with its declared type, wherever in the record it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from casebook.edit.by_object import ByObject
from casebook.model.record import Field, Fields, Record, Unnamed, fields_of
from casebook.model.types import FieldType, ListOf, MapOf, Part, WordOrList
from casebook.spot import Spot, Text

Made = TypeVar("Made")


class Value(NamedTuple):
    """One value of a record."""

    path: str
    """The fields that lead to it, such as `accounts.says`."""
    type: FieldType
    value: Any
    at: Spot
    holder: Fields
    """The record or part it is a field of."""
    outer: tuple[Fields, ...] = ()
    """What that part stands in, from the record inwards."""


def values_of(record: Record) -> tuple[Value, ...]:
    """What `walk` yields of a record, walked once for as long as the record is kept."""
    return of_record(record, _walked)


def _walked(record: Record) -> tuple[Value, ...]:
    return tuple(walk(record))


def of_record(record: Record, make: Callable[[Record], Made]) -> Made:
    """What a function makes of a record and of nothing else, made once for as long as the record
    is kept.

    Several rules ask for all values of all records, and after an edit nearly all records are
    the very ones that were read before it: records do not change.
    """
    made: ByObject[Record, Made] | None = _made().get(make)
    if made is None:
        made = _made()[make] = ByObject()
    return made.of(record, make)


@lru_cache(maxsize=1)
def _made() -> dict[Callable[[Record], Any], ByObject[Record, Any]]:
    return {}


def forget_other_walks() -> None:
    """Keep only what was made of records that are asked about between two calls of this."""
    for made in _made().values():
        made.turn()


def walk(fields: Fields, path: str = "", outer: tuple[Fields, ...] = ()) -> Iterator[Value]:
    """Every single value below a record or part, in the order of the declaration.

    Lists and maps give their items; parts give their own fields.
    """
    for field in fields_of(type(fields)):
        value = getattr(fields, field.attribute)
        if value is None or value == ():
            continue
        yield from _below(f"{path}{field.name}", field, field.type, value, fields, outer)


def _below(
    path: str,
    field: Field,
    type_: FieldType,
    value: object,
    holder: Fields,
    outer: tuple[Fields, ...],
) -> Iterator[Value]:
    match type_:
        case ListOf() | WordOrList():
            if isinstance(value, tuple):
                for item in value:
                    yield from _below(path, field, type_.item, item, holder, outer)
            else:
                yield Value(path, type_, value, holder.spot(field.name), holder, outer)
        case MapOf():
            assert isinstance(value, dict)
            for item in value.values():
                yield from _below(path, field, type_.item, item, holder, outer)
        case Part():
            assert isinstance(value, Fields)
            yield from walk(value, f"{path}.", (*outer, holder))
        case _:
            at = value.at if isinstance(value, Text | Unnamed) else holder.spot(field.name)
            yield Value(path, type_, value, getattr(value, "at", at), holder, outer)


def walk_parts(fields: Fields) -> Iterator[Fields]:
    """Every part below a record, however deep, in the order of the declaration."""
    for field in fields_of(type(fields)):
        value = getattr(fields, field.attribute)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Fields):
                yield item
                yield from walk_parts(item)
