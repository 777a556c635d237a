"""What was looked through for some names and held none, so that nobody looks twice.

Looking through is most of the work of a build; after an edit nearly all that is read and made
is as it was. What is remembered belongs to the names: with one name more, or another salt,
nothing is known, and everything is looked through again.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from operator import is_

from casebook.withheld.names import Withheld


class Cleared:
    """Texts and files that hold none of the names, known by their digest."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._digests: set[bytes] = set()
        self._asked: tuple[tuple[bytes, ...], bytes] = (), _digest(())
        self.undivided: dict[str, str] = {}
        """Long texts that are clear, by file, whose parts are not known by themselves yet."""
        self.divided: set[str] = set()
        """The files of those whose parts are."""

    def is_clear(self, *parts: bytes) -> bool:
        """Were these very parts, in this order, found to hold no name?"""
        self._asked = parts, _digest(parts)
        return self._asked[1] in self._digests

    def clear(self, *parts: bytes) -> None:
        """They were."""
        asked, digest = self._asked
        # What was asked for last is mostly what turns out to be clear: one digest serves both.
        same = len(parts) == len(asked) and all(map(is_, parts, asked))
        self._digests.add(digest if same else _digest(parts))


@lru_cache(maxsize=2)
def cleared_of(withheld: Withheld) -> Cleared:
    """What is known to hold none of some names. A preview builds with the same ones for hours."""
    return Cleared()


def _digest(parts: tuple[bytes, ...]) -> bytes:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.digest()
