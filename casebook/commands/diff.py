"""`diff OLD NEW`: what changed between two editions, in the record's own terms."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.commands.errors import EXIT_DONE, UsageError

if TYPE_CHECKING:
    from casebook.editions.snapshot import Snapshot
    from casebook.withheld.names import Withheld

HELP = "Say what changed between two editions: folders, revisions of git, or published data."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    what = "a folder of a record, a revision of git, a frozen edition, or a data/ folder"
    parser.add_argument("old", metavar="OLD", help=what)
    parser.add_argument("new", metavar="NEW", help="the same, to compare it with")
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help="text for people, markdown for a comment, json for programs (default: text)",
    )


def run(given: argparse.Namespace) -> int:
    """Compare the two and print every change, the most weighty first."""
    from casebook.editions.compare import compare
    from casebook.editions.report import as_json, as_markdown, as_text
    from casebook.interface import ENGLISH

    names: list[Withheld] = []
    old, called_old = _read(given.site, given.old, names)
    new, called_new = _read(given.site, given.new, names)
    changes = compare(old, new, ENGLISH)
    cover = _cover(names)
    heading = f"from {called_old} to {called_new}"
    match given.format:
        case "json":
            told_old, told_new = (
                {"name": called, "edition": one.id}
                for called, one in ((called_old, old), (called_new, new))
            )
            print(as_json(changes, told_old, told_new, cover))
        case "markdown":
            print(as_markdown(changes, heading, cover), end="")
        case _:
            print(as_text(changes, heading, cover), end="")
            for kind in sorted(old.unknown | new.unknown):
                print(f"Not compared: {_NOT_COMPARED.get(kind, kind)}.")
    return EXIT_DONE


_NOT_COMPARED = {
    "page": "narrative pages, which the data do not hold",
    "excerpt": "excerpts, which the data do not hold",
    "gone": "what became of old addresses, which the data do not hold",
}


def _cover(names: list[Withheld]) -> Callable[[str], str]:
    """What covers every name that either side, or the record here, withholds."""
    from casebook.withheld.places import covered

    def cover(words: str) -> str:
        for withheld in names:
            words = covered(withheld, words)
        return words

    return cover


def _read(site: Path, name: str, names: list[Withheld]) -> tuple[Snapshot, str]:
    """An edition by what it was called on the command line, and what to call it."""
    from casebook.commands.revision import is_revision, take_out
    from casebook.editions.frozen import edition_in
    from casebook.editions.published import is_published, published
    from casebook.load.frozen import FOLDER

    path = _path(name)
    if path is not None and path.is_dir():
        if (path / "site.yaml").is_file():
            found = _record(path, names)
            return found, f"{name} (edition {found.id})"
        for folder in (path, path / "data"):
            if is_published(folder):
                data = published(folder)
                if data is None:
                    raise UsageError(f"the data in {folder} cannot be read")
                _withheld_here(site, names)
                return data, name
    # An id is no path: nothing above the folder of the editions is looked at.
    for file in (path, _path(f"{site}/{FOLDER}/{name}.json") if "/" not in name else None):
        if file is not None and file.is_file():
            edition = edition_in(file)
            if edition is None:
                raise UsageError(f"{file} is no edition as `freeze` writes it")
            _withheld_here(site, names)
            head = edition.head
            return edition.snapshot, f"edition {head.id}, frozen on {head.day}"
    if not site.is_dir():
        raise UsageError(f"there is no folder {site}; --site takes the folder that holds site.yaml")
    if is_revision(site, name):
        from tempfile import TemporaryDirectory  # of no use to the other commands

        with TemporaryDirectory(prefix="casebook-") as folder_:
            take_out(site, name, Path(folder_))
            found = _record(Path(folder_), names)
        return found, f"{name} (edition {found.id})"
    raise UsageError(
        f"`{name[:100]}` is no folder of a record or of data, no frozen edition and no revision "
        "of git"
    )


def _path(name: str) -> Path | None:
    try:
        return Path(name) if name and Path(name).exists() else None
    except (OSError, ValueError):  # a name too long, or with a character no file can have
        return None


def _record(folder: Path, names: list[Withheld]) -> Snapshot:
    """The record in a folder; RecordError while anything in it cannot be read or resolved.

    No editorial rule is asked: a change that breaks one is a change to be told of.
    """
    from casebook.commands.change import read_for_change
    from casebook.edit.edit import edit
    from casebook.editions.snapshot import snapshot_of
    from casebook.problem import RecordError
    from casebook.withheld.guard import guarded

    try:
        manuscript = read_for_change(folder).manuscript
    except RecordError as error:
        _withheld_here(folder, names)
        raise RecordError(guarded(error.problems, error.texts, names[-1]), error.texts) from None
    names.append(manuscript.withheld)
    return snapshot_of(edit(manuscript)[0])


def _withheld_here(site: Path, names: list[Withheld]) -> None:
    from casebook.load.kept import read_withheld

    names.append(read_withheld(site, {}, lambda problem: None))
