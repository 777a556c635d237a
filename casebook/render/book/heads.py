"""Running heads: from which entry to which a page reaches, such as `2010 · January–August`.

An entry carries its own words as `data-head`, in two parts with a bar between them, and a style
puts those of the first on a page at its head. Once pages are known, the first entry of each gets
the words of all of them. Nothing on a page moves by that, and where it has not been done the
head names the first entry alone.
"""

from __future__ import annotations

import re
from collections import defaultdict

from casebook.render.book.pages import PageMap

_ENTRY = re.compile(r' id="([^"]*)" data-head="([^"]*)"')
DOT = " · "


def with_heads(html: str, pages: PageMap) -> str:
    """A document, or a part of it that begins a page, with its running heads."""
    on: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for anchor, words in _ENTRY.findall(html):
        if anchor in pages.anchors:
            on[pages.anchors[anchor]].append((anchor, words))
    spans = {entries[0][0]: span(entries[0][1], entries[-1][1]) for entries in on.values()}

    def headed(entry: re.Match[str]) -> str:
        anchor, words = entry[1], entry[2]
        return f' id="{anchor}" data-head="{spans.get(anchor) or span(words, words)}"'

    return _ENTRY.sub(headed, html)


def span(first: str, last: str) -> str:
    """The words from one entry to another: what both have in common is said once.

    `2010|January` to `2010|August` is "2010 · January–August"; `|C45` to `|C53` is "C45–C53".
    An entry that lacks the second part lies somewhere in the first.
    """
    (whole, begins), (other, ends) = _parts(first), _parts(last)
    if whole != other:
        return _to(_joined(whole, begins), _joined(other, ends))
    if not (begins and ends):
        return whole
    return _joined(whole, begins if begins == ends else _to(begins, ends))


def _parts(words: str) -> tuple[str, str]:
    whole, _, part = words.partition("|")
    return whole.strip(), part.strip()


def _joined(whole: str, part: str) -> str:
    return DOT.join(one for one in (whole, part) if one)


def _to(first: str, last: str) -> str:
    if not (first and last):
        return first or last
    return f"{first} – {last}" if " " in first + last else f"{first}–{last}"
