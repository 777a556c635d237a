"""The order of events in time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from heapq import heapify, heappop, heappush
from typing import Any

from casebook.edit.circles import circles
from casebook.edit.edition import Entry
from casebook.model.events import Event
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
    said: dict[tuple[str, str], Spot] = {}
    """Where it is said that one event came before another."""
    for entry in events.values():
        event = _event(entry)
        for ref in event.after:
            _say(resolved.get(ref.at), entry, ref.at, said, report)
        for ref in event.before:
            _say(entry, resolved.get(ref.at), ref.at, said, report)
    for first, second in said:
        later[first].add(second)
    found = circles(later)
    for circle in found:
        names = ", then ".join(f"`{id_}`" for id_ in circle)
        again = circle[1 % len(circle)]
        message = f"`after` and `before` run in a circle: {names}, then `{circle[0]}` again"
        report(Problem(said[circle[0], again], "order-circle", message, "take one of them out"))
    if found:
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

    def borrow(id_: str) -> bool:
        after = [keys[other] for other in earlier[id_] if other in keys]
        before = [keys[other] for other in later[id_] if other in keys]
        if id_ in keys or not (after or before):
            return False
        keys[id_] = (max(after)[0], 1, id_) if after else (min(before)[0], -1, id_)
        return True

    # What an event came after places it better than what it came before: that goes first,
    # and from the earliest on, so that the order of the files makes no difference.
    for id_ in _merge(later, {id_: ((), 0, id_) for id_ in events}):
        if any(other in keys for other in earlier[id_]):
            borrow(id_)
    waiting = deque(sorted(keys))
    while waiting:
        id_ = waiting.popleft()
        waiting += [other for other in sorted((*earlier[id_], *later[id_])) if borrow(other)]
    last = max((key[0] for key in keys.values()), default=())
    return {id_: keys.get(id_, (last, 2, id_)) for id_ in events}


def _say(
    first: Entry | None, second: Entry | None, at: Spot, said: dict[tuple[str, str], Spot],
    report: Callable[[Problem], None],
) -> None:  # fmt: skip
    """Note that one event came before another; unless a reference is unresolved."""
    if first is not None and second is not None:
        said.setdefault((first.id, second.id), at)
        _judge(first, second, at, report)


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
