"""Looking for withheld names in many pages that repeat most of their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from casebook.withheld.fold import bare_words
from casebook.withheld.names import HEAD, Withheld
from casebook.withheld.readings import readings, shown

_TAG = re.compile(r"<([^<>]*)>")

Openings = tuple[tuple[str, ...], ...]

_MOST = 1_000_000
"""Pieces that are remembered at most; a preview that runs for days must not fill the memory."""


class PageScan:
    """Reads texts piece by piece, and no piece twice: pages of one site share most of theirs.

    A piece is what stands between two tags, a tag, or a line. A name that runs over several
    pieces is found by its beginning, which is looked for at the end of each piece.
    """

    def __init__(self, withheld: Withheld) -> None:
        """The names to look for."""
        self._withheld = withheld
        self._openings: dict[str, Openings] = {}
        self._heads: dict[str, str] = {}
        self._tags: set[str] = set()

    def markup(self, text: str) -> Iterator[int]:
        """Where HTML, SVG or XML holds a name: the offset of the piece in which it begins.

        Looked through are the words that are shown, and every tag with its attributes.
        """
        if not self._withheld:
            return
        self._stay_small()
        pieces = _TAG.split(text)  # in turn what stands between tags, and a tag
        fresh = set(pieces[1::2]) - self._tags
        holding = {tag for tag in fresh if self._read(tag) is _HOLDS}
        self._tags |= fresh - holding
        for number in range(1, len(pieces), 2) if holding else ():
            if pieces[number] in holding:
                yield _offset(pieces, number)
        for number in self._sequence(pieces[::2]):
            yield _offset(pieces, 2 * number)

    def lines(self, text: str) -> Iterator[int]:
        """Where any other text holds a name: the offset of the line in which it begins."""
        if not self._withheld:
            return
        self._stay_small()
        lines = text.split("\n")
        for number in self._sequence(lines):
            yield sum(map(len, lines[:number])) + number

    def _stay_small(self) -> None:
        if len(self._openings) + len(self._tags) > _MOST:
            self._openings.clear()
            self._heads.clear()
            self._tags.clear()

    def _sequence(self, pieces: Sequence[str]) -> Iterator[int]:
        """The numbers of the pieces in which a name begins."""
        known = self._openings
        for piece in set(pieces).difference(known):
            known[piece] = self._read(piece)
        for number, piece in enumerate(pieces):
            if (openings := known[piece]) and (
                openings is _HOLDS or self._goes_on(openings, pieces, number + 1)
            ):
                yield number

    def _read(self, piece: str) -> Openings:
        if not piece or piece.isspace():
            return ()
        bare: list[str] = []
        for reading in readings(piece):
            bare = bare_words(reading.text)
            if self._withheld.in_words(bare):
                return _HOLDS
        # The last reading is the one without markup and escapes, as a reader sees it.
        self._heads[piece] = "".join(bare[:HEAD])[:HEAD]
        return self._withheld.openings(bare)

    def _goes_on(self, openings: Openings, pieces: Sequence[str], number: int) -> bool:
        """Does one of some openings go on in the next pieces as a name?"""
        head, following = "", number
        while len(head) < HEAD and following < len(pieces):
            head += self._heads.get(pieces[following], "")
            following += 1
        # Almost none goes on even for a few letters.
        openings = tuple(each for each in openings if self._withheld.may_begin([*each, head]))
        return bool(openings) and self._ends(openings, pieces, number)

    def _ends(self, openings: Openings, pieces: Sequence[str], number: int) -> bool:
        rest: list[str] = []
        letters = 0
        while letters < self._withheld.longest and number < len(pieces):
            more = bare_words(shown(pieces[number]))
            letters += sum(map(len, more))
            rest += more
            number += 1
        return any(self._withheld.begins([*opening, *rest]) for opening in openings)


@lru_cache(maxsize=2)
def page_scan(withheld: Withheld) -> PageScan:
    """The one that looks for some names, with what it has read so far: also in earlier builds."""
    return PageScan(withheld)


_HOLDS: Openings = (("",),)


def _offset(pieces: Sequence[str], number: int) -> int:
    """Where the words of a piece begin in the text that was split; a tag has two brackets."""
    blank = len(pieces[number]) - len(pieces[number].lstrip())
    return sum(map(len, pieces[:number])) + 2 * (number // 2) + blank
