"""Pages on paper: everything is on the sheet, and nothing that only a screen has."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from built_sites import Built, built, classes, text
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ADDRESS = "https://example.org/merrow/"
MENU = ("Skip to the text", "Back to the text", "Download the data", "More in the glossary")


@pytest.fixture(scope="module")
def harbour() -> Built:
    return built("harbour")


@pytest.fixture(scope="module")
def folder(harbour: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("print")
    for path, data in harbour.files.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(data)
    return output


def sheets(browser: Browser, folder: Path, path: str, opened: str = "") -> list[str]:
    """The words of each sheet of a page as a phone would print it."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/{path}")
    if opened:
        page.click(opened)
    pdf = pypdfium2.PdfDocument(page.pdf(format="A4"))
    context.close()
    found = []
    for sheet in pdf:
        assert sheet.get_size() == pytest.approx((595, 842), abs=2), "A4"
        found.append(" ".join(sheet.get_textpage().get_text_range().split()))
    return found


def flat(words: str) -> str:
    """Words without what line breaks do to them."""
    return re.sub(r"[\s\u00ad\ufffe\u200b-]+", "", words)


@pytest.mark.parametrize(
    "path",
    ["index.html", "timeline.html", "events/crane-falls.html", "people/ada-thorne.html",
     "sources/gazette.html", "figures/index.html", "method.html"],
)  # fmt: skip
def test_a_page_is_whole_and_says_where_it_is_from(
    harbour: Built, browser: Browser, folder: Path, path: str
) -> None:
    words = sheets(browser, folder, path)
    whole = flat(" ".join(words))
    assert flat(f"This page: {ADDRESS}{path}") in whole
    assert words[0].startswith(f"1 / {len(words)} ")
    assert flat(text(harbour.pages[path].find(".//h1")))[:12] in whole
    for gone in MENU:
        assert flat(gone) not in whole
    for link in harbour.pages[path].html.iter("a"):
        if "outside" in classes(link):
            assert flat(link.get("href", "")) in whole


def test_every_note_is_on_the_sheet_after_its_paragraph(
    harbour: Built, browser: Browser, folder: Path
) -> None:
    page = harbour.pages["sources/gazette.html"]
    notes = [one for one in page.html.iter("aside") if one.get("role") == "doc-footnote"]
    assert len(notes) == 4
    for opened in ("", "#mark-count"):
        whole = flat(" ".join(sheets(browser, folder, page.path, opened)))
        at = -1
        for note in notes:
            words = flat(" ".join(text(one) for one in note.iter("p")))
            assert whole.count(words) == 1, opened
            assert whole.index(words) > at
            at = whole.index(words)
        assert flat("idris vane counts fewer").lower() in whole.lower(), "its sentence is not cut"


def test_a_claim_is_on_the_sheet_of_its_reply(
    harbour: Built, browser: Browser, folder: Path
) -> None:
    words = [flat(sheet) for sheet in sheets(browser, folder, "claims/index.html")]
    assert len(words) > 1
    page = harbour.pages["claims/index.html"]
    seen = 0
    for claim in page.html.iter("article"):
        replies = [one for one in claim.iter("div") if "reply" in classes(one)]
        title = next(text(one) for one in claim.iter("h3") if "claim-title" in classes(one))
        on = [n for n, sheet in enumerate(words) if flat(title) in sheet]
        assert on, title
        for reply in replies[:1]:
            kind = next(text(one) for one in reply.iter("p") if "reply-kind" in classes(one))
            assert any(flat(kind) in words[n].partition(flat(title))[2] for n in on), title
            seen += 1
    assert seen == 3
