"""Bounds: no text takes long, nests deep or floods the list of problems."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from prose_reading import read

from casebook.prose import Form, plain_text
from casebook.prose.blocks import MAX_DEPTH
from casebook.prose.parser import MAX_BRACKETS, MAX_LENGTH
from casebook.prose.reading import MOST_OF_A_RULE

SECONDS = 10.0
"""Five times what the slowest needs on two busy cores: growth with the square takes minutes."""
LENGTH = 40_000
"""Enough to see it; the cases that are grown by hand go to the full length."""

REPEATED = [
    *("![[](", "*a_ ", "> ", "[", "[ ", "[a](", "[a](<b", "[a](b", "![", "](", " ]", "*a **a "),
    *("a**b", "**x [a*b**c*](d) ", "<!--", "<a ", "<?", "<![CDATA[", "&", "`", "\\", '"', '"a '),
    *('"a" ', "[[", "[[a", "[[a]] ", "[@", "[@ft s1; ", "[@ft s1] ", "[^", "[^a] ", "^[", "- "),
    *("1. ", "- a\n  ", "[^a]: ", "|", "|\n", "a|b\n", "***", "* * ", "#", "## a\n\n", "a\n=\n"),
    *("~~~\n", "```a\n", "\n>", "\r\n", "'", "...", " -- ", "_*", '"*', '**"', "<https://", "\x01"),
    *("x\n\n", "[^1]:\n", ">1. ", '*"a"*[^x]', '"a *b" c* ', "<a@b", '[a](b "', "[a](b (", "\t"),
]
GROWN = {
    "deep list": "\n".join("  " * depth + "- a" for depth in range(300)),
    "deep emphasis": "*a **a " * 7_000 + "b" + " a** a*" * 7_000,
    "long emphasis": "*" * 49_000 + "a" + "*" * 49_000,
    "deep brackets": "[ " * MAX_BRACKETS + "a" + "]" * MAX_BRACKETS,
    "paragraphs of brackets": ("[ " * MAX_BRACKETS + "\n\n") * 120,
    "deep parentheses": "[a](" + "(" * 49_000 + ")" * 49_000,
    "backticks": " ".join("`" * length for length in range(430)),
    "wide table": "a|" * 250 + "\n" + "-|" * 250 + "\n" + "|\n" * 30_000,
    "white space": "\u00a0\n" * 25_000 + "a\n" * 24_000 + '"b',
    "same headings": "## a\n\n" * 16_000,
    "pictures": "![[](" * 20_000,
    "notes": " ".join(f'"a"[^a{at}]' for at in range(2_500))
    + "".join(f"\n\n[^a{at}]: **b**" for at in range(2_500)),
}


@pytest.mark.parametrize("unit", REPEATED)
@pytest.mark.parametrize("form", [Form.EXCERPT, Form.LINE])
def test_repeated(unit: str, form: Form) -> None:
    assert_quick(unit * (LENGTH // len(unit)), form, SECONDS * LENGTH / MAX_LENGTH)


@pytest.mark.parametrize("name", GROWN)
def test_grown(name: str) -> None:
    assert_quick(GROWN[name], Form.EXCERPT, SECONDS)


def assert_quick(typed: str, form: Form, seconds: float) -> None:
    assert len(typed) <= MAX_LENGTH
    start = time.process_time()
    found = read(typed, form)
    assert time.process_time() - start < seconds
    assert all(found.rules.count(rule) <= MOST_OF_A_RULE for rule in found.rules)


def test_too_long_is_refused_unread() -> None:
    found = read("![[](" * 160_000)
    assert found.rules == ["too-long"]
    assert found.prose.tokens == ()
    assert found.html == ""
    assert read("a" * MAX_LENGTH).rules == []
    assert read("a" * (MAX_LENGTH + 1)).rules == ["too-long"]


def test_too_many_brackets_are_refused_unread() -> None:
    found = read("x\n\n" + "[a](b " * (MAX_BRACKETS + 1))
    assert found.rules == ["too-tangled"]
    assert found.problems[0].where[1:3] == (3, 1)
    assert plain_text(found.prose, lambda _: "").startswith("x [a](b [a](b")


def test_many_references_are_not_too_many_brackets() -> None:
    found = read("[[a]] [@ft s1] " * (2 * MAX_BRACKETS))
    assert found.rules == []
    assert len(found.prose.mentions) == 2 * MAX_BRACKETS


@pytest.mark.parametrize("unit", ["> ", "- ", "1. ", ">- "])
def test_as_deep_as_allowed(unit: str) -> None:
    levels = {"> ": 1, "- ": 2, "1. ": 2, ">- ": 3}[unit]
    fits = MAX_DEPTH // levels - (MAX_DEPTH % levels == 0)
    assert read(unit * fits + "word").rules == []
    deeper = read(unit * (fits + 1) + "word")
    assert deeper.rules == ["nested-too-deep"]
    assert "word" in deeper.html


@pytest.mark.parametrize("depth", [13, 21, 40, 101, 500])
@pytest.mark.parametrize("unit", ["> ", "- ", "*a ", "[^a{}]: ", "[", "> 1. "])
def test_too_deep_is_said_and_shown(unit: str, depth: int) -> None:
    close = {"*a ": " a*", "[": "](https://b.c)"}.get(unit, "")
    opened = "".join(unit.format(level) for level in range(depth))
    found = read(opened + "innermost" + close * depth)
    assert found.problems
    shown = [found.html] + [str(one) for body in found.prose.bodies.values() for one in body]
    assert any("innermost" in one for one in shown)


def test_importing_it_is_light() -> None:
    heavy = ["pydantic", "yaml", "jinja2", "weasyprint", "html5lib", "linkify_it", "asyncio"]
    code = f"import sys, casebook.prose; print([one for one in {heavy!r} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
