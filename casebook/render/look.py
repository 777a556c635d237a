"""Looking through pages where they are made: in other processes, while others are made."""

from __future__ import annotations

from casebook.edit.edition import Edition
from casebook.output import Output
from casebook.render.anchors import found_in
from casebook.render.looked import Looked
from casebook.render.site.again import Made
from casebook.render.withheld import Before, holds_none


class Look:
    """Looks through outputs one after another."""

    def __init__(self, edition: Edition, before: Before) -> None:
        """`edition` knows what is withheld, `before` what was looked through already."""
        self._edition = edition
        self._before = before

    def __call__(self, output: Output) -> Looked:
        """The same output, looked through."""
        found = None
        if output.path.endswith(".html"):
            found = found_in(output.data.decode(errors="replace"))
        clear = holds_none(self._edition, output, self._before)
        if not isinstance(output, Made):
            return Looked(output.path, output.data, (), clear, found)
        return Looked(
            output.path,
            output.data,
            output.reads,
            clear,
            found,
            about=output.about,
            pieces=output.pieces,
        )
