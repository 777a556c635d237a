"""Read otherwise: by keyboard alone, enlarged, in forced colours, without motion.

`WALKED` is the table of what is walked through by keyboard; what a page gains (a filter, a dialog,
a button) is met there without a word more, and fails where it cannot be reached or seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from browsing import faults, kinds_of_page
from built_sites import SITES, built, text, written
from conftest import CHROMIUM, SWITCHES
from playwright.sync_api import Browser, Page
from tiny import LOG, SITE, write

from casebook.commands.site import order, read
from casebook.render.outputs import render

ACCESS = "accessibility.html"
WALKED = ("index.html", "timeline.html", "sources/gazette.html", "claims/index.html", ACCESS)
"""Pages of the harbour: home, the timeline, notes beside an excerpt, claims with their replies."""


def in_browser(path: str, page: Page, name: str = "harbour") -> Page:
    page.goto(f"{written(name).as_uri()}/{path}")
    page.evaluate("document.fonts.ready")
    return page


# The keyboard

STOPS = """() => [...document.querySelectorAll(
  'a[href], button, input, select, textarea, summary, [tabindex]')].filter((one) =>
    one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true })
    && !window.met?.has(one)).map((one) => one.outerHTML.slice(0, 120))"""
"""What the Tab key has to stop at, but for what it has met already."""

HERE = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const style = getComputedStyle(at);
  const boxes = [...at.getClientRects()];
  const seen = boxes.some((box) => {
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    return top && (at.contains(top) || top.contains(at));
  });
  const before = window.lastStop;
  window.lastStop = at;
  (window.met ??= new Set()).add(at);
  return {
    name: (at.getAttribute('aria-label') || at.innerText || at.title || at.id || '').trim(),
    what: at.outerHTML.slice(0, 120),
    seen,
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    colour: style.outlineColor,
    ground: getComputedStyle(document.body).backgroundColor,
    forward: !before || Boolean(before.compareDocumentPosition(at) & 4),
  };
}"""
"""Of what has the focus: its name, whether it can be seen, how it is outlined, and whether it
stands further on in the page than the one before."""


def walk(page: Page) -> Iterator[dict[str, Any]]:
    """Press Tab until the page is left, from its top."""
    page.evaluate("window.lastStop = null")
    for _ in range(len(page.evaluate(STOPS)) + 20):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            return
        yield here
    pytest.fail("the Tab key does not leave the page: it is a trap")


