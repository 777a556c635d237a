"""The order of events in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from heapq import heapify, heappop, heappush
from typing import Any

from casebook.edit.edition import Entry
from casebook.model.events import Event
from casebook.model.record import Ref
from casebook.problem import Problem
from casebook.spot import Spot


def in_order(
    events: Mapping[str, Entry], resolved: Mapping[Spot, Entry], report: Callable[[Problem], None]
) -> tuple[Entry, ...]:
    """The events by date, and never against `after` and `before`.

    An event without a date stands right after the last event it came after, else right before
    the first it came before. `after` and `before` that run in a circle, or against dates that
    leave no doubt, are reported.
    """
    later: dict[str, set[str]] = {id_: set() for id_ in events}
    """For each event, the events that come after it."""
    for entry in events.values():
        event = _event(entry)
        for other in _targets(event.after, resolved):
            later[other.id].add(entry.id)
            _judge(other, entry, event.spot("after"), report)
        for other in _targets(event.before, resolved):
            later[entry.id].add(other.id)
            _judge(entry, other, event.spot("before"), report)
    circle = _circle(later)
    if circle:
        names = ", then ".join(f"`{id_}`" for id_ in circle)
        report(
            Problem(
                events[circle[0]].record.spot("after"),
                "order-circle",
                f"`after` and `before` run in a circle: {names}",
                "take one of them out",
            )
        )
        return tuple(events.values())
    return tuple(events[id_] for id_ in _merge(later, _keys(events, later)))


Key = tuple[Any, int, str]
"""What an event sorts by: a date's key, then before, on or after it, then its id."""


def _keys(events: Mapping[str, Entry], later: Mapping[str, set[str]]) -> dict[str, Key]:
    """The sort key of every event; an undated one borrows that of what it hangs on."""
    keys: dict[str, Key] = {}
    for entry in events.values():
        date = _event(entry).date
        if date is not None:
            keys[entry.id] = (date.sort_key, 0, entry.id)
    earlier: dict[str, list[str]] = {id_: [] for id_ in events}
    for id_, others in later.items():
        for other in others:
            earlier[other].append(id_)
    waiting = [id_ for id_ in events if id_ not in keys]
    while waiting:
        for id_ in waiting:
            after = [keys[other] for other in earlier[id_] if other in keys]
            before = [keys[other] for other in later[id_] if other in keys]
            if after:
                keys[id_] = (max(after)[0], 1, id_)
            elif before:
                keys[id_] = (min(before)[0], -1, id_)
        left = [id_ for id_ in waiting if id_ not in keys]
        if len(left) == len(waiting):
            last = max((key[0] for key in keys.values()), default=())
            keys.update({id_: (last, 2, id_) for id_ in left})
            left = []
        waiting = left
    return keys


def _merge(later: Mapping[str, set[str]], keys: Mapping[str, Key]) -> list[str]:
    """The order of the keys, put off where `later` says so (Kahn's algorithm with a heap)."""
    waits_for = dict.fromkeys(later, 0)
    for others in later.values():
        for other in others:
            waits_for[other] += 1
    ready = [keys[id_] for id_, number in waits_for.items() if not number]
    heapify(ready)
    order = []
    while ready:
        id_ = heappop(ready)[2]
        order.append(id_)
        for other in later[id_]:
            waits_for[other] -= 1
            if not waits_for[other]:
                heappush(ready, keys[other])
    return order


def _judge(first: Entry, second: Entry, at: Spot, report: Callable[[Problem], None]) -> None:
    """An event said to come after another cannot be over before that one begins."""
    before, after = _event(first).date, _event(second).date
    if before is None or after is None or before.earliest is None or after.latest is None:
        return
    if after.latest < before.earliest:
        report(
            Problem(
                at,
                "order-against-dates",
                f"`{second.id}` is said to come after `{first.id}`, but is dated before it",
                "mend the order, or one of the dates",
            )
        )


def _event(entry: Entry) -> Event:
    assert isinstance(entry.record, Event)
    return entry.record


def _targets(refs: tuple[Ref, ...], resolved: Mapping[Spot, Entry]) -> list[Entry]:
    return [resolved[ref.at] for ref in refs if ref.at in resolved]


def _circle(later: Mapping[str, set[str]]) -> list[str]:
    """The ids of one circle, nothing if there is none. Iterative: a record may be long."""
    done: set[str] = set()
    for start in later:
        if start in done:
            continue
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            id_, leaving = stack.pop()
            if leaving:
                path.pop()
                on_path.discard(id_)
                done.add(id_)
                continue
            if id_ in on_path:
                return path[path.index(id_) :]
            if id_ in done:
                continue
            path.append(id_)
            on_path.add(id_)
            stack.append((id_, True))
            stack.extend((other, False) for other in sorted(later[id_]))
    return []
