"""The rows of a table as records of one kind, each field from the column that was named for it.

Nothing is guessed: what a cell holds goes into the record as it stands, and the record's own
rules judge it. Either every row comes in or none does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from casebook.imports.csv_map import ID, ColumnMap, Slot, required
from casebook.imports.csv_table import Cell, Refusal, Table
from casebook.imports.html_text import cited, escaped
from casebook.imports.result import LONGEST, Ids, Incoming, Loss, clean, one_line
from casebook.load.scalars import SLUG
from casebook.model.record import Fields, Record, fields_of
from casebook.model.types import (
    Edtf,
    Line,
    ListOf,
    MapOf,
    Part,
    PlaceInSource,
    Prose,
    Who,
    WordOrList,
)
from casebook.writing.yaml_text import Block

_PARAGRAPHS = re.compile(r"\n\s*\n")
_SERIAL = re.compile(r"[1-6][0-9]{4}(?:\.[0-9]+)?")
"""A day as spreadsheets count them, from 1900 or from 1904."""
_FOR_A_FORMULA = re.compile(r"'+\s*[=+\-@＝＋－＠]")
_UNNAMED = re.compile(r"unnamed:\s*(.+)", re.DOTALL)
_DATE = re.compile(r"([0-9]{1,2})([/.-])(?:([0-9]{1,2})\2)?([0-9]{4})")
DATE_ORDERS = ("d/m/y", "m/d/y")


@dataclass(frozen=True, slots=True)
class Given:
    """What was said about a table."""

    cls: type[Record]
    map: ColumnMap
    slots: Mapping[str, Slot]
    source: str = ""
    """The id of the source that every row is from."""
    several: str = ""
    """What stands between several values of one cell; nothing where a cell has one."""
    markdown: bool = False
    """Is prose Markdown, or plain words?"""
    dates: str = ""
    """The order of day and month in dates that do not begin with the year; nothing if unsaid."""


@dataclass(slots=True)
class Drawn:
    """What a table gives."""

    records: list[Incoming] = field(default_factory=list)
    """One for each row, also for those that are refused: more may be wrong with them."""
    rows: list[int] = field(default_factory=list)
    """Of each record, the row that it is from."""
    refused: list[Refusal] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)


def read_csv(table: Table, given: Given, taken: AbstractSet[str]) -> Drawn:
    """The records of a table, what refuses to be one, and what is not carried.

    `taken` are ids that a made one must not be.
    """
    drawn = Drawn(refused=list(table.refused))
    ids = Ids(set(taken))
    own: set[str] = set()
    needed = required(given.cls, given.slots)
    for row in table.rows:
        number = next(iter(row.values())).row
        drawn.records.append(_Row(number, row, given, drawn).record(needed, ids, own))
        drawn.rows.append(number)
    used = set(given.map.columns.values())
    for at, name in enumerate(table.head, 1):
        if not name:
            drawn.losses.append(Loss("", f"column {at}", "it has no name"))
        elif name not in used and any(row[name].words.strip() for row in table.rows):
            drawn.losses.append(Loss("", name, "no field is filled from this column"))
    return drawn


class _Row:
    """One row as it is read; what is wrong with it is added to the refusals."""

    def __init__(self, number: int, row: Mapping[str, Cell], given: Given, drawn: Drawn) -> None:
        self._number, self._given, self._drawn = number, given, drawn
        self._words = {path: self._read(row[name]) for path, name in given.map.columns.items()}
        self._words |= given.map.always

    def _read(self, cell: Cell) -> str:
        """What a cell holds, its line ends made regular."""
        words = cell.words.replace("\r\n", "\n").replace("\r", "\n").strip()
        if clean(words) != words:
            self._lose(cell.column, "characters in it that cannot be seen are left out")
        if _FOR_A_FORMULA.match(words):
            why = "it is kept with the apostrophe that guards a spreadsheet against a formula"
            self._lose(cell.column, why)
        return clean(words)

    def _lose(self, column: str, why: str) -> None:
        self._drawn.losses.append(Loss(f"row {self._number}", column, why))

    def _refuse(self, path: str, why: str, hint: str = "") -> None:
        column = self._given.map.columns.get(path, "")
        self._drawn.refused.append(Refusal(self._number, column, why, hint))

    def record(self, needed: Iterable[str], ids: Ids, own: set[str]) -> Incoming:
        """The row as a record; where it cannot be one, the refusals say why."""
        for path in needed:
            if not self._words.get(path):
                self._refuse(path, f"it is empty, and `{path}` is required")
        fields = self._fields(self._given.cls, "")
        kind = self._given.cls.declares.name
        return Incoming(kind, self._id(ids, own), f"row {self._number}", fields)

    def _id(self, ids: Ids, own: set[str]) -> str:
        """The id that the row gives, or one made of what the record is called."""
        kind = self._given.cls.declares
        if ID in self._given.map.columns:
            id_ = self._words[ID]
            if SLUG.fullmatch(id_) is None:
                hint = "an id is lower-case letters, digits and hyphens, such as `town-hall`"
                self._refuse(ID, "it cannot be an id" if id_ else "it is empty", hint)
            elif id_ in own:
                self._refuse(ID, "another row has this id")
            else:
                own.add(id_)
                return id_
            return ids.take("", f"{kind.name}-{self._number}")
        lines = [one.name for one in fields_of(self._given.cls) if isinstance(one.type, Line)]
        named = [name for name in (*kind.title, *lines) if self._words.get(name)]
        return ids.take(self._words[named[0]] if named else "", f"{kind.name}-{self._number}")

    def _fields(self, cls: type[Fields], before: str) -> dict[str, object]:
        """The fields of a record or part that the row fills, in the order of their declaration."""
        found: dict[str, object] = {}
        for one in fields_of(cls):
            path, type_ = f"{before}{one.name}", one.type
            if self._words.get(path) and path in self._given.slots:
                found[one.name] = self._value(path)
                continue
            several = isinstance(type_, ListOf | WordOrList)
            if isinstance(type_, ListOf | WordOrList):
                type_ = type_.item
            inside: dict[str, object] = {}
            if isinstance(type_, Part):
                inside = self._fields(type_.fields, f"{path}.")
            elif isinstance(type_, MapOf):
                below = [each for each in self._given.slots if each.startswith(f"{path}.")]
                inside = {
                    each.removeprefix(f"{path}."): self._value(each)
                    for each in below
                    if self._words.get(each)
                }
            if inside:
                found[one.name] = (inside,) if several else inside
        return found

    def _value(self, path: str) -> object:
        slot, words = self._given.slots[path], self._words[path]
        parts = [words]
        if slot.several and self._given.several:
            parts = [part.strip() for part in words.split(self._given.several)]
        values = [self._one(path, slot, part) for part in parts if part]
        return tuple(values) if len(values) > 1 or slot.several else values[0]

    def _one(self, path: str, slot: Slot, words: str) -> object:
        match slot.type:
            case Prose():
                return self._prose(path, words)
            case PlaceInSource():
                return f"{self._given.source} {one_line(words)}"
            case Who() if unnamed := _UNNAMED.fullmatch(words):
                return {"unnamed": one_line(unnamed[1])}
            case Edtf():
                return self._date(path, one_line(words))
        return one_line(words)

    def _prose(self, path: str, words: str) -> Block:
        if len(words) > LONGEST:
            self._refuse(path, f"it has more than {LONGEST:,} characters")
            return Block()
        if self._given.markdown:
            return Block(words)
        paragraphs = (one for one in _PARAGRAPHS.split(words) if one.strip())
        text = Block("\n\n".join(escaped(one) for one in paragraphs))
        for place in (f"{path.rpartition('.')[0]}.from".lstrip("."), "from"):
            if place in self._given.slots and self._words.get(place):
                return cited(text, f"{self._given.source} {one_line(self._words[place])}")
        return text

    def _date(self, path: str, words: str) -> str:
        """A date as it stands; turned round only where the order was said."""
        if _SERIAL.fullmatch(words):
            self._refuse(
                path,
                "it is a number, as spreadsheets keep a day",
                "give the column the format of text, and write the dates as 2010-01-07",
            )
        found = _DATE.fullmatch(words)
        if not found or not self._given.dates:
            return words
        first, _, second, year = found.groups()
        if second is None:
            return f"{year}-{first.zfill(2)}"
        day, month = (first, second) if self._given.dates == "d/m/y" else (second, first)
        return f"{year}-{month.zfill(2)}-{day.zfill(2)}"
