"""A date of EDTF in what formats of citation can say. None of them can say all of it."""

from __future__ import annotations

import datetime
from typing import Any

from casebook.dates import Date, display

_SEASONS = {3: 1, 6: 2, 9: 3, 12: 4}


def csl_date(date: Date | None) -> dict[str, Any]:
    """A date variable of CSL-JSON: one date or a span, `circa` where it is not certain.

    What these cannot say (a choice, an open side) stands in words as `literal`, which comes
    first where a citation is printed.
    """
    if date is None:
        return {}
    found: dict[str, Any] = {}
    parts = _ends(date)
    if parts:
        found["date-parts"] = parts
    if date.precision == "season" and date.earliest is not None:
        found["season"] = _SEASONS[date.earliest.month]
    if date.approximate or date.uncertain or date.precision in ("decade", "century", "set"):
        found["circa"] = True
    if date.precision == "set" or date.open_start or date.open_end:
        found["literal"] = display(date)
    return found


def _ends(date: Date) -> list[list[int]]:
    if date.precision in ("interval", "set") and date.start is None and date.end is None:
        return _bounds(date)
    if date.precision in ("interval", "set"):
        if date.start is None or date.end is None:
            known = date.start or date.end
            return [_parts(known)] if known is not None else []
        return [_parts(date.start), _parts(date.end)]
    return _bounds(date) if date.precision in ("decade", "century") else [_parts(date)]


def _bounds(date: Date) -> list[list[int]]:
    years = [day.year for day in (date.earliest, date.latest) if day is not None]
    return [[year] for year in dict.fromkeys(years)]


def _parts(date: Date) -> list[int]:
    """Year, month and day as far as they are known."""
    day = date.earliest or date.latest
    if day is None:
        return []
    known = {"day": 3, "month": 2}.get(date.precision, 1)
    if date.unspecified:
        known = min(known, 2 if date.unspecified == "day" else 1)
    return [day.year, day.month, day.day][:known]


def year_words(date: Date | None) -> str:
    """The year or years as a citation has them: `1912`, `1912?`, `c. 1912`, `2008-2009`."""
    if date is None:
        return ""
    years = [day.year for day in (date.earliest, date.latest) if day is not None]
    if not years:
        return ""
    words = "-".join(f"{year:04d}" for year in dict.fromkeys(years))
    if date.open_start:
        words = f"-{words}"
    elif date.open_end:
        words = f"{words}-"
    if date.uncertain:
        words += "?"
    return f"c. {words}" if date.approximate else words


def certain_month(date: Date | None) -> datetime.date | None:
    """The first day of a date that lies in one known month, certain or not."""
    if date is None or date.precision not in ("day", "month") or len(_parts(date)) < 2:
        return None
    return date.earliest


def certain_day(date: Date | None) -> datetime.date | None:
    """The day of a date that is one known day."""
    if date is None or date.precision != "day" or len(_parts(date)) != 3:
        return None
    return date.earliest
