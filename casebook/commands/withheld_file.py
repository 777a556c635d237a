"""Writing withheld.yaml: an entry put in its place, everything else kept as it was."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from casebook.load.kept import WITHHELD_FILE, read_withheld, read_withheld_file
from casebook.model.kept import WithheldNames
from casebook.problem import Problem, RecordError
from casebook.publish import PublishError
from casebook.publish.lock import locked
from casebook.withheld.names import HashedName, hashed

_PATIENCE = 20.0
_ABOUT = """\
# Names that stand nowhere in what is published, each spelling an entry: salted hashes of their
# letters, in the order of the hashes, which tells nothing. The command `withhold` adds to them.
# This guards against slips only: whoever guesses a name can hash it and compare.
"""


def add(site: Path, names: Sequence[str]) -> tuple[int, int, int]:
    """Add names to the file, which is made where there is none.

    Gives how many were added, how many were there already, and how many there are now. Raises
    ValueError for a name that is too short or too long, RecordError for a file that is damaged,
    with nothing written, and OSError if it cannot be written. The file is whole at any time.
    """
    path = (site / WITHHELD_FILE).resolve()
    try:
        with locked(path, _PATIENCE, None):
            return _add(site, path, names)
    except PublishError as error:
        raise ValueError(str(error)) from error


def _add(site: Path, path: Path, names: Sequence[str]) -> tuple[int, int, int]:
    files: dict[str, str] = {}
    wrong: list[Problem] = []
    before = read_withheld(site, files, wrong.append)
    kept = read_withheld_file(site, files, lambda problem: None)
    if wrong:
        raise RecordError(wrong, files)
    salt = before.salt or secrets.token_hex(16)
    wanted = {hashed(salt, name) for name in names}
    new = sorted(wanted - set(before.names), key=lambda name: name.hash)
    if new:
        text = path.read_bytes().decode() if kept is not None else f"{_ABOUT}salt: {salt}\n"
        text = _with_entries(text, kept, new)
        everything = {*before.names, *new}
        if not _write(path, text, everything, salt):
            # Written in a way that entries cannot be put into: the head is kept.
            head = "".join(line for line in text.splitlines(True) if line.startswith("#"))
            anew = _with_entries(f"{head}salt: {salt}\n", None, sorted(everything, key=_hash))
            if not _write(path, anew, everything, salt):
                raise AssertionError("withheld.yaml does not read as it was written")
    return len(new), len(wanted) - len(new), len(before.names) + len(new)


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


def _write(path: Path, text: str, names: set[HashedName], salt: str) -> bool:
    """Put the text in place in one step, if it reads as meant."""
    with TemporaryDirectory(dir=path.parent, prefix=".withheld-") as folder:
        staged = Path(folder) / WITHHELD_FILE
        with staged.open("wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        wrong: list[Problem] = []
        found = read_withheld(Path(folder), {}, wrong.append)
        if wrong or set(found.names) != names or found.salt != salt:
            return False
        if path.exists():
            staged.chmod(stat.S_IMODE(path.stat().st_mode))
        staged.replace(path)
    return True
