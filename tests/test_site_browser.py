"""The pages as seen and used: keyboard, fonts, notes, print, from a folder and from a host."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from browsing import AXE, FULL, WIDER, Watched, kinds_of_page, violations
from built_sites import built, written
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LOST = "404.html"
"""The page for lost readers. It is shown at any depth, so its links begin at the site's top."""


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The harbour over HTTP, in the folder that its address names."""
    handler = partial(_Host, directory=str(written("harbour").parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/merrow/"
        server.shutdown()
        thread.join()


class _Host(SimpleHTTPRequestHandler):
    """Like a host of static sites: what is not there is answered with the site's 404 page."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = (Path(self.directory) / "merrow" / LOST).read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(params=["harbour", "own"])
def on_disk(request: pytest.FixtureRequest, page: Page) -> Watched:
    return Watched(page, written(request.param).as_uri() + "/")


@pytest.fixture
def harbour(page: Page) -> Watched:
    return Watched(page, written("harbour").as_uri() + "/")


def test_over_http_nothing_fails_or_is_asked_elsewhere(served: str, page: Page) -> None:
    watched = Watched(page, served)
    for path in kinds_of_page(built("harbour")):
        watched.open(path)
    assert watched.complaints == []
    assert {url.removeprefix(served).split("/")[0] for url in watched.asked} >= {"static", "events"}


def test_every_link_of_the_harbour_opens_from_the_folder(harbour: Watched) -> None:
    """A reader walks: timeline, event, person, and back to the front page."""
    page = harbour.open("index.html")
    page.get_by_role("link", name="Timeline").click()
    page.get_by_role("link", name="The men meet at the Salt House", exact=True).click()
    page.locator("main").get_by_role("link", name="Yusuf Rahmat").first.click()
    assert page.locator("h1").inner_text().startswith("Yusuf Rahmat")
    page.get_by_role("link", name="Merrow Quay 1912").click()
    assert page.url.endswith("/index.html")
    assert harbour.complaints == []


def test_the_policy_stops_what_slips_in(harbour: Watched) -> None:
    """A script or style that got into a page would not run: the policy is in force."""
    page = harbour.open("index.html")
    page.evaluate(
        """() => { const one = document.createElement('script');
        one.textContent = 'document.title = "run"'; document.body.append(one);
        document.body.setAttribute('style', 'display: none'); }"""
    )
    assert page.title() != "run"
    assert page.locator("body").is_visible()
    assert len(harbour.complaints) == 2


def fonts_of(page: Page, selector: str) -> dict[str, bool]:
    """The fonts that draw an element, by name; are they the site's own?"""
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": -1})["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    assert node, selector
    found = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    return {font["familyName"]: font["isCustomFont"] for font in found}


def test_every_letter_is_drawn_with_our_fonts(harbour: Watched) -> None:
    for path in (
        *("index.html", "timeline.html", "method.html", "claims/index.html", "people/index.html"),
        *("people/yusuf-rahmat.html", "communities/eastern-crews.html", "sources/gazette.html"),
    ):
        page = harbour.open(path)
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            fonts = fonts_of(page, "body")
            assert [name for name, ours in fonts.items() if not ours] == [], (path, width)


def test_urdu_is_set_in_nastaliq_where_large_and_in_naskh_in_text(harbour: Watched) -> None:
    page = harbour.open("people/yusuf-rahmat.html")
    assert set(fonts_of(page, "h1 [lang=ur]")) == {"Casebook Nastaliq"}
    page = harbour.open("communities/eastern-crews.html")
    assert set(fonts_of(page, "h1 [lang=ar]")) == {"Casebook Naskh"}
    page = harbour.open("people/index.html")
    assert set(fonts_of(page, "li [lang=ur]")) == {"Casebook Naskh"}
    loaded = "() => [...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)"
    assert "Casebook Naskh" in "".join(page.evaluate(loaded))
    assert "Nastaliq" not in "".join(page.evaluate(loaded)), "it is heavy, and not shown here"


