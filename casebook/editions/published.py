"""A data/ folder as a snapshot: what a build publishes, without what it only works out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from casebook.editions.content import EXCERPT, GONE, SITE, Content
from casebook.editions.frozen import read_json, read_large
from casebook.editions.names import Names
from casebook.editions.settled import settled
from casebook.editions.snapshot import Snapshot
from casebook.interface import ENGLISH
from casebook.model import Model
from casebook.model.documents import Page
from casebook.model.record import fields_of

_WORKED_OUT = ("id", "path", "witnesses")
"""What the data say of a record that it does not say itself."""
_NOT_THERE = frozenset((Page.declares.name, EXCERPT, GONE))
"""What the data do not hold: narrative pages, excerpts, and what became of old addresses."""


def is_published(folder: Path) -> bool:
    """Is it a data/ folder of a build?"""
    return (folder / "site.json").is_file() and (folder / "datapackage.json").is_file()


def published(folder: Path) -> Snapshot | None:
    """The edition that a data/ folder holds; None where it cannot be read."""
    content: Content = {}
    for name, file in {SITE: "site", **{k.name: k.folder for k in Model().kinds.values()}}.items():
        path = folder / f"{file}.json"
        if not path.is_file():
            continue
        data = read_json(read_large(path) or "")
        records = {"": data} if name == SITE else data
        if not isinstance(records, dict):
            return None
        if not all(isinstance(record, dict) for record in records.values()):
            return None
        content[name] = {id_: _record(name, record) for id_, record in records.items()}
    if SITE not in content:
        return None
    found = Snapshot(content, unknown=_NOT_THERE)
    _without_made_up_titles(found)
    return found


def _record(kind: str, record: dict[str, Any]) -> dict[str, Any]:
    if kind == SITE:
        left_out: tuple[str, ...] = ("records", "format", "paper")
    else:
        declared = {field.name for field in fields_of(Model().by_name[kind])}
        left_out = (*_WORKED_OUT, *({"title"} - declared))
    return {name: _value(value) for name, value in record.items() if name not in left_out}


def _value(value: Any) -> Any:  # noqa: ANN401
    match value:
        case {"markdown": str(markdown), "text": _}:
            return settled(markdown)
        case {"edtf": str(edtf), "earliest": _, "latest": _}:
            return edtf
        case dict():
            return {name: _value(one) for name, one in value.items()}
        case list():
            return [_value(one) for one in value]
        case float() if value.is_integer():
            return int(value)
    return value


def _without_made_up_titles(snapshot: Snapshot) -> None:
    """A claim without a title of its own is published under one that is made of it."""
    claims: Any = snapshot.of("claim")
    names = Names(snapshot, ENGLISH)
    for id_, data in claims.items():
        title = data.pop("title", None)
        if title is not None and title != names.title("claim", id_):
            data["title"] = title
