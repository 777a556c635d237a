"""Pages are looked through piece by piece, word by word, and find what a plain search finds."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator

import pytest
from hidden_names import NAME, NAMES, URDU, withheld
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.withheld.fold import _FOLDED, _RUN, bare_words
from casebook.withheld.names import Withheld
from casebook.withheld.pages import Openings, PageScan
from casebook.withheld.readings import readings, shown, texts, without_hashes

_HUMPS = re.compile(r"([a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_TAG = re.compile(r"<([^<>]*)>")


def plain_words(text: str) -> list[str]:
    """Folded words, each character by itself: what `bare_words` does by shorter ways."""
    return _RUN.findall(_HUMPS.sub(r"\1 ", text).translate(_FOLDED))


def plainly_found(hidden: Withheld, page: str) -> set[int]:
    """The pieces of a page in which a name begins, looked for in every way and place."""
    pieces = _TAG.split(page)
    tags = {number for number in range(1, len(pieces), 2) if held(hidden, pieces[number])}
    return tags | {2 * number for number in plainly_begun(hidden, pieces[::2])}


def held(hidden: Withheld, piece: str) -> bool:
    return any(hidden.in_words(plain_words(reading.text)) for reading in readings(piece))


def plainly_begun(hidden: Withheld, pieces: list[str]) -> set[int]:
    """The pieces that hold a name, or in which one begins that goes on in the next ones."""
    found = {number for number, piece in enumerate(pieces) if held(hidden, piece)}
    bare = [plain_words(shown(without_hashes(piece))) for piece in pieces]
    for number, mine in enumerate(bare):
        rest = [word for each in bare[number + 1 :] for word in each]
        if any(hidden.begins([*mine[first:], *rest]) for first in range(len(mine))):
            found.add(number)
    return found


def places(pieces: list[str], numbers: set[int]) -> Iterator[int]:
    """Where pieces stand in their page, as the scan tells it."""
    for number in numbers:
        blank = len(pieces[number]) - len(pieces[number].lstrip())
        yield sum(map(len, pieces[:number])) + 2 * (number // 2) + blank


_PIECES = (
    "Zorvan", "zor", "van", "Quill", "by", "’s", "es", " ", "\n", "a", "of", "z", "o", "-", "2",
    "\u00ad", "\u200b", "&nbsp;", "&#90;orvan", "&shy;", "%5aorvan", "\\u005aorvan", "{{ x }}",
    "{% if a %}", "[^1]", "[@log p2]", "](x)", "[", "{", "&", "%", "\\", "Wexcombe", "WexCombe",
    "سعید", "كریمی", "کر", "یمی", "王小明", "王", "小明", "É", "lodie Brânză", "Oake", "oake",
    "O'Malden", "Fenn", "0123456789abcdef01234", "deadbeef", "–", "“", "½",
    "<b>", "</b>", "<p>", "<i title='zor", "href=../people/zorvan", "quillby.html", "'>", "<", ">",
)  # fmt: skip
PAGES = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


@settings(max_examples=300)
@given(st.lists(PAGES, max_size=3))
def test_what_a_plain_search_finds_is_found(pages: list[str]) -> None:
    hidden = withheld(*NAMES)
    scan = PageScan(hidden)
    for page in pages:
        expected = set(places(_TAG.split(page), plainly_found(hidden, page)))
        assert set(scan.markup(page)) == expected, page
        assert set(scan.markup(page)) == expected, page


@settings(max_examples=100)
@given(st.lists(PAGES, max_size=6))
def test_in_lines_a_plain_search_finds_the_same(lines: list[str]) -> None:
    hidden = withheld(*NAMES)
    text = "".join(lines).replace("<", "\n")
    found = plainly_begun(hidden, text.split("\n"))
    lines = text.split("\n")
    starts = [sum(map(len, lines[:number])) + number for number in range(len(lines))]
    assert list(PageScan(hidden).lines(text)) == [starts[number] for number in sorted(found)]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("<p><i>[Zorvan</i>](x) Quillby</p>", 6),  # a link whose words stand in another piece
        ("<p>{{ Zorvan Quillby }}</p>", 3),  # left out where it is seen
        ("<p>Zor\\van Quillby</p>", 3),  # and where an escape eats a letter
        ("<p>&amp; {{ &#90;orvan Quillby }}</p>", 3),
        ("<p>\\5a<b>Zorvan</b>-Quillby</p>", 9),  # an escape swallows the blank behind it
        ("<p>[<b title='&#90;orvan_Quillby'>", 4),
        ("<p>{# <b>Zorvan</b> #}<i>Quillby", 9),
    ],
)
def test_in_whatever_way_a_piece_is_read(text: str, at: int) -> None:
    assert list(PageScan(withheld(NAME)).markup(text)) == [at]


@pytest.mark.parametrize(
    "text",
    [
        "<p>Of <b>Zorvan</b> and of a <i>Quilby</i>, at 2 a.m.</p>\n<a href='../zorvan-5'>Zor</a>",
        "<p>{{ x }} &nbsp; Zorvan [^1]</p>\n<p title='&#90;or'>%5aorvan \\5a or</p>",
        "<p>0123456789abcdef01234 Zorvan</p> 5 < 6 and <p>2 of a</p>",
        "سعید <b>کر</b> یم 王 小 <p>Zorvan</p>",
    ],
)
def test_what_is_clear_as_a_whole_is_not_read_piece_by_piece(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(_: PageScan, piece: str) -> Openings:
        read.append(piece)
        return ()

    monkeypatch.setattr(PageScan, "_read", noted)
    scan = PageScan(withheld(*NAMES))
    assert not list(scan.markup(text)) and not list(scan.lines(text))
    assert not read
    list(scan.markup(text + NAME))
    assert read


def test_a_name_planted_anywhere_in_a_long_page_is_found() -> None:
    chance = random.Random(7)
    hidden = withheld(NAME, URDU)
    scan = PageScan(hidden)
    words = [f"{one}{two}" for one in ("Har", "qu", "le", "o", "ti") for two in ("bour", "by", "n")]
    between = (" ", "<b>", "</b> <i class='x'>", "-", "\u00a0", "&nbsp;", "</li>\n<li>", "&#173;")
    for _ in range(200):
        page = [f"<p id='n{number}'>" for number in range(20)]
        page = [tag + " ".join(chance.choices(words, k=12)) + "</p>\n" for tag in page]
        assert not list(scan.markup("".join(page)))
        name = chance.choice((NAME, URDU)).split(" ")
        letter = chance.randrange(1, len(name[0]))
        first = name[0][:letter] + chance.choice(("", "\u00ad", "<b>")) + name[0][letter:]
        page.insert(chance.randrange(20), f"<p>{first}{chance.choice(between)}{name[1]}</p>")
        assert list(scan.markup("".join(page)))


def test_each_character_folds_by_the_short_way_as_by_itself() -> None:
    for first in range(0, sys.maxunicode + 1, 16):
        some = [chr(code) for code in range(first, min(first + 16, sys.maxunicode + 1))]
        text = "–".join(f"a{one}Z" for one in some)
        assert bare_words(text) == plain_words(text), hex(first)
        # Words are folded apart where a piece is divided at its spaces.
        assert all(_FOLDED[ord(one)] == " " for one in some if one.isspace()), hex(first)


@given(PAGES)
def test_the_texts_of_readings_are_theirs(page: str) -> None:
    assert list(texts(page)) == [reading.text for reading in readings(page)]
