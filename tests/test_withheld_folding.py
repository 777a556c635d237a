"""A withheld name is found however it is written, and nothing else is."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hidden_names import NAME, NAMES, withheld
from hypothesis import example, given
from hypothesis import strategies as st

from casebook.withheld.fold import bare_words, letters, words
from casebook.withheld.names import hashed
from casebook.withheld.places import covered, in_text

ALL = withheld(*NAMES)

WRITTEN = [
    "Zorvan Quillby", "ZORVAN QUILLBY", "zorvan quillby", "zOrVaN qUiLlBy", "zorvanquillby",
    "ZorvanQuillby", "Zorvan\u00a0Quillby", "Zorvan \t  Quillby", "Zorvan\nQuillby",
    "zorvan-quillby", "zorvan_quillby", "Zor-van Quill-by", "Zorvan‑Quillby", "Zorvan—Quillby",
    "Z. o. r. v. a. n. Quillby", "Zor\u00advan Quill\u200bby", "Zor\u2060van\ufeff Qui\u200dllby",
    "Zor\u034fvan Quil\u180elby", "Zor\u115fvan Quillby", "Zorvan\u202e Quillby",
    "Zorvan Quillby's", "Zorvan Quillby’s", "Zorvan Quillbys’", "zorvan-quillbys-car",
    "Zorvan Quillby&#39;s", "Zorvan Quillby&rsquo;s",
    "Z\u0302o\u0301rvan Quillby", "Ẑórvàn Quïllbý", "Ｚｏｒｖａｎ　Ｑｕｉｌｌｂｙ",
    "𝐙𝐨𝐫𝐯𝐚𝐧 𝑄𝑢𝑖𝑙𝑙𝑏𝑦",
    "ⓏⓄⓇⓋⒶⓃ ⓆⓊⒾⓁⓁⒷⓎ", "Zоrvаn Quillby",
    "*Zorvan* Quillby", "*Zor*van **Quill**by", "Zorvan\\_Quillby", "Zorvan \\\n    Quillby",
    "[Zorvan](https://example.org/a) Quillby", "Zorvan[^note] Quillby", "[[ada|Zorvan]] Quillby",
    "Zorvan [@log p1] Quillby", "# Zorvan\n# Quillby", "> Zorvan\n> Quillby", "`Zorvan` Quillby",
    "<b>Zor</b>van <i class='x'>Quillby</i>", "Zorvan<!-- here -->Quillby", "Zorvan<wbr>Quillby",
    "Zorvan{# a note #} Quillby", "{{ title }}Zorvan{% if x %} Quillby{% endif %}",
    "Zorvan&nbsp;Quillby", "&#90;orvan Quill&#x62;y", "Zor&shy;van Quillby", "&Zopf;orvan Quillby",
    "https://example.org/Zorvan%20Quillby", "https://example.org/%5aorvan%5FQuillby?x=1",
    '"\\u005aorvan Quillby"', '"Zorvan\\nQuillby"', '"\\x5aorvan\\tQuillby"', "\\5a orvan Quillby",
    "\\U0000005aorvan Quillby", "\\u{5a}orvan Quillby", '"\\ud835\\udc19orvan Quillby"',
    "photoZorvanQuillby2009.jpg", "IMG_2009ZorvanQuillby1.jpg",
    "سعید کریمی", "سعيد كريمي", "سعىد کريمى", "سَعِیدِ کَرِیمی", "سـعـیـد کریمی", "سعید‌کریمی",
    "ﺳﻌﻴﺪ ﻛﺮﻳﻤﻲ", "سعید کریمے", "&#1587;عید کریمی", "%D8%B3%D8%B9%DB%8C%D8%AF کریمی",
    "elodie branza oake", "ELODIE BRÂNZĂ OAKE", "E\u0301lodie Bra\u0302nza\u0306-Oake",
    "O’Malden Fenn", "OMalden Fenn", "o malden fenn", "O''Malden Fenn", "O&apos;Malden Fenn's",
    "Wexcombe", "WEXCOMBE's", "wex-combe", "他说王小明来了", "王 小明",
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("around", ["{}", "It was {}, they say.", "a: {}\nb: 1\n", "({})"])
def test_a_name_is_found(written: str, around: str) -> None:
    source = around.format(written)
    (found,) = in_text(ALL, source, "file")
    lines = source.split("\n")
    offset = sum(len(line) + 1 for line in lines[: found.where.line - 1]) + found.where.column - 1
    start = around.index("{}")
    # The place is where the name begins, or where the escape does that stands for its letter.
    assert start <= offset < offset + found.length <= start + len(written)
    assert source[offset].isalnum() or source[offset] in "\\&%Ⓩ"
    assert found.secret


@pytest.mark.parametrize(
    "near",
    [
        "Zorvan Quilby", "Zorvin Quillby", "Zorvan Quillbyt", "orvan Quillby",
        "Sorvan Quillby", "Quillby Zorvan", "Zorvan", "Quillby", "Zorvan of Quillby",
        "Zorvan and Quillby", "xzorvan quillby", "Zorvanas Quillby", "سعید کریم", "سعد کریمی",
        "Elodie Branza", "Elodie Branz Oake", "O'Maldon Fenn", "Wexcomb", "Wexcomber", "Wexecombe",
        "王小", "小明", "王大明", "Zorvan 1 Quillby", "%5aorvin Quillby", "&#91;orvan Quillby",
    ],
)  # fmt: skip
def test_a_name_that_is_near_is_not(near: str) -> None:
    assert list(in_text(ALL, near, "file")) == []
    assert not ALL.holds(near)
    assert covered(ALL, near) == near


LETTERS = "abcdefghijklmnopqrstuvwxyz"


@given(st.integers(0, len(NAME) - 1), st.sampled_from(LETTERS))
def test_one_other_letter_is_another_name(position: int, letter: str) -> None:
    other = NAME[:position] + letter + NAME[position + 1 :]
    same = letters(other) == letters(NAME)
    assert ALL.holds(other) == same


@given(st.text())
@example("Zorvan\u0130 Quillby")
def test_prose_without_the_name_is_clean(text: str) -> None:
    bare = letters(text)
    if not any(letters(name) in bare for name in NAMES):
        assert not ALL.holds(text)
        assert covered(ALL, text) == text


@given(st.text(), st.sampled_from(NAMES), st.text())
def test_a_name_between_any_words_is_found(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    assert any(letters(text[start:end]) == letters(name) for start, end in ALL.find(text))
    assert not ALL.holds(covered(ALL, text).replace("(withheld)", "|"))


@given(st.text())
def test_both_ways_of_folding_agree(text: str) -> None:
    placed = words(text)
    assert [word.letters for word in placed] == bare_words(text)
    for one, other in pairwise(placed):
        assert 0 <= one.start < one.end <= len(text)
        assert one.start <= other.start


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=4))
def test_the_form_in_unicode_tells_nothing(name: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert letters(unicodedata.normalize(form, name)) == letters(name)
    assert letters(name.lower()) == letters(name.casefold())


def test_letters_of_capitals_fold_like_small_ones() -> None:
    assert letters("STRASSE") == letters("straße")
    assert letters("ŁØĐÆ") == letters("łøđæ") == "lodae"
    assert letters("٠۱２") == "012"


@pytest.mark.parametrize("name", ["", "   ", "Bo", "B. O. X", "---", "مار", "王"])
def test_too_little_of_a_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="at least 4 letters") as refused:
        hashed("salt", name)
    assert not name.strip() or name not in str(refused.value)


def test_too_much_of_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 200 letters"):
        hashed("salt", "a" * 201)


def test_the_same_name_has_another_hash_with_another_salt() -> None:
    one, other = hashed("one", NAME), hashed("other", NAME)
    assert one.hash != other.hash
    assert one.length == other.length == 13
    assert hashed("one", "ZORVAN-quillby’s") == one
    assert 0 <= one.head < 1024


def test_nothing_is_looked_for_where_nothing_is_withheld() -> None:
    none = withheld()
    assert not none
    assert not none.holds(NAME)
    assert list(none.find(NAME)) == []


def test_the_letters_of_a_hash_are_no_name() -> None:
    dead = withheld("Abed")
    assert list(in_text(dead, "seal: 0123456789abed0123456789abed0123\n", "file")) == []
    assert len(list(in_text(dead, "seal: 0123456789abed\nabed: Abed\n", "file"))) == 3
