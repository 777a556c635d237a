"""Axes: one of numbers, which begins at nought and has even steps, and one of time."""

from __future__ import annotations

import calendar
import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from casebook.dates import Words, display, parse_date
from casebook.interface import ENGLISH, Interface

NARROW = 250
"""Pixels of the shortest axis that is drawn: that of a phone of 320 pixels."""
DIGIT = 7.5
"""Pixels of a digit of the words beside an axis, at most."""
_MOST_STEPS = 5
_SHORT = 5
_MONTHS, _YEAR = 12, 365
_TINY, _HUGE = 1e-9, 1e15
"""Between which numbers can be drawn: outside them, steps are not even in a computer's digits."""
_EVERY = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Each year is named on an axis of time, or each second, fifth ..."""
_ONE_MONTH, _TWO_MONTHS = (1, 8, 15, 22), (1, 15)
"""The days that are named on an axis of a month, and of two."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    words: str
    anchor: str
    """What of its words stands at it: their `start`, `middle` or `end`."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of numbers with even steps. It begins at nought unless a number is below that."""

    first: float
    last: float
    ticks: tuple[Tick, ...]

    def at(self, value: float) -> float:
        """Where a number stands, in hundredths of the axis."""
        return round(self._at(value), 2)

    def before(self, value: float) -> float:
        """The same for where a range begins: rounding makes no range shorter."""
        return max(0.0, math.floor(self._at(value) * 100) / 100)

    def after(self, value: float) -> float:
        """The same for where a range ends."""
        return min(100.0, math.ceil(self._at(value) * 100) / 100)

    def _at(self, value: float) -> float:
        return (value - self.first) / (self.last - self.first) * 100


def axis(
    values: Iterable[float], beyond: Iterable[float] = (), interface: Interface = ENGLISH
) -> Axis | None:
    """The axis that some numbers stand on; None for none, and for such as have no even steps.

    `beyond` are those from which an open range goes up, which needs room.
    """
    opening = list(beyond)
    found = [*values, *opening]
    if not found or not all(value == 0 or _TINY < abs(value) < _HUGE for value in found):
        return None
    low, high, open_from = min(0.0, *found), max(0.0, *found), max(opening, default=0.0)
    step = _step(high - low or 1.0, _MOST_STEPS)
    while True:
        first, last = _ends(low, high, step, open_from)
        steps = round((last - first) / step)
        words = [interface.number(first + step * one) for one in range(steps + 1)]
        wide = (steps + 1) * (max(map(len, words)) + 1) * DIGIT
        if steps == 1 or (steps <= _MOST_STEPS + 1 and wide <= NARROW):
            break
        step = _next(step)
    ticks = tuple(
        Tick(round(100 * one / steps, 2), words[one], _anchor(one, steps, len(words[one])))
        for one in range(steps + 1)
    )
    return Axis(first, last, ticks)


def _ends(low: float, high: float, step: float, open_from: float) -> tuple[float, float]:
    first = math.floor(low / step) * step if low < 0 else 0.0
    last = math.ceil(high / step) * step if high > 0 else 0.0
    # An arrow must have an eighth of the axis to run on.
    if open_from > 0 and last - open_from < (last - first) / 8:
        last += step
    return first, last if last > first else first + step


def _step(length: float, most: int) -> float:
    """The smallest of 1, 2, 5, 10, 20 ... of which so many cover a length."""
    step = float(10 ** math.floor(math.log10(length / most)))
    while step * most < length:
        step = _next(step)
    return step


def _next(step: float) -> float:
    power = float(10 ** math.floor(math.log10(step) + 1e-9))
    return power * {1: 2, 2: 5, 5: 10}[round(step / power)]


def _anchor(one: int, steps: int, long: int) -> str:
    """In the middle of its line, unless it is so long that it would run out of the page."""
    if long <= _SHORT or 0 < one < steps:
        return "middle"
    return "start" if one == 0 else "end"


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """An axis of time, from the first day of a year or month to the last of one."""

    first: datetime.date
    last: datetime.date
    """The last day that is on it."""
    ticks: tuple[Tick, ...]
    """Where years begin, in a single year its months, or days where it is a month or two."""
    begins: str
    """When it begins, in words."""
    ends: str

    def before(self, day: datetime.date) -> float:
        """Where a day begins, in hundredths of the axis."""
        days = day.toordinal() - self.first.toordinal()
        return max(0.0, math.floor(10_000 * days / self.days) / 100)

    def after(self, day: datetime.date) -> float:
        """Where a day ends."""
        days = day.toordinal() + 1 - self.first.toordinal()
        return min(100.0, math.ceil(10_000 * days / self.days) / 100)

    @property
    def days(self) -> int:
        """How many days are on it."""
        return self.last.toordinal() + 1 - self.first.toordinal()


def time_axis(
    days: Iterable[datetime.date], interface: Interface = ENGLISH, close: bool = True
) -> TimeAxis | None:
    """The axis that some days stand on, in whole years; None for no days.

    `close`: days of a month or two stand on an axis of these alone.
    """
    found = sorted(days)
    if not found:
        return None
    brief = interface.brief_dates
    years = range(found[0].year, found[-1].year + 1)
    first, last = datetime.date(years[0], 1, 1), datetime.date(years[-1], 12, 31)
    if close and len(years) == 1 and found[-1].month - found[0].month <= 1:
        first = found[0].replace(day=1)
        last = _last_of_month(found[-1])
        shown = _TWO_MONTHS if first.month < last.month else _ONE_MONTH
        starts = [first.replace(month=m, day=d) for m in (first.month, last.month) for d in shown]
        starts = list(dict.fromkeys(starts))
        named = [_named(day, "day", brief, day.year) for day in starts]
    elif len(years) == 1:
        starts = [datetime.date(years[0], month, 1) for month in range(1, _MONTHS + 1, 3)]
        named = [_named(starts[0], "month", brief)]
        named += [_named(day, "month", brief, day.year) for day in starts[1:]]
    else:
        most = int(NARROW / (6 * DIGIT))
        every = next(one for one in _EVERY if len(years) / one <= most)
        starts = [datetime.date(year, 1, 1) for year in years if year % every == 0]
        named = [_named(day, "year", brief) for day in starts]
    whole = last.toordinal() - first.toordinal() >= _YEAR - 1
    ends = [_named(day, "year" if whole else "month", interface.dates) for day in (first, last)]
    bare = TimeAxis(first, last, (), *ends)
    ticks = []
    for day, words in zip(starts, named, strict=True):
        at = bare.before(day)
        # A name that would run off the end of the axis is left out; its line stays.
        fits = (100 - at) / 100 * NARROW >= len(words) * DIGIT
        ticks.append(Tick(at, words if fits else "", "start"))
    return replace(bare, ticks=tuple(ticks))


_LENGTHS = {"day": 10, "month": 7, "year": 4}
"""Characters of a date so exact: `2010-01-07`, `2010-01`, `2010`."""


def _named(day: datetime.date, exact: str, words: Words, year: int | None = None) -> str:
    """A day, or the month or year it lies in; without the year where that is `year`."""
    return display(parse_date(day.isoformat()[: _LENGTHS[exact]]), words, year)


def _last_of_month(day: datetime.date) -> datetime.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
