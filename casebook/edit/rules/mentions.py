"""A record that nothing refers to is probably a slip."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Edition
from casebook.problem import Problem, Severity


def everything_is_referred_to(edition: Edition) -> Iterator[Problem]:
    """Warn of people, places and the like that no other record mentions."""
    if edition.manuscript.lost or edition.manuscript.broken:
        return  # what refers to a record may be among what could not be read
    for of_kind in edition.entries.values():
        for entry in of_kind.values():
            if not entry.kind.expects_mention:
                continue
            if all(edge.source is entry for edge in edition.edges_to.get(entry, ())):
                yield Problem(
                    entry.record.at,
                    "unmentioned",
                    f"nothing refers to {entry.kind.name} `{entry.id}`",
                    f"refer to it with [[{entry.id}]] where it is spoken of, or take it out",
                    Severity.WARNING,
                    length=len(entry.id),
                )
