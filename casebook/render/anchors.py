"""The ids of a page, and the links that lead from it."""

from __future__ import annotations

import html
from dataclasses import dataclass
from itertools import chain

_OPENINGS = (' href="', ' src="', ' content="0; url=')
"""What stands before a link: also before one that a page leads on to by itself."""
_OUTSIDE = ("http:", "https:", "mailto:")


@dataclass(frozen=True, slots=True)
class Found:
    """What a page offers to links, and what its own ask for."""

    ids: tuple[str, ...]
    """As often as they stand there."""
    links: tuple[str, ...]
    """Each once, as it is written; those that lead outside are left out."""


def found_in(text: str) -> Found:
    """What a page has of both.

    Splitting at the attribute is enough, as the pages come from our own escaping layouts, and
    it costs a tenth of parsing them.
    """
    written = chain.from_iterable(_attributes(text, opening) for opening in _OPENINGS)
    links = dict.fromkeys(html.unescape(link) for link in dict.fromkeys(written))
    inside = (link for link in links if not link.startswith(_OUTSIDE))
    return Found(tuple(map(html.unescape, _attributes(text, ' id="'))), tuple(inside))


def _attributes(text: str, opening: str) -> list[str]:
    return [part.partition('"')[0] for part in text.split(opening)[1:]]
