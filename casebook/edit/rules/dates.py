"""Dates that cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.dates import Date, display
from casebook.edit.edition import Edition, Entry
from casebook.edit.rules.select import sound
from casebook.model.events import Event
from casebook.model.sources import Source
from casebook.problem import Problem


def events_have_a_date_or_an_order(edition: Edition) -> Iterator[Problem]:
    """An event without a date says what it came after or before."""
    for entry, event in sound(edition, Event):
        if event.date is None and not event.after and not event.before:
            yield Problem(
                event.at,
                "no-date",
                f"event `{entry.id}` has neither a date nor an order",
                "add `date:`, or `after:` or `before:` with the events the sources set it by",
                length=len(entry.id),
            )


def nothing_is_reported_before_it_happened(edition: Edition) -> Iterator[Problem]:
    """An event cannot begin after the last day on which a source that tells of it was made."""
    for entry, event in sound(edition, Event):
        for account in event.accounts:
            source = edition.find(account.from_.source)
            dates = [(event.spot("date"), event.date), (account.spot("date"), account.date)]
            if source is None or ("source", source.id) in edition.manuscript.broken:
                continue
            for at, date in dates:
                if date is not None and _too_early(source, date):
                    made = source.record
                    assert isinstance(made, Source)
                    yield Problem(
                        at,
                        "date-after-source",
                        f"event `{entry.id}` is dated {display(date)}, but `{source.id}`, which "
                        f"tells of it, is of {display(made.date)}",
                        "mend the date, or what the event is said to be",
                        length=len(date.text),
                    )


def _too_early(source: Entry, date: Date) -> bool:
    made = source.record
    assert isinstance(made, Source)
    latest = made.date.latest
    return latest is not None and date.earliest is not None and date.earliest > latest