@pytest.mark.browser
@pytest.mark.parametrize("path", WALKED)
@pytest.mark.parametrize("width", [pytest.param(360, marks=pytest.mark.long), 1280])
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(
    path: str, width: int, page: Page
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    in_browser(path, page)
    stops = list(walk(page))
    assert page.evaluate(STOPS) == [], "never reached"
    assert len(stops) > 10
    for stop in stops:
        assert stop["name"], stop
        assert stop["forward"], f"out of order: {stop}"
        assert stop["seen"], f"has the focus unseen: {stop}"
        assert stop["outline"] >= 2, stop
        assert stop["colour"] != stop["ground"], stop
    assert "skip" in stops[0]["what"]


@pytest.mark.browser
def test_a_trap_and_a_hidden_stop_would_be_found(page: Page) -> None:
    in_browser("index.html", page)
    page.evaluate(
        """() => { const one = document.createElement('button'); one.textContent = 'x';
        document.querySelector('main').prepend(one); one.className = 'hide'; one.tabIndex = 3; }"""
    )
    stops = list(walk(page))
    assert [stop for stop in stops if not stop["forward"]]


@pytest.mark.browser
def test_a_note_is_opened_read_and_left_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(reduced_motion="reduce")
    in_browser("sources/gazette.html", page)
    page.locator("#mark-reply").focus()
    page.keyboard.press("Enter")
    note = page.locator("#note-reply")
    note.wait_for(state="visible")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#note-reply') !== null"):
            break
    else:
        pytest.fail("the Tab key does not come to the note that was opened")
    assert page.evaluate(HERE)["outline"] >= 2


# What a screen reader is told


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_table_laid_out_as_cards_is_still_a_table(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    in_browser("figures/index.html", page)
    block = page.evaluate("getComputedStyle(document.querySelector('.cards')).display === 'block'")
    assert block is (width == 360)
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    tables = page.locator("table").count()
    assert roles.count("table") == tables > 0
    assert roles.count("row") == page.locator("tr").count()
    assert roles.count("columnheader") == page.locator("th[scope=col]").count()
    assert roles.count("cell") == page.locator("td").count()


# Larger: what a zoom and wider spacing come to is tested with widths


@pytest.fixture(scope="module")
def large_text(browser: Browser) -> Iterator[Page]:
    """A browser whose reader has chosen text of twice the usual size, and nothing else."""
    assert CHROMIUM is not None
    switches = [*SWITCHES, "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"]
    chromium = browser.browser_type.launch(executable_path=CHROMIUM, args=switches)
    yield chromium.new_page(viewport={"width": 1280, "height": 800})
    chromium.close()


@pytest.mark.browser
@pytest.mark.long
def test_text_of_twice_the_size_is_taken_and_fits(large_text: Page) -> None:
    found = []
    for path in kinds_of_page(built("harbour")):
        page = in_browser(path, large_text)
        for width in (1280, 640):
            page.set_viewport_size({"width": width, "height": 800})
            found += [(path, width, one) for one in faults(page)]
    assert found == []
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    assert large_text.evaluate(size) >= 34, "the reader's choice is ignored"


# Colours and motion that the reader's device decides on

FORCED = """() => {
  const shown = (one, part) => getComputedStyle(one, part);
  const canvas = shown(document.body).backgroundColor;
  const found = [];
  for (const link of document.querySelectorAll('main a[href], .skip')) {
    const underlined = shown(link).textDecorationLine.includes('underline');
    if (!underlined && !link.closest('h1, h2, h3, .chips, .note-mark, nav')
        && shown(link).borderBottomStyle === 'none'
        && shown(link).color === shown(document.body).color)
      found.push(`link: ${link.outerHTML.slice(0, 80)}`);
  }
  for (const bar of document.querySelectorAll('.bars i, .swatch, .months .covered')) {
    const style = shown(bar);
    if ([canvas, 'rgba(0, 0, 0, 0)'].includes(style.backgroundColor)
        && style.backgroundImage === 'none' && style.borderTopStyle === 'none'
        && style.outlineStyle === 'none')
      found.push(`drawn in the ground's own colour: ${bar.outerHTML}`);
  }
  for (const dot of document.querySelectorAll('.dated')) {
    const style = shown(dot, '::after');
    if (style.backgroundColor === canvas && style.backgroundImage === 'none'
        && style.borderTopStyle === 'none')
      found.push(`drawn in the ground's own colour: ${dot.className}`);
  }
  for (const chip of document.querySelectorAll('.chip'))
    if (shown(chip).borderTopStyle === 'none') found.push(`chip: ${chip.outerHTML}`);
  return found;
}"""


@pytest.mark.long
@pytest.mark.browser
def test_forced_colours_take_no_meaning_away(page: Page) -> None:
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for path in kinds_of_page(built("harbour")):
        in_browser(path, page)
        for scheme in schemes:
            page.emulate_media(forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
            assert page.evaluate(FORCED) == [], (path, scheme)
    for scheme in schemes:
        page.emulate_media(forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
        in_browser("index.html", page)
        for stop in walk(page):
            assert stop["outline"] >= 2, stop
            assert stop["colour"] != stop["ground"], stop


MOVING = """() => [...document.querySelectorAll('*')].filter((one) =>
  ['', '::before', '::after'].some((part) => {
    const style = getComputedStyle(one, part || null);
    return style.animationName !== 'none' || style.scrollBehavior === 'smooth'
      || style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0.01);
  })).map((one) => `${one.tagName}.${one.className}`)"""


@pytest.mark.browser
def test_whoever_asks_for_less_motion_gets_none(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    for path in WALKED:
        in_browser(path, page)
        assert page.evaluate(MOVING) == [], path
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING), "the page glides to a place for all others: the look would see it"


# The page that says so


def test_every_site_says_what_was_tested_and_whom_to_write_to() -> None:
    for name in SITES:
        page = built(name).pages[ACCESS]
        words = text(page.find(".//main"))
        assert "Write to record@example.org." in words
        assert "2.2, level AA" in words
        assert "It has not been tried by people who use a screen reader" in words
        assert "Some layouts of this site are its own" not in words


def test_a_record_with_layouts_of_its_own_and_no_address_says_so(tmp_path: Path) -> None:
    own = "{% extends 'base.html' %}{% block main %}<h1>{{ title }}</h1>{% endblock %}"
    files = {"site.yaml": SITE, "sources.yaml": LOG, "layouts/rules.html": own}
    draft = read(write(tmp_path, files), lambda words: None)
    wanted = order(draft, frozenset(("html",)), lambda words: None)
    page = next(one for one in render(wanted) if one.path == ACCESS).data.decode()
    assert "Some layouts of this site are its own." in page
    assert "This record gives no address to write to." in page
    assert "briefing book" not in page
