"""What was laid out before, kept by what it was laid out from.

A folder of files that may be deleted, cut off or scribbled on at any time: what is not whole is
laid out anew. It holds what the last book was made of and no more, so that it cannot grow, and so
that words which were taken out of the record do not live on in it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from casebook.memory.blobs import Damaged, pack, unpack

_SUFFIX = ".part"
_IGNORE = "# Made by Casebook to lay out the book faster. It can be deleted.\n*\n"


class Cache:
    """Bytes by a key; without a folder it remembers only as long as it lives."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._used: set[str] = set()
        self._held: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """What was put under a key, if it is there and whole."""
        name = _name(key)
        self._used.add(name)
        if name not in self._held:
            data = self._read(name)
            if data is None:
                return None
            self._held[name] = data
        return self._held[name]

    def put(self, key: str, data: bytes) -> None:
        """Keep something. A disk that is full or may not be written to is no reason to stop."""
        name = _name(key)
        self._used.add(name)
        self._held[name] = data
        if self._folder is not None:
            with contextlib.suppress(OSError):
                self._write(self._folder, name, pack(None, [data]))

    def keep_used(self) -> None:
        """Forget whatever was neither asked for nor put since the beginning."""
        for path in list(self._files()):
            if path.name not in self._used:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _files(self) -> Iterator[Path]:
        if self._folder is not None:
            with contextlib.suppress(OSError):
                yield from (path for path in self._folder.iterdir() if path.suffix == _SUFFIX)

    def _read(self, name: str) -> bytes | None:
        if self._folder is None:
            return None
        try:
            _, blobs = unpack((self._folder / name).read_bytes())
        except (OSError, Damaged):
            return None
        return blobs[0] if len(blobs) == 1 else None

    def _write(self, folder: Path, name: str, data: bytes) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True)
        ignore = folder.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text(_IGNORE, encoding="utf-8")
        handle, path = mkstemp(suffix=_SUFFIX, dir=folder)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(path).replace(folder / name)
        except OSError:
            Path(path).unlink(missing_ok=True)
            raise


def _name(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:40] + _SUFFIX
