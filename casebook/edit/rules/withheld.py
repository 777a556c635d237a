"""Names that are withheld stand nowhere in the record."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Edition
from casebook.problem import Problem
from casebook.withheld.places import in_text


def names_are_kept_out(edition: Edition) -> Iterator[Problem]:
    """No file of the record holds a name of withheld.yaml: no field, id, comment or prose."""
    manuscript = edition.manuscript
    if manuscript.withheld:
        for file, source in manuscript.files.items():
            yield from in_text(manuscript.withheld, source, file)
