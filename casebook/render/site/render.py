"""The pages of the site as Outputs, and the static files they use."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from functools import partial
from html import escape

from jinja2 import Environment
from markupsafe import Markup

from casebook.edit.edition import Edition
from casebook.output import Kept, Output
from casebook.render.desk import Desk
from casebook.render.hosting import hosted
from casebook.render.jinja import as_they_are, first_template, site_environment
from casebook.render.later import Later
from casebook.render.linked_data import linked_data
from casebook.render.links import SiteLinks
from casebook.render.look import Look
from casebook.render.parallel import in_parallel
from casebook.render.parts import Order
from casebook.render.site.again import Made, PageMemory, held_by
from casebook.render.site.body import finish
from casebook.render.site.briefs import offers
from casebook.render.site.chrome import Chrome, address_of, make_chrome, top_of
from casebook.render.site.citing import Citing, citing, source_files
from casebook.render.site.descriptions import describe
from casebook.render.site.downloads import downloads
from casebook.render.site.feed import feed
from casebook.render.site.pages import PagePlan, plan
from casebook.render.site.search.index import search_index, search_index_again
from casebook.render.site.sharing import cards, picture, share
from casebook.render.site.sharing_card import Card
from casebook.render.site.static_files import static_files
from casebook.render.site.trail import trail
from casebook.render.typography import typographic
from casebook.render.watched.edition import WatchedEdition
from casebook.render.watched.state import State, digest_of


def render_site(order: Order) -> Iterator[Output | Kept]:
    """Every page and picture, what search looks through, static files, the feed, and what robots
    ask for.
    """
    if order.memory is not None:
        index = yield from _again(order, order.memory)
    else:
        work = PageWork(order, list(plan(order)))
        outputs = _made(order, work, list(range(len(work))), partial(search_index, order))
        index = next(outputs)
        yield from outputs
    yield index
    files = static_files(order.static)
    yield from map(hosted, files) if order.release else files
    yield from source_files(Desk(order.edition, SiteLinks("")), address_of(order.edition))
    yield from feed(order)
    yield from _for_robots(order.edition, [page.path for page in plan(order) if page.listed])


def _made(
    order: Order, work: PageWork, numbers: list[int], index: Callable[[], Output]
) -> Iterator[Output]:
    """What search looks through, which takes as long as a hundred pages and is begun first; and
    the pages and pictures of some numbers.
    """

    def one(number: int) -> Output:
        return work(numbers[number - 1]) if number else index()

    return iter(
        in_parallel(one, len(numbers) + 1, order.jobs, Look(order.edition, order.published))
    )


def _again(order: Order, memory: PageMemory) -> Generator[Output | Kept, None, Output]:
    """The same pages, those alone made that may be other than they were; at last, what search
    looks through.
    """
    whole = order
    state = State(order.edition)
    order = replace(order, edition=WatchedEdition(order.edition))
    pages = list(plan(order))
    work = PageWork(order, pages)
    known = {number: work.about(number) for number in range(len(pages))}
    kept = memory.begin(
        state, {number: (pages[number].path, about) for number, about in known.items() if about}
    )
    wanted = [number for number in range(len(work)) if number not in kept]
    made = _made(whole, work, wanted, partial(search_index_again, order, memory, state))
    index = memory.take(next(made))
    for number in range(len(work)):
        yield kept[number] if number in kept else memory.take(next(made))
    return index


class SinglePages:
    """Makes pages of the site one at a time, in whatever order they are asked for."""

    def __init__(self, order: Order) -> None:
        """What all pages need is made once."""
        pages = list(plan(order))
        self._numbers = {page.path: number for number, page in enumerate(pages)}
        self._work = PageWork(order, pages)

    def page(self, path: str) -> Iterator[Output]:
        """The page at a path; nothing where none is."""
        if path in self._numbers:
            yield self._work(self._numbers[path])


class PageWork:
    """Makes any of the pages of a site, and then of its pictures; what it needs is made once."""

    def __init__(self, order: Order, pages: list[PagePlan]) -> None:
        """`pages` are those that `__call__` counts by."""
        self._order = order
        self._pages = pages
        self._environment = site_environment(order.edition.interface, *order.layouts)
        if order.live:
            self._environment.auto_reload = True
        else:
            as_they_are(self._environment)
        self._desks: dict[str, tuple[Desk, Chrome]] = {}
        self._frames: dict[str, str] = {}
        self._cards = cards(order, pages)
        self._drawn = list(self._cards.values())

    def __len__(self) -> int:
        """How many there are to be made."""
        return len(self._pages) + len(self._drawn)

    def __call__(self, number: int) -> Output:
        """The page of that number, or the picture after all pages."""
        if number >= len(self._pages):
            return picture(self._drawn[number - len(self._pages)], self._order.layouts)
        edition = self._order.edition
        if isinstance(edition, WatchedEdition):
            output, reads = edition.reads.by_itself(lambda: self._made(number))
            return Made(output.path, output.data, reads)
        return self._made(number)

    def _made(self, number: int) -> Output:
        page = self._pages[number]
        return _page(self._environment, page, *self._desk(page), self._order, self._cards)

    def _desk(self, page: PagePlan) -> tuple[Desk, Chrome]:
        # A host shows this page at any address, however deep, so relative links would break.
        up = top_of(self._order) if page.path == "404.html" else page.up
        if up not in self._desks:
            desk = Desk(self._order.edition, SiteLinks(up))
            self._desks[up] = (desk, make_chrome(desk, self._order, up))
        return self._desks[up]

    def about(self, number: int) -> str:
        """A digest of what a page is made with besides what its view reads of the record.

        Nothing where that cannot be told: then the page is made each time.
        """
        page = self._pages[number]
        held = held_by(page.view)
        # The page for lost readers has a frame of its own.
        if held is None or page.path == "404.html":
            return ""
        if page.up not in self._frames:
            self._frames[page.up] = digest_of(self._desk(page)[1])
        card = self._cards.get(page.path) or self._cards.get("")
        planned = page.path, page.layouts, page.title, page.description, page.section, page.listed
        return digest_of(planned, held, card, self._frames[page.up])


def _page(
    environment: Environment,
    page: PagePlan,
    desk: Desk,
    chrome: Chrome,
    order: Order,
    pictures: dict[str, Card],
) -> Output:
    template = first_template(environment, list(page.layouts))
    view = page.view(desk)
    backlinks: object = ()
    if page.entry is not None and page.entry.kind.folder:
        view, backlinks = view

    def description() -> str:
        if page.description or page.entry is None:
            return page.description
        return describe(desk, page.entry)

    # What a record's own layout may well not show is made for those that do.
    described = Later(desk.edition, description)
    html = template.render(
        chrome=chrome,
        view=view,
        backlinks=backlinks,
        title=typographic(page.title),
        description=desk.later(lambda: typographic(described())),
        jsonld=desk.later(lambda: _linked_data(desk, page, described())),
        section=page.section,
        data_of=desk.later(lambda: _data_of(desk, page)),
        downloads=desk.later(lambda: downloads(desk, page, order)),
        briefs=desk.later(
            lambda: offers(desk, order, page.entry) if page.entry is not None else ()
        ),
        citing=desk.later(lambda: _citing(desk, page)),
        share=desk.later(lambda: share(desk, page, pictures)),
        path=page.path,
        trail=desk.later(lambda: trail(desk, page)),
        finish=partial(finish, desk),
    )
    return Output(page.path, html.encode())


def _linked_data(desk: Desk, page: PagePlan, description: str) -> Markup:
    """What the page says of itself to programs; a page for no address says nothing."""
    if page.path == "404.html":
        return Markup()
    top = address_of(desk.edition) or page.up
    return linked_data(desk, page.path, page.title, description, page.section, page.entry, top)


def _citing(desk: Desk, page: PagePlan) -> Citing | None:
    """How the page is cited; one that only leads on to another is not."""
    if not page.listed or page.path == "404.html":
        return None
    return citing(desk, page.path, page.title, page.entry, address_of(desk.edition))


def _data_of(desk: Desk, page: PagePlan) -> str:
    """Where on the page of the data the records of a page's kind are; nothing for no kind."""
    kind = desk.edition.manuscript.model.kinds.get(page.section)
    return kind.folder if kind is not None and desk.edition.has_any(kind.name) else ""


def _for_robots(edition: Edition, paths: list[str]) -> Iterator[Output]:
    address = address_of(edition)
    robots = "User-agent: *\nAllow: /\n"
    if address:
        robots += f"Sitemap: {address}sitemap.xml\n"
        urls = "".join(
            f"  <url><loc>{escape(address + path, quote=False)}</loc></url>\n"
            for path in sorted(paths)
            if path != "404.html"
        )
        sitemap = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
        )
        yield Output("sitemap.xml", sitemap.encode())
    yield Output("robots.txt", robots.encode())
