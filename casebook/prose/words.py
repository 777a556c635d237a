"""The words of a text without its markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markdown_it.token import Token

from casebook.prose.model import Mention, Prose
from casebook.prose.simple import plain_words, tokens_of
from casebook.prose.typography import is_set


def typed_words(tokens: Iterable[Token]) -> str:
    """The words of inline tokens on one line, without the marks of quotations.

    A reference gives its words, or its id where it has none; citations and notes give nothing.
    """
    return " ".join(_inline(tokens, lambda mention: mention.words or mention.id, "", "").split())


def plain_text(prose: Prose, label: Callable[[Mention], str]) -> str:
    """The words of a whole text on one line: for descriptions, search and CSV.

    `label` gives the words that a reference shows. Quotations keep their marks; citations
    and notes are left out.
    """
    if prose.made is tokens_of and is_set(prose.text):
        return plain_words(prose, label)
    blocks = []
    for token in prose.tokens:
        if token.children is not None:
            blocks.append(_inline(token.children, label, "“", "”"))
        elif token.content:
            blocks.append(token.content)
    return " ".join(" ".join(blocks).split())


def _inline(
    tokens: Iterable[Token], label: Callable[[Mention], str], opening: str, closing: str
) -> str:
    parts: list[str] = []
    for token in tokens:
        kind = token.type
        if kind in ("text", "code_inline", "text_special"):
            parts.append(token.content)
        elif kind == "reference":
            parts.append(label(token.meta["mention"]))
        elif kind in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif kind == "quote_open":
            parts.append(opening)
        elif kind == "quote_close":
            parts.append(closing)
        elif kind == "citation" and parts:
            parts[-1] = parts[-1].rstrip()
    return "".join(parts)
