"""Laying out again and again until every printed page number is right.

The first layout prints placeholders and tells where everything landed; the next prints that; and
so on until nothing moves. Counters that a library resolves by itself can stop one round too early
and print a wrong number without a word; a page map can be compared, and the outcome proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from casebook.problem import Problem, RecordError
from casebook.render.book.pages import PageMap
from casebook.spot import Spot

ROUNDS = 6
STEADY_FROM = 4
"""From this round on every page number is given the same room, so that none can move a line."""


class Numbered(Protocol):
    """A layout that can tell which page numbers it prints."""

    def printed(self) -> Iterator[tuple[str, str]]:
        """The anchor that every printed page number leads to, and the number."""


Laid = TypeVar("Laid", bound=Numbered)


def settle(
    lay_out: Callable[[PageMap, bool], Laid],
    read: Callable[[Laid], PageMap],
    progress: Callable[[str], None],
    name: str = "the book",
) -> Laid:
    """The first layout that prints the page numbers it has itself.

    `lay_out` makes a layout from a page map, and is told whether numbers shall have the same
    room whatever they are; `read` says where things are in it; `name` is what it is called.
    RecordError where that does not end within six layouts: a book with wrong page numbers is
    worse than none.
    """
    pages = PageMap()
    for number in range(1, ROUNDS + 1):
        size = f", {pages.count} pages" if pages.count else ""
        progress(f"Laying out {name}, pass {number}{size}")
        layout = lay_out(pages, number >= STEADY_FROM)
        found = read(layout)
        if found == pages:
            prove(layout, found)
            return layout
        pages = found
    message = f"the book's page numbers did not settle in {ROUNDS} layouts"
    hint = "make a long text a little shorter or longer, and report it if that does not help"
    raise RecordError([Problem(Spot("site.yaml", 1, 1), "book-page-numbers", message, hint)])


def prove(layout: Numbered, pages: PageMap) -> None:
    """Every printed number is that of the page its link leads to; AssertionError if not.

    The numbers are read from what was laid out and not from what was meant to be.
    """
    for anchor, printed in layout.printed():
        if pages.anchors.get(anchor) != int(printed):
            raise AssertionError(
                f"the book prints page {printed} for #{anchor}, which is on page "
                f"{pages.anchors.get(anchor)}"
            )
