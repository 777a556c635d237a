"""The briefing book and the briefs as Outputs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from jinja2 import Environment

from casebook.edit.edition import Edition
from casebook.interface import direction
from casebook.output import Output
from casebook.problem import RecordError
from casebook.render.book import markup
from casebook.render.book.letters import MissingLetters, missing_letters
from casebook.render.book.pages import PageMap, index_numbers, page_link, with_page
from casebook.render.book.press import Layout, Press
from casebook.render.book.rounds import settle
from casebook.render.book.volumes import Volume, volumes, whole_volume
from casebook.render.jinja import make_environment
from casebook.render.parts import Order
from casebook.render.views.pictures.labels import drawable
from casebook.render.withheld import problems_of_text
from casebook.withheld.pages import PageScan


def render_book(order: Order) -> Iterator[Output]:
    """The book as one PDF, `briefing.pdf`, and each brief that site.yaml names.

    BookUnavailable where the system lacks what lays it out; RecordError where the record, or a
    layout of its own, has something that cannot be laid out, and where page numbers do not
    settle.
    """
    for volume in volumes(order.edition):
        yield render_volume(order, volume)


def render_volume(order: Order, volume: Volume) -> Output:
    """One book, laid out until every page number in it is right; it raises as `render_book`."""
    site, interface = order.edition.site, order.edition.interface
    press = Press(order.layouts, order.static, str(site.paper or "A4"), interface.direction)
    book = _Book(order, volume)
    try:
        layout = settle(
            lambda pages, steady: press.lay_out(book.checked_html(pages, steady)),
            book.read,
            order.progress,
            volume.name,
        )
        order.progress(f"Writing {volume.name}, {layout.count} pages")
        data = press.pdf(layout)
    except MissingLetters as missing:
        problems = missing_letters(missing.letters, order.edition.manuscript.files)
        if not problems:
            raise
        raise RecordError(problems) from missing
    return Output(volume.path, data)


class _Book:
    """The book's text, for any page map."""

    def __init__(self, order: Order, volume: Volume | None = None) -> None:
        """`volume` is the whole record where it is left out."""
        self._volume = volume or whole_volume(order.edition)
        self._edition = order.edition
        self._pages = PageMap()
        self._scan = PageScan(order.edition.manuscript.withheld)
        self._environment = self._make_environment(order)

    def html(self, pages: PageMap, steady: bool) -> str:
        """The whole document. `steady` gives every page number the same room."""
        self._pages = pages
        site = self._edition.site
        html = self._environment.get_template("book/book.html").render(
            cover=self._volume.cover,
            chapters=self._volume.chapters,
            numbered=_is_numbered(self._edition),
            language=str(site.language),
            direction=direction(site.language),
            steady=steady,
        )
        return markup.space_within(html)

    def checked_html(self, pages: PageMap, steady: bool) -> str:
        """The same; RecordError if a withheld name has arisen in it, before it is laid out."""
        html = self.html(pages, steady)
        if problems := list(problems_of_text(self._edition, self._volume.path, html, self._scan)):
            raise RecordError(problems)
        return html

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
        starts = [*(anchors[chapter.id] for chapter in self._volume.chapters), count + 1]
        return {
            page
            for chapter, start, end in zip(self._volume.chapters, starts, starts[1:], strict=False)
            if not chapter.indexed
            for page in range(start, end)
        }

    def _make_environment(self, order: Order) -> Environment:
        interface = order.edition.interface
        environment = make_environment(order.layouts, interface)
        environment.filters |= {
            "within": markup.within,
            "anchor": markup.anchor_in,
            "drawable": drawable,
            "run_in": markup.run_in,
            "run_out": markup.run_out,
            "stopped": lambda html: markup.stopped(html, interface.stop),
            "unit_words": lambda labels: markup.unit_words(labels, interface),
        }
        # Functions, not filters: Jinja works out a filter of constants once and for all.
        environment.globals |= {
            "paged": lambda link: with_page(self._pages, link, markup.anchor_in(link), interface),
            "page_of": lambda anchor: page_link(self._pages, anchor),
            "pages_naming": lambda anchor: index_numbers(self._pages, anchor, interface),
        }
        return environment


def _is_numbered(edition: Edition) -> bool:
    return any(entry.number for of_kind in edition.entries.values() for entry in of_kind.values())
