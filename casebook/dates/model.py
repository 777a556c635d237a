"""What a date is once it has been read."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import total_ordering
from typing import Literal

Precision = Literal["day", "month", "season", "year", "decade", "century", "interval", "set"]
"""How closely a date is known; the last two are made of other dates."""

_BEYOND = datetime.date.max.toordinal() + 1


class DateError(ValueError):
    """A text that is no date: what is wrong, what to write instead, and where."""

    def __init__(self, message: str, hint: str, offset: int = 0) -> None:
        super().__init__(message, hint, offset)
        self.message = message
        """One sentence without a full stop, naming what was written."""
        self.hint = hint
        """What to write instead."""
        self.offset = offset
        """The character of the text where it goes wrong, counted from 0."""

    def __str__(self) -> str:
        return self.message


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Date:
    """A date as written and the days between which it lies; made by `parse_date`.

    Two dates are equal when they are written alike: `2010` and `2010~` have the same bounds
    and are not the same date. Sorting follows `sort_key`.
    """

    text: str
    """As written, without white space around it."""
    earliest: datetime.date | None
    """The first day it can be; None where the start is open or unknown. `~` and `?` move no
    bounds: nobody says by how much they would."""
    latest: datetime.date | None
    """The last day it can be; None where the end is open or unknown."""
    precision: Precision
    """How closely it is known: `2010-01-XX`, some day of a month, is known to the month."""
    qualifier: str = ""
    """`?`, `~` or `%` after a single date; parts of a span or set carry their own."""
    unspecified: Literal["", "month", "day"] = ""
    """The finest unit written XX: `2010-XX` is a month of 2010, `2010-XX-XX` a day of it."""
    start: Date | None = None
    """Where a span `A/B` or a range `[A..B]` begins, if it is given."""
    end: Date | None = None
    """Where it ends, if that is given."""
    members: tuple[Date, ...] = ()
    """What stands between the commas of a set, as written: single dates and ranges."""
    alternatives: tuple[Date, ...] = ()
    """The dates a one-of set chooses from, ranges written out; empty where there is no choice,
    where the set is open, or where they would be more than twenty."""

    @property
    def is_day(self) -> bool:
        """Is it one known day (perhaps approximate or uncertain)?"""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def approximate(self) -> bool:
        """Is it, or any part of it, marked `~` or `%`?"""
        return self.qualifier in ("~", "%") or any(part.approximate for part in self._parts)

    @property
    def uncertain(self) -> bool:
        """Is it, or any part of it, marked `?` or `%`?"""
        return self.qualifier in ("?", "%") or any(part.uncertain for part in self._parts)

    @property
    def open_start(self) -> bool:
        """Has it no earliest day, because the start is open (`..`) or unknown?"""
        return self.earliest is None

    @property
    def open_end(self) -> bool:
        """Has it no latest day, because the end is open (`..`) or unknown?"""
        return self.latest is None

    @property
    def unknown_start(self) -> bool:
        """Is it a span whose start is unknown (`/B`), and not just open?"""
        return self.text.startswith("/")

    @property
    def unknown_end(self) -> bool:
        """Is it a span whose end is unknown (`A/`), and not just open?"""
        return self.text.endswith("/")

    @property
    def sort_key(self) -> tuple[int, int, int, str]:
        """What puts dates in the order of a chronology.

        By the earliest day; what has none stands at its latest day, before what begins on that
        day ("by 10 January" comes before "10 January"). Of those that begin together the wider
        comes first: an open end, a year, its first month, its first day. Last, the text, so that
        only equal dates have equal keys.
        """
        latest = _BEYOND if self.latest is None else self.latest.toordinal()
        if self.earliest is None:
            return latest, 0, -latest, self.text
        return self.earliest.toordinal(), 1, -latest, self.text

    @property
    def _parts(self) -> tuple[Date, ...]:
        if self.members:
            return self.members
        return tuple(part for part in (self.start, self.end) if part is not None)

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, Date) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: object) -> bool:
        return self.sort_key < other.sort_key if isinstance(other, Date) else NotImplemented

    def __str__(self) -> str:
        return self.text
