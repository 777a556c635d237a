"""The record as open data: one JSON file a kind, and the events as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from casebook.dates import Date
from casebook.edit.edition import Edition, Entry
from casebook.model.events import Event
from casebook.model.record import Fields, From, Ref, Unnamed, fields_of
from casebook.model.types import FieldType, ListOf, MapOf, Prose, WordOrList
from casebook.output import Output
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.parts import Order


def render_data(order: Order) -> Iterator[Output]:
    """data/FOLDER.json for every kind that has records, data/events.csv, data/site.json."""
    edition = order.edition
    desk = Desk(edition, SiteLinks(""))
    held = {}
    for kind in edition.manuscript.model.kinds.values():
        entries = edition.of(kind.name)
        if entries:
            held[kind.folder] = len(entries)
            records = {entry.id: record_data(desk, entry) for entry in entries}
            yield Output(f"data/{kind.folder}.json", _json(records))
    yield Output("data/site.json", _json({**_fields(desk, edition.site), "records": held}))
    if edition.chronology:
        yield Output("data/events.csv", _events_csv(desk, edition))


def record_data(desk: Desk, entry: Entry) -> dict[str, Any]:
    """A record as data: its fields by name, what it is called and where it is read.

    A date is its EDTF with its bounds, a reference the id it resolves to with its kind, prose
    its Markdown and its plain words.
    """
    data: dict[str, Any] = {"id": entry.id, "title": entry.title, "path": entry.path}
    if entry.number:
        data["number"] = entry.number
    data.update(_fields(desk, entry.record))
    return data


def _fields(desk: Desk, fields: Fields) -> dict[str, Any]:
    found = {}
    for field in fields_of(type(fields)):
        value = getattr(fields, field.attribute)
        if value is not None and value != ():
            found[field.name] = _value(desk, field.type, value)
    return found


def _value(desk: Desk, type_: FieldType, value: Any) -> Any:  # noqa: ANN401
    match value:
        case tuple():
            inner = type_.item if isinstance(type_, ListOf | WordOrList) else type_
            return [_value(desk, inner, item) for item in value]
        case dict():
            inner = type_.item if isinstance(type_, MapOf) else type_
            return {str(key): _value(desk, inner, item) for key, item in value.items()}
        case Fields():
            return _fields(desk, value)
        case Date():
            return {
                "edtf": value.text,
                "earliest": value.earliest.isoformat() if value.earliest else None,
                "latest": value.latest.isoformat() if value.latest else None,
            }
        case From():
            return {"source": value.source.id, "places": value.places}
        case Ref():
            entry = desk.edition.entry(value)
            return {"kind": entry.kind.name, "id": entry.id}
        case Unnamed():
            return {"unnamed": str(value.words)}
        case bool() | int() | float():
            return value
    if isinstance(type_, Prose):
        return {"markdown": str(value), "text": desk.plain(value)}
    return str(value)


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


COLUMNS = (
    "number", "id", "kind", "title", "date", "earliest", "latest", "date_basis", "accounts",
    "sources", "people", "parties", "places", "path",
)  # fmt: skip


def _events_csv(desk: Desk, edition: Edition) -> bytes:
    """RFC 4180, UTF-8 with a byte-order mark, so that spreadsheets read Urdu right."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in edition.chronology:
        writer.writerow([safe_cell(cell) for cell in _row(desk, edition, entry)])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def _row(desk: Desk, edition: Edition, entry: Entry) -> list[str]:
    event = entry.record
    assert isinstance(event, Event)
    date = event.date
    basis = event.basis
    grounds = [
        f"{word}: {desk.plain(text)}"
        for word, text in (("inferred", basis.inferred), ("outside", basis.outside))
        if text is not None
    ] if basis is not None else []  # fmt: skip
    accounts = [
        f"{edition.entry(account.from_.source).label} {account.from_.places}: "
        f"{desk.plain(account.says)}"
        for account in event.accounts
    ]
    sources = dict.fromkeys(account.from_.source.id for account in event.accounts)
    linked = [
        "; ".join(other.title for other in edition.linked(entry, kind))
        for kind in ("person", "party", "place")
    ]
    return [
        entry.number,
        entry.id,
        str(event.kind),
        entry.title,
        date.text if date else "",
        date.earliest.isoformat() if date and date.earliest else "",
        date.latest.isoformat() if date and date.latest else "",
        " ".join(grounds),
        " | ".join(accounts),
        "; ".join(sources),
        *linked,
        entry.path,
    ]


def safe_cell(words: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection).

    One that begins like a formula, blanks aside, gets an apostrophe before it.
    """
    bare = words.lstrip()
    if words[:1] in ("\t", "\r", "\n") or bare[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠"):
        return "'" + words
    return words
