"""Month by month: what is recorded, and which sources speak of it at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from casebook.dates import months
from casebook.edit.edition import Edition, Entry
from casebook.model.events import Event
from casebook.model.sources import Source

MOST_MONTHS = 240
_NAMES = "January February March April May June July August September October November December"
NAMES = tuple(_NAMES.split())


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the strip."""

    year: int
    month: int
    name: str
    events: int
    """Events dated to this month alone, or to days in it."""
    sources: tuple[str, ...]
    """Labels of the sources that report it."""

    @property
    def dark(self) -> bool:
        """No source speaks of it: nothing recorded means nothing known."""
        return not self.sources


def strip(edition: Edition) -> tuple[Month, ...]:
    """The months from the first to the last that any source covers, at most twenty years.

    An event counts in a month only if its date lies wholly within it.
    """
    covered: dict[tuple[int, int], list[str]] = {}
    for entry in edition.of("source"):
        source = entry.record
        assert isinstance(source, Source)
        for date in source.covers if source.is_held else ():
            for reported in months(date):
                labels = covered.setdefault(reported, [])
                if entry.label not in labels:
                    labels.append(entry.label)
    if not covered:
        return ()
    counts = Counter(
        found for entry in edition.chronology if (found := _month_of(entry)) is not None
    )
    first, last = min(covered), max(covered)
    strip_: list[Month] = []
    year, month = first
    while (year, month) <= last and len(strip_) < MOST_MONTHS:
        at = (year, month)
        speaking = tuple(covered.get(at, ()))
        strip_.append(Month(year, month, NAMES[month - 1], counts[at], speaking))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return tuple(strip_)


def _month_of(entry: Entry) -> tuple[int, int] | None:
    event = entry.record
    assert isinstance(event, Event)
    date = event.date
    if date is None or date.earliest is None or date.latest is None:
        return None
    first = (date.earliest.year, date.earliest.month)
    return first if first == (date.latest.year, date.latest.month) else None
