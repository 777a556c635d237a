"""The chronology for TimelineJS3: each event a slide with every account of it.

https://timeline.knightlab.com/docs/json-format.html
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape

from casebook.dates import Date
from casebook.edit.edition import Edition, Entry
from casebook.interface import phrase
from casebook.model.events import Event
from casebook.model.parts import Account, Basis
from casebook.render.desk import Desk
from casebook.render.views.common import kinds_of

_ONE = {
    "inferred": phrase("taken to be one event: inferred"),
    "outside": phrase("taken to be one event: from outside the sources"),
}


def dated(edition: Edition) -> Iterator[Entry]:
    """The events that a timeline can hold: those whose date is bounded on some side."""
    for entry in edition.chronology:
        date = _event(entry).date
        if date is not None and (date.earliest or date.latest):
            yield entry


def timelinejs_data(desk: Desk) -> dict[str, Any]:
    """The whole timeline. What mentions a claim says who answered it, as everywhere."""
    site = desk.edition.site
    return {
        "title": {"text": {"headline": escape(site.title), "text": escape(site.subtitle or "")}},
        "events": [_slide(desk, entry) for entry in dated(desk.edition)],
    }


def _slide(desk: Desk, entry: Entry) -> dict[str, Any]:
    event = _event(entry)
    assert event.date is not None
    says = [_account(desk, account) for account in event.accounts]
    says += [
        Markup("<p>{}</p>").format(desk.say(_ONE[kind])) for kind in kinds_of(event.identified)
    ]
    if address := desk.edition.site.address:
        href = f"{str(address).rstrip('/')}/{entry.path}"
        says.append(Markup('<p><a href="{}">{}</a></p>').format(href, entry.number or entry.title))
    return {
        "unique_id": entry.id,
        **slide_dates(event.date),
        "display_date": desk.date(event.date) + _marks(desk, event.basis),
        "group": desk.slug(event.kind),
        "text": {"headline": escape(entry.title), "text": Markup().join(says)},
    }


def _account(desk: Desk, account: Account) -> Markup:
    """What one witness says, who tells it, and where it can be read."""
    place = desk.cite(account.from_).striptags()
    source = desk.edition.entry(account.from_.source)
    tellers = [
        desk.whom(agents, source).striptags() for agents in (account.by, account.via) if agents
    ]
    when = desk.date(account.date) + _marks(desk, account.basis) if account.date else ""
    where = desk.interface.semicolon.join((*tellers, *((when,) if when else ()), place))
    return Markup("<p>{} ({})</p>").format(desk.plain(account.says), where)


def _marks(desk: Desk, basis: Basis | None) -> str:
    """How a date is known that no source states."""
    return "".join(f" ({desk.interface.say(kind)})" for kind in kinds_of(basis))


def slide_dates(date: Date) -> dict[str, Any]:
    """A date as numbers, no closer than it is known: where it begins, and where it ends.

    What the numbers cannot say, such as that a side is open or a date approximate, stands in
    words in `display_date`.
    """
    if date.precision in ("day", "month", "year"):
        assert date.earliest is not None
        return {"start_date": _numbers(date.earliest, date.precision)}
    found = {}
    for name, day, part in (
        ("start_date", date.earliest, date.start),
        ("end_date", date.latest, date.end),
    ):
        if day is not None:
            found[name] = _numbers(day, _closeness(part or date))
    return found if "start_date" in found else {"start_date": found["end_date"]}


_COARSE = {"season": "month", "decade": "year", "century": "year"}


def _closeness(date: Date) -> str:
    """How closely a date, or one end of a span, is known, as far as numbers can say it."""
    if date.alternatives:
        found = {_closeness(one) for one in date.alternatives}
        return found.pop() if len(found) == 1 else "day"
    return _COARSE.get(date.precision, date.precision)


def _numbers(day: datetime.date, unit: str) -> dict[str, int]:
    found = {"year": day.year}
    if unit != "year":
        found["month"] = day.month
    if unit not in ("year", "month"):
        found["day"] = day.day
    return found


def _event(entry: Entry) -> Event:
    assert isinstance(entry.record, Event)
    return entry.record
