"""Month by month: what is recorded, and which sources speak of it at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from casebook.dates import Date, display, months, parse_date
from casebook.edit.edition import Edition, Entry
from casebook.model.events import Event
from casebook.model.sources import Source

MOST_MONTHS = 240

At = tuple[int, int]
"""A year and a month of it."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the strip."""

    year: int
    month: int
    name: str
    when: str
    """The month and its year in words."""
    dated: tuple[Entry, ...]
    """Events dated to this month alone, or to days in it."""
    reaching: tuple[Entry, ...]
    """Events whose date reaches beyond this month and touches it: they went on through it, or
    fell in it or in another. What is only said to be by or since a time is in none."""
    reporting: tuple[Entry, ...]
    """The held sources that report it."""

    @property
    def events(self) -> int:
        """How many events are dated to it alone."""
        return len(self.dated)

    @property
    def sources(self) -> tuple[str, ...]:
        """Labels of the sources that report it."""
        return tuple(entry.label for entry in self.reporting)

    @property
    def dark(self) -> bool:
        """No source reports it: nothing recorded means nothing known."""
        return not self.reporting

    @property
    def text(self) -> str:
        """The month as EDTF writes it: `2010-01`."""
        return f"{self.year:04d}-{self.month:02d}"


def strip(edition: Edition) -> tuple[Month, ...]:
    """The months from the first to the last that any held source covers, at most twenty years."""
    covered: dict[At, dict[Entry, None]] = defaultdict(dict)
    for entry in edition.of("source"):
        source = entry.record
        assert isinstance(source, Source)
        for date in source.covers if source.is_held else ():
            for at in months(date):
                covered[at][entry] = None
    if not covered:
        return ()
    dated: dict[At, list[Entry]] = defaultdict(list)
    reaching: dict[At, list[Entry]] = defaultdict(list)
    for entry in edition.chronology:
        touched = _touched(entry)
        for at in touched:
            (dated if len(touched) == 1 else reaching)[at].append(entry)
    return tuple(
        Month(
            *at,
            edition.interface.dates.months[at[1] - 1],
            display(parse_date(f"{at[0]:04d}-{at[1]:02d}"), edition.interface.dates),
            tuple(dated[at]),
            tuple(reaching[at]),
            tuple(covered.get(at, ())),
        )
        for at in _all_months(covered)
    )


def beyond(edition: Edition, shown: Iterable[Month]) -> tuple[Entry, ...]:
    """The events with a date that no month of the strip holds: earlier, later, or open."""
    held = {entry for month in shown for entry in (*month.dated, *month.reaching)}
    return tuple(entry for entry in edition.chronology if _date(entry) and entry not in held)


def _all_months(covered: Iterable[At]) -> list[At]:
    (year, month), last = min(covered), max(covered)
    found: list[At] = []
    while (year, month) <= last and len(found) < MOST_MONTHS:
        found.append((year, month))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def _touched(entry: Entry) -> tuple[At, ...]:
    date = _date(entry)
    return tuple(months(date)) if date is not None else ()


def _date(entry: Entry) -> Date | None:
    event = entry.record
    assert isinstance(event, Event)
    return event.date
