"""Text to Date: the part of EDTF that a record may use.

Single dates   2010-01-07 · 2010-01 · 2010 · 2011-21 (a season) · 198X · 19XX
               2010-XX · 2010-01-XX · 2010-XX-XX
Qualified      2010? uncertain · 2010~ approximate · 2010% both; after a single date only
Spans          A/B · A/.. and ../B open · A/ and /B end or start unknown
One of         [A,B,C] · [A..B] · [..B] · [A..] · [A,B..C]

Seasons are those of the northern half of the earth, by whole months: 21 spring is March to
May, 22 summer June to August, 23 autumn September to November, and 24 winter December to
February of the next year. Years run from 0001 to 9999.
"""

from __future__ import annotations

import datetime

from casebook.dates.model import Date, DateError
from casebook.dates.single import single

LONGEST = 100
"""Characters in a date at most. A set therefore has fewer than twenty members."""

MOST_ALTERNATIVES = 20
"""Alternatives of a set that are listed; of more, only the bounds are kept."""


def read(text: str) -> Date:
    """The date written in a text without white space around it, or DateError."""
    if not text:
        raise DateError("no date is written", "write 2010, 2010-01 or 2010-01-07")
    if "{" in text or "}" in text:
        raise DateError(
            f"`{text}` stands for all of its dates, and a date here is one",
            "write square brackets [2008,2009] for one of these years, 2008/2009 for a span, "
            "or give each date an entry of its own",
            min(at for at in (text.find("{"), text.find("}")) if at >= 0),
        )
    if text.startswith("["):
        return _set(text)
    if "/" in text:
        return _span(text)
    return single(text)


def _span(text: str) -> Date:
    left, _, right = text.partition("/")
    if "/" in right:
        raise DateError(
            f"`{text}` has more than one slash",
            "write one day with its year first, as 2010-01-07, and a span as 2010-01-07/2010-01-10",
            len(left) + 1 + right.index("/"),
        )
    start, end = _end_of_span(left, 0), _end_of_span(right, len(left) + 1)
    if start is None and end is None:
        raise DateError(
            f"`{text}` gives neither a start nor an end",
            "write at least one of them, as 2010/.. or ../2010, or leave the date out",
        )
    earliest, latest = _bounds(start, end)
    if earliest and latest and earliest > latest:
        raise DateError(f"`{text}` ends before it begins", f"write {right}/{left}", len(left) + 1)
    return Date(text, earliest, latest, "interval", start=start, end=end)


def _end_of_span(text: str, offset: int) -> Date | None:
    if text in ("", ".."):
        return None
    if "[" in text or "]" in text:
        raise DateError(
            f"a span cannot begin or end with a set such as `{text}`",
            "write the span from the first of these dates to the last, as 2008/2010",
            offset,
        )
    return single(text, offset)


def _set(text: str) -> Date:
    close = text.find("]")
    if close != len(text) - 1:
        if close < 0:
            raise DateError(
                f"`{text}` lacks its closing bracket",
                "write it at the end, as [2008,2009]",
                len(text) - 1,
            )
        raise DateError(
            f"`{text[close + 1 :]}` stands after the closing bracket",
            "write ?, ~ or % inside, after the date that it belongs to, as [2008~,2009]; "
            "and a span without brackets, as 2008/2009",
            close + 1,
        )
    members: list[Date] = []
    position = 1
    for written in text[1:-1].split(","):
        blank = len(written) - len(written.lstrip(" "))
        member = _member(written.strip(" "), position + blank)
        if member in members:
            raise DateError(
                f"`{member}` stands twice in `{text}`", "write each date once", position + blank
            )
        members.append(member)
        position += len(written) + 1
    alternatives = tuple(dict.fromkeys(one for m in members for one in m.alternatives or (m,)))
    # A range that could not be written out has no alternatives, nor has a set that holds it.
    listed = all(m.alternatives or m.precision != "set" for m in members)
    if not listed or len(alternatives) > MOST_ALTERNATIVES:
        alternatives = ()
    if len(members) == 1:
        only = members[0]
        if only.precision != "set":
            raise DateError(f"`{text}` leaves no choice", f"write {only} without brackets", 0)
        return Date(
            text, only.earliest, only.latest, "set",
            start=only.start, end=only.end, alternatives=alternatives,
        )  # fmt: skip
    first = [member.earliest for member in members if member.earliest]
    last = [member.latest for member in members if member.latest]
    return Date(
        text,
        min(first) if len(first) == len(members) else None,
        max(last) if len(last) == len(members) else None,
        "set",
        members=tuple(members),
        alternatives=alternatives,
    )


def _member(text: str, offset: int) -> Date:
    if not text:
        raise DateError("a date is missing between the brackets", "write it as [2008,2009]", offset)
    if "/" in text:
        raise DateError(
            f"a span such as `{text}` cannot stand in brackets",
            "write two dots between its ends, as [2008..2010]",
            offset + text.index("/"),
        )
    if ".." not in text:
        return single(text, offset)
    left, _, right = text.partition("..")
    start = single(left, offset) if left else None
    end = single(right, offset + len(left) + 2) if right else None
    if start is None and end is None:
        raise DateError(
            f"`{text}` gives no date", "write [..2010] for by 2010, [2010..] for 2010 or later",
            offset,
        )  # fmt: skip
    earliest, latest = _bounds(start, end)
    if start and start == end:
        raise DateError(f"`{text}` leaves no choice", f"write {start} alone", offset)
    if earliest and latest and earliest > latest:
        raise DateError(
            f"`{text}` ends before it begins",
            f"write {right}..{left} between the brackets",
            offset + len(left) + 2,
        )
    listed = _written_out(start, end) if start and end else ()
    return Date(f"[{text}]", earliest, latest, "set", start=start, end=end, alternatives=listed)


def _bounds(
    start: Date | None, end: Date | None
) -> tuple[datetime.date | None, datetime.date | None]:
    return start.earliest if start else None, end.latest if end else None


def _written_out(start: Date, end: Date) -> tuple[Date, ...]:
    """Every date from start to end, or none if they are of two kinds, unclear or too many."""
    unlike = start.precision != end.precision or start.precision in ("decade", "century")
    if unlike or any(date.qualifier or date.unspecified for date in (start, end)):
        return ()
    listed = [start]
    while listed[-1] != end:
        if len(listed) == MOST_ALTERNATIVES:
            return ()
        listed.append(_next(listed[-1]))
    return tuple(listed)


def _next(date: Date) -> Date:
    """The day, month, season or year that follows; not asked for after the last of 9999."""
    following = (date.latest or datetime.date.max) + datetime.timedelta(days=1)
    text = following.isoformat()
    match date.precision:
        case "day":
            return single(text)
        case "month":
            return single(text[:7])
        case "season":
            # December begins a winter; March, June and September begin the others.
            return single(f"{text[:4]}-{20 + following.month // 3}")
        case _:
            return single(text[:4])
