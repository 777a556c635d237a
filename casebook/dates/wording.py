"""Date to words. What two dates share is said once: "7–10 January 2010"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from casebook.dates.model import Date
from casebook.dates.words import ENGLISH, ENGLISH_BRIEF, Words


def display(date: Date, words: Words = ENGLISH, within_year: int | None = None) -> str:
    """The date in words, to stand within a sentence; day and month do not part at a line end.

    Where the reader already sees a year, `within_year` leaves it out of dates that lie in it.
    """
    bounds = [day for day in (date.earliest, date.latest) if day is not None]
    return _Writer(words, all(day.year == within_year for day in bounds)).whole(date)


def short(date: Date, year: int | None = None, words: Words = ENGLISH_BRIEF) -> str:
    """The date for a narrow place; without its year where that is the year in sight."""
    return display(date, words, year)


class _Writer(NamedTuple):
    words: Words
    yearless: bool
    """Is the year said elsewhere?"""

    def whole(self, date: Date) -> str:
        if date.members:
            return self._choice(date.members)
        if date.start is None and date.end is None:
            return self._qualified(date, self._single(date), self.words.uncertain)
        if date.start is None or date.end is None:
            return self._half_open(date)
        if date.precision == "set":
            return self._range(date.start, date.end)
        return self._span(date.start, date.end)

    def _single(self, date: Date, yearless: bool = False) -> str:
        """A single date without its qualifier."""
        first = date.earliest
        if first is None:
            return date.text
        year, words = self._year(first.year), self.words
        yearless = yearless or self.yearless
        match date.precision:
            case "day":
                pattern = words.day_in_year if yearless else words.day
                month = words.months[first.month - 1]
                return pattern.format(day=self._digits(first.day), month=month, year=year)
            case "month":
                name = words.months[first.month - 1]
                span = name if yearless else words.month.format(month=name, year=year)
            case "season":
                return self._season(date, yearless)
            case "year":
                span = year
            case _:
                return self._decade_or_century(date)
        if date.unspecified == "day":
            return words.a_day.format(span=span)
        return words.a_month.format(span=span) if date.unspecified else span

    def _season(self, date: Date, yearless: bool) -> str:
        first, last = date.earliest, date.latest
        if first is None or last is None:
            return date.text
        name = self.words.seasons[first.month // 3 - 1]
        if first.year == last.year:
            year = self._year(first.year)
            return name if yearless else self.words.season.format(season=name, year=year)
        turns_century = last.year % 100 == 0
        brief = self._digits(f"{last.year % 100:02d}")
        following = self._year(last.year) if turns_century else brief
        return self.words.winter.format(season=name, year=self._year(first.year), next=following)

    def _decade_or_century(self, date: Date) -> str:
        first, last = date.earliest, date.latest
        if first is None or last is None:
            return date.text
        if _has_name(date):
            return self.words.decade.format(year=self._year(first.year))
        return self.words.tight.format(start=self._year(first.year), end=self._year(last.year))

    def _qualified(self, date: Date, said: str, uncertain: str) -> str:
        """The same words, with what the date's qualifier adds to them."""
        if date.qualifier in ("~", "%"):
            said = self.words.about.format(date=self._after_preposition(date, said))
        return uncertain.format(date=said) if date.qualifier in ("?", "%") else said

    def _part(self, date: Date) -> str:
        """One end or member, in full."""
        if date.precision == "set":
            return self.whole(date)
        return self._qualified(date, self._single(date), self.words.part_uncertain)

    def _after_preposition(self, date: Date, said: str) -> str:
        return self.words.the.format(date=said) if _has_name(date) else said

    def _half_open(self, date: Date) -> str:
        known = date.start or date.end
        if known is None:
            return date.text
        said = self._part(known)
        if not known.approximate:
            said = self._after_preposition(known, said)
        words = self.words
        if date.precision == "set":
            pattern = words.by if date.start is None else words.or_later
        elif date.start is None:
            pattern = words.until_unknown if date.unknown_start else words.until
        else:
            pattern = words.since_unknown if date.unknown_end else words.since
        return pattern.format(date=said)

    def _span(self, start: Date, end: Date) -> str:
        if start == end:
            return self.whole(start)
        if start.unspecified or end.unspecified:
            return self.words.stretch.format(start=self._part(start), end=self._part(end))
        if start.qualifier != end.qualifier:
            return self.words.wide.format(start=self._part(start), end=self._part(end))
        first, last = self._together((start, end))
        alike = start.precision == end.precision and not set(" \u00a0") & set(first)
        pattern = self.words.tight if alike else self.words.wide
        return self._qualified(start, pattern.format(start=first, end=last), self.words.uncertain)

    def _range(self, start: Date, end: Date) -> str:
        """One of the dates from start to end."""
        words = self.words
        span = self._span(start, end)
        clear = not (start.unspecified or end.unspecified or start.precision != end.precision)
        match start.precision if clear else "":
            case "day":
                return words.one_day.format(span=span)
            case "month":
                return words.one_month.format(span=span)
            case "season":
                return words.one_season.format(span=span)
            case "year":
                return words.one_year.format(span=span)
            case _:
                return words.some_time.format(span=self._after_preposition(start, span))

    def _choice(self, members: Sequence[Date]) -> str:
        plain = not any(member.qualifier or member.precision == "set" for member in members)
        said = self._together(members) if plain else [self._part(m) for m in members]
        return self.words.comma.join(said[:-1]) + self.words.last_or + said[-1]

    def _together(self, dates: Sequence[Date]) -> list[str]:
        """Dates said one after the other: the last in full, the others without what it repeats."""
        firsts = [date.earliest for date in dates if date.earliest is not None]
        lasts = [date.latest for date in dates if date.latest is not None]
        one_year = len({day.year for day in (*firsts, *lasts)}) == 1
        named = all(date.precision in ("day", "month", "season") for date in dates)
        if not (one_year and named) or any(date.unspecified for date in dates):
            return [self._single(date) for date in dates]
        days = all(date.precision == "day" for date in dates)
        if days and len({day.month for day in firsts}) == 1:
            leading = [self._digits(day.day) for day in firsts[:-1]]
        else:
            leading = [self._single(date, yearless=True) for date in dates[:-1]]
        return [*leading, self._single(dates[-1])]

    def _year(self, year: int) -> str:
        """As counted, but with four digits where fewer than three would look like a day."""
        return self._digits(year if year > 99 else f"{year:04d}")

    def _digits(self, number: int | str) -> str:
        if self.words.digits == _DIGITS:
            return str(number)
        return str(number).translate(str.maketrans(_DIGITS, self.words.digits))


_DIGITS = "0123456789"


def _has_name(date: Date) -> bool:
    """Is it a decade that is called by its first year? The 1900s may be ten years or a hundred,
    and the 80s those of any century: such decades are said as first and last year.
    """
    if date.precision != "decade" or date.earliest is None:
        return False
    century, year = divmod(date.earliest.year, 100)
    return century > 0 and year > 0
