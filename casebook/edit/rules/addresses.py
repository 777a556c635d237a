"""No two things may want one address."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Edition
from casebook.output import path_fault
from casebook.problem import Problem

OURS = (
    *("index", "timeline", "404", "reading", "rules", "accessibility"),
    *("briefing", "offline", "sitemap", "robots"),
)
"""Names at the top of the site that the generator itself writes."""


def one_record_an_address(edition: Edition) -> Iterator[Problem]:
    """A page and a record, or a record and an index page, may not share an address."""
    for of_kind in edition.entries.values():
        for entry in of_kind.values():
            if entry.kind.folder:
                taken = entry.id == "index"
                who = f"the list of {entry.kind.plural.lower()}"
            else:
                taken = entry.id in OURS
                who = "a page of every site"
            if taken:
                yield Problem(
                    entry.record.at,
                    "address-taken",
                    f"{entry.kind.name} `{entry.id}` wants the address {entry.path}, "
                    f"which is that of {who}",
                    "give it another id",
                    length=len(entry.id),
                )
            elif fault := path_fault(entry.path):
                yield Problem(
                    entry.record.at,
                    "bad-id",
                    f"{entry.kind.name} `{entry.id}` cannot be the name of a file: {fault}",
                    "give it another id",
                    length=len(entry.id),
                )
