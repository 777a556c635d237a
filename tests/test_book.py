"""The briefing book, read back from its PDF."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from book_site import FILES, nothing_kept, order_of, read_site, sheets_kept, write_site

from casebook.render.book.render import render_book

pytestmark = pytest.mark.pdf
ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Book:
    """A PDF as its readers find it."""

    data: bytes
    progress: list[str]

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(BytesIO(self.data))

    @cached_property
    def drawn(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.data)

    @cached_property
    def texts(self) -> list[str]:
        """The words of each page, one space between them."""
        pages = (page.get_textpage().get_text_range() for page in self.drawn)
        return [" ".join(text.split()) for text in pages]

    @cached_property
    def places(self) -> dict[str, int]:
        """The page, counted from 1, of each named destination."""
        numbers: dict[object, int] = {
            page.objgen: number for number, page in enumerate(self.pdf.pages, start=1)
        }
        tree = pikepdf.NameTree(self.pdf.Root.Names.Dests)
        return {str(name): numbers[place[0].objgen] for name, place in tree.items()}

    def links(self) -> Iterator[tuple[int, str, str]]:
        """The page of each inner link, the words that are linked, and where it leads."""
        for number, page in enumerate(self.pdf.pages, start=1):
            text = self.drawn[number - 1].get_textpage()
            for note in page.get("/Annots", []):
                if "/Dest" in note:
                    left, bottom, right, top = (float(side) for side in note.Rect)
                    words = text.get_text_bounded(left - 0.2, bottom, right + 0.2, top)
                    yield number, " ".join(words.split()), str(note.Dest)

    def page_of(self, title: str) -> int:
        """The first page that a chapter's running head names."""
        head = f"{title} The Quarrel of Vellmark · For training only"
        return next(n for n, text in enumerate(self.texts, 1) if head in text)


def make(folder: Path, changes: dict[str, str] | None = None) -> Book:
    said: list[str] = []
    order = order_of(read_site(write_site(folder, changes)))
    with sheets_kept() if changes else nothing_kept() as cache:
        [output] = render_book(replace(order, progress=said.append, cache=cache))
    assert output.path == "briefing.pdf"
    return Book(output.data, said)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return make(tmp_path_factory.mktemp("vellmark"))


def test_every_printed_page_number_is_that_of_its_destination(book: Book, long_book: Book) -> None:
    for one, least in ((book, 80), (long_book, 200)):
        numbered = [
            (words, to)
            for _, words, to in one.links()
            if re.fullmatch(r"[0-9]+", words) and not re.match(r"year-|.*\.text\.note-", to)
        ]
        assert len(numbered) > least
        assert not [(w, to, one.places[to]) for w, to in numbered if int(w) != one.places[to]]


def test_the_contents_name_every_chapter_with_its_page(book: Book) -> None:
    contents = book.texts[book.page_of("Contents") - 1]
    titles = (
        "What is recorded", "How to read the evidence", "Chronology", "Who is who",
        "Parties and bodies", "Communities", "Places", "Figures", "Claims and replies", "Sources",
        "Glossary", "How this was made", "Index of names",
    )  # fmt: skip
    for title in titles:
        printed = re.search(rf"{re.escape(title)} ([0-9]+)", contents)
        assert printed, title
        assert int(printed[1]) == book.page_of(title)


def test_the_index_names_the_pages_where_a_name_is(book: Book) -> None:
    index = book.texts[book.page_of("Index of names") - 1]
    shown = {
        "Ada Tarn": ("Ada Tarn", "harbour master"),
        "Ada Torn": ("Ada Torn",),
        "East Quay": ("East Quay", "east-quay"),
        "League of Dockers": ("League",),
        "Night watch": ("Night watch",),
        "The rowers": ("The rowers",),
        "Vellmark": ("Vellmark",),
    }
    outside = {book.page_of("Contents"), book.page_of("Index of names")}
    for name, words in shown.items():
        printed = re.search(rf"(?<!see )(?<!of ){name} ((?:[0-9]+(?:–[0-9]+)?(?:, )?)+)", index)
        assert printed, name
        pages = _pages(printed[1])
        assert not pages & outside
        for page in pages:
            assert any(word in book.texts[page - 1] for word in words), (name, page)
        linking = {n for n, _, to in book.links() if to.endswith(_id(name)) and n not in outside}
        assert linking <= pages, name


