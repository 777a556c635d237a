"""How a printed number lies on an axis of numbers, and a date on one of time."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.dates import Date
from casebook.model.figures import Figure
from casebook.render.views.pictures.scale import Axis, TimeAxis


@dataclass(frozen=True, slots=True)
class Extent:
    """What a printed number says of the true one: no less than it says, and no more."""

    low: float
    high: float
    """The printed ends. They are one where a single number is printed."""
    open_low: bool = False
    """It may be lower, by how much is not said: `up to 25`."""
    open_high: bool = False
    """It may be higher: `at least 25`, `more than 25`."""
    holds: bool = True
    """May the printed number itself be the true one? Not where there are more than it."""
    about: bool = False
    best: float | None = None
    """A best estimate between the ends, where one is printed."""
    supposed: bool = False
    """Nobody counted it."""

    @property
    def is_range(self) -> bool:
        """Is it drawn as more than a point?"""
        return self.low != self.high or self.open_low or self.open_high

    @property
    def kind(self) -> str:
        """The word that says how it is drawn: `point`, `from`, `above`, `up-to`, `range`."""
        if self.open_high:
            return "from" if self.holds else "above"
        if self.open_low:
            return "up-to"
        return "range" if self.low != self.high else "point"


def extent(figure: Figure) -> Extent:
    """What a figure says, from its number and how it is hedged."""
    value = figure.value
    low = value if value is not None else figure.low
    high = value if value is not None else figure.high
    low, high = low or 0.0, high or 0.0
    hedge = figure.qualifier or "exact"
    return Extent(
        low,
        high,
        open_low=hedge == "up-to",
        open_high=hedge in ("at-least", "more-than"),
        holds=hedge != "more-than",
        about=hedge == "about",
        best=figure.best,
        supposed=figure.status == "hypothetical",
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A number as drawn, in hundredths of its axis."""

    kind: str
    """As `Extent.kind` says."""
    start: float
    end: float
    """Where its line begins and ends: the ends of the axis, where its range is open."""
    dots: tuple[float, ...]
    """Its printed numbers: one, or the two ends of a range."""
    best: float | None
    about: bool
    supposed: bool


def mark(axis: Axis, of: Extent) -> Mark:
    """A number on an axis. Its dots are where its numbers are, and its line holds its range."""
    return Mark(
        of.kind,
        axis.before(axis.first if of.open_low else of.low),
        axis.after(axis.last if of.open_high else of.high),
        tuple(dict.fromkeys((axis.at(of.low), axis.at(of.high)))),
        axis.at(of.best) if of.best is not None else None,
        of.about,
        of.supposed,
    )


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A date as drawn, in hundredths of its axis."""

    start: float
    end: float
    open_start: bool
    """It began before that; when is not said."""
    open_end: bool
    loose: bool
    """It is approximate or uncertain."""
    sure: tuple[float, float] | None = None
    """The part of it that is sure, where only that is: for `since 2005` all after 2005."""


def time_mark(axis: TimeAxis, date: Date | None) -> TimeMark | None:
    """A date on an axis of time; None for no date, and for one without any bound."""
    if date is None or (date.earliest is None and date.latest is None):
        return None
    return TimeMark(
        axis.before(date.earliest) if date.earliest is not None else 0.0,
        axis.after(date.latest) if date.latest is not None else 100.0,
        date.earliest is None,
        date.latest is None,
        date.approximate or date.uncertain or bool(date.alternatives),
    )
