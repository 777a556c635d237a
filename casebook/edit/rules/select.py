"""Which records a rule judges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from casebook.edit.edition import Edition, Entry
from casebook.model.record import Record

R = TypeVar("R", bound=Record)


def sound(edition: Edition, cls: type[R]) -> Iterator[tuple[Entry, R]]:
    """The records of a class whose shape is right; what is wrong with others is reported."""
    broken = edition.manuscript.broken
    for entry in edition.of(cls.declares.name):
        if isinstance(entry.record, cls) and (entry.kind.name, entry.id) not in broken:
            yield entry, entry.record
