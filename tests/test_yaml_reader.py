"""YAML as it was typed: nodes with places, and every refusal at its line and column."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casebook.load import yaml_parser
from casebook.load.nodes import ListNode, MapNode, Node
from casebook.load.odd_characters import MOST_REPORTED
from casebook.load.pause import gc_paused
from casebook.load.text_file import MAX_FILE
from casebook.load.yaml_reader import MAX_DEPTH, MAX_STOPS, MAX_TEXT, read_text, read_yaml
from casebook.problem import Problem
from casebook.spot import Spot, Text

Plain = str | list["Plain"] | dict[str, "Plain"] | None


@pytest.fixture(params=["c", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers of PyYAML, each in its turn."""
    if request.param == "pure":
        monkeypatch.setattr(yaml_parser, "CParser", None)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without its C parser")
    return str(request.param)


def read(source: str) -> tuple[Node | None, list[Problem]]:
    problems: list[Problem] = []
    return read_yaml(source, "f.yaml", problems.append), problems


def plain(node: Node | None) -> Plain:
    if isinstance(node, MapNode):
        return {str(key): plain(value) for key, value in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return None if node is None else str(node)


def clean(source: str) -> Plain:
    node, problems = read(source)
    assert problems == []
    return plain(node)


def found(source: str) -> list[tuple[str, int, int]]:
    return [(p.rule, p.where.line, p.where.column) for p in read(source)[1]]


def texts(node: Node | None) -> list[Text]:
    """Every text of a tree, keys too, in the order of the file."""
    if isinstance(node, MapNode):
        return [t for key, value in node.entries.items() for t in (key, *texts(value))]
    if isinstance(node, ListNode):
        return [t for item in node.items for t in texts(item)]
    return [] if node is None else [node]


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


# What is not YAML.

_MISTAKES = [
    ("a:\n  b: 1\n\tc: 2\n", 3, 1, "tab"),
    ("a:\n  \tb: 1\n", 2, 3, "tab"),
    ("a:\n  says: >\n\tx\n", 3, 1, "tab"),
    ("a:\n  b: x\n  title:foo\n  c: y\n", 3, 8, "space is missing after the colon"),
    ("a:\n  title:foo\n  b: x\n", 2, 8, "space is missing after the colon"),
    ("a:\n  b: x\n  title foo\n  c: y\n", 3, 3, "neither `key: value`"),
    ('a:\n  b: "x\n  c: y\n', 2, 6, "never closed"),
    ("a:\n  b: 'x\n  c: y\n", 2, 6, "never closed"),
    ('a:\n  b: "x\n  c: "y"\n  d: z\n', 2, 6, "never closed"),
    ('a: "x\n---\nb: 1\n', 1, 4, "never closed"),
    ("a:\n  b: 'it's here'\n", 2, 9, "more words follow"),
    ('a:\n  b: "x" and y\n', 2, 8, "more words follow"),
    ("a:\n  é: ایک: bar\n", 2, 9, "`: ` inside"),
    ("a:\n  b: foo\n    and bar: baz\n", 3, 12, "goes on with the value above"),
    ("a:\n  b: foo\n   c: x\n", 3, 5, "goes on with the value above"),
    ("a:\n  b: foo\n c: x\n", 3, 2, "line up"),
    ("a:\n  l:\n    - x\n   - y\n", 4, 4, "list item"),
    ("a: 1\n- b\n", 2, 1, "list item"),
    ("a: b\n: c\n", 2, 1, "key is missing"),
    ("a: @foo\n", 1, 4, "@ cannot start"),
    ("a: `foo`\n", 1, 4, "` cannot start"),
    ("a: %foo\n", 1, 4, "% cannot start"),
    ("a: , foo\n", 1, 4, ", cannot start"),
    ("a: & foo\n", 1, 4, "& cannot start"),
    ("a: * foo\n", 1, 4, "* cannot start"),
    ("a: [[x]] was shot\n", 1, 4, "[ cannot start"),
    ("a: {b: c} was\n", 1, 4, "{ cannot start"),
    ("a: ? b\n", 1, 4, "? cannot start"),
    ("a: [x, y\nb: z\n", 1, 4, "needs its `]`"),
    ("a: {x: y\nb: z\n", 1, 4, "needs its `}`"),
    ("a: [b]]\n", 1, 7, "too many"),
    ('a: "C:\\path"\n', 1, 7, "`\\p`"),
    ("a: > foo\n  bar\n", 1, 6, "after `>`"),
    ("a: - b\n", 1, 4, "list cannot begin"),
    ("a:\n  says: x\n    # y\n    z\n", 3, 5, "comment ends the value"),
    ("foo\nbar: 1\n", 1, 1, "needs a colon"),
]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("source", "line", "column", "words"), _MISTAKES)
def test_common_mistakes_are_put_plainly(source: str, line: int, column: int, words: str) -> None:
    _, (problem,) = read(source)
    assert problem.rule == "yaml-syntax"
    assert (problem.where.line, problem.where.column) == (line, column)
    assert words in problem.message
    assert problem.hint


