"""Rules for blocks: how deep they may stand, and where the cells of a table are."""

from __future__ import annotations

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import fence as markdown_fence
from markdown_it.rules_block import paragraph as markdown_paragraph
from markdown_it.rules_block import table as markdown_table
from markdown_it.token import Token

from casebook.prose.reading import Reading

MAX_DEPTH = 12
"""Levels of blocks (a list counts two) and of emphasis; markdown-it drops text at 20."""


def depth_guard(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Stands before all other rules: too deep inside, whatever comes is a paragraph."""
    if silent or state.level < MAX_DEPTH:
        return False
    reading: Reading = state.env["reading"]
    where = reading.original(state.bMarks[start] + state.tShift[start])
    too_deep(reading, where, 1)
    return markdown_paragraph(state, start, end, False)


def too_deep(reading: Reading, offset: int, length: int) -> None:
    """Reports what is nested deeper than a reader could follow."""
    hint = "use fewer levels of lists, block quotations or emphasis"
    reading.problem("nested-too-deep", offset, length, "nested too deep to be read", hint)


def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Markdown's rule for code between fences; reports what it would hide or swallow."""
    if not markdown_fence(state, start, end, silent):
        return False
    if silent:
        return True
    reading: Reading = state.env["reading"]
    token = state.tokens[-1]
    where = reading.original(state.bMarks[start] + state.tShift[start])
    length = len(token.markup)
    if token.info.strip():
        hint = "leave out what stands after the fence: readers never see it"
        reading.problem("code-info", where, length, "words after the fence of a code block", hint)
    last = state.src[state.bMarks[state.line - 1] : state.eMarks[state.line - 1]]
    if state.line - start < 2 or last.strip().strip("> ").strip(token.markup[0]):
        hint = f"end it with {token.markup} on a line of its own"
        reading.problem("code-not-closed", where, length, "a code block that never ends", hint)
    return True


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Markdown's table rule; tells each cell where it starts and reports cells it drops."""
    before = len(state.tokens)
    if not markdown_table(state, start, end, silent):
        return False
    if silent:
        return True
    reading: Reading = state.env["reading"]
    columns = sum(token.type == "th_open" for token in state.tokens[before:])
    cells: list[tuple[int, str]] = []
    number = 0
    for token in state.tokens[before:]:
        if token.type == "tr_open" and token.map:
            cells = _cells(state, token.map[0])
            number = 0
            if any(words for _, words in cells[columns:]):
                where = reading.original(cells[columns][0])
                hint = "take out a |, or write \\| for one that is no border"
                reading.problem("table-cells", where, 1, "more cells than the table's head", hint)
        elif token.type == "inline":
            if number < len(cells):
                token.meta["cell"] = cells[number][0]
            number += 1
    _empty_heads_to_cells(state.tokens[before:])
    return True


def _empty_heads_to_cells(tokens: list[Token]) -> None:
    """A head without words, such as a table's corner, is the head of nothing: a plain cell."""
    for opening, inside, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "th_open" and not inside.content.strip():
            opening.type, closing.type = "td_open", "td_close"
            opening.tag = closing.tag = "td"


def _cells(state: StateBlock, line: int) -> list[tuple[int, str]]:
    """Where each cell of a row starts, and what is typed in it; as markdown-it splits it."""
    begin = state.bMarks[line] + state.tShift[line]
    row = state.src[begin : state.eMarks[line]]
    begin += len(row) - len(row.lstrip(MD_TRIM_CHARS))
    row = row.strip(MD_TRIM_CHARS)
    borders = [at for at, ch in enumerate(row) if ch == "|" and (at == 0 or row[at - 1] != "\\")]
    starts = [0, *(at + 1 for at in borders)]
    ends = [*borders, len(row)]
    pieces = [(at, row[at:stop]) for at, stop in zip(starts, ends, strict=True)]
    if pieces and not pieces[0][1]:
        pieces.pop(0)
    if pieces and not pieces[-1][1]:
        pieces.pop()
    return [
        (begin + at + len(words) - len(words.lstrip(MD_TRIM_CHARS)), words.strip(MD_TRIM_CHARS))
        for at, words in pieces
    ]
