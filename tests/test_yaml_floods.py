"""No text raises and none hangs, whatever somebody pastes into a YAML file."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from yaml_reading import clean, found, parser, plain, read, texts

from casebook.load import yaml_parser
from casebook.load.yaml_reader import MAX_DEPTH

__all__ = ["parser"]

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
@example(source="  0: 0\n  0: 0:")
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
