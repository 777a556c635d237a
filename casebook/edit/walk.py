"""Every value of a record with its declared type, wherever in the record it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

from casebook.edit.by_object import ByObject
from casebook.model.record import Field, Fields, Record, fields_of
from casebook.model.types import FieldType, ListOf, MapOf, Part, WordOrList
from casebook.spot import Spot

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


def walk(fields: Fields, path: str = "", outer: tuple[Fields, ...] = ()) -> list[Value]:
    """Every single value below a record or part, in the order of the declaration.

    Lists and maps give their items; parts give their own fields.
    """
    found: list[Value] = []
    _walk(found, fields, path, outer)
    return found


# These two run for every value of a record: kept plain, and few calls.


def _walk(found: list[Value], fields: Fields, path: str, outer: tuple[Fields, ...]) -> None:
    for field in fields_of(type(fields)):
        value = getattr(fields, field.attribute)
        if value is None or (type(value) is tuple and not value):
            continue
        _below(found, path + field.name, field, field.type, value, fields, outer)


def _below(
    found: list[Value],
    path: str,
    field: Field,
    type_: FieldType,
    value: Any,  # noqa: ANN401
    holder: Fields,
    outer: tuple[Fields, ...],
) -> None:
    kind = type(type_)
    if kind is ListOf or kind is WordOrList:
        if isinstance(value, tuple):
            item: FieldType = type_.item  # type: ignore[attr-defined]
            for each in value:
                _below(found, path, field, item, each, holder, outer)
        else:
            at = holder.spot(field.name)
            found.append(Value(path, type_, value, at, holder, outer))
    elif kind is MapOf:
        for each in value.values():
            _below(found, path, field, type_.item, each, holder, outer)  # type: ignore[attr-defined]
    elif kind is Part:
        _walk(found, value, f"{path}.", (*outer, holder))
    else:
        at = getattr(value, "at", None) or holder.spot(field.name)
        found.append(Value(path, type_, value, at, holder, outer))


def walk_parts(fields: Fields) -> Iterator[Fields]:
    """Every part below a record, however deep, in the order of the declaration."""
    declared: Any = type(fields)
    for attribute in _holding_parts(declared):
        value = getattr(fields, attribute)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Fields):
                yield item
                yield from walk_parts(item)


@cache
def _holding_parts(cls: Any) -> tuple[str, ...]:  # noqa: ANN401
    """The attributes of a record or part in which parts may stand: few of them."""
    return tuple(
        field.attribute
        for field in fields_of(cls)
        if isinstance(getattr(field.type, "item", field.type), Part)
    )
