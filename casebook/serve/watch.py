"""Which files a preview follows, and how it sees that one of them changed.

The files are asked for their state several times a second. livereload's own watcher goes by
the time of change alone, every 0.8 seconds, and misses a file that an editor puts in place
with an older one; here a file counts as changed with any of its times, its size or its inode.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from casebook.load.frozen import FOLDER
from casebook.load.words import SHIPPED, WORDS_FOLDER
from casebook.model import Model
from casebook.shipped import shipped_folder

State = tuple[int, int, int, int]
"""Time of change, time of the inode's change, size and inode."""

_LAYING = ("layouts", "static")


def snapshot(site: Path) -> dict[str, State]:
    """The state of every file that the site is made from, by its path.

    These are the record's YAML, its content/, words/, editions/, layouts/ and static/, and layouts,
    words and static files of the generator. Hidden files are left out: no build reads them, and
    editors keep their unsaved work in them. What vanishes meanwhile is taken as not there.
    """
    found: dict[str, State] = {}
    for entry in _entries(site):
        if entry.name.endswith((".yaml", ".yml")):
            _note(entry, found)
    folders = {site / "content", site / WORDS_FOLDER, site / FOLDER, SHIPPED} | {
        site / name for name in _LAYING
    }
    folders |= {site / kind.file for kind in Model().kinds.values()}
    folders |= {shipped_folder(name) for name in _LAYING}
    for folder in sorted({folder.resolve() for folder in folders}):
        _walk(folder, found)
    return found


def _walk(folder: Path | str, found: dict[str, State]) -> None:
    for entry in _entries(folder):
        if _is_folder(entry):
            _walk(entry.path, found)
        else:
            _note(entry, found)


def _entries(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as entries:
        yield from (entry for entry in entries if not entry.name.startswith("."))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    # A link to a folder is not followed, as no build does.
    with suppress(OSError):
        return entry.is_dir(follow_symlinks=False)
    return False


def _note(entry: os.DirEntry[str], found: dict[str, State]) -> None:
    with suppress(OSError):
        # Not the entry's own `stat`, which some systems answer from what they knew before.
        status = os.stat(entry.path)  # noqa: PTH116
        found[entry.path] = (
            status.st_mtime_ns,
            status.st_ctime_ns,
            status.st_size,
            status.st_ino,
        )
