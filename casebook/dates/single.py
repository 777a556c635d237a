"""Text to Date, for one date by itself: `2010-01-07`, `2010-XX`, `198X~`."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from typing import Literal

from casebook.dates.model import Date, DateError, Precision
from casebook.dates.refusal import refuse

_SINGLE = re.compile(
    r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)"
)
_SEASONS = (21, 22, 23, 24)


def single(text: str, offset: int = 0) -> Date:
    """A day, month, season, year, decade or century, with its qualifier.

    The offset is where the text begins in what was written, for the DateError.
    """
    match = _SINGLE.fullmatch(text)
    if match is None:
        raise refuse(text, offset)
    year, month, day, qualifier = match.groups()
    if year.endswith("X"):
        return _decade_or_century(text, year, month, qualifier, offset)
    if year == "0000":
        raise DateError("there is no year `0000`", "write a year from 0001 to 9999", offset)
    if month is None:
        return _within_year(text, int(year), "", qualifier)
    if month == "XX":
        if day not in (None, "XX"):
            raise DateError(
                f"`{text}` has a day and no month",
                f"write {year}-XX-XX for a day in {year}, or {year} alone",
                offset + 8,
            )
        return _within_year(text, int(year), "month" if day is None else "day", qualifier)
    if int(month) > 12:
        return _season(text, int(year), int(month), day, qualifier, offset)
    return _month_or_day(text, year, month, day, qualifier, offset)


def _decade_or_century(
    text: str, year: str, month: str | None, qualifier: str, offset: int
) -> Date:
    if month is not None:
        raise DateError(
            f"`{text}` has a month and no certain year", f"write {year} alone", offset + 4
        )
    first = max(int(year.replace("X", "0")), datetime.MINYEAR)
    last = int(year.replace("X", "9"))
    precision: Precision = "century" if year[2] == "X" else "decade"
    return Date(text, datetime.date(first, 1, 1), datetime.date(last, 12, 31), precision, qualifier)


def _within_year(
    text: str, year: int, unspecified: Literal["", "month", "day"], qualifier: str
) -> Date:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return Date(text, first, last, "year", qualifier, unspecified)


def _season(
    text: str, year: int, season: int, day: str | None, qualifier: str, offset: int
) -> Date:
    if season not in _SEASONS:
        raise DateError(
            f"there is no month `{season}`",
            "write a month from 01 to 12, or 21 for spring, 22 summer, 23 autumn, 24 winter",
            offset + 5,
        )
    if day is not None:
        raise DateError(
            f"`{text}` has a day of a season", f"write {year:04d}-{season} alone", offset + 7
        )
    month = 3 * (season - 20)
    end_year, end_month = (year, month + 2) if season != 24 else (year + 1, 2)
    if end_year > datetime.MAXYEAR:
        raise DateError(f"`{text}` ends after the year 9999", "write 9999-12", offset)
    last = datetime.date(end_year, end_month, monthrange(end_year, end_month)[1])
    return Date(text, datetime.date(year, month, 1), last, "season", qualifier)


def _month_or_day(
    text: str, year: str, month: str, day: str | None, qualifier: str, offset: int
) -> Date:
    if month == "00":
        raise DateError(
            "there is no month `00`", f"write {year} if the month is not known", offset + 5
        )
    number, within = int(year), int(month)
    length = monthrange(number, within)[1]
    if day is None or day == "XX":
        first, last = datetime.date(number, within, 1), datetime.date(number, within, length)
        return Date(text, first, last, "month", qualifier, "day" if day else "")
    if not 1 <= int(day) <= length:
        raise DateError(
            f"{year}-{month} has no day `{day}`",
            f"write a day from 01 to {length}, or {year}-{month} if the day is not known",
            offset + 8,
        )
    exact = datetime.date(number, within, int(day))
    return Date(text, exact, exact, "day", qualifier)
