"""CSL-JSON (schema 1.0.2), which Zotero, Pandoc and citation processors read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casebook.render.data.citations.dates import csl_date
from casebook.render.data.citations.works import Work
from casebook.render.data.records import as_json


def to_csl(works: Sequence[Work]) -> bytes:
    """Works as an array of items."""
    return as_json([csl_item(work) for work in works])


def csl_item(work: Work) -> dict[str, Any]:
    """One work as an item."""
    names = [{"literal": name} for name in work.authors]
    fields: dict[str, Any] = {
        "id": work.id,
        "type": work.sort.csl,
        "title": work.title,
        "title-short": work.short,
        "author": names,
        "container-title": work.publisher if work.sort.periodical else "",
        "publisher": "" if work.sort.periodical else work.publisher,
        "number": work.number,
        "URL": work.address,
        "genre": work.kind,
        "issued": csl_date(work.date),
        "version": work.edition,
        "note": " ".join(work.notes),
    }
    return {name: value for name, value in fields.items() if value}
