"""The briefing book as an Output: laid out until every page number it prints is right.

Page numbers are plain text from a page map. The first layout prints placeholders and tells
where everything landed; the next prints that; and so on until nothing moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from jinja2 import Environment

from casebook.edit.edition import Edition
from casebook.load.pause import gc_paused
from casebook.output import Output
from casebook.problem import Problem, RecordError
from casebook.render.book import markup
from casebook.render.book.chapters import chapters
from casebook.render.book.cover import cover_view
from casebook.render.book.links import BookLinks
from casebook.render.book.pages import PageMap, index_numbers, page_link, with_page
from casebook.render.book.press import Layout, Press
from casebook.render.desk import Desk
from casebook.render.jinja import make_environment
from casebook.render.parts import BOOK_PATH, Order
from casebook.render.views.common import direction
from casebook.spot import Spot

ROUNDS = 6
STEADY_FROM = 4
"""From this round on every page number is given the same room, so that none can move a line."""


def render_book(order: Order) -> Iterator[Output]:
    """The book as one PDF.

    BookUnavailable where the system lacks what lays it out; RecordError where the record has
    something that cannot be laid out, or where page numbers do not settle.
    """
    press = Press(order.layouts, order.static, str(order.edition.site.paper or "A4"))
    book = _Book(order)
    with gc_paused():
        layout = _settled(press, book, order)
        order.progress(f"Writing the book, {layout.count} pages")
        data = press.pdf(layout)
    yield Output(BOOK_PATH, data)


def _settled(press: Press, book: _Book, order: Order) -> Layout:
    """The layout whose printed page numbers are those of the layout itself."""
    pages = PageMap()
    for number in range(1, ROUNDS + 1):
        size = f", {pages.count} pages" if pages.count else ""
        order.progress(f"Laying out the book, pass {number}{size}")
        layout = press.lay_out(book.html(pages, steady=number >= STEADY_FROM))
        found = book.read(layout)
        if found == pages:
            _prove(layout, found)
            return layout
        pages = found
    hint = "change the layout a little, or the length of a long text near a page's end"
    message = f"the book's page numbers did not settle in {ROUNDS} layouts"
    raise RecordError([Problem(Spot("site.yaml", 1, 1), "book-page-numbers", message, hint)])


def _prove(layout: Layout, pages: PageMap) -> None:
    """Every printed number is that of the page its link leads to: a wrong one is our mistake."""
    wrong = [
        f"#{anchor}: {printed}"
        for anchor, printed in layout.printed()
        if pages.number(anchor) != printed
    ]
    if wrong:
        raise AssertionError(f"page numbers of the book are wrong: {', '.join(wrong[:5])}")


class _Book:
    """The book's text, for any page map."""

    def __init__(self, order: Order) -> None:
        self._edition = order.edition
        self._pages = PageMap()
        self._environment = self._make_environment(order)
        desk = Desk(order.edition, BookLinks())
        self._cover = cover_view(desk)
        self._chapters = chapters(desk)

    def html(self, pages: PageMap, steady: bool) -> str:
        """The whole document. `steady` gives every page number the same room."""
        self._pages = pages
        site = self._edition.site
        return self._environment.get_template("book/book.html").render(
            cover=self._cover,
            chapters=self._chapters,
            numbered=_is_numbered(self._edition),
            language=str(site.language),
            direction=direction(site.language),
            steady=steady,
        )

    def read(self, layout: Layout) -> PageMap:
        """What a layout tells of where things are."""
        anchors = layout.anchors()
        passed_over = self._passed_over(anchors, layout.count)
        mentions: dict[str, set[int]] = defaultdict(set)
        for target, page in layout.links():
            if page not in passed_over:
                mentions[target].add(page)
        return PageMap(
            anchors,
            {target: tuple(sorted(found)) for target, found in mentions.items()},
            layout.count,
        )

    def _passed_over(self, anchors: dict[str, int], count: int) -> set[int]:
        """The pages of chapters that are not indexed; every chapter begins a page."""
        starts = [*(anchors[chapter.id] for chapter in self._chapters), count + 1]
        return {
            page
            for chapter, start, end in zip(self._chapters, starts, starts[1:], strict=False)
            if not chapter.indexed
            for page in range(start, end)
        }

    def _make_environment(self, order: Order) -> Environment:
        environment = make_environment(order.layouts)
        environment.filters |= {
            "within": markup.within,
            "anchor": markup.anchor_in,
            "run_in": markup.run_in,
            "run_out": markup.run_out,
        }
        # Functions, not filters: Jinja works out a filter of constants once and for all.
        environment.globals |= {
            "paged": lambda link: with_page(self._pages, link, markup.anchor_in(link)),
            "page_of": lambda anchor: page_link(self._pages, anchor),
            "pages_naming": lambda anchor: index_numbers(self._pages, anchor),
        }
        return environment


def _is_numbered(edition: Edition) -> bool:
    return any(entry.number for of_kind in edition.entries.values() for entry in of_kind.values())

