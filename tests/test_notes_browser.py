"""Notes and terms as a reader uses them: beside their words, opened at them, by touch and keys."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from built_sites import HARBOUR, build
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

WORDS = "The quay lay still and the bales stood where they had been set down, said the log. " * 2
DENSE = "---\ntitle: Many notes\n---\n\n" + "\n\n".join(
    " ".join(f"{WORDS}*word {part} {n}*[^n{part}-{n}]." for n in range(4)) for part in range(4)
)
DENSE += "".join(
    f"\n\n[^n{part}-{n}]: **Kind {part} {n}.** " + "What is to be said of it. " * (2 + 3 * (n % 3))
    for part in range(4)
    for n in range(4)
)
PHONE: Any = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The harbour with a page that has more notes than its margin has room for."""
    site = Path(shutil.copytree(HARBOUR, tmp_path_factory.mktemp("notes") / "harbour"))
    (site / "content" / "pages" / "dense.md").write_text(DENSE + "\n", encoding="utf-8")
    output = tmp_path_factory.mktemp("built")
    for path, data in build(site).files.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(data)
    return output


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, reduced_motion="reduce")
    yield from _watched(context)


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield from _watched(context)


def _watched(context: BrowserContext) -> Iterator[Page]:
    """A page; whatever goes wrong in it, the policy's refusals too, fails the test."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert faults == []


def go(page: Page, folder: Path, path: str) -> Page:
    page.goto(f"{folder.as_uri()}/{path}")
    page.evaluate("document.fonts.ready")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page


PLACES = """() => [...document.querySelectorAll('.note')].map((note) => {
  const mark = document.getElementById(note.id.replace('note', 'mark'));
  const [n, m, w] = [note, mark, mark.closest('.words')].map((one) => one.getBoundingClientRect());
  return {top: n.top, bottom: n.bottom, left: n.left, right: n.right, mark: m.top, words: w.right};
})"""


@pytest.mark.parametrize("width", [1100, 1440])
@pytest.mark.parametrize("path", ["sources/gazette.html", "dense.html"])
def test_notes_stand_at_their_lines_and_never_on_each_other(
    desk: Page, folder: Path, path: str, width: int
) -> None:
    desk.set_viewport_size({"width": width, "height": 900})
    notes = go(desk, folder, path).evaluate(PLACES)
    assert len(notes) == (16 if "dense" in path else 4)
    for upper, lower in itertools.pairwise(notes):
        assert lower["top"] - upper["bottom"] >= 10
    for note in notes:
        assert note["left"] > note["words"] + 20
        assert note["right"] <= width
    off = sorted(abs(note["top"] - note["mark"]) for note in notes)
    assert off[0] <= (40 if "dense" in path else 6)
    assert off[-1] < (230 if "dense" in path else 60)
    after = desk.locator("footer").bounding_box()
    assert after is not None
    assert after["y"] > notes[-1]["bottom"] + desk.evaluate("scrollY")


def test_they_keep_their_lines_when_the_window_changes(desk: Page, folder: Path) -> None:
    go(desk, folder, "sources/gazette.html")
    desk.set_viewport_size({"width": 1120, "height": 900})
    desk.wait_for_timeout(60)
    assert all(abs(note["top"] - note["mark"]) < 60 for note in desk.evaluate(PLACES))
    desk.set_viewport_size(PHONE)
    desk.wait_for_timeout(60)
    assert desk.locator(".note:visible").count() == 0
    assert desk.locator(".passage[style*=padding], .note[style*=transform]").count() == 0


def test_nothing_moves_at_load(desk: Page, folder: Path) -> None:
    desk.set_viewport_size({"width": 1440, "height": 3000})
    desk.goto(f"{folder.as_uri()}/dense.html")
    moved = desk.evaluate(
        """() => new Promise((done) => { let sum = 0;
        const add = (list) => { for (const one of list.getEntries()) sum += one.value; };
        new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
        setTimeout(() => done(sum), 300); })"""
    )
    assert moved < 0.05


def test_where_the_script_does_not_come_notes_take_their_own_room(
    desk: Page, folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "site")
    (tmp_path / "site" / "static" / "scripts" / "notes.js").write_text("", encoding="utf-8")
    go(desk, tmp_path / "site", "dense.html")
    desk.evaluate("document.getAnimations().forEach((one) => one.finish())")
    notes = desk.evaluate(PLACES)
    for upper, lower in itertools.pairwise(notes):
        assert lower["top"] > upper["bottom"]


def test_words_and_note_point_at_each_other(desk: Page, folder: Path) -> None:
    go(desk, folder, "sources/gazette.html")
    lit = "[...document.querySelectorAll('.lit')].map((one) => one.id).sort()"
    all_three = ["anchor-reply", "mark-reply", "note-reply"]
    for part in ("#anchor-reply", "#note-reply", "#mark-reply"):
        desk.hover(part)
        assert desk.evaluate(lit) == all_three, part
    desk.hover("h1")
    assert desk.evaluate(lit) == []
    desk.focus("#mark-reply")
    assert desk.evaluate(lit) == all_three
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "note-reply"
    desk.locator("#note-reply .note-back").click()
    assert desk.evaluate("document.activeElement.id") == "mark-reply"
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")
    assert desk.evaluate("document.activeElement.id") == "mark-reply"


def test_on_a_phone_a_note_opens_below_its_line_and_closes_again(phone: Page, folder: Path) -> None:
    go(phone, folder, "dense.html")
    mark, note = phone.locator("#mark-n1-2"), phone.locator("#note-n1-2")
    assert mark.get_attribute("aria-expanded") == "false"
    mark.tap()
    line, box = mark.bounding_box(), note.bounding_box()
    assert line is not None and box is not None
    assert 0 <= box["y"] - line["y"] - line["height"] < 25, "directly below its line"
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert mark.get_attribute("aria-expanded") == "true"
    assert note.evaluate("(note) => note.previousElementSibling.id") == "mark-n1-2", "read next"
    words = "(note) => { const r = document.createRange(); r.selectNodeContents(note.parentNode);"
    words += " const box = note.getBoundingClientRect(); return [...r.getClientRects()].filter("
    words += "(one) => one.top > box.top + 2 && one.bottom < box.bottom - 2"
    words += " && (one.left < box.left || one.right > box.right + 1)).length; }"
    assert note.evaluate(words) == 0, "no words beside it"
    phone.locator("#mark-n0-0").tap()
    assert phone.locator(".note:visible").count() == 2, "several may be open"
    mark.tap()
    assert not note.is_visible()
    phone.keyboard.press("Escape")
    assert phone.locator(".note:visible").count() == 0
    assert phone.evaluate("document.activeElement.id") == "mark-n0-0"
    mark.tap()
    note.locator(".note-back").tap()
    assert not note.is_visible()
    assert phone.evaluate("document.activeElement.id") == "mark-n1-2"
    homes = "[...document.querySelectorAll('.note')].every((one) => one.closest('.notes'))"
    assert phone.evaluate(homes)


def test_whoever_comes_by_a_notes_address_finds_it_open(phone: Page, folder: Path) -> None:
    go(phone, folder, "dense.html#note-n3-1")
    box = phone.locator("#note-n3-1").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 740
    assert phone.locator(".note:visible").count() == 1


def test_a_term_is_explained_where_it_stands(phone: Page, folder: Path) -> None:
    go(phone, folder, "dense.html")
    assert phone.locator(".meaning").count() == 0
    go(phone, folder, "sources/gazette.html")
    phone.locator("#mark-tally").tap()
    link, box = phone.locator("#note-tally a[data-term]"), phone.locator(".meaning")
    link.tap()
    assert box.is_visible()
    assert phone.get_by_role("dialog", name="Tally").inner_text().startswith("Tally\n")
    place, at = box.bounding_box(), link.bounding_box()
    assert place is not None and at is not None
    assert place["x"] >= 0 and place["x"] + place["width"] <= 360
    assert 0 <= place["y"] - at["y"] - at["height"] < 20
    link.tap()
    assert not box.is_visible(), "the same tap shuts it"
    link.tap()
    phone.touchscreen.tap(5, 5)
    assert not box.is_visible(), "so does one beside it"
    link.focus()
    phone.keyboard.press("Enter")
    assert box.is_visible()
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.textContent") == "More in the glossary"
    phone.keyboard.press("Escape")
    assert not box.is_visible()
    assert phone.locator("#note-tally").is_visible(), "the note stays open"
    assert phone.evaluate("document.activeElement.dataset.term") == "tally"
    phone.keyboard.press("Enter")
    box.get_by_role("link").tap()
    phone.wait_for_url("**/glossary/tally.html")


def test_without_scripts_a_term_leads_to_the_glossary(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/sources/gazette.html")
    page.locator("a[data-term]").first.click()
    assert page.url.endswith("/glossary/tally.html")
    context.close()


def test_an_address_is_shown_by_keyboard_and_touch(desk: Page, phone: Page, folder: Path) -> None:
    seen = "(one) => [getComputedStyle(one).opacity, getComputedStyle(one, '::before').content]"
    here = go(desk, folder, "method.html").locator("h2 > .here").first
    assert here.evaluate(seen)[0] == "0"
    here.focus()
    assert here.evaluate(seen) == ["1", '"#" / ""']
    wide, moved = desk.locator("h2").first.bounding_box(), here.bounding_box()
    assert wide is not None and moved is not None
    assert moved["y"] < wide["y"] + wide["height"], "on the line of its heading"
    here.press("Enter")
    assert desk.url.endswith("#sources")
    there = go(phone, folder, "method.html").locator("h2 > .here").first
    assert float(there.evaluate(seen)[0]) > 0.4


def test_a_wide_table_scrolls_in_a_frame_that_the_keyboard_reaches(
    phone: Page, folder: Path
) -> None:
    go(phone, folder, "method.html")
    frame = phone.get_by_role("group", name="Table: written, means")
    frame.focus()
    frame.evaluate("(one) => { one.firstElementChild.style.width = '900px'; }")
    phone.keyboard.press("ArrowRight")
    phone.wait_for_function("(one) => one.scrollLeft > 0", arg=frame.element_handle())
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.get_by_role("columnheader").count() == 2, "it is still a table"
