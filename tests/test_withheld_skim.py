"""A long text that is skimmed by its distinct words is clear only if it holds no name."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casebook.withheld.fold import bare_words
from casebook.withheld.names import Withheld, hashed
from casebook.withheld.places import _spans
from casebook.withheld.readings import _HASH, sequence_texts, without_hashes
from casebook.withheld.skim import Skim, skimmed_clear

SALT = "0123456789abcdef0123456789abcdef"
SPELT = ["Zorvan Quillby", "Li Bo Quill", "Ann 2 Orme", "王小明", "Quay Watch Tower"]
NAMES = Withheld(SALT, tuple(hashed(SALT, name) for name in SPELT))
PIECES = st.sampled_from(
    [
        *("zorvan", "Zorvan", "Quillby", "quillby's", "quillbies", "Zor", "van", "Quill", "by"),
        *("li", "Li", "bo", "l", "i", "ann", "an", "n", "2", "ann2", "orme", "Orme's"),
        *("quay", "watch", "tower", "towers", "at", "the", "harbour", "p391", "王", "小明"),
        *("[[a|", "]]", "[@log p1]", "<b>", "</b>", "<!-- ", " -->", "{# ", " #}", "](x)", "[^n]"),
        *("&#90;orvan", "%5aorvan", "\\u005aorvan", "&shy;", "\\n", "\u00ad", "0123456789abcdef0a"),
        *(" ", " ", " ", "\n", "-", ". ", ": "),
    ]
)
FILLER = "there was nothing to be seen of anybody at the gate by night, says p3 of it. " * 40


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(PIECES, st.booleans()), max_size=14), st.booleans())
@example([("[@log p1]", False), ("Zorvan", True), ("Quillby", True)], True)
@example([("li", True), ("bo", True), ("quill", True)], True)
@example([("li", True), ("[@log p1]", True), ("bo", True), ("quill", True)], True)
def test_it_is_clear_where_a_search_finds_nothing(
    pieces: list[tuple[str, bool]], far_apart: bool
) -> None:
    # With much text around them, only windows around markup are looked at.
    around = FILLER if far_apart else ""
    text = around + "".join(piece + " " * blank for piece, blank in pieces) + around
    assert skimmed_clear(NAMES, text) == (not any(_spans(NAMES, text)))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(PIECES | st.sampled_from(SPELT), max_size=4), max_size=6),
    st.sampled_from([3, 99]),
    st.sampled_from([1, 2, 99]),
)
@example([["of 7ann 2 orme"], ["p7ann", "2 ormes"]], 99, 99)
@example([["at the li bo quill of it"], ["at the harbour ann 2 ormes"]], 99, 2)
def test_neither_memory_nor_parts_change_what_is_found(
    pages: list[list[str]], most: int, part: int
) -> None:
    skim = Skim(NAMES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casebook.withheld.skim._MOST", most)
        patch.setattr("casebook.withheld.skim._PART", part)
        for text in map(" ".join, [*pages, *pages]):
            assert skim.holds(text) == NAMES.in_words(bare_words(text)), text


def test_every_hash_is_left_out() -> None:
    for length in range(18, 26):
        for place in range(length):
            text = "f" * place + "7" + "e" * (length - place - 1)
            for around in (f"Of {text}.", f"é{text}é", f"a{text}", f"{text}Z"):
                assert without_hashes(around) == _HASH.sub(noughts, around), around
    assert without_hashes(f"Of {'7e' * 10}.") == f"Of {'0' * 20}."
    assert not any("7e" in text for text in sequence_texts(["&amp;", "7e" * 10]))


def noughts(found: re.Match[str]) -> str:
    return "0" * len(found.group())


def test_a_text_full_of_names_beginnings_is_searched_in_turn() -> None:
    assert skimmed_clear(NAMES, "zorvan quay ann 2 " * 500)
    assert not skimmed_clear(NAMES, "zorvan quay ann 2 " * 500 + "orme")


def test_names_with_letters_far_apart_are_found_behind_markup() -> None:
    wide = "." * 900
    text = f"{FILLER}{FILLER}Zorvan{wide}<b>{wide}Quill{wide}by, {FILLER}{FILLER}"
    assert not skimmed_clear(NAMES, text)
