"""A text looked through by its distinct words: is it certain that it holds no name?

A record of 10,000 events has 1.6 million words, and of those some thousands that differ; its pages
repeat the same ones. Which of them may begin a name is asked once each; where one of those stands,
and only there, the words that follow are looked at. Asking every word of the record in turn took
three seconds, this takes half a one. 4,124 pages and data files of 3,000 events took 1.7 seconds
piece by piece, and take 0.9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from casebook.withheld.fold import folded, runs
from casebook.withheld.names import HEAD, Withheld
from casebook.withheld.readings import Reading, readings

_LETTER = re.compile("[A-Za-z]")
_WINDOW = 300
"""Characters of text that are looked at around a piece of markup, to begin with."""
_MOST_WINDOWS = 400
"""Characters of a text for each piece of markup, below which windows would be all of it."""
_MOST_FOUND = 20
"""Words of a text for each that may begin a name, below which all are asked in turn."""
_PART = 100_000
"""Words that are looked at at once: of the 1.3 million of search in 10,000 events all at once took
290 MB."""
_MOST = 1_000_000
"""Words that are remembered at most; a preview that runs for days must not fill the memory."""


class Skim:
    """Looks for some names in folded texts, and remembers what it was told of their words.

    A token is what stands between two spaces of a folded text. It is one word, or several where
    letters and digits meet: `p391` is two.
    """

    def __init__(self, withheld: Withheld) -> None:
        """The names to look for."""
        self._withheld = withheld
        self._known: set[str] = set()
        """Tokens that were met."""
        self._watched: dict[str, tuple[int, ...]] = {}
        """Those in which a name may begin, or which are too short to tell without what follows;
        and at which of their letters."""
        self._several: set[str] = set()
        """Those of them where it may begin behind their first letter, as at the `391` of `p391`."""
        self._may = _May(withheld.heads)
        self._close: dict[str, bool] = {}
        """Where a name may begin: does it, followed by these words? Pages say much twice."""

    def holds(self, text: str) -> bool:
        """Does a text hold a name, read as it stands?"""
        if len(self._known) + len(self._close) > _MOST:
            for memory in (self._known, self._watched, self._several, self._may, self._close):
                memory.clear()
        return any(map(self._holds, _in_parts(folded(text), self._withheld.longest)))

    def _holds(self, tokens: list[str]) -> bool:
        """Does a name stand in a run of tokens?"""
        if not self._known.issuperset(tokens):
            self._meet(set(tokens) - self._known)
        watched = self._watched
        positions = [number for number, token in enumerate(tokens) if token in watched]
        tokens += ("",) * (HEAD - 1)
        may, several = self._may, self._several
        # Nearly all are short words of which the next one tells: to ask that first takes half
        # the time of asking in full.
        found = [
            position
            for position in positions
            if (
                may[(tokens[position] + tokens[position + 1])[:HEAD]] or tokens[position] in several
            )
            and self._may_begin(tokens, position)
        ]
        if len(found) * _MOST_FOUND > len(tokens):
            return self._withheld.in_words(runs(" ".join(tokens)))
        return any(self._holds_at(tokens, position) for position in found)

    def _meet(self, tokens: set[str]) -> None:
        self._known |= tokens
        for token in tokens:
            if starts := tuple(self._starts(token)):
                self._watched[token] = starts
                if starts != (0,):
                    self._several.add(token)

    def _starts(self, token: str) -> Iterator[int]:
        """The letters of a token at which a name may begin, as far as the token alone can tell."""
        start = 0
        for word in (token,) if token.isalpha() else runs(token):
            head = token[start : start + HEAD]
            if len(head) < HEAD or self._withheld.heads[head]:
                yield start
            start += len(word)

    def _may_begin(self, tokens: Sequence[str], position: int) -> bool:
        """May a name begin in one of the tokens, as far as the first letters can tell?"""
        # Every token has a letter, so that four of them have a head for any of the first's.
        ahead = "".join(tokens[position : position + HEAD])
        heads = self._withheld.heads
        starts = self._watched[tokens[position]]
        return any(heads[ahead[start : start + HEAD]] for start in starts)

    def _holds_at(self, tokens: Sequence[str], position: int) -> bool:
        """Does a name begin in one of the tokens, followed by what follows it?"""
        letters, end = -len(tokens[position]), position
        while end < len(tokens) and letters <= self._withheld.longest:
            letters += len(tokens[end])
            end += 1
        words = " ".join(tokens[position:end])
        holds = self._close.get(words)
        if holds is None:
            holds = self._close[words] = self._withheld.in_words(runs(words))
        return holds


def _in_parts(plain: str, longest: int) -> Iterator[list[str]]:
    """The tokens of a folded text, so many at a time.

    Each part begins with the last ones of the part before, as far back as a name that goes on may
    have begun.
    """
    before: list[str] = []
    rest = plain
    while rest:
        tokens = rest.split(None, _PART)
        rest = tokens.pop() if len(tokens) > _PART else ""
        tokens = before + tokens
        start, letters = len(tokens), 0
        while rest and start and letters <= longest:
            start -= 1
            letters += len(tokens[start])
        before = tokens[start:]
        yield tokens


class _May(dict[str, bool]):
    """May a name begin with some letters? If there are too few of them to tell, it may."""

    def __init__(self, heads: Mapping[str, bool]) -> None:
        super().__init__()
        self._heads = heads

    def __missing__(self, letters: str) -> bool:
        self[letters] = found = len(letters) < HEAD or self._heads[letters]
        return found


@lru_cache(maxsize=2)
def skim_of(withheld: Withheld) -> Skim:
    """The one that looks for some names, with what it was told so far: also in earlier builds."""
    return Skim(withheld)


def skimmed_clear(withheld: Withheld, source: str) -> bool:
    """Is it certain that no reading of a text holds a name? If not, it has to be searched."""
    skim = skim_of(withheld)
    first = True
    for reading in readings(source):
        # What another reading has and the first has not stands where something was put in.
        text = reading.text if first else "\n".join(_windows(reading, withheld.longest))
        if skim.holds(text):
            return False
        first = False
    return True


def _windows(reading: Reading, longest: int) -> Iterator[str]:
    """The parts of a reading in which a name may stand that is not in the text as it is typed.

    Such a name holds something that was put in, or stands right before or after it: so it lies
    between points that are further from there than the longest name has letters.
    """
    text, starts = reading.text, reading.starts
    if len(starts) * _MOST_WINDOWS > len(text):
        yield text
        return
    first = last = 0
    for number in range(1, len(starts) - 1, 2):
        begin = _before(text, starts[number], longest)
        if begin > last:
            yield text[first:last]
            first = begin
        last = _after(text, starts[number + 1], longest)
    yield text[first:last]


def _before(text: str, position: int, longest: int) -> int:
    """A place so far before another that more letters stand between than the longest name has."""
    width = _WINDOW
    while position > width and _letters(text[position - width : position]) <= longest:
        width *= 2
    return max(0, position - width)


def _after(text: str, position: int, longest: int) -> int:
    """The same behind it."""
    width = _WINDOW
    while position + width < len(text) and _letters(text[position : position + width]) <= longest:
        width *= 2
    return min(len(text), position + width)


def _letters(text: str) -> int:
    return len(_LETTER.findall(text))
