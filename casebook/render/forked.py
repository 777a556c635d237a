"""Work dealt out to forked processes, which send back what they made.

`multiprocessing.Pool` waits for ever for what a killed process was to send, and its processes
wait for ever where the one that began them is killed. Here each has a pipe to itself, and the
system closes both ends of it: whichever side ends, in whatever way, the other one is told.

What is to be made is inherited and never sent, as an Edition is too large to pickle.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from casebook.output import Output
from casebook.render.process_ended import ProcessEnded

_NUMBER = 4
_LENGTH = 8
"""Bytes of what stands before each chunk: its number and its length."""
_ROOM = 1 << 20
"""Bytes that may wait for whoever reads them while the next chunk is made."""
_TURN = 0.1
"""Seconds in which we are asked to end too, where all processes of a terminal are."""
_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What ends a forked process at once, whatever the one that began it does when it comes."""

Work = Callable[[int], Output]


def in_processes(work: Work, chunks: Sequence[range], jobs: int) -> Iterator[Output]:
    """The outputs of all chunks in their order, made in so many processes.

    ProcessEnded if one of them dies. What raises there is done again here, and raises here.
    """
    numbers = _pipe_of_numbers(len(chunks))
    forked: list[_Forked] = []
    try:
        for _ in range(jobs):
            _fork(forked, numbers, work, chunks)
        os.close(numbers)
        numbers = -1
        made: dict[int, list[Output] | None] = {}
        arrivals = _arrivals(forked)
        for number, chunk in enumerate(chunks):
            while number not in made:
                found, outputs = next(arrivals)
                made[found] = outputs
            outputs = made.pop(number)
            # What raised there does so again here, where its traceback is.
            yield from map(work, chunk) if outputs is None else outputs
    finally:
        if numbers >= 0:
            os.close(numbers)
        for one in forked:
            one.end()


def _pipe_of_numbers(count: int) -> int:
    """A pipe that holds the numbers of all chunks: whichever process is free takes the next.

    Reads of one number each are atomic, and there is no more to come once all are taken.
    """
    reading, writing = os.pipe()
    data = b"".join(number.to_bytes(_NUMBER, "big") for number in range(count))
    try:
        assert os.write(writing, data) == len(data)
    finally:
        os.close(writing)
    return reading


@dataclass(slots=True)
class _Forked:
    """A process of ours, and the pipe on which it sends what it made."""

    pid: int
    line: int

    def end(self) -> None:
        """See that it is no more."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.wait()

    def wait(self) -> int:
        """Its exit code, or the number of the signal that ended it below zero."""
        os.close(self.line)
        pid, self.pid = self.pid, 0
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _fork(forked: list[_Forked], numbers: int, work: Work, chunks: Sequence[range]) -> None:
    reading, writing = os.pipe()
    with suppress(OSError):  # a system may allow less
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _ROOM)
    # A signal that comes meanwhile must not run our handlers in the new process.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _END)
    try:
        pid = os.fork()
        if pid == 0:
            _be_forked(forked, numbers, (reading, writing), work, chunks)
        os.close(writing)
        forked.append(_Forked(pid, reading))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _be_forked(
    others: list[_Forked], numbers: int, line: tuple[int, int], work: Work, chunks: Sequence[range]
) -> None:
    """In the new process: makes chunks until none is left, and never returns."""
    code = 1
    try:
        for each in _END:
            signal.signal(each, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _END)
        # While another process holds a pipe's reading end, its writer is not told of our end.
        for fd in (line[0], *(other.line for other in others if other.pid)):
            os.close(fd)
        while taken := os.read(numbers, _NUMBER):
            number = int.from_bytes(taken, "big")
            _send(line[1], number, _outcome(work, chunks[number]))
        code = 0
    except BrokenPipeError:
        pass  # nobody is there who wants it
    finally:
        os._exit(code)


def _outcome(work: Work, chunk: range) -> bytes:
    """What a chunk came to, to be sent; nothing where it raised."""
    try:
        return pickle.dumps([work(number) for number in chunk], pickle.HIGHEST_PROTOCOL)
    except Exception:
        return b""


def _send(line: int, number: int, data: bytes) -> None:
    head = number.to_bytes(_NUMBER, "big") + len(data).to_bytes(_LENGTH, "big")
    for part in (head, data):
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(line, rest) :]


def _arrivals(forked: list[_Forked]) -> Iterator[tuple[int, list[Output] | None]]:
    """Chunks by their numbers as they come in; None for what raised. ProcessEnded if one dies."""
    waiting = {one.line: one for one in forked}
    watch = select.poll()
    for line in waiting:
        watch.register(line, select.POLLIN)
    while waiting:
        for line, _ in watch.poll():
            head = _received(line, _NUMBER + _LENGTH)
            number, length = head[:_NUMBER], int.from_bytes(head[_NUMBER:], "big")
            data = _received(line, length) if len(head) == _NUMBER + _LENGTH else b""
            if len(head) == _NUMBER + _LENGTH and len(data) == length:
                yield int.from_bytes(number, "big"), pickle.loads(data) if data else None
                continue
            watch.unregister(line)
            if status := waiting.pop(line).wait():
                if -status in _END:
                    time.sleep(_TURN)
                raise ProcessEnded(status)


def _received(line: int, length: int) -> bytearray:
    """So many bytes; fewer where the other end is closed before."""
    data = bytearray(length)
    rest = memoryview(data)
    while rest and (got := os.readv(line, [rest])):
        rest = rest[got:]
    return data if not rest else data[: length - len(rest)]
