"""Which edition the data are of, and which were frozen before."""

from __future__ import annotations

from typing import Any

from casebook.edit.edition import Edition
from casebook.editions.content import id_of, present


def edition_data(edition: Edition) -> dict[str, Any]:
    """The edition's id with the hash it is taken from, and every edition that was frozen."""
    digest, _ = present(edition)
    return {
        "edition": id_of(digest),
        "sha256": digest,
        "frozen": [
            {"edition": one.id, "number": one.number, "day": one.day}
            for one in edition.manuscript.frozen
        ],
    }
