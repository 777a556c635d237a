"""The parts of the book: which chapters there are, how they open, and what stands at the head."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from book_site import FILES, order_of, read_site, sheets_kept, write_site
from pypdfium2 import PdfDocument
from tiny import LOG, SITE, write

from casebook.cli import main
from casebook.render.book.chapters import Chapter, ChronologyView, chapters
from casebook.render.book.cover import as_of, colophon_view, cover_view
from casebook.render.book.heads import span, with_heads
from casebook.render.book.links import BookLinks
from casebook.render.book.pages import PageMap
from casebook.render.book.render import render_book
from casebook.render.desk import Desk
from casebook.render.views.editions import edition_view

ROOT = Path(__file__).resolve().parents[1]


def desk_of(folder: Path, changes: dict[str, str] | None = None) -> Desk:
    return Desk(read_site(write_site(folder, changes)), BookLinks())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk_of(tmp_path_factory.mktemp("vellmark"))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2010|January", "2010|August", "2010 · January–August"),
        ("2010|January", "2010|January", "2010 · January"),
        ("2010|January", "2010|", "2010"),
        ("2009|November", "2010|January", "2009 · November – 2010 · January"),
        ("1947|", "1984|", "1947–1984"),
        ("US cable|C45", "US cable|C53", "US cable · C45–C53"),
        ("|C45", "|C45", "C45"),
        ("Ada Tarn", "Ada Torn", "Ada Tarn – Ada Torn"),
        ("Tom &amp; Jerry", "Tom &amp; Jerry", "Tom &amp; Jerry"),
        ("Compared", "Every figure|Deaths", "Compared – Every figure · Deaths"),
    ],
)
def test_a_span_says_once_what_both_ends_share(first: str, last: str, words: str) -> None:
    assert span(first, last) == words


def test_the_first_entry_of_a_page_has_the_span_of_the_page() -> None:
    html = "".join(f'<h3 id="c{n}" data-head="Post|C0{n}">x</h3>' for n in range(1, 7))
    pages = PageMap({"c1": 4, "c2": 4, "c3": 4, "c4": 5, "c5": 7}, {}, 7)
    assert with_heads(html, pages).replace(">x</h3>", "").split("<h3")[1:] == [
        ' id="c1" data-head="Post · C01–C03"',
        ' id="c2" data-head="Post · C02"',
        # What runs on to the next page is the last that began.
        ' id="c3" data-head="Post · C03"',
        ' id="c4" data-head="Post · C04"',
        ' id="c5" data-head="Post · C05"',
        ' id="c6" data-head="Post · C06"',
    ]


def test_heads_are_the_same_when_they_are_made_again_with_other_pages() -> None:
    html = '<h2 id="a" data-head="|C01"></h2><h2 id="b" data-head="|C02"></h2>'
    assert 'data-head="C01"' in with_heads(html, PageMap())
    assert 'data-head="C01–C02"' in with_heads(html, PageMap({"a": 1, "b": 1}, {}, 1))


def _opening(desk: Desk, kind: str) -> tuple[str, str, str]:
    lines = _chapter(desk, f"chapter-{kind}").opening
    assert lines is not None
    return lines.recorded, lines.disputed, lines.not_to_say


def _chapter(desk: Desk, id_: str) -> Chapter:
    return next(chapter for chapter in chapters(desk) if chapter.id == id_)


def test_chapters_open_with_counts_of_the_record(desk: Desk) -> None:
    recorded, disputed, not_to_say = _opening(desk, "event")
    assert (
        recorded == "3 events. They are told in 4 accounts. For 2 there is one account and no more."
    )
    assert disputed == "In one of them accounts differ on a point; there it is shaded."
    assert "confirmed" in not_to_say
    assert _opening(desk, "party")[1] == (
        "2 claims are about them. For one no reply is printed. "
        "One pair may be one and the same; it is kept apart."
    )
    assert _opening(desk, "person")[1] == "No claim is about them."
    assert _opening(desk, "place")[0] == "2 places. Of each it can be cited where it lies."
    assert _opening(desk, "figure")[:2] == (
        "3 figures, as printed. For one it is not stated who counted. "
        "For one it is not stated over which time.",
        "One question has several numbers. In one of them the numbers count unlike things.",
    )
    assert _opening(desk, "claim")[:2] == (
        "3 statements, each with whoever makes it and through whom it came.",
        "One has a reply in print. For one no reply is printed.",
    )
    assert _opening(desk, "source")[:2] == (
        "2 texts that the editors hold, and what each says. "
        "One more is named in them and is not held.",
        "One of them draws on another text: what both say need not be known twice.",
    )


def test_a_change_of_the_record_changes_the_counts(tmp_path: Path) -> None:
    alike = FILES["timeline.yaml"].replace("hour: before midnight", "hour: About two")
    desk = desk_of(tmp_path, {"timeline.yaml": alike})
    assert _opening(desk, "event")[1] == (
        "No two accounts of one event differ on a point that is compared."
    )


def test_a_record_may_say_it_in_its_own_words(tmp_path: Path) -> None:
    own = "openings:\n  event:\n    not_to_say: That anybody set it alight.\n"
    desk = desk_of(tmp_path, {"site.yaml": FILES["site.yaml"] + own})
    recorded, _, not_to_say = _opening(desk, "event")
    assert not_to_say == "That anybody set it alight."
    assert recorded.startswith("3 events")
    assert "alight" not in _opening(desk, "claim")[2]


def test_chapters_stand_in_the_order_of_the_book(tmp_path: Path) -> None:
    page = "---\ntitle: {}\n---\n\nWords.\n"
    names = ("bottom-line", "corrections", "disagree", "walk", "home")
    desk = desk_of(tmp_path, {f"content/pages/{n}.md": page.format(n.title()) for n in names})
    assert [chapter.id for chapter in chapters(desk)] == [
        "page-bottom-line", "contents", "reading", "chapter-event", "chapter-person",
        "chapter-party", "chapter-community", "chapter-place", "chapter-figure", "chapter-claim",
        "chapter-source", "chapter-term", "page-disagree", "page-walk", "page-method",
        "page-corrections", "index", "colophon",
    ]  # fmt: skip


def test_events_stand_under_years_with_the_month_they_begin_in(desk: Desk) -> None:
    view = _chapter(desk, "chapter-event").view
    assert isinstance(view, ChronologyView)
    found = [
        (year.title, event.card.id, month) for year in view.years for event, month in year.items
    ]
    assert found == [
        ("1950", "old-quarrel", ""),
        ("1951", "fire-on-the-quay", "March"),
        ("1951", "march-to-the-office", ""),
    ]
    assert view.strip is not None
    assert [(month.name, month.events) for month in view.strip.years[0].months] == [("March", 1)]


def test_the_cover_and_the_colophon_name_the_edition(tmp_path: Path) -> None:
    register = "event:\n  fire-on-the-quay:\n    number: E01\n    day: 2026-03-01\n"
    desk = desk_of(tmp_path, {"register.yaml": register})
    view = cover_view(desk)
    edition = edition_view(desk).id
    assert view.lines[:2] == (("Edition", edition), ("As of", "1\xa0March 2026"))
    assert colophon_view(desk).lines == view.lines
    assert colophon_view(desk).numbered
    # What is not frozen has another name with every word: the foot would change on every page.
    assert view.foot == "The Quarrel of Vellmark · For training only"


def test_without_a_register_there_is_no_day(desk: Desk) -> None:
    assert as_of(desk) == ""
    assert "As of" not in dict(cover_view(desk).lines)
    assert not colophon_view(desk).numbered


@pytest.mark.pdf
def test_a_page_names_what_it_reaches_from_and_to(tmp_path: Path) -> None:
    people = "".join(
        f"sailor-{n}:\n  name: Sailor {n}\n  living: presumed-alive\n  summary: >\n"
        f"    {'He rowed, and said nothing of it. ' * (n % 4 * 5 + 2)}\n"
        for n in range(10, 40)
    )
    site = write_site(tmp_path, {"people.yaml": FILES["people.yaml"] + people})
    with sheets_kept() as cache:
        [output] = render_book(replace(order_of(read_site(site)), cache=cache))
    found = []
    for page in PdfDocument(output.data):
        lines = [" ".join(one.split()) for one in page.get_textpage().get_text_range().split("\n")]
        begun = [one for one in lines if re.fullmatch("Sailor [0-9]+", one)]
        heads = [one for one in lines if one.startswith("Who is who ")]
        if begun and heads:
            found.append(heads == [f"Who is who {begun[0]} – {begun[-1]}"])
    assert found == [True] * len(found)
    assert len(found) > 2


@pytest.mark.pdf
def test_paper_may_be_asked_for(tmp_path: Path) -> None:
    site = write(tmp_path / "site", {"site.yaml": SITE + "paper: A4\n", "sources.yaml": LOG})
    out = tmp_path / "out"
    asked = ["build", "--site", str(site), "--only", "book", "--paper", "Letter"]
    assert main([*asked, "--output", str(out)]) == 0
    with pikepdf.open(out / "briefing.pdf") as pdf:
        assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [612, 792]


def test_paper_is_one_of_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", "--paper", "A5"])
    assert ended.value.code == 2
    assert "Letter" in capsys.readouterr().err


def test_order_says_nothing_of_paper_unless_asked(desk: Desk) -> None:
    assert order_of(desk.edition).paper == ""
