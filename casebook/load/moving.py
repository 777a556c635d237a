"""What was read on some lines of a file, as it is when it stands some lines further down or up."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from casebook.dates import Date
from casebook.spot import Spot, Text

Value = TypeVar("Value")


def moved(value: Value, by: int) -> Value:
    """The same value with every line in it later by a number.

    In: a record, a problem, or any value that they are made of: dataclasses, tuples and dicts of
    texts and spots. All that holds no spot is the same object.
    """
    found: Value = _moved(value, by)
    return found


def moved_text(text: Text, by: int) -> Text:
    """The same text, so many lines further down."""
    return Text(text, _spot(text.at, by))


def _moved(value: Any, by: int) -> Any:  # noqa: ANN401
    # A text and a spot are what nearly all values are.
    kind: Any = type(value)
    if kind is Text:
        return Text(value, _spot(value.at, by))
    if kind is Spot:
        return _spot(value, by)
    if kind is tuple:
        return tuple([_moved(each, by) for each in value]) if value else value
    if kind is dict:
        return {_moved(key, by): _moved(each, by) for key, each in value.items()}
    rebuild = _rebuild(kind)
    return value if rebuild is None else rebuild(value, by)


def _spot(spot: Spot, by: int) -> Spot:
    return Spot(spot.file, spot.line + by, spot.column, spot.style)


@cache
def _rebuild(kind: Any) -> Callable[[Any, int], Any] | None:  # noqa: ANN401
    """What makes a moved value of a class; None for one that holds no spot."""
    if kind is Date or not dataclasses.is_dataclass(kind):
        return None
    make: Any = kind
    names = tuple(field.name for field in dataclasses.fields(kind))

    def rebuild(value: Any, by: int) -> Any:  # noqa: ANN401
        return make(**{name: _moved(getattr(value, name), by) for name in names})

    return rebuild
