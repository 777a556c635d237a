"""Where records are listed, their data can be had: the right files, beside the list."""

from __future__ import annotations

from posixpath import dirname, join, normpath

import pytest
from built_sites import HARBOUR, SITES, Built, Page, built, classes, parse

from casebook.commands.site import order, read
from casebook.render.outputs import render


@pytest.fixture(params=SITES, scope="module")
def site(request: pytest.FixtureRequest) -> Built:
    return built(request.param)


def offered(page: Page) -> list[str]:
    """The files that a page offers beside its list."""
    return [
        normpath(join(dirname(page.path), str(link.get("href"))))
        for one in page.html.iter("p")
        if "downloads" in classes(one)
        for link in one.iter("a")
    ]


def test_every_list_offers_its_kind_and_other_pages_nothing(site: Built) -> None:
    kinds = site.edition.manuscript.model.kinds
    wanted = {
        f"{kind.folder}/index.html": [f"data/{kind.folder}.{end}" for end in ("csv", "json")]
        for kind in kinds.values()
        if site.edition.of(kind.name)
    }
    wanted["timeline.html"] = ["data/events.csv", "data/events.json"]
    for entry in site.edition.of("comparison"):
        wanted[entry.path] = [
            *("data/figures.csv", "data/figures.json"),
            *("data/comparisons.csv", "data/comparisons.json"),
        ]
    assert len(wanted) > 12
    for path, page in site.pages.items():
        assert offered(page) == wanted.get(path, []), path
        assert set(offered(page)) <= set(site.files)


def test_a_build_without_data_offers_none() -> None:
    def quietly(words: str) -> None:
        pass

    made = render(order(read(HARBOUR, quietly), frozenset(("html",)), quietly))
    pages = [parse(one.path, one.data) for one in made if one.path.endswith(".html")]
    assert len(pages) > 20
    assert [page.path for page in pages if offered(page)] == []
