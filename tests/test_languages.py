"""A record in Urdu, right to left: every page in its language, and what is not, marked as such."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from built_sites import ROOT, Built, Page, build, built, classes, text
from playwright.sync_api import Page as Tab

from casebook.commands.site import order, read
from casebook.interface import direction
from casebook.load.words import SHIPPED
from casebook.render.book.pages import PageMap
from casebook.render.book.render import _Book, _environment
from casebook.render.views.pictures.scale import time_axis
from tools.words import phrases

NAHR = ROOT / "tests" / "sites" / "nahr"
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
LATIN = re.compile("[A-Za-z]{2,}")
SHOWN = ("aria-label", "title", "alt", "placeholder", "data-label", "content")
"""Attributes that are read out, or shown elsewhere."""


@cache
def nahr() -> Built:
    return build(NAHR)


def pages(name: str) -> Mapping[str, Page]:
    return nahr().pages if name == "nahr" else built(name).pages


def spoken(page: Page) -> Iterator[tuple[str, Element]]:
    """Every piece of words on a page, with the element it stands in."""
    for element in page.html.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        if element.text:
            yield element.text, element
        if element.tail and (parent := page.parents.get(element)) is not None:
            yield element.tail, parent
        for name in SHOWN:
            if words := element.get(name):
                yield words, element


def language_of(page: Page, element: Element) -> str:
    return next((one.get("lang") or "" for one in page.above(element) if one.get("lang")), "")


def direction_of(page: Page, element: Element) -> str:
    return next((one.get("dir") or "" for one in page.above(element) if one.get("dir")), "")


def words_of(paths: Iterable[Path]) -> list[str]:
    return " ".join(path.read_text(encoding="utf-8") for path in paths).split()


INTERFACE_LATIN = frozenset(
    (
        "EDTF",
        "HTML",
        "YAML",
        "CSV",
        "UTF",
        "PDF",
        "JSON",
        "CC",
        "Data",
        "Package",
        "Esc",
        "apostrophe",
        "RIS",
        "BibTeX",
        "CSL",
        "km",
        "WCAG",
        "AA",
        "Tab",
        "axe",
        "Chromium",
        *(
            "Source",
            "Serif",
            "Sans",
            "Code",
            "Pro",
            "Adobe",
            "Noto",
            "Arabic",
            "Naskh",
            "SIL",
            "Open",
            "Font",
        ),
        *("License", "PDF", "UA", "Casebook"),
    )
)
"""What the Urdu of the interface writes in Latin letters: names of formats, programs, standards,
keys and signs of units."""
RECORD_LATIN = frozenset(("Second", "Editor", "Canal", "note", "Note", "Karim", "Buksh"))
"""What the invented record writes in Latin letters and shows outside quotations."""
KNOWN = INTERFACE_LATIN | RECORD_LATIN
ENGLISH_TEXT = re.compile(
    "Note on the Stoppage of the Noorpur Minor|[Ss]ome sixty|closed for the usual clearance of silt"
    "|a body of men with sticks|no cultivator received more than his share"
    r"|\S+\.(?:csv|json|ris|bib)\b|\S+@\S+|https?://\S+"
)
"""Words of the English source, which stand also in titles and descriptions, where no element can
say their language; and names of files and addresses.
"""


# A test for each page would have every process build the record before the first test of a run.


def test_a_page_is_in_its_language_and_its_direction() -> None:
    assert len(nahr().pages) > 50
    for path, page in nahr().pages.items():
        assert (page.html.get("lang"), page.html.get("dir")) == ("ur", "rtl"), path
        assert page.faults == []


def test_no_english_word_of_the_interface_is_left() -> None:
    assert {path: left for path, page in nahr().pages.items() if (left := left_in(page))} == {}


def left_in(page: Page) -> list[str]:
    """Words in the letters of English, which nothing says are of another language."""
    left: list[str] = []
    for words, element in spoken(page):
        if language_of(page, element) != "ur" or (
            element.tag == "meta" and element.get("http-equiv")
        ):
            continue
        if element.tag == "meta" and element.get("name") != "description":
            continue
        if "address" in classes(element) or element.get("dir") == "ltr":
            continue
        bare = ENGLISH_TEXT.sub("", words)
        left += [word for word in LATIN.findall(bare) if word not in KNOWN]
    return left


def test_english_words_that_are_left_would_be_found() -> None:
    page = nahr().pages["events/index.html"]
    heading = page.find(".//h1")
    assert not set(LATIN.findall(" ".join(phrases()))) & RECORD_LATIN - {"Note", "note"}
    assert language_of(page, heading) == "ur"


@pytest.mark.parametrize("name", ["own", "harbour"])
def test_urdu_on_an_english_page_says_its_language_and_direction(name: str) -> None:
    wrong = [
        (page.path, words.strip()[:60])
        for path, data in built(name).files.items()
        # To parse a page takes much longer than to look through it.
        if path.endswith(".html") and ARABIC.search(data.decode())
        for page in [pages(name)[path]]
        for words, element in spoken(page)
        if ARABIC.search(words)
        and (language_of(page, element) in ("", "en") or direction_of(page, element) != "rtl")
    ]
    assert wrong == []


def test_there_is_urdu_on_english_pages() -> None:
    pages = [data for path, data in built("own").files.items() if path.endswith(".html")]
    assert sum(bool(ARABIC.search(page.decode())) for page in pages) > 20


def test_latin_letters_on_an_urdu_page_stand_apart() -> None:
    """Else they could turn round what stands beside them. Sentences are left as they were
    written, and the few abbreviations that the interface says turn nothing round.
    """
    written = " ".join(words_of(path for path in NAHR.rglob("*.*") if path.suffix != ".txt"))
    wrong = []
    for page in pages("nahr").values():
        for words, element in spoken(page):
            if element.tag in ("title", "meta") or "hide" in classes(element):
                continue
            if element.tag == "td" and words == element.get("title"):
                continue  # an attribute has no elements
            if element.tag == "pre" and element.get("dir") == "ltr":
                continue  # a citation for programs, set as they read it
            if not (LATIN.search(words) and ARABIC.search(words)):
                continue
            if any(one.tag == "bdi" or one.get("lang") == "en" for one in page.above(element)):
                continue
            if set(LATIN.findall(words)) <= INTERFACE_LATIN or words.strip() in written:
                continue
            wrong.append((page.path, words.strip()[:60]))
    assert wrong == []


def test_words_of_a_source_are_in_the_language_of_the_source() -> None:
    page = nahr().pages["events/crowd-at-headworks.html"]
    quotes = {text(q): q for q in page.html.iter("q")}
    english = quotes["“a body of men with sticks”"]
    assert (english.get("lang"), english.get("dir")) == ("en", "ltr")
    assert quotes["“چار دن اور چار راتیں”"].get("lang") is None
    for path in ("index.html", "sources/note.html", "events/water-stopped.html"):
        found = [q for q in nahr().pages[path].html.iter("q") if LATIN.search(text(q))]
        assert found, path
        assert {(q.get("lang"), q.get("dir")) for q in found} == {("en", "ltr")}, path


def test_so_are_its_title_and_the_names_and_numbers_that_it_prints() -> None:
    heading = nahr().pages["sources/note.html"].find(".//main//h1")
    assert [(one.get("lang"), text(one)) for one in heading] == [
        ("en", "Note on the Stoppage of the Noorpur Minor")
    ]
    person = nahr().pages["people/karim-bakhsh.html"]
    variant = person.find(".//ul[@class='variants']/li/span[@lang]")
    assert (variant.get("lang"), text(variant)) == ("en", "Karim Buksh")
    figure = nahr().pages["figures/men-by-note.html"].find(".//h1//span[@lang]")
    assert (figure.get("lang"), text(figure)) == ("en", "some sixty")


def test_a_title_of_the_editors_is_in_their_language() -> None:
    assert nahr().pages["sources/petition.html"].find(".//main//h1").findall("span") == []


def test_dates_are_said_in_urdu() -> None:
    page = nahr().pages["timeline.html"]
    said = {text(one) for one in page.html.iter() if "time" in (one.tag, *classes(one))}
    assert {
        "7 تا 10 جون 1938",
        "مئی 1938 کے لگ بھگ",
        "9 جون 1938، غیر یقینی",
        "14 جون 1938 تک",
    } <= said


def test_lists_and_counts_are_said_in_urdu() -> None:
    words = {path: text(page.html) for path, page in nahr().pages.items()}
    assert "ایک فرضی مرتب اور Second Editor" in words["index.html"]
    assert "دو مآخذ، 5 واقعات، 3 اعداد، 3 دعوے" in words["index.html"]
    assert "پانچ واقعات وقت کی ترتیب سے" in words["timeline.html"]
    assert "دو بیانات، مشترک اصل کا امکان خارج نہیں" in words["events/crowd-at-headworks.html"]
    people = words["people/index.html"]
    assert "ایک دعویٰ کیا" in people
    assert "کوئی دعویٰ نہیں کیا" in people
    assert "کوئی جواب نہیں چھپا" in words["claims/index.html"]


def test_titles_made_of_a_claim_are_in_urdu() -> None:
    heading = text(nahr().pages["claims/department-denies.html"].find(".//main//h1"))
    assert heading == "تردید، از محکمہ نہر، پنچایت کے بارے میں"


def test_where_a_place_lies_is_said_in_urdu() -> None:
    pages = nahr().pages
    words = text(pages["places/headworks.html"].find(".//main"))
    assert "نور پور کے شمال مغرب میں" in words
    assert "پرانا ہیڈ، نور پور کے شمال مغرب میں کہیں ہے: کتنی دور، یہ نہیں بتایا گیا۔" in words
    assert "اس ریکارڈ میں 3 مقامات: ایک کے محلِ وقوع کا حوالہ" in text(pages["map.html"].html)
    # The sign of a degree stays at its number.
    angles = [one for one in pages["places/noorpur.html"].html.iter("bdi") if "°" in text(one)]
    assert [(one.get("dir"), text(one)) for one in angles] == [
        ("ltr", "30.500°"),
        ("ltr", "72.250°"),
    ]


def test_an_axis_of_time_is_named_in_urdu() -> None:
    pictures = (
        nahr().pages["people/karim-bakhsh.html"].html.iter("{http://www.w3.org/2000/svg}text")
    )
    assert [text(one) for one in pictures] == ["جنوری 1938", "اپریل", "جولائی", "اکتوبر"]


def test_letters_that_join_are_not_drawn_in_print() -> None:
    """A drawing in the book would set them one by one, from left to right."""
    asked = order(read(NAHR, lambda words: None), frozenset(("book",)), lambda words: None)
    environment = _environment(asked)
    layout = environment.from_string(
        '{% import "book/pictures.html" as p %}{{ p.axis(of, "1938 کا وقت") }}'
    )
    days = [datetime.date(1938, 2, 1), datetime.date(1938, 11, 1)]
    urdu = layout.render(of=time_axis(days, asked.edition.interface))
    assert "<text" not in urdu
    assert '<p class="fine">1938 کا وقت</p>' in urdu
    english = layout.render(of=time_axis(days))
    assert english.count("<text") == 4
    assert '<p class="fine">' not in english


def test_a_number_of_answers_has_its_forms() -> None:
    page = nahr().pages["index.html"]
    status = page.find(".//template//p[@class='search-status']")
    said = {name: words for name, words in status.items() if name.startswith("data-answers-")}
    assert said == {"data-answers-one": "ایک جواب", "data-answers-other": "{n} جوابات"}


def test_a_menu_has_the_words_of_the_language() -> None:
    menu = nahr().pages["index.html"].find(".//header//ul")
    assert [text(item) for item in menu] == [
        "ترتیبِ واقعات", "افراد", "جماعتیں", "مقامات", "اعداد", "دعوے", "مآخذ",
    ]  # fmt: skip


def test_the_book_is_in_urdu_too() -> None:
    draft = read(NAHR, lambda words: None)
    book = _Book(order(draft, frozenset(("book",)), lambda words: None))
    html = book.html(PageMap(), False)
    assert '<html lang="ur" dir="rtl">' in html
    said = re.sub(r"<[^>]*\blang=\"en\"[^>]*>[^<]*<", "<", html)
    said = re.sub(r"<[^>]*>", " ", said.partition("<body")[2])
    said = ENGLISH_TEXT.sub(" ", said)
    assert [word for word in LATIN.findall(said) if word not in KNOWN] == []
    assert re.search(r'<q lang="en" dir="ltr">\s*“a body of men with sticks”</q>', html)


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("ur", "rtl"), ("ar-EG", "rtl"), ("ur-Latn", "ltr"), ("pa-Arab", "rtl"), ("pa", "ltr"),
        ("he", "rtl"), ("en", "ltr"), ("arc", "ltr"),
    ],
)  # fmt: skip
def test_directions(language: str, way: str) -> None:
    assert direction(language) == way


def test_a_record_in_english_says_what_it_said() -> None:
    """The words in the code are the English: nothing needs to be looked up."""
    assert not (SHIPPED / "en.yaml").exists()
    assert built("harbour").edition.interface.phrases == {}


@pytest.mark.browser
def test_pages_mirror(tmp_path: Path, page: Tab) -> None:
    for name, data in nahr().files.items():
        if name.startswith(("data/",)):
            continue
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})

        def box(selector: str) -> tuple[float, float]:
            at = page.locator(selector).first.bounding_box()
            assert at is not None, selector
            return at["x"], at["x"] + at["width"]

        for name in (
            "index", "timeline", "events/crowd-at-headworks", "claims/index", "figures/index",
            "people/karim-bakhsh", "sources/note", "data/index", "reading", "rules", "map",
            "a-z", "accessibility", "places/headworks", "comparisons/how-many-came",
        ):  # fmt: skip
            if not (tmp_path / f"{name}.html").exists():
                continue
            page.goto((tmp_path / f"{name}.html").as_uri())
            spare = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert spare <= 0, (name, width, spare)
        page.goto((tmp_path / "events" / "crowd-at-headworks.html").as_uri())
        start, _ = box(".menu li:first-child")
        other, _ = box(".menu li:nth-child(2)")
        assert other < start, "the menu begins at the right"
        if width == 1440:
            assert box(".margin")[1] < box(".column")[0], "notes stand at the left of the text"
        page.goto((tmp_path / "timeline.html").as_uri())
        mark = "getComputedStyle(document.querySelector('.rail > li'), '::after').right"
        place = float(page.evaluate(mark).removesuffix("px"))
        assert place < width / 4, "the rail is at the right"
