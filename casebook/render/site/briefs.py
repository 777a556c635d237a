"""Which briefs a page offers: all of them on the front page, its own on the page of a record."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.edit.briefs import ask_of
from casebook.edit.edition import Entry
from casebook.render.desk import Desk
from casebook.render.parts import Order, brief_path
from casebook.render.typography import typographic


@dataclass(frozen=True, slots=True)
class BriefOffer:
    """A brief that can be had."""

    title: str
    href: str


def offers(desk: Desk, order: Order, entry: Entry | None = None) -> tuple[BriefOffer, ...]:
    """The briefs of the record, or those that are about one record; none where no book is made."""
    if "book" not in order.parts:
        return ()
    found = []
    for brief in desk.edition.site.briefs:
        if entry is None or entry in ask_of(desk.edition, brief).entries:
            href = desk.links.to_file(brief_path(str(brief.id)))
            found.append(BriefOffer(typographic(brief.title), href))
    return tuple(found)
