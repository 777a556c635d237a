"""A paragraph of plain words, references and citations, read without a parser.

Most prose of a record is that. The parser takes 150 microseconds for such a text, this ten; it
gives what the parser gives, to the last token, and whatever is not plainly of this form, or holds
a mistake, is left to the parser. A test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.token import Token

from casebook.prose.model import Citation, Form, Mention, Prose
from casebook.prose.references import citations_in, reference_in
from casebook.prose.typography import set_children
from casebook.spot import Text

_WORDS = r'[^\\`*_\[\]<&\n"“”]*'
"""Holds nothing that marks up."""
_BRACKETS = rf"(?<![!^])\[(?:\[{_WORDS}\]\]|@{_WORDS}\])"
_SIMPLE = re.compile(rf"(?=[^\W\d_]|\[[\[@]){_WORDS}(?:{_BRACKETS}{_WORDS})*")
"""Starts with a letter or one of our brackets, so is no list, heading or quotation."""
_IN_BRACKETS = re.compile(r"\[([\[@])([^\]]*)\]\]?")


def read_simple(text: Text, form: Form) -> Prose | None:
    """The text as prose, where it is one simple paragraph without a mistake; None else."""
    words = text.removesuffix("\n")
    if _SIMPLE.fullmatch(words) is None or not words.isprintable():
        return None
    if "[" not in words:
        return Prose(text, form, tokens_of)
    mentions: list[Mention] = []
    citations: list[Citation] = []
    for found in _IN_BRACKETS.finditer(words):
        if found[1] == "[":
            parts = reference_in(found[2])
            if parts is None:
                return None
            start, end = found.span()
            mentions.append(Mention(*parts, start, end - start))
        else:
            cited = citations_in(found[2], found.span(), _span)
            if cited is None:
                return None
            citations += cited
    return Prose(
        text, form, tokens_of, mentions=tuple(mentions), citations=tuple(citations)
    )  # fmt: skip


def _span(start: int, end: int) -> tuple[int, int]:
    return start, end - start


def tokens_of(prose: Prose) -> tuple[Token, ...]:
    """The tokens of a text that was read so, made when they are asked for: few ever are."""
    content = prose.text.strip(MD_TRIM_CHARS)
    children = list(_children(content, prose))
    set_children(content, children)
    inline = Token("inline", "", 0, map=[0, 1], content=content, children=children)
    if prose.form is Form.LINE:
        return (inline,)
    inline.block, inline.level = True, 1
    return (
        Token("paragraph_open", "p", 1, map=[0, 1], block=True),
        inline,
        Token("paragraph_close", "p", -1, block=True),
    )


def _children(content: str, prose: Prose) -> Iterator[Token]:
    mentions, past = iter(prose.mentions), 0
    for found in _IN_BRACKETS.finditer(content):
        start, end = found.span()
        if start > past:
            yield Token("text", "", 0, content=content[past:start])
        if found[1] == "[":
            yield Token("reference", "", 0, meta={"mention": next(mentions)})
        else:
            here = tuple(one for one in prose.citations if start <= one.offset < end)
            yield Token("citation", "", 0, meta={"citations": here})
        past = end
    if past < len(content):
        yield Token("text", "", 0, content=content[past:])
