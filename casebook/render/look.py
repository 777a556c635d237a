"""Looking through pages where they are made: in other processes, while others are made."""

from __future__ import annotations

import posixpath

from casebook.edit.edition import Edition
from casebook.output import Output
from casebook.render.anchors import anchors
from casebook.render.looked import Looked
from casebook.render.withheld import holds_none


class Look:
    """Looks through outputs one after another."""

    def __init__(self, edition: Edition) -> None:
        """`edition` knows what is withheld."""
        self._edition = edition
        self._given: dict[str, set[str]] = {}
        """By folder, the links that were told of one of its pages."""

    def __call__(self, output: Output) -> Looked:
        """The same output, looked through."""
        seen = None
        if output.path.endswith(".html"):
            given = self._given.setdefault(posixpath.dirname(output.path), set())
            seen = anchors(output.data.decode(errors="replace"), given)
        return Looked(output.path, output.data, holds_none(self._edition, output), seen)
