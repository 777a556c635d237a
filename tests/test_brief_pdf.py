"""Briefs, read back from their PDFs: made with the book, and by a command of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from book_site import order_of, read_site, sheets_kept
from test_book import Book
from test_brief import BRIEFS, with_briefs

from casebook.cli import main
from casebook.render.book.render import render_book
from casebook.render.withheld import problems_of_outputs

pytestmark = [pytest.mark.pdf, pytest.mark.long]
ADDRESS = "https://example.org/vellmark/"
FOOT = "The League: a brief from The Quarrel of Vellmark · For training only"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Book], list[str]]:
    """The book of a record that names two briefs, by its file, and what was told meanwhile."""
    said: list[str] = []
    site = with_briefs(tmp_path_factory.mktemp("briefed"), BRIEFS)
    order = replace(order_of(read_site(site)), progress=said.append)
    with sheets_kept() as cache:
        outputs = list(render_book(replace(order, cache=cache)))
    assert not list(problems_of_outputs(order.edition, outputs))
    return {one.path: Book(one.data, []) for one in outputs}, said


@pytest.fixture(scope="module")
def brief(made: tuple[dict[str, Book], list[str]]) -> Book:
    return made[0]["briefs/the-league.pdf"]


def outer(book: Book) -> Iterator[tuple[int, str, str]]:
    """The page of each link out of the book, its words, and the address."""
    for number, page in enumerate(book.pdf.pages, start=1):
        words = book.drawn[number - 1].get_textpage()
        for note in page.get("/Annots", []):
            if "/A" in note:
                left, bottom, right, top = (float(side) for side in note.Rect)
                found = words.get_text_bounded(left - 0.2, bottom, right + 0.2, top)
                yield number, " ".join(found.split()), str(note.A.URI)


def test_the_build_makes_the_book_and_then_its_briefs(
    made: tuple[dict[str, Book], list[str]],
) -> None:
    books, said = made
    assert list(books) == ["briefing.pdf", "briefs/the-league.pdf", "briefs/march.pdf"]
    assert said[0] == "Laying out the book, pass 1"
    assert "Laying out briefs/march.pdf, pass 1" in said
    whole = books["briefing.pdf"]
    assert "in the full record" not in " ".join(whole.texts)


def test_every_printed_page_number_is_that_of_its_destination(brief: Book) -> None:
    numbered = [
        (words, to)
        for _, words, to in brief.links()
        if re.fullmatch(r"[0-9]+", words) and not re.match(r"year-", to)
    ]
    assert len(numbered) > 40
    assert not [(w, to, brief.places[to]) for w, to in numbered if int(w) != brief.places[to]]
    assert {to for _, _, to in brief.links()} <= set(brief.places)


def test_what_is_not_in_it_leads_to_the_site(brief: Book) -> None:
    places = {words: address for _, words, address in outer(brief) if address.startswith(ADDRESS)}
    assert places["Ada Torn"] == f"{ADDRESS}people/ada-torn.html"
    people = brief.texts[brief.places["person-ada-tarn"] - 1]
    # Whether a blank is read between bold words and others is the reader's guess.
    assert re.search(r"Not to be confused with ?Ada Torn, in the full record", people)
    assert "person-ada-torn" not in brief.places
    assert "Ada Torn" not in brief.texts[-1]


def test_a_brief_says_what_it_is(brief: Book) -> None:
    with brief.pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "The League: a brief from The Quarrel of Vellmark"
        assert metadata["pdfuaid:part"] == "1"
    cover, opening = brief.texts[:2]
    assert cover.startswith("Brief The League A brief from the record The Quarrel of Vellmark")
    assert "It holds Events 2 of 3; Claims 3 of 3; Figures 2 of 3" in cover
    assert "For training only" in cover
    assert "About League, p. " in opening
    assert f"It can be read at {ADDRESS}." in opening
    for number, text in enumerate(brief.texts[1:], start=2):
        assert f"{FOOT} {number}" in text


def test_an_allegation_is_never_without_its_reply(brief: Book) -> None:
    words = " ".join(brief.texts)
    assert "No reply printed." in words
    charge = words.index("Tarn says the League lit its own shed Allegation")
    assert "called that a lie" in words[charge : charge + 400]


def test_the_command_makes_the_same_file(
    brief: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, file = with_briefs(tmp_path / "site", BRIEFS), tmp_path / "new" / "league.pdf"
    asked = ["--about", "party:league", "--title", "The League"]
    assert main(["brief", "--site", str(site), *asked, "-o", str(file)]) == 0
    assert file.read_bytes() == brief.data
    assert capsys.readouterr().out == f"{file}: a brief, The League\n"


def test_nothing_is_written_of_a_record_with_problems(tmp_path: Path) -> None:
    site = with_briefs(tmp_path / "site", BRIEFS.replace("about: league", "about: leage"))
    file = tmp_path / "league.pdf"
    assert main(["brief", "--site", str(site), "--about", "league", "-o", str(file)]) == 1
    assert not file.exists()


def test_a_withheld_name_ends_a_brief(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    site, file = with_briefs(tmp_path / "site", ""), tmp_path / "league.pdf"
    monkeypatch.setattr("sys.stdin", io.StringIO("Selma Quist\n"))
    assert main(["withhold", "--site", str(site), "-"]) == 0
    asked = ["--about", "league", "--title", "Selma Quist"]
    assert main(["brief", "--site", str(site), *asked, "-o", str(file)]) == 1
    assert not file.exists()
    said = capsys.readouterr()
    assert "(withheld-name)" in said.err
    assert "Selma" not in said.err + said.out
