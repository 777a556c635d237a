"""How dates lie to each other and to the calendar, as far as their bounds tell."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from casebook.dates.model import Date


def overlaps(a: Date, b: Date) -> bool:
    """May both be true of one day? Open and unknown sides reach for ever.

    A set is taken member by member: `[2008,2010]` does not overlap `2009`.
    """
    return any(
        _first(x) <= _last(y) and _first(y) <= _last(x) for x in _pieces(a) for y in _pieces(b)
    )


def within(a: Date, b: Date) -> bool:
    """Does a, whatever day it is, lie inside b? Every member of a must lie in a member of b."""
    return all(any(_inside(x, y) for y in _pieces(b)) for x in _pieces(a))


def months(date: Date) -> Iterator[tuple[int, int]]:
    """The months that the date touches as (year, month), each once, in order.

    None at all for a date with an open or unknown side. The months of a set are those of its
    members, not those between them.
    """
    done = (0, 0)
    if date.earliest is None or date.latest is None:
        return
    for piece in sorted(_pieces(date)):
        first, last = _first(piece), _last(piece)
        year, month = max((first.year, first.month), _next(done) if done[0] else (0, 0))
        while (year, month) <= (last.year, last.month):
            yield year, month
            done = (year, month)
            year, month = _next(done)


def _next(month: tuple[int, int]) -> tuple[int, int]:
    return (month[0], month[1] + 1) if month[1] < 12 else (month[0] + 1, 1)


def _pieces(date: Date) -> tuple[Date, ...]:
    return date.members or (date,)


def _first(date: Date) -> datetime.date:
    return date.earliest or datetime.date.min


def _last(date: Date) -> datetime.date:
    return date.latest or datetime.date.max


def _inside(a: Date, b: Date) -> bool:
    begins = b.earliest is None or (a.earliest is not None and a.earliest >= b.earliest)
    ends = b.latest is None or (a.latest is not None and a.latest <= b.latest)
    return begins and ends
