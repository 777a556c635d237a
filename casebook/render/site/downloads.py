"""The files of data that hold what a page shows as a list."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.model.figures import Comparison, Figure
from casebook.render.desk import Desk
from casebook.render.parts import Order
from casebook.render.site.pages import PagePlan


@dataclass(frozen=True, slots=True)
class Download:
    """A kind of record, and its files."""

    plural: str
    csv: str
    json: str


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
            known[name].plural,
            desk.links.to_file(f"data/{known[name].folder}.csv"),
            desk.links.to_file(f"data/{known[name].folder}.json"),
        )
        for name in kinds
        if name in known and desk.edition.of(name)
    )
