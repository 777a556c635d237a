"""The gatherings of the book joined: held against the same book laid out at once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from book_site import FILES, order_of, read_site, write_site

from casebook.render.book import bindery as bindery_module
from casebook.render.book import faces, gatherings
from casebook.render.book.bindery import Bindery
from casebook.render.book.bounded import in_processes
from casebook.render.book.cache import Cache
from casebook.render.book.faces import Face, joined, subset
from casebook.render.book.markup import elsewhere
from casebook.render.book.merge import merge
from casebook.render.book.pieces import Piece, unpacked
from casebook.render.book.press import Press
from casebook.render.book.render import _Book
from casebook.render.book.rounds import settle
from casebook.render.book.sheet import Sheets
from casebook.render.parts import Order
from casebook.shipped import shipped_folder

pytestmark = [pytest.mark.pdf, pytest.mark.long]
YEARS = 4
EVENTS = "".join(
    f"fire-{year}-{n}:\n  kind: fire\n  title: Fire {n} of {year} is seen\n"
    f"  date: {year}-0{n}-11\n  accounts:\n    - from: post s{n}\n      says: >\n"
    f"        Smoke stood over [[east-quay]]. {'The watch ran to and fro, and back. ' * (9 + n)}\n"
    "      points: {hour: late}\n    - from: gazette p2\n      says: >\n"
    f"        A fire. {'It is said that it burnt. ' * 9}\n      points: {{hour: early}}\n"
    for year in range(1940, 1940 + YEARS)
    for n in range(1, 4)
)


@dataclass
class Read:
    """A PDF, to be asked."""

    data: bytes

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(BytesIO(self.data))

    @cached_property
    def drawn(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.data)

    def roles(self) -> list[str]:
        """The tags in order, but for links and what only holds together."""
        return [str(tag.S) for tag in tags(self.pdf.Root.StructTreeRoot.K) if tag.S != "/Link"]

    def texts(self) -> list[str]:
        return [page.get_textpage().get_text_range() for page in self.drawn]

    def bookmarks(self) -> list[tuple[int, str, int]]:
        """Depth, title and page of each."""
        numbers: dict[object, int] = {p.objgen: n for n, p in enumerate(self.pdf.pages, 1)}
        with self.pdf.open_outline() as outline:
            found = list(_below(outline.root, 0))
        return [(depth, str(one.title), numbers[one.destination[0].objgen]) for depth, one in found]

    def places(self) -> dict[str, tuple[int, float]]:
        """Page and height of each destination."""
        numbers: dict[object, int] = {p.objgen: n for n, p in enumerate(self.pdf.pages, 1)}
        tree = pikepdf.NameTree(self.pdf.Root.Names.Dests)
        return {
            str(name): (numbers[place[0].objgen], round(float(place[3]), 1))
            for name, place in tree.items()
        }


def tags(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for item in node:
            yield from tags(item)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from tags(node.K)


def _below(entries: Any, depth: int) -> Iterator[tuple[int, Any]]:
    for one in entries:
        yield depth, one
        yield from _below(one.children, depth + 1)


@dataclass
class Both:
    """One record by gatherings and at once."""

    order: Order
    book: _Book
    sheets: Sheets
    merged: Read
    whole: Read


def sheets_of(order: Order, book: _Book) -> tuple[Bindery, Sheets]:
    """The book laid out by gatherings until its numbers are right."""
    bindery = Bindery(order, Cache(order.cache))
    sheets = settle(
        lambda pages, steady: bindery.lay_out(book.gatherings, book.texts(pages, steady)),
        book.read,
        order.progress,
    )
    return bindery, sheets


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gatherings, "WORTH_A_CUT", 1300)
        changes = {"timeline.yaml": FILES["timeline.yaml"] + EVENTS}
        site = write_site(tmp_path_factory.mktemp("both"), changes)
        order = replace(order_of(read_site(site)), cache=tmp_path_factory.mktemp("cache"), jobs=2)
        book = _Book(order)
        bindery, sheets = sheets_of(order, book)
        press = Press(order.layouts, order.static, "A4")
        layout = press.lay_out(book.html(book.read(sheets)))
        merged, whole = Read(bindery.bind(sheets)), Read(press.pdf(layout))
        yield Both(order, book, sheets, merged, whole)


def test_long_chapters_were_cut(both: Both) -> None:
    ids = [one.id for one in both.book.gatherings]
    assert len([id_ for id_ in ids if id_.startswith("year-")]) >= 2
    assert ids.index("chapter-event") < ids.index("chapter-person")


def test_nothing_is_wrong_with_the_file(both: Both) -> None:
    assert both.merged.pdf.check_pdf_syntax() == []
    assert both.merged.pdf.get_warnings() == []
    assert both.merged.pdf.pdf_version == "1.7"
    assert len(bytes(both.merged.pdf.trailer.ID[0])) == 16


def test_it_reads_and_looks_like_the_book_laid_out_at_once(both: Both) -> None:
    assert both.merged.texts() == both.whole.texts()
    for number in range(0, len(both.merged.pdf.pages), 4):
        ours, theirs = (
            bytes(one.drawn[number].render(scale=1).buffer) for one in (both.merged, both.whole)
        )
        assert ours == theirs, number


def test_its_tags_are_those_of_the_book_laid_out_at_once(both: Both) -> None:
    roles = both.merged.roles()
    assert len(roles) > 1000
    assert {"/TH", "/TD", "/H1", "/LBody", "/Art"} <= set(roles)
    assert roles == both.whole.roles()


def test_bookmarks_and_destinations_are_the_same(both: Both) -> None:
    bookmarks = both.merged.bookmarks()
    assert {depth for depth, _, _ in bookmarks} == {0, 1}
    assert bookmarks == both.whole.bookmarks()
    assert both.merged.places() == both.whole.places()
    count = int(both.merged.pdf.Root.Outlines.Count)
    assert count == int(both.whole.pdf.Root.Outlines.Count)


def test_marks_and_links_lead_to_their_tags_and_back(both: Both) -> None:
    pdf = both.merged.pdf
    parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    keys = set()
    links = 0
    for page in pdf.pages:
        keys.add(int(page.StructParents))
        for mark, tag in enumerate(parents[int(page.StructParents)]):
            own = tag.K if isinstance(tag.K, pikepdf.Array) else [tag.K]
            assert mark in [int(kid) for kid in own if not isinstance(kid, pikepdf.Object)]
            assert tag.Pg.objgen == page.objgen
        for note in page.get("/Annots", []):
            keys.add(int(note.StructParent))
            tag = parents[int(note.StructParent)]
            assert tag.S == "/Link"
            objects = [kid for kid in tag.K if isinstance(kid, pikepdf.Dictionary)]
            assert note.objgen in [kid.Obj.objgen for kid in objects if "/Obj" in kid]
            links += 1
    assert links > 150
    assert len(keys) == len(pdf.pages) + links
    assert keys == set(parents.keys())
    assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) == len(keys)


def test_every_cell_names_headings_of_its_own_table(both: Both) -> None:
    root = both.merged.pdf.Root.StructTreeRoot
    named = {str(tag.ID): tag for tag in tags(root.K) if "/ID" in tag}
    assert {name: tag.objgen for name, tag in pikepdf.NameTree(root.IDTree).items()} == {
        name: tag.objgen for name, tag in named.items()
    }
    cells = 0
    for table in (tag for tag in tags(root.K) if tag.S == "/Table"):
        inside = {str(tag.ID) for tag in tags(table.K) if "/ID" in tag}
        for cell in tags(table.K):
            if cell.S == "/TD" and "/A" in cell:
                names = {str(name) for name in cell.A.get("/Headers", [])}
                assert names <= inside
                cells += len(names)
    assert cells > 50


def test_trees_of_names_are_in_order(both: Both) -> None:
    root = both.merged.pdf.Root
    for tree in (root.Names.Dests, root.StructTreeRoot.IDTree):
        names = [bytes(name) for leaf in tree.Kids for name in list(leaf.Names)[::2]]
        assert len(names) > 50
        assert names == sorted(set(names))
        for leaf in tree.Kids:
            assert [bytes(one) for one in leaf.Limits] == [
                bytes(leaf.Names[0]),
                bytes(leaf.Names[len(leaf.Names) - 2]),
            ]


def test_each_font_is_embedded_once(both: Both) -> None:
    files: dict[str, set[tuple[int, int]]] = {}
    for page in both.merged.pdf.pages:
        for font in page.Resources.Font.values():
            name = str(font.BaseFont)
            assert re.fullmatch(r"/[A-Z]{6}\+Casebook-.*", name)
            file = font.DescendantFonts[0].FontDescriptor.FontFile2
            files.setdefault(name, set()).add(file.objgen)
    assert len(files) >= 6
    assert all(len(found) == 1 for found in files.values())
    assert len(both.merged.data) < 1.15 * len(both.whole.data)


def test_it_hangs_on_nothing_but_the_record(both: Both) -> None:
    """Not on how many processes lay it out, nor on what was kept."""
    for order in (replace(both.order, jobs=1, cache=None), both.order):
        bindery, sheets = sheets_of(order, both.book)
        assert bindery.bind(sheets) == both.merged.data


def test_a_font_that_cannot_be_shared_stays_with_its_gathering(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where WeasyPrint no longer tells what the whole font file is."""
    monkeypatch.setattr(faces, "_file", lambda font: None)
    pieces = [piece for piece, _ in pieces_of(both, 4)]
    assert not any(piece.faces for piece in pieces)
    read = Read(merge(pieces, lambda file, glyphs: b""))
    assert read.pdf.check_pdf_syntax() == []
    count = len(read.pdf.pages)
    assert read.texts() == both.whole.texts()[:count]


