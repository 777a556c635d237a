"""The strip of months as drawn: a block a year, the same on a wide page and a narrow one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from casebook.edit.edition import Entry
from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.coverage import Month

TALLEST = 60
"""Pixels that the events of the fullest month are high."""
_LATE = 7
EVENT = 9
"""Pixels of one event, if they are few enough."""


@dataclass(frozen=True, slots=True)
class Run:
    """Months of one year, one after another, that a source reports."""

    month: int
    months: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A source that reports months of a year."""

    source: str
    href: str
    runs: tuple[Run, ...]

    @property
    def late(self) -> bool:
        """Does it begin so late in the year that its name must stand before its end?"""
        return self.runs[0].month > _LATE

    @property
    def end(self) -> int:
        """The last month of the year that it reports."""
        return self.runs[-1].month + self.runs[-1].months - 1


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month as drawn."""

    month: int
    name: str
    when: str
    """The month and its year in words."""
    dark: bool
    events: int
    reaching: int
    sources: tuple[str, ...]
    href: str
    """Where the timeline comes to it; nothing where no event is dated to it."""
    high: float
    """Pixels that its events are high, one on another."""
    bars: tuple[float, ...]
    """How far from the top each of its events begins, in pixels."""


@dataclass(frozen=True, slots=True)
class YearView:
    """A year of the strip."""

    year: int
    name: str
    """The same in the digits of the interface."""
    months: tuple[MonthView, ...]
    """Those that the record holds: the first and last year may lack some."""
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class StripView:
    """What is recorded month by month, and which months no source reports."""

    years: tuple[YearView, ...]
    first: str
    """The first month in words, and the last."""
    last: str
    months: int
    dark: int
    """How many of them no source reports."""
    thick: float
    """Pixels that an event of a stack is high, without the gap to the next."""
    reached: bool
    """Is there a month that events of a longer or looser date touch?"""
    passing: bool
    """Is an event dated to a month that no source reports? Then a source tells it in passing."""


def strip_view(desk: Desk, shown: tuple[Month, ...]) -> StripView | None:
    """The strip of some months, which follow one another; None for none."""
    if not shown:
        return None
    most = max(month.events for month in shown)
    step = round(min(EVENT, TALLEST / most), 2) if most else EVENT
    years = tuple(
        _year(desk, year, list(months), step)
        for year, months in groupby(shown, lambda month: month.year)
    )
    return StripView(
        years,
        shown[0].when,
        shown[-1].when,
        len(shown),
        sum(month.dark for month in shown),
        round(step * (0.8 if step >= 2 else 1), 2),
        any(month.reaching for month in shown),
        any(month.dark and month.dated for month in shown),
    )


def _year(desk: Desk, year: int, months: list[Month], step: float) -> YearView:
    sources = dict.fromkeys(source for month in months for source in month.reporting)
    return YearView(
        year,
        desk.interface.in_digits(str(year)),
        tuple(_month(desk, month, step) for month in months),
        tuple(_lane(desk, source, months) for source in sources),
    )


def _month(desk: Desk, month: Month, step: float) -> MonthView:
    first = f"timeline.html#event-{month.dated[0].id}" if month.dated else ""
    return MonthView(
        month.month,
        month.name,
        month.when,
        month.dark,
        month.events,
        len(month.reaching),
        tuple(typographic(words) for words in month.sources),
        desk.links.to_file(first) if first else "",
        round(step * month.events, 2),
        tuple(round(step * one, 2) for one in range(month.events)),
    )


def _lane(desk: Desk, source: Entry, months: Iterable[Month]) -> Lane:
    runs: list[Run] = []
    for month in months:
        if source not in month.reporting:
            continue
        last = runs[-1] if runs else None
        if last is not None and last.month + last.months == month.month:
            runs[-1] = Run(last.month, last.months + 1)
        else:
            runs.append(Run(month.month, 1))
    return Lane(typographic(source.label), desk.links.to(source), tuple(runs))
