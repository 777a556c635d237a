"""What was read while something was made, and what it was read for."""

from __future__ import annotations

from collections.abc import Callable

from casebook.edit.edition import Made, Remembered


class Reads:
    """Gathers what is read, each thing by a key.

    What is remembered has it as a tuple: sets of a few keys take four times the room, and of
    10,000 events there are a hundred thousand.
    """

    def __init__(self) -> None:
        """Nothing is read yet."""
        self.found: set[str] = set()

    def of(self, make: Callable[[], Made]) -> Remembered[Made]:
        """Makes something, with what was read for it; whoever asked has read it too."""
        outer, self.found = self.found, set()
        try:
            return make(), tuple(self.found)
        finally:
            outer |= self.found
            self.found = outer

    def by_itself(self, make: Callable[[], Made]) -> Remembered[Made]:
        """The same, for nobody who asked: a page, of which nothing else is made."""
        outer, self.found = self.found, set()
        try:
            return make(), tuple(self.found)
        finally:
            self.found = outer

    def again(self, remembered: Remembered[Made]) -> Made:
        """What was made before, for somebody else: all that was read for it is read for them."""
        self.found.update(remembered[1])
        return remembered[0]
