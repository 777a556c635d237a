"""Progress of long work: a line that changes on a terminal, one line a stage elsewhere."""

from __future__ import annotations

import sys
from typing import TextIO


class Progress:
    """Says on standard error what is being done."""

    def __init__(self, stream: TextIO | None = None, quiet: bool = False) -> None:
        """`quiet` says nothing at all, for output that programs read."""
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._changing = not quiet and self._stream.isatty()

    def __call__(self, words: str) -> None:
        """Begin a stage."""
        if self._quiet:
            return
        if self._changing:
            print(f"\r\x1b[K{words} ...", end="", file=self._stream, flush=True)
        else:
            print(words, file=self._stream, flush=True)

    def done(self) -> None:
        """Leave the terminal as it was."""
        if self._changing:
            print("\r\x1b[K", end="", file=self._stream, flush=True)
