"""Circles in what leads from one thing to others."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def circles(leads_to: Mapping[T, Iterable[T]]) -> list[list[T]]:
    """Circles that have nothing in common, each from its first member in the order given on.

    There are none only if no circle can be found at all. One depth-first walk without recursion:
    a record may be long.
    """
    order = {node: position for position, node in enumerate(leads_to)}
    found: list[list[T]] = []
    taken: set[T] = set()
    done: set[T] = set()
    for start in leads_to:
        if start in done:
            continue
        path: dict[T, int] = {}
        stack: list[tuple[T, bool]] = [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                del path[node]
                done.add(node)
            elif node in path:
                circle = list(path)[path[node] :]
                if taken.isdisjoint(circle):
                    taken.update(circle)
                    first = min(range(len(circle)), key=lambda at: order[circle[at]])
                    found.append(circle[first:] + circle[:first])
            elif node not in done:
                path[node] = len(path)
                stack.append((node, True))
                others = (other for other in leads_to[node] if other in order)
                stack.extend((other, False) for other in sorted(others, key=order.__getitem__))
    return found
