"""A whole site directory, read into a Manuscript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casebook.load.documents import read_documents
from casebook.load.manuscript import Manuscript
from casebook.load.pause import gc_paused
from casebook.load.shape import Shaper, is_slug
from casebook.load.yaml_reader import MapNode, read_text, read_yaml
from casebook.model import Model
from casebook.model.documents import Excerpt, Page
from casebook.model.record import Kind, Record
from casebook.model.site import Site
from casebook.problem import Problem, Severity, did_you_mean, near
from casebook.spot import Spot, Text

OTHER_FILES = ("site", "register", "withheld")
"""Root files that are not a kind of record."""


@dataclass
class _Reading:
    """What has been read so far."""

    root: Path
    report: Callable[[Problem], None]
    files: dict[str, str] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)


def load(root: Path, model: Model) -> tuple[Manuscript, list[Problem]]:
    """Read the record in `root`: what was written, and every mistake in its shape.

    Never raises for anything a contributor can write; a directory without site.yaml gives a
    Manuscript without title and the problem that says so.
    """
    problems: list[Problem] = []
    reading = _Reading(root, problems.append)
    with gc_paused():
        site = _site(reading)
        records = {kind.name: _records(reading, model, kind) for kind in model.kinds.values()}
        pages = {
            document.name: Page(id=document.name, body=document.body, **document.head)
            for document in read_documents(root, "pages", Page, reading.files, reading.report)
        }
        excerpts = tuple(
            Excerpt(body=document.body, **document.head)
            for document in read_documents(root, "excerpts", Excerpt, reading.files, reading.report)
        )
        _strange_files(reading, model)
    manuscript = Manuscript(
        root, model, site, records, pages, excerpts, frozenset(reading.broken), reading.files
    )
    return manuscript, problems


def _site(reading: _Reading) -> Site:
    file = "site.yaml"
    shaper = Shaper(reading.report)
    start = Spot(file, 1, 1)
    if not (reading.root / file).is_file():
        shaper.problem(
            start,
            "no-site",
            "there is no site.yaml here",
            "a record begins with a site.yaml that has `format: 1`, `title:` and `language:`",
        )
        nothing = MapNode({Text(k, start): Text(v, start) for k, v in _NAMELESS.items()}, start)
        return Site(**shaper.values(nothing, Site, "site.yaml", start))
    node = _read(reading, file)
    if node is None:
        node = MapNode({Text(k, start): Text(v, start) for k, v in _NAMELESS.items()}, start)
    return Site(**shaper.values(node, Site, "site.yaml", start))


_NAMELESS = {"format": "1", "title": "Untitled", "language": "en"}


def _records(reading: _Reading, model: Model, kind: Kind) -> dict[str, Record]:
    found: dict[str, Record] = {}
    shaper = Shaper(reading.report)
    for file in _files(reading, kind.file):
        node = _read(reading, file)
        if node is None:
            continue
        for id_, value in node.entries.items():
            shaper.sound = True
            what = f"{kind.name} `{id_}`"
            if not is_slug(id_):
                hint = "an id is lower-case letters, digits and hyphens, such as `town-hall`"
                shaper.problem(id_.at, "bad-id", f"`{id_}` cannot be an id", hint, len(id_))
                continue
            if id_ in found:
                first = found[id_].at
                shaper.problem(
                    id_.at,
                    "duplicate-id",
                    f"there is a {kind.name} `{id_}` already",
                    f"the first is at {first.file}:{first.line}; give one of them another id",
                    len(id_),
                )
                continue
            cls = model.by_name[kind.name]
            values: dict[str, Any] = shaper.values(value, cls, what, id_.at)
            found[str(id_)] = cls(id=str(id_), **values)
            if not shaper.sound:
                reading.broken.add((kind.name, str(id_)))
    return found


def _files(reading: _Reading, stem: str) -> list[str]:
    """The root file of that name and those of the folder of that name."""
    files = [f"{stem}.yaml"] if (reading.root / f"{stem}.yaml").exists() else []
    folder = reading.root / stem
    if folder.is_dir():
        files += sorted(f"{stem}/{path.name}" for path in folder.glob("*.yaml"))
    return files


def _read(reading: _Reading, file: str) -> MapNode | None:
    source = read_text(reading.root / file, file, reading.report)
    if source is None:
        return None
    reading.files[file] = source
    wrong: list[Problem] = []
    node = read_yaml(source, file, wrong.append)
    for problem in wrong:
        reading.report(problem)
    if isinstance(node, MapNode):
        return node
    if not wrong:
        at = Spot(file, 1, 1) if node is None else node.at
        reading.report(
            Problem(
                at,
                "not-a-mapping",
                f"{file} holds no records" if node is None else f"{file} should hold records by id",
                "write `some-id:` at the left edge and its fields below, two spaces further in; "
                "or delete the file",
            )
        )
    return None


def _strange_files(reading: _Reading, model: Model) -> None:
    """Warn of root files whose names look like a slip: nothing would read them."""
    known = [kind.file for kind in model.kinds.values()] + list(OTHER_FILES)
    for path in sorted(reading.root.iterdir()) if reading.root.is_dir() else []:
        stem, suffix = path.stem, path.suffix
        if suffix not in (".yaml", ".yml") or path.name.startswith("."):
            continue
        if suffix == ".yaml" and stem in known:
            continue
        if stem in known or near(stem, known):
            hint = f"name it {stem}.yaml" if stem in known else did_you_mean(stem, known)
            reading.report(
                Problem(
                    Spot(path.name, 1, 1),
                    "unread-file",
                    f"nothing reads {path.name}",
                    hint,
                    Severity.WARNING,
                )
            )
