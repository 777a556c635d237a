"""Which lines of a text are new, where an older one was looked through already."""

from __future__ import annotations

from collections.abc import Sequence

_BLOCK = 4096
_MOST = 400
"""Places where a text differs; one that differs in more is as good as new."""


def changes(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]] | None:
    """The runs of new lines: the number of the first, and of the one after the last.

    Whatever stands between two runs stands so in the old text too, in one piece. A run may be
    empty: there two lines have met, or one has lost its neighbour. None where the texts have too
    little in common to tell.
    """
    begin = _alike(old, new)
    if begin == len(new) == len(old):
        return []
    # Lines that stand once in the old text; where others belong cannot be told by themselves.
    places: dict[str, int] = {}
    for number, line in enumerate(old):
        places[line] = -1 if line in places else number
    found: list[tuple[int, int]] = []
    past = at = begin
    while at < len(new):
        there = places.get(new[at], -1)
        if there < 0:
            at += 1
            continue
        if len(found) == _MOST:
            return None
        found.append((past, at))
        while more := _alike(old[there : there + _BLOCK], new[at : at + _BLOCK]):
            there, at = there + more, at + more
        past = at
    if past < len(new) or not found:
        found.append((past, len(new)))
    return found


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines both begin with."""
    most = min(len(one), len(other))
    at = 0
    while at < most and one[at : at + _BLOCK] == other[at : at + _BLOCK]:
        at += _BLOCK
    at = min(at, most)
    while at < most and one[at] == other[at]:
        at += 1
    return at
