"""Nothing is wider than the window, on any kind of page, from a narrow phone to a wide desk."""

from __future__ import annotations

import pytest
from browsing import COLLIDING, WIDER, Watched, kinds_of_page
from built_sites import SITES, built, written
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 768, 1024, 1440, 1920)


@pytest.mark.parametrize("name", SITES)
def test_nothing_is_wider_than_the_window(name: str, page: Page) -> None:
    watched = Watched(page, written(name).as_uri() + "/")
    faults = []
    for path in kinds_of_page(built(name)):
        watched.open(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            faults += [(path, width, one) for one in page.evaluate(WIDER)]
            faults += [(path, width, one) for one in page.evaluate(COLLIDING)]
    assert faults == []
    assert watched.complaints == []
    assert any(url.endswith("casebook-serif.woff2") for url in watched.asked)
