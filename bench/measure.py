"""What a command takes: time, work of processors, memory; and how soon a preview shows an edit."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PATIENCE = 900
"""Seconds after which a command is given up."""
_LOOK = 0.01
"""Seconds between two looks at a page, or at a tree of processes."""
_QUIET = 0.6
"""Seconds in which a preview has to do nothing to be taken for ready."""
_LOOKS = 8
"""How often one looks at it meanwhile."""
_WATCHING = 0.2
"""The part of a processor that it may need to watch for edits."""


class BenchError(Exception):
    """What is timed failed, so that its time would say nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command."""

    seconds: float
    work: float
    """Seconds of processors, of all its processes: on a busy machine the fairer number."""


@dataclass(frozen=True, slots=True)
class Times:
    """What several runs of one thing took, in seconds."""

    median: float
    least: float
    most: float


def times(found: list[float]) -> Times:
    """Of at least one."""
    return Times(median(found), min(found), max(found))


def busy(seconds: float = 2.0) -> float:
    """How many cores were at work on other things while nothing was done here; 0 if unknown."""
    first = _idle_and_all()
    time.sleep(seconds)
    idle, everything = (
        after - before for before, after in zip(first, _idle_and_all(), strict=True)
    )
    return (1 - idle / everything) * (os.cpu_count() or 1) if everything else 0.0


def _idle_and_all() -> tuple[int, int]:
    """Ticks of all cores since the machine began: those without work, and those in all."""
    try:
        line = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0]
    except OSError:
        return 0, 0
    ticks = [int(word) for word in line.split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


def timed(command: list[str], folder: Path, log: Path) -> Run:
    """Run a command in a folder; BenchError with what it said if it fails."""
    # Nobody shall wait until what others have written is on the disk.
    os.sync()
    begun = time.perf_counter()
    with _running(command, folder, log) as process:
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    _look_at(process.returncode, command, log)
    return Run(seconds, used.ru_utime + used.ru_stime)


def peak_memory(command: list[str], folder: Path, log: Path) -> int:
    """The most bytes that a command and its processes held at once; what they share counts once.

    It is asked for so often that the time of such a run says nothing. 0 where there is no /proc.
    """
    most = 0
    with _running(command, folder, log) as process:
        while process.poll() is None:
            most = max(most, sum(map(_memory, _processes(process.pid))))
            time.sleep(_LOOK)
    _look_at(process.returncode, command, log)
    return most


class Preview:
    """A preview that runs, and one page of it that somebody looks at."""

    def __init__(self, process: subprocess.Popen[bytes], address: str, log: Path) -> None:
        self._process, self._address, self._log = process, address, log

    def get(self) -> str:
        """The page as it is now; nothing where none is yet."""
        try:
            with urllib.request.urlopen(self._address, timeout=PATIENCE) as answer:
                text: str = answer.read().decode()
                return text
        except (urllib.error.URLError, OSError):
            return ""

    def shows(self, sign: str) -> float:
        """Ask for the page until it holds something; the moment."""
        end = time.monotonic() + PATIENCE
        while sign not in self.get():
            if self._process.poll() is not None or time.monotonic() > end:
                raise BenchError(f"the preview never showed {sign!r}:\n{_tail(self._log)}")
            time.sleep(_LOOK)
        return time.perf_counter()

    def settle(self) -> None:
        """Wait until it has nothing left to do but to watch for edits."""
        end = time.monotonic() + PATIENCE
        while not self._rests() and time.monotonic() < end:
            pass

    def _rests(self) -> bool:
        """Does it neither work for a while nor, on a busy machine, wait to be let?"""
        before, wanting = self._ticks(), 0
        for _ in range(_LOOKS):
            time.sleep(_QUIET / _LOOKS)
            wanting += any(map(_wants_to_run, _processes(self._process.pid)))
        worked = (self._ticks() - before) / os.sysconf("SC_CLK_TCK")
        return wanting <= 1 and worked < _QUIET * _WATCHING

    def _ticks(self) -> int:
        return sum(map(_worked, _processes(self._process.pid)))


@contextmanager
def preview(
    serve: Callable[[int], list[str]], folder: Path, page: str, log: Path
) -> Iterator[Preview]:
    """Start a preview at a free port and look at a page of it; it is stopped in the end."""
    port = _free_port()
    with _running(serve(port), folder, log) as process:
        yield Preview(process, f"http://127.0.0.1:{port}/{page}", log)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], folder: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command in a session of its own, all of which ends with the block."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """All processes of the session, kindly at first."""
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        try:
            process.wait(5)
            return
        except subprocess.TimeoutExpired:
            continue


def _look_at(status: int, command: list[str], log: Path) -> None:
    if status:
        raise BenchError(f"{' '.join(command)} ended with {status}:\n{_tail(log)}")


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]


def _processes(session: int) -> Iterator[int]:
    """The processes of a session, by number; it is asked for while they come and go."""
    for entry in Path("/proc").glob("[0-9]*"):
        fields = _after_name(entry)
        if fields and int(fields[3]) == session:
            yield int(entry.name)


def _after_name(entry: Path) -> list[str]:
    """What `stat` says of a process after its name, which may hold anything."""
    try:
        return (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def _wants_to_run(process: int) -> bool:
    """Is one of its threads running, or waiting for a processor or the disk?"""
    tasks = Path(f"/proc/{process}/task")
    try:
        return any((_after_name(task) or " ")[0] in "RD" for task in tasks.iterdir())
    except OSError:
        return False


def _worked(process: int) -> int:
    """The ticks of processors that a process and those it waited for have used."""
    fields = _after_name(Path(f"/proc/{process}"))
    return sum(map(int, fields[11:15])) if fields else 0


def _memory(process: int) -> int:
    """The bytes of a process, with its part of what it shares with others."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next(
        (int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0
    )
