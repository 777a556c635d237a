"""What a program that reads the book aloud is told: the tree of tags of its PDF."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO

import pikepdf
import pytest
from book_site import FILES, order_of, read_site, sheets_kept, write_site
from proving import with_proofs

from casebook.render.book.press import Layout
from casebook.render.book.render import render_book
from casebook.render.book.tags import amend, languages_of

pytestmark = pytest.mark.pdf


@dataclass
class Tag:
    """One tag, with those in it."""

    kind: str
    node: pikepdf.Object
    page: int
    kids: list[Tag] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    def all(self) -> Iterator[Tag]:
        """This tag and every tag below it, in order."""
        yield self
        for kid in self.kids:
            yield from kid.all()


@dataclass
class Tagged:
    """A PDF by its tags."""

    pdf: pikepdf.Pdf

    @cached_property
    def tags(self) -> list[Tag]:
        """Every tag, in the order of reading."""
        numbers: dict[object, int] = {page.objgen: n for n, page in enumerate(self.pdf.pages)}
        [top] = self.pdf.Root.StructTreeRoot.K

        def read(node: pikepdf.Object, page: int) -> Tag:
            page = numbers[node.Pg.objgen] if "/Pg" in node else page
            tag = Tag(str(node.S)[1:], node, page)
            for kid in node.get("/K", []):
                if isinstance(kid, pikepdf.Dictionary):
                    if "/S" in kid:
                        tag.kids.append(read(kid, page))
                else:
                    tag.marks.append(int(kid))
            return tag

        return list(read(top, -1).all())

    def of(self, *kinds: str) -> list[Tag]:
        """Every tag of some kinds."""
        return [tag for tag in self.tags if tag.kind in kinds]

    def words(self, tag: Tag) -> str:
        """What is read aloud of a tag."""
        found = [self._texts(one.page).get(mark, "") for one in tag.all() for mark in one.marks]
        return " ".join("".join(found).split())

    def _texts(self, page: int) -> dict[int, str]:
        """The letters of each marked run of a page, by the fonts' own tables."""
        if page not in self._read:
            self._read[page] = dict(_marked(self.pdf.pages[page]))
        return self._read[page]

    @cached_property
    def _read(self) -> dict[int, dict[int, str]]:
        return {}


