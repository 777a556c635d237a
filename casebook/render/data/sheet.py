"""A table as CSV that programs read exactly and spreadsheets open without harm.

RFC 4180 in UTF-8. A byte-order mark stands at its head: Excel reads Urdu right with it and
wrong without, and readers of Data Packages take it off.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence

from casebook.render.data.schema import Table

_SIGNS = "=+\\-@\t\r\n＝＋－＠"
_FORMULA = re.compile(rf"'*\s*[{_SIGNS}]")
_AFTER_SEMICOLON = re.compile(rf";(?=\s*'*\s*[{_SIGNS}])")


def to_csv(table: Table, rows: Iterable[Sequence[str]]) -> bytes:
    """The table with its head; every text in it made safe."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    is_text = [column.type == "string" for column in table.columns]
    for row in rows:
        writer.writerow(
            safe_cell(cell) if text else cell for cell, text in zip(row, is_text, strict=True)
        )
    return codecs.BOM_UTF8 + sheet.getvalue().encode()


def safe_cell(words: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection).

    One that begins like a formula, blanks and apostrophes aside, gets an apostrophe before it.
    So does what follows a semicolon, at which spreadsheets of some languages divide a line. To
    have the words as they were, take one apostrophe from before whatever looks like a formula.
    """
    # Almost every cell begins with a letter or digit and holds no semicolon.
    if words[:1].isalnum() and ";" not in words:
        return words
    if ";" in words:
        words = _AFTER_SEMICOLON.sub(";'", words)
    return "'" + words if _FORMULA.match(words) else words
