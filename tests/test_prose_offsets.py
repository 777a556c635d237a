"""Where things stand in a text: what is cut out at an offset is what was typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose_reading import PIECES, read

from casebook.problem import Problem
from casebook.prose import Form, Prose, parse_prose
from casebook.spot import Spot, Text

WRITTEN = re.compile(r"\s*(?:([a-z]+):)?([a-z0-9-]+)\s*(?:\\?\|(.*))?", re.DOTALL)
OPENING = ('"', "“", '\\"', "\\“", "\\”", "&quot;")


def check(typed: str, prose: Prose) -> None:
    """Compares everything that was found with the characters at its offset."""
    for found in (prose.mentions, prose.citations, prose.quotations, prose.notes):
        assert all(one.offset >= 0 for one in found)
    for mention in prose.mentions:
        literal = typed[mention.offset : mention.offset + mention.length]
        assert literal.startswith("[[") and literal.endswith("]]")
        parts = WRITTEN.fullmatch(literal[2:-2])
        assert parts, literal
        words = " ".join((parts[3] or "").split())
        assert (mention.kind, mention.id, mention.words) == (parts[1] or "", parts[2], words)
    for citation in prose.citations:
        literal = typed[citation.offset : citation.offset + citation.length]
        inside = literal.removeprefix("[@").removesuffix("]").removeprefix("@")
        source, places = inside.split(maxsplit=1)
        assert source == citation.source
        assert [one.strip() for one in places.split(",")] == citation.places.split(", ")
    for quotation in prose.quotations:
        literal = typed[quotation.offset : quotation.offset + quotation.length]
        assert literal.startswith((*OPENING, "“", '"'))
        assert literal.endswith(('"', "”", "&quot;"))
    for note in prose.notes:
        assert typed.startswith(f"[^{note.name}]", note.offset)
    assert list(prose.mentions) == sorted(prose.mentions, key=lambda one: one.offset)
    assert list(prose.citations) == sorted(prose.citations, key=lambda one: one.offset)
    assert list(prose.quotations) == sorted(prose.quotations, key=lambda one: one.offset)


@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "\n\n  {}  \n",
        "a\n{}\nb",
        "> {}",
        "> > a\n> > {}",
        "> a\n{}",
        "- {}",
        "1. a\n\n   b {}\n2. c",
        "- a\n  - > b\n    > {}\n",
        "## {}",
        "## {} ##  ",
        "> ### a {} # ##",
        "a {}\n===",
        "| a | {} |\n|---|---|\n",
        "| a | b |\n|---|---|\n| c \\| d | \\| {} \\| |",
        "a | b\n--|--\n[[z\\|y]] | {}",
        "> | a | b |\n> |---|---|\n> | {} | c |",
        "- a | b\n  --|--\n  c | {} {} | d",
        '"a"[^n]\n\n[^n]: **K.** {}\n\n    {}',
        "\t- a\n\n\t\t{}",
        "&amp; \\* `x` *a {} b*",
        "\u00a0\n\u2028\na {}\nb\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("form", Form)
def test_literal_in_every_place(frame: str, end: str, form: Form) -> None:
    things = '"q *r*" [[aa]] [[k:bb\\|c d]] [@ft s1] [@ft s1; app s2,s3]'
    typed = frame.replace("{}", things).replace("\n", end)
    prose = read(typed, form).prose
    count = frame.count("{}")
    extra = typed.count("[[z")
    assert len(prose.mentions) == 2 * count + extra
    assert len(prose.citations) == 3 * count
    assert len(prose.quotations) == count + typed.count('"a"')
    check(typed, prose)
    first = next(one for one in prose.quotations if one.words == "q r")
    assert typed[first.offset : first.offset + first.length] == '"q *r*"'


def test_parts_of_one_bracket() -> None:
    typed = "a [@ft s69; app s44 , s45]"
    one, two = read(typed).prose.citations
    assert typed[one.offset :][: one.length] == "ft s69"
    assert typed[two.offset :][: two.length] == "app s44 , s45"
    assert two.places == "s44, s45"


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from(Form))
def test_literal_in_any_text(typed: str, form: Form) -> None:
    check(typed, read(typed, form).prose)


def test_problems_in_folded_yaml_are_at_their_line() -> None:
    source = 'a:\n  says: >\n    It was\n    said of [[No]] and\n\n    then "so.\n'
    value = 'It was said of [[No]] and\nthen "so.\n'
    problems: list[Problem] = []
    parse_prose(Text(value, Spot("a.yaml", 2, 9, ">")), Form.BLOCK, problems.append, source)
    found = [(one.rule, one.where.line, one.where.column, one.length) for one in problems]
    assert found == [("bad-reference", 4, 13, 6), ("unpaired-quotation", 6, 10, 1)]


def test_next_citation_of_the_same_block() -> None:
    typed = (
        '"a" and "b" [@ft s1] "c" [@ft s2; app s3]\n\n'
        '"d"\n\n'
        '- "e"\n  - "f" [@ft s4]\n\n  more [@ft s5]\n- "g"\n\n'
        '| "h" | "i" [@ft s6] |\n|---|---|\n| [@ft s7] "j" | x |\n\n'
        '*x*[^n]\n\n[^n]: **K.** "k"\n\n    [@ft s8]\n\nEnd [@ft s9]'
    )
    prose = read(typed).prose
    found = {one.words: one.citation.places if one.citation else "" for one in prose.quotations}
    assert found == {
        "a": "s1",
        "b": "s1",
        "c": "s2",
        "d": "",
        "e": "s5",
        "f": "s4",
        "g": "",
        "h": "",
        "i": "s6",
        "j": "",
        "k": "s8",
    }


def test_quotation_words_are_as_typed() -> None:
    prose = read('"don\'t *ever*\n[[x|say]] `this`... -- &amp; \\*"').prose
    assert [one.words for one in prose.quotations] == ["don't ever say this... -- & *"]


def test_note_knows_its_anchor() -> None:
    typed = "\"a *b*\"[^q] *c\n'd'*[^e] [[x|it's]][^r] [[y]][^i]\n\n"
    typed += "\n\n".join(f"[^{name}]: **Kind of {name}:** x" for name in "qeri")
    found = [(one.name, one.label, one.anchor) for one in read(typed).prose.notes]
    assert found == [
        ("q", "Kind of q", "a b"),
        ("e", "Kind of e", "c ‘d’"),
        ("r", "Kind of r", "it’s"),
        ("i", "Kind of i", "y"),
    ]


def test_headings() -> None:
    typed = "## It's *so*\n\n> x\n\n### Two\n\nThree\n-"
    found = read(typed, Form.PAGE).prose.headings
    assert [(one.level, one.id, one.words) for one in found] == [
        (2, "its-so", "It’s so"),
        (3, "two", "Two"),
        (2, "three", "Three"),
    ]
    assert [typed[one.offset :][:3] for one in found] == ["## ", "###", "Thr"]
