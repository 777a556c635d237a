"""The same work in several processes, where there is enough of it to pay."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator

from casebook.output import Output

WORTH_IT = 600
"""Items from which two processes beat one: below, forking and sending back costs more."""

_CHUNK = 50
_work: Callable[[int], Output] | None = None
"""What forked children run. It is inherited, never sent: an Edition is too large to pickle."""


def in_parallel(
    work: Callable[[int], Output],
    count: int,
    jobs: int,
    then: Callable[[Output], Output] | None = None,
) -> Iterator[Output]:
    """`work(0)` to `work(count - 1)`, in that order, whatever the number of processes.

    `then` is done with each by the process that made it, if there are several: what else can be
    done with an output by itself, and would be done to all of them by one process otherwise.

    Where processes cannot be forked (Windows, and macOS with its frameworks) one does it all.
    An exception in a child is raised here.
    """
    if jobs < 2 or count < WORTH_IT or sys.platform != "linux":
        yield from map(work, range(count))
        return
    global _work  # the one way to hand something to forked children unpickled
    _work = work if then is None else lambda number: then(work(number))
    try:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            yield from pool.imap(_run, range(count), chunksize=_CHUNK)
    finally:
        _work = None


def _run(number: int) -> Output:
    assert _work is not None
    return _work(number)
