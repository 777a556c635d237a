"""Pages lie still while they load, ask nobody else for anything, and leave the console empty.

One page of every layout, its largest, on a phone and at a desk, with fonts that come late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from finding import Finding
from host import hosted
from playwright.sync_api import Browser, Request
from whole_site import WholeSite

MOST_SHIFT = 0.01
"""Of the window's area times the way it moved (Layout Instability, W3C), all shifts together, once
the fonts are in the browser's memory."""

FIRST_SHIFT = 0.1
"""The same on a first visit with late fonts. The faces that stand in for ours are of the same
widths on average; a line that breaks at another word still moves what is below it. This is what Web
Vitals call good. Less would take fonts that a first page goes without (`font-display: optional`),
and so would every page that is read from a folder.
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
    with hosted(site, slow_fonts=True, stay=True) as address:
        for path in pages:
            progress(f"stillness: {path}")
            for size in LOOKS:
                found += look_at(browser, address, path, size)
    return found


def look_at(browser: Browser, address: str, path: str, size: tuple[int, int]) -> list[Finding]:
    """What one page does at one size, nothing of it in the browser's memory."""
    found: list[Finding] = []
    where = f"{path} ({size[0]} px)"
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
    page.goto(address + path)
    page.evaluate("document.fonts.ready")
    todo = "give it its size before what fills it comes"
    moved, parts = page.evaluate(SHIFT)
    if moved > FIRST_SHIFT:
        add("layout shift, first visit", f"{moved:.3f} at {parts}", todo)
    page.goto("about:blank")
    page.goto(address + path)
    page.evaluate("document.fonts.ready")
    moved, parts = page.evaluate(SHIFT)
    if moved > MOST_SHIFT:
        add("layout shift", f"{moved:.3f} at {parts}", todo)
    context.close()
    return found


def _heard(add: Callable[[str, str], None], path: str, words: str) -> None:
    # A browser always says so of the page for what is not there.
    if not (path == "404.html" and "status of 404" in words):
        add("console message", words)
