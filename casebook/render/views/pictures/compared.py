"""The figures of a comparison as drawn: on one axis if they count the same, else each apart."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from casebook.dates import Date
from casebook.edit.edition import Edition, Entry
from casebook.edit.scope import period_of, place_of
from casebook.interface import phrase
from casebook.model.figures import Comparison, Figure
from casebook.render.desk import Desk
from casebook.render.views.pictures.marks import Mark, TimeMark, extent, mark, time_mark
from casebook.render.views.pictures.scale import Axis, TimeAxis, axis, time_axis


@dataclass(frozen=True, slots=True)
class ComparedView:
    """How the figures of a comparison are drawn, in their order in it."""

    axis: Axis | None
    """The one axis they stand on; None where they may not share one."""
    marks: tuple[Mark, ...]
    """Of each figure its mark on the axis; none without an axis."""
    kinds: tuple[str, ...]
    """How numbers are drawn here, for the key: kinds of mark, `about`, `best`, `supposed`."""
    unlike: tuple[str, ...]
    """In what the figures differ, in words: why they have no axis."""
    time: TimeAxis | None
    """Where they have none and count over different spans: an axis of time."""
    spans: tuple[TimeMark | None, ...]
    """Of each figure the span it counts over; None where that is not stated."""

    @property
    def time_kinds(self) -> tuple[str, ...]:
        """How spans are drawn here, for the key: `span`, `loose`, `open`."""
        drawn = [span for span in self.spans if span is not None]
        found = ["span"] if drawn else []
        found += ["loose"] if any(span.loose for span in drawn) else []
        return (*found, *(["open"] if any(s.open_start or s.open_end for s in drawn) else []))


def compared(desk: Desk, comparison: Comparison, members: list[Entry]) -> ComparedView:
    """How some figures are drawn."""
    edition = desk.edition
    figures = [entry.record for entry in members if isinstance(entry.record, Figure)]
    unlike = tuple(desk.interface.say(_UNLIKE[one]) for one in differences(edition, figures))
    found = _axis(desk, figures) if comparison.axis == "shared" and not unlike else None
    if found is not None:
        marks = tuple(mark(found, extent(figure)) for figure in figures)
        return ComparedView(found, marks, _kinds(marks), (), None, ())
    dates = [period_of(edition, figure)[0] for figure in figures]
    time = _time_axis(desk, dates) if _differ(dates) else None
    spans = tuple(time_mark(time, date) for date in dates) if time is not None else ()
    return ComparedView(None, (), (), unlike, time, spans)


_UNLIKE = {
    "measure": phrase("what is measured"),
    "unit": phrase("what exactly is counted"),
    "place": phrase("the place"),
    "period": phrase("the span of time"),
}


def differences(edition: Edition, figures: list[Figure]) -> tuple[str, ...]:
    """In what figures differ that keeps them from one axis: measure, unit, place, period."""
    of: dict[str, Callable[[Figure], object]] = {
        "measure": lambda one: str(one.measure),
        "unit": lambda one: str(one.unit),
        "place": lambda one: place_of(edition, one),
        "period": lambda one: _span(period_of(edition, one)[0]),
    }
    return tuple(name for name, get in of.items() if len({get(one) for one in figures}) > 1)


def _span(date: Date | None) -> object:
    if date is None:
        return None
    return date.earliest, date.latest, tuple(str(one) for one in date.members)


def _differ(dates: list[Date | None]) -> bool:
    return len({_span(date) for date in dates if date is not None}) > 1


def _days(date: Date | None) -> list[datetime.date]:
    return [day for day in (date.earliest, date.latest) if day is not None] if date else []


def _time_axis(desk: Desk, dates: list[Date | None]) -> TimeAxis | None:
    return time_axis((day for date in dates for day in _days(date)), desk.interface)


def _axis(desk: Desk, figures: list[Figure]) -> Axis | None:
    extents = [extent(figure) for figure in figures]
    values = [value for one in extents for value in (one.low, one.high)]
    values += [one.best for one in extents if one.best is not None]
    return axis(values, (one.high for one in extents if one.open_high), desk.interface)


def _kinds(marks: tuple[Mark, ...]) -> tuple[str, ...]:
    found = [one.kind for one in marks]
    found += ["about" for one in marks if one.about]
    found += ["best" for one in marks if one.best is not None]
    found += ["supposed" for one in marks if one.supposed]
    order = ("point", "from", "above", "up-to", "range", "about", "best", "supposed")
    return tuple(kind for kind in order if kind in found)
