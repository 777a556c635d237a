"""Putting one folder where another stands, in one step wherever the system can."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # macOS, sys/stdio.h
_NUMBERS = {"x86_64": 316, "aarch64": 276, "riscv64": 276, "loongarch64": 276}
"""renameat2 as a bare system call, for C libraries that lack it (musl)."""
_NOT_OFFERED = frozenset(
    {
        errno.ENOSYS,
        errno.EINVAL,  # the disk does not know the flag
        errno.ENOTSUP,
        errno.EOPNOTSUPP,
        errno.EPERM,  # a container that forbids calls it does not know
    }
)

_Call = Callable[[bytes, bytes], int]


def put_in_place(staged: Path, destination: Path, aside: Path, standing: bool) -> None:
    """Puts the folder `staged` at `destination`.

    `standing` says whether a folder is there. If so it is afterwards at `staged` or, where
    the system offers no exchange, at `aside`. Raises OSError, with the destination as it was.
    """
    if not standing:
        staged.rename(destination)
    elif not exchange(staged, destination):
        destination.rename(aside)
        try:
            staged.rename(destination)
        except BaseException:
            if not os.path.lexists(destination):
                aside.rename(destination)
            raise


def exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; False where system or disk cannot. Raises OSError."""
    call = _system_call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NOT_OFFERED:
        return False
    raise OSError(code, os.strerror(code), os.fspath(other))


def _system_call() -> _Call | None:
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        named = getattr(libc, "renameat2", None)
        if named is not None:
            return lambda a, b: int(named(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE))
        number = _NUMBERS.get(platform.machine()) if sys.maxsize > 2**32 else None
        if number is not None:
            return lambda a, b: int(
                libc.syscall(ctypes.c_long(number), _AT_FDCWD, a, _AT_FDCWD, b, ctypes.c_uint(2))
            )
    if sys.platform == "darwin":
        swap = getattr(ctypes.CDLL(None, use_errno=True), "renamex_np", None)
        if swap is not None:
            return lambda a, b: int(swap(a, b, ctypes.c_uint(_RENAME_SWAP)))
    return None
