"""A record of some hundred pages that is edited to and fro, built in a process of its own."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from processes import alive_in_group
from tiny import LOG, SITE, write

from casebook.cli import main
from casebook.publish import MARKER
from casebook.render import parallel

BROKEN = "C"
"""The state that fails its checks."""
CACHED = {".gitignore", "last-build", "last-pages"}
"""What a build keeps for the next."""
PEOPLE, EVENTS = 24, 40


def _files(letter: str) -> dict[str, str]:
    """The record in one state. In B an event and a person are others than in A, some are named
    otherwise, and one text that stands on many pages has changed."""
    people = [n for n in range(PEOPLE) if letter == "A" or n != 3]
    events = [n for n in range(EVENTS) if n != (5 if letter == "A" else 6)]
    lost = "[[person-nobody]] and " if letter == BROKEN else ""
    return {
        "site.yaml": SITE,
        "sources.yaml": LOG,
        "people.yaml": "".join(
            f"person-{n}:\n  name: Keeper{n}{letter if n == 1 else ''} of Merrow\n"
            f"  living: alive\n  summary: Keeps the light of month {n}.\n"
            for n in people
        ),
        "places.yaml": "".join(
            f"place-{n}:\n  name: Quay {n}\n  kind: quay\n  summary: The {letter} quay.\n"
            for n in range(8)
        ),
        "timeline.yaml": "".join(
            f"event-{n}:\n  kind: meeting\n  title: Meeting {n}\n"
            f"  date: {1990 + n // 4}-{n % 12 + 1:02d}\n  places: place-{n % 8}\n"
            f"  accounts:\n    - from: log p{n % 3 + 1}\n      says: >\n"
            f"        {lost if n == 9 else ''}[[person-{n % PEOPLE if n % PEOPLE != 3 else 4}]]"
            f" met others{' for long' if letter != 'A' and not n % 7 else ''}.\n"
            for n in events
        ),
    }


STATES = {letter: _files(letter) for letter in ("A", "B", BROKEN)}

Tree = Mapping[str, bytes]


def tree(folder: Path) -> Tree:
    """Every file of a published folder; a link or an empty folder in it is a failure."""
    found = {}
    for path in sorted(folder.rglob("*")):
        assert not path.is_symlink(), path
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
        else:
            assert any(path.iterdir()), f"empty folder {path}"
    assert found.pop(MARKER).startswith(b"Made by Casebook.")
    return found


@pytest.fixture
def quick_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there can be one: a kill asks nothing of the disk, which is slow
    to say that all is safely on it."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="casebook-test-", dir=memory))
    yield folder
    shutil.rmtree(folder)


@cache
def _warm(folder: Path) -> None:
    write(folder, {"site.yaml": SITE})
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        assert main(["build", "--site", str(folder), "--only", "html,data"]) == 0
    shutil.rmtree(folder)


def warm(folder: Path) -> None:
    """Have all modules imported and layouts compiled, so that builds forked from here are quick.
    Of the records that they read nothing is known."""
    if not _warm.cache_info().currsize:
        _warm(folder)


@dataclass
class Site:
    """The record in a folder, and its output/ in it."""

    folder: Path
    states: dict[tuple[str, str], Tree] = field(default_factory=dict)
    """What a first build makes of each state and parts."""

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def edit(self, letter: str) -> None:
        """Give the record a state."""
        write(self.folder, STATES[letter])

    def learn(self, parts: str) -> None:
        """See what first builds come to."""
        for letter in ("A", "B"):
            site = Site(self.folder.with_name(f"cold-{letter}-{parts}"))
            site.edit(letter)
            assert site.build("--no-cache", "--only", parts) == 0
            self.states[letter, parts] = tree(site.output)
            shutil.rmtree(site.folder)
        assert self.states["A", parts] != self.states["B", parts]

    def build(self, *options: str) -> int:
        """Build undisturbed; the exit code."""
        return Run(self, *options).end()

    def stands(self) -> tuple[str, str]:
        """Which state is published, with which parts: every file of it, and nothing else."""
        found = tree(self.output)
        for name, files in self.states.items():
            if files == found:
                return name
        mixed = {
            path: [name for name, files in self.states.items() if files.get(path) == data]
            for path, data in found.items()
        }
        raise AssertionError(f"output/ is no edition: {mixed}")

    def litter(self) -> list[str]:
        """What stands in the record's folder, or its cache, that should not."""
        known = {*STATES["A"], "output", ".casebook-cache"}
        found = {path.parts[0] for path in map(Path, STATES["A"])} | known
        strays = [path.name for path in self.folder.iterdir() if path.name not in found]
        cache = self.folder / ".casebook-cache"
        if cache.is_dir():
            strays += [path.name for path in cache.iterdir() if path.name not in CACHED]
        return sorted(strays)


class Run:
    """One command in a process of its own, which leads a group."""

    def __init__(
        self, site: Site, *options: str, before: Callable[[], object] | None = None
    ) -> None:
        """`before` is done in the new process before the command."""
        self.told = site.folder.with_name("told")
        # Or what the last one said would be read until the new process has come this far, and a
        # signal that waits for some word would be sent before anybody listens.
        self.told.write_text("", encoding="utf-8")
        self.pid = os.fork()
        if self.pid:
            return
        code = 99
        try:
            os.setsid()
            # As a program begins: pytest listens to some of these.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.alarm(120)
            with self.told.open("w", encoding="utf-8") as told:
                sys.stdout = sys.stderr = told
                parallel.WORTH_IT, parallel._CHUNK = 1, 6  # with --jobs 2: in two processes
                if before is not None:
                    before()
                try:
                    code = main(["build", "--site", str(site.folder), *options])
                except BaseException:
                    traceback.print_exc()
        finally:
            os._exit(code)

    def end(self) -> int:
        """Wait for its end; the exit code, or a signal's number below zero."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def has_ended(self) -> bool:
        """Has it? It can still be waited for."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def said(self) -> str:
        """What it said so far."""
        return self.told.read_text(encoding="utf-8")

    def others_end(self) -> None:
        """What it began has ended too, or soon does."""
        until = time.monotonic() + 30
        while alive_in_group(self.pid):
            assert time.monotonic() < until, "processes are left"
            time.sleep(0.01)


WRITING = ("os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.chmod")
"""What Python tells its auditors of where something on the disk is changed, besides `open`."""


def at_step(step: int, deed: Callable[[], object]) -> Callable[[], None]:
    """Does something before the step of so many at which a process changes the disk. To be
    called in that process, and in those that it forks nothing happens."""

    def begin() -> None:
        here, steps = os.getpid(), 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal steps
            writes = event in WRITING
            if event == "open" and isinstance(arguments[2], int):
                writes = bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
            if writes and os.getpid() == here:
                steps += 1
                if steps == step:
                    deed()

        sys.addaudithook(count)

    return begin