def pieces_of(both: Both, count: int) -> Iterator[tuple[Piece, dict[str, bytes]]]:
    press = Press(both.order.layouts, both.order.static, "A4")
    texts = both.book.texts(both.book.read(both.sheets), False)
    for one, text in list(zip(both.book.gatherings, texts, strict=True))[:count]:
        yield press.piece(press.lay_out(text), one.id)


HARD = r"12 0 R (100%7d \(of\) it) /StructParent 3 <</A 1>>"
PAGE = (
    '<!doctype html><html lang="en"><head><title>{0}</title></head><body><h1 id="{1}">{0}</h1>'
    '<p><a href="https://example.org/%7D(12%200%20R)?a=/StructParent%204">{0}</a>'
    '<a href="#{2}">over</a> <a href="#{1}">here</a><table><tr><th>{0}</th></tr><tr><td>x'
    "</table></body></html>"
)


def test_words_that_look_like_the_language_of_pdf_are_left_alone() -> None:
    press = Press([shipped_folder("layouts")], [], "A4")
    files: dict[str, bytes] = {}
    pieces = []
    words = HARD.replace("<", "&lt;")
    for own, other in (("one", "zwei-ü"), ("zwei-ü", "one")):
        html = elsewhere(PAGE.format(words, own, other), {own})
        piece, more = press.piece(press.lay_out(html), own)
        pieces.append(unpacked(piece.packed()))
        assert pieces[-1] == piece
        files |= more
    read = Read(merge(pieces, lambda file, glyphs: subset(files[file], glyphs)))
    assert read.pdf.check_pdf_syntax() == []
    assert [title for _, title, _ in read.bookmarks()] == [HARD, HARD]
    assert str(read.pdf.docinfo.Title) == HARD
    assert read.places().keys() == {"one", "zwei-ü"}
    notes = [note for page in read.pdf.pages for note in page.Annots]
    assert {str(note.A.URI) for note in notes if "/A" in note} == {
        "https://example.org/%7D(12%200%20R)?a=/StructParent%204"
    }
    inner = [[str(note.Dest) for note in page.Annots if "/Dest" in note] for page in read.pdf.pages]
    assert inner == [["zwei-ü", "one"], ["one", "zwei-ü"]]
    assert all(str(note.Contents) for note in notes)


