"""Withheld names in what a build reads beside the record's texts, and in what it makes."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from casebook.edit.edition import Edition, Entry
from casebook.load.documents import printable
from casebook.load.manuscript import Manuscript
from casebook.load.text_file import unified
from casebook.output import Output
from casebook.problem import Problem
from casebook.render.layout_errors import place_in
from casebook.render.looked import Looked
from casebook.spot import Spot
from casebook.withheld.cleared import cleared_of
from casebook.withheld.names import Withheld
from casebook.withheld.pages import PageScan, page_scan
from casebook.withheld.places import covered, hit, in_bytes, in_name, in_text

MARKUP = (".html", ".svg", ".xml")
TEXTS = (".json", ".jsonld", ".geojson", ".csv", ".txt", ".md", ".css", ".js", ".webmanifest",
         ".bib", ".ris", ".ics", ".atom", ".rss", ".yaml")  # fmt: skip
"""The outputs that are looked through. Pictures and books are made of texts looked through
before they are drawn; static files are looked through where they stand."""
_MOST = 20
"""Places in outputs that are told of one by one."""
_LARGEST = 64 * 1024 * 1024
"""Bytes of a static file that are looked through."""
_FROZEN = "run `freeze --cover`, which covers withheld names in the editions that are frozen"
_PLACES = re.compile(
    r'(?:href|id)="#?(?:[^"]*/)?([a-z]+)[/-]([a-z0-9-]+)(?:\.[a-z0-9]+)?(?:#[^"]*)?"'
    r'|^ "([a-z0-9-]+)": \{|^([a-z0-9-]+),',
    re.MULTILINE,
)
"""What tells of which record a page, a book, a data file or a table speaks."""


def problems_of_files(
    manuscript: Manuscript, layouts: Iterable[Path], static: Iterable[Path]
) -> Iterator[Problem]:
    """Names in the names of the record's files, and in layouts and static files.

    The first folder that has a file by a name wins, as in a build.
    """
    withheld, root = manuscript.withheld, manuscript.root
    if not withheld:
        return
    for file in _files_of_the_record(manuscript):
        yield from in_name(withheld, file)
    for head in manuscript.frozen:
        for problem in _in_file(withheld, root / head.file, head.file):
            yield replace(problem, hint=_FROZEN)
    for folders in (layouts, static):
        for path, name in _winning(folders):
            shown = printable(place_in(root, path))
            if name != shown:
                yield from _renamed(in_name(withheld, printable(name)), shown)
            yield from _in_file(withheld, path, shown)


Before = Callable[[str], bytes | None]
"""What was published at a path and was looked through for the same names; None where nothing was,
or it cannot be known."""


def _nothing(_: str) -> None:
    return None


def problems_of_outputs(
    edition: Edition, outputs: Iterable[Output], before: Before = _nothing
) -> Iterator[Problem]:
    """Names that stand in no file and arise in an output, put together from two fields.

    What stands on every page is told of the first pages only.
    """
    if edition.manuscript.withheld:
        yield from islice(_in_outputs(edition, outputs, before), _MOST)


def _in_outputs(edition: Edition, outputs: Iterable[Output], before: Before) -> Iterator[Problem]:
    cleared = cleared_of(edition.manuscript.withheld)
    for output in outputs:
        if isinstance(output, Looked) and output.clear:
            continue
        path = output.path.encode()
        if cleared.is_clear(b"output", path, output.data):
            continue
        clear = True
        if _clear_since(edition, output, before):
            cleared.clear(b"output", path, output.data)
            continue
        for problem in _in_output(edition, output):
            clear = False
            yield problem
        if clear:
            cleared.clear(b"output", path, output.data)


def holds_none(edition: Edition, output: Output, before: Before = _nothing) -> bool:
    """Does an output hold no withheld name?"""
    return (
        not edition.manuscript.withheld
        or _clear_since(edition, output, before)
        or not any(_in_output(edition, output))
    )


def _clear_since(edition: Edition, output: Output, before: Before) -> bool:
    """Is it certain that an output holds no name, as none is in what it has and had not before?"""
    if not output.path.endswith((*MARKUP, *TEXTS)) or output.path.startswith("static/"):
        return False
    old = before(output.path)
    # Its path was looked at then too.
    if old is None:
        return False
    if old == output.data:
        return True
    words, had = output.data.decode("utf-8", "replace"), old.decode("utf-8", "replace")
    scan = page_scan(edition.manuscript.withheld)
    return scan.clear_since(had, words, not output.path.endswith(TEXTS))


def _in_output(edition: Edition, output: Output) -> Iterator[Problem]:
    if edition.manuscript.withheld.holds(output.path):
        yield _made(edition, output.path, "", 0)
    if output.path.startswith("static/"):
        return
    if output.path.endswith((*MARKUP, *TEXTS)):
        text = output.data.decode("utf-8", "replace")
        scan = page_scan(edition.manuscript.withheld)
        yield from problems_of_text(edition, output.path, text, scan)


def problems_of_text(
    edition: Edition, path: str, text: str, scan: PageScan | None = None
) -> Iterator[Problem]:
    """The same of the text of one output, for what is laid out or drawn from it as well."""
    withheld = edition.manuscript.withheld
    if withheld:
        scan = scan or PageScan(withheld)
        found = scan.lines(text) if path.endswith(TEXTS) else scan.markup(text)
        for offset in found:
            yield _made(edition, path, text, offset)


def _made(edition: Edition, path: str, text: str, offset: int) -> Problem:
    """The problem of an output, at the record that it is of, as well as can be told."""
    withheld = edition.manuscript.withheld
    shown = covered(withheld, path)
    line = text.count("\n", 0, offset) + 1
    entry = _entry_at(edition, path) or _entry_before(edition, path, text, offset)
    if entry is None:
        where, what = Spot(shown, line, 1), "this file of the output"
    else:
        at = entry.record.at
        where = at._replace(file=covered(withheld, at.file))
        what = f"{shown}, near its line {line}, which is made from this record and others,"
    message = f"{what} would hold a name that this record withholds, put together from its parts"
    return hit(where, message)


def _entry_at(edition: Edition, path: str) -> Entry | None:
    entries = (entry for of_kind in edition.entries.values() for entry in of_kind.values())
    return next((entry for entry in entries if entry.path == path), None)


def _entry_before(edition: Edition, path: str, text: str, offset: int) -> Entry | None:
    """The record that is named last before a place of a list, a book or a data file."""
    folder = posixpath.splitext(posixpath.basename(path))[0]
    found: Entry | None = None
    for match in _PLACES.finditer(text, max(0, offset - 20_000), offset + 200):
        if match.start() > offset and found is not None:
            break
        kind, id_, in_data, in_table = match.groups()
        word = kind or folder
        for name, of_kind in edition.entries.items():
            entry = of_kind.get(id_ or in_data or in_table)
            if entry is not None and word in (name, entry.kind.folder):
                found = entry
    return found


def _files_of_the_record(manuscript: Manuscript) -> Iterator[str]:
    root = manuscript.root
    kinds = {kind.file for kind in manuscript.model.kinds.values()}
    top = (path for path in sorted(root.iterdir()) if path.suffix.lower() in (".yaml", ".yml"))
    yield from (printable(path.name) for path in top if path.is_file())
    for folder in sorted({*kinds, "content", "layouts", "static"}):
        for path in _below(root / folder):
            yield printable(path.relative_to(root).as_posix())


def _winning(folders: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    seen: set[str] = set()
    for folder in folders:
        for path in _below(folder):
            name = path.relative_to(folder).as_posix()
            if name not in seen:
                seen.add(name)
                yield path, name


def _below(folder: Path) -> Iterator[Path]:
    """The files below a folder, by name; hidden ones are neither read nor published."""
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(top) / name for name in sorted(files) if not name.startswith("."))


def _renamed(problems: Iterable[Problem], file: str) -> Iterator[Problem]:
    for each in problems:
        yield hit(Spot(file, 1, 1), each.message)


def _in_file(withheld: Withheld, path: Path, file: str) -> Iterator[Problem]:
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST)
    except OSError:
        return  # whoever needs the file will say so
    source = _text(data)
    if source is None:
        yield from in_bytes(withheld, data, file)
    else:
        yield from in_text(withheld, source, file)


def _text(data: bytes) -> str | None:
    """A file's text, if it is one: UTF-8, or UTF-16 that says so."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return unified(data.decode("utf-16"))
        return None if b"\x00" in data else unified(data.decode())
    except UnicodeDecodeError:
        return None
