"""What tests of pages in Chromium share: which pages, what is wrong with one, what it asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from built_sites import Built
from playwright.sync_api import Page, Request

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def kinds_of_page(site: Built) -> list[str]:
    """One page of every kind: of records, the largest."""
    paths = ["index.html", "timeline.html", "data/index.html", "method.html"]
    for kind in site.edition.manuscript.model.kinds.values():
        entries = site.edition.of(kind.name)
        if entries:
            paths.append(f"{kind.folder}/index.html")
            paths.append(max((e.path for e in entries), key=lambda path: len(site.files[path])))
    return paths


class Watched:
    """A page, and all that it asked for and complained of."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("request", self._request)

    def _heard(self, kind: str, words: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(words)

    def _failed(self, request: Request) -> None:
        # What is for print only is asked for last, and given up where a test moves on first.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.failure}: {request.url}")

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)
        if not request.url.startswith(self.base):
            self.complaints.append(f"asked elsewhere: {request.url}")

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page


WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('body *')].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.right > wide + 0.5 && !one.closest('.skip, .hide, thead')
      && getComputedStyle(one).overflowX === 'visible';
  }).map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)}`);
  return document.documentElement.scrollWidth > wide ? ['scrolls', ...out] : out;
}"""
COLLIDING = """() => {
  const found = [];
  for (const row of document.querySelectorAll('tr, .facts-table > div')) {
    for (const cell of row.children) {
      const box = cell.getBoundingClientRect();
      for (const link of cell.querySelectorAll('a, span, mark')) {
        if (link.closest('.hide') || link.closest('thead')?.clientWidth === 1) continue;
        for (const part of link.getClientRects()) {
          if (part.right > box.right + 3) found.push(link.textContent.slice(0, 60));
        }
      }
    }
  }
  return found;
}"""

CLIPPED = """() => [...document.querySelectorAll('body *')].filter((one) => {
  // What is soonest known comes first: the words of an element are those of all within it.
  if (one.scrollHeight <= one.clientHeight + 1 && one.scrollWidth <= one.clientWidth + 1) return;
  const style = getComputedStyle(one);
  return [style.overflowX, style.overflowY].some((way) => way === 'hidden' || way === 'clip')
    && !one.closest('.hide, .skip, thead') && one.textContent.trim();
}).map((one) => `${one.tagName}.${one.className}`)"""
"""Elements whose words are cut off."""
SPACED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet]; }"""
"""Success criterion 1.4.12, Text Spacing."""


def faults(page: Page) -> list[str]:
    """What is wider than the window, stands in another's cell, or is cut off."""
    looks = ", ".join(f"...({look})()" for look in (WIDER, COLLIDING, CLIPPED))
    found: list[str] = page.evaluate(f"() => [{looks}]")
    return found


def violations(page: Page, **options: Any) -> list[str]:
    options["resultTypes"] = ["violations"]
    found = page.evaluate("(options) => axe.run(document, options)", options)["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


FULL: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "preload": {"assets": ["media"]},
}
"""Style sheets are not fetched once more: none of these rules asks for them, and it is a sixth of
the time."""
