"""Text that is not YAML: the mistake named plainly, at its place, and the rest still read."""

from __future__ import annotations

import pytest
from yaml_reading import found, parser, plain, read

from casebook.load.nodes import MapNode
from casebook.load.yaml_reader import MAX_STOPS

__all__ = ["parser"]

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
    ("a: 'it''s x\nb: 'y'\n", 1, 4, "never closed"),
    ('a: "x \\" y\nb: "z"\n', 1, 4, "never closed"),
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


@pytest.mark.usefixtures("parser")
def test_an_error_put_down_to_an_earlier_line_makes_no_key_a_repeated_one() -> None:
    node, problems = read("a: >\n  'half\nb: 1\nc:\n  ? 'open\nd: 'x'\ne: 1\n")
    assert {p.rule for p in problems} == {"yaml-syntax", "yaml-null"}
    assert isinstance(node, MapNode)
    assert {"b", "e"} <= set(node.entries)


def test_a_file_of_nothing_but_mistakes_is_left_after_some() -> None:
    assert len(read("a: @\n" * 1000)[1]) == MAX_STOPS
