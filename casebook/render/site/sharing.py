"""What a page is where somebody shares its address: a title, a sentence, a picture.

Every page has the site's picture. A release draws one for each event, source and narrative page
besides: a picture is seen without its page, so it says the date and who tells it. It takes some
hundredths of a second each, which a plain build is spared, and a preview draws none. Pages of
claims, figures, people and parties keep the site's: a name alone, under a title about killings,
would say what no source says. So does an event that may itself be the making of a claim.

Platforms show a title and a picture even where they show nothing else, so the page of a claim is
named by its number there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from casebook.edit.edition import Edition, Entry
from casebook.model.claims import Claim
from casebook.model.documents import Page
from casebook.model.events import Event
from casebook.model.sources import Source
from casebook.output import Output
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.parts import Order
from casebook.render.replies import reply_words
from casebook.render.site.chrome import address_of
from casebook.render.site.descriptions import how, speaks_of_claims, title_alone
from casebook.render.site.pages import PagePlan
from casebook.render.site.sharing_card import Card
from casebook.render.typography import typographic

SITE_CARD = "share/index.png"
MOST = 1_000
"""Pictures of pages in a release, the first in the order of the pages: half a minute of drawing."""


@dataclass(frozen=True, slots=True)
class Share:
    """What the head of a page says for whoever shares it (the Open Graph protocol)."""

    title: str
    type: str
    address: str
    locale: str
    """`en_GB`; nothing where the record's language names no country."""
    image: str
    """The picture's whole address; nothing where there is none."""
    image_words: str


def cards(order: Order, pages: Iterable[PagePlan]) -> dict[str, Card]:
    """The pictures of a build, by the path of the page each is for; the site's under nothing.

    None without an address, as a picture is found by nothing else, and none that our fonts have
    not all the letters for.
    """
    edition = order.edition
    if not address_of(edition) or order.live:
        return {}
    desk = Desk(edition, SiteLinks(""))
    wanted = {"": _site_card(desk)}
    if order.release:
        for page in pages:
            if page.entry is not None and page.listed and (card := _card(desk, page.entry)):
                wanted[page.path] = card
            if len(wanted) > MOST:
                break
    # Drawing takes time to import, which a preview has no use for.
    from casebook.render.site.sharing_picture import letters

    known = letters(*order.layouts)
    return {path: card for path, card in wanted.items() if known.has(card.words)}


def _site_card(desk: Desk) -> Card:
    site = desk.edition.site
    title, subtitle = typographic(site.title), typographic(site.subtitle or "")
    stop = desk.interface.stop
    return Card(SITE_CARD, title if subtitle else "", "", subtitle or title, "", "", stop)


def _card(desk: Desk, entry: Entry) -> Card | None:
    say, stop = desk.interface.say, desk.interface.stop
    site = typographic(desk.edition.site.title)
    path = f"share/{entry.path.removesuffix('.html')}.png"
    title = typographic(entry.title)
    match entry.record:
        case Event() as event:
            if _may_be_a_claim(desk, entry, event):
                return None
            date = desk.date(event.date) + how(desk, event.basis) if event.date else ""
            kicker = say("Event %(number)s") % {"number": entry.number}
            told = say("Told in %(sources)s") % {
                "sources": desk.interface.comma.join(_tellers(desk, event))
            }
            return Card(path, site, kicker.strip(), title, date, told, stop)
        case Source() as source:
            date = desk.date(source.date) + how(desk, source.basis)
            kicker = say("Source: %(kind)s") % {"kind": desk.slug(source.kind)}
            publisher = typographic(desk.plain(source.publisher))
            return Card(path, site, kicker, title, date, publisher, stop)
        case Page() as page:
            return Card(path, site, "", title, typographic(page.summary or ""), "", stop)
    return None


def _may_be_a_claim(desk: Desk, entry: Entry, event: Event) -> bool:
    """Is a claim in an event's accounts, or of its very date? A picture has no room for a reply."""
    if any(speaks_of_claims(desk, account.says) for account in event.accounts):
        return True
    return any(
        isinstance(one.record, Claim)
        and one.record.date == event.date
        and reply_words(desk.edition, one)
        for one in desk.edition.neighbours(entry, "claim")
    )


def _tellers(desk: Desk, event: Event) -> Iterator[str]:
    sources = (desk.edition.entry(account.from_.source) for account in event.accounts)
    yield from dict.fromkeys(typographic(source.label) for source in sources)


def share(desk: Desk, page: PagePlan, pictures: dict[str, Card]) -> Share | None:
    """What a page's head says; nothing without an address, and on the page for lost readers."""
    address = address_of(desk.edition)
    if not address or page.path == "404.html":
        return None
    card = pictures.get(page.path) or pictures.get("")
    title = title_alone(desk, page.entry) if page.entry is not None else page.title
    return Share(
        title=typographic(title),
        type="website" if page.path == "index.html" else "article",
        address=address + page.path,
        locale=_locale(desk.edition),
        image=address + card.path if card is not None else "",
        image_words=card.words if card is not None else "",
    )


def _locale(edition: Edition) -> str:
    """The language with its country, as the protocol wants it; a guess would name a country."""
    parts = str(edition.site.language).split("-")
    country = next((part for part in parts[1:] if len(part) == 2 and part.isalpha()), "")
    return f"{parts[0].lower()}_{country.upper()}" if country else ""


def picture(card: Card, layouts: list[Path]) -> Output:
    """One picture as a file of the site."""
    from casebook.render.site.sharing_picture import draw, letters

    return Output(card.path, draw(card, letters(*layouts)))
