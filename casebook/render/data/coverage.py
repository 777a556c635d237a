"""The strip of months as data: which held sources report each, and what is dated to it."""

from __future__ import annotations

from typing import Any

from casebook.edit.edition import Edition
from casebook.render.views.coverage import beyond, strip


def coverage_data(edition: Edition) -> dict[str, Any]:
    """Month by month, and the events that stand in none; nothing where no source says what it
    covers. A month without sources is dark: nothing is known of it.
    """
    shown = strip(edition)
    if not shown:
        return {}
    return {
        "months": [
            {
                "month": month.text,
                "sources": [entry.id for entry in month.reporting],
                "events": [entry.id for entry in month.dated],
                "reaching": [entry.id for entry in month.reaching],
            }
            for month in shown
        ],
        "beyond": [entry.id for entry in beyond(edition, shown)],
    }
