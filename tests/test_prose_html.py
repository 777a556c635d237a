"""Prose as HTML: passages, and that nothing anybody types becomes markup."""

from __future__ import annotations

import string

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from prose_reading import PIECES, Linker, read

from casebook.prose import Citation, Form, Mention, render_html, render_passages

ELEMENTS = {
    *("p", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "hr"),
    *("h2", "h3", "h4", "h5", "h6", "pre", "code", "em", "strong", "a", "q", "span", "br"),
    *("aside", "cite", "div"),
}
ATTRIBUTES = {
    "a": {"href", "rel", "class", "id", "role", "aria-label"},
    "span": {"class", "id"},
    "aside": {"class", "id", "role"},
    "ol": {"start"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "th": {"scope", "class"},
    "td": {"class"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</p></div><b>",
    "&lt;script&gt;",
    "]]><!--",
    "\\\"><a href='x'>",
    "{{ 7*7 }}",
    "\x00<\x01b>",
]


def assert_safe(html: str) -> None:
    """It is valid as part of a page (no parse error at all) and holds only what we make."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    fragment = parser.parseFragment(html, container="div")
    ids = []
    for element in fragment.iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in ELEMENTS, element.tag
        assert set(element.attrib) <= ATTRIBUTES.get(element.tag, set()), element.attrib
        href = element.get("href", "#")
        assert href.startswith(("https://", "http://", "mailto:", "#", "/", "k/")), href
        ids.append(element.get("id"))
    named = [one for one in ids if one is not None]
    assert len(named) == len(set(named))


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from(Form))
@settings(max_examples=400, deadline=None)
def test_any_text_is_safe(typed: str, form: Form) -> None:
    assert_safe(read(typed, form).html)


@given(st.text(st.characters() | st.sampled_from(string.punctuation + "\n")), st.sampled_from(Form))
@settings(deadline=None)
def test_any_characters_are_safe(typed: str, form: Form) -> None:
    assert_safe(read(typed, form).html)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "[[{}]]",
        "[[a|{}]]",
        "[[a\\|{}]]",
        "[[k:{}|b]]",
        "[@{} s1]",
        "[@ft {}]",
        '"{}"',
        "`{}`",
        "*{}*",
        "## {}",
        "```{}\nx\n```",
        "```\n{}\n```",
        "[a]({})",
        "[{}](https://example.org)",
        '[a](https://example.org "{}")',
        "[a](<https://example.org/{}>)",
        "[a](https://example.org/{})",
        "<https://example.org/{}>",
        "![{}](x)",
        '"a"[^{}]\n\n[^{}]: **K.** x',
        '"a"[^n]\n\n[^n]: **{}** x',
        '"a"[^n]\n\n[^n]: **K.** {}',
        "| {} |\n|---|\n| {} |",
        "[a]: {}",
        "- {}\n\n1. > {}",
    ],
)
@pytest.mark.parametrize("form", Form)
def test_hostile_words_in_every_place(frame: str, hostile: str, form: Form) -> None:
    found = read(frame.replace("{}", hostile), form)
    assert_safe(found.html)
    for passage in render_passages(found.prose, Linker()):
        assert_safe(passage.html)
        for note in passage.notes:
            assert_safe(note.html)


def test_a_linker_that_forgets_to_escape_is_escaped() -> None:
    class Careless:
        def reference(self, mention: Mention) -> Markup:
            return mention.words  # type: ignore[return-value]

        def citation(self, citation: Citation) -> Markup:
            return f"<i>{citation.places}</i>"  # type: ignore[return-value]

    prose = read("[[a|<b>]] [@ft s1]").prose
    assert render_html(prose, Careless()) == "<p>&lt;b&gt; &lt;i&gt;s1&lt;/i&gt;</p>\n"


def test_passages() -> None:
    typed = (
        "## The *start*\n\n"
        'It "flared"[^since] between *two wings*[^wings]. [@cable p2]\n\n'
        "- one [@ft s1; app s2]\n- two\n\n"
        "[^wings]: **Who.** The [[mqm]]. [@ft s3]\n\n"
        "[^since]: **Date.** A start.\n\n"
        "> end"
    )
    found = read(typed)
    assert found.problems == []
    heading, text, items, end = render_passages(found.prose, Linker())
    assert heading.html == '<h2 id="the-start">The <em>start</em></h2>\n'
    assert heading.heading is not None
    assert (heading.heading.level, heading.heading.words) == (2, "The start")
    assert [(one.name, one.label, one.number) for one in text.notes] == [
        ("since", "Date", 1),
        ("wings", "Who", 2),
    ]
    assert text.notes[1].html == (
        '<p><strong>Who.</strong> The <a href="/mqm.html">(mqm)</a>. <cite>ft s3</cite></p>\n'
    )
    assert [one.places for one in text.citations] == ["p2"]
    assert [one.places for one in text.note_citations] == ["s3"]
    assert [one.places for one in items.citations] == ["s1", "s2"]
    assert (items.notes, end.notes, end.citations) == ((), (), ())
    assert end.html == "<blockquote>\n<p>end</p>\n</blockquote>\n"
    assert (
        "".join(one.html for one in (heading, text, items, end))
        == (str(found.html).partition("<aside")[0])
    )


def test_every_note_has_a_place_its_mark_leads_to() -> None:
    typed = '- "a"[^x]\n- *b*[^y]\n\n[^x]: **K.** 1\n\n[^y]: **L.** 2'
    tree = html5lib.parseFragment(read(typed).html, namespaceHTMLElements=False)
    ids = {element.get("id") for element in tree.iter()}
    marks = [one for one in tree.iter() if one.get("role") == "doc-noteref"]
    assert [one.get("href", "")[1:] for one in marks] == ["note-x", "note-y"]
    assert {one.get("href", "")[1:] for one in marks} < ids
    assert [one.get("aria-label") for one in marks] == ["Note 1: K", "Note 2: L"]
    assert {"anchor-x", "anchor-y"} < ids


def test_a_text_renders_the_same_twice() -> None:
    prose = read("\"a\"[^x] it's [[b|don't]] ... \n\n[^x]: **K.** 1").prose
    assert render_html(prose, Linker()) == render_html(prose, Linker())


def test_a_corner_without_words_is_no_heading_of_a_column() -> None:
    html = str(read("|  | Men | |\n|---|--:|---|\n| Monday | 4 | |").html)
    assert html.count("<th") - html.count("<thead") == 1
    assert '<tr><td></td><th scope="col" class="align-right">Men</th><td></td></tr>' in html