@pytest.mark.parametrize("value", ["@x", "b: c", '"b" c', "[b] c", "'x"])
def test_prose_is_advised_to_be_a_block_under_its_own_key(value: str) -> None:
    _, (problem,) = read(f"a:\n  summary: {value}\n")
    assert "write prose as a block: `summary: >`" in problem.hint


@pytest.mark.usefixtures("parser")
def test_a_value_cut_by_a_hash_and_gone_on_with_is_one_mistake() -> None:
    assert found("a:\n  b: foo #4 bar\n    baz\nc: d\n") == [("yaml-comment", 2, 10)]


@pytest.mark.usefixtures("parser")
def test_several_mistakes_are_found_in_one_reading() -> None:
    source = (
        'a:\n  t: x: y\n  u: z\nb:\n  t: good\nc:\n  t: "open\nd: 1\nd: 2\ne:\n\tt: 3\nf: last\n'
    )
    node, problems = read(source)
    assert plain(node) == {"b": {"t": "good"}, "d": "1", "f": "last"}
    assert [(p.rule, p.where.line) for p in problems] == [
        ("yaml-syntax", 2),
        ("yaml-syntax", 7),
        ("yaml-syntax", 11),
        ("duplicate-key", 9),
    ]


@pytest.mark.usefixtures("parser")
def test_an_entry_with_a_mistake_is_left_out_whole() -> None:
    for bad in ("  title:foo\n  b: 1\n", "  c: x\n d: 1\n", "  c: [x\n", "  c: @\n"):
        node, problems = read(f"first: 1\nbad:\n{bad}last: 2\n")
        assert plain(node) == {"first": "1", "last": "2"}
        assert len(problems) == 1


def test_a_file_of_nothing_but_mistakes_is_left_after_some() -> None:
    assert len(read("a: @\n" * 1000)[1]) == MAX_STOPS


# Nothing raises, nothing hangs.

_INDICATORS = st.text("[]{}:,-#&*!|>'\"%@`?~<\n\n   \tab\\xuU0", max_size=60)
_PIECES = st.sampled_from(
    [
        *("a: ", "b:\n", "  c: ", "- ", "\n", "'", '"', ">\n", "|\n", " #", "[", "]", "{", "}"),
        *("x", "\t", "? ", ": ", ", ", "--- ", "...\n", "&a ", "*a", "!!b ", "<<: ", "~", "    "),
        *("%TAG ! x\n", "\\", "\x00", "\ufeff", "\u2028", "\r", "\ud800", "\\UFFFFFFFF", "ایک"),
    ]
)
ANY_TEXT = st.one_of(st.text(max_size=80), _INDICATORS, st.lists(_PIECES, max_size=25).map("".join))


