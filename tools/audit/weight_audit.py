"""The first view of a page stays light: what it may weigh, compressed, is in the design."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from finding import Finding
from host import hosted
from playwright.sync_api import Browser, Response
from whole_site import WholeSite

KB = 1024


@dataclass(frozen=True)
class Budget:
    """Bytes of one layout's pages by what they are of, each compressed as sent."""

    layout: str
    html: int = 14 * KB
    css: int = 10 * KB
    scripts: int = 5 * KB
    fonts: int = 46 * KB
    """Of the two faces that a first view is set in, serif and sans. Italics, typewriter and Naskh
    are small and come with the words that need them; Nastaliq is large, and comes late.
    """


BUDGETS = (
    Budget("home.html"),
    Budget("event.html"),
    Budget("person.html"),
    Budget("source.html"),
    Budget("timeline.html", html=60 * KB, scripts=8 * KB),
)
"""The timeline may be heavier: it holds every event, and filters them by a script of its own.

Of a layout two pages are weighed: the largest, and that with most styles and scripts. What is
for print alone does not count.
"""

FIRST_FACES = ("casebook-serif.woff2", "casebook-sans.woff2")
LAID_OUT = (360, 1440)


@dataclass
class Weight:
    """What one page made a browser load."""

    html: int = 0
    css: int = 0
    scripts: int = 0
    fonts: int = 0
    more_fonts: int = 0


def audit(site: WholeSite, browser: Browser, progress: Callable[[str], None]) -> list[Finding]:
    """Every page of the budgets that is too heavy."""
    found: list[Finding] = []
    for budget in BUDGETS:
        if budget.layout not in site.layouts.values():
            continue
        pages = {site.largest(budget.layout), site.most_dressed(budget.layout)}
        for path, width in product(sorted(pages), LAID_OUT):
            weight = weigh(site, browser, path, width)
            progress(
                f"weight: {path} at {width} px: HTML {weight.html:,}, CSS {weight.css:,}, "
                f"scripts {weight.scripts:,}, fonts {weight.fonts:,}, "
                f"faces that come later {weight.more_fonts:,} bytes"
            )
            found += _too_heavy(budget, path, width, weight)
    return found


def _too_heavy(budget: Budget, path: str, width: int, weight: Weight) -> Iterator[Finding]:
    for what, todo in (
        ("html", "put part of the page on one of its own, or fold it"),
        ("css", "move what few pages need into a style sheet of their own"),
        ("scripts", "load later, or only where it is needed"),
        ("fonts", "subset anew (tools/fonts), or use a face that is loaded already"),
    ):
        is_, may = getattr(weight, what), getattr(budget, what)
        if is_ > may:
            words = f"{is_:,} bytes of {what.upper()} where {may:,} are allowed"
            yield Finding(f"weight of {what}", words, f"{path} ({width} px)", todo)


def weigh(site: WholeSite, browser: Browser, path: str, width: int) -> Weight:
    """What a page loads when it is opened for the first time, and left alone."""
    weight = Weight()
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    with hosted(site) as address:
        loaded: list[Response] = []
        page.on("response", lambda response: loaded.append(response))
        page.goto(address + path)
        page.evaluate("document.fonts.ready")
        page.wait_for_load_state("networkidle")
        for_print = page.evaluate(
            "[...document.querySelectorAll('link[media=print]')].map((one) => one.href)"
        )
        for response in loaded:
            if response.url not in for_print:
                _add(weight, site, response.url.removeprefix(address))
    context.close()
    return weight


def _add(weight: Weight, site: WholeSite, path: str) -> None:
    size = site.size(path or "index.html")
    ending = path.rpartition(".")[2]
    if ending in ("", "html"):
        weight.html += size
    elif ending == "css":
        weight.css += size
    elif ending == "js":
        weight.scripts += size
    elif path.endswith(FIRST_FACES):
        weight.fonts += size
    elif ending == "woff2":
        weight.more_fonts += size
