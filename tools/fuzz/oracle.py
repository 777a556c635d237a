"""What counts as a finding: anything that one input does other than to be read or refused."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType

SECONDS = 10
"""Of the processor, for one input; the inputs are short."""
MEMORY = 512
"""MiB that reading one input may add to what the process holds."""
_HERE = str(Path(__file__).parent)


class TooLong(BaseException):
    """The time is up. It is no Exception, so that nothing that is tried takes it for its own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What an input did."""

    signature: str
    """What was raised and where: two inputs with one signature are one finding."""
    told: str
    """The traceback."""


def tried(run: Callable[[bytes], None], data: bytes, seconds: float = SECONDS) -> Finding | None:
    """What reading some bytes came to; None where they were read or refused as they should be."""
    try:
        with _limited(seconds):
            run(data)
    except (Exception, TooLong, RecursionError) as error:
        return Finding(_signature(error), "".join(traceback.format_exception(error)))
    return None


def smallest(run: Callable[[bytes], None], data: bytes, tries: int = 2_000) -> bytes:
    """A shorter input that does the same, by leaving out ever smaller parts of it (ddmin)."""
    found = tried(run, data)
    if found is None:
        return data
    signature = found.signature
    size = max(1, len(data) // 2)
    while size:
        start = 0
        while start < len(data) and tries > 0:
            shorter = data[:start] + data[start + size :]
            again = tried(run, shorter)
            tries -= 1
            if again is not None and again.signature == signature:
                data = shorter
            else:
                start += size
        size //= 2
    return data


def _signature(error: BaseException) -> str:
    """What was raised, and the innermost line of the generator that it passed through."""
    if isinstance(error, TooLong):
        return "TooLong"
    lines = [
        f"{name}:{line}"
        for name, line in _passed(error.__traceback__)
        if f"{os.sep}casebook{os.sep}" in name or name.startswith(_HERE)
    ]
    where = lines[-1].rpartition(f"{os.sep}casebook{os.sep}")[2] if lines else "?"
    return f"{type(error).__name__} at {where}"


def _passed(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raises TooLong in the main thread when so much of the processor's time is used up."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_: int, frame: FrameType | None) -> None:
        raise TooLong(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def most_memory() -> int:
    """MiB that this process held at its height."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 if sys.platform == "linux" else 1024 * 1024)
