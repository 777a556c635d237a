"""The passing folders beside a destination: made, recognised again, put right and removed."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from casebook.publish.interrupt import AskedToEnd


def new_staging(destination: Path) -> Path:
    """A new empty folder beside the destination, with the modes of any new folder.

    (`tempfile.mkdtemp` would close it to everybody else, web servers included.)
    """
    while True:
        path = _passing_name(destination)
        with suppress(FileExistsError):
            path.mkdir()
            return path


def aside(destination: Path) -> Path:
    """Where a whole old folder stands while there is no exchanging it."""
    return destination.parent / f".{destination.name}.casebook-previous"


def strays(destination: Path) -> list[Path]:
    """The passing folders of this destination, by their names, which only we give."""
    ours = re.compile(re.escape(f".{destination.name}.casebook-") + r"[0-9a-f]{8}")
    with os.scandir(destination.parent) as entries:
        return sorted(
            Path(entry.path)
            for entry in entries
            if ours.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
        )


@contextmanager
def tidied(destination: Path) -> Iterator[None]:
    """Tidies what killed builds left before the work inside, and what it leaves after it.

    To be used under the lock: who holds it knows that no passing folder is in use.
    """
    tidy(destination)
    try:
        yield
    finally:
        try:
            tidy(destination)
        except (KeyboardInterrupt, AskedToEnd):
            # Whoever wants us to end waits so long; nobody else would know of what is left.
            tidy(destination)
            raise


def tidy(destination: Path) -> None:
    """Puts back an old folder that stands aside, and removes all passing ones that it can.

    Whatever bears a passing name is never the site: not yet, or no longer. Raises OSError
    when an old folder cannot be put back.
    """
    _put_back(destination)
    for path in strays(destination):
        remove_tree(path)


def _put_back(destination: Path) -> None:
    old = aside(destination)
    with suppress(FileNotFoundError):
        if not stat.S_ISDIR(old.lstat().st_mode):
            return
        if os.path.lexists(destination):
            # Under this name there is only ever a whole site: it goes under another.
            old.rename(_passing_name(destination))
        else:
            old.rename(destination)


def _passing_name(destination: Path) -> Path:
    return destination.parent / f".{destination.name}.casebook-{secrets.token_hex(4)}"


def remove_tree(folder: Path) -> None:
    """Removes a folder as far as it can; what it cannot is left for the next build to try."""
    shutil.rmtree(folder, ignore_errors=True)
    if not folder.is_dir():
        return
    _open(folder)  # a folder that somebody closed keeps what is in it
    for path, inside, _ in os.walk(folder):
        for name in inside:
            _open(Path(path, name))
    shutil.rmtree(folder, ignore_errors=True)


def _open(folder: Path) -> None:
    with suppress(OSError):
        if not folder.is_symlink():
            folder.chmod(stat.S_IRWXU)
