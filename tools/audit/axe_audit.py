"""axe-core over every page: on a phone and at a desk, in light and dark.

A page is loaded once. Every rule is run at both widths in light; all that a dark scheme changes
are colours, so in the dark the rules that see colours are run again. At a desk whatever is folded
away is opened first, so that it is looked at too.

All pages take long. Those that were found clean can be kept in a file, by what they and all styles
and scripts hold, so that a run that was stopped goes on, and a later one looks at what has changed.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import axe_playwright_python
from chromium import chromium
from finding import Finding
from host import hosted
from playwright.sync_api import Browser, Error, Page
from whole_site import WholeSite

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"runOnly": {"type": "tag", "values": TAGS}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
PHONE, DESK = (360, 740), (1440, 900)
LOOKS = (
    (PHONE, "light", EVERY_RULE),
    (PHONE, "dark", COLOURS),
    (DESK, "light", EVERY_RULE),
    (DESK, "dark", COLOURS),
)
_AT_ONCE = 10
"""Pages that one browser is given at a time; after some hundred a context grows slow."""


def audit(
    site: WholeSite,
    pages: Iterable[str],
    progress: Callable[[str], None],
    jobs: int,
    kept: Path | None = None,
) -> list[Finding]:
    """What axe finds on some pages; those that the file `kept` knows as clean are passed over."""
    digests = _digests(site, pages) if kept else {}
    clean = set(kept.read_text(encoding="ascii").split()) if kept and kept.exists() else set()
    paths = [path for path in pages if digests.get(path) not in clean]
    batches = [paths[at : at + _AT_ONCE] for at in range(0, len(paths), _AT_ONCE)]
    found: list[Finding] = []
    done = 0
    # Playwright does not survive a fork.
    spawn = multiprocessing.get_context("spawn")
    with hosted(site, stay=True) as address, spawn.Pool(jobs, _begin, (address,)) as pool:
        for batch, findings in pool.imap_unordered(_looked_at, batches):
            found += findings
            done += len(batch)
            if kept:
                faulty = {one.page.partition(" (")[0] for one in findings}
                clean |= {digests[path] for path in batch if path not in faulty}
                kept.write_text("\n".join(sorted(clean)) + "\n", encoding="ascii")
            progress(f"axe: {done} of {len(paths)} pages")
    return found


def _digests(site: WholeSite, pages: Iterable[str]) -> dict[str, str]:
    """What a page's looks depend on, by its path."""
    shared = hashlib.sha256(AXE.read_bytes() + repr(LOOKS).encode())
    for path in sorted(site.folder.glob("static/**/*")):
        if path.suffix in (".css", ".js", ".woff2"):
            shared.update(path.read_bytes())
    found = {}
    for page in pages:
        own = shared.copy()
        own.update((site.folder / page).read_bytes())
        found[page] = own.hexdigest()
    return found


_address = ""
_open = ExitStack()
_browser: Browser | None = None


def _begin(address: str) -> None:
    global _address, _browser  # one browser for all that a process does, and as long as it does it
    _address = address
    _browser = _open.enter_context(chromium())


def _looked_at(paths: list[str]) -> tuple[list[str], list[Finding]]:
    assert _browser is not None
    context = _browser.new_context()
    page = context.new_page()
    axe = AXE.read_text(encoding="utf-8")
    found: list[Finding] = []
    for path in paths:
        found += look_at(page, _address, path, axe)
    context.close()
    return paths, found


def look_at(page: Page, address: str, path: str, axe: str) -> list[Finding]:
    """What axe finds on one page, in every look."""
    found = []
    page.set_viewport_size(_size(LOOKS[0][0]))
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(address + path)
    page.evaluate("document.fonts.ready")
    page.evaluate(axe)
    for size, scheme, options in LOOKS:
        page.set_viewport_size(_size(size))
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if size == DESK:
            page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
        for one in violations(page, options):
            rule, help_, html, summary = one
            found.append(
                Finding(rule, f"{help_}: {html}", f"{path} ({size[0]} px, {scheme})", summary)
            )
    return found


def violations(page: Page, options: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Rule, what it asks for, the element, and what to do, for each element at fault."""
    try:
        results = page.evaluate(
            "(options) => axe.run(document, options)",
            {**options, "resultTypes": ["violations"], "elementRef": False},
        )
    except Error as error:
        return [("axe", "could not look at the page", str(error).splitlines()[0], "")]
    return [
        (one["id"], one["help"], node["html"][:160], " ".join(node["failureSummary"].split()))
        for one in results["violations"]
        for node in one["nodes"]
    ]


def _size(size: tuple[int, int]) -> Any:  # noqa: ANN401
    return {"width": size[0], "height": size[1]}
