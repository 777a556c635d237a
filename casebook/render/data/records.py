"""A record as JSON: what was typed, resolved, from the declaration alone."""

from __future__ import annotations

import json
from typing import Any

from casebook.dates import Date
from casebook.edit.edition import Entry
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
    return data


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
