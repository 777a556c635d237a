"""The files of data that hold what a page shows as a list."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.model.figures import Comparison, Figure
from casebook.render.desk import Desk
from casebook.render.parts import Order
from casebook.render.site.pages import PagePlan


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of data, by the name of its format."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Download:
    """A kind of record, and its files."""

    plural: str
    files: tuple[DataFile, ...]


def downloads(desk: Desk, page: PagePlan, order: Order) -> tuple[Download, ...]:
    """What a page lists, as data: of the list of a kind, the timeline and a comparison."""
    if "data" not in order.parts or not page.listed:
        return ()
    if page.entry is None:
        kinds = [page.section]
    elif isinstance(page.entry.record, Comparison):
        kinds = [Figure.declares.name, Comparison.declares.name]
    else:
        kinds = []
    known = desk.edition.manuscript.model.kinds
    return tuple(
        Download(
            desk.interface.say(known[name].plural),
            tuple(
                DataFile(form, desk.links.to_file(f"data/{known[name].folder}.{form.lower()}"))
                for form in ("CSV", "JSON")
            ),
        )
        for name in kinds
        if name in known and desk.edition.has_any(name)
    )