def test_faces_join_what_is_used_and_the_first_has_the_say() -> None:
    one = Face("file", "X+Face", "Face", 4, 0, 900, -200, 80, {3: 500, 7: 610.5}, {3: "a"})
    two = Face("file", "X+Face", "Face", 4, 0, 900, -200, 80, {7: 9, 8: 1}, {3: "b", 8: "fi"})
    both = joined([one, two])
    assert both.widths == {3: 500, 7: 610.5, 8: 1}
    assert both.letters == {3: "a", 8: "fi"}
    assert Face.of(both.values()) == both


def test_a_part_of_a_font_keeps_its_glyphs_under_their_numbers() -> None:
    from fontTools.ttLib import TTFont

    path = shipped_folder("layouts") / "book" / "fonts" / "casebook-sans.ttf"
    whole = TTFont(path)
    wanted = [whole.getGlyphID(whole.getBestCmap()[ord(letter)]) for letter in "Çab"]
    data = subset(path.read_bytes(), wanted)
    assert len(data) < path.stat().st_size / 4
    assert subset(path.read_bytes(), wanted) == data
    part = TTFont(BytesIO(data))
    for glyph in wanted:
        name, own = whole.getGlyphName(glyph), part.getGlyphName(glyph)
        assert part["hmtx"][own] == whole["hmtx"][name]
        assert part["glyf"][own].numberOfContours == whole["glyf"][name].numberOfContours


def test_what_was_damaged_is_laid_out_anew(
    both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few files of the cache cut off, changed or gone, in the face of the same bytes."""
    assert both.order.cache is not None
    cache = shutil.copytree(both.order.cache, tmp_path / "cache")
    files = sorted(cache.glob("*.part"), key=lambda path: path.stat().st_size)
    for number, path in enumerate(files):
        if number % 5 == 0:
            _damage(path, number)
    laid: list[int] = []
    monkeypatch.setattr(bindery_module, "in_processes", _counted(laid))
    bindery, sheets = sheets_of(replace(both.order, cache=cache), both.book)
    assert bindery.bind(sheets) == both.merged.data
    assert sum(laid) >= 1
    laid.clear()
    sheets_of(replace(both.order, cache=cache), both.book)
    assert not laid


def _counted(laid: list[int]) -> Any:
    def counted(work: Any, seconds: Any, jobs: int) -> Any:
        laid.append(len(seconds))
        return in_processes(work, seconds, jobs)

    return counted


def _damage(path: Path, number: int) -> None:
    data = bytearray(path.read_bytes())
    if number % 3 == 0:
        path.write_bytes(data[:-7])
    elif number % 3 == 1:
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    else:
        path.unlink()
