"""Which processes there are, as Linux tells in /proc."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def children() -> set[int]:
    """Those that this process began and has not yet heard the end of."""
    return {pid for pid, _, parent, _ in _all() if parent == os.getpid()}


def alive_in_group(group: int) -> list[int]:
    """Those of a process group that still run; not those that ended and nobody asked after."""
    return [pid for pid, state, _, found in _all() if found == group and state not in "ZX"]


def _all() -> Iterator[tuple[int, str, int, int]]:
    """Each with its state, its parent and its group."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                words = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue  # it has just gone
            # A name may hold spaces and brackets: what follows the last bracket does not.
            state, parent, group = words.rpartition(")")[2].split()[:3]
            yield int(folder.name), state, int(parent), int(group)
