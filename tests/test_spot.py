"""Where a character of a value stands in the file, in every style YAML writes text in."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.load.yaml_reader import MapNode, read_yaml
from casebook.problem import Problem
from casebook.spot import Spot, Text, locate

# Accents, Urdu with a zero-width joiner, an emoji outside the first plane, and YAML's marks.
_INNER = st.text("bé'\"#:\\,-&*%@|>[]ڈۓ\u200cگ🜚", max_size=6)
WORDS = st.lists(_INNER.map(lambda inner: f"a{inner}z"), min_size=1, max_size=8)
GAPS = st.lists(st.sampled_from([" ", "\n", "\n\n"]), min_size=8, max_size=8)
INDENT = "    "


def _value(source: str) -> Text:
    problems: list[Problem] = []
    node = read_yaml(source, "f.yaml", problems.append)
    assert problems == []
    assert isinstance(node, MapNode)
    inner = node.entries[Text("é-key", Spot("", 1, 1))]
    assert isinstance(inner, MapNode)
    value = inner.entries[Text("says", Spot("", 1, 1))]
    assert isinstance(value, Text)
    return value


def _written(words: list[str], gaps: list[str], before: str, after: str = "") -> str:
    """A file whose one text holds these words, with line breaks between some of them."""
    body = words[0]
    for word, gap in zip(words[1:], gaps, strict=False):
        body += gap if gap == " " else gap + INDENT
        body += word
    return f"# ایک\né-key:\n  other: ü\n  says: {before}{body}{after}\n  last: x\n"


def _check(source: str, words: list[str], encoded: list[str]) -> None:
    """Each word of the value must be located where the file has it, each in its turn."""
    text = _value(source)
    lines = source.split("\n")
    in_value = in_source = 0
    in_source = source.index("says:") + len("says:")
    for word, code in zip(words, encoded, strict=True):
        in_value = text.index(word, in_value)
        in_source = source.index(code, in_source)
        spot = locate(source, text, in_value)
        assert lines[spot.line - 1].startswith(code, spot.column - 1)
        assert spot.line == source.count("\n", 0, in_source) + 1
        assert spot.column == in_source - source.rfind("\n", 0, in_source)
        assert locate(source, text, in_value + len(word) - 1).line == spot.line
        in_value += len(word)
        in_source += len(code)


@given(WORDS, GAPS)
def test_plain(words: list[str], gaps: list[str]) -> None:
    # A plain text cannot hold a colon before a blank; here each word ends in a letter.
    _check(_written(words, gaps, ""), words, words)


@given(WORDS, GAPS, st.sampled_from([">", ">-", ">+", "|", "|-", "|+", ">  # aside", "|2", ">-2"]))
def test_block(words: list[str], gaps: list[str], header: str) -> None:
    _check(_written(words, gaps, f"{header}\n{INDENT}"), words, words)


@given(WORDS, GAPS)
def test_literal_with_deeper_lines(words: list[str], gaps: list[str]) -> None:
    deeper = [gap if gap == " " else gap + "   " for gap in gaps]
    body = words[0]
    for word, gap in zip(words[1:], deeper, strict=False):
        body += gap if gap == " " else gap.replace("   ", INDENT + "   ")
        body += word
    for header in (">", "|"):
        source = f"é-key:\n  says: {header}\n{INDENT}{body}\n"
        _check(source, words, words)


@given(WORDS, GAPS)
def test_single_quoted(words: list[str], gaps: list[str]) -> None:
    encoded = [word.replace("'", "''") for word in words]
    _check(_written(encoded, gaps, "'", "'"), words, encoded)


_NAMED = {'"': '\\"', "\\": "\\\\"}


@st.composite
def _double_quoted(draw: st.DrawFn, word: str) -> str:
    out = ""
    for ch in word:
        way = draw(st.sampled_from(["as it is", "x", "u", "U"]))
        if way == "x" and ord(ch) < 256:
            out += f"\\x{ord(ch):02x}"
        elif way == "u" and ord(ch) < 65536:
            out += f"\\u{ord(ch):04X}"
        elif way == "U":
            out += f"\\U{ord(ch):08x}"
        else:
            out += _NAMED.get(ch, ch)
    return out


@given(WORDS, st.data())
def test_double_quoted(words: list[str], data: st.DataObject) -> None:
    encoded = [data.draw(_double_quoted(word)) for word in words]
    blanks = [" ", "  ", "\\t", "\\ ", "\\x20", "\\u00a0", "\\_", "\\n", "\\n\\n", " \\\n    "]
    gaps = [data.draw(st.sampled_from([*blanks, "\n    ", "\n\n    "])) for _ in words]
    body = "".join(code + gap for code, gap in zip(encoded, gaps, strict=True))
    source = f'é-key:\n  other: ü\n  says: "{body}"\n'
    _check(source, words, encoded)


@given(WORDS, st.data())
def test_white_space_stands_after_the_word_before_it(words: list[str], data: st.DataObject) -> None:
    source = _written(words, [" "] * 8, ">\n" + INDENT)
    text = _value(source)
    lines = source.split("\n")
    offset = data.draw(st.integers(0, len(text) - 1))
    spot = locate(source, text, offset)
    assert (lines[spot.line - 1] + "\n")[spot.column - 1] == text[offset]


def test_past_the_end_is_the_last_character() -> None:
    source = "é-key:\n  says: two words\n  other: x\n"
    text = _value(source)
    assert locate(source, text, 8) == locate(source, text, 900) == Spot("f.yaml", 2, 17)


def test_an_empty_text_has_its_own_spot() -> None:
    source = 'é-key:\n  says: ""\n  other: x\n'
    text = _value(source)
    assert locate(source, text, 0) == text.at == Spot("f.yaml", 2, 9, '"')


def test_carriage_returns_do_not_move_anything() -> None:
    source = "é-key:\n  says: >\n    one two\n    three\n"
    text = _value(source)
    typed = source.replace("\n", "\r\n")
    assert locate(typed, text, 8) == locate(source, text, 8) == Spot("f.yaml", 4, 5)


@given(st.text("ab \n\té", min_size=1), st.integers(0, 50))
def test_raw_text_is_counted_letter_for_letter(body: str, offset: int) -> None:
    source = "---\nx\n---\n" + body
    text = Text(body, Spot("f.md", 4, 1, "raw"))
    spot = locate(source, text, offset)
    index = min(offset, len(body) - 1)
    lines = body.split("\n")
    assert spot.line == 4 + body.count("\n", 0, index)
    assert (lines[spot.line - 4] + "\n")[spot.column - 1] == body[index]


@pytest.mark.parametrize("style", ["", "'", '"', "|", ">", "raw"])
@given(source=st.text("a\\xuU\"' \n09"), value=st.text(max_size=9), offset=st.integers(0, 12))
def test_a_text_from_elsewhere_still_gives_a_place_in_the_file(
    style: str, source: str, value: str, offset: int
) -> None:
    spot = locate(source, Text(value, Spot("f", 1, 1, style)), offset)
    lines = source.split("\n")
    assert 1 <= spot.line <= len(lines)
    assert 1 <= spot.column <= len(lines[spot.line - 1]) + 1


def test_a_text_travels_between_processes_with_its_spot() -> None:
    text = Text("words", Spot("f.yaml", 3, 4, ">"))
    again = pickle.loads(pickle.dumps(text))
    assert (again, again.at) == (text, text.at)
