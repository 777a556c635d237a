"""Pages are looked through piece by piece, word by word, and find what a plain search finds."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator

from hidden_names import NAME, NAMES, URDU, withheld
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.withheld.fold import _FOLDED, _RUN, bare_words
from casebook.withheld.names import Withheld
from casebook.withheld.pages import PageScan
from casebook.withheld.readings import readings, shown, texts

_HUMPS = re.compile(r"([a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_TAG = re.compile(r"<([^<>]*)>")


def plain_words(text: str) -> list[str]:
    """Folded words, each character by itself: what `bare_words` does by shorter ways."""
    return _RUN.findall(_HUMPS.sub(r"\1 ", text).translate(_FOLDED))


def plainly_found(hidden: Withheld, page: str) -> set[int]:
    """The pieces of a page in which a name begins, looked for in every way and place."""
    pieces = _TAG.split(page)
    found = {
        number
        for number, piece in enumerate(pieces)
        if any(hidden.in_words(plain_words(reading.text)) for reading in readings(piece))
    }
    for number in range(0, len(pieces), 2):
        mine = plain_words(shown(pieces[number]))
        rest = [word for each in pieces[number + 2 :: 2] for word in plain_words(shown(each))]
        for first in range(len(mine)):
            if hidden.begins([*mine[first:], *rest]):
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
