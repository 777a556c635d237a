"""The same work in several processes, where there is enough of it to pay."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from casebook.output import Output

WORTH_IT = 600
"""Items from which two processes beat one: below, forking and sending back costs more."""

_CHUNK = 50
_MOST_CHUNKS = 8000
"""Their numbers must fit into a pipe before anybody reads it, with room to spare."""


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
    An exception in a process is raised here, as it would have been without. ProcessEnded if one
    is killed. However this ends no process is left, and if it is killed itself they end too.
    """
    if jobs < 2 or count < WORTH_IT or sys.platform != "linux":
        return map(work, range(count))
    from casebook.render.forked import in_processes

    each = work if then is None else lambda number: then(work(number))
    size = max(_CHUNK, -(-count // _MOST_CHUNKS))
    chunks = [range(start, min(start + size, count)) for start in range(0, count, size)]
    return in_processes(each, chunks, min(jobs, len(chunks)))