def test_lost_readers_find_their_way_from_any_depth(served: str, page: Page) -> None:
    watched = Watched(page, served)
    for path in ("nothing.html", "events/nothing.html", "a/b/c/"):
        watched.open(path)
        assert page.locator("h1").inner_text() == "There is no page at this address"
        assert set(fonts_of(page, "h1")) == {"Casebook Serif"}
        assert page.evaluate(WIDER) == []
    page.evaluate(AXE)
    assert violations(page, **FULL) == []
    page.get_by_role("link", name="front page").click()
    assert page.url == f"{served}index.html"
    assert [one for one in watched.complaints if "status of 404" not in one] == []


def test_the_keyboard_meets_the_skip_link_first(harbour: Watched) -> None:
    page = harbour.open("events/crane-falls.html")
    skip = page.locator(".skip")
    assert (box := skip.bounding_box()) is not None
    assert box["x"] + box["width"] <= 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert (box := skip.bounding_box()) is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_focus_is_always_seen(harbour: Watched) -> None:
    page = harbour.open("sources/gazette.html")
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => { const at = document.activeElement, s = getComputedStyle(at);
            return [at.tagName, s.outlineStyle, parseFloat(s.outlineWidth)]; }"""
        )
        if outline[0] == "BODY":
            break
        assert outline[1] == "solid", outline
        assert outline[2] >= 2, outline
        seen += 1
    assert seen > 30


def test_without_scripts_a_note_opens_in_place_on_a_phone(browser: Browser) -> None:
    size: Any = {"width": 360, "height": 740}
    # While the page glides to a note, two places measured one after another do not compare.
    context = browser.new_context(java_script_enabled=False, viewport=size, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{written('harbour').as_uri()}/sources/gazette.html")
    note, other = page.locator("#note-reply"), page.locator("#note-tally")
    assert not note.is_visible()
    page.locator("#mark-reply").click()
    assert note.is_visible()
    assert not other.is_visible()
    words, box = page.locator("#anchor-reply").bounding_box(), note.bounding_box()
    assert words is not None
    assert box is not None
    assert 0 < box["y"] - words["y"] < 250, "below its words, not at the page's foot"
    assert 0 <= box["y"] < 740
    note.get_by_role("link", name="Back to the text").click()
    assert page.url.endswith("#mark-reply")
    assert not note.is_visible()
    context.close()


def test_at_a_desk_every_note_stands_beside_its_words(on_disk: Watched) -> None:
    page = on_disk.page
    page.set_viewport_size({"width": 1440, "height": 900})
    name = "cable" if on_disk.base.endswith("/own/") else "gazette"
    on_disk.open(f"sources/{name}.html")
    notes = page.evaluate(
        """() => [...document.querySelectorAll('.note')].map((note) => {
        const mark = document.getElementById(note.id.replace('note', 'mark'));
        const [a, m, p] = [note, mark, mark.closest('.words')].map(e => e.getBoundingClientRect());
        return [a.left - p.right, a.top - m.top, a.width, getComputedStyle(note).display]; })"""
    )
    assert len(notes) >= 4
    for right, below, wide, display in notes:
        assert display == "block"
        assert right > 20
        assert abs(below) < 120, "more than four lines from its words"
        assert wide >= 240
    assert min(abs(below) for _, below, _, _ in notes) < 8


@pytest.mark.parametrize("width", [360, 1440])
def test_the_front_page_lies_still_while_it_loads(served: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(served)
    page.evaluate("document.fonts.ready")
    moved = page.evaluate(
        """() => new Promise((done) => { let sum = 0;
        const add = (list) => { for (const one of list.getEntries()) sum += one.value; };
        new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
        setTimeout(() => done(sum), 250); })"""
    )
    assert moved < 0.05


def test_on_paper_every_note_is_open_and_the_menus_are_gone(harbour: Watched) -> None:
    page = harbour.page
    page.set_viewport_size({"width": 700, "height": 900})
    harbour.open("sources/gazette.html")
    assert page.locator(".note:visible").count() == 0
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".note:visible").count() == page.locator(".note").count() == 4
    assert page.locator("header nav").is_hidden()
    assert page.locator(".skip").is_hidden()
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    harbour.open("people/ada-thorne.html")
    shown = "getComputedStyle(document.querySelector('a.outside'), '::after').content"
    assert "https://example.org/" in page.evaluate(shown) or "attr(href)" in page.evaluate(shown)
