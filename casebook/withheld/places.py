"""Where files hold withheld names, as problems that do not repeat them."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.problem import Problem
from casebook.spot import Spot
from casebook.withheld.cleared import cleared_of
from casebook.withheld.metadata import texts_in
from casebook.withheld.names import Withheld
from casebook.withheld.parts import clear_by_parts, clear_later
from casebook.withheld.readings import readings
from casebook.withheld.skim import skimmed_clear

RULE = "withheld-name"
HINT = "take it out, and write of this person by their part in what happened"
COVER = "(withheld)"
"""What stands for a name where a file's name has to be told."""


def in_text(withheld: Withheld, source: str, file: str) -> Iterator[Problem]:
    """A problem for each place of a file's text where a name stands, however it is written."""
    cleared, data = cleared_of(withheld), source.encode(errors="surrogatepass")
    if cleared.is_clear(b"text", data):
        return
    longest = withheld.longest
    if clear_by_parts(source, file, longest, cleared, lambda part: not any(_spans(withheld, part))):
        cleared.clear(b"text", data)
        return
    spans = [] if skimmed_clear(withheld, source) else list(_spans(withheld, source))
    if not spans:
        cleared.clear(b"text", data)
        clear_later(source, file, cleared)
    for start, end in spans:
        line = source.count("\n", 0, start) + 1
        column = start - source.rfind("\n", 0, start)
        message = "a name that this record withholds stands here"
        yield hit(Spot(file, line, column), message, end - start)


def in_name(withheld: Withheld, file: str) -> Iterator[Problem]:
    """A problem if the name of a file, or of a folder above it, holds a name."""
    if withheld.holds(file):
        message = "the name of this file holds a name that this record withholds"
        yield hit(Spot(file, 1, 1), message)


def in_bytes(withheld: Withheld, data: bytes, file: str) -> Iterator[Problem]:
    """A problem if a file that is no text holds a name, such as a picture in its metadata."""
    cleared = cleared_of(withheld)
    if cleared.is_clear(b"bytes", data):
        return
    if not any(withheld.holds(text) for text in texts_in(data)):
        cleared.clear(b"bytes", data)
    else:
        message = (
            "this file holds a name that this record withholds, as a picture's description may"
        )
        yield hit(Spot(file, 1, 1), message)


def hit(where: Spot, message: str, length: int = 1) -> Problem:
    """A name stands somewhere: said without the name, and without the line it stands in."""
    return Problem(where, "withheld-name", message, HINT, length=length, secret=True)


def covered(withheld: Withheld, words: str) -> str:
    """The same words with every withheld name covered."""
    if not withheld.holds(words):
        return words
    parts: list[str] = []
    past = 0
    for start, end in withheld.find(words):
        parts += (words[past:start], COVER)
        past = end
    return "".join((*parts, words[past:]))


def covered_lines(withheld: Withheld, source: str) -> str:
    """A file's text with every withheld name covered, however it is written; no line is lost."""
    parts: list[str] = []
    past = 0
    for start, end in _spans(withheld, source) if withheld else ():
        parts += (source[past:start], COVER, "\n" * source.count("\n", start, end))
        past = end
    return "".join((*parts, source[past:]))


def _spans(withheld: Withheld, source: str) -> Iterator[tuple[int, int]]:
    """The parts of a text that hold names, in order, each place once whatever the reading."""
    found: set[tuple[int, int]] = set()
    for reading in readings(source):
        found |= {reading.span(*span) for span in withheld.find(reading.text)}
    past = 0
    for start, end in sorted(found):
        if start >= past:
            yield start, end
        past = max(past, end)
