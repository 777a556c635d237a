"""The timeline: every event under its year and month, with what it can be narrowed by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casebook.dates import Date
from casebook.edit.edition import Entry
from casebook.model.events import Event
from casebook.render.desk import Desk
from casebook.render.later import made_on_use
from casebook.render.views.choices import Chosen, FilterView, chosen_by, filters
from casebook.render.views.events import EventCard, event_card

Place = tuple[int, int]
"""A year and a month of it, 0 where the month is not known."""


@made_on_use
@dataclass(frozen=True, slots=True)
class ItemView:
    """An event on the rail."""

    card: EventCard
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class MonthView:
    """Events that follow one another under one month, or under a year alone."""

    id: str
    """Nothing where there is no month."""
    title: str
    events: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """A year of the rail."""

    id: str
    title: str
    months: tuple[MonthView, ...]


@made_on_use
@dataclass(frozen=True, slots=True)
class TimelineView:
    """The whole chronology."""

    years: tuple[YearView, ...]
    count: int
    marks: frozenset[str]
    """How dates are drawn on this rail: what the key has to explain."""
    filters: tuple[FilterView, ...]


def timeline_view(desk: Desk) -> TimelineView:
    """Events in the order of time, under their years and months."""
    edition = desk.edition
    items = [_item(desk, event) for event in edition.chronology]
    placed = zip(map(_place, edition.chronology), items, strict=True)
    return TimelineView(
        tuple(_years(desk, placed)),
        len(items),
        desk.later(lambda: frozenset(mark for item in items for mark in _marks(item.card))),
        desk.later(lambda: filters(desk, (item.chosen for item in items))),
    )


def _item(desk: Desk, event: Entry) -> ItemView:
    return ItemView(event_card(desk, event), desk.later(lambda: chosen_by(desk.edition, event)))


def _marks(card: EventCard) -> tuple[str, ...]:
    return card.when.marks if card.when is not None else ("undated",)


def _place(entry: Entry) -> Place | None:
    """Where an event stands: where its date begins, else where it ends; None for no date."""
    event = entry.record
    assert isinstance(event, Event)
    date = event.date
    day = (date.earliest or date.latest) if date is not None else None
    if date is None or day is None:
        return None
    ends = [one for one in _single(date) if day in (one.earliest, one.latest)]
    known = any(one.precision in ("day", "month") for one in ends)
    return day.year, day.month if known else 0


def _single(date: Date) -> Iterator[Date]:
    """The single dates that a date is made of."""
    parts = [one for one in (date.start, date.end, *date.members) if one is not None]
    for part in parts:
        yield from _single(part)
    if not parts:
        yield date


def _years(desk: Desk, placed: Iterable[tuple[Place | None, ItemView]]) -> Iterator[YearView]:
    """Years and months as they follow one another.

    The rail never goes back: what has no date, or is told to have come after something that
    stands later than its own date begins, stands with that.
    """
    years: dict[int, dict[int, list[ItemView]]] = {}
    last = (0, 0)
    for place, item in placed:
        last = max(last, place or last)
        years.setdefault(last[0], {}).setdefault(last[1], []).append(item)
    say, names = desk.interface.say, desk.interface.dates.months
    for year, months in years.items():
        shown = [
            MonthView(
                f"m{year}-{month:02d}" if month else "",
                names[month - 1] if month else "",
                tuple(items),
            )
            for month, items in months.items()
        ]
        yield YearView(f"y{year or 'undated'}", str(year or say("Undated")), tuple(shown))
