"""The ids of a page, and the links that lead from it."""

from __future__ import annotations

import html
from dataclasses import dataclass
from urllib.parse import unquote

OPENINGS = (' href="', ' src="', ' content="0; url=')
"""What stands before a link: also before one that a page leads on to by itself."""
OUTSIDE = ("http:", "https:", "mailto:")


@dataclass(frozen=True, slots=True)
class Anchors:
    """What the links of all pages are checked by."""

    ids: tuple[str, ...]
    links: tuple[str, ...]
    """Each once; those to other sites and to places on the page itself are left out."""
    odd: bool
    """Does an id stand twice, or does a link lead to none on the page?"""


def anchors(text: str, given: set[str] | None = None) -> Anchors:
    """What a page has of both.

    `given` are links as they are written that need not be told again; those that are told are
    added to it.

    Splitting at the attribute is enough, as the pages come from our own escaping layouts, and
    it costs a tenth of parsing them.
    """
    ids = [html.unescape(name) for name in attributes(text, ' id="')]
    there = set(ids)
    given = set() if given is None else given
    fresh = {link for opening in OPENINGS for link in attributes(text, opening)} - given
    links: list[str] = []
    odd = len(there) < len(ids)
    for written in fresh:
        link = html.unescape(written)
        if link.startswith("#"):
            # Of another page it may be true.
            odd = odd or (len(link) > 1 and unquote(link[1:]) not in there)
            continue
        given.add(written)
        if not link.startswith(OUTSIDE):
            links.append(link)
    return Anchors(tuple(ids), tuple(sorted(links)), odd)


def attributes(text: str, opening: str) -> list[str]:
    """What stands in the attributes that begin so, as it is written."""
    return [part.partition('"')[0] for part in text.split(opening)[1:]]
