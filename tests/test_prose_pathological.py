"""What CommonMark's implementations test themselves with, at lengths that a text may have.

The shapes are those of cmark's test/pathological_tests.py, made again here.
https://github.com/commonmark/cmark
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from prose_reading import read

from casebook.prose import Form
from casebook.prose.parser import MAX_LENGTH

SECONDS = 10.0
"""Of the processor, for the greatest length: growth with the square takes minutes."""
LENGTH = 40_000
"""Enough to see it, and with it the time allowed shrinks."""

Made = Callable[[int], str]
SHAPES: dict[str, Made] = {
    "nested strong emphasis": lambda n: "*a **a " * (n // 14) + "b" + " a** a*" * (n // 14),
    "closers of emphasis without openers": lambda n: "a_ " * (n // 3),
    "openers of emphasis without closers": lambda n: "_a " * (n // 3),
    "closers of links without openers": lambda n: "a]" * (n // 2),
    "openers of links without closers": lambda n: "[a" * (n // 2),
    "openers and closers that do not match": lambda n: "*a_ " * (n // 4),
    "openers of links and closers of emphasis": lambda n: "[ a_" * (n // 4),
    "runs of three": lambda n: "a**b" + "c* " * (n // 3),
    "emphasis in threes": lambda n: "x" + "***a** b " * (n // 9),
    "brackets and parentheses": lambda n: "[ (](" * (n // 5),
    "pictures in pictures": lambda n: "![[]()" * (n // 6),
    "links in emphasis": lambda n: "**x [a*b**c*](d) " * (n // 17),
    "nested brackets": lambda n: "[" * (n // 2) + "a" + "]" * (n // 2),
    "nested block quotations": lambda n: "> " * (n // 2) + "a",
    "nested lists": lambda n: "".join(f"{'  ' * one}* a\n" for one in range(int((n / 2) ** 0.5))),
    "empty lines in nested lists": lambda n: "- " * (n // 3) + "x" + "\n" * (n // 3),
    "empty lines in a list in a quotation": lambda n: (
        "> " + "- " * (n // 4) + "x\n" + ">\n" * (n // 4)
    ),
    "emphasis in deep quotations": lambda n: ">" * (n // 2) + "a*" * (n // 4),
    "backticks of every length": lambda n: "".join(
        "e" + "`" * one for one in range(1, int((2 * n) ** 0.5) - 2)
    ),
    "backslash before every backtick": lambda n: "\\`" * (n // 2),
    "addresses that do not end": lambda n: "[a](<b" * (n // 6),
    "addresses that end in a word": lambda n: "[a](b" * (n // 5),
    "comments that do not end": lambda n: "</" + "<!--" * (n // 5),
    "declarations that do not end": lambda n: "<!A " * (n // 4),
    "instructions that do not end": lambda n: "<?" * (n // 2),
    "character data that does not end": lambda n: "<![CDATA[" * (n // 9),
    "entities": lambda n: "&lt;" * (n // 4),
    "numbers of characters": lambda n: "&#x1F600;" * (n // 9),
    "definitions": lambda n: "".join(f"[{one}]: u\n" for one in range(n // 12)) + "[0] " * 2_000,
    "definitions of one name": lambda n: "[a]: u\n" * (n // 8) + "[a] " * 200,
    "a paragraph of tables": lambda n: (
        "|" + "a|" * 400 + "\n|" + "-|" * 400 + "\n" + "|\n" * (n // 8)
    ),
    "tables in a row": lambda n: "a|b\n-|-\n" * (n // 9),
    "notes in notes": lambda n: "".join(f"[^{one}]: [^{one + 1}]\n\n" for one in range(n // 22)),
    "underlines": lambda n: "a\n" + "=\n" * (n // 3),
    "a line without end": lambda n: "a" * n,
    "spaces at the ends of lines": lambda n: "a  \n" * (n // 4),
    "noughts": lambda n: "abc\x00de\x00" * (n // 8),
}


EVERY_SHAPE = pytest.mark.parametrize("name", SHAPES)
EITHER_FORM = pytest.mark.parametrize(
    "form", [Form.EXCERPT, Form.LINE], ids=lambda form: form.value
)


@EITHER_FORM
@EVERY_SHAPE
def test_a_shape_takes_bounded_time(name: str, form: Form) -> None:
    assert_quick(name, form, LENGTH)


# The same once more, and an audit only: what grows with the square was seen above.
@pytest.mark.long
@EITHER_FORM
@EVERY_SHAPE
def test_a_shape_of_the_greatest_length_takes_bounded_time(name: str, form: Form) -> None:
    assert_quick(name, form, MAX_LENGTH)


def assert_quick(name: str, form: Form, length: int) -> None:
    typed = SHAPES[name](length)[:length]
    assert len(typed) > length // 4
    begun = time.process_time()
    read(typed, form)
    assert time.process_time() - begun < SECONDS * length / MAX_LENGTH
