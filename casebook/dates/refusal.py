"""Why a text is no single date: a table from what it looks like to what is said of it."""

from __future__ import annotations

import re

from casebook.dates.model import DateError

_REFUSALS = tuple(
    (re.compile(pattern), message, hint)
    for pattern, message, hint in (
        (
            r"\A\Z",
            "a date is missing",
            "write 2010, 2010-01 or 2010-01-07",
        ),
        (
            r"[\u2010-\u2015\u2212\u2043\uFE58\uFE63\uFF0D]",
            "`{found}` is a dash, and dates are written with hyphens",
            "write - within a date, as 2010-01-07, and / between two, as 2010-01-07/2010-01-10",
        ),
        (
            r"(?![0-9])\d",
            "`{found}` is not one of the digits 0 to 9",
            "write the digits 0 to 9, as 2010-01-07",
        ),
        (
            r"(?<=[0-9])T(?=[0-9])|[0-9]{1,2}:[0-9]{2}",
            "`{text}` has a time of day",
            "write the day alone, as 2010-01-07",
        ),
        (
            r"\A[?~%]|[?~%](?=.)",
            "`{found}` does not stand at the end of its date",
            "write ?, ~ or % once, after the whole date: 2010-01? uncertain, 2010-01~ "
            "approximate, 2010-01% both",
        ),
        (
            r"(?<![^\W\d_])x|X(?![X?~%-]|\Z)|\AX{4}|\A[0-9]XXX|[0-9]X(?=[?~%]?\Z)|X-[0-9]",
            "`{text}` leaves out digits where it may not",
            "write X for the last digits of a year, as 198X or 19XX, or XX for a whole month or "
            "day, as 2010-XX or 2010-01-XX; for days between, write [2010-01-10..2010-01-19]",
        ),
        (
            r"[^\W\d_]{2,}|[^\W\d_X]",
            "`{text}` has letters in it, and dates are written in digits",
            "write 2010, 2010-01 or 2010-01-07",
        ),
        (
            r"\.\.",
            "two dots stand outside square brackets",
            "write 2008/2010 for a span and [2008..2010] for one of these years",
        ),
        (
            r"\A[+-][0-9]|\A[0-9]{5,}-|\A[0-9]{5}\Z|\A[0-9]{9,}",
            "`{text}` is not a year from 0001 to 9999",
            "write the year with four digits, as 2010",
        ),
        (
            r"\A[0-9]{6,8}\Z",
            "`{text}` has no hyphens",
            "write them between year, month and day, as 2010-01-07",
        ),
        (
            r"\A[0-9]{1,2}[-.][0-9]{1,2}[-.][0-9]{4}\Z|\A[0-9]{1,2}[-.][0-9]{4}\Z",
            "`{text}` does not begin with the year",
            "write the year first, then month and day, as 2010-01-07",
        ),
        (
            r"\A'?[0-9]{1,3}(?![0-9])",
            "the year `{found}` does not have four digits",
            "write all four, as 2008, and the year first, as 2008-01-07",
        ),
        (
            r"(?<=-)[0-9](?![0-9])",
            "`{found}` has one digit where months and days have two",
            "write 2010-01-07",
        ),
        (
            r"\]",
            "`{text}` lacks its opening bracket",
            "write both, as [2008,2009], or none, as 2008",
        ),
        (
            r"\s",
            "white space stands within the date",
            "write it without, as 2010-01-07 or 2009/2010",
        ),
        (
            r"[^0-9X?~%-]",
            "`{found}` does not belong in a date",
            "write 2010, 2010-01 or 2010-01-07",
        ),
    )
)


def refuse(text: str, offset: int) -> DateError:
    """The error for a text that is no single date and begins at the given offset."""
    for pattern, message, hint in _REFUSALS:
        match = pattern.search(text)
        if match:
            return DateError(
                message.format(text=text, found=match.group()), hint, offset + match.start()
            )
    return DateError(
        f"`{text}` is not a date that can be read", "write 2010, 2010-01 or 2010-01-07", offset
    )
