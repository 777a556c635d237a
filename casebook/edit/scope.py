"""When something was said, and what a figure counts over: its own, or what it takes from others."""

from __future__ import annotations

from casebook.dates import Date, parse_date
from casebook.edit.edition import Edition, Entry
from casebook.model.claims import Claim
from casebook.model.events import Event
from casebook.model.figures import Figure
from casebook.model.parts import Basis
from casebook.model.sources import Source


def said_by(edition: Edition, claim: Claim) -> Date | None:
    """When a claim was made: its date, or else "by" the last day its source can be of.

    None where the source has no last day, or is not known.
    """
    if claim.date is not None:
        return claim.date
    source = edition.find(claim.from_.source)
    if source is None or not isinstance(source.record, Source):
        return None
    latest = source.record.date.latest
    return parse_date(f"[..{latest.isoformat()}]") if latest is not None else None


def period_of(edition: Edition, figure: Figure) -> tuple[Date | None, Basis | None]:
    """The span a figure counts over and how it is known: its own, else its only event's."""
    event = only_event(edition, figure)
    if figure.period is not None or event is None:
        return figure.period, figure.basis
    return event.date, figure.basis or event.basis


def place_of(edition: Edition, figure: Figure) -> Entry | None:
    """Where a figure counts: its own place, else the only place of its only event."""
    if figure.place is not None:
        return edition.find(figure.place)
    event = only_event(edition, figure)
    places = event.places if event is not None else ()
    return edition.find(places[0]) if len(places) == 1 else None


def only_event(edition: Edition, figure: Figure) -> Event | None:
    """The one event a figure counts; None where it counts none, several or an unknown one."""
    entry = edition.find(figure.events[0]) if len(figure.events) == 1 else None
    return entry.record if entry is not None and isinstance(entry.record, Event) else None
