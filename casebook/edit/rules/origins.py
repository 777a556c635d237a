"""What is not stated by a source says where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Edition
from casebook.edit.walk import of_record, walk_parts
from casebook.model.parts import Basis, Post, Variant
from casebook.model.record import Fields, Record
from casebook.model.terms import Term
from casebook.problem import Problem
from casebook.spot import Spot


def facts_say_where_from(edition: Edition) -> Iterator[Problem]:
    """A basis gives clues or an outside fact; names, posts and meanings a source or an address."""
    for of_kind in edition.entries.values():
        for entry in of_kind.values():
            if (entry.kind.name, entry.id) in edition.manuscript.broken:
                continue
            record = entry.record
            if isinstance(record, Term) and record.from_ is None and record.cite is None:
                yield _nowhere(record.at, f"term `{entry.id}`", len(entry.id))
            for part in of_record(record, _stated):
                what = f"{entry.kind.name} `{entry.id}`"
                if isinstance(part, Variant | Post) and part.from_ is None and part.cite is None:
                    kind = "a name" if isinstance(part, Variant) else "an office"
                    yield _nowhere(part.at, f"{kind} of {what}", 1)
                if isinstance(part, Basis):
                    yield from _basis(part, what)


def _stated(record: Record) -> tuple[Fields, ...]:
    """The parts of a record that state where they come from."""
    parts = walk_parts(record)
    return tuple(part for part in parts if isinstance(part, Variant | Post | Basis))


def _nowhere(at: Spot, what: str, length: int) -> Problem:
    return Problem(
        at,
        "no-origin",
        f"{what} does not say where it comes from",
        "add `from:` with a source and place, or `cite:` with an address",
        length=length,
    )


def _basis(basis: Basis, what: str) -> Iterator[Problem]:
    if basis.inferred is None and basis.outside is None:
        yield Problem(
            basis.at,
            "empty-basis",
            f"a basis of {what} says neither what was inferred nor the fact from outside",
            "write `inferred:` and the clues, or `outside:` and the fact, with `cite:`",
        )
    if basis.outside is not None and basis.cite is None:
        yield Problem(
            basis.spot("outside"),
            "no-origin",
            f"an outside fact of {what} does not say where it can be read",
            "add `cite:` with the address",
        )
