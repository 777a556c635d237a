"""Nothing is within, part of or derived from itself, however far round."""

from __future__ import annotations

from collections.abc import Iterator

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
        reported: set[Entry] = set()
        for start in above:
            circle = _round(start, above)
            if circle and reported.isdisjoint(circle):
                reported.update(circle)
                names = ", then ".join(f"`{entry.id}`" for entry in circle)
                yield Problem(
                    start.record.spot(field),
                    "circle",
                    f"`{field}` runs in a circle: {names}, then `{start.id}` again",
                    "take one of them out",
                    length=len(circle[1 % len(circle)].id),
                )


def _round(start: Entry, above: dict[Entry, list[Entry]]) -> list[Entry]:
    """The chain from an entry back to itself, nothing if there is none."""
    came_from: dict[Entry, Entry] = {}
    waiting = [start]
    while waiting:
        entry = waiting.pop()
        for upper in above.get(entry, ()):
            if upper is start:
                chain = [entry]
                while chain[-1] is not start:
                    chain.append(came_from[chain[-1]])
                return chain[::-1]
            if upper not in came_from:
                came_from[upper] = entry
                waiting.append(upper)
    return []
