"""Nothing is within, part of or derived from itself, however far round."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.circles import circles
from casebook.edit.edition import Edition, Entry
from casebook.problem import Problem

FIELDS = (
    ("place", "within"),
    ("party", "within"),
    ("event", "part_of"),
    ("figure", "part_of"),
    ("source", "derives_from"),
)


def nothing_holds_itself(edition: Edition) -> Iterator[Problem]:
    """Follow each of these fields upwards; a chain that meets itself is a problem."""
    for kind, field in FIELDS:
        above: dict[Entry, list[Entry]] = {
            entry: [e.target for e in edition.edges_from.get(entry, ()) if e.field == field]
            for entry in edition.of(kind)
        }
        for circle in circles(above):
            start = circle[0]
            names = ", then ".join(f"`{entry.id}`" for entry in circle)
            yield Problem(
                start.record.spot(field),
                "circle",
                f"`{field}` runs in a circle: {names}, then `{start.id}` again",
                "take one of them out",
                length=len(circle[1 % len(circle)].id),
            )
