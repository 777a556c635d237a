"""YAML as it was typed: nodes with places, and every refusal at its line and column."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml_reading import clean, found, parser, plain, read, texts

from casebook.load.nodes import ListNode, MapNode
from casebook.load.odd_characters import MOST_REPORTED
from casebook.load.yaml_reader import MAX_TEXT
from casebook.spot import Spot

__all__ = ["parser"]

# What is read.


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "typed",
    [
        *("no", "yes", "on", "Off", "true", "12:30", "12:30:45", "010", "0x1F", "1e3"),
        *("1_000", ".inf", "1,350", "2011-08-28", "=", "5.0"),
    ],
)
def test_what_looks_like_something_else_stays_the_text_typed(typed: str) -> None:
    assert clean(f"a: {typed}\nb: [{typed.replace(',', '')}]\n{typed}: x\n") == {
        "a": typed,
        "b": [typed.replace(",", "")],
        typed: "x",
    }


@pytest.mark.usefixtures("parser")
def test_each_style_is_read_and_remembered() -> None:
    source = "p: a b\n  c\ns: 'it''s'\nd: \"\\u00e9\"\nl: |\n  x\n  y\nf: >-\n  x\n  y\n"
    node, problems = read(source)
    assert problems == []
    assert plain(node) == {"p": "a b c", "s": "it's", "d": "é", "l": "x\ny\n", "f": "x y"}
    assert isinstance(node, MapNode)
    assert [(v.at.style, v.at.line, v.at.column) for v in texts(node)[1::2]] == [
        ("", 1, 4),
        ("'", 3, 4),
        ('"', 4, 4),
        ("|", 5, 4),
        (">", 8, 4),
    ]


@pytest.mark.usefixtures("parser")
def test_maps_and_lists_know_where_they_begin() -> None:
    node, problems = read("# ایک\na:\n  - b: 1\n    c: 2\n  - [x, {y: z}]\n")
    assert problems == []
    assert isinstance(node, MapNode)
    (outer,) = node.entries.values()
    assert isinstance(outer, ListNode)
    first, second = outer.items
    assert isinstance(second, ListNode)
    assert isinstance(second.items[1], MapNode)
    places = [node.at, outer.at, first.at, second.at, second.items[1].at]
    assert [(at.line, at.column) for at in places] == [(2, 1), (3, 3), (3, 5), (5, 5), (5, 9)]
    assert {at.file for at in places} == {"f.yaml"}


_WORD = st.text("aéڈۓ🜚\u200c", min_size=1, max_size=5)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_places_are_right_whatever_stands_before(line_end: str, bom: str) -> None:
    @settings(max_examples=30)
    @given(st.dictionaries(_WORD, st.lists(_WORD, min_size=1), min_size=1))
    def check(record: dict[str, list[str]]) -> None:
        lines = [f"{key}: [{', '.join(words)}]" for key, words in record.items()]
        node, problems = read(bom + line_end.join(lines))
        assert problems == []
        assert plain(node) == record
        for text in texts(node):
            assert lines[text.at.line - 1].startswith(text, text.at.column - 1)

    check()


def test_a_key_is_found_by_any_equal_string() -> None:
    node, _ = read("a: 1\n")
    assert isinstance(node, MapNode)
    assert "a" in node.entries
    assert [key.at for key in node.entries] == [Spot("f.yaml", 1, 1)]


# What is refused.

_REFUSED = [
    ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
    ("a:\n  b: 1\n  'b': 2\n  b: 3\n", [("duplicate-key", 3, 3), ("duplicate-key", 4, 3)]),
    ("a: &x 1\nb: *x\n", [("yaml-alias", 1, 4), ("yaml-alias", 2, 4)]),
    ("a: &x {b: 1}\n*x : 2\n", [("yaml-alias", 1, 4), ("yaml-alias", 2, 1)]),
    ("a: !x y\nb: !!str z\nc: !!set {d: e}\n", [("yaml-tag", n, 4) for n in (1, 2, 3)]),
    ("!x a: 1\n", [("yaml-tag", 1, 1)]),
    ("a:\n  <<: {b: 1}\n", [("yaml-merge", 2, 3)]),
    ("a: 1\n---\nb: 2\n", [("yaml-documents", 2, 1)]),
    ("[a]: 1\n? {b: c}\n: 2\n", [("yaml-key", 1, 1), ("yaml-key", 2, 3)]),
    ("'': 1\n~: 2\nnull: 3\n", [("yaml-key", n, 1) for n in (1, 2, 3)]),
    ("? |\n  a\n: 1\n", [("yaml-key", 1, 3)]),
    ("a:\nb: ~\nc: null\nd: Null\ne: NULL\nf: x\n", [("yaml-null", n, 1) for n in range(1, 6)]),
    ("a:\n  - x\n  -\n  - ~\n", [("yaml-null", 3, 4), ("yaml-null", 4, 5)]),
    ("", [("yaml-null", 1, 1)]),
    ("# nothing\n\n", [("yaml-null", 1, 1)]),
    ("~\n", [("yaml-null", 1, 1)]),
    ("%YAML 1.1\n---\na: 1\n", [("yaml-syntax", 1, 1)]),
    ("é: x" + "y" * MAX_TEXT, [("too-long", 1, 4)]),
]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("source", "expected"), _REFUSED)
def test_refused_at_its_place(source: str, expected: list[tuple[str, int, int]]) -> None:
    assert found(source) == expected


@pytest.mark.usefixtures("parser")
def test_what_is_refused_is_left_out_and_the_rest_is_read() -> None:
    source = "a: ~\nb: 1\nb: 2\nc: [x, ~, y]\nd: *z\n"
    node, problems = read(source)
    assert plain(node) == {"b": "1", "c": ["x", "y"]}
    assert [p.rule for p in problems] == ["yaml-null", "yaml-null", "yaml-alias", "duplicate-key"]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("typed", ["''", '""', "'~'", '"null"', "nUll", "~x", "nothing"])
def test_what_only_resembles_null_is_a_text(typed: str) -> None:
    assert clean(f"a: {typed}\n") == {"a": typed.strip("'\"")}


def test_a_repeated_key_names_the_first_ones_line() -> None:
    (problem,) = read("# x\na: 1\nb: 2\na: 3\n")[1]
    assert "`a`" in problem.message
    assert "line 2" in problem.message


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("rest", ["  # note", "   #", "  #\tnote", "  # a #b", "#", "#4"])
def test_a_comment_well_apart_is_a_comment_and_a_joined_hash_is_text(rest: str) -> None:
    value = "x" + rest if rest.startswith("#") else "x"
    assert clean(f"é: x{rest}\nb: y\n") == {"é": value, "b": "y"}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("rest", [" # note", " #4 Street", "  #4", " #", "   #!"])
@pytest.mark.parametrize("before", ["é: ", "é: ایک\n    ", "é: [b, ", "é:\n  - "])
def test_a_hash_that_may_have_cut_a_value_is_refused(before: str, rest: str) -> None:
    source = f"{before}x{rest}\n" + ("  ]\n" if "[" in before else "")
    line = before.count("\n") + 1
    column = len(before.rsplit("\n", 1)[-1]) + 1 + rest.index("#") + 1
    assert found(source) == [("yaml-comment", line, column)]


def test_a_tab_counts_as_one_blank_before_a_hash() -> None:
    if not yaml.__with_libyaml__:
        pytest.skip("PyYAML's other parser takes no tab after a value")
    assert clean("a: x\t # note\n") == {"a": "x"}
    assert found("a: x\t# note\n") == [("yaml-comment", 1, 6)]


@pytest.mark.usefixtures("parser")
def test_comments_elsewhere_are_left_alone() -> None:
    source = "# a\na: # b\n  - 'c' # d\n  - >- # e\n    f #g\n  # h\nb: [i] #j\n"
    assert clean(source) == {"a": ["c", "f #g"], "b": ["i"]}


# Characters nobody sees.

_ODD = [
    ("\x00", "control"),
    ("\x1b", "control"),
    ("\x7f", "control"),
    ("\x85", "line end"),
    ("\u2028", "line end"),
    ("\u202e", "direction"),
    ("\u2066", "direction"),
    ("\ud800", "half"),
    ("\ue000", "private-use"),
    ("\U0010fffd", "private-use"),
    ("\uffff", "no character"),
    ("\ufeff", "byte order mark"),
]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("ch", "kind"), _ODD)
def test_odd_characters_are_named_each_at_its_place(ch: str, kind: str) -> None:
    _, problems = read(f"é: ایک\nb: >\n  x{ch}y {ch}\n# {ch}\nc: @\n")
    odd = [p for p in problems if p.rule == "odd-character"]
    assert [(p.where.line, p.where.column) for p in odd] == [(3, 4), (3, 7), (4, 3)]
    assert all(kind in p.message and f"U+{ord(ch):04X}" in p.message for p in odd)
    # The lines are still counted rightly, and the next mistake is found in the same reading.
    assert [(p.rule, p.where.line) for p in problems if p not in odd] == [("yaml-syntax", 5)]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("escape", ["\\0", "\\u202E", "\\x85", "\\L", "\\e", "\\r", "\\U000F0000"])
def test_odd_characters_cannot_come_in_by_escapes(escape: str) -> None:
    assert found(f'é: "ایک \\\n    b{escape}"\n"c{escape}": x\n') == [
        ("odd-character", 2, 6),
        ("odd-character", 3, 3),
    ]


def test_what_other_scripts_need_is_not_odd() -> None:
    words = "می\u200cخواهم نہ\u200dیں \u200eabc\u200f e\u0301 👩\u200d🚒 a\u00a0b \ufffd"
    assert clean(f'a: {words}\nb: "{words}"\n') == {"a": words, "b": words}


def test_a_file_of_odd_characters_is_named_a_hundred_times_only() -> None:
    problems = read("a: " + "\x01" * 500)[1]
    assert len(problems) == MOST_REPORTED + 1
    assert "400 more" in problems[-1].message
