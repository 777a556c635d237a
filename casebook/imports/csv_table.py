"""CSV as a table: what stands in each cell, and which row and column that is.

RFC 4180, with the delimiter that the file has. Rows are counted as spreadsheets count them: the
head is row 1. https://www.rfc-editor.org/rfc/rfc4180
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from casebook.imports.result import MOST, NotRead, one_line

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
"""By what they are called on the command line."""
MOST_COLUMNS = 500
_LONGEST_CELL = 131_072
"""Characters of one cell."""
_SEPARATOR_LINE = re.compile(r'\A"?sep=(.)"?\r?\n')
"""What spreadsheets write and read at the head of a file, and no other program knows."""
_ODD_MARKS = {
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
    b"PK\x03\x04": "a workbook or an archive",
    b"\xd0\xcf\x11\xe0": "a workbook of an old kind",
}
_SAVE = "save it as CSV in UTF-8, which spreadsheets offer where they save or export"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of the table, its words as they stand."""

    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row cannot come in. It repeats nothing that the guard has not seen."""

    row: int
    column: str
    """Nothing where it is the row as a whole."""
    why: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file of CSV that was read."""

    head: tuple[str, ...]
    rows: tuple[dict[str, Cell], ...]
    """Those that hold something; each cell by its column."""
    refused: tuple[Refusal, ...]
    """Rows that have other cells than the head."""


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark; NotRead for any other."""
    for mark, name in _ODD_MARKS.items():
        if data.startswith(mark):
            raise NotRead(f"it is {name}: {_SAVE}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise NotRead(
            f"line {line} has the byte {data[error.start]:02X}, which is not UTF-8: {_SAVE}"
        ) from None


def read_table(text: str, wanted: Collection[str], delimiter: str = "") -> Table:
    """The table of a text.

    `wanted` are the columns that are asked for: the delimiter is the one that gives them, where
    none is named. NotRead where there is no such table.
    """
    if found := _SEPARATOR_LINE.match(text):
        text, delimiter = text[found.end() :], delimiter or found[1]
    if not text.strip():
        raise NotRead("it is empty")
    delimiter = delimiter or _delimiter(text, wanted)
    rows = _rows(text, delimiter)
    head = tuple(one_line(name) for name in rows[0])
    if not any(head):
        raise NotRead("its first row is empty: that is where the names of the columns stand")
    if len(head) > MOST_COLUMNS:
        raise NotRead(f"it has {len(head)} columns; {MOST_COLUMNS} are the most")
    _check_head(head, wanted)
    records: list[dict[str, Cell]] = []
    refused: list[Refusal] = []
    for number, cells in enumerate(rows[1:], 2):
        while len(cells) > len(head) and not cells[-1].strip():
            cells.pop()
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(head):
            why = f"it has {_number(len(cells), 'cell')}, and the head has {len(head)}"
            hint = "see whether a quotation mark or a delimiter is missing, or one too many"
            refused.append(Refusal(number, "", why, hint))
            continue
        named = zip(head, cells, strict=True)
        records.append({name: Cell(number, name, words) for name, words in named if name})
    if len(records) + len(refused) > MOST:
        raise NotRead(f"it has {len(records) + len(refused):,} rows; {MOST:,} are the most")
    return Table(head, tuple(records), tuple(refused))


def _number(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _rows(text: str, delimiter: str) -> list[list[str]]:
    # Strict, so that a quotation mark that is never closed does not swallow the rest.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    line = 0
    try:
        for row in reader:
            # The module's own bound is one for the whole process, and others may have lifted it.
            if max(map(len, row), default=0) > _LONGEST_CELL:
                raise csv.Error("a cell is too long")
            rows.append(row)
            line = reader.line_num
    except csv.Error as error:
        raise NotRead(
            f"it is no CSV from row {len(rows) + 1}, line {line + 1}, on: {error}"
        ) from None
    return rows


def _delimiter(text: str, wanted: Collection[str]) -> str:
    """The delimiter that gives most of the columns asked for, and of such the most columns."""

    def gives(delimiter: str) -> tuple[int, int]:
        try:
            head = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except (csv.Error, StopIteration):
            return (-1, 0)
        names = {one_line(name) for name in head}
        return sum(name in names for name in wanted), len(head)

    return max(DELIMITERS.values(), key=gives)


def _check_head(head: Sequence[str], wanted: Collection[str]) -> None:
    twice = sorted({name for name in wanted if list(head).count(name) > 1})
    if twice:
        raise NotRead(f"two columns are called `{twice[0]}`: give one another name")
