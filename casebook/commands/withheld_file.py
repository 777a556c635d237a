"""Writing withheld.yaml: an entry put in its place, everything else kept as it was."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from casebook.load.kept import WITHHELD_FILE, read_withheld, read_withheld_file
from casebook.model.kept import WithheldNames
from casebook.problem import Problem, RecordError
from casebook.publish import PublishError
from casebook.publish.lock import locked
from casebook.withheld.names import HashedName, Withheld, hashed

_PATIENCE = 20.0
_ABOUT = """\
# Names that stand nowhere in what is published, each spelling an entry: salted hashes of their
# letters, in the order of the hashes, which tells nothing. The command `withhold` adds to them.
# This guards against slips only: whoever guesses a name can hash it and compare.
"""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of names that were to be withheld."""

    added: int
    known: int
    """How many were there already."""
    total: int
    """How many there are now."""
    text: str
    """The file with them; nothing where none was added."""
    names: Withheld
    """All that it holds then."""


def add(site: Path, names: Sequence[str], dry_run: bool = False) -> Added:
    """Add names to the file, which is made where there is none; in a dry run, nothing is written.

    Raises ValueError for a name that is too short or too long, RecordError for a file that is
    damaged, with nothing written, and OSError if it cannot be written. The file is whole at any
    time.
    """
    path = (site / WITHHELD_FILE).resolve()
    try:
        with locked(path, _PATIENCE, None):
            return _add(site, path, names, dry_run)
    except PublishError as error:
        raise ValueError(str(error)) from error


def _add(site: Path, path: Path, names: Sequence[str], dry_run: bool) -> Added:
    files: dict[str, str] = {}
    wrong: list[Problem] = []
    before = read_withheld(site, files, wrong.append)
    kept = read_withheld_file(site, files, lambda problem: None)
    if wrong:
        raise RecordError(wrong, files)
    salt = before.salt or secrets.token_hex(16)
    wanted = {hashed(salt, name) for name in names}
    new = sorted(wanted - set(before.names), key=lambda name: name.hash)
    text = ""
    everything = {*before.names, *new}
    if new:
        text = path.read_bytes().decode() if kept is not None else f"{_ABOUT}salt: {salt}\n"
        text = _with_entries(text, kept, new)
        if not _write(path, text, everything, salt, dry_run):
            # Written in a way that entries cannot be put into: the head is kept.
            head = "".join(line for line in text.splitlines(True) if line.startswith("#"))
            text = _with_entries(f"{head}salt: {salt}\n", None, sorted(everything, key=_hash))
            if not _write(path, text, everything, salt, dry_run):
                raise AssertionError("withheld.yaml does not read as it was written")
    all_names = Withheld(salt, tuple(sorted(everything, key=_hash)))
    return Added(len(new), len(wanted) - len(new), len(everything), text, all_names)


def _hash(name: HashedName) -> str:
    return name.hash


def _with_entries(text: str, kept: WithheldNames | None, new: Sequence[HashedName]) -> str:
    """A file's text with more entries, each before the first whose hash is greater."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += end
    if kept is None or not kept.names:
        lines.append(f"names:{end}")
        lines += [_entry(name, "  ", end) for name in new]
        return "".join(lines)
    first = kept.names[0].at
    indent = lines[first.line - 1][: first.column - 1].rstrip("- ").ljust(first.column - 3)
    past_last = max(spot.line for spot in kept.names[-1].spots.values())
    for name in reversed(new):
        after = next((each.at.line for each in kept.names if each.hash > name.hash), 0)
        place = after - 1 if after else past_last
        # A comment above an entry stays with it.
        while after and place > first.line - 1 and lines[place - 1].lstrip().startswith("#"):
            place -= 1
        lines.insert(place, _entry(name, indent, end))
    return "".join(lines)


def _entry(name: HashedName, indent: str, end: str) -> str:
    fields = (f"- hash: {name.hash}", f"  length: {name.length}", f"  head: {name.head}")
    return "".join(f"{indent}{field}{end}" for field in fields)


def _write(path: Path, text: str, names: set[HashedName], salt: str, dry_run: bool) -> bool:
    """Put the text in place in one step, if it reads as meant; in a dry run, only ask that."""
    beside = None if dry_run else path.parent
    with TemporaryDirectory(dir=beside, prefix=".withheld-") as folder:
        staged = Path(folder) / WITHHELD_FILE
        with staged.open("wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        wrong: list[Problem] = []
        found = read_withheld(Path(folder), {}, wrong.append)
        if wrong or set(found.names) != names or found.salt != salt:
            return False
        if dry_run:
            return True
        if path.exists():
            staged.chmod(stat.S_IMODE(path.stat().st_mode))
        staged.replace(path)
    return True
