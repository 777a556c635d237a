"""Whole books read back: every number, link and bookmark, every record and every reply."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from bench.book_record import events_for, write_record
from casebook.commands.site import order, read
from casebook.edit.edition import Edition
from casebook.problem import errors
from casebook.render.book.links import BookLinks, anchor_of
from casebook.render.book.render import _Book, render_book
from casebook.render.desk import Desk
from casebook.render.parts import BOOK_PATH
from casebook.render.views.claims import claim_view

pytestmark = pytest.mark.pdf
ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Finished:
    """A book with the record it is of."""

    edition: Edition
    data: bytes
    numbers: int
    """Page numbers that its text has, those of the index not counted."""
    pdf: pikepdf.Pdf = field(init=False)
    texts: list[str] = field(init=False)
    places: dict[str, int] = field(init=False)
    links: list[tuple[int, str, str]] = field(init=False)
    """The page of each inner link, the words that are linked, and where it leads."""

    def __post_init__(self) -> None:
        self.pdf = pikepdf.open(BytesIO(self.data))
        pages: dict[object, int] = {page.objgen: n for n, page in enumerate(self.pdf.pages, 1)}
        tree = pikepdf.NameTree(self.pdf.Root.Names.Dests)
        self.places = {str(name): pages[place[0].objgen] for name, place in tree.items()}
        self.texts, self.links = [], []
        for page, drawn in zip(self.pdf.pages, pypdfium2.PdfDocument(self.data), strict=True):
            text = drawn.get_textpage()
            self.texts.append(" ".join(text.get_text_range().split()))
            for note in page.get("/Annots", []):
                if "/Dest" in note:
                    left, bottom, right, top = (float(side) for side in note.Rect)
                    words = text.get_text_bounded(left - 0.2, bottom, right + 0.2, top)
                    self.links.append((len(self.texts), " ".join(words.split()), str(note.Dest)))

    def near(self, page: int) -> str:
        """The words of a page and the next."""
        return " ".join(self.texts[page - 1 : page + 1])


def finished(site: Path) -> Finished:
    draft = read(site, lambda words: None, draft=True)
    assert not errors(draft.problems)
    given = order(draft, frozenset(("book",)), lambda words: None, jobs=2)
    [output] = [one for one in render_book(given) if one.path == BOOK_PATH]
    numbers = sum(one.html.count('<a class="page"') for one in _Book(given).gatherings)
    return Finished(draft.edition, output.data, numbers)


@pytest.fixture(
    scope="module",
    params=[
        "invented",
        pytest.param("own", marks=[pytest.mark.overnight, pytest.mark.timeout(1200)]),
        pytest.param("large", marks=[pytest.mark.overnight, pytest.mark.timeout(1200)]),
    ],
)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    if request.param == "own":
        return finished(ROOT)
    events = {"invented": 21, "large": events_for(300)}[request.param]
    return finished(write_record(tmp_path_factory.mktemp("record"), events))


def test_every_printed_number_is_the_page_of_its_destination(book: Finished) -> None:
    number = re.compile("[0-9]+")
    outside = re.compile(r"^year-|\.text\.note-")
    links = [one for one in book.links if not outside.search(one[2])]
    right = [
        to for _, words, to in links if number.fullmatch(words) and int(words) == book.places[to]
    ]
    assert len(right) >= book.numbers > 100
    # Any other number that stands alone stands at the break of a line in a name or in words
    # that a text links with, or is all of them.
    entries = [each for of_kind in book.edition.entries.values() for each in of_kind.values()]
    typed = [
        (id_, " ".join(words.split()))
        for text in book.edition.manuscript.files.values()
        for id_, words in re.findall(r"\[\[(?:[a-z]+:)?([a-z0-9-]+)\\?\|([^\]]+)\]\]", text)
    ]
    names = {name for entry in entries for name in (entry.title, entry.label)}
    names |= {words for _, words in typed}
    called = {(entry.key, entry.label) for entry in entries}
    called |= {(entry.key, str(getattr(entry.record, "printed", ""))) for entry in entries}
    called |= {(entry.key, words) for id_, words in typed for entry in entries if entry.id == id_}
    nothing = (0, "", "")
    wrong = []
    for (_, before, _), (page, words, to), (_, after, _) in zip(
        [nothing, *links], links, [*links[1:], nothing], strict=False
    ):
        if number.fullmatch(words) and int(words) != book.places[to] and (to, words) not in called:
            whole = (f"{before.rpartition(' ')[2]} {words}", f"{words} {after.partition(' ')[0]}")
            if not any(part in name for name in names for part in whole):
                wrong.append((page, words, to))
    assert not wrong


def test_every_link_and_bookmark_leads_to_what_it_names(book: Finished) -> None:
    assert {to for _, _, to in book.links} <= set(book.places)
    pages: dict[object, int] = {page.objgen: n for n, page in enumerate(book.pdf.pages, 1)}
    count = 0
    with book.pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            one = waiting.pop()
            waiting += one.children
            assert isinstance(one.destination, pikepdf.Array)
            text = book.texts[pages[one.destination[0].objgen] - 1]
            first = str(one.title).split()[0]
            assert first in text, one.title
            count += 1
    assert count > 20


def test_every_record_has_its_place_and_its_number_there(book: Finished) -> None:
    records = [entry for of_kind in book.edition.entries.values() for entry in of_kind.values()]
    assert len(records) > 60
    for entry in records:
        page = book.places[anchor_of(entry)]
        if entry.number:
            assert str(entry.number) in book.texts[page - 1], entry.key


def test_every_claim_has_its_reply_on_its_page_or_the_next(book: Finished) -> None:
    desk = Desk(book.edition, BookLinks())
    leading: dict[str, set[int]] = {}
    for page, _, to in book.links:
        leading.setdefault(to, set()).add(page)
    answered = silent = 0
    for entry in book.edition.of("claim"):
        view = claim_view(desk, entry)
        page = book.places[anchor_of(entry)]
        if view.none_printed:
            assert "No reply printed." in book.near(page), entry.key
            silent += 1
        for reply in view.replies:
            assert leading[reply.saying.href[1:]] & {page, page + 1}, entry.key
            answered += 1
    assert min(answered, silent) >= 5


def test_nothing_is_wrong_with_the_file(book: Finished) -> None:
    assert book.pdf.check_pdf_syntax() == []
    assert book.pdf.get_warnings() == []


def test_a_changed_number_would_be_found(book: Finished) -> None:
    """The reading itself: it sees a number that is off by one."""
    broken = replace(book)
    page, words, to = next(link for link in broken.links if link[1].isdecimal())
    broken.links[broken.links.index((page, words, to))] = (page, str(int(words) + 1), to)
    with pytest.raises(AssertionError):
        test_every_printed_number_is_the_page_of_its_destination(broken)
