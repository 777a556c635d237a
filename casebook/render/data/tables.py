"""Records as rows: each in its kind's table, and all it holds several of in tables below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casebook.edit.edition import Entry
from casebook.model.record import Fields, Kind, fields_of
from casebook.model.types import FieldType, WordOrList
from casebook.render.data.columns import cells
from casebook.render.data.reading import READING
from casebook.render.data.schema import Table
from casebook.render.data.slots import Slot
from casebook.render.desk import Desk


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is known to be there, its cells not yet written."""

    plan: Plan
    entry: Entry
    keys: tuple[str, ...]
    """What leads to its owner, and its own place among its like."""
    value: Any
    label: str = ""
    """The name it has among its like, in a map."""

    def cells(self, desk: Desk) -> list[str]:
        """The row, a cell a column."""
        return self.plan.cells(desk, self)


@dataclass(frozen=True, slots=True)
class Plan:
    """A table with what fills it."""

    table: Table
    kind: Kind
    slots: tuple[Slot, ...]
    """Of the record or part that a row is; none where it is a single value."""
    item: FieldType | None = None
    """Of the single value that a row is."""
    labelled: bool = False
    """Has each row a name among its like?"""
    children: tuple[tuple[Slot, Plan], ...] = ()
    carried: tuple[Slot, ...] = ()
    """Fields of the owning record that no row of it may be without."""

    def cells(self, desk: Desk, row: Row) -> list[str]:
        """The cells of a row of this table."""
        found = [*row.keys, row.label] if self.labelled else list(row.keys)
        if self.item is not None:
            return found + cells(desk, self.item, row.value) + self._carried(desk, row.entry)
        is_record = row.value is row.entry.record
        if is_record:
            found += _named(self.kind, row.entry)
        for slot in self.slots:
            if not (slot.several and not isinstance(slot.type, WordOrList)):
                found += cells(desk, slot.type, slot.of(row.value))
        if is_record:
            found += (words(desk, row.entry) for _, words in READING.get(self.kind.name, ()))
            return [*found, row.entry.path]
        return found + self._carried(desk, row.entry)

    def _carried(self, desk: Desk, entry: Entry) -> list[str]:
        return [cells(desk, slot.type, slot.of(entry.record))[0] for slot in self.carried]

    def rows(self, entry: Entry, row: Row) -> Iterator[Row]:
        """A row of this table, then those of all that it holds several of."""
        yield row
        for slot, plan in self.children:
            held = slot.of(row.value)
            if isinstance(held, dict):
                items = [(str(label), item) for label, item in held.items()]
            elif isinstance(held, tuple):
                items = [("", item) for item in held]
            else:
                continue
            for position, (label, item) in enumerate(items, start=1):
                keys = (*row.keys, str(position))
                yield from plan.rows(entry, Row(plan, entry, keys, item, label))


def rows_of(plan: Plan, entry: Entry) -> Iterator[Row]:
    """All rows of one record, in its own table and those below it."""
    return plan.rows(entry, Row(plan, entry, (entry.id,), entry.record))


def is_titled(kind: Kind, cls: type[Fields]) -> bool:
    """Does a column have to say what a record of the kind is called?"""
    return not any(field.required for field in fields_of(cls) if field.name in kind.title)


def _named(kind: Kind, entry: Entry) -> list[str]:
    number = [entry.number] if kind.letter else []
    return number + ([entry.title] if is_titled(kind, type(entry.record)) else [])
