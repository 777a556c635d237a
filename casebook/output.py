"""What a build makes: a relative path and the bytes to be found there.

Paths are kept to what every disk, web server and zip file takes, so that a record built on one
system can be copied to any other. What is not allowed is what POSIX, the Windows naming rules
("Naming Files, Paths, and Namespaces") or a URL would read as something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

LONGEST_PART = 200
"""Characters in one part of a path: most disks stop at 255 bytes."""

_RESERVED = re.compile(r"(?i:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ ]*(?:\..*)?")
_UNWANTED = frozenset('<>:"|?*')


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site; a path that would not do raises ValueError, for it is a bug of ours."""

    path: str
    """Relative to output/, with forward slashes."""
    data: bytes
    """All that the file holds."""

    def __post_init__(self) -> None:
        fault = path_fault(self.path)
        if fault:
            raise ValueError(f"an output cannot be called {self.path!r}: {fault}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the last build that stands already, and would be made again as it is.

    It is good for nothing but to be published to where it stands.
    """

    path: str
    mark: tuple[int, ...]
    """Device, inode, size, times of last writing and last change, mode, owner: while it has
    these, it is the file that was published."""


class NotKeptError(Exception):
    """A file that was to be kept was changed since it was looked at: all is to be made anew."""


def path_fault(path: str) -> str:
    """Why a path will not do for an output, in a few words; nothing where it will.

    For whoever takes names from people, such as the copying of static files, and wants to
    report a problem before an `Output` is made.
    """
    if not path:
        return "it is empty"
    if path.startswith("/"):
        return "it is absolute"
    for part in path.split("/"):
        fault = _part_fault(part)
        if fault:
            return fault
    return ""


def _part_fault(part: str) -> str:
    if not part:
        return "one of its parts is empty"
    if part in (".", ".."):
        return f"`{part}` is not a name"
    if len(part) > LONGEST_PART:
        return f"one of its parts is longer than {LONGEST_PART} characters"
    if "\\" in part:
        return "it holds a backslash"
    if not part.isprintable() and any(unicodedata.category(ch) in _UNSEEN for ch in part):
        return "it holds a control character"
    if not _UNWANTED.isdisjoint(part):
        return 'it holds one of < > : " | ? *, which Windows does not allow'
    if part.endswith((".", " ")):
        return "one of its parts ends in a dot or a space, which Windows drops"
    if _RESERVED.fullmatch(part):
        return f"`{part}` is a device's name on Windows"
    return ""


_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


Each = TypeVar("Each", Output, Output | Kept)


def by_path(outputs: Iterable[Each], taken: Iterable[str] = ()) -> dict[str, Each]:
    """The outputs under their paths, in the order given.

    `taken` are paths that no output may claim. ValueError where two want one path; where two
    files or folders have names that some disks take for the same, as they differ only in case
    or in Unicode form; and where one path is a file for one output and a folder for another.
    """
    claims = _Claims()
    for path in taken:
        claims.claim(path)
    found: dict[str, Each] = {}
    for output in outputs:
        claims.claim(output.path)
        found[output.path] = output
    return found


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that the paths need, below the one that they are relative to."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


class _Claims:
    """Who has which name, as a disk sees names that ignores case and Unicode form."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._known: set[str] = set()

    def claim(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder and folder not in self._known:
            for above in (*reversed(PurePosixPath(folder).parents[:-1]), PurePosixPath(folder)):
                self._claim_folder(str(above))
            self._known.add(folder)
        key = _folded(path)
        for other in (self._files.get(key), self._folders.get(key)):
            if other is not None:
                raise ValueError(_clash(path, other))
        self._files[key] = path

    def _claim_folder(self, folder: str) -> None:
        key = _folded(folder)
        if key in self._files:
            raise ValueError(_clash(folder, self._files[key]))
        if self._folders.setdefault(key, folder) != folder:
            raise ValueError(_clash(folder, self._folders[key]))


def _clash(one: str, other: str) -> str:
    if one == other:
        return f"two outputs want the path {one!r}"
    return f"some disks cannot tell {one!r} from {other!r}"


def _folded(path: str) -> str:
    """Canonical caseless matching (Unicode 3.13, D145)."""
    if path.isascii():
        return path.lower()
    decomposed = unicodedata.normalize("NFD", path).casefold()
    return unicodedata.normalize("NFD", decomposed)
