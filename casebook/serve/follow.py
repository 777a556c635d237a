"""Building again after every edit, one build at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from pathlib import Path

from casebook.serve.watch import State, snapshot

INTERVAL = 0.1
"""Seconds between two looks at the files."""

SETTLING = 0.04
"""Seconds for which nothing may change before a build: an editor writes a file in steps."""

PATIENCE = 1.0
"""Seconds after which a build no longer waits for files that keep changing."""


async def follow(site: Path, worker: Executor, rebuild: Callable[[], Awaitable[None]]) -> None:
    """Call `rebuild` now, and again after every edit, until cancelled.

    What is compared was looked at before the last build began, so that an edit made during a
    build is seen after it. Looking at the files takes a tenth of one processor at most,
    however many there are.
    """
    loop = asyncio.get_running_loop()

    async def look() -> dict[str, State]:
        return await loop.run_in_executor(worker, snapshot, site)

    known = await look()
    await rebuild()
    while True:
        began = time.monotonic()
        now = await look()
        if now == known:
            await asyncio.sleep(max(INTERVAL, 9 * (time.monotonic() - began)))
            continue
        known = await _settled(now, look)
        await rebuild()


async def _settled(
    now: dict[str, State], look: Callable[[], Awaitable[dict[str, State]]]
) -> dict[str, State]:
    """The files as they are once they have stopped changing, or patience has run out."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        await asyncio.sleep(SETTLING)
        later = await look()
        if later == now:
            break
        now = later
    return now
