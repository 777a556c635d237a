"""Looking for withheld names in many pages that repeat most of their text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from casebook.withheld.names import Withheld

_TAG = re.compile(r"<[^<>]*>")
_VALUE = re.compile(r'="([^"]*)"')
_NEIGHBOURS = 4
"""Pieces of text that are read together: a name may be cut by the tags of a page."""


class PageScan:
    """Reads pages piece by piece, each piece with its neighbours, and no such run twice.

    Pages of one site share most of their pieces, so that almost every run is known.
    """

    def __init__(self, withheld: Withheld) -> None:
        """The names to look for."""
        self._withheld = withheld
        self._known: dict[tuple[str, ...], bool] = {}

    def markup(self, text: str) -> bool:
        """Does the text of HTML, SVG or XML, or the value of an attribute, hold a name?"""
        return any(self._holds(run) for run in _runs(text))

    def plain(self, text: str) -> bool:
        """Does a text hold a name?"""
        return any(True for _ in self._withheld.find(text))

    def _holds(self, run: tuple[str, ...]) -> bool:
        found = self._known.get(run)
        if found is None:
            found = self._known[run] = self.plain(html.unescape(" ".join(run)))
        return found


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """The pieces of text between tags with those that follow, and attributes' values."""
    pieces = [piece for piece in _TAG.split(text) if piece and not piece.isspace()]
    for position in range(len(pieces)):
        yield tuple(pieces[position : position + _NEIGHBOURS])
    for value in _VALUE.findall(text):
        yield (value,)
