"""A declared field of one value, as columns of a table and as the cells below them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casebook.dates import Date
from casebook.model.record import From, Ref, Unnamed, fields_of
from casebook.model.types import (
    Choice,
    Edtf,
    FieldType,
    Number,
    Part,
    PlaceInSource,
    Prose,
    Reference,
    Who,
    WordOrList,
    YesNo,
)
from casebook.render.data.schema import Column, ForeignKey
from casebook.render.desk import Desk

RECORDS = "records"
"""The table of every record, to which references lead that may be of several kinds."""


def columns(name: str, type_: FieldType, doc: str, required: bool) -> tuple[Column, ...]:
    """The columns of one value; there are as many as `cells` gives."""
    match type_:
        case Edtf():
            return (
                Column(name, f"{doc} (EDTF)", required=required),
                Column(f"{name}_earliest", "the first day it can be; empty if open", "date"),
                Column(f"{name}_latest", "the last day it can be; empty if open", "date"),
            )
        case PlaceInSource():
            return (
                Column(f"{name}_source", f"{doc}: the source's id", required=required),
                Column(f"{name}_places", "the places in the source, by their labels"),
            )
        case Reference():
            if len(type_.kinds) == 1:
                return (Column(name, f"{doc}: its id", required=required),)
            return _kind_and_id(name, type_.kinds, doc, required)
        case Who():
            found = _kind_and_id(name, type_.kinds, doc, required=False)
            unnamed = Column(f"{name}_unnamed", "in words, where no source gives a name")
            if not type_.words:
                return (*found, unnamed)
            word = Column(f"{name}_word", "one of these words instead", choices=type_.words)
            return (*found, unnamed, word)
        case Choice():
            return (Column(name, doc, required=required, choices=type_.words),)
        case YesNo():
            return (Column(name, doc, "boolean"),)
        case Number():
            kind = "integer" if type_.whole else "number"
            return (Column(name, doc, kind, required, (), type_.lowest, type_.highest),)
        case Prose():
            return (Column(name, f"{doc}, without markup"),)
    return (Column(name, doc, required=required),)


def _kind_and_id(
    name: str, kinds: tuple[str, ...], doc: str, required: bool
) -> tuple[Column, Column]:
    return (
        Column(f"{name}_kind", f"{doc}: the kind of record", required=required, choices=kinds),
        Column(f"{name}_id", "its id", required=required),
    )


def foreign_keys(name: str, type_: FieldType, folders: dict[str, str]) -> Iterator[ForeignKey]:
    """Where the columns of one value lead; `folders` gives the table of each kind."""
    match type_:
        case PlaceInSource():
            yield ForeignKey((f"{name}_source",), folders["source"], ("id",))
        case Reference() if len(type_.kinds) == 1:
            yield ForeignKey((name,), folders[type_.kinds[0]], ("id",))
        case Reference() | Who():
            yield ForeignKey((f"{name}_kind", f"{name}_id"), RECORDS, ("kind", "id"))


def cells(desk: Desk, type_: FieldType, value: Any) -> list[str]:  # noqa: ANN401
    """One value below its columns; empty cells for none."""
    match type_:
        case Edtf():
            return _date(value)
        case PlaceInSource():
            return [value.source.id, value.places] if isinstance(value, From) else ["", ""]
        case Reference() if len(type_.kinds) == 1:
            return [desk.edition.entry(value).id if value is not None else ""]
        case Reference():
            return _kind_and_id_cells(desk, value)
        case Who():
            found = _kind_and_id_cells(desk, value if isinstance(value, Ref) else None)
            found.append(str(value.words) if isinstance(value, Unnamed) else "")
            if type_.words:
                found.append(str(value) if isinstance(value, str) else "")
            return found
        case YesNo():
            return ["" if value is None else "true" if value else "false"]
        case Prose():
            return ["" if value is None else desk.plain(value)]
        case WordOrList():
            return [_word_or_items(desk, type_, value)]
    return ["" if value is None else str(value)]


def _date(value: Date | None) -> list[str]:
    if value is None:
        return ["", "", ""]
    bounds = (value.earliest, value.latest)
    return [value.text, *(day.isoformat() if day else "" for day in bounds)]


def _kind_and_id_cells(desk: Desk, value: Ref | None) -> list[str]:
    if value is None:
        return ["", ""]
    entry = desk.edition.entry(value)
    return [entry.kind.name, entry.id]


def _word_or_items(desk: Desk, type_: WordOrList, value: Any) -> str:  # noqa: ANN401
    """The word, or each item by the id it names and how: `vane-denies (direct)`."""
    if not isinstance(value, tuple):
        return str(value or "")
    if not isinstance(type_.item, Part):
        return "; ".join(cells(desk, type_.item, item)[0] for item in value)
    declared = fields_of(type_.item.fields)
    shown = []
    for item in value:
        values = {field: getattr(item, field.attribute) for field in declared}
        ids = [desk.edition.entry(v).id for v in values.values() if isinstance(v, Ref)]
        how = [str(v) for field, v in values.items() if isinstance(field.type, Choice)]
        shown.append(" ".join(ids) + "".join(f" ({word})" for word in how))
    return "; ".join(shown)
