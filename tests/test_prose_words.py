"""Words only: what plain text keeps, and that no word is ever lost in silence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose_reading import PIECES, Linker, Read, read

from casebook.problem import Problem
from casebook.prose import Form, Mention, parse_prose, plain_text, render_html
from casebook.prose.parse import parse_marked_up
from casebook.prose.words import typed_words
from casebook.spot import Spot, Text


def words(typed: str, form: Form = Form.EXCERPT) -> str:
    return plain_text(read(typed, form).prose, lambda mention: mention.words or "LABEL")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("a *b* **c** `d`", "a b c d"),
        ("a\nb  \nc\n\nd", "a b c d"),
        ("[[mqm]] and [[ppp|the party's]]", "LABEL and the party’s"),
        ('he said "no [[x|way]]"', "he said “no way”"),
        ("killed [@ft s1]. Then [@ft s2] more", "killed. Then more"),
        ("*killed* [@ft s1], *then*", "killed, then"),
        ('"a"[^n], b\n\n[^n]: **K.** gone', "“a”, b"),
        ("## A\n\n- b\n- c\n\n> d\n\n| e | f |\n|---|---|\n| g | h |", "A b c d e f g h"),
        ("```\nx  y\n```\n\n---\n\nz", "x y z"),
        ("[here](https://example.org) <https://example.org/x>", "here https://example.org/x"),
        ("don't... -- &amp; &lt;b&gt;", "don’t… – & <b>"),
        ("", ""),
    ],
)
def test_plain_text(typed: str, plain: str) -> None:
    assert words(typed) == plain


def kept(found: Read) -> str:
    """All that a reading keeps: its words, its notes', what references and links lead to."""
    prose = found.prose
    parts = [plain_text(prose, lambda mention: f"{mention.words} {mention.id}")]
    for body in prose.bodies.values():
        parts.extend(typed_words(token.children or ()) + token.content for token in body)
    for token in (one for tokens in (prose.tokens, *prose.bodies.values()) for one in tokens):
        parts.extend(str(child.attrs.get("href", "")) for child in token.children or ())
    parts.extend(f"{one.kind} {one.id} {one.words}" for one in prose.mentions)
    parts.extend(f"{one.source} {one.places}" for one in prose.citations)
    parts.extend(prose.bodies)
    return " ".join(parts)


# Every word is unlike all others; what stands between them is Markdown of every kind.
between = st.lists(
    st.sampled_from([piece for piece in PIECES if not re.search(r"[a-zA-Z0-9]", piece)]),
    min_size=1,
    max_size=4,
).map("".join)
texts = st.lists(between, max_size=16).map(
    lambda gaps: "".join(f"{gap}wörd{number}q" for number, gap in enumerate(gaps))
)
framed = st.lists(
    st.sampled_from(
        [
            *(
                "{}",
                "*{}",
                "{}*",
                '"{}',
                '{}"',
                "\n\n{}",
                "\n- {}",
                "\n  - {}",
                "\n> {}",
                "\n## {}",
            ),
            *("[[{}]]", "[[a|{}]]", "[[a\\|{}]]", "[@{} s1]", "[@ft {}]", "[^{}]", "![{}](x)"),
            *("[{}](https://b.c)", "[x](https://b.c '{}')", "<{}>", "</{} x>", "<!-- {} -->"),
            *("\n\n[^{}]: **K.** ", "\n\n[{}]: /x", "\n\n```{}\n", "\n```\n", "`{}`", " | {} | "),
            *("\n\n| {} | b |\n|---|---|\n| ", "\n    {}", "\t{}", "\\{}", "&{};", "({})", "\r\n"),
            *("\n1. {}", "\n{}\n===\n", "\n***\n", "~~~ {}\n", "<{}@b.c>", "[{}]", "[{}][{}]"),
        ]
    ),
    max_size=14,
).map(lambda frames: "".join(one.replace("{}", f"word{at}q") for at, one in enumerate(frames)))


