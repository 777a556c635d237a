"""Dates that cannot be."""

from __future__ import annotations

from collections.abc import Container, Iterator

from casebook.dates import Date, display, overlaps
from casebook.edit.edition import Edition, Entry
from casebook.edit.rules.select import sound
from casebook.edit.scope import period_of
from casebook.model.claims import Claim
from casebook.model.events import Event
from casebook.model.figures import Figure
from casebook.model.record import From
from casebook.model.sources import Source
from casebook.problem import Problem
from casebook.spot import Spot


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
    """Nothing can begin after the last day on which the source that tells of it was made.

    So for the date of an event and of each account, the date of a claim and the span of a figure,
    unless nobody counted it: a source may suppose a number for a time to come.
    """
    for entry, event in sound(edition, Event):
        for account in event.accounts:
            for dated in (event, account):
                if dated.date is not None:
                    at = dated.spot("date")
                    yield from _against_source(edition, entry, account.from_, at, dated.date)
    for entry, claim in sound(edition, Claim):
        yield from _against_source(edition, entry, claim.from_, claim.spot("date"), claim.date)
    for entry, figure in sound(edition, Figure):
        if figure.status != "hypothetical":
            period, _ = period_of(edition, figure)
            at = figure.spot("period" if figure.period is not None else "events")
            yield from _against_source(edition, entry, figure.from_, at, period)


def parts_fall_in_their_whole(edition: Edition) -> Iterator[Problem]:
    """An event that is part of another may have happened while that went on."""
    for entry, event in sound(edition, Event):
        whole = edition.find(event.part_of) if event.part_of is not None else None
        if whole is None or whole is entry or (whole.kind.name, whole.id) in _broken(edition):
            continue
        assert isinstance(whole.record, Event)
        date, span = event.date, whole.record.date
        if date is not None and span is not None and not overlaps(date, span):
            yield Problem(
                event.spot("part_of"),
                "outside-its-whole",
                f"event `{entry.id}` is dated {display(date)}, and `{whole.id}`, which it is "
                f"part of, {display(span)}",
                "mend one of the dates, or take `part_of` out",
                length=len(whole.id),
            )


def _broken(edition: Edition) -> Container[tuple[str, str]]:
    return edition.manuscript.broken


def _against_source(
    edition: Edition, entry: Entry, from_: From, at: Spot, date: Date | None
) -> Iterator[Problem]:
    source = edition.find(from_.source)
    if date is None or source is None or ("source", source.id) in _broken(edition):
        return
    made = source.record
    assert isinstance(made, Source)
    latest = made.date.latest
    if latest is None or date.earliest is None or date.earliest <= latest:
        return
    noun = "is dated" if entry.kind.name != "figure" else "counts over"
    yield Problem(
        at,
        "date-after-source",
        f"{entry.kind.name} `{entry.id}` {noun} {display(date)}, but `{source.id}`, which "
        f"tells of it, is of {display(made.date)}",
        "mend the date, or what it is said to be",
        length=len(date.text),
    )
