"""What the tests of register, rename and withdraw share."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tiny import write
from whole import WHOLE

import casebook
from casebook.cli import main
from casebook.commands.site import order, read
from casebook.edit.edit import edit
from casebook.edit.edition import Edition
from casebook.edit.walk import walk
from casebook.load.directory import load
from casebook.model import Model
from casebook.model.record import From, Ref, Unnamed
from casebook.model.types import Prose
from casebook.problem import errors
from casebook.prose import plain_text
from casebook.render.outputs import render
from casebook.spot import Text

ROOT = Path(casebook.__file__).parent.parent
DAY, LATER = "2026-11-20", "2026-12-01"
ADDRESS = "address: https://example.org/tiny/\n"


def run(*arguments: str | Path) -> int:
    """The exit code, also where argparse leaves by SystemExit."""
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as end:
        assert isinstance(end.code, int)
        return end.code


def it_is(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Set the commands' calendar."""
    monkeypatch.setattr("casebook.commands.change.today", lambda: day)


def whole(folder: Path) -> Path:
    """The small record that uses every field, with an address to last."""
    files = WHOLE | {"site.yaml": WHOLE["site.yaml"] + ADDRESS}
    return write(folder, files)


def own(folder: Path) -> Path:
    """A copy of this repository's own record, without layouts and static files."""
    for path in [*ROOT.glob("*.yaml"), *(ROOT / "content").rglob("*.*"), *ROOT.glob("*/*.yaml")]:
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def pages(site: Path) -> dict[str, bytes]:
    """The site as it would be published, every link of it followed."""
    draft = read(site, lambda words: None)
    assert not errors(draft.problems), draft.problems[:3]
    parts = frozenset(("html", "data"))
    return {one.path: one.data for one in render(order(draft, parts, lambda words: None))}


def edition_of(site: Path) -> Edition:
    """The edition of a record that has no errors."""
    manuscript, problems = load(site, Model())
    edition, more = edit(manuscript)
    assert not errors(problems + more), errors(problems + more)[:3]
    return edition


def meaning(edition: Edition) -> dict[str, Any]:
    """All that a record says, by kind and id, with references as what they lead to."""
    found: dict[str, Any] = {}
    for of_kind in edition.entries.values():
        for entry in of_kind.values():
            values = [
                (value.path, _meaning(edition, value.type, value.value))
                for value in walk(entry.record)
            ]
            body = getattr(entry.record, "body", None)
            if body is not None:
                values.append(("body", _meaning(edition, Prose(), body)))
            found[entry.key] = values
    found["excerpts"] = [
        (edition.entry(excerpt.source).key, _meaning(edition, Prose(), excerpt.body))
        for excerpt in edition.excerpts.values()
    ]
    if edition.site.notice:
        found["notice"] = _meaning(edition, Prose(), edition.site.notice)
    return found


def _meaning(edition: Edition, type_: object, value: Any) -> Any:
    if isinstance(type_, Prose):
        return _of_prose(edition, value)
    if isinstance(value, Ref):
        return ("to", edition.entry(value).key)
    if isinstance(value, From):
        return ("from", edition.entry(value.source).key, value.places)
    if isinstance(value, Unnamed):
        return str(value.words)
    return str(getattr(value, "text", value))


def _of_prose(edition: Edition, text: Text) -> Any:
    prose = edition.prose[text.at]
    mentioned = [(edition.mentioned(one, text).key, one.words) for one in prose.mentions]
    cited = [(edition.cited(one).key, one.places) for one in prose.citations]
    words = plain_text(prose, lambda one: one.words or edition.mentioned(one, text).label)
    return (mentioned, cited, words, [one.words for one in prose.quotations])


def with_key(found: Any, old: str, new: str) -> Any:
    """The same meaning with one key put for another, wherever it stands."""
    match found:
        case dict():
            swapped = {with_key(k, old, new): with_key(v, old, new) for k, v in found.items()}
            return dict(sorted(swapped.items()))
        case tuple():
            return tuple(with_key(one, old, new) for one in found)
        case list():
            return [with_key(one, old, new) for one in found]
        case str():
            return new if found == old else found
    return found
