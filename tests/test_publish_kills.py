"""Killed at any moment, or read at any moment: the site is one whole edition, always."""

from __future__ import annotations

import itertools
import os
import random
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from casebook.output import Output
from casebook.publish import MARKER, exchange, publish

pytestmark = pytest.mark.slow

KILLS = 12
MANY = 40
"""Before each step of a small edition it is killed once, below; these kills come at moments that no
step names, and the more of them the better: most are of the long run."""
FILES = 300
STRAY = re.compile(r"\.output\.casebook-(?:[0-9a-f]{8}|previous)")


def edition(letter: str) -> dict[str, bytes]:
    """Files that both editions share, files of its own, and files that differ."""
    files = {f"data/{n}.csv": b"A and B" for n in range(FILES // 4)}
    files |= {f"{letter}/{n}.html": (letter * n).encode() for n in range(1, FILES // 4)}
    return files | {f"events/{n}.html": letter.encode() * 999 for n in range(FILES // 2)}


EDITIONS = {letter: edition(letter) for letter in "AB"}


def outputs(files: dict[str, bytes]) -> list[Output]:
    return [Output(path, data) for path, data in files.items()]


class Builder:
    """A process that publishes the editions A and B in turn; killed when `with` ends."""

    def __init__(self, destination: Path) -> None:
        self._reading, writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                for letter in itertools.cycle(EDITIONS):
                    publish(outputs(EDITIONS[letter]), destination)
                    os.write(writing, b".")
            finally:
                os._exit(1)
        os.close(writing)

    def wait_for(self, publications: int) -> None:
        for _ in range(publications):
            assert os.read(self._reading, 1) == b".", "it ended by itself"

    def __enter__(self) -> Builder:
        return self

    def __exit__(self, *error: object) -> None:
        os.kill(self._pid, signal.SIGKILL)
        status = os.waitpid(self._pid, 0)[1]
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, "it ended by itself"
        os.close(self._reading)


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    return tmp_path / "site" / "output"


def files_at(folder: Path) -> dict[str, bytes]:
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    del found[MARKER]
    return found


def edition_at(folder: Path) -> str:
    """Which edition a folder holds, every file of it and nothing else."""
    found = files_at(folder)
    letter = "A" if "A/1.html" in found else "B"
    assert found == EDITIONS[letter]
    return letter


def strays(destination: Path) -> Iterator[str]:
    for path in destination.parent.iterdir():
        if path != destination:
            assert STRAY.fullmatch(path.name), f"litter: {path.name}"
            yield path.name


def fail(done: int, total: int) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("kills", [KILLS, pytest.param(MANY, marks=pytest.mark.long)])
def test_killed_at_any_moment(kills: int, destination: Path) -> None:
    dice = random.Random(2011)
    seen: set[str] = set()
    left: set[str] = set()
    interrupted = 0
    for kill in range(kills):
        with Builder(destination) as builder:
            if kill % 4 == 1:
                time.sleep(dice.uniform(0, 0.05))  # perhaps while it still tidies
            else:
                builder.wait_for(dice.randint(1, 3))
                assert left.isdisjoint(strays(destination)), "the killed run's folder is there"
                time.sleep(dice.uniform(0, 0.1))
        seen.add(edition_at(destination))
        left = set(strays(destination))
        interrupted += bool(left)
    assert seen == {"A", "B"}
    assert interrupted > kills // 4, "the kills came when nothing was going on"
    publish([Output("index.html", b"last")], destination)
    assert list(strays(destination)) == []
    assert (destination / "index.html").read_bytes() == b"last"


def test_killed_at_any_moment_without_an_exchange(
    destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site may be absent after such a kill, but stands aside, and the next run finds it."""
    monkeypatch.setattr(exchange, "_system_call", lambda: None)
    dice = random.Random(1979)
    for _ in range(8):
        with Builder(destination) as builder:
            builder.wait_for(1)
            time.sleep(dice.uniform(0, 0.1))
        if not destination.exists():
            assert edition_at(destination.with_name(".output.casebook-previous"))
        else:
            edition_at(destination)
    with pytest.raises(ZeroDivisionError):  # a run that tidies and publishes nothing
        publish([Output("a", b"")], destination, progress=fail)
    assert list(strays(destination)) == []
    edition_at(destination)


SMALL = {
    "A": {"index.html": b"A", "data/all.csv": b"A and B", "events/a.html": b"A"},
    "B": {"index.html": b"B", "data/all.csv": b"A and B", "people/b/b.html": b"B"},
}
STEPS = ("open", "os.", "ctypes.dlsym", "fcntl.")


def publish_small(letter: str, destination: Path, die_at: int) -> bool:
    """Publishes in a process of its own, killed before one step; whether it came to the end."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    steps = 0

    def die(event: str, arguments: object) -> None:
        nonlocal steps
        if event.startswith(STEPS):
            steps += 1
            if steps == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(die)
    try:
        publish(outputs(SMALL[letter]), destination)
    except BaseException:
        os._exit(1)
    os._exit(0)


def small_at(folder: Path) -> str:
    found = files_at(folder)
    return next(letter for letter, files in SMALL.items() if files == found)


@pytest.mark.parametrize("how", ["exchange", "renames"])
def test_killed_before_every_step(
    destination: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "renames":
        monkeypatch.setattr(exchange, "_system_call", lambda: None)
    assert publish_small("A", destination, 0)
    order = ""
    absent = 0
    for step in range(1, 1000):
        ended = publish_small("B", destination, step)
        if not destination.exists():
            absent += 1
            with pytest.raises(ZeroDivisionError):  # a run that tidies and publishes nothing
                publish([Output("a", b"")], destination, progress=fail)
        order += small_at(destination)
        assert publish_small("A", destination, 0)
        assert list(strays(destination)) == []
        if ended:
            break
    assert re.fullmatch("A{20,}B{10,}", order), order
    assert absent == (1 if how == "renames" else 0)


def test_readers_always_find_the_site(destination: Path) -> None:
    with Builder(destination) as builder:
        builder.wait_for(1)
        seen: set[bytes] = set()
        start = time.monotonic()
        while time.monotonic() < start + 2 or (len(seen) < 2 and time.monotonic() < start + 30):
            folder = os.open(destination, os.O_RDONLY | os.O_DIRECTORY)  # never absent
            try:
                shared = os.open("data/0.csv", os.O_RDONLY, dir_fd=folder)
                page = os.open("events/0.html", os.O_RDONLY, dir_fd=folder)
            except FileNotFoundError:
                # We were slow and this folder has gone since: it must not be the site.
                assert not os.path.samestat(os.fstat(folder), destination.stat())
                continue
            finally:
                os.close(folder)
            with os.fdopen(shared, "rb") as one, os.fdopen(page, "rb") as other:
                assert one.read() == b"A and B"
                letter = other.read()
            assert letter in (b"A" * 999, b"B" * 999)
            seen.add(letter[:1])
    assert seen == {b"A", b"B"}
