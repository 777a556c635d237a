"""A long text looked through by its distinct words: is it certain that it holds no name?

A record of 10,000 events has 1.6 million words, and of those some thousands that differ. Which
of them may begin a name is asked once each; where one of those stands, and only there, the words
that follow are looked at. Asking every word in turn took three seconds, this takes half a one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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


def skimmed_clear(withheld: Withheld, source: str) -> bool:
    """Is it certain that no reading of a text holds a name? If not, it has to be searched."""
    first = True
    for reading in readings(source):
        # What another reading has and the first has not stands where something was put in.
        text = reading.text if first else "\n".join(_windows(reading, withheld.longest))
        if _may_hold(withheld, text):
            return False
        first = False
    return True


def _may_hold(withheld: Withheld, text: str) -> bool:
    plain = folded(text)
    tokens = plain.split()
    distinct = set(tokens)
    opening = {token for token in distinct if _opens(withheld, token, "")}
    short = {token for token in distinct if len(token) < HEAD or not token.isalpha()}
    watched = opening | short
    tokens.append("")
    found = []
    # How a short word goes on is in the next: two that stand together are asked once.
    known: dict[tuple[str, str], bool] = {}
    for position in [number for number, token in enumerate(tokens) if token in watched]:
        pair = tokens[position], tokens[position + 1]
        opens = known.get(pair)
        if opens is None:
            opens = known[pair] = pair[0] in opening or _opens(withheld, *pair)
        if opens:
            found.append(position)
    if len(found) * _MOST_FOUND > len(tokens):
        return withheld.in_words(runs(plain))
    return any(_holds_at(withheld, tokens, position) for position in found)


def _opens(withheld: Withheld, token: str, following: str) -> bool:
    """May a name begin in a token, as far as can be told from it and the next?

    A token is one word, or several where letters and digits meet: `p391` is two. Without a next
    one, only what the token's own letters tell counts.
    """
    own = [token] if token.isalpha() else runs(token)
    words = [*own, *runs(following)]
    letters = sum(map(len, words))
    for position, word in enumerate(own):
        if letters < HEAD:
            return bool(following)
        if withheld.may_begin(words[position:]):
            return True
        letters -= len(word)
    return False


def _holds_at(withheld: Withheld, tokens: Sequence[str], position: int) -> bool:
    """Does a name begin in one of the tokens, followed by what follows it?"""
    letters, end = -len(tokens[position]), position
    while end < len(tokens) and letters <= withheld.longest:
        letters += len(tokens[end])
        end += 1
    return withheld.in_words(runs(" ".join(tokens[position:end])))


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
