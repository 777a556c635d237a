"""Bringing what was written safely to the disk, so that it also survives a power cut."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path


def to_disk(folder: Path, files: Iterable[Path], folders: Iterable[Path]) -> None:
    """Returns when a folder is on the disk with the files and folders named, all below it.

    Linux can do this for a whole disk at once (`syncfs`), which for thousands of small files
    is many times faster than asking for each. Raises OSError, also for what the disk refuses
    only now.
    """
    if not _sync_all(folder):
        for path in files:
            _sync(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
        for path in (*folders, folder):
            folder_to_disk(path)


def folder_to_disk(folder: Path) -> None:
    """Returns when the names in one folder are on the disk, where the system can do that."""
    if hasattr(os, "O_DIRECTORY"):
        _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def _sync_all(folder: Path) -> bool:
    if sys.platform != "linux":
        return False
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return False
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if syncfs(fd) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), os.fspath(folder))
    finally:
        os.close(fd)
    return True


def _sync(path: Path, flags: int) -> None:
    fd = os.open(path, flags)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network disks
            raise
    finally:
        os.close(fd)