def _marked(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
    font: dict[int, str] = {}
    mark, text = -1, ""
    for one in pikepdf.parse_content_stream(page):
        operands = one.operands
        match str(one.operator):
            case "BDC":
                properties = operands[1] if len(operands) > 1 else None
                if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
                    mark, text = int(properties.MCID), ""
            case "EMC":
                if mark >= 0:
                    yield mark, text
                mark = -1
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ":
                items = operands[0] if str(one.operator) == "TJ" else [operands[0]]
                for item in items:
                    if isinstance(item, pikepdf.String):
                        raw = bytes(item)
                        codes = (raw[n : n + 2] for n in range(0, len(raw), 2))
                        text += "".join(font.get(int.from_bytes(code), "�") for code in codes)


def _letters(font: pikepdf.Object) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(?=\n|<|$)", table)
    return {
        int(code, 16): bytes.fromhex(letters).decode("utf-16-be")
        for code, letters in pairs
        if len(letters) % 4 == 0
    }


PEOPLE = (
    FILES["people.yaml"]
    + """\
two-names:
  name: Bey Hanim
  native:
    ar: سيدة البحر
  living: presumed-alive
  summary: >
    Somebody whose name the papers spell otherwise.
"""
)
# On one axis, as it is drawn otherwise than figures that stand apart.
SHARED = """\
crews:
  title: How many rowed
  axis: shared
  why: >
    Two counts of one crew on one night.
"""
CREWS = """\
crew-gazette:
  printed: "12"
  value: 12
  measure: crew
  unit: rowers
  period: 1951-03-03
  place: east-quay
  counted_by: harbour-office
  from: gazette p6
  compare: crews
crew-post:
  printed: more than 20
  value: 20
  qualifier: more-than
  measure: crew
  unit: rowers
  period: 1951-03-03
  place: east-quay
  counted_by: not-stated
  from: post s8
  compare: crews
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Tagged:
    changes = {
        "people.yaml": PEOPLE,
        "comparisons.yaml": FILES["comparisons.yaml"] + SHARED,
        "figures.yaml": FILES["figures.yaml"] + CREWS,
    }
    changes = with_proofs({**FILES, **changes})
    site = write_site(tmp_path_factory.mktemp("tagged"), changes)
    with sheets_kept() as cache:
        [output] = render_book(replace(order_of(read_site(site)), cache=cache))
    return Tagged(pikepdf.open(BytesIO(output.data)))


def test_headings_follow_one_another_and_skip_no_level(book: Tagged) -> None:
    levels = [int(tag.kind[1]) for tag in book.tags if re.fullmatch("H[1-6]", tag.kind)]
    assert levels[0] == 1
    assert levels.count(1) == len(book.pdf.open_outline().root)
    assert all(lower <= upper + 1 for upper, lower in itertools.pairwise(levels))
    assert all(book.words(tag) for tag in book.tags if re.fullmatch("H[1-6]", tag.kind))


def test_every_heading_of_a_table_says_of_what_it_is_one(book: Tagged) -> None:
    scopes = {"/Column": 0, "/Row": 0}
    for table in book.of("Table"):
        heads = [head for part in table.kids if part.kind == "THead" for head in part.all()]
        for tag in table.all():
            if tag.kind == "TH":
                expected = "/Column" if any(tag is head for head in heads) else "/Row"
                assert str(tag.node.A.Scope) == expected
                scopes[expected] += 1
    assert min(scopes.values()) > 5


def test_every_cell_names_its_headings(book: Tagged) -> None:
    ids = {bytes(tag.node.ID) for tag in book.of("TH")}
    cells = [tag for table in book.of("Table") for tag in table.all() if tag.kind == "TD"]
    named = [{bytes(one) for one in cell.node.A.get("/Headers", [])} for cell in cells]
    assert len(ids) == len(book.of("TH"))
    assert set.union(*named) <= ids
    with_words = [heads for cell, heads in zip(cells, named, strict=True) if book.words(cell)]
    assert with_words
    assert all(with_words)


def test_every_picture_has_words_for_it(book: Tagged) -> None:
    words = [str(tag.node.Alt) for tag in book.of("Figure")]
    assert any(one.startswith("Map of places: ") for one in words)
    assert any(one.startswith("Months and their events: March 1951, 1; ") for one in words)
    assert {"12", "more than 20"} <= set(words)
    assert any(one.startswith("The line from 0 to ") for one in words)
    assert all(one.strip() for one in words)
    for tag in book.of("Figure"):
        assert len(tag.node.A.BBox) == 4


def test_names_in_another_language_say_in_which(book: Tagged) -> None:
    spoken = [(str(tag.node.Lang), tag) for tag in book.tags if "/Lang" in tag.node]
    assert [language for language, _ in spoken] == ["ur", "ar", "ur"]
    assert {tag.kind for _, tag in spoken} == {"Span"}
    assert not book.of("Part")
    # Nothing in Arabic letters stands outside of these.
    within = {id(tag) for _, one in spoken for tag in one.all()}
    texts = [book.words(tag) for tag in book.tags if tag.marks and id(tag) not in within]
    assert not [text for text in texts if re.search("[\u0600-\u06ff]", text)]


def test_it_is_read_in_the_order_of_the_pages(book: Tagged) -> None:
    pages = [tag.page for tag in book.tags if tag.marks]
    assert pages == sorted(pages)
    chapters = [book.words(tag) for tag in book.of("H1")]
    assert chapters[:4] == [
        "What is recorded",
        "Contents",
        "How to read the evidence",
        "Chronology",
    ]
    assert chapters[-2:] == ["Index of names", "About this book"]


def test_a_claim_is_read_before_its_reply(book: Tagged) -> None:
    text = " ".join(book.words(tag) for tag in book.of("Document"))
    said, reply = text.index("had done it itself"), text.index("called that a lie")
    assert said < reply < text.index("The League denies it", reply)
    assert "had done it itself" not in text[said + 1 : reply]


def test_every_link_is_tied_to_its_tag(book: Tagged) -> None:
    tied = 0
    for tag in book.of("Link"):
        for kid in tag.node.K:
            if isinstance(kid, pikepdf.Dictionary) and str(kid.get("/Type", "")) == "/OBJR":
                assert "/StructParent" in kid.Obj
                assert str(kid.Obj.Contents)
                tied += 1
    notes = sum(len(page.get("/Annots", [])) for page in book.pdf.pages)
    assert tied == notes > 100


def test_head_and_foot_are_not_read_among_the_text(book: Tagged) -> None:
    text = " ".join(book.words(tag) for tag in book.of("Document"))
    assert "For training only" in text  # on the cover and in the colophon
    assert text.count("The Quarrel of Vellmark · For training only") == 0


class _Pdf:
    """A pydyf document of three tags."""

    def __init__(self, kinds: list[str]) -> None:
        kids = [f"{n} 0 R".encode() for n in range(1, len(kinds) + 1)]
        self.objects = [{"K": kids}, *({"S": kind, "K": [n]} for n, kind in enumerate(kinds))]
        self.catalog = {"StructTreeRoot": b"0 0 R"}


def test_a_language_never_goes_to_another_name() -> None:
    with pytest.raises(AssertionError, match="1 names were laid out of 2"):
        amend(_Pdf(["/Part", "/P"]), ["ur", "ar"])
    with pytest.raises(AssertionError):
        amend(_Pdf(["/Part"]), [])


def test_a_layout_knows_the_languages_of_its_names() -> None:
    from xml.etree.ElementTree import fromstring

    root = fromstring('<div><main lang="ur">x</main><p lang="fr"/><main lang="ar">y</main></div>')
    assert languages_of(root.iter()) == ["ur", "ar"]
    assert Layout(None, list(root.iter())).languages == ["ur", "ar"]
