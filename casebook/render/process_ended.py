"""What is raised where one of several processes is ended from outside."""

from __future__ import annotations

import signal


class ProcessEnded(Exception):  # noqa: N818
    """One of several processes was ended from outside, and what it was making is lost."""

    def __init__(self, status: int) -> None:
        """`status` is its exit code, or a signal's number below zero."""
        how = f"ended with {status}" if status >= 0 else f"was stopped by {_signal_name(-status)}"
        super().__init__(f"one of the processes that make the site {how}")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
