"""What every page of the site bears: title, navigation, foot."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from casebook.edit.edition import Edition
from casebook.model.site import Site
from casebook.render.desk import Desk
from casebook.render.parts import BOOK_PATH, Order
from casebook.render.site.search.az import PATH as AZ
from casebook.render.typography import typographic
from casebook.render.views.common import direction
from casebook.render.views.register import CORRECTIONS, wants_page

MENU = ("event", "person", "party", "place", "figure", "claim", "source")
"""The kinds in the head of every page; the others stand in its foot."""

FOOT = ("method", "corrections")
"""Narrative pages that the foot of every page links to, where the record has them."""

READING = "reading.html"
RULES = "rules.html"
"""Pages of every site: how to read the evidence, and what the build sees to."""

FEED = "feed.xml"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link in the navigation."""

    words: str
    href: str
    kind: str


@dataclass(frozen=True, slots=True)
class Chrome:
    """The frame around a page."""

    site_title: str
    subtitle: str
    language: str
    direction: str
    notice: Markup
    home: str
    up: str
    menu: tuple[MenuItem, ...]
    more: tuple[MenuItem, ...]
    foot: tuple[MenuItem, ...]
    book: str
    data: str
    address: str
    feed: str
    """The feed of what was entered, renamed or withdrawn; nothing where there is none."""
    contact: str
    licence: str
    editors: str
    live: bool
    draft: str
    """What a draft says of itself at the top of every page."""


def make_chrome(desk: Desk, order: Order, up: str) -> Chrome:
    """The frame of the pages at one depth of the site."""
    edition = desk.edition
    site = edition.site
    links = desk.links
    menu = [MenuItem("Timeline", links.to_file("timeline.html"), "event")]
    more: list[MenuItem] = []
    for kind in edition.manuscript.model.kinds.values():
        if not edition.of(kind.name) or kind.name == "event":
            continue
        item = MenuItem(short_plural(kind.plural), links.to_index(kind.folder), kind.name)
        (menu if kind.name in MENU else more).append(item)
    menu.sort(key=lambda item: MENU.index(item.kind))
    foot = [
        MenuItem("A–Z", links.to_file(AZ), AZ),
        MenuItem("How to read the evidence", links.to_file(READING), READING),
        MenuItem("The rules of this record", links.to_file(RULES), RULES),
    ]
    foot += [
        MenuItem(typographic(page.title), links.to(page), page.id)
        for name in FOOT
        if (page := edition.entries["page"].get(name)) is not None
    ]
    if wants_page(edition):
        name = CORRECTIONS
        foot.append(MenuItem(name.capitalize(), links.to_file(f"{name}.html"), name))
    return Chrome(
        site_title=typographic(site.title),
        subtitle=typographic(site.subtitle or ""),
        language=str(site.language),
        direction=direction(site.language),
        notice=desk.inline(site.notice),
        home=links.to_file("index.html"),
        up=up,
        menu=tuple(menu),
        more=tuple(more),
        foot=tuple(foot),
        book=links.to_file(BOOK_PATH) if "book" in order.parts else "",
        data=links.to_file("data/index.html") if "data" in order.parts else "",
        address=address_of(edition),
        feed=links.to_file(FEED) if has_feed(edition) else "",
        contact=str(site.contact or ""),
        licence=str(site.licence or ""),
        editors=_editors(site),
        live=order.live,
        draft=desk.draft_line(),
    )


def address_of(edition: Edition) -> str:
    """The site's address, ending in a slash; nothing if it has none yet."""
    address = str(edition.site.address or "")
    return address if not address or address.endswith("/") else address + "/"


def has_feed(edition: Edition) -> bool:
    """Is there a feed? Its entries need addresses that last, and days from the register."""
    entries = edition.manuscript.register.entries
    return bool(address_of(edition)) and any(entries.values())


def top_of(order: Order) -> str:
    """What leads to the top of the site from any address on its host; nothing if unknown."""
    if order.live:
        return "/"
    return urlsplit(address_of(order.edition)).path


def _editors(site: Site) -> str:
    names = [typographic(name) for name in site.editors]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def short_plural(plural: str) -> str:
    """A kind's name in the plural, as the navigation has room for it."""
    return plural.partition(" and ")[0]
