"""Every value of a record with its declared type, wherever in the record it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from casebook.edit.by_object import ByObject
from casebook.model.record import Fields, Record, Unnamed, fields_of
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


def walk(fields: Fields, path: str = "", outer: tuple[Fields, ...] = ()) -> list[Value]:
    """Every single value below a record or part, in the order of the declaration.

    Lists and maps give their items; parts give their own fields.
    """
    found: list[Value] = []
    _walk(found, fields, path, outer)
    return found


# These run for every value of a record: kept plain, and few calls. What a declaration says is
# looked up once for each class, which takes a third off the whole.


class _Step(NamedTuple):
    """One field of a class, as it is walked below some path."""

    path: str
    name: str
    type: FieldType
    is_single: bool
    """Does it hold one value, and no list, map or part?"""


def _walk(found: list[Value], fields: Fields, path: str, outer: tuple[Fields, ...]) -> None:
    declared: Any = type(fields)
    values_in, steps = _plan(declared, path)
    for value, (below, name, type_, is_single) in zip(values_in(fields), steps, strict=True):
        if not value and (value is None or value == ()):
            continue
        if is_single:
            at = getattr(value, "at", None) or fields.spot(name)
            found.append(Value(below, type_, value, at, fields, outer))
        else:
            _below(found, below, name, type_, value, fields, outer)


@cache
def _plan(
    cls: Any,  # noqa: ANN401
    path: str,
) -> tuple[Callable[[Fields], tuple[Any, ...]], tuple[_Step, ...]]:
    """What reads all declared fields of a class at once, and how each is walked."""
    fields = fields_of(cls)
    steps = tuple(
        _Step(path + field.name, field.name, field.type, type(field.type) not in _HOLDING)
        for field in fields
    )
    names = [field.attribute for field in fields]
    if len(names) < 2:  # then it would give no tuple
        return lambda one: tuple(getattr(one, name) for name in names), steps
    return attrgetter(*names), steps


_HOLDING = (ListOf, WordOrList, MapOf, Part)


def _below(
    found: list[Value],
    path: str,
    name: str,
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
                _below(found, path, name, item, each, holder, outer)
        else:
            found.append(Value(path, type_, value, holder.spot(name), holder, outer))
    elif kind is MapOf:
        for each in value.values():
            _below(found, path, name, type_.item, each, holder, outer)  # type: ignore[attr-defined]
    elif kind is Part:
        _walk(found, value, f"{path}.", (*outer, holder))
    else:
        at = getattr(value, "at", None) or holder.spot(name)
        found.append(Value(path, type_, value, at, holder, outer))


def texts_in(values: Iterable[Value]) -> Iterator[tuple[Value, Text]]:
    """Those of some values that are words, and their words; who has no name has words too."""
    for value in values:
        words = value.value
        if type(words) is Text:
            yield value, words
        elif type(words) is Unnamed:
            yield value, words.words


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
