"""One build at a time may publish into a folder; the next one waits, and then says so.

The lock is an advisory `flock` on the folder that holds the destination. It needs no file of
its own, and the system lets go of it when a build ends in whatever way. Some network disks
lock no folders, and Windows has no `flock`: there a hidden file is locked and, by whoever
holds it, deleted.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from casebook.publish.errors import PublishError

PATIENCE = 60.0
"""Seconds to wait for another build, unless said otherwise."""
_PAUSE = 0.1
_NO_LOCKS = frozenset({errno.EBADF, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})

Waiting = Callable[[float], None]
"""Is told, several times a second, for how many seconds we have been waiting."""


@contextmanager
def locked(destination: Path, patience: float, waiting: Waiting | None) -> Iterator[None]:
    """Holds the lock of a destination, whose parent must be there, while the work inside runs.

    PublishError when another build holds it for longer than `patience` seconds.
    """
    try:
        fd = _wait(lambda: _lock_folder(destination.parent), destination, patience, waiting)
        file = None
    except _NoFolderLocksError:
        file = destination.parent / f".{destination.name}.casebook-lock"
        path = file
        fd = _wait(lambda: _lock_file(path), destination, patience, waiting)
    try:
        yield
    finally:
        _release(fd, file)


class _NoFolderLocksError(Exception):
    """Folders cannot be locked on this system or this disk."""


def _wait(
    take: Callable[[], int | None], destination: Path, patience: float, waiting: Waiting | None
) -> int:
    start = time.monotonic()
    while (fd := take()) is None:
        waited = time.monotonic() - start
        if waited >= patience:
            raise PublishError(
                f"another build is writing to `{destination.name}`, or to a folder beside it",
                f"we waited {patience:.0f} seconds: build again when it has finished",
            )
        if waiting is not None:
            waiting(waited)
        time.sleep(min(_PAUSE, patience - waited))
    return fd


def _lock_folder(folder: Path) -> int | None:
    if not hasattr(os, "O_DIRECTORY"):
        raise _NoFolderLocksError
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if _try(fd) and _is_at(fd, folder):
            return fd
    except BaseException as error:
        os.close(fd)
        if isinstance(error, OSError) and error.errno in _NO_LOCKS:
            raise _NoFolderLocksError from error
        raise
    os.close(fd)
    return None


def _lock_file(path: Path) -> int | None:
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    except PermissionError:
        if sys.platform == "win32" and path.exists():
            return None  # it is just being deleted
        raise
    try:
        # Who had it before us deletes the file and then lets go: what we hold may be gone.
        if _try(fd) and _is_at(fd, path):
            return fd
    except BaseException as error:
        os.close(fd)
        if isinstance(error, OSError) and error.errno in _NO_LOCKS:
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK)) from error
        raise
    os.close(fd)
    return None


def _is_at(fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except FileNotFoundError:
        return False


def _release(fd: int, file: Path | None) -> None:
    if file is None:
        os.close(fd)
    elif sys.platform == "win32":
        os.close(fd)  # an open file cannot be deleted, neither by us nor by others
        with suppress(OSError):
            file.unlink()
    else:
        with suppress(OSError):
            file.unlink()
        os.close(fd)


if sys.platform == "win32":
    import msvcrt

    def _try(fd: int) -> bool:
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _try(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
