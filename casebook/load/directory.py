"""A whole site directory, read into a Manuscript."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from casebook.load.documents import printable, read_documents
from casebook.load.entries import Shaped, known_entries, remember, shaped
from casebook.load.frozen import FOLDER as FROZEN_FOLDER
from casebook.load.frozen import read_frozen
from casebook.load.kept import read_proofs, read_withheld
from casebook.load.losses import losses, refused_fields
from casebook.load.manuscript import Manuscript
from casebook.load.pause import gc_paused
from casebook.load.register import read_register
from casebook.load.scalars import shortened
from casebook.load.shape import Shaper, is_slug
from casebook.load.strange import strange_files
from casebook.load.words import WORDS_FOLDER, read_interface
from casebook.load.yaml_reader import MapNode, read_text, read_yaml
from casebook.model import Model
from casebook.model.documents import Excerpt, Page
from casebook.model.record import Kind, Record, articled
from casebook.model.site import Site
from casebook.problem import Problem
from casebook.spot import Spot, Text

_SITE = "site.yaml"
FOLDERS = ("content", FROZEN_FOLDER, WORDS_FOLDER, "layouts", "static")
"""The folders of a record that are read, or copied, beside those of the kinds."""
MAX_PROBLEMS = 5_000
"""How many mistakes of a whole record are told one by one."""


@dataclass
class _Reading:
    """What has been read so far."""

    root: Path
    report: Callable[[Problem], None]
    files: dict[str, str] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)
    lost: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class _File:
    """What one YAML file holds."""

    source: str
    node: MapNode | None
    wrong: list[Problem]
    """What was refused in it; reported."""
    entries: list[Shaped] | None = None
    """Its records, where nothing was refused."""


def load(root: Path, model: Model) -> tuple[Manuscript, list[Problem]]:
    """Read the record in `root`: what was written, and every mistake in its shape.

    Never raises for anything a contributor can write; a directory without site.yaml gives a
    Manuscript without title and the problem that says so.
    """
    problems: list[Problem] = []
    untold = 0

    def report(problem: Problem) -> None:
        nonlocal untold
        if len(problems) < MAX_PROBLEMS:
            problems.append(problem)
        else:
            untold += 1

    reading = _Reading(root, report)
    with gc_paused():
        site = _site(reading)
        records = {kind.name: _records(reading, model, kind) for kind in model.kinds.values()}
        pages = _pages(reading)
        excerpts = _excerpts(reading)
        proofs = read_proofs(root, reading.files, reading.report, reading.broken)
        withheld = read_withheld(root, reading.files, reading.report)
        register = read_register(root, model, reading.files, reading.report)
        frozen = read_frozen(root, reading.report)
        interface = read_interface(root, site.language, reading.files, reading.report)
        problems += strange_files(root, model)
    if untold:
        message = f"there are {untold:,} more mistakes, which are not told one by one"
        problems.append(Problem(Spot(_SITE, 1, 1), "too-many", message, "mend the others first"))
    manuscript = Manuscript(
        root=root,
        model=model,
        site=site,
        records=records,
        pages=pages,
        excerpts=excerpts,
        broken=frozenset(reading.broken),
        files=reading.files,
        proofs=proofs,
        withheld=withheld,
        register=register,
        frozen=frozen,
        interface=interface,
        lost=frozenset(reading.lost),
    )
    return manuscript, problems


def _site(reading: _Reading) -> Site:
    shaper = Shaper(reading.report)
    start = Spot(_SITE, 1, 1)
    nothing = MapNode({Text(k, start): Text(v, start) for k, v in _NAMELESS.items()}, start)
    node: MapNode = nothing
    if os.path.lexists(reading.root / _SITE):
        hint = "write `title:` at the left edge, and the other fields below it"
        read = _read(reading, _SITE, "the fields of the site", hint)
        shaper.refused = refused_fields(read.source, read.wrong)
        node = read.node or nothing
    else:
        shaper.problem(
            start,
            "no-site",
            "there is no site.yaml here",
            "a record begins with a site.yaml that has `format: 1`, `title:` and `language:`",
        )
    return Site(**shaper.values(node, Site, _SITE, start))


_NAMELESS = {"format": "1", "title": "Untitled", "language": "en"}


def _records(reading: _Reading, model: Model, kind: Kind) -> dict[str, Record]:
    found: dict[str, Record] = {}
    shaper = Shaper(reading.report)
    cls = model.by_name[kind.name]
    for name in files_of(reading.root, kind.file):
        hint = "write `some-id:` at the left edge and its fields below, two spaces further in"
        file = _read(reading, name, "records by id", f"{hint}; or delete the file", cls)
        sound = file.entries
        for each in sound if sound is not None else _one_by_one(reading, file, kind, cls):
            if not _has_good_id(each.id, kind, found, shaper):
                continue
            for problem in each.problems:
                reading.report(problem)
            found[str(each.id)] = each.record
            if not each.sound:
                reading.broken.add((kind.name, str(each.id)))
    return found


def _one_by_one(reading: _Reading, file: _File, kind: Kind, cls: type[Record]) -> Iterator[Shaped]:
    """The records of a file in which something was refused, as far as they could be read."""
    left_out = losses(file.source, file.node, file.wrong)
    reading.lost.update((kind.name, id_) for id_ in left_out.entries)
    if left_out.rest:
        reading.lost.add((kind.name, ""))
    for id_, node in file.node.entries.items() if file.node is not None else ():
        yield shaped(id_, node, cls, left_out.fields.get(id_))


def _has_good_id(id_: Text, kind: Kind, found: dict[str, Record], shaper: Shaper) -> bool:
    """May a record have this id? If not, that is reported."""
    if not is_slug(id_):
        hint = "an id is lower-case letters, digits and hyphens, such as `town-hall`"
        shaper.problem(id_.at, "bad-id", f"`{shortened(id_)}` cannot be an id", hint, len(id_))
    elif id_ in found:
        first = found[id_].at
        message = f"there is {articled(kind.name)} `{id_}` already"
        hint = f"the first is at {first.file}:{first.line}; give one of them another id"
        shaper.problem(id_.at, "duplicate-id", message, hint, len(id_))
    else:
        return True
    return False


def files_of(root: Path, stem: str) -> list[str]:
    """The files of one kind: the root file of that name, and those of the folder of that name."""
    # A link that leads nowhere is there as well, and is reported when it is read.
    files = [f"{stem}.yaml"] if os.path.lexists(root / f"{stem}.yaml") else []
    folder = root / stem
    if folder.is_dir():
        names = (path.name for path in folder.glob("*.yaml"))
        files += sorted(f"{stem}/{name}" for name in names if not name.startswith("."))
    return files


def _read(
    reading: _Reading, name: str, holds: str, hint: str, cls: type[Record] | None = None
) -> _File:
    """The entries of a file, as records of a class if one is given; what is wrong is reported."""
    file = _File("", None, [])
    shown = printable(name)
    source = read_text(reading.root / name, shown, file.wrong.append)
    if source is not None:
        reading.files[shown] = file.source = source
        file.entries = known_entries(source, shown, cls) if cls is not None else None
        if file.entries is not None:
            return file
        node = read_yaml(source, shown, file.wrong.append)
        if isinstance(node, MapNode):
            file.node = node
            if cls is not None and node.entries and not file.wrong:
                file.entries = [shaped(id_, each, cls) for id_, each in node.entries.items()]
                remember(source, shown, cls, file.entries)
        if not file.wrong and not (file.node and file.node.entries):
            at = Spot(shown, 1, 1) if node is None else node.at
            file.wrong.append(Problem(at, "not-a-mapping", f"{shown} should hold {holds}", hint))
    for problem in file.wrong:
        reading.report(problem)
    return file


def _pages(reading: _Reading) -> dict[str, Page]:
    documents = read_documents(
        reading.root, "pages", Page, reading.files, reading.report,
        lambda name: reading.lost.add((Page.declares.name, name)),
    )  # fmt: skip
    found = {}
    for document in documents:
        found[document.name] = Page(id=document.name, body=document.body, **document.head)
        if not document.sound:
            reading.broken.add((Page.declares.name, document.name))
    return found


def _excerpts(reading: _Reading) -> tuple[Excerpt, ...]:
    documents = read_documents(
        reading.root, "excerpts", Excerpt, reading.files, reading.report, lambda name: None
    )
    return tuple(Excerpt(body=document.body, **document.head) for document in documents)
