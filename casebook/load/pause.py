"""Pausing Python's garbage collector while a great many objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Switch the cyclic garbage collector off inside the `with`, and back to what it was after.

    Reading a record only makes objects: it throws none away and makes no cycles. The
    collector cannot know that, looks again and again through all that has been made, and
    finds nothing to free. With it on, reading 10,000 events took about half as long again.
    Reference counts free memory meanwhile as ever.
    May be nested; an error inside puts the collector back too.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def gc_resting() -> Iterator[None]:
    """The same for all that a command does, which ends the process soon after.

    When the collector is switched on again it would go through everything once more, and so it
    would when Python ends: for 10,000 events that took two seconds. What was made inside is put
    where it does not look, until the next command in the same process.
    """
    gc.unfreeze()
    with gc_paused():
        try:
            yield
        finally:
            gc.freeze()


@contextmanager
def gc_working() -> Iterator[None]:
    """Switch it on inside a command for which it rests, for what makes cycles and throws them away.

    What was made before is put where it does not look.
    """
    was_on = gc.isenabled()
    if not was_on:
        gc.freeze()
        gc.enable()
    try:
        yield
    finally:
        if not was_on:
            gc.disable()