@pytest.mark.parametrize("library", ["c", "pure"])
@settings(max_examples=400, deadline=2000)
@given(source=ANY_TEXT)
@example(source='a: "\\UFFFFFFFF"')
@example(source="%YAML 1." + "9" * 5000 + "\n---\na: 1")
@example(source="[a: b, : c]")
def test_any_text_gives_a_node_or_problems(library: str, source: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if library == "pure":
            patch.setattr(yaml_parser, "CParser", None)
        node, problems = read(source)
    assert node is not None or problems
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert problem.where.file == "f.yaml"
        assert 1 <= problem.where.line <= len(lines)
        assert 1 <= problem.where.column <= len(lines[problem.where.line - 1]) + 1
        assert problem.length >= 1
        assert problem.message
        assert not problem.message.endswith(".")
    for text in texts(node):
        assert str(text) or text.at.style


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "source",
    [
        "[" * 10_000,
        "a: " + "[" * 10_000 + "]" * 10_000,
        "{a: " * 10_000,
        "- " * 10_000 + "x",
        "? " * 10_000 + "x",
        "".join(" " * depth + "a:\n" for depth in range(1000)),
        "".join(f"%TAG !t{n}! x\n" for n in range(20_000)) + "---\na: 1\n",
        "a: 1\n" * 20_000,
        "a: @\n" * 20_000,
        'a: "' + "\\u202e" * 8_000 + '"\n',
        "".join(f'k{n}: "\\u202e"\n' for n in range(3_000)),
        "".join(f"k{n}: &a{n} [*a{n}, *a{n}]\n" for n in range(3_000)),
        "'" * 9_999,
        "#" * 100_000,
        "a" * 100_000 + ":",
        "\n" * 100_000,
    ],
    ids=lambda source: source[:12],
)
def test_floods_are_refused_in_bounded_time(source: str) -> None:
    start = time.perf_counter()
    _, problems = read(source)
    assert problems
    assert time.perf_counter() - start < 10


@pytest.mark.usefixtures("parser")
def test_an_alias_bomb_is_refused_and_never_unfolded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    node, problems = read("\n".join(lines))
    assert {p.rule for p in problems} == {"yaml-alias"}
    assert len(problems) == 10 + 9 * 9
    assert len(texts(node)) == 10 + 9


@pytest.mark.usefixtures("parser")
def test_an_alias_of_itself_is_refused() -> None:
    assert found("a: &a [*a]\n") == [("yaml-alias", 1, 4), ("yaml-alias", 1, 8)]


@pytest.mark.usefixtures("parser")
def test_nesting_is_bounded_and_the_next_entry_is_still_read() -> None:
    inner = MAX_DEPTH - 1
    assert clean(f"a: {'[' * inner}x{']' * inner}\n")
    node, problems = read(f"a: {'[' * MAX_DEPTH}x{']' * MAX_DEPTH}\nb: 1\nc: ~\n")
    assert [(p.rule, p.where.line, p.where.column) for p in problems] == [
        ("yaml-depth", 1, 3 + MAX_DEPTH),
        ("yaml-null", 3, 1),
    ]
    assert plain(node) == {"b": "1"}


# Files.


def _read_file(path: Path) -> tuple[str | None, list[Problem]]:
    problems: list[Problem] = []
    return read_text(path, "f.yaml", problems.append), problems


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_text_is_read_with_one_kind_of_line_end(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(("\ufeff" + text).encode())
    assert _read_file(path) == (text.replace("\r\n", "\n").replace("\r", "\n"), [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("bad", [b"\xff", b"\xe9 ", b"\xed\xa0\x80", b"\xc0\x80", b"\xd8"])
def test_bytes_that_are_not_utf8_are_placed(tmp_path: Path, end: str, bom: str, bad: bytes) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(f"{bom}ایک{end}é: 🜚x".encode() + bad + b"\nmore\n")
    text, (problem,) = _read_file(path)
    assert text is None
    assert problem.rule == "not-utf8"
    assert problem.where == Spot("f.yaml", 2, 6)
    path.write_bytes(bom.encode() + bad)
    assert _read_file(path)[1][0].where == Spot("f.yaml", 1, 1)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("missing", "", "pipe", "loop", "nul\0"):
        text, (problem,) = _read_file(tmp_path / name)
        assert text is None
        assert problem.rule == "unreadable"
        assert problem.where == Spot("f.yaml", 1, 1)
    assert _read_file(Path("/dev/zero"))[1][0].rule == "unreadable"


def test_size_is_bounded_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    with path.open("wb") as stream:
        stream.truncate(MAX_FILE)
    assert _read_file(path)[1] == []
    with path.open("wb") as stream:
        stream.truncate(1 << 40)  # a sparse file: a terabyte long, and no room for it in memory
    text, problems = _read_file(path)
    assert text is None
    assert [p.rule for p in problems] == ["too-large"]
    assert [p.rule for p in read("a" * (MAX_FILE + 1))[1]] == ["too-large"]


# The collector.


def test_the_collector_is_paused_and_put_back() -> None:
    assert gc.isenabled()
    with gc_paused():
        assert not gc.isenabled()
        with gc_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), gc_paused():
        raise KeyError
    assert gc.isenabled()
