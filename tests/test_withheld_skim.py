"""A long text that is skimmed by its distinct words is clear only if it holds no name."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casebook.withheld.fold import bare_words
from casebook.withheld.names import Withheld, hashed
from casebook.withheld.places import _spans
from casebook.withheld.readings import _HASH, without_hashes
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
@given(st.lists(st.lists(PIECES, max_size=8).map(" ".join), max_size=6), st.sampled_from([3, 99]))
def test_what_is_remembered_of_words_changes_nothing(pages: list[str], most: int) -> None:
    skim = Skim(NAMES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casebook.withheld.skim._MOST", most)
        for text in [*pages, *pages]:
            assert skim.holds(text) == NAMES.in_words(bare_words(text)), text


@given(
    st.lists(st.sampled_from(["0", "a", "7f", "é", "A", " ", "5" * 9, "c0ffee" * 3]), max_size=9)
)
def test_every_hash_is_left_out(parts: list[str]) -> None:
    text = "".join(parts)
    assert without_hashes(text) == _HASH.sub(lambda found: "0" * len(found.group()), text)


def test_a_text_full_of_names_beginnings_is_searched_in_turn() -> None:
    assert skimmed_clear(NAMES, "zorvan quay ann 2 " * 500)
    assert not skimmed_clear(NAMES, "zorvan quay ann 2 " * 500 + "orme")


def test_names_with_letters_far_apart_are_found_behind_markup() -> None:
    wide = "." * 900
    text = f"{FILLER}{FILLER}Zorvan{wide}<b>{wide}Quill{wide}by, {FILLER}{FILLER}"
    assert not skimmed_clear(NAMES, text)
