"""Pictures as seen: at every width, in print, in forced colours, and by who cannot see them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from built_sites import built
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "comparisons/men-out.html",
    "comparisons/young-and-old.html",
    "people/ada-thorne.html",
    "parties/harbour-company.html",
    "map.html",
    "places/salt-house.html",
)
FAULTS = """() => {
  const wide = document.documentElement.clientWidth;
  const found = document.documentElement.scrollWidth > wide ? ['the page scrolls sideways'] : [];
  for (const svg of document.querySelectorAll('main svg:not(svg svg)')) {
    const box = svg.getBoundingClientRect();
    if (!box.width) continue;
    const shrunk = svg.viewBox.baseVal ? box.width / svg.viewBox.baseVal.width : 1;
    for (const text of svg.querySelectorAll('text')) {
      const at = text.getBoundingClientRect();
      if (at.left < 0 || at.right > wide) found.push(`off the page: ${text.textContent}`);
      const size = parseFloat(getComputedStyle(text).fontSize) * Math.min(1, shrunk);
      if (size < 12) found.push(`${size} px: ${text.textContent}`);
    }
    for (const mark of svg.querySelectorAll('circle, .stretch, .span, .reach, .arrow')) {
      const at = mark.getBoundingClientRect();
      if (at.left < 0 || at.right > wide) found.push(`off the page: ${mark.outerHTML}`);
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The harbour, as a reader has it on disk."""
    found = tmp_path_factory.mktemp("pictures")
    for path, data in built("harbour").files.items():
        if path in PAGES or path.startswith("static/"):
            (found / path).parent.mkdir(parents=True, exist_ok=True)
            (found / path).write_bytes(data)
    return found


def test_at_every_width_pictures_are_whole_and_can_be_read(folder: Path, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    seen = 0
    for path in PAGES:
        page.goto(f"{folder.as_uri()}/{path}")
        seen += page.locator("main svg").count()
        for width in (320, 360, 768, 1440, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(FAULTS) == [], (path, width)
    assert seen > 20
    assert complaints == []


def test_from_right_to_left_they_are_whole_too(folder: Path, page: Page) -> None:
    for path in PAGES:
        page.goto(f"{folder.as_uri()}/{path}")
        page.evaluate("document.documentElement.dir = 'rtl'")
        for width in (320, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(FAULTS) == [], (path, width)


ASTRAY = """() => [...document.querySelectorAll('.rows')].flatMap((rows) => {
  const at = (svg) => [...svg.querySelectorAll('.grid[y2]:not([x2="100%"][y1="11"])')]
    .map((line) => Math.round(line.getBoundingClientRect().left * 10) / 10).sort((a, b) => a - b);
  const axis = rows.querySelector('.axis svg');
  const of = axis ? at(axis) : [];
  return [...rows.querySelectorAll('li > svg, .timed svg')]
    .filter((svg) => at(svg).some((x, one) => Math.abs(x - of[one]) > 0.6)).map((svg) => at(svg));
})"""


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_each_row_stands_over_the_axis_it_is_read_from(
    folder: Path, page: Page, direction: str
) -> None:
    for path in ("comparisons/men-out.html", "people/ada-thorne.html"):
        page.goto(f"{folder.as_uri()}/{path}")
        page.evaluate("(to) => { document.documentElement.dir = to; }", direction)
        assert page.locator(".rows .axis").count() == 1
        for width in (320, 700, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(ASTRAY) == [], (path, width)


def described(page: Page) -> list[dict[str, Any]]:
    """What a screen reader is told: roles, names and descriptions, in order."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        {
            "role": one["role"]["value"],
            "name": one.get("name", {}).get("value", ""),
            "more": one.get("description", {}).get("value", ""),
        }
        for one in nodes
        if not one["ignored"] and "role" in one
    ]


def test_each_picture_has_a_name_and_says_what_it_shows(folder: Path, page: Page) -> None:
    page.goto(f"{folder.as_uri()}/comparisons/men-out.html")
    images = [one for one in described(page) if one["role"] in ("image", "img")]
    assert {one["name"]: one["more"] for one in images} == {
        "some four hundred": "On a line from 0 to 400",
        "260": "On a line from 0 to 400",
        "The line from 0 to 400": "",
    }
    page.goto(f"{folder.as_uri()}/places/salt-house.html")
    (image,) = [one for one in described(page) if one["role"] in ("image", "img")]
    assert image["name"] == "Where Salt House lies"
    assert "somewhere to the north of Merrow Quay" in image["more"]


def test_the_names_on_the_map_are_links_and_one_drawing_is_shown(folder: Path, page: Page) -> None:
    for width, shown in ((360, "narrow"), (1440, "wide")):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{folder.as_uri()}/map.html")
        plan = page.locator(".plan:visible")
        assert plan.count() == 1
        assert shown in (plan.get_attribute("class") or "")
        links = [one["name"] for one in described(page) if one["role"] == "link"]
        assert links.count("Merrow Quay") >= 2, "in the drawing, and in the table"
        box = plan.locator("a").first.locator(".touch").bounding_box()
        assert box is not None
        assert box["height"] >= 22
    page.keyboard.press("Tab")
    while page.evaluate("!document.activeElement.closest('.plan')"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_without_colours_of_our_own_marks_are_still_there(folder: Path, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{folder.as_uri()}/comparisons/men-out.html")
    ground, dot = page.evaluate(
        """() => [getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.querySelector('.dot')).fill]"""
    )
    assert ground != dot
    page.goto(f"{folder.as_uri()}/index.html")
    stack = page.evaluate("getComputedStyle(document.querySelector('.stack rect')).fill")
    assert stack != page.evaluate("getComputedStyle(document.body).backgroundColor")