def _pages(printed: str) -> set[int]:
    found: set[int] = set()
    for part in printed.strip(", ").split(", "):
        first, _, last = part.partition("–")
        found.update(range(int(first), int(last or first) + 1))
    return found


def _id(name: str) -> str:
    slugs = {"League of Dockers": "party-league", "Night watch": "party-watch"}
    slugs["The rowers"] = "community-rowers"
    return slugs.get(name, "-" + name.lower().replace(" ", "-"))


def test_other_names_send_the_reader_on(book: Book) -> None:
    index = book.texts[book.page_of("Index of names") - 1]
    assert "Mrs Tarn-Holt, see Ada Tarn" in index


def test_every_link_and_bookmark_leads_somewhere(book: Book) -> None:
    assert {to for _, _, to in book.links()} <= set(book.places)
    with book.pdf.open_outline() as outline:
        entries = list(outline.root)
        assert [entry.title for entry in entries][:3] == [
            "What is recorded",
            "Contents",
            "How to read the evidence",
        ]
        for entry in entries:
            assert isinstance(entry.destination, pikepdf.Array)
            number = next(
                n
                for n, page in enumerate(book.pdf.pages, 1)
                if page.objgen == entry.destination[0].objgen
            )
            assert number == book.page_of(str(entry.title))
            assert not any(child.children for child in entry.children)
    people = next(entry for entry in entries if entry.title == "Who is who")
    assert [child.title for child in people.children] == ["Ada Tarn", "Ada Torn"]


def test_it_says_what_it_is(book: Book) -> None:
    with book.pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "The Quarrel of Vellmark: briefing book"
        assert metadata["dc:creator"] == ["Ines Dorn", "Piet Aalto"]
        assert metadata["pdfuaid:part"] == "1"
    root = book.pdf.Root
    assert str(root.Lang) == "en-GB"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert "/CreationDate" not in book.pdf.docinfo
    assert "/EmbeddedFiles" not in root.Names
    for page in book.pdf.pages:
        assert page.Tabs == "/S"
        assert all("/StructParent" in note for note in page.get("/Annots", []))


def test_it_is_tagged(book: Book) -> None:
    tags = list(_tags(book.pdf.Root.StructTreeRoot.K))
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/P", "/L", "/LI", "/Link"} <= set(tags)
    headings = [int(tag[2:]) for tag in tags if re.fullmatch(r"/H[1-6]", tag)]
    assert headings[0] == 1
    steps = itertools.pairwise(headings)
    assert all(lower <= upper + 1 for upper, lower in steps)


def _tags(node: pikepdf.Object) -> Iterator[str]:
    if isinstance(node, pikepdf.Array):
        for item in node:
            yield from _tags(item)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S)
        if "/K" in node:
            yield from _tags(node.K)


def test_fonts_are_ours_and_embedded(book: Book) -> None:
    names = set()
    for page in book.pdf.pages:
        for font in page.Resources.Font.values():
            names.add(str(font.BaseFont).partition("+")[2])
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    assert names
    assert all(name.startswith("Casebook-") for name in names)


def test_urdu_comes_out_in_order(book: Book) -> None:
    page = book.texts[book.page_of("Who is who") - 1]
    assert "زرتاشہ خان" in page
    assert "مزدور اتحاد" in book.texts[book.page_of("Parties and bodies") - 1]


def test_notes_stand_at_the_foot_of_the_page_that_calls_them(book: Book) -> None:
    page = book.texts[book.page_of("Chronology") - 1]
    calls = [m.end() for m in re.finditer(r"(?<=[.”])\u2060?[1-6](?= [A-Z]| [0-9])", page)]
    notes = page.index("1. https://example.org/court")
    assert len([end for end in calls if end < notes]) >= 5
    assert "3. Gazette ¶2. In its words: “burnt to the posts”." in page[notes:]
    told = (
        "Told by a rower, through a telegraph clerk. Dated here: 2–3 March 1951. Inferred: it says"
    )
    assert told in page[notes:]


