"""When, in JSON-LD: an ISO 8601 date only where the sources state it and it says all.

A date that is approximate, uncertain, open, one of several or worked out has no honest form
there. It stands as EDTF in `temporalCoverage` or `temporal`, which take any text, and how it is
known stands in words beside it.
"""

from __future__ import annotations

from casebook.dates import Date
from casebook.model.parts import Basis
from casebook.render.linked_data.context import Node


def iso(date: Date | None, basis: Basis | None = None) -> str:
    """A day, month or year that is certain and stated; nothing for anything else."""
    if date is None or basis is not None or date.qualifier or date.unspecified:
        return ""
    return date.text if date.precision in ("day", "month", "year") else ""


def span(date: Date | None, basis: Basis | None, extent: str) -> Node:
    """`startDate` and `endDate` of something that happened within a date, or throughout it.

    A stretch of time that something happened somewhere within has neither.
    """
    if date is None or basis is not None:
        return {}
    throughout = extent == "throughout"
    if date.precision == "interval":
        if not throughout:
            return {}
        ends = {"startDate": iso(date.start), "endDate": iso(date.end)}
        whole = iso(date.start) and (iso(date.end) or date.open_end)
        return {key: day for key, day in ends.items() if day} if whole else {}
    day = iso(date)
    if not day:
        return {}
    return {"startDate": day, "endDate": day} if throughout else {"startDate": day}


def created(name: str, date: Date | None, basis: Basis | None) -> Node:
    """The date of a work under a name such as `datePublished`, else as EDTF in `temporal`."""
    if date is None:
        return {}
    day = iso(date, basis)
    return {name: day} if day else {"temporal": date.text}
