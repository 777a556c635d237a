"""Being asked to end while publishing: first tidy up, then end as asked."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class AskedToEnd(BaseException):
    """A signal that asks to end, as an exception; the process ends by it when all is tidied."""

    def __init__(self, number: int) -> None:
        """`number` is the signal's."""
        super().__init__(number)
        self.number = number


@contextmanager
def tidy_end() -> Iterator[None]:
    """SIGTERM and SIGHUP, if nobody handles them, end the work inside like an exception.

    Clean-up runs; then the process ends by the same signal, as whoever sent it expects.
    SIGINT does so in Python anyway (KeyboardInterrupt). Only the main thread can listen: in
    another nothing changes, and the next build clears up after this one.
    """
    numbers = _unhandled() if threading.current_thread() is threading.main_thread() else []

    def end(number: int, frame: FrameType | None) -> None:
        for each in numbers:  # one is enough: do not disturb the clean-up
            signal.signal(each, signal.SIG_IGN)
        raise AskedToEnd(number)

    asked = None
    try:
        for number in numbers:
            signal.signal(number, end)
        yield
    except AskedToEnd as request:
        asked = request
        raise
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)
        if asked is not None:
            os.kill(os.getpid(), asked.number)


def _unhandled() -> list[signal.Signals]:
    names = ("SIGTERM", "SIGHUP")
    known = [getattr(signal, name) for name in names if hasattr(signal, name)]
    return [number for number in known if signal.getsignal(number) is signal.SIG_DFL]
