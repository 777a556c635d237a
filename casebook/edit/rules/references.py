"""References that lead where they cannot mean to."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Edition
from casebook.edit.rules.circles import FIELDS
from casebook.model.record import articled
from casebook.problem import Problem

_JUDGED_ELSEWHERE = {*(field for _, field in FIELDS), "after", "before", "replies.claim"}


def lead_elsewhere(edition: Edition) -> Iterator[Problem]:
    """No field of a record names the record itself; prose may."""
    for entry, edges in edition.edges_from.items():
        for edge in edges:
            if edge.target is entry and edge.back and edge.field not in _JUDGED_ELSEWHERE:
                yield Problem(
                    edge.at,
                    "refers-to-itself",
                    f"`{edge.field}` of {entry.kind.name} `{entry.id}` names that record itself",
                    "name the other one, or take it out",
                    length=len(entry.id),
                )


def may_be_alike(edition: Edition) -> Iterator[Problem]:
    """What may be the same thing is a thing of the same kind."""
    for entry, edges in edition.edges_from.items():
        for edge in edges:
            if edge.field == "may_be.id" and edge.target.kind is not entry.kind:
                wanted, found = articled(entry.kind.name), articled(edge.target.kind.name)
                yield Problem(
                    edge.at,
                    "wrong-kind",
                    f"`{edge.target.id}` in `may_be` of {entry.kind.name} `{entry.id}` is "
                    f"{found}, not {wanted}",
                    f"name {wanted} that it may be",
                    length=len(edge.target.id),
                )
