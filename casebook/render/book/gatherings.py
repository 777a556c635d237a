"""The book cut into gatherings: what is laid out on its own, and can be kept.

A gathering begins a page: the cover, a chapter, or the later part of a long chapter that is cut
before a section named in the contents. Where a cut falls hangs on the words alone, so that a
gathering is the same in every round and whoever lays it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from casebook.render.book.chapters import Chapter
from casebook.render.book.links import COVER
from casebook.render.book.pages import PageMap

WORTH_A_CUT = 9_000
"""Characters, some four pages, that must stand before a cut and after it: a shorter section
would leave too much white, and gain nothing."""
A_PAGE = 2_550
"""Characters of a page, roughly: how long a gathering will be is guessed by it."""

_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(r"(</?)(?:section|article|aside|div|figure|table|ul|ol|dl|blockquote)\b")
_ANCHOR = re.compile(r' id="([^"]*)"')
_LINK = re.compile(r' href="#([^"]*)"')


@dataclass(frozen=True, slots=True)
class Gathering:
    """A part of the book that begins a page."""

    id: str
    """The anchor that it begins with."""
    title: str
    html: str
    """Its sections, with a placeholder for every page number."""
    indexed: bool
    anchors: frozenset[str]
    size: int
    """Characters of text."""


def gather(chapter: Chapter | None, title: str, html: str) -> Iterator[Gathering]:
    """The gatherings of a chapter, given its one `section`; None is the cover."""
    anchors = [section.anchor for section in chapter.sections] if chapter else []
    indexed = chapter.indexed if chapter else True
    parts = list(_cut(html, anchors))
    opening = html[: html.index(">") + 1]
    for number, part in enumerate(parts):
        begun = part if number == 0 else opening + "\n" + part
        ended = begun if number == len(parts) - 1 else begun.rstrip() + "\n</section>\n"
        found = tuple(dict.fromkeys(_ANCHOR.findall(ended)))
        first = found[0] if number else chapter.id if chapter else COVER
        yield Gathering(first, title, ended, indexed, frozenset(found), _size(ended))


def _cut(html: str, anchors: Iterable[str]) -> Iterator[str]:
    """The text of a chapter, cut where enough stands on both sides."""
    places = []
    for anchor in anchors:
        # The heading itself, or the block of its own that it opens.
        pattern = rf'(?:<(?:article|section)\b[^<>]*>\s*)?<h2 id="{re.escape(anchor)}"'
        match = re.search(pattern, html)
        if match is not None and _is_top(html[: match.start()]):
            places.append(match.start())
    start = 0
    for place, end in pairwise([*places, len(html)]):
        if min(_size(html[start:place]), _size(html[place:end])) >= WORTH_A_CUT:
            yield html[start:place]
            start = place
    yield html[start:]


def _is_top(before: str) -> bool:
    """Is nothing open after this but the chapter's own element?"""
    return sum(1 if match[1] == "<" else -1 for match in _BLOCK.finditer(before)) == 1


def _size(html: str) -> int:
    return len(_TAG.sub("", html))


def estimate(gatherings: Sequence[Gathering]) -> PageMap:
    """Where everything might stand, by the length of texts: good for the width of numbers."""
    anchors: dict[str, int] = {}
    mentions: dict[str, set[int]] = {}
    before = 0
    for one in gatherings:
        pages = max(1, ceil(one.size / A_PAGE))
        rate = pages / max(1, len(one.html))
        for match in _ANCHOR.finditer(one.html):
            anchors.setdefault(match[1], before + 1 + int(match.start() * rate))
        if one.indexed:
            for match in _LINK.finditer(one.html):
                page = before + 1 + int(match.start() * rate)
                mentions.setdefault(match[1], set()).add(page)
        before += pages
    found = {anchor: tuple(sorted(pages)) for anchor, pages in mentions.items()}
    return PageMap(anchors, found, before)
