"""The briefing book and the briefs as Outputs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from jinja2 import Environment
from markupsafe import Markup

from casebook.edit.edition import Edition
from casebook.interface import direction
from casebook.output import Output
from casebook.problem import RecordError
from casebook.render.book import markup
from casebook.render.book.bindery import Bindery
from casebook.render.book.cache import Cache
from casebook.render.book.gatherings import Gathering, estimate, gather
from casebook.render.book.heads import with_heads
from casebook.render.book.letters import MissingLetters, missing_letters
from casebook.render.book.pages import (
    PageMap,
    index_place,
    page_link,
    with_numbers,
    with_page,
    with_room,
)
from casebook.render.book.rounds import settle
from casebook.render.book.sheet import Sheets
from casebook.render.book.volumes import Volume, volumes, whole_volume
from casebook.render.jinja import make_environment
from casebook.render.parts import Order
from casebook.render.views.pictures.labels import drawable
from casebook.render.withheld import problems_of_text


def render_book(order: Order) -> Iterator[Output]:
    """The book as one PDF, `briefing.pdf`, and each brief that site.yaml names.

    BookUnavailable where the system lacks what lays it out; RecordError where the record, or a
    layout of its own, has something that cannot be laid out, and where page numbers do not
    settle.
    """
    cache = Cache(order.cache / "book" if order.cache else None)
    for volume in volumes(order.edition):
        yield render_volume(order, volume, cache)
    cache.keep_used()


def render_volume(order: Order, volume: Volume, cache: Cache | None = None) -> Output:
    """One book, laid out until every page number in it is right; it raises as `render_book`."""
    bindery = Bindery(order, cache or Cache(None))
    book = _Book(order, volume)
    try:
        sheets = settle(
            lambda pages, steady: bindery.lay_out(book.gatherings, book.texts(pages, steady)),
            book.read,
            order.progress,
            volume.name,
        )
        order.progress(f"Writing {volume.name}, {sheets.count} pages")
        data = bindery.bind(sheets)
    except MissingLetters as missing:
        problems = missing_letters(missing.letters, order.edition.manuscript.files)
        if not problems:
            raise
        raise RecordError(problems) from missing
    return Output(volume.path, data)


class _Book:
    """The book's text, for any page map."""

    def __init__(self, order: Order, volume: Volume | None = None) -> None:
        """Render all of it once; RecordError if a withheld name has arisen in it.

        `volume` is the whole record where it is left out.
        """
        self._volume = volume or whole_volume(order.edition)
        self._edition = order.edition
        self._environment = _environment(order)
        self.gatherings = tuple(self._gatherings())
        whole = self.html(PageMap())
        if problems := list(problems_of_text(order.edition, self._volume.path, whole)):
            raise RecordError(problems)

    def _gatherings(self) -> Iterator[Gathering]:
        cover, every = self._volume.cover, self._volume.chapters
        given = {"cover": cover, "chapters": every, "numbered": _is_numbered(self._edition)}
        html = self._environment.get_template("book/cover.html").render(given)
        yield from gather(None, cover.title, html)
        layout = self._environment.get_template("book/chapter.html")
        for chapter in every:
            html = markup.space_within(layout.render(given, chapter=chapter))
            yield from gather(chapter, chapter.title, html)

    def texts(self, pages: PageMap, steady: bool) -> list[str]:
        """Each gathering as a document of its own. `steady` gives every number the same room.

        An empty map is a first guess: noughts stand for the numbers.
        """
        if pages.count:
            numbered = [self._numbered(one, pages) for one in self.gatherings]
        else:
            guess = estimate(self.gatherings)
            numbered = [with_room(one.html, guess) for one in self.gatherings]
        starts = [pages.anchors.get(one.id, 1) for one in self.gatherings]
        return [
            self._framed(markup.elsewhere(html, one.anchors), start, steady)
            for one, html, start in zip(self.gatherings, numbered, starts, strict=True)
        ]

    def html(self, pages: PageMap, steady: bool = False) -> str:
        """The book as one document, as it would be laid out at once."""
        html = "".join(self._numbered(one, pages) for one in self.gatherings)
        return self._framed(html, 1, steady)

    @staticmethod
    def _numbered(gathering: Gathering, pages: PageMap) -> str:
        return with_heads(with_numbers(gathering.html, pages), pages)

    def read(self, sheets: Sheets) -> PageMap:
        """What a layout tells of where things are."""
        indexed = [one.indexed for one in self.gatherings]
        mentions: dict[str, set[int]] = defaultdict(set)
        for is_indexed, sheet, start in zip(indexed, sheets.sheets, sheets.starts(), strict=True):
            for target, page in sheet.links if is_indexed else ():
                mentions[target].add(start + page - 1)
        found = {target: tuple(sorted(pages)) for target, pages in mentions.items()}
        return PageMap(sheets.anchors(), found, sheets.count)

    def _framed(self, html: str, start: int, steady: bool) -> str:
        site = self._edition.site
        return self._environment.get_template("book/book.html").render(
            cover=self._volume.cover,
            content=Markup(html),
            language=str(site.language),
            direction=direction(site.language),
            start=start,
            steady=steady,
        )


def _environment(order: Order) -> Environment:
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
    # Placeholders for now: a text is rendered once and numbered in every round.
    nowhere = PageMap()
    environment.globals |= {
        "paged": lambda link: with_page(nowhere, link, markup.anchor_in(link), interface),
        "page_of": lambda anchor: page_link(nowhere, anchor),
        "pages_naming": index_place,
    }
    return environment


def _is_numbered(edition: Edition) -> bool:
    return any(entry.number for of_kind in edition.entries.values() for entry in of_kind.values())
