"""All that a build is made from, as digests: the record's files, the generator's, the system's."""

# What is asked of hundreds of files at each start is asked without objects.
# ruff: noqa: PTH110, PTH112, PTH115, PTH116, PTH118, PTH119, PTH122, PTH123, PTH208

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.shipped import shipped_folder

if TYPE_CHECKING:
    from hashlib import _Hash

_YAML = (".yaml", ".yml")
_AROUND = ("/layouts/", "/static/", "/words/", "/withheld.yaml")
_DEEPEST = 40
_LIBRARIES = ("site-packages", "dist-packages")
_LINKED = "/etc/ld.so.cache"
"""Changes whenever a shared library is installed, such as those that lay out the book."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was found, and by what to tell whether it was left alone since."""

    generator: str
    """A digest of the generator, its layouts and static files, and the libraries it stands on."""
    record: str
    """A digest of the record's files: their names, and what is in them."""
    around: str
    """A digest of those of both that every page hangs on: all of the generator, and of the record
    its layouts, static files and words of its own, and the names that it withholds."""
    signs: str
    """A digest of sizes, inodes and times: another one means that somebody wrote meanwhile."""


def look(site: Path, folders: Iterable[str]) -> Inputs | None:
    """What a record is built from now; `folders` are those of the record, beside its root files.

    None where it cannot be told: a folder that may not be read, or links in a circle.
    """
    try:
        signs = sha256()
        record, around = sha256(), sha256()
        for name, path in _of_record(site, folders):
            each = sha256()
            _take(name, path, each, signs)
            record.update(each.digest())
            if name.startswith(_AROUND):
                around.update(each.digest())
        generator = sha256(repr(_system()).encode())
        for name, path in _of_generator():
            _take(name, path, generator, signs)
    except (OSError, ValueError, RecursionError):
        return None
    around.update(generator.digest())
    return Inputs(generator.hexdigest(), record.hexdigest(), around.hexdigest(), signs.hexdigest())


def _of_record(site: Path, folders: Iterable[str]) -> Iterator[tuple[str, str]]:
    names = sorted(os.listdir(site))
    for name in names:
        if os.path.splitext(name)[1].lower() in _YAML:
            yield from _below(f"/{name}", os.path.join(site, name), 0)
    for name in sorted(set(folders)):
        path = os.path.join(site, name)
        if os.path.lexists(path):
            yield from _below(f"/{name}", path, 0)


def _of_generator() -> Iterator[tuple[str, str]]:
    package = Path(__file__).resolve().parent.parent
    yield from _below("/casebook", str(package), 0)
    for name in ("layouts", "static"):
        folder = shipped_folder(name)
        if folder.parent != package:
            yield from _below(f"/{name}", str(folder), 0)


def _below(name: str, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """A file, or a folder and all below it, in one order; links are followed, as loading does."""
    if depth > _DEEPEST:
        raise ValueError(path)
    yield name, path
    if os.path.isdir(path):
        for each in sorted(os.listdir(path)):
            if each != "__pycache__":
                yield from _below(f"{name}/{each}", os.path.join(path, each), depth + 1)


def _take(name: str, path: str, contents: _Hash, signs: _Hash) -> None:
    found = os.lstat(path)
    kind = stat.S_IFMT(found.st_mode)
    said = f"{name}\0{kind}\0{os.readlink(path)}" if stat.S_ISLNK(found.st_mode) else name
    if stat.S_ISLNK(found.st_mode):
        signs.update(_sign(path, found))
        if not os.path.exists(path):
            contents.update(_framed(os.fsencode(said)))
            return
        found = os.stat(path)
    # Permission bits decide what can be read, and a folder's own are in what its listing gave.
    signs.update(_sign(path, found))
    contents.update(_framed(os.fsencode(f"{said}\0{stat.S_IFMT(found.st_mode)}")))
    if stat.S_ISREG(found.st_mode):
        with open(path, "rb", buffering=0) as file:
            contents.update(_framed(file.readall()))


def _sign(path: str, found: os.stat_result) -> bytes:
    if stat.S_ISDIR(found.st_mode):
        # Python writes its compiled modules into folders of the generator.
        return b""
    times = found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_mode
    return _framed(os.fsencode(f"{path}\0{times}"))


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(8, "big") + data


def _system() -> list[object]:
    """The Python and the libraries that outputs hang on, by what their folders are called."""
    found: list[object] = [sys.version, sys.platform, sys.flags.optimize]
    for folder in sys.path:
        if os.path.basename(folder) in _LIBRARIES and os.path.isdir(folder):
            names = (name for name in os.listdir(folder) if name.endswith((".dist-info", ".pth")))
            found.append((folder, sorted(names)))
    try:
        linked = os.stat(_LINKED)
        found.append((linked.st_ino, linked.st_size, linked.st_mtime_ns))
    except OSError:
        found.append(None)
    return found
