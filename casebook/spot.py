"""Where something was written: file, line and column, and text that knows its place."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple


class Spot(NamedTuple):
    """A place in a file of the record. Lines and columns count from 1, columns in characters."""

    file: str
    """Path relative to the site directory, with forward slashes."""
    line: int
    column: int
    style: str = ""
    """How the text was written there: "" plain, ' or " quoted, | or > block (as YAML's
    scalar styles), or "raw" where the file holds the text letter for letter (Markdown)."""


_new = str.__new__


class Text(str):
    """A string that knows where it was written.

    It is a plain string to everybody else; `at` is the spot of its first character (for a
    YAML block, of its `|` or `>`). Slicing and joining give ordinary strings.
    """

    __slots__ = ("at",)
    at: Spot

    def __new__(cls, value: str, at: Spot) -> Text:
        """A text and the spot of its first character."""
        # A record has hundreds of thousands: without `super()` each takes two thirds as long.
        self = _new(cls, value)
        self.at = at
        return self

    def __reduce__(self) -> tuple[type[Text], tuple[str, Spot]]:
        return Text, (str(self), self.at)


def locate(source: str, text: Text, offset: int) -> Spot:
    """The spot of one character of a text, also inside a folded or quoted one.

    `source` is the whole file the text was read from, `offset` counts characters of `text`.
    YAML folds lines, so an offset in the value is not an offset in the file; but what is not
    white space stands in both in the same order, and that is what is counted. White space
    is placed after the word before it. An offset past the end gives the last character's
    spot, and an empty text its own.
    """
    at = text.at
    start = _offset_of(source, at.line, at.column)
    offset = max(0, min(offset, len(text) - 1))
    if at.style == "raw":
        return _spot_of(source, at.file, min(start + offset, len(source)))
    if not text:
        return at
    if at.style in ("|", ">"):
        newline = source.find("\n", start)
        start = len(source) if newline < 0 else newline + 1
    elif at.style in ("'", '"'):
        start += 1
    before = text[:offset]
    words = sum(1 for ch in before if not ch.isspace())
    position = _past(source, start, at.style, words)
    if text[offset].isspace():
        blanks = len(before) - len(before.rstrip()) if words else offset
        position = _past_blanks(source, position, at.style, blanks)
    else:
        position = _past_blanks(source, position, at.style, len(source))
    return _spot_of(source, at.file, min(position, len(source)))


def _past(source: str, position: int, style: str, words: int) -> int:
    """Where the file goes on after so many characters that are not blank."""
    while words and position < len(source):
        width, blank = _step(source, position, style)
        words -= not blank
        position += width
    return position


def _past_blanks(source: str, position: int, style: str, blanks: int) -> int:
    """Where the file goes on after up to so many blanks."""
    while blanks and position < len(source):
        width, blank = _step(source, position, style)
        if not blank:
            break
        blanks -= 1
        position += width
    return position


_HEX_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})")


def _step(source: str, position: int, style: str) -> tuple[int, bool]:
    """How many characters of the file make the next one of the value; is that one blank?"""
    ch = source[position]
    if style == "'" and ch == "'" and source[position + 1 : position + 2] == "'":
        return 2, False
    if style == '"' and ch == "\\":
        if escape := _HEX_ESCAPE.match(source, position):
            code = int(escape.group()[2:], 16)
            return len(escape.group()), code <= sys.maxunicode and chr(code).isspace()
        return 2, source[position + 1 : position + 2] in "\n \ttnrvfN_LP"
    return 1, ch.isspace()


def _offset_of(source: str, line: int, column: int) -> int:
    starts = _line_starts(source)
    if line > len(starts):
        return len(source)
    return min(starts[line - 1] + column - 1, len(source))


def _spot_of(source: str, file: str, position: int) -> Spot:
    starts = _line_starts(source)
    line = bisect_right(starts, position)
    return Spot(file, line, position - starts[line - 1] + 1)


# Thousands of places may be asked for in one long file: its lines are counted once.
@lru_cache(maxsize=4)
def _line_starts(source: str) -> list[int]:
    starts = [0]
    while found := source.find("\n", starts[-1]) + 1:
        starts.append(found)
    return starts
