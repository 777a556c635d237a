"""The main part of a page once it is set: headings get an address to copy, terms a meaning.

It is one way for every layout, those of kinds without one of their own too. What is changed
comes from our own escaping renderers, where a tag never stands in a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from casebook.edit.edition import Entry
from casebook.model.terms import Term
from casebook.render.desk import Desk
from casebook.render.in_a_sentence import in_a_sentence
from casebook.render.typography import typographic

_HEADING = re.compile(r"<h([2-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_LABEL = re.compile(r' class="[^"]*\blabel\b')
_TERM = re.compile(r' data-term="([^"]*)"')
_MARK = ' role="doc-noteref"'


@dataclass(frozen=True, slots=True)
class Meaning:
    """A term that the page mentions, in short."""

    id: str
    name: str
    words: str
    """The first sentence of its meaning."""


@dataclass(frozen=True, slots=True)
class Body:
    """The main part of a page, and what its words need."""

    html: Markup
    meanings: tuple[Meaning, ...]
    """Each term once, in the order in which the page first mentions them."""
    has_notes: bool


def finish(desk: Desk, html: str) -> Body:
    """The main part of a page as it goes out."""
    ids = dict.fromkeys(_TERM.findall(html))
    terms = desk.edition.entries.get("term", {})
    meanings = tuple(meaning(desk, terms[id_]) for id_ in ids if id_ in terms)
    return Body(addressed(desk, html), meanings, _MARK in html)


def addressed(desk: Desk, html: str) -> Markup:
    """The same with a link to itself in every heading that has an id.

    The label of a list is no heading that anybody would send on.
    """
    label = escape(desk.interface.say("Link to this part"))

    def link(heading: re.Match[str]) -> str:
        level, attributes, words = heading.groups()
        id_ = _ID.search(attributes)
        if id_ is None or _LABEL.search(attributes):
            return heading[0]
        here = f'<a class="here" href="#{id_[1]}" aria-label="{label}"></a>'
        return f"<h{level}{attributes}>{words}{here}</h{level}>"

    return Markup(_HEADING.sub(link, html))


def meaning(desk: Desk, entry: Entry) -> Meaning:
    """A term in a sentence; all of its meaning where a cut could part a claim from its reply."""
    term = entry.record
    assert isinstance(term, Term)
    words = in_a_sentence(desk, term.meaning)
    return Meaning(entry.id, typographic(entry.title), words)
