"""Editions to publish, and what is to be seen of them afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from casebook.output import Output
from casebook.publish import MARKER, PublishError

ROOT = os.name == "posix" and os.geteuid() == 0
NOBODY = 65534
Files = dict[str, bytes]

OLD: Files = {"index.html": b"old", "events/one.html": b"one", "data/gone.csv": b"1,2"}
NEW: Files = {"index.html": b"new!", "events/one.html": b"one", "people/a.html": b"a"}


def outputs(files: Files) -> list[Output]:
    return [Output(path, data) for path, data in files.items()]


def tree(folder: Path) -> Files:
    """Every file of a published folder but the marker; anything odd in it is a failure."""
    found = {}
    for path in sorted(folder.rglob("*")):
        assert not path.is_symlink()
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
        else:
            assert any(path.iterdir()), f"empty folder {path}"
    assert found.pop(MARKER).startswith(b"Made by Casebook.")
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def unprivileged(work: Callable[[], object]) -> str:
    """What becomes of the work when it is not done by root, for whom nothing is forbidden."""
    if not ROOT:
        return _told(work)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        os.write(writing, _told(work).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told


def _told(work: Callable[[], object]) -> str:
    try:
        return repr(work())
    except PublishError as error:
        return f"PublishError: {error.message} ({error.hint})"
    except BaseException as error:
        return repr(error)


def stays(destination: Path, files: Files = OLD) -> None:
    """Nothing has changed, and nothing was left beside it."""
    assert tree(destination) == files
    assert names(destination.parent) == [destination.name]
