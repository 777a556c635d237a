"""What `diff` writes for a comment is words and nothing else, whatever was typed in a record."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from casebook.editions.change import Change, Point, Weight
from casebook.editions.compare import compare
from casebook.editions.report import as_json, as_markdown, as_text, escaped
from casebook.editions.snapshot import Snapshot
from casebook.editions.wording import NEW, OLD, SAME, Piece, differences
from casebook.interface import ENGLISH

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
"""As much of what GitHub reads as can be had: HTML too, which it lets through in part."""


def bare(words: str) -> str:
    """A cover for a record that withholds nothing."""
    return words


class _Shown(HTMLParser):
    """The words that are shown, and the tags they are shown by."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def shown(markdown: str) -> _Shown:
    return _Shown(MARKDOWN.render(markdown))


ATTACKS = [
    "@someone and @some-org/a-team",
    "![](https://example.org/seen.png)",
    "![a][b]",
    "[press here](https://example.org)",
    "<img src=https://example.org/x.png onerror=alert(1)>",
    "<!-- hidden -->",
    "&lt;b&gt;",
    "fixes #12, GH-12 and other/place#12",
    "https://example.org/a and www.example.org and http://example.org",
    "someone@example.org",
    "`code` ```more``` ~~struck~~ **bold** __bold__ *it* _it_",
    "| a | b |\n|---|---|\n| c | d |",
    "# Heading\n\n- list\n\n> quote\n\n---",
    "a[^1] [^1]: note",
    "$x$ and $$y$$",
    "\\",
    "\\@someone \\[a](b)",
    "a\u202eb\u2066c\u200bd\x1b[31m",
    "<details><summary>x</summary>",
    "</li></ul>",
    "*",
    "[x]: https://example.org",
    "<https://example.org>",
]


def called(markdown: str) -> list[str]:
    """What GitHub would make a mention, a reference or an address of: looked for in what is shown,
    as it does, after the marks are read.
    """
    words = shown(markdown).words
    found = re.findall(r"(?<![\w`])@[A-Za-z0-9][A-Za-z0-9-]*", words)
    found += re.findall(r"#[0-9]+|\bGH-[0-9]+", words)
    found += re.findall(r"(?i)\b(?:https?|ftp)://|www\.|[\w.+-]+@[\w-]+\.\w", words)
    return found


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_are_words(attack: str) -> None:
    comment = f"- **C01** {escaped(attack, bare)}: *x*\n"
    result = shown(comment)
    assert result.tags == ["ul", "li", "strong", "em"]
    assert called(comment) == []
    plain = re.sub(r"[\x00-\x1f\u200b\u202e\u2066]", "", attack.replace("\n", " "))
    assert result.words.replace("\u200b", "").split() == f"C01 {plain}: x".split()


def test_the_attacks_would_be_found() -> None:
    assert called(ATTACKS[0]) and called("fixes #12") and called("www.example.org")
    assert shown("<b>x</b>").tags == ["p", "b"]


@given(st.text(max_size=80))
def test_any_words_are_words(words: str) -> None:
    comment = f"- **C01** {escaped(words, bare)}: *x*\n"
    assert shown(comment).tags == ["ul", "li", "strong", "em"]
    assert called(comment) == []
    below = shown(f"- **C01**\n  - {escaped(words, bare) or 0}\n").tags
    assert below[:5] == ["ul", "li", "strong", "ul", "li"] and len(below) == 5


def change(words: str, number: int = 1) -> Change:
    point = Point(
        Weight.WORDING,
        (words, words),
        (Piece(SAME, words), Piece(OLD, words), Piece(NEW, words)),
    )
    return Change("claim", words, f"C{number:02}", words, words, (point, point))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_whole_comment_of_attacks_is_inert(attack: str) -> None:
    comment = as_markdown([change(attack)], f"from {attack} to {attack}", bare)
    assert set(shown(comment).tags) <= {"p", "strong", "ul", "li", "em", "s", "del"}
    assert called(comment) == []


@pytest.mark.parametrize("length", [10, 5_000, 200_000])
def test_a_comment_is_never_too_long(length: int) -> None:
    many = [change("word " * (length // 5), number) for number in range(500)]
    comment = as_markdown(many, "from a to b", bare)
    assert len(comment) < 60_000
    assert re.search(r"^- and [0-9]+ more$", comment, re.M)
    told = len(re.findall(r"^- \*\*", comment, re.M))
    assert int(re.findall(r"^- and ([0-9]+) more$", comment, re.M)[0]) == 500 - told


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_is_obeyed_by_a_terminal(attack: str) -> None:
    text = as_text([change(attack)], f"from {attack}", bare)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    data = as_json([change(attack)], {"name": attack}, {"name": attack}, bare)
    assert json.loads(data)["changes"][0]["title"] == attack
    assert data.isascii()


# Whatever a file may say


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["none-printed", "source", "1912-07", "[[a]]", "[@log p1]", "[[claim:a|b]]"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["kind", "id", "source", "places", "unnamed", "claim", "reply", "from"])
        | st.text(max_size=5),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip
FIELDS = st.sampled_from(
    ["title", "name", "by", "about", "replies", "says", "date", "accounts", "value", "printed",
     "quote", "living", "from", "renamed_to", "withdrawn", "number", "native", "basis", "body"]
)  # fmt: skip
CONTENT = st.dictionaries(
    st.sampled_from(["event", "claim", "figure", "person", "page", "excerpt", "site", "gone", "x"]),
    st.dictionaries(
        st.sampled_from(["a", "b", "claim:a", "event:b"]),
        st.dictionaries(FIELDS, JSON, max_size=5),
        max_size=2,
    ),
    max_size=4,
)


@given(CONTENT, CONTENT)
def test_any_two_contents_can_be_compared(old: dict[str, Any], new: dict[str, Any]) -> None:
    changes = compare(Snapshot(old), Snapshot(new), ENGLISH)
    for one in changes:
        assert one.points
    as_text(changes, "x", bare)
    as_markdown(changes, "x", bare)
    as_json(changes, {}, {}, bare)
    assert compare(Snapshot(new), Snapshot(new), ENGLISH) == ()


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_words_that_went_and_came_are_those_that_did(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert (pieces == ()) == (old.split() == new.split())
    for piece in pieces:
        if piece.op == OLD:
            assert piece.words in " ".join(old.split())
        if piece.op == NEW:
            assert piece.words in " ".join(new.split())


def test_long_texts_are_compared_in_reasonable_time() -> None:
    old = "\n".join(f"line {number % 7} of many words" for number in range(20_000))
    new = old.replace("line 3", "row 3", 1)
    assert {piece.op for piece in differences(old, new)} >= {OLD, NEW}
    assert differences("a " * 50_000, "b " * 50_000)
