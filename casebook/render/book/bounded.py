"""Work in processes of its own, each with so much time and memory and no more.

Whatever a library does there, loop, crash or eat all memory, ends with that process and is told
as what it is. Where processes cannot be forked the work is done here, unbounded.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic

MEMORY = 4 * 1024**3
"""Bytes that a process may take beyond what it begins with."""
PATIENCE = 8
"""Seconds on the clock for a second of work: other programs may have the processor."""
_CRASHED, _ENDLESS, _LARGE = "crashed", "endless", "large"


class Stopped(Exception):  # noqa: N818
    """A piece of work was stopped: `task` is its number, `why` says how it went too far."""

    def __init__(self, task: int, why: str) -> None:
        self.task = task
        self.why = why
        super().__init__(f"task {task}: {why}")


@dataclass(slots=True)
class _Running:
    task: int
    process: BaseProcess
    until: float


def in_processes(
    work: Callable[[int], bytes], seconds: Sequence[float], jobs: int
) -> Iterator[tuple[int, bytes]]:
    """`work(n)` for every n, each in its own process, as they finish; the longest begin first.

    `seconds` are how much work each may be. Stopped if one takes more, too much memory, or
    crashes; an exception in a process is raised here. All processes have ended afterwards.
    """
    tasks = sorted(range(len(seconds)), key=lambda task: (-seconds[task], task))
    if sys.platform != "linux":
        for task in tasks:
            yield task, work(task)
        return
    running: dict[Connection, _Running] = {}
    try:
        while tasks or running:
            while tasks and len(running) < jobs:
                _begin(running, work, tasks[0], seconds[tasks.pop(0)])
            nearest = min(one.until for one in running.values())
            ready = wait(list(running), max(0.0, nearest - monotonic()))
            for line in ready:
                assert isinstance(line, Connection)
                one = running.pop(line)
                yield one.task, _outcome(one, line)
            for one in running.values():
                if one.until < monotonic():
                    raise Stopped(one.task, _ENDLESS)
    finally:
        for line, one in running.items():
            one.process.kill()
            one.process.join()
            line.close()


def _begin(
    running: dict[Connection, _Running], work: Callable[[int], bytes], task: int, seconds: float
) -> None:
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    others = [ours, *running]
    process = fork.Process(target=_work, args=(work, task, seconds, theirs, others), daemon=True)
    process.start()
    theirs.close()
    running[ours] = _Running(task, process, monotonic() + seconds * PATIENCE)


def _outcome(one: _Running, line: Connection) -> bytes:
    try:
        told = line.recv_bytes()
    except (EOFError, OSError):
        told = b""
    finally:
        line.close()
    one.process.join()
    if not told:
        import signal

        ended = one.process.exitcode
        raise Stopped(one.task, _ENDLESS if ended == -signal.SIGXCPU else _CRASHED)
    if told[:1] == b"+":
        return told[1:]
    raised = pickle.loads(told[1:])  # our own child's words
    if isinstance(raised, MemoryError):
        raise Stopped(one.task, _LARGE) from raised
    raise raised


def _work(
    work: Callable[[int], bytes],
    task: int,
    seconds: float,
    line: Connection,
    others: Iterable[Connection],
) -> None:
    """In the new process."""
    import signal

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    # A pipe that is held open at both ends here would keep us waiting for ever, should the
    # process that reads it be killed.
    for other in others:
        other.close()
    _bind(seconds)
    try:
        told = b"+" + work(task)
    except BaseException as error:
        told = b"!" + _packed(error)
    with contextlib.suppress(BrokenPipeError):
        line.send_bytes(told)
    line.close()


def _packed(error: BaseException) -> bytes:
    import traceback

    try:
        data = pickle.dumps(error)
        pickle.loads(data)
    except Exception:
        return pickle.dumps(RuntimeError("".join(traceback.format_exception(error))))
    return data


def _bind(seconds: float) -> None:
    import resource
    from math import ceil
    from pathlib import Path

    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _lower(resource.RLIMIT_AS, used + MEMORY)
    _lower(resource.RLIMIT_CPU, ceil(seconds))
    _lower(resource.RLIMIT_CORE, 0)


def _lower(what: int, most: int) -> None:
    import resource

    _, hard = resource.getrlimit(what)
    if hard == resource.RLIM_INFINITY or hard > most:
        resource.setrlimit(what, (most, hard))
