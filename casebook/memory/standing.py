"""What stands in a folder that was published, known by what only the system can give a file.

A file is taken for the one that was published while its device, inode, size, mode, owner and both
its times are those noted then. Nobody can choose the time of a file's last change of any kind
(ctime), nor its inode: so what an archive or a checkout brings along is never taken for ours.
"""

from __future__ import annotations

import marshal
import os
import stat
import time
from collections.abc import Mapping
from hashlib import sha256

Mark = tuple[int, int, int, int, int, int, int]
"""Device, inode, size, time of last writing, time of last change, mode, owner."""

_PLAIN = 2
"""The last version of marshal's format that has no references."""
_TICK = 0.025
"""Seconds after which any change gives a file another time: the clocks of files tick at 100 Hz
or faster."""


def mark_of(found: os.stat_result) -> Mark:
    """By what to know a file again."""
    return (
        found.st_dev,
        found.st_ino,
        found.st_size,
        found.st_mtime_ns,
        found.st_ctime_ns,
        found.st_mode,
        found.st_uid,
    )


def marks(folder: str) -> dict[str, Mark] | None:
    """All that is in a folder, by its path in it; the folder itself is "".

    Folders are known by their modes and owners alone, as their times change with what is in
    them. None where anything but files and folders is there, or it cannot be looked at.
    """
    found: dict[str, Mark] = {}
    pending = [("", folder)]
    try:
        top = os.lstat(folder)
        if not stat.S_ISDIR(top.st_mode):
            return None
        found[""] = _of_folder(top)
        while pending:
            inside, path = pending.pop()
            with os.scandir(path) as entries:
                for entry in entries:
                    name = f"{inside}/{entry.name}" if inside else entry.name
                    seen = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(seen.st_mode):
                        found[name] = mark_of(seen)
                    elif stat.S_ISDIR(seen.st_mode):
                        found[name] = _of_folder(seen)
                        pending.append((name, entry.path))
                    else:
                        return None
    except (OSError, ValueError):
        return None
    return found


def read_marked(path: str, mark: Mark) -> bytes | None:
    """The file that has a mark; None where another one stands there, or it was changed."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        with os.fdopen(os.open(path, flags), "rb", buffering=0) as file:
            if mark_of(os.fstat(file.fileno())) != mark:
                return None
            data = file.readall()
            # It may have been written to while it was read.
            return data if mark_of(os.fstat(file.fileno())) == mark else None
    except (OSError, ValueError):
        return None


def digest_of(found: Mapping[str, Mark]) -> str:
    """All marks in one."""
    # Only written, never read: as bytes that say each value and its length, without references to
    # what was said before. Other ways to write them take four times as long.
    return sha256(marshal.dumps(sorted(found.items()), _PLAIN)).hexdigest()


def settled() -> None:
    """Waits until whatever is changed from now on has another time than what was just published."""
    time.sleep(_TICK)


def has_fine_times(found: Mapping[str, Mark]) -> bool:
    """Do the disk's times tell changes apart that are not seconds apart?"""
    return any(mark[4] % 1_000_000_000 for mark in found.values())


def _of_folder(found: os.stat_result) -> Mark:
    return (found.st_dev, 0, 0, 0, 0, found.st_mode, found.st_uid)
