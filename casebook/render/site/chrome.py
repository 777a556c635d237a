"""What every page of the site bears: title, navigation, foot."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from casebook.edit.edition import Edition
from casebook.interface import direction, phrase
from casebook.model.record import Kind
from casebook.render.desk import Desk
from casebook.render.parts import BOOK_PATH, OFFLINE_PATH, Order
from casebook.render.release import folder_of
from casebook.render.site.briefs import BriefOffer, offers
from casebook.render.site.search.az import PATH as AZ
from casebook.render.typography import typographic
from casebook.render.views.editions import CHANGES, wants_changes
from casebook.render.views.pictures.maps import has_map
from casebook.render.views.register import CORRECTIONS, wants_page

MENU = ("event", "person", "party", "place", "figure", "claim", "source")
"""The kinds in the head of every page; the others stand in its foot."""

MENU_WORDS = {"party": phrase("Parties")}
"""Kinds whose name in the menu is shorter than the title of their list."""

FOOT = ("method", "corrections")
"""Narrative pages that the foot of every page links to, where the record has them."""

READING = "reading.html"
RULES = "rules.html"
ACCESS = "accessibility.html"
"""Pages of every site: how to read the evidence, what the build sees to, and for whom it works."""

MAP = "map.html"
"""The map of places, where a place can be drawn."""

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
    briefs: tuple[BriefOffer, ...]
    """Short books, each on one matter; none where no book is made."""
    data: str
    offline: str
    """The whole site in one file; nothing but in a release."""
    offline_name: str
    """What that file is called where a browser saves it."""
    address: str
    feed: str
    """The feed of what was entered, renamed or withdrawn; nothing where there is none."""
    contact: str
    licence: str
    editors: Markup
    live: bool
    draft: str
    """What a draft says of itself at the top of every page."""
    kept: dict[tuple[Hashable, ...], Markup] = field(
        default_factory=dict, compare=False, repr=False
    )
    """Parts of the frame that were set for one page and are the same on others."""


def make_chrome(desk: Desk, order: Order, up: str) -> Chrome:
    """The frame of the pages at one depth of the site."""
    edition = desk.edition
    site = edition.site
    links, say = desk.links, desk.interface.say
    menu = [MenuItem(say("Timeline"), links.to_file("timeline.html"), "event")]
    more: list[MenuItem] = []
    for kind in edition.manuscript.model.kinds.values():
        if not edition.of(kind.name) or kind.name == "event":
            continue
        item = MenuItem(short_plural(desk, kind), links.to_index(kind.folder), kind.name)
        (menu if kind.name in MENU else more).append(item)
    if has_map(edition):
        more.append(MenuItem(desk.interface.say("Map of places"), links.to_file(MAP), MAP))
    menu.sort(key=lambda item: MENU.index(item.kind))
    foot = [
        MenuItem(say("A–Z"), links.to_file(AZ), AZ),
        MenuItem(say("How to read the evidence"), links.to_file(READING), READING),
        MenuItem(say("The rules of this record"), links.to_file(RULES), RULES),
        MenuItem(say("Accessibility"), links.to_file(ACCESS), ACCESS),
    ]
    foot += [
        MenuItem(typographic(page.title), links.to(page), page.id)
        for name in FOOT
        if (page := edition.entries["page"].get(name)) is not None
    ]
    if wants_page(edition):
        name = CORRECTIONS
        foot.append(MenuItem(say("Corrections"), links.to_file(f"{name}.html"), name))
    if wants_changes(edition):
        foot.append(MenuItem(say("What has changed"), links.to_file(CHANGES), CHANGES))
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
        briefs=offers(desk, order),
        data=links.to_file("data/index.html") if "data" in order.parts else "",
        offline=links.to_file(OFFLINE_PATH) if order.release else "",
        offline_name=f"{folder_of(edition)}.zip",
        address=address_of(edition),
        feed=links.to_file(FEED) if has_feed(edition) else "",
        contact=str(site.contact or ""),
        licence=str(site.licence or ""),
        editors=_editors(desk),
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


def short_plural(desk: Desk, kind: Kind) -> str:
    """A kind's name in the plural, as the navigation has room for it."""
    return desk.interface.say(MENU_WORDS.get(kind.name, kind.plural))


def _editors(desk: Desk) -> Markup:
    names = (typographic(name) for name in desk.edition.site.editors)
    return desk.listed([escape(desk.isolated(name)) for name in names])
