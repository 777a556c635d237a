"""A long text looked through part by part, so that after an edit most of it need not be.

A name may run from one part into the next, but not through a whole part: so two neighbours
together hold whatever stands in the text, if each part has more letters than any name, and if
no markup that a reading leaves out runs from one into another. Where that is not so, or where
much is new, the text has to be looked through as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from casebook.withheld.cleared import Cleared

LONG = 50_000
"""Characters from which on a text is worth dividing."""

_EDGE = re.compile(r"^(?=[^\s#])", re.MULTILINE)
"""Where an entry of YAML begins: no word and no escape runs over a line's end."""
_LEAST = 400
"""Characters of a part; shorter entries are put together."""
_MOST_NEW = 200
"""Neighbours that are looked through by themselves: each part is in two of them."""
_MAY_RUN_ON = re.compile(r"<|\{[#%{]|\[@[^\[\]]*\Z")
"""Markup of several lines, as `readings` knows it; in a part, that is all that may go on."""
_IN_BRACKETS = re.compile(r"[\[(][^\])]*(?:[\])]|\Z)")
_LETTER = re.compile(r"[a-z]")


def clear_by_parts(
    text: str, file: str, longest: int, cleared: Cleared, looks_clear: Callable[[str], bool]
) -> bool:
    """Is it certain that a text holds no name, given what is known of the parts of its file?

    `longest` is the most letters of a name; `looks_clear` looks through one piece of text.
    """
    before = cleared.undivided.pop(file, None)
    if before is not None:
        cleared.divided.add(file)
        for pair in _pairs(before, longest, cleared):
            cleared.clear(b"pair", pair.encode())
    if len(text) < LONG or file not in cleared.divided:
        return False
    pairs = _pairs(text, longest, cleared)
    new = [pair for pair in pairs if not cleared.is_clear(b"pair", pair.encode())]
    if not pairs or len(new) > _MOST_NEW or not all(looks_clear(pair) for pair in new):
        return False
    for pair in new:
        cleared.clear(b"pair", pair.encode())
    return True


def clear_later(text: str, file: str, cleared: Cleared) -> None:
    """Remember that a file was looked through as a whole, and held no name.

    Its parts are told apart when it has been edited: a command that reads once need not do it.
    """
    if len(text) >= LONG:
        cleared.undivided[file] = text


def _pairs(text: str, longest: int, cleared: Cleared) -> list[str]:
    """The parts of a text, each with the next; none where that would not tell of the whole."""
    parts = list(_parts(text))
    for part in parts:
        if not cleared.is_clear(b"part", part.encode()):
            if not _stands_alone(part, longest):
                return []
            cleared.clear(b"part", part.encode())
    return [first + second for first, second in pairwise(parts)]


def _parts(text: str) -> Iterator[str]:
    start = 0
    for edge in _EDGE.finditer(text):
        # What is left over at the end is put to the last part.
        if edge.start() - start >= _LEAST and len(text) - edge.start() >= _LEAST:
            yield text[start : edge.start()]
            start = edge.start()
    yield text[start:]


def _stands_alone(part: str, longest: int) -> bool:
    letters = len(_LETTER.findall(_IN_BRACKETS.sub("", part)))
    return letters > longest and _MAY_RUN_ON.search(part) is None
