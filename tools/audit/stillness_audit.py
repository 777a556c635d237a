"""Pages lie still while they load, ask nobody else for anything, and leave the console empty.

One page of every layout, its largest, on a phone and at a desk: twice over HTTP, with fonts that
come late, and once as a file of a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from finding import Finding
from host import hosted
from playwright.sync_api import Browser, Request
from whole_site import MOVES_ON, WholeSite

MOST_SHIFT = 0.01
"""Of the window's area times the way it moved (Layout Instability, W3C), all shifts together, on a
first visit with late fonts and on a second. A page is laid out once: a face that comes late waits
for the next page (`font-display: optional`), so what is left is nothing that a reader sees.
"""

LOOKS = ((360, 740), (1440, 900))

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
    folder = f"{site.folder.resolve().as_uri()}/"
    with hosted(site, slow_fonts=True, stay=True) as address:
        for path in pages:
            progress(f"stillness: {path}")
            for size in LOOKS:
                found += look_at(browser, address, path, size, ("first", "second"))
                # The one moves on there, and the other is for hosts alone.
                if site.layouts[path] != MOVES_ON and path != "404.html":
                    found += look_at(browser, folder, path, size, ("only",))
    return found


def look_at(
    browser: Browser, address: str, path: str, size: tuple[int, int], visits: Sequence[str]
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
        if moved > MOST_SHIFT:
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
