"""Where a site may be published: nowhere that could cost people their own files."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from casebook.publish.errors import PublishError, plain_words

MARKER = ".casebook"
"""The file by which Casebook knows a folder that it made."""

MARKER_DATA = (
    b"Made by Casebook. The next build replaces this whole folder:\n"
    b"keep nothing of your own in it.\n"
)
_MARKER_START = b"Made by Casebook."

_ELSEWHERE = "choose another folder with --output"


@dataclass(frozen=True, slots=True)
class Place:
    """A destination that may be replaced."""

    path: Path
    """Absolute, its parent free of symlinks."""
    standing: tuple[int, int] | None
    """Device and inode of the folder that stands there, if one does."""


def check_destination(destination: Path, site: Path | None = None) -> None:
    """Raises PublishError where `publish` would refuse to write, without touching anything.

    For telling people before a long build rather than after it. `site` is the site directory,
    which with all that contains it is refused.
    """
    with plain_words(absolute(destination)):
        vet(destination, site)


def vet(destination: Path, site: Path | None) -> Place:
    """The place a destination names; PublishError where it must not be replaced.

    Refused are: a file or a symlink, the site directory, the home directory, whatever contains
    one of these, and a folder with something in it that Casebook did not make. Raises OSError
    where it cannot be looked at.
    """
    path = absolute(destination)
    try:
        found = path.lstat()
    except FileNotFoundError:
        return Place(path, None)
    if stat.S_ISLNK(found.st_mode):
        raise PublishError(
            f"`{destination}` is a link to `{path.readlink()}`, and a link is not followed",
            "name the folder itself with --output, or delete the link",
        )
    if not stat.S_ISDIR(found.st_mode):
        raise PublishError(f"`{destination}` is not a folder but a file", _ELSEWHERE)
    _refuse_precious(destination, found, site)
    _refuse_foreign(destination, path)
    return Place(path, (found.st_dev, found.st_ino))


def absolute(destination: Path) -> Path:
    """A destination from the root, its parent free of symlinks; it need not be there.

    PublishError where that cannot be found out.
    """
    try:
        if destination.name in ("", ".."):
            return destination.resolve()
        return destination.parent.resolve() / destination.name
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, a null character
        message = f"`{destination}` does not lead to a folder"
        raise PublishError(message, _ELSEWHERE) from error


def _refuse_precious(destination: Path, found: os.stat_result, site: Path | None) -> None:
    """Compares folders rather than names: a folder may have several."""
    if _is_or_contains(found, Path("/")):
        raise PublishError(f"`{destination}` is the root of the disk", _ELSEWHERE)
    if site is not None and _is_or_contains(found, site):
        raise PublishError(
            f"`{destination}` is or contains the site directory, whose files it would replace",
            "choose a folder inside the site directory or elsewhere with --output",
        )
    with suppress(RuntimeError):  # there may be no home
        if _is_or_contains(found, Path.home()):
            raise PublishError(f"`{destination}` is or contains your home directory", _ELSEWHERE)


def _is_or_contains(found: os.stat_result, folder: Path) -> bool:
    folder = folder.resolve()
    for above in (folder, *folder.parents):
        with suppress(OSError):
            if os.path.samestat(found, above.stat()):
                return True
    return False


def _refuse_foreign(destination: Path, path: Path) -> None:
    with os.scandir(path) as entries:
        names = {entry.name for entry in entries}
    if not names:
        return
    if not _has_marker(path):
        raise PublishError(
            f"`{destination}` holds files that Casebook did not make, which it would delete",
            "choose an empty or a new folder with --output, or empty this one yourself",
        )
    if ".git" in names:
        raise PublishError(
            f"`{destination}` has become a git repository, which a build would delete",
            "build into another folder with --output and copy the site from there",
        )


def _has_marker(path: Path) -> bool:
    marker = path / MARKER
    try:
        if not stat.S_ISREG(marker.lstat().st_mode):
            return False
        with marker.open("rb") as file:
            return file.read(len(_MARKER_START)) == _MARKER_START
    except FileNotFoundError:
        return False
