"""Which page shows what was written where, and where what a page shows was written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from casebook.edit.edition import Edition
from casebook.load.kept import PROOFS_FOLDER
from casebook.spot import Spot

FRONT = "index.html"
_SITE = "site.yaml"


@dataclass(frozen=True, slots=True)
class Homes:
    """The pages of a record and the lines of its files, each found by the other."""

    _pages: Mapping[str, tuple[list[int], list[str]]] = field(default_factory=dict)
    """By file: the lines on which its records begin, in order, and their pages."""
    _spots: Mapping[str, Spot] = field(default_factory=dict)
    """By page: where what it shows begins."""
    names: Mapping[str, str] = field(default_factory=dict)
    """By page of a record: what the record is called."""

    def page_of(self, where: Spot) -> str:
        """The page of the record that holds a place; nothing where there is none."""
        lines, pages = self._pages.get(where.file, ([], []))
        number = bisect_right(lines, where.line) - 1
        return pages[number] if number >= 0 else ""

    def spot_of(self, page: str) -> Spot | None:
        """Where the record of a page begins, or the file of a list; None for any other page."""
        return self._spots.get(page)


def homes(edition: Edition) -> Homes:
    """The homes of all records, narrative pages and excerpts, and of the site's own fields.

    An excerpt and its proofs are shown on the page of their source.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    spots: dict[str, Spot] = {}
    names: dict[str, str] = {}
    for of_kind in edition.entries.values():
        folder = next((entry.path.rpartition("/")[0] for entry in of_kind.values()), "")
        for entry in of_kind.values():
            at = entry.record.at
            path = f"{folder}/{entry.id}.html" if folder else entry.path
            found.setdefault(at.file, []).append((at.line, path))
            spots[path] = at
            names[path] = entry.title
        if of_kind and entry.kind.folder:
            first = next(iter(of_kind.values())).record.at.file
            spots[f"{entry.kind.folder}/{FRONT}"] = Spot(first, 1, 1)
    for source, excerpt in edition.excerpts.items():
        entry_of = edition.entries["source"].get(source)
        if entry_of is not None:
            found.setdefault(excerpt.at.file, []).append((1, entry_of.path))
            found.setdefault(f"{PROOFS_FOLDER}/{source}.yaml", []).append((1, entry_of.path))
    found[_SITE] = [(1, FRONT)]
    spots.setdefault(FRONT, Spot(_SITE, 1, 1))
    events = next(iter(edition.of("event")), None)
    if events is not None:
        spots["timeline.html"] = Spot(events.record.at.file, 1, 1)
    pages = {}
    for file, places in found.items():
        places.sort()
        pages[file] = ([line for line, _ in places], [path for _, path in places])
    return Homes(pages, spots, names)
