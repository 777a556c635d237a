"""Nothing is wider than the window or cut off, on any kind of page, however wide or enlarged."""

from __future__ import annotations

import pytest
from browsing import SPACED, Watched, faults, kinds_of_page
from built_sites import SITES, built, written
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ZOOMED = (640, 400)
"""A window of 1,280 pixels at 200%; one of 320 is what it is at 400%."""
SIZES = (
    ZOOMED,
    *((width, 800) for width in (320, 360, 768, 1024, 1440, 1920)),
)


# The others have the layouts of our own, and shorter words and lists.
@pytest.mark.parametrize(
    "name", [n if n == "own" else pytest.param(n, marks=pytest.mark.long) for n in SITES]
)
def test_nothing_is_wider_than_the_window_or_lost(name: str, page: Page) -> None:
    """Each page is opened once, and looked at in every window; at last with wider spacing."""
    watched = Watched(page, written(name).as_uri() + "/")
    found: list[tuple[str, int | str, str]] = []
    for path in kinds_of_page(built(name)):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            if (width, height) == ZOOMED:
                watched.open(path)
                page.evaluate("document.fonts.ready")
            found += [(path, width, one) for one in faults(page)]
        page.set_viewport_size({"width": 360, "height": 800})
        page.evaluate(SPACED)
        found += [(path, "spaced", one) for one in faults(page)]
    assert found == []
    assert watched.complaints == []
    assert any(url.endswith("casebook-serif.woff2") for url in watched.asked)


WRONG = """() => {
  const add = (html) => document.querySelector('main').insertAdjacentHTML('beforeend', html);
  add('<pre id="wide"></pre><table id="narrow"><tr><td id="cell"><span></span></td></tr></table>');
  add('<p id="cut"></p>');
  const set = (what, words, style) => {
    Object.assign(document.querySelector(what).style, style);
    document.querySelector(what).textContent = words;
  };
  set('#wide', 'wide'.repeat(200), { overflow: 'visible', whiteSpace: 'pre', width: '3000px' });
  set('#cut', 'cut off'.repeat(99), { overflow: 'hidden', blockSize: '1em' });
  Object.assign(document.querySelector('#cell').closest('table').style,
    { tableLayout: 'fixed', inlineSize: '4em' });
  set('#cell span', 'collides'.repeat(9), { whiteSpace: 'nowrap' });
}"""


def test_each_fault_would_be_found(page: Page) -> None:
    Watched(page, written("harbour").as_uri() + "/").open("index.html")
    before = faults(page)
    page.evaluate(WRONG)
    said = " ".join(faults(page))
    assert before == []
    for words in ("scrolls", "PRE. wide", "collidescollides", "P."):
        assert words in said
