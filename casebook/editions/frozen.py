"""editions/ID.json: what an edition said, written once and read for comparing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from casebook.edit.edition import Edition
from casebook.editions.content import Content, digest_of, edition_id
from casebook.editions.snapshot import Data, Snapshot
from casebook.load.frozen import FOLDER, FORMAT, damaged, head_of
from casebook.load.manuscript import Manuscript
from casebook.model.kept import FrozenEdition
from casebook.problem import RecordError
from casebook.withheld.names import Withheld
from casebook.withheld.places import covered

_LARGEST = 256 * 1024 * 1024
"""Bytes of a file that is read."""


def next_edition(manuscript: Manuscript, id_: str, digest: str, day: str) -> FrozenEdition:
    """What the present edition is when it is frozen on a day."""
    number = max((one.number for one in manuscript.frozen), default=0) + 1
    return FrozenEdition(id_, number, day, digest, f"{FOLDER}/{id_}.json")


def frozen_as(edition: Edition) -> FrozenEdition | None:
    """Which frozen edition the record is as it stands; None where it was changed since."""
    frozen = edition.manuscript.frozen
    if not frozen:
        return None
    id_ = edition_id(edition)
    return next((one for one in frozen if one.id == id_), None)


def one_before(edition: Edition) -> FrozenEdition | None:
    """The edition that a reader compares this one with: the last that was frozen before it."""
    here = frozen_as(edition)
    earlier = edition.manuscript.frozen
    if here is not None:
        earlier = earlier[: earlier.index(here)]
    return earlier[-1] if earlier else None


def frozen_text(head: FrozenEdition, title: str, content: Mapping[str, Mapping[str, Data]]) -> str:
    """The file of an edition: JSON with what it is on the first line, then each record on one.

    The same edition gives the same text, and two editions differ in the lines of the records
    that changed.
    """
    first = {
        "format": FORMAT,
        "edition": head.id,
        "number": head.number,
        "day": head.day,
        "title": title,
        "sha256": head.digest,
    }
    sections = [
        f" {_json(kind)}: {{\n"
        + ",\n".join(f"  {_json(id_)}: {_json(data)}" for id_, data in sorted(records.items()))
        + "\n }"
        for kind, records in sorted(content.items())
    ]
    body = ",\n".join(sections)
    return f'{json.dumps(first, ensure_ascii=False)[:-1]},\n"content": {{\n{body}\n}}}}\n'


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False)


class Kept(NamedTuple):
    """What a file of editions/ holds."""

    head: FrozenEdition
    title: str
    snapshot: Snapshot


@lru_cache(maxsize=2)
def read_edition(root: Path, head: FrozenEdition) -> Snapshot:
    """A frozen edition of a record; RecordError where the file is not as it was written.

    What it says follows from its head, so a preview reads it once.
    """
    found = edition_in(root / head.file)
    if found is None or found.head != replace(head, file=found.head.file):
        raise RecordError([damaged(head.file)])
    return found.snapshot


def edition_in(path: Path) -> Kept | None:
    """The edition that a file holds; None for a file that `freeze` would not have written so."""
    text = read_large(path)
    head = head_of(text.split("\n", 1)[0], path.name) if text is not None else None
    if text is None or head is None:
        return None
    match read_json(text):
        case {"title": str(title), "content": dict(content)} if _is_content(content):
            if digest_of(content) == head.digest:
                return Kept(head, title, Snapshot(content, head.id, head.day))
    return None


def cover_names(
    head: FrozenEdition, title: str, content: Mapping[str, Mapping[str, Data]], withheld: Withheld
) -> tuple[FrozenEdition, str, Content] | None:
    """An edition with every withheld name covered, under the id it has; None if it holds none."""

    def cover(value: Any) -> Any:  # noqa: ANN401
        match value:
            case str():
                return covered(withheld, value)
            case list():
                return [cover(item) for item in value]
            case dict():
                return {cover(name): cover(item) for name, item in value.items()}
        return value

    after: Content = cover(content)
    shown = covered(withheld, title)
    if after == content and shown == title:
        return None
    return replace(head, digest=digest_of(after)), shown, after


def _is_content(content: Mapping[str, Any]) -> bool:
    return all(
        isinstance(records, dict) and all(isinstance(data, dict) for data in records.values())
        for records in content.values()
    )


def read_large(path: Path) -> str | None:
    """A file's text; None where there is none, or more than anybody would write."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        return data.decode() if len(data) <= _LARGEST else None
    except (OSError, ValueError):
        return None


def read_json(text: str) -> Any:  # noqa: ANN401
    """The data of a JSON text; None for what is none, or holds a number that JSON has not."""

    def refuse(word: str) -> None:
        raise ValueError(word)

    try:
        data = json.loads(text, parse_constant=refuse)
        json.dumps(data, allow_nan=False).encode("ascii")
        _ = json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return data
