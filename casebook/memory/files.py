"""Files that are kept from build to build: read with suspicion, replaced whole."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from casebook.memory.blobs import Damaged, pack, unpack

_IGNORE = "# Made by Casebook to build faster. It can be deleted.\n*\n"
_LARGEST = 1 << 29
"""Bytes of a file that are read: what a build keeps is far smaller."""


def recall(folder: Path, name: str) -> tuple[object, list[bytes]] | None:
    """The values and bytes that were kept under a name; None if they are not there, and whole."""
    flags = os.O_RDONLY
    # Neither follow a link nor wait for a pipe that somebody put there.
    for each in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, each, 0)
    try:
        with os.fdopen(os.open(folder / name, flags), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
                return None
            return unpack(file.read())
    except (OSError, Damaged, ValueError, TypeError, RecursionError):
        return None


def keep(folder: Path, name: str, values: object, blobs: tuple[bytes, ...] = ()) -> bool:
    """Put values and bytes under a name, in place of what was there; False if that cannot be."""
    if folder.is_symlink():
        return False
    try:
        _keep(folder, name, values, blobs)
    except OSError:
        tidy(folder, name)
        return False
    except BaseException:  # whoever is asked to end leaves nothing half written either
        tidy(folder, name)
        raise
    return True


def _keep(folder: Path, name: str, values: object, blobs: tuple[bytes, ...]) -> None:
    from tempfile import mkstemp  # a build that finds nothing to do keeps nothing

    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not os.path.lexists(ignore):
        ignore.write_text(_IGNORE, encoding="utf-8")
    handle, staged = mkstemp(prefix=f".{name}.", dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(pack(values, blobs))
    Path(staged).replace(folder / name)


def tidy(folder: Path, name: str) -> None:
    """Remove what is half written under a name, such as killed builds leave."""
    with suppress(OSError):
        for path in folder.glob(f".{name}.*"):
            forget(path)


def forget(path: Path) -> None:
    """Remove a file, if that can be."""
    with suppress(OSError):
        path.unlink()
