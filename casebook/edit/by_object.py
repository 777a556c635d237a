"""What was made of things that never change, by the thing itself and not by what is in it.

A preview keeps the records that an edit left alone, and with them what several steps of each
build ask of them. To look a thing up by what is in it would take as long as to make it again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")


class ByObject(Generic[Thing, Made]):
    """What was made of each thing that was asked about in this build, or in the one before."""

    def __init__(self) -> None:
        """Nothing was made yet."""
        self._now: dict[int, tuple[Thing, Made]] = {}
        self._before: dict[int, tuple[Thing, Made]] = {}

    def of(self, thing: Thing, make: Callable[[Thing], Made]) -> Made:
        """What was made of a thing; made now if it was not."""
        number = id(thing)
        found = self._now.get(number)
        if found is None:
            # The thing is kept with what was made of it, so that its number is nobody else's.
            found = self._before.get(number) or (thing, make(thing))
            self._now[number] = found
        return found[1]

    def turn(self) -> None:
        """Forget what was not asked about since the last turn."""
        self._before, self._now = self._now, {}
