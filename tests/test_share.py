"""What a page is where its address is shared: a title, a sentence and a picture."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, normpath

import pytest
from built_sites import HARBOUR, ROOT, SITES, Built, Page, built
from PIL import Image

from casebook.commands.site import order, read
from casebook.model.claims import Claim
from casebook.model.events import Event
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.parts import Order
from casebook.render.replies import reply_words
from casebook.render.site.pages import plan
from casebook.render.site.sharing import SITE_CARD, cards, picture, share
from casebook.render.site.sharing_card import Card
from casebook.render.site.sharing_picture import HEIGHT, WIDTH, letters
from casebook.render.typography import typographic
from casebook.spot import Spot, Text

LAYOUTS = [ROOT / "layouts"]
PLAIN = Card("share/x.png", "A site", "Event E01", "What happened", "7 January 2010", "Told in X")


@pytest.fixture(params=SITES, scope="module")
def site(request: pytest.FixtureRequest) -> Built:
    return built(request.param)


def said(page: Page) -> dict[str, str]:
    """What the head says by property, each once."""
    found = [
        (name, one.get("content") or "")
        for one in page.html.iter("meta")
        for name in (one.get("property"), one.get("name"))
        if name
    ]
    kept = [(name, words) for name, words in found if name.startswith(("og:", "twitter:", "desc"))]
    assert len(dict(kept)) == len(kept), page.path
    return dict(kept)


def order_of(folder: Path, *, release: bool = False, live: bool = False) -> Order:
    return order(read(folder, _quietly), frozenset(("html",)), _quietly, release=release, live=live)


def _quietly(words: str) -> None:
    pass


def leads_on(page: Page) -> str:
    """Where a page leads by itself."""
    found = [one for one in page.html.iter("meta") if one.get("http-equiv") == "refresh"]
    return (found[0].get("content") or "").removeprefix("0; url=") if found else ""


# The head of a page


def test_every_page_can_be_shared(site: Built) -> None:
    address = f"{str(site.edition.site.address).rstrip('/')}/"
    for path, page in site.pages.items():
        head = said(page)
        if path == "404.html":
            assert head == {}
            continue
        if to := leads_on(page):
            found = {name: words for name, words in head.items() if "description" not in name}
            assert found == {"og:url": address + normpath(f"{dirname(path)}/{to}")}
            continue
        assert head["og:url"] == address + path
        assert head["og:type"] == ("website" if path == "index.html" else "article")
        assert head["og:site_name"] == typographic(site.edition.site.title)
        assert head["og:title"]
        assert head["og:description"] == head["description"]
        assert head["og:image"] == address + SITE_CARD
        assert typographic(site.edition.site.title) in head["og:image:alt"]
        assert head["twitter:card"] == "summary_large_image"
        assert "og:locale" not in head, "the record's language names no country"
    assert SITE_CARD in site.files


def test_a_claim_is_shared_by_its_number_alone(site: Built) -> None:
    for entry in site.edition.of("claim"):
        head = said(site.pages[entry.path])
        assert head["og:title"] == f"Claim {entry.number or entry.id}"
        assert head["og:image"].endswith(SITE_CARD)


def test_no_description_holds_a_claim_before_its_reply(site: Built) -> None:
    """Whoever shows it may cut it anywhere, so that the reply must come first."""
    claims = [(e, reply_words(site.edition, e)) for e in site.edition.of("claim")]
    answerable = [(entry, reply) for entry, reply in claims if reply]
    assert answerable
    for path, page in site.pages.items():
        words = said(page).get("description", "")
        for entry, reply in answerable:
            for named in {typographic(entry.title), typographic(entry.label)}:
                if named in words and path != entry.path:
                    assert reply in words[: words.index(named)], (path, words)
        own = next((reply for entry, reply in answerable if entry.path == path), "")
        if own:
            assert re.match(rf"\w+ \({re.escape(typographic(own))[:150]}", words), (path, words)


def test_a_country_is_named_where_the_record_names_one(site: Built) -> None:
    for language, locale in (("en-GB", "en_GB"), ("ur-Arab-PK", "ur_PK"), ("en", "")):
        config = replace(site.edition.site, language=Text(language, Spot("site.yaml", 1, 1)))
        manuscript = replace(site.edition.manuscript, site=config)
        edition = replace(site.edition, manuscript=manuscript)
        plans = list(plan(Order(edition, frozenset(("html",)), [], [])))
        found = share(Desk(edition, SiteLinks("")), plans[0], {})
        assert found is not None and found.locale == locale
        assert found.image == "", "no picture, no address of one"


# Which pictures there are


def test_a_release_draws_what_can_stand_alone() -> None:
    given = order_of(ROOT, release=True)
    drawn = cards(given, plan(given))
    edition = given.edition
    own = {path for path in drawn if path}
    assert all(edition_kind(given, path) in ("event", "source", "page") for path in own)
    assert {entry.path for entry in edition.of("source")} <= own
    assert len(own) > 80
    assert len({card.path for card in drawn.values()}) == len(drawn)
    for entry in edition.of("event"):
        event = entry.record
        assert isinstance(event, Event)
        same_day = [
            claim
            for claim in edition.neighbours(entry, "claim")
            if isinstance(claim.record, Claim)
            and claim.record.date == event.date
            and reply_words(edition, claim)
        ]
        if same_day:
            assert entry.path not in drawn, "it may be the making of that claim"
        elif entry.path in drawn:
            card = drawn[entry.path]
            assert card.title == typographic(entry.title) and entry.number in card.kicker
            for account in event.accounts:
                assert typographic(edition.entry(account.from_.source).label) in card.told
            if event.basis is not None:
                assert re.search(r"\((inferred|from outside)", card.date), entry.id
    for claim in edition.of("claim"):
        if reply_words(edition, claim):
            title = typographic(claim.title)
            assert not [c for c in drawn.values() if title in c.words], claim.id


def edition_kind(given: Order, path: str) -> str:
    found = [
        entry.kind.name
        for of_kind in given.edition.entries.values()
        for entry in of_kind.values()
        if entry.path == path
    ]
    return found[0] if found else ""


def test_a_plain_build_draws_one_and_a_preview_none() -> None:
    plain, live = order_of(HARBOUR), order_of(HARBOUR, live=True)
    assert [card.path for card in cards(plain, plan(plain)).values()] == [SITE_CARD]
    assert cards(live, plan(live)) == {}


def test_a_release_names_each_page_s_own() -> None:
    given = order_of(HARBOUR, release=True)
    plans = list(plan(given))
    drawn = cards(given, plans)
    desk = Desk(given.edition, SiteLinks(""))
    images = {one.path: share(desk, one, drawn) for one in plans}
    for path, found in images.items():
        if found is None:
            assert path == "404.html"
            continue
        card = drawn.get(path, drawn[""])
        assert found.image == f"https://example.org/merrow/{card.path}"
        assert found.image_words == card.words
    shared = images["sources/gazette.html"]
    assert shared is not None and shared.image.endswith("/share/sources/gazette.png")


def test_words_that_cannot_be_drawn_are_not() -> None:
    known = letters(*LAYOUTS)
    assert known.has("Zulfiqār Mirza, “ḥ” – 7 January 2010…")
    assert not known.has("کراچی")
    assert not known.has("カラチ")
    given = order_of(HARBOUR)
    title = Text("کراچی", Spot("site.yaml", 1, 1))
    config = replace(given.edition.site, title=title)
    manuscript = replace(given.edition.manuscript, site=config)
    strange = replace(given, edition=replace(given.edition, manuscript=manuscript))
    assert cards(strange, plan(strange)) == {}


def test_where_nothing_is_drawn_nothing_is_imported_to_draw() -> None:
    """A preview and the checks stay as quick as they were."""
    code = (
        "import sys\n"
        "from casebook.render.outputs import render\n"
        "assert not {'PIL', 'fontTools'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


# How they are drawn


def drawn(card: Card) -> bytes:
    output = picture(card, LAYOUTS)
    assert output.path == card.path
    return output.data


def chunks(data: bytes) -> Iterator[str]:
    at = 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        yield name.decode()
        at += 12 + length


def test_a_picture_is_light_and_says_nothing_of_who_made_it() -> None:
    data = drawn(PLAIN)
    assert data == drawn(PLAIN)
    assert data != drawn(replace(PLAIN, title="What happened next"))
    with Image.open(io.BytesIO(data)) as image:
        assert (image.width, image.height, image.format) == (1200, 630, "PNG")
    assert set(chunks(data)) == {"IHDR", "PLTE", "IDAT", "IEND"}
    assert len(data) < 25_000


LONG = "An event of which the title goes on and on " * 3
EDGE = 79


@pytest.mark.parametrize(
    "card",
    [
        PLAIN,
        replace(PLAIN, title=LONG.strip(), date=LONG, told=LONG),
        replace(PLAIN, title="W" * 80, site="M" * 90, kicker="M" * 90),
        replace(PLAIN, kicker="", date="", told=""),
        Card("share/x.png", "", "", "I", "", ""),
    ],
)
def test_nothing_runs_over_the_edge_or_into_each_other(card: Card) -> None:
    with Image.open(io.BytesIO(drawn(card))) as image:
        grey = image.convert("L")
    paper = grey.getpixel((0, 0))
    inked = [
        (x, y) for y in range(HEIGHT) for x in (*range(EDGE), *range(WIDTH - EDGE, WIDTH))
        if grey.getpixel((x, y)) != paper
    ]  # fmt: skip
    assert inked == []
    rows = [y for y in range(HEIGHT) if grey.crop((0, y, WIDTH, y + 1)).getextrema()[0] != paper]
    assert rows[0] > 40 and rows[-1] < HEIGHT - 40
    if card.date:
        # The title ends, some paper follows, and the two lines at the foot begin.
        gaps = [b - a for a, b in pairwise(rows) if b - a > 8]
        assert len(gaps) >= 4, gaps


def test_every_letter_of_the_record_s_titles_can_be_drawn() -> None:
    given = order_of(ROOT, release=True)
    known = letters(*LAYOUTS)
    for kind in ("event", "source", "page"):
        for entry in given.edition.of(kind):
            assert known.has(typographic(entry.title)), entry.title


def test_a_release_of_a_huge_record_draws_no_more_than_it_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("casebook.render.site.sharing.MOST", 2)
    given = order_of(HARBOUR, release=True)
    assert len(cards(given, plan(given))) == 3, "the site's, and two more"
