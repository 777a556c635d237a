"""Annotated Markdown: references, citations, quotations and notes in running text.

    parse_prose -> Prose -> render_html, render_passages, plain_text

A text is read once; what it mentions, cites and quotes is listed with its place, so that
rules can be checked on it and problems shown where they were typed.
"""

from casebook.prose.html import (
    Linker,
    Passage,
    RenderedNote,
    render_html,
    render_passages,
)
from casebook.prose.model import Citation, Form, Heading, Mention, Note, Prose, Quotation
from casebook.prose.parse import parse_prose
from casebook.prose.simple import read_simple
from casebook.prose.words import plain_text

__all__ = [
    "Citation",
    "Form",
    "Heading",
    "Linker",
    "Mention",
    "Note",
    "Passage",
    "Prose",
    "Quotation",
    "RenderedNote",
    "parse_prose",
    "plain_text",
    "read_simple",
    "render_html",
    "render_passages",
]
