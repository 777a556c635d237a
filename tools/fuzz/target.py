"""What a target is, and what all of them begin from: files of the tests and a small record."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TESTS = ROOT / "tests"


@dataclass(frozen=True, slots=True)
class Target:
    """One reader."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    """Inputs to begin from."""
    longest: int = 8_000
    """Bytes of an input; what is longer than this is for the tests of bounds."""
    words: tuple[str, ...] = ()
    """What its language is made of."""
    share: int = 1
    """Of the time: more for one that goes through much code, or takes long over an input."""


def text_of(data: bytes) -> str:
    """Any bytes as text, as a reader gets it that is handed text."""
    return data.decode("utf-8", "replace")


def files(*patterns: str) -> Iterator[bytes]:
    """Short files of the tests, as inputs to begin from."""
    for pattern in patterns:
        for path in sorted(TESTS.glob(pattern)):
            if path.is_file() and path.stat().st_size < 30_000:
                yield path.read_bytes()


@cache
def small_record() -> Path:
    """A small record that fills in every field, in a folder that goes when the process ends."""
    if str(TESTS) not in sys.path:
        sys.path.append(str(TESTS))
    from tiny import write
    from whole import WHOLE

    folder = Path(tempfile.mkdtemp(prefix="casebook-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return write(folder, WHOLE)
