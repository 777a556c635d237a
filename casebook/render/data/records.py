"""A record as JSON: what was typed, resolved, from the declaration alone."""

from __future__ import annotations

import json
from typing import Any

from casebook.dates import Date
from casebook.edit.edition import Edition, Entry
from casebook.edit.lineage import in_words, of_event, of_record
from casebook.model.claims import Claim
from casebook.model.events import Event
from casebook.model.figures import Figure
from casebook.model.record import Fields, From, Ref, Unnamed, fields_of
from casebook.model.types import FieldType, ListOf, MapOf, Prose, WordOrList
from casebook.render.desk import Desk


def record_data(desk: Desk, entry: Entry) -> dict[str, Any]:
    """A record as data: its fields by name, what it is called and where it is read.

    A date is its EDTF with its bounds, a reference the id it resolves to with its kind, prose
    its Markdown and its plain words.
    """
    data: dict[str, Any] = {"id": entry.id, "title": entry.title, "path": entry.path}
    if entry.number:
        data["number"] = entry.number
    data.update(fields_data(desk, entry.record))
    if witnesses := witnesses_data(desk.edition, entry):
        data["witnesses"] = witnesses
    return data


def witnesses_data(edition: Edition, entry: Entry) -> dict[str, Any]:
    """How many accounts there are, counted by where they come from: the number and the words.

    Nothing for a kind of record that is no account of anything.
    """
    match entry.record:
        case Event() as event:
            found, independent = of_event(edition, event), event.independent is not None
        case Claim() | Figure() as record:
            found, independent = of_record(edition, record), False
        case _:
            return {}
    return {
        "accounts": len(found.witnesses),
        "words": in_words(found, independent, edition.interface),
    }


def fields_data(desk: Desk, fields: Fields) -> dict[str, Any]:
    """The fields that are filled in, by name."""
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
            return fields_data(desk, value)
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


def as_json(data: object) -> bytes:
    """JSON in UTF-8, readable, ending in a line end."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
