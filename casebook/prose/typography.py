"""What a typist writes straight, set as a printer would: ’ ‘ … and – between spaces."""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from casebook.prose.reading import Reading

_STRAIGHT = re.compile(r"'|\.\.\.|--")
_DASH = re.compile(r"(?<=\s)--(?=\s)")
_SINGLE = re.compile("'")
_OPENING_CONTEXT = frozenset("([{“‘–—-/")
_ELISION = re.compile(r"(?:\d\ds?|tis|twas|twere|twill|til|em|n)(?!\w)", re.IGNORECASE)
"""What follows an apostrophe that stands for something left out: ’90s, ’tis, ’em."""


def set_typography(state: StateCore) -> None:
    """Sets apostrophes, single quotation marks, dots and dashes in every text token."""
    reading: Reading = state.env["reading"]
    for tokens in (state.tokens, *reading.bodies.values()):
        for token in tokens:
            if token.children:
                set_children(token.content, token.children)


def set_children(content: str, children: list[Token]) -> None:
    """Sets the inline tokens of one block; `content` is what they were read from."""
    if not is_set(content):
        _set(children)


def is_set(content: str) -> bool:
    """Does a printer set these words as they were typed?"""
    return _STRAIGHT.search(content) is None


def set_words(words: str, before: str = " ", after: str = " ") -> str:
    """Words as a printer sets them; `before` and `after` are the characters around them."""
    if not _STRAIGHT.search(words):
        return words
    line = before + words + after
    line = _SINGLE.sub(_single, line)
    line = _DASH.sub("–", line)
    return line[len(before) : len(line) - len(after)].replace("...", "…")


def _single(match: re.Match[str]) -> str:
    line, at = match.string, match.start()
    before, after = line[at - 1 : at] or " ", line[at + 1 : at + 2] or " "
    if not (before.isspace() or before in _OPENING_CONTEXT) or after.isspace():
        return "’"
    return "’" if _ELISION.match(line, at + 1) else "‘"


def _set(children: list[Token]) -> None:
    address = False
    before = " "
    for index, token in enumerate(children):
        if token.type == "text":
            if not token.content:
                continue
            last = token.content[-1]
            if not address:
                token.content = set_words(token.content, before, _after(children, index))
            before = last
        elif token.type in ("softbreak", "hardbreak"):
            before = " "
        elif token.type == "quote_open":
            before = "“"
        elif token.type == "quote_close":
            before = "”"
        elif token.type in ("reference", "code_inline", "citation", "note_mark"):
            before = "x"
            mention = token.meta.get("mention")
            if mention is not None and _STRAIGHT.search(mention.words):
                token.meta["mention"] = mention._replace(words=set_words(mention.words))
        elif token.info == "auto":
            address = token.nesting > 0
            before = "x"


def _after(children: list[Token], index: int) -> str:
    for token in children[index + 1 :]:
        if token.type == "text" and token.content:
            return token.content[0]
        if token.type in ("softbreak", "hardbreak"):
            return " "
        if token.type in ("reference", "code_inline", "citation", "note_mark", "quote_open"):
            return "x"
        if token.type == "quote_close":
            return "”"
    return " "
