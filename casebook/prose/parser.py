"""The Markdown parser, put together once for each form of text.

CommonMark 0.31 with tables (GitHub Flavored Markdown) and notes (as in Pandoc), without raw
HTML, pictures, indented code and link definitions, and with references, citations and
quotations. https://spec.commonmark.org/0.31.2/
"""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def

from casebook.prose import blocks, links, quotations, references
from casebook.prose.headings import check_headings
from casebook.prose.notes import tie_notes
from casebook.prose.reading import Reading
from casebook.prose.typography import set_typography

MAX_LENGTH = 100_000
"""Characters in one text."""
MAX_BRACKETS = 400
"""Opening brackets in one paragraph that are not our own `[[`, `[@` or `[^`."""


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Lets every address through: `links` looks at them and says what is wrong."""
        return True


@cache
def parser(notes: bool) -> MarkdownIt:
    """The parser for texts with or without notes; made once, then shared."""
    md = _Parser("commonmark", {"html": False}).enable("table")
    # An indented line is a paragraph like any other: quotations in it are to be seen.
    md.disable(["code", "html_block", "normalize"])
    interrupts = ["paragraph", "reference"]
    md.block.ruler.at("table", blocks.table, {"alt": interrupts})
    md.block.ruler.at("fence", blocks.fence, {"alt": [*interrupts, "blockquote", "list"]})
    md.block.ruler.before("table", "depth", blocks.depth_guard)
    md.block.ruler.at("reference", links.link_definition)
    if notes:
        md.block.ruler.before("reference", "note", footnote_def, {"alt": interrupts})
    for mark in quotations.MARKS:
        md.inline.add_terminator_char(mark)
    inline = md.inline.ruler
    inline.at("escape", quotations.escape)
    inline.at("entity", quotations.entity)
    inline.at("link", links.link)
    inline.before("link", "broken_link", links.broken_link)
    inline.at("image", links.image)
    inline.at("autolink", links.autolink)
    inline.at("html_inline", links.raw_html)
    inline.before("link", "quotation_mark", quotations.quotation_mark)
    inline.before("link", "reference", references.reference)
    inline.before("link", "citation", references.citation)
    inline.before("link", "note_mark", references.note_mark)
    inline.before("link", "inline_note", references.inline_note)
    md.core.ruler.at("inline", _read_inline)
    for rule in (quotations.pair_quotations, check_headings, tie_notes, set_typography):
        md.core.ruler.push(rule.__name__, rule)
    return md


def _read_inline(state: StateCore) -> None:
    """markdown-it's rule of that name, telling the reading where it is and bounding it."""
    reading: Reading = state.env["reading"]
    before: Token | None = None
    for token in state.tokens:
        if token.type == "inline":
            content = token.content
            atx = before is not None and before.type == "heading_open" and before.markup[0] == "#"
            reading.begin(token, atx, state.inlineMode)
            token.children = []
            if not content:  # a table may have tens of thousands of empty cells
                continue
            if _is_tangled(content):
                token.children.append(Token("text", "", 0, content=content))
                hint = "split it into several paragraphs"
                where = reading.span(0, 1)[0]
                reading.problem("too-tangled", where, 1, "too many brackets in a paragraph", hint)
            else:
                state.md.inline.parse(content, state.md, state.env, token.children)
                if content.count("*") + content.count("_") > blocks.MAX_DEPTH:
                    _flatten(token.children, reading)
        before = token


def _is_tangled(content: str) -> bool:
    brackets = content.count("[")
    if brackets <= MAX_BRACKETS:
        return False
    ours = 2 * content.count("[[") + content.count("[@") + content.count("[^")
    return brackets - ours > MAX_BRACKETS


def _flatten(children: list[Token], reading: Reading) -> None:
    """Takes emphasis back out of a paragraph where it is nested too deep."""
    depth = deepest = 0
    for token in children:
        depth += token.nesting
        deepest = max(deepest, depth)
    if deepest <= blocks.MAX_DEPTH:
        return
    blocks.too_deep(reading, reading.span(0, 1)[0], 1)
    for token in children:
        if token.type in ("em_open", "em_close", "strong_open", "strong_close"):
            token.type, token.tag, token.nesting, token.content = "text", "", 0, token.markup