@given(texts | framed, st.sampled_from(Form))
@settings(max_examples=500, deadline=None)
def test_no_word_is_lost_in_silence(typed: str, form: Form) -> None:
    found = read(typed, form)
    if not found.problems:
        survived = kept(found)
        for word in re.findall(r"w[oö]rd\d+q", typed):
            assert word in survived


plain = st.text(
    st.sampled_from(" aBé9.,;:'-–()!?#>+=|~^@%${}/]\n\tکß") | st.characters(codec="utf-8"),
    max_size=40,
)
_IDS = ["ada", "event:ada", "ada|her words", "ada|", " ada ", "Ada", "", "ada|it's", 'ada|"x"']
_PLACES = ["ft s1", "ft s1, s2", "ft s1; app  s2", "ft  p1-p3 ", "ft", "ft s1;", "@ft s1", "Ft x"]
_HOSTS = ["b.c", "b", "b.c.d-e.f", "B.c", "b..c", "-b.c", "xn--bcher-kva.de", "b.c:80", "a@b.c"]
_BELOW = ["", "/", "/d_e~f.g", "/?a=1&b=c,d", "/#x", "/d?#", "/a&amp;b", "/%20", "/(x)", "//é"]
_LINKED = ["so", "It's", "", " a ", "*so*", "^n", "@ft s1", "a: b", "!", "[a]", "“so”", "-- 'a'"]
links = st.builds(
    "[{}]({}://{}{})".format,
    st.sampled_from(_LINKED),
    st.sampled_from(["https", "http", "https", "ftp"]),
    st.sampled_from(_HOSTS) | st.from_regex(r"[a-z0-9.-]{1,70}", fullmatch=True),
    st.sampled_from(_BELOW) | st.text("aZ9/._~=&+,:?#-", max_size=12).map("/{}".format),
)
simple = st.lists(
    st.sampled_from(_IDS).map("[[{}]]".format)
    | st.sampled_from(_PLACES).map("[@{}]".format)
    | st.sampled_from(["said", " it's ", "'so' -- ", "a... ", "!", "^", "](http://x", "(x)", ": "])
    | st.sampled_from(["[", "]", "[[", "]]", "*", '"', "\\|", "\n", " ", "É"])
    | st.sampled_from(
        [" *so*", " **so it was**,", " *a*.", "*a*", "so ", "\n\nSo", "\n\n- it", "\n- is"]
    )
    | links,
    max_size=8,
).map("".join)
"""Words, references and citations, sound and unsound."""


_STARTS = ["", "a", "It's ", "7 ", "12. ", "1) "]


@given(plain | simple, st.sampled_from(Form), st.sampled_from(_STARTS))
@settings(max_examples=600, deadline=None)
def test_the_short_way_is_the_long_way(typed: str, form: Form, start: str) -> None:
    text = Text(start + typed, Spot("a.md", 1, 1, "raw"))
    problems: list[Problem] = []
    expected: list[Problem] = []
    short = parse_prose(text, form, problems.append, text)
    long = parse_marked_up(text, form, expected.append, text)
    assert short == long
    assert short.tokens == long.tokens
    assert short.own_citations == long.own_citations
    assert plain_text(short, _label) == plain_text(long, _label)
    assert render_html(short, Linker()) == render_html(long, Linker())
    assert problems == expected


def _label(mention: Mention) -> str:
    return f" {mention.words or mention.id} "


def test_there_is_a_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the long way")

    monkeypatch.setattr("casebook.prose.parse.parse_marked_up", refuse)
    for form in Form:
        assert words("Who's who: a park - and #1 > 2!\n", form) == "Who’s who: a park - and #1 > 2!"
        assert words("[[ada|Who]] sat [@ft s1].", form) == "Who sat."
        assert words("7 saw [the page](https://b.c/d?e=f_g#h).", form) == "7 saw the page."
    with pytest.raises(AssertionError, match="the long way"):
        words("a *b*c")
