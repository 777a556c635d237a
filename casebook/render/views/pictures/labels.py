"""Names on a map: each beside what it names, none on another, all within the frame."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LINE = 1.3
"""A line of a label, in heights of its letters."""
MOST_LINES = 3
LONGEST = 17
"""Letters of a line, where the name has words to break it between."""
_NARROW = frozenset("iljtfrI.,:;'’|!()[] -")
_WIDE = frozenset("mwMWGOQDHNUÆŒ@%&—")


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Does it lie on another, if only in part?"""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Does it lie wholly in another?"""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """Words that want a place near a point."""

    words: str
    x: float
    y: float
    away: float
    """How far from the point they must stay."""
    inside: bool = False
    """Do they rather stand on the point itself, as in the middle of an area?"""


@dataclass(frozen=True, slots=True)
class Label:
    """Words, where they stand."""

    lines: tuple[str, ...]
    x: float
    """The middle of its lines."""
    y: float
    """The foot of its first line."""
    size: float
    box: Box
    line: tuple[float, float, float, float] | None
    """A line from what it names to it, where it stands farther off."""

    @property
    def feet(self) -> tuple[float, ...]:
        """The foot of each line."""
        return tuple(round(self.y + one * LINE * self.size, 1) for one in range(len(self.lines)))


def drawable(words: str) -> bool:
    """Can words be drawn letter by letter, as Latin, Greek and Cyrillic letters can?

    Letters that join, or run from right to left, are set as text beside the picture instead.
    """
    return all(
        unicodedata.bidirectional(one) not in ("R", "AL", "AN") and ord(one) < 0x0590
        for one in words
        if not one.isspace() and unicodedata.category(one)[0] != "P"
    )


def wide(words: str, size: float) -> float:
    """How wide a line is at most, in pixels: our own letters are narrower."""
    ems = sum(0.36 if one in _NARROW else 0.92 if one in _WIDE else 0.62 for one in words)
    return round(ems * size, 1)


def broken(words: str) -> tuple[str, ...]:
    """Words in lines of some length."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LONGEST:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def place_labels(
    wishes: Sequence[Wish], frame: Box, taken: Iterable[Box], size: float
) -> list[Label | None]:
    """A label for each wish, in the order in which they are given; None where there is no room.

    It is tried nearest first, to the right, left, above, below, then at the corners.
    """
    taken = list(taken)
    found: list[Label | None] = []
    for wish in wishes:
        label = _place(wish, frame, taken, size)
        if label is not None:
            taken.append(label.box)
        found.append(label)
    return found


_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
_FARTHER = (0.0, 14.0, 30.0, 52.0, 80.0)


def _place(wish: Wish, frame: Box, taken: list[Box], size: float) -> Label | None:
    lines = broken(wish.words)
    if not lines or len(lines) > MOST_LINES:
        return None
    across = max(wide(line, size) for line in lines) + 4
    high = round(len(lines) * LINE * size + 4, 1)
    if wish.inside:
        found = _label(lines, wish.x, wish.y, across, high, size, None)
        if _free(found.box, frame, taken):
            return found
    for farther in _FARTHER:
        off = wish.away + farther
        for right, down in _SIDES:
            slant = 0.75 if right and down else 1.0
            x = wish.x + right * (off * slant + across / 2)
            y = wish.y + down * (off * slant + high / 2)
            line = None
            if farther:
                start, end = wish.away * slant, (wish.away + farther) * slant - 2
                line = (
                    round(wish.x + right * start, 1),
                    round(wish.y + down * start, 1),
                    round(wish.x + right * end, 1),
                    round(wish.y + down * end, 1),
                )
            found = _label(lines, x, y, across, high, size, line)
            if _free(found.box, frame, taken):
                return found
    return None


def _free(box: Box, frame: Box, taken: Iterable[Box]) -> bool:
    return box.within(frame) and not any(box.meets(other) for other in taken)


def _label(
    lines: tuple[str, ...],
    x: float,
    y: float,
    across: float,
    high: float,
    size: float,
    line: tuple[float, float, float, float] | None,
) -> Label:
    top = y - high / 2
    box = Box(
        round(x - across / 2, 1),
        round(top, 1),
        round(x + across / 2, 1),
        round(top + high, 1),
    )
    return Label(lines, round(x, 1), round(top + 2 + size, 1), size, box, line)
