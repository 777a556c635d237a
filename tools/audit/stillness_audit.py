"""Pages lie still while they load, ask nobody else for anything, and leave the console empty.

One page of every layout, its largest, on a phone and at a desk: twice over HTTP, with fonts that
come late, and once from the folder that is given out to be read offline.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from finding import Finding
from host import hosted
from playwright.sync_api import Browser, Request
from whole_site import MOVES_ON, WholeSite

from casebook.render.parts import OFFLINE_PATH

MOST_SHIFT = 0.01
"""Of the window's area times the way it moved (Layout Instability, W3C), all shifts together, on a
first visit with late fonts and on a second. A hosted page is laid out once: a face that comes late
waits for the next page (`font-display: optional`), so what is left is nothing that a reader sees.
"""

OFFLINE_SHIFT = 0.25
"""The same where a page is opened from a folder. There no face is kept for the next page, so each
is drawn when it has been read, some milliseconds after the first words; a line that breaks at
another word moves what is below it. Seen were 0.15, where Urdu is large; beyond this it is poor.
"""

LOOKS = ((360, 740), (412, 823), (1440, 900))

SHIFT = """() => new Promise((done) => {
  let sum = 0;
  const names = new Set();
  const add = (list) => {
    for (const one of list.getEntries()) {
      sum += one.value;
      for (const { node } of one.sources) {
        const element = node && (node.nodeType === 1 ? node : node.parentElement);
        if (element) names.add(`${element.localName}.${element.className}`);
      }
    }
  };
  new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done([sum, [...names].slice(0, 6).join(', ')]), 300);
})"""


def audit(
    site: WholeSite, browser: Browser, pages: Iterable[str], progress: Callable[[str], None]
) -> list[Finding]:
    """Every jump, outside request, failed request and console message."""
    found: list[Finding] = []
    with hosted(site, slow_fonts=True, stay=True) as address, _offline(site) as folder:
        for path in pages:
            progress(f"stillness: {path}")
            for size in LOOKS:
                found += look_at(browser, address, path, size, MOST_SHIFT, ("first", "second"))
                # The one moves on there, and the other is for hosts alone.
                if site.layouts[path] != MOVES_ON and path != "404.html":
                    found += look_at(browser, folder, path, size, OFFLINE_SHIFT, ("only",))
    return found


@contextmanager
def _offline(site: WholeSite) -> Iterator[str]:
    """The address of the site unpacked from the zip that it offers, ending in a slash."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(site.folder / OFFLINE_PATH) as packed:
            packed.extractall(folder)
        (top,) = Path(folder).resolve().iterdir()
        yield f"{top.as_uri()}/"


def look_at(
    browser: Browser,
    address: str,
    path: str,
    size: tuple[int, int],
    most: float,
    visits: Sequence[str],
) -> list[Finding]:
    """What one page does at one size when it is visited, first with nothing of it remembered."""
    found: list[Finding] = []
    where = f"{address[:4]}: {path} ({size[0]} px)"
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()

    def add(rule: str, words: str, todo: str = "") -> None:
        found.append(Finding(rule, words, where, todo))

    def failed(request: Request) -> None:
        # An icon is asked for last, and given up where the page is closed first.
        if request.failure != "net::ERR_ABORTED":
            add("failed request", f"{request.failure}: {request.url}")

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            add("outside request", request.url, "serve it with the site, or do without")

    page.on("console", lambda said: _heard(add, path, said.text))
    page.on("pageerror", lambda error: add("script error", str(error)))
    page.on("requestfailed", failed)
    page.on("request", asked)
    for visit in visits:
        page.goto("about:blank")
        page.goto(address + path)
        page.evaluate("document.fonts.ready")
        moved, parts = page.evaluate(SHIFT)
        if moved > most:
            words = f"{moved:.3f} at {parts}"
            add(
                f"layout shift, {visit} visit", words, "give it its size before what fills it comes"
            )
    context.close()
    return found


def _heard(add: Callable[[str, str], None], path: str, words: str) -> None:
    # A browser always says so of the page for what is not there.
    if not (path == "404.html" and "status of 404" in words):
        add("console message", words)
