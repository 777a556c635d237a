"""Looking for withheld names in many pages that repeat most of their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from casebook.withheld.changed import changes
from casebook.withheld.fold import bare_words
from casebook.withheld.names import HEAD, Withheld
from casebook.withheld.readings import (
    may_be_escaped,
    may_be_marked,
    sequence_texts,
    texts,
    without_hashes,
)
from casebook.withheld.skim import skim_of

_TAG = re.compile(r"<([^<>]*)>")

Openings = tuple[tuple[str, ...], ...]

_MOST = 1_000_000
"""Pieces that are remembered at most; a preview that runs for days must not fill the memory."""


class PageScan:
    """Reads texts as a whole, by their distinct words; and piece by piece where that is not enough.

    Nearly every text is clear as a whole, which is known in half the time. Where a name is, only
    the pieces tell: a piece is what stands between two tags, a tag, or a line, and none is read
    twice. A name that runs over several is found by its beginning, which is looked for at the end
    of each piece.
    """

    def __init__(self, withheld: Withheld) -> None:
        """The names to look for."""
        self._withheld = withheld
        self._skim = skim_of(withheld)
        self._openings: dict[str, Openings] = {}
        self._lettered: set[str] = set()
        """Pieces that have letters, or had them before what is not shown was left out."""
        self._heads: dict[str, str] = {}
        """Their first letters."""
        self._starts: dict[str, tuple[str, ...]] = {}
        """Their first words, with as many letters as a name has at most."""
        self._tags: set[str] = set()
        self._words = _Words()
        self._goes: dict[tuple[str, str], bool] = {}

    def markup(self, text: str) -> Iterator[int]:
        """Where HTML, SVG or XML holds a name: the offset of the piece in which it begins.

        Looked through are the words that are shown, and every tag with its attributes.
        """
        if not self._withheld:
            return
        self._stay_small()
        pieces = _TAG.split(text)  # in turn what stands between tags, and a tag
        fresh = set(pieces[1::2]) - self._tags
        if self._clear(fresh) and self._clear(pieces[::2]):
            self._tags |= fresh
            return
        holding = {tag for tag in fresh if self._holds(tag)}
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
        if self._clear(lines):
            return
        for number in self._sequence(lines):
            yield sum(map(len, lines[:number])) + number

    def clear_since(self, old: str, new: str, markup: bool) -> bool:
        """Is it certain that a text holds no name, if an older one holds none?

        What stands in both is not looked at again. Around each place where they differ so much
        is looked at as the longest name can reach, from one piece's end to another's.
        """
        if old == new or not self._withheld:
            return True
        self._stay_small()
        lines = new.split("\n")
        found = changes(old.split("\n"), lines)
        if found is None:
            return False
        wide = [self._widened(lines, first, last, markup) for first, last in found]
        scan = self.markup if markup else self.lines
        return not any(
            True for first, last in _joined(wide) for _ in scan("\n".join(lines[first:last]))
        )

    def _clear(self, pieces: Iterable[str]) -> bool:
        """Is it certain that no name stands in some pieces, nor begins in one and goes on?"""
        return not any(map(self._skim.holds, sequence_texts(list(pieces))))

    def _widened(
        self, lines: Sequence[str], first: int, last: int, markup: bool
    ) -> tuple[int, int]:
        """A run of lines with so much before and behind it as the longest name can reach."""
        first, last = _edge(lines, first, -1, markup), _edge(lines, last, 1, markup)
        letters = 0
        while first and letters < self._withheld.longest:
            before = _edge(lines, first - 1, -1, markup)
            letters += self._letters(lines[before:first], markup)
            first = before
        letters = 0
        while last < len(lines) and letters < self._withheld.longest:
            behind = _edge(lines, last + 1, 1, markup)
            letters += self._letters(lines[last:behind], markup)
            last = behind
        return first, last

    def _letters(self, lines: Sequence[str], markup: bool) -> int:
        """How many letters some lines show; of a long piece, as many as a name has at least."""
        pieces = _TAG.split("\n".join(lines))[::2] if markup else lines
        letters = 0
        for piece in pieces:
            if piece not in self._openings:
                self._openings[piece] = self._read(piece)
            letters += sum(map(len, self._starts.get(piece, ())))
        return letters

    def _stay_small(self) -> None:
        if len(self._openings) + len(self._tags) + len(self._goes) + len(self._words) > _MOST:
            self.__init__(self._withheld)  # type: ignore[misc]

    def _sequence(self, pieces: Sequence[str]) -> Iterator[int]:
        """The numbers of the pieces in which a name begins."""
        known = self._openings
        for piece in set(pieces).difference(known):
            known[piece] = self._read(piece)
        # What has no letters hides nothing and parts nothing.
        lettered = [
            number for number, has in enumerate(map(self._lettered.__contains__, pieces)) if has
        ]
        shown = [pieces[number] for number in lettered]
        for place, openings in enumerate(map(known.__getitem__, shown)):
            if openings and (openings is _HOLDS or self._goes_on(openings, shown, place)):
                yield lettered[place]

    def _holds(self, piece: str) -> bool:
        """Does a piece by itself hold a name?"""
        return any(map(self._withheld.in_words, self._all_words(piece)))

    def _read(self, piece: str) -> Openings:
        if not piece or piece.isspace():
            return ()
        bare: Sequence[str] = ()
        holds = False
        for bare in self._all_words(piece):
            holds = holds or self._withheld.in_words(bare)
        # The last reading is the one without markup and escapes, as a reader sees it.
        if bare or holds:
            self._lettered.add(piece)
            self._heads[piece] = "".join(bare[:HEAD])[:HEAD]
            self._starts[piece] = self._start(bare)
        if holds:
            return _HOLDS
        return self._withheld.openings(bare)

    def _all_words(self, piece: str) -> Iterator[Sequence[str]]:
        """The folded words of all readings of a piece."""
        if may_be_escaped(piece) or may_be_marked(piece):
            yield from map(bare_words, texts(piece))
        else:
            # There is one reading, and most of its words were met before.
            yield [bare for word in piece.split() for bare in self._words[word]]

    def _start(self, bare: Sequence[str]) -> tuple[str, ...]:
        letters = number = 0
        while letters < self._withheld.longest and number < len(bare):
            letters += len(bare[number])
            number += 1
        return tuple(bare[:number])

    def _goes_on(self, openings: Openings, shown: Sequence[str], place: int) -> bool:
        """Does one of some openings of a piece go on in the next ones as a name?"""
        head, following = "", place + 1
        while len(head) < HEAD and following < len(shown):
            head += self._heads[shown[following]]
            following += 1
        # Almost none goes on even for a few letters, and most were met before.
        key = shown[place], head
        may = self._goes.get(key)
        if may is None:
            may = any(self._withheld.may_begin([*each, head]) for each in openings)
            self._goes[key] = may
        return may and self._ends(openings, shown, place + 1)

    def _ends(self, openings: Openings, shown: Sequence[str], place: int) -> bool:
        rest: list[str] = []
        letters = 0
        while letters < self._withheld.longest and place < len(shown):
            more = self._starts[shown[place]]
            letters += sum(map(len, more))
            rest += more
            place += 1
        return any(self._withheld.begins([*opening, *rest]) for opening in openings)


def _edge(lines: Sequence[str], number: int, step: int, markup: bool) -> int:
    """The nearest line, that of a number or one before or behind it, where a text can be cut.

    A page is cut between two tags, so that no piece of it is.
    """
    while markup and 0 < number < len(lines):
        if lines[number].lstrip()[:1] == "<" and lines[number - 1].rstrip()[-1:] == ">":
            break
        number += step
    return number


def _joined(runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of lines in their order, those that touch made one."""
    first = last = 0
    for begin, end in runs:
        if begin > last:
            yield first, last
            first = begin
        last = max(last, end)
    yield first, last


class _Words(dict[str, tuple[str, ...]]):
    """The folded words of what stands between two spaces, without hashes; each is folded once."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        self[word] = found = tuple(bare_words(without_hashes(word)))
        return found


@lru_cache(maxsize=2)
def page_scan(withheld: Withheld) -> PageScan:
    """The one that looks for some names, with what it has read so far: also in earlier builds."""
    return PageScan(withheld)


_HOLDS: Openings = (("",),)


def _offset(pieces: Sequence[str], number: int) -> int:
    """Where the words of a piece begin in the text that was split; a tag has two brackets."""
    blank = len(pieces[number]) - len(pieces[number].lstrip())
    return sum(map(len, pieces[:number])) + 2 * (number // 2) + blank
