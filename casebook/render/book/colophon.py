"""The last page: what this edition is, how it was made, and in which types it is set."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.render.book.cover import facts
from casebook.render.desk import Desk


@dataclass(frozen=True, slots=True)
class ColophonView:
    """What the book says of itself."""

    lines: tuple[tuple[str, str], ...]
    """What is known of the edition, each under its word."""
    numbered: bool
    """Have records numbers that last?"""


def colophon_view(desk: Desk) -> ColophonView:
    """The colophon of an edition."""
    kinds = desk.edition.entries.values()
    return ColophonView(facts(desk), any(one.number for kind in kinds for one in kind.values()))
