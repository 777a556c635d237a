"""Plain paragraphs and lists of words, emphasis, references, citations and links, read without a
parser.

Most prose of a record is that. The parser takes 300 microseconds for such a text, this twenty; it
gives what the parser gives, to the last token, and whatever is not plainly of this form, or holds
a mistake, is left to the parser. A test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Literal, NamedTuple

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.token import Token

from casebook.prose.model import Citation, Form, Mention, Prose
from casebook.prose.references import PLACE, citations_in
from casebook.prose.slugs import SLUG
from casebook.prose.typography import set_children
from casebook.spot import Text

_WORDS = r'[^\\`*_\[\]<&\n"“”]*'
"""Holds nothing that marks up."""
_REFERENCE = rf"\[\[(?:[a-z]+:)?{SLUG}(?:\|{_WORDS})?\]\]"
_BRACKETS = rf"(?<![!^])(?:{_REFERENCE}|\[@{_WORDS}\])"
_INSIDE = rf"[^\W_](?:{_WORDS}[^\W_])?"
_EMPHASIS = rf"(?<= )(?:\*\*{_INSIDE}\*\*|\*{_INSIDE}\*)(?=[ ,.;:]|\Z)"
"""Where a mark begins a word and ends one, it can be taken in one way alone."""
_HOST = r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,3}"
_ADDRESS = rf"https?://{_HOST}(?:/[A-Za-z0-9/._~=&+,:?#-]*)?"
"""Letters that stay as they are in any address; of others the parser makes what browsers send."""
_LINK = rf"(?<![!^])\[(?![@^]){_WORDS}\]\({_ADDRESS}\)"
_SIMPLE = re.compile(
    rf"(?![0-9]+[.)])(?=[^\W_]|\[){_WORDS}(?:(?:{_BRACKETS}|{_EMPHASIS}|{_LINK}){_WORDS})*"
)
"""Starts with a letter, a number or a bracket, so is no list, heading or quotation."""
_OURS = re.compile(r"\[(?:\[(?:([a-z]+):)?([a-z0-9-]+)(?:\|([^\]]*))?\]\]|@([^\]]*)\])")
"""A reference, by its kind, id and words, or what stands in a citation: in a simple text."""
_ONE_PLACE = re.compile(rf"({SLUG}) ({PLACE}(?:, {PLACE})*)")
"""A citation of one source, as nearly all are."""
MARKED = re.compile(r"\[([\[@])([^\]]*)\]\]?|(\*\*?)([^*]*)\3|\[([^\]]*)\]\(([^)]*)\)")
"""A reference or citation, emphasised words or a link, in a simple text."""
ITEM = "- "
"""What a line of a list begins with."""
_EMPHASES = {"*": ("em_open", "em_close", "em"), "**": ("strong_open", "strong_close", "strong")}


def read_simple(text: Text, form: Form) -> Prose | None:
    """The text as prose, where all of it is simple and without a mistake; None else."""
    words = text.removesuffix("\n")
    if not _is_simple(words, form):
        return None
    if "[" not in words:
        return Prose(text, form, tokens_of)
    mentions: list[Mention] = []
    citations: list[Citation] = []
    for found in _OURS.finditer(words):
        kind, id_, shown, inside = found.groups()
        start, end = found.span()
        if id_:
            if shown is not None:
                shown = " ".join(shown.split())
                if not shown:
                    return None
            mentions.append(Mention(kind or "", id_, shown or "", start, end - start))
        elif one := _ONE_PLACE.fullmatch(inside):
            citations.append(Citation(one[1], one[2], start, end - start))
        else:
            cited = citations_in(inside, (start, end), _span)
            if cited is None:
                return None
            citations += cited
    return Prose(
        text, form, tokens_of, mentions=tuple(mentions), citations=tuple(citations)
    )  # fmt: skip


def _span(start: int, end: int) -> tuple[int, int]:
    return start, end - start


def _is_simple(words: str, form: Form) -> bool:
    """Is it one line, or such lines and tight lists of them with an empty line between two?"""
    if "\n" not in words:
        return _SIMPLE.fullmatch(words) is not None and words.isprintable()
    if form is Form.LINE:
        return False
    in_list = False
    for block in words.split("\n\n"):
        was_list, in_list = in_list, block.startswith(ITEM)
        lines = block.split("\n")
        # A list after a list is one with room between its items; lines of a paragraph are joined.
        if was_list if in_list else len(lines) > 1:
            return False
        for line in lines:
            own = line.removeprefix(ITEM) if in_list else line
            sound = in_list == line.startswith(ITEM) and _SIMPLE.fullmatch(own) is not None
            if not sound or own.endswith(" ") or not own.isprintable():
                return False
    return True


def plain_words(prose: Prose, label: Callable[[Mention], str]) -> str:
    """The words of a text that was read so, as `words.plain_text` gives them of its tokens.

    Only where the typist's marks stay as they are (`typography.is_set`): a third of the time
    that it takes by tokens.
    """
    mentions = iter(prose.mentions)
    lines = []
    for line in prose.text.split("\n"):
        first, *marked = MARKED.split(line.removeprefix(ITEM))
        parts = [first] if first else []
        for bracket, _, _, emphasised, linked, _, after in in_turn(marked):
            if bracket == "[":
                parts.append(label(next(mentions)))
            elif bracket:
                # No blank is left before a stop.
                parts[-1:] = [part.rstrip() for part in parts[-1:]]
            else:
                parts.append(emphasised or linked)
            if after:
                parts.append(after)
        lines.append("".join(parts))
    return " ".join(" ".join(lines).split())


def in_turn(marked: list[str]) -> Iterator[list[str]]:
    """What `MARKED.split` gives after the first words: six groups, and the words behind them."""
    for start in range(0, len(marked), 7):
        yield marked[start : start + 7]


def tokens_of(prose: Prose) -> tuple[Token, ...]:
    """The tokens of a text that was read so, made when they are asked for: few ever are."""
    found = _Found(iter(prose.mentions), iter(prose.citations))
    if "\n" not in prose.text.removesuffix("\n"):
        content = prose.text.strip(MD_TRIM_CHARS)
        if prose.form is Form.LINE:
            return (_inline(content, found),)
        return _paragraph(content, 0, found)
    tokens: list[Token] = []
    line = 0
    blocks = prose.text.removesuffix("\n").split("\n\n")
    for number, block in enumerate(blocks, 1):
        if block.startswith(ITEM):
            tokens += _list(block, line, number == len(blocks), found)
        else:
            tokens += _paragraph(block, line, found)
        line += block.count("\n") + 2
    return tuple(tokens)


class _Found(NamedTuple):
    """What a text mentions and cites, as far as no token has it yet."""

    mentions: Iterator[Mention]
    citations: Iterator[Citation]


def _list(block: str, line: int, is_last: bool, found: _Found) -> Iterator[Token]:
    lines = block.split("\n")
    end = line + len(lines) + (0 if is_last else 1)  # with the empty line below
    yield _token("bullet_list_open", "ul", 1, lines=[line, end], markup="-", block=True)
    for number, item in enumerate(lines, line):
        last = number + 1 if number < line + len(lines) - 1 else end
        yield _token("list_item_open", "li", 1, 1, lines=[number, last], markup="-", block=True)
        words = item.removeprefix(ITEM)
        for token in _paragraph(words, number, found):
            token.level += 2
            token.hidden = token.type != "inline"
            yield token
        yield _token("list_item_close", "li", -1, 1, markup="-", block=True)
    yield _token("bullet_list_close", "ul", -1, markup="-", block=True)


def _paragraph(content: str, line: int, found: _Found) -> tuple[Token, ...]:
    inline = _inline(content, found)
    inline.block, inline.level, inline.map = True, 1, [line, line + 1]
    return (
        _token("paragraph_open", "p", 1, lines=[line, line + 1], block=True),
        inline,
        _token("paragraph_close", "p", -1, block=True),
    )


def _inline(content: str, found: _Found) -> Token:
    children = list(_children(content, found))
    set_children(content, children)
    token = _token("inline", "", 0, content=content, lines=[0, 1])
    token.children = children
    return token


def _children(content: str, found: _Found) -> Iterator[Token]:
    """The tokens of one line."""
    first, *marked = MARKED.split(content)
    if first:
        yield _token("text", "", 0, content=first)
    for bracket, inside, mark, emphasised, linked, address, after in in_turn(marked):
        if bracket == "[":
            token = _token("reference", "", 0)
            token.meta["mention"] = next(found.mentions)
            yield token
        elif bracket:
            token = _token("citation", "", 0)
            number = inside.count(";") + 1
            token.meta["citations"] = tuple(islice(found.citations, number))
            yield token
        elif mark:
            opening, closing, tag = _EMPHASES[mark]
            yield _token(opening, tag, 1, markup=mark)
            yield _token("text", "", 0, 1, content=emphasised)
            yield _token(closing, tag, -1, markup=mark)
        else:
            token = _token("link_open", "a", 1)
            token.attrs["href"] = address
            yield token
            if linked:
                yield _token("text", "", 0, 1, content=linked)
            yield _token("link_close", "a", -1)
        if after:
            yield _token("text", "", 0, content=after)


def _token(
    type_: str,
    tag: str,
    nesting: Literal[-1, 0, 1],
    level: int = 0,
    *,
    content: str = "",
    markup: str = "",
    lines: list[int] | None = None,
    block: bool = False,
) -> Token:
    """The same as `Token(...)`, which takes twice as long; all of its fields are set here."""
    token = _new_token(Token)
    token.type, token.tag, token.nesting, token.level = type_, tag, nesting, level
    token.content, token.markup, token.info = content, markup, ""
    token.attrs, token.meta, token.children = {}, {}, None
    token.map, token.block, token.hidden = lines, block, False
    return token


_new_token = Token.__new__
