"""Double quotation marks: tokens while inline text is read, pairs once it has been read.

A mark in code is no mark; a mark written with a backslash or as an entity still is one,
or a quotation could be shown that nobody proves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import entity as markdown_entity
from markdown_it.rules_inline import escape as markdown_escape
from markdown_it.token import Token

from casebook.prose.model import Citation, Quotation
from casebook.prose.reading import Reading
from casebook.prose.words import typed_words

MARKS = '"“”'
_SCOPES = {"list_item_open", "td_open", "th_open", "footnote_reference_open"}
_SCOPE_ENDS = {name.replace("_open", "_close") for name in _SCOPES}


def quotation_mark(state: StateInline, silent: bool) -> bool:
    """A typed mark becomes a token `quotation_mark`."""
    if state.src[state.pos] not in MARKS:
        return False
    state.pos += 1
    if not silent:
        _push(state, state.src[state.pos - 1], state.pos - 1)
    return True


def escape(state: StateInline, silent: bool) -> bool:
    """Markdown's escape rule, but an escaped mark is a mark."""
    return _or_mark(markdown_escape, state, silent)


def entity(state: StateInline, silent: bool) -> bool:
    """Markdown's entity rule, but an entity for a mark is a mark."""
    return _or_mark(markdown_entity, state, silent)


def _or_mark(rule: Callable[[StateInline, bool], bool], state: StateInline, silent: bool) -> bool:
    start = state.pos
    before = len(state.tokens)
    if not rule(state, silent):
        return False
    if not silent and len(state.tokens) > before:
        token = state.tokens[-1]
        if token.type == "text_special" and token.content in MARKS:
            state.tokens.pop()
            state.tokens_meta.pop()
            _push(state, token.content, start)
    return True


def _push(state: StateInline, mark: str, start: int) -> None:
    reading: Reading = state.env["reading"]
    opens, closes = _sides(state, start) if mark == '"' else (mark == "“", mark == "”")
    token = state.push("quotation_mark", "", 0)
    token.content = mark
    offset, length = reading.span(start, state.pos)
    token.meta = {"at": offset, "length": length, "opens": opens, "closes": closes}


def _sides(state: StateInline, start: int) -> tuple[bool, bool]:
    """Whether a straight mark may open and close: CommonMark's rule for `*` (section 6.2)."""
    before = state.src[start - 1] if start else " "
    after = state.src[state.pos] if state.pos < len(state.src) else " "
    blank_before, blank_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    point_before, point_after = _is_punctuation(before), _is_punctuation(after)
    opens = not blank_after and (not point_after or blank_before or point_before)
    closes = not blank_before and (not point_before or blank_after or point_after)
    return opens, closes


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


@dataclass(slots=True)
class _Found:
    opening: Token
    closing: Token
    words: str
    citation: Citation | None = None


def pair_quotations(state: StateCore) -> None:
    """Pairs the marks of every inline block and ties quotations to the citations after them.

    Pairs become `quote_open` and `quote_close`; a mark that is left becomes text and is
    reported. A pair never crosses emphasis or a link, and never stands inside another.
    """
    reading: Reading = state.env["reading"]
    found: list[_Found] = []
    scopes: list[list[_Found]] = []
    for token in state.tokens:
        if token.type in _SCOPES:
            scopes.append([])
        elif token.type in _SCOPE_ENDS:
            scopes.pop()
        elif token.children:
            _read_block(token.children, reading, scopes[-1] if scopes else [], found)
    for one in found:
        start: int = one.opening.meta["at"]
        end: int = one.closing.meta["at"] + one.closing.meta["length"]
        reading.quotations.append(Quotation(one.words, start, end - start, one.citation))


def _read_block(
    children: list[Token], reading: Reading, waiting: list[_Found], found: list[_Found]
) -> None:
    # The open mark of each element we are in (emphasis, link), the block's own first.
    opened: list[int | None] = [None]
    for index, token in enumerate(children):
        if token.type == "citation":
            for one in waiting:
                one.citation = token.meta["citations"][0]
            waiting.clear()
        elif token.type == "quotation_mark":
            start = opened[-1]
            if token.meta["closes"] and start is not None:
                one = _pair(children, start, index, reading)
                waiting.append(one)
                found.append(one)
                opened[-1] = None
            elif token.meta["opens"]:
                if start is not None:
                    _alone(children[start], reading)
                    opened[-1] = index
                elif any(other is not None for other in opened):
                    _alone(token, reading)
                else:
                    opened[-1] = index
            else:
                _alone(token, reading)
        elif token.nesting > 0:
            opened.append(None)
        elif token.nesting < 0 and len(opened) > 1:
            left = opened.pop()
            if left is not None:
                _alone(children[left], reading)
    for left in opened:
        if left is not None:
            _alone(children[left], reading)


def _pair(children: list[Token], start: int, end: int, reading: Reading) -> _Found:
    opening, closing = children[start], children[end]
    opening.type, opening.nesting, opening.tag = "quote_open", 1, "q"
    closing.type, closing.nesting, closing.tag = "quote_close", -1, "q"
    closing.meta["opened"] = opening.meta["at"]
    inside = children[start + 1 : end]
    for token in inside:
        token.level += 1
        if token.type == "reference" and not token.meta["mention"].words:
            mention = token.meta["mention"]
            reading.problem(
                "reference-in-quotation",
                mention.offset,
                mention.length,
                "a reference inside a quotation must show the words that are quoted",
                f"write [[{mention.id}|the words]]",
            )
    return _Found(opening, closing, typed_words(inside))


def _alone(token: Token, reading: Reading) -> None:
    token.type = "text"
    reading.problem(
        "unpaired-quotation",
        token.meta["at"],
        token.meta["length"],
        "a quotation mark without its partner",
        "both stand in one paragraph and outside or inside the same *emphasis*; "
        "inside a quotation use ‘single’ marks",
    )