def test_running_heads_and_feet(book: Book) -> None:
    for number, text in enumerate(book.texts[1:], start=2):
        assert f"The Quarrel of Vellmark · For training only {number}" in text
    assert "For training only" in book.texts[0]


def test_an_allegation_is_never_named_without_its_reply(book: Book) -> None:
    for text in book.texts:
        for found in re.finditer(r"A rower blames the night watch, p\. [0-9]+", text):
            assert text[found.end() :].startswith(" (no reply printed)")
        for found in re.finditer(r"Tarn says the League lit its own shed, p\. [0-9]+", text):
            before = text[: found.start()].rstrip()
            assert before.endswith("Given as a reply to") or text[found.end() :].startswith(
                " (reply to this: League)"
            )


def test_figures_stand_apart(book: Book) -> None:
    page = book.texts[book.page_of("Figures") - 1]
    assert "These have no common scale" in page
    assert "1,500" not in page


MANY = 30


@pytest.fixture(scope="module")
def long_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    claims = "".join(
        f"charge-{n}:\n  kind: allegation\n  title: Charge {n:02d} is made\n  by: ada-tarn\n"
        f"  about: league\n  says: >\n    [[ada-tarn]]: {'Long words of it. ' * (n % 5 + 3)}\n"
        f"  from: gazette p3\n  replies:\n    - {{claim: answer-{n}, reply: direct}}\n"
        f"answer-{n}:\n  kind: denial\n  title: Answer {n:02d} is given\n  by: league\n"
        f"  says: >\n    Reply {n:02d} to it. {'No. ' * 40}\n  from: gazette p4\n"
        for n in range(1, MANY + 1)
    )
    site = FILES["site.yaml"] + "paper: Letter\n"
    return make(
        tmp_path_factory.mktemp("long"), {"claims.yaml": FILES["claims.yaml"] + claims,
        "site.yaml": site},
    )  # fmt: skip


def test_a_claim_and_its_reply_share_a_page(long_book: Book) -> None:
    for n in range(1, MANY + 1):
        page = long_book.texts[long_book.places[f"claim-charge-{n}"] - 1]
        start = page.index(f"Charge {n:02d} is made Allegation")
        assert f"Reply {n:02d} to it." in page[start:]


def test_no_title_stands_alone_at_the_foot_of_a_page(long_book: Book) -> None:
    foot = "The Quarrel of Vellmark · For training only"
    for text in long_book.texts[1:]:
        body = text[: text.rindex(foot)]
        assert not re.search(r"(?:is made|is given) (?:[0-9. a-z:/]*)$", body)


def test_paper_may_be_letter(book: Book, long_book: Book) -> None:
    a4, letter = book.pdf.pages[0].mediabox, long_book.pdf.pages[0].mediabox
    assert [round(float(side)) for side in a4[2:]] == [595, 842]
    assert [round(float(side)) for side in letter[2:]] == [612, 792]


def test_progress_is_told(long_book: Book) -> None:
    said = long_book.progress
    assert said[0] == "Laying out the book, pass 1"
    assert any(re.fullmatch(r"Laying out the book, pass 2, [0-9]+ pages", line) for line in said)
    parts = [match for line in said if (match := re.search(r"part ([0-9]+) of ([0-9]+)$", line))]
    assert parts
    assert all(int(match[1]) <= int(match[2]) for match in parts)
    assert said[-1] == f"Writing the book, {len(long_book.pdf.pages)} pages"


RUN = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[2]]
from book_site import order_of, read_site, write_site
from casebook.render.book.render import render_book
[output] = render_book(order_of(read_site(write_site(Path(sys.argv[3])))))
sys.stdout.buffer.write(output.data)
"""


@pytest.mark.long
def test_the_same_record_gives_the_same_bytes(book: Book, tmp_path: Path) -> None:
    settings = {
        "TZ": "Pacific/Kiritimati",
        "LANG": "ur_PK.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "77",
        "SOURCE_DATE_EPOCH": "1",
    }
    made = subprocess.run(
        [
            sys.executable,
            "-c",
            RUN,
            str(ROOT),
            str(ROOT / "tests"),
            str(tmp_path / "else" / "where"),
        ],
        env={**os.environ, **settings},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert made.stdout == book.data
