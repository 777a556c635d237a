"""One change between two editions, and what weighs more than what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from casebook.editions.wording import Piece


class Weight(IntEnum):
    """How much a change asks to be looked at: the lowest first."""

    UNANSWERED = 0
    """Somebody is accused, and no reply is printed."""
    REPLY_LOST = 1
    CLAIM = 2
    """Who accuses whom, or of what sort the statement is."""
    GONE = 3
    LIFE = 4
    """Whether a person lives."""
    FIGURE = 5
    DATE = 6
    QUOTATION = 7
    ORIGIN = 8
    """From which source and place something is."""
    ADDED = 9
    REPLY = 10
    RENAMED = 11
    WORDING = 12
    REST = 13


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is other than it was."""

    weight: Weight
    facts: tuple[str, ...]
    """It in words: what it is, and what belongs to it."""
    pieces: tuple[Piece, ...] = ()
    """Of a text: the words that went and came."""


@dataclass(frozen=True, slots=True)
class Change:
    """All that is other about one record."""

    kind: str
    id: str
    """As it is now; of one that is gone, as it was."""
    number: str
    title: str
    reply: str
    """Who answered a claim, in short: it is never named without."""
    points: tuple[Point, ...]
    """The most weighty first."""
    here: bool = True
    """Is the record in the newer edition?"""
    before: bool = True
    """Was it in the older one?"""

    @property
    def weight(self) -> Weight:
        """That of its most weighty point."""
        return self.points[0].weight

    @property
    def turn(self) -> tuple[int, str, str, str]:
        """What it is put in order by."""
        return self.weight, self.kind, self.number.zfill(8), self.id
