"""An annotated excerpt gives an account of the whole of its source, once."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Edition, Entry
from casebook.edit.rules.select import sound
from casebook.model.sources import Source
from casebook.model.units import UnitError, parse_places, parse_units
from casebook.problem import Problem, Severity


def one_a_source(edition: Edition) -> Iterator[Problem]:
    """A source has one excerpt at most: it is shown on the source's page."""
    seen: dict[str, str] = {}
    for excerpt in edition.manuscript.excerpts:
        id_ = excerpt.source.id
        if not id_:
            continue
        if id_ in seen:
            yield Problem(
                excerpt.source.at,
                "second-excerpt",
                f"`{id_}` has an excerpt already, in {seen[id_]}",
                "put both into one file",
                length=len(id_),
            )
        seen.setdefault(id_, excerpt.source.at.file)


def whole(edition: Edition) -> Iterator[Problem]:
    """Every unit of a held source is accounted for, so that nothing is left out unsaid."""
    for entry, source in sound(edition, Source):
        if not source.is_held or not source.units or entry.id not in edition.excerpts:
            continue
        units = parse_units(source.units)
        if not _can_be_read(edition, entry, units):
            continue  # a citation that is to be mended may be the one that is missing
        missing = [
            unit for unit in units if unit not in edition.accounted.get(entry.id, frozenset())
        ]
        if missing:
            shown = ", ".join(missing[:12]) + (" and more" if len(missing) > 12 else "")
            yield Problem(
                edition.excerpts[entry.id].at,
                "unit-left-out",
                f"the excerpt of `{entry.id}` gives no account of {shown}",
                f"close the paragraph that does with [@{entry.id} {missing[0]}]",
                Severity.WARNING,
            )


def _can_be_read(edition: Edition, entry: Entry, units: tuple[str, ...]) -> bool:
    """Is every citation in a source's excerpt of a source there is, and of places it has?"""
    for citation in edition.prose[edition.excerpts[entry.id].body.at].citations:
        if citation.source not in edition.entries.get(Source.declares.name, {}):
            return False
        try:
            if citation.source == entry.id:
                parse_places(citation.places, units)
        except UnitError:
            return False
    return True
