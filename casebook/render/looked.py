"""A page that was looked through where it was made, and what was seen of it."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.render.anchors import Found
from casebook.render.site.again import Made


@dataclass(frozen=True, slots=True)
class Looked(Made):
    """An output that need not be asked again for what was found sound.

    What was not is asked once more where all outputs are, by the checks that tell of it:
    `withheld.problems_of_outputs` and `check_links.check_links`.
    """

    clear: bool
    """Was no withheld name found in it?"""
    found: Found | None
    """Its ids and links; None of what is no page."""
