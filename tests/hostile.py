"""A record in which every text that a contributor may type freely is an attack on some format."""

from __future__ import annotations

import dataclasses
from itertools import cycle
from pathlib import Path
from typing import Any

from tiny import write
from whole import WHOLE

from casebook.edit.edit import edit
from casebook.edit.edition import Edition
from casebook.load.directory import load
from casebook.model import Model
from casebook.model.record import Fields, Unnamed, fields_of
from casebook.model.types import FieldType, Line, ListOf, MapOf, Prose, Who, WordOrList
from casebook.spot import Text

ATTACKS = (
    '=HYPERLINK("https://example.org","open")',
    "+1+1",
    "-2+3",
    "@SUM(1,1)",
    "'=1+1",
    "one; =1+1; -2",
    "</script><script>alert(1)</script>",
    "<!-- <b>&amp; ]]>",
    'a "word", a comma; a \\ and 100% of {$_#^~&}|',
    "}, @book{other, title = {x}",
    "TY  - JOUR ER  - ",
    "اردو، ‏نام",
    "＝1+1",
)


def hostile_edition(folder: Path) -> Edition:
    """The whole record with its texts replaced; the ids and references stay sound."""
    records = {name: text for name, text in WHOLE.items() if not name.startswith("content/")}
    manuscript, problems = load(write(folder, records), Model())
    assert not problems
    attacks = cycle(ATTACKS)

    def changed(fields: Any) -> Any:
        found = {
            field.attribute: value(field.type, getattr(fields, field.attribute))
            for field in fields_of(type(fields))
        }
        return dataclasses.replace(fields, **found)

    def value(type_: FieldType, old: Any) -> Any:
        match old:
            case tuple():
                assert isinstance(type_, ListOf | WordOrList)
                return tuple(value(type_.item, item) for item in old)
            case dict():
                assert isinstance(type_, MapOf)
                return {key: value(type_.item, item) for key, item in old.items()}
            case Fields():
                return changed(old)
            case Unnamed():
                return Unnamed(Text(next(attacks), old.words.at))
            case Text() if isinstance(type_, Line):
                return Text(next(attacks), old.at)
            case Text() if isinstance(type_, Prose):
                # Quotation marks in prose are quotations, and markup is read.
                return Text(f"{next(attacks)} `{next(attacks)}`".replace('"', "'"), old.at)
        assert not isinstance(type_, Who) or old is None or not isinstance(old, dict)
        return old

    changed_records = {
        kind: {id_: changed(record) for id_, record in of_kind.items()}
        for kind, of_kind in manuscript.records.items()
    }
    site = changed(manuscript.site)
    edition, _ = edit(dataclasses.replace(manuscript, records=changed_records, site=site))
    return edition
