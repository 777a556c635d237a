"""What a table is: its columns and keys, as the Table Schema of Data Package 2.0 has them."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from casebook.render.sentences import sentence


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    doc: str
    """What it holds, in a few words."""
    type: str = "string"
    """A type of Table Schema: `string`, `number`, `integer`, `boolean`, `date`."""
    required: bool = False
    choices: tuple[str, ...] = ()
    """The only words there can be, where that is so."""
    lowest: float = float("-inf")
    highest: float = float("inf")

    def descriptor(self) -> dict[str, Any]:
        """The column as a field of Table Schema."""
        found: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "title": sentence(self.name.replace("_", " ")),
            "description": sentence(self.doc),
        }
        bounds: dict[str, Any] = {"required": True} if self.required else {}
        if self.choices:
            bounds["enum"] = list(self.choices)
        if self.lowest != float("-inf"):
            bounds["minimum"] = self.lowest
        if self.highest != float("inf"):
            bounds["maximum"] = self.highest
        return {**found, "constraints": bounds} if bounds else found


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values stand in columns of another table, or of the same."""

    columns: tuple[str, ...]
    table: str
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: every row has a primary key, and leads to its owner if it has one."""

    name: str
    """As its file, without `.csv`."""
    title: str
    about: str
    columns: tuple[Column, ...]
    primary: tuple[str, ...]
    foreign: tuple[ForeignKey, ...] = ()

    def schema(self, there: Container[str]) -> dict[str, Any]:
        """The table's schema; `there` names the tables that there are, so that no key dangles."""
        found: dict[str, Any] = {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [column.descriptor() for column in self.columns],
            "primaryKey": list(self.primary),
        }
        keys = [self._key(key) for key in self.foreign if key.table in there]
        return {**found, "foreignKeys": keys} if keys else found

    def _key(self, key: ForeignKey) -> dict[str, Any]:
        # A key to the table itself names no resource (Table Schema 2.0).
        resource = {} if key.table == self.name else {"resource": key.table}
        return {
            "fields": list(key.columns),
            "reference": {**resource, "fields": list(key.there)},
        }
