"""Building again after every edit, one build at a time."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from pathlib import Path

from casebook.serve.watch import State, snapshot

INTERVAL = 0.03
"""Seconds between two looks at the files; a look at a few hundred takes a thousandth."""

SETTLING = 0.03
"""Seconds for which nothing may change before a build: an editor writes a file in steps."""

PATIENCE = 1.0
"""Seconds after which a build no longer waits for files that keep changing."""

Look = tuple[dict[str, State], float]
"""The files, and the seconds of a processor that it took to look at them."""

Rebuild = Callable[[threading.Event], Awaitable[None]]
"""Builds, and may stop as soon as the event is set: what is built is old then."""


async def follow(site: Path, looking: Executor, rebuild: Rebuild) -> None:
    """Call `rebuild` now, and again after every edit, until cancelled.

    An edit during a build ends that build as soon as it may be ended: what it would show is
    old. What is compared was looked at before a build began, so that no edit is missed.
    Looking at the files takes a tenth of one processor at most, however many there are.
    """
    loop = asyncio.get_running_loop()

    async def look() -> Look:
        return await loop.run_in_executor(looking, _look, site)

    known, _ = await look()
    while True:
        old = threading.Event()
        building = asyncio.ensure_future(rebuild(old))
        changing = asyncio.ensure_future(_next_change(known, look))
        try:
            await asyncio.wait((building, changing), return_when=asyncio.FIRST_COMPLETED)
            if building.done():
                building.result()  # raises what it raised
            known = await changing
            old.set()
            await building
        finally:
            old.set()
            building.cancel()
            changing.cancel()


def _look(site: Path) -> Look:
    # Not the time of a clock: during a build a look waits for the builder most of the time.
    began = time.thread_time()
    return snapshot(site), time.thread_time() - began


async def _next_change(
    known: dict[str, State], look: Callable[[], Awaitable[Look]]
) -> dict[str, State]:
    """The files as they are once they have changed, and stopped changing."""
    while True:
        now, cost = await look()
        if now != known:
            return await _settled(now, look)
        await asyncio.sleep(max(INTERVAL, 9 * cost))


async def _settled(now: dict[str, State], look: Callable[[], Awaitable[Look]]) -> dict[str, State]:
    """The files as they are once they have stopped changing, or patience has run out."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        await asyncio.sleep(SETTLING)
        later, _ = await look()
        if later == now:
            break
        now = later
    return now
