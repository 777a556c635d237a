"""axe finds nothing on a page of each kind; `make audit` looks at every page of our own record."""

from __future__ import annotations

import pytest
from browsing import AXE, FULL, Watched, kinds_of_page, violations
from built_sites import Built, built, written
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LOOKS = ((360, "light"), (1440, "dark"))
"""A phone by day, a desk by night: both widths, and all colours of both schemes."""


def faults(name: str, page: Page, paths: list[str]) -> list[tuple[str, int, str, str]]:
    watched = Watched(page, written(name).as_uri() + "/")
    found = []
    for path in paths:
        watched.open(path)
        page.evaluate(AXE)
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [(path, width, scheme, one) for one in violations(page, **FULL)]
    return found


def of_middle_size(site: Built) -> list[str]:
    """One page of every kind of record, as long as most are."""
    paths = []
    for kind in site.edition.manuscript.model.kinds.values():
        if entries := sorted(site.edition.of(kind.name), key=lambda one: len(site.files[one.path])):
            paths.append(entries[len(entries) // 2].path)
    return paths


def test_of_the_harbour(page: Page) -> None:
    """It has a page of every layout."""
    assert faults("harbour", page, kinds_of_page(built("harbour"))) == []


def test_of_our_own(page: Page) -> None:
    """They are of the same layouts and larger: a page of each kind, and of its lists none."""
    assert faults("own", page, ["index.html", *of_middle_size(built("own"))]) == []


def test_something_would_be_found(page: Page) -> None:
    watched = Watched(page, written("harbour").as_uri() + "/")
    watched.open("index.html")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=a.png><h6>x</h6>'")
    page.evaluate(AXE)
    assert {one.partition(":")[0] for one in violations(page, **FULL)} >= {
        "image-alt",
        "heading-order",
    }
