"""A source that the editors hold is described as a witness."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Edition
from casebook.edit.rules.select import sound
from casebook.model.sources import Source
from casebook.problem import Problem

NEEDED = {
    "stance": "what side it takes, or that it takes none",
    "condition": "what its copy lacks, or that it is whole",
    "quotation_limit": "how many words may be quoted from it in all",
}


def held_ones_are_described(edition: Edition) -> Iterator[Problem]:
    """A held source says its stance, its copy's condition and how much may be quoted."""
    for entry, source in sound(edition, Source):
        if not source.is_held:
            continue
        for field, meaning in NEEDED.items():
            if getattr(source, field) is None:
                yield Problem(
                    source.at,
                    "missing-field",
                    f"source `{entry.id}` is held and lacks `{field}`",
                    f"add `{field}:` {meaning}; or `held: no`",
                    length=len(entry.id),
                )
