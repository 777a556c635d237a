"""The ways in which a file's text can be read: as it stands, with escapes undone, without markup.

A name may be written with the character references of HTML, the escapes of YAML, JSON,
JavaScript and CSS, or the percent-encoding of addresses (RFC 3986); and it may be cut by a
tag, a link's target, a note's mark or the tags of a layout. Each reading knows where its
characters stand in the file.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

_MARKUP = (
    # HTML and SVG
    r"<!--.{0,4000}?-->",
    r"<[^<>]{0,4000}>",
    # Jinja
    r"\{#.{0,4000}?#\}",
    r"\{%.{0,4000}?%\}",
    r"\{\{.{0,4000}?\}\}",
    # targets of links
    r"\]\([^()\n]{0,2000}\)",
    r"\]\[[^\[\]\n]{0,200}\]",
    # notes, citations and references
    r"\[\^[^\[\]\n]{0,200}\]:?",
    r"\[@[^\[\]]{0,500}\]",
    r"\[\[[^\[\]|\n]{0,200}\|",
)
_ESCAPES = (
    r"&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?"
    r"|%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*"
    r"|\\u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*"
    r"|\\u\{[0-9a-fA-F]{1,6}\}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}"
    r"|\\[0-9a-fA-F]{2,6}[ \t\n]?|\\[nrtbfvaeNLP0_]"
)
# Every alternative begins with a character of its own, and none with a group: so Python's `re`
# passes over all that is neither markup nor escape, twice as fast. The empty group at the end of
# each kind of markup tells it from an escape.
_ESCAPED = re.compile(_ESCAPES)
_MARKED = re.compile("|".join([*(f"{each}()" for each in _MARKUP), _ESCAPES]), re.DOTALL)
_HASH = re.compile(r"(?<![0-9a-zA-Z])(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{20,}(?![0-9a-zA-Z])")
_MAY_BE_HASH = re.compile("[0-9](?:[0-9a-f]{10}|(?<=[0-9a-f]{11}))")
"""A digit with half a hash before or behind it. Digits are rarer than what hashes are made of:
this takes half the time of looking for twenty of those."""
_BETWEEN = "|"
"""Parts words, and belongs to no escape; no markup is looked for where it was put in."""
_BRACES = re.compile(r"\{[#%{]")
_BRACKETS = re.compile(r"\]\(|\]\[|\[[\^@\[]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text made from another, with the places where its parts come from."""

    text: str
    starts: tuple[int, ...] = (0,)
    """Where the parts begin, in turn one that was kept and one that was put in its place."""
    sources: tuple[int, ...] = (0,)
    """Where they begin in the source."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the source from which a part of the text, not empty, was made."""
        return self._source(start, 0), self._source(end - 1, 1)

    def _source(self, offset: int, after: int) -> int:
        number = bisect_right(self.starts, offset) - 1
        if number % 2:
            return self.sources[number + after]
        return self.sources[number] + offset - self.starts[number] + after


def readings(source: str) -> Iterator[Reading]:
    """All readings of a text that differ: as it stands, unescaped, unescaped without markup.

    Hashes are left out of all: their letters are chance, and now and then a short name.
    """
    source = without_hashes(source)
    yield Reading(source)
    if may_be_escaped(source):
        yield _rewritten(source, _ESCAPED)
    if may_be_marked(source):
        yield _rewritten(source, _MARKED)


def without_hashes(source: str) -> str:
    """A text with noughts for every hash in it."""
    if not _MAY_BE_HASH.search(source):
        return source
    return _HASH.sub(lambda found: "0" * len(found.group()), source)


def may_be_escaped(source: str) -> bool:
    """Is there a sign with which an escape may begin?"""
    return "&" in source or "%" in source or "\\" in source


def may_be_marked(source: str) -> bool:
    """Are there signs with which markup may begin?"""
    if "<" in source or ("{" in source and _BRACES.search(source)):
        return True
    # A link's target may stand in another piece of a page than the bracket before its words.
    return ("[" in source or "]" in source) and _BRACKETS.search(source) is not None


def texts(source: str) -> Iterator[str]:
    """The texts of all readings: without their places, in a fraction of the time."""
    source = without_hashes(source)
    yield source
    if may_be_escaped(source):
        yield _ESCAPED.sub(_instead, source)
    if may_be_marked(source):
        yield _MARKED.sub(_instead, source)


def sequence_texts(pieces: Sequence[str]) -> Iterator[str]:
    """Texts that hold every name which stands in a piece or runs over several, in any reading.

    A piece is read by itself. What runs on from one into the next is looked for as a reader of
    the page sees them, which is the last text. Words of two pieces are never one word.
    """
    joined = _BETWEEN.join(pieces)
    source = without_hashes(joined)
    if not may_be_marked(source) and not may_be_escaped(source):
        yield source
        return
    if source != joined:
        pieces = list(map(without_hashes, pieces))
    changed = {
        piece: shown(piece)
        for piece in dict.fromkeys(pieces)
        if may_be_escaped(piece) or may_be_marked(piece)
    }
    source = _BETWEEN.join(changed)
    yield source
    unescaped = _ESCAPED.sub(_instead, source)
    if unescaped != _BETWEEN.join(changed.values()):
        yield unescaped
    yield _BETWEEN.join([changed.get(piece, piece) for piece in pieces])


def shown(source: str) -> str:
    """A text as a reader of the page sees it: unescaped and without markup."""
    if may_be_marked(source) or may_be_escaped(source):
        return _MARKED.sub(_instead, source)
    return source


def _rewritten(source: str, pattern: re.Pattern[str]) -> Reading:
    parts: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    length = past = 0
    for found in pattern.finditer(source):
        instead = _instead(found)
        if instead == found.group():
            continue
        for start, part in ((past, source[past : found.start()]), (found.start(), instead)):
            starts.append(length)
            sources.append(start)
            parts.append(part)
            length += len(part)
        past = found.end()
    parts.append(source[past:])
    return Reading("".join(parts), (*starts, length), (*sources, past))


def _instead(found: re.Match[str]) -> str:
    return " " if found.lastindex else _unescaped(found.group())


@lru_cache(maxsize=4096)
def _unescaped(escape: str) -> str:
    if escape[0] == "&":
        return html.unescape(escape)
    if escape[0] == "%":
        data = unquote_to_bytes(escape)
        try:
            return data.decode()
        except UnicodeDecodeError:
            return data.decode("latin-1")
    if escape.startswith("\\u") and escape[2] != "{":
        units = bytes.fromhex(escape.replace("\\u", ""))
        return units.decode("utf-16-be", "replace")
    digits = escape.strip("\\uUx{} \t\n")
    if len(digits) < 2:
        return " "
    code = int(digits, 16)
    return chr(code) if code < 0x110000 else " "
