"""Headings: which are allowed, and the ids they get."""

from __future__ import annotations

from collections import defaultdict

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from casebook.prose.model import Heading
from casebook.prose.reading import Reading
from casebook.prose.slugs import slug_of
from casebook.prose.words import typed_words


def check_headings(state: StateCore) -> None:
    """Reports headings out of place or order; one that may not stand becomes a paragraph."""
    reading: Reading = state.env["reading"]
    previous = 1
    for index, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        where = _where(token, reading)
        level = int(token.tag[1])
        if not reading.form.has_notes or token.level:
            hint = "headings stand in pages and excerpts, outside lists, quotations and notes"
            reading.problem("heading-not-here", where, level, "a heading cannot stand here", hint)
            _make_paragraph(token, state.tokens[index + 2])
        elif not state.tokens[index + 1].content:
            hint = "write its words after the #, or take it out"
            reading.problem("heading-level", where, level, "a heading without words", hint)
        elif level == 1:
            hint = "start with ##; the page's title is its first heading already"
            reading.problem("heading-level", where, 1, "a heading of the first level", hint)
        elif level > previous + 1:
            hint = f"use {'#' * (previous + 1)}"
            reading.problem("heading-level", where, level, "a heading that skips a level", hint)
        if level == 1 and token.type == "heading_open":
            token.tag = state.tokens[index + 2].tag = "h2"
        previous = max(level, 2)


def _where(token: Token, reading: Reading) -> int:
    line = token.map[0] if token.map else 0
    underlined = token.markup[0] != "#"
    return reading.words_of_line(line) if underlined else reading.find(line, token.markup)


def _make_paragraph(opening: Token, closing: Token) -> None:
    opening.type, closing.type = "paragraph_open", "paragraph_close"
    opening.tag = closing.tag = "p"


def name_headings(tokens: list[Token], reading: Reading) -> tuple[Heading, ...]:
    """Gives every heading an id made of its words, unlike any other id in the text."""
    taken = {f"{kind}-{name}" for name in reading.bodies for kind in ("anchor", "note", "mark")}
    uses: defaultdict[str, int] = defaultdict(lambda: 1)
    headings = []
    for index, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        words = typed_words(tokens[index + 1].children or ())
        slug = base = slug_of(words) or "section"
        while slug in taken:
            uses[base] += 1
            slug = f"{base}-{uses[base]}"
        taken.add(slug)
        token.attrs["id"] = slug
        headings.append(Heading(int(token.tag[1]), slug, words, _where(token, reading)))
    return tuple(headings)
