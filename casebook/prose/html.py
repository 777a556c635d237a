"""Prose as HTML. What somebody typed is data: every piece of it is escaped here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from markdown_it.common.utils import MD_TRIM_CHARS, escapeHtml
from markdown_it.token import Token
from markupsafe import Markup, escape

from casebook.prose.model import Citation, Form, Heading, Mention, Note, Prose
from casebook.prose.simple import ITEM, MARKED, in_turn, tokens_of
from casebook.prose.typography import is_set


class Say(Protocol):
    """Gives the interface's own words in the language of the page (see `Interface.say`)."""

    def __call__(self, phrase: str, /) -> str:
        """The phrase that is known by this English."""


def _english(phrase: str, /) -> str:
    return phrase


class Linker(Protocol):
    """Whoever knows the records: makes links of references and citations."""

    def reference(self, mention: Mention) -> Markup:
        """The whole HTML of a reference. A plain string is escaped."""

    def citation(self, citation: Citation) -> Markup:
        """The whole HTML of one citation. A plain string is escaped."""


@dataclass(frozen=True, slots=True)
class RenderedNote:
    """A note to set beside or below a passage, in an element with the id `note-NAME`."""

    name: str
    label: str
    number: int
    """What its mark shows; counts from 1 through the text."""
    html: Markup


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of a text's first level with what belongs beside it."""

    html: Markup
    notes: tuple[RenderedNote, ...] = ()
    citations: tuple[Citation, ...] = ()
    """Those in the passage itself."""
    note_citations: tuple[Citation, ...] = ()
    """Those in its notes."""
    heading: Heading | None = None


_ALL_PROVED: frozenset[int] = frozenset()
_NOT_FOREIGN: Mapping[int, Markup] = {}
_QUOTES = ("“", "”")


def draft_mark(say: Say = _english) -> Markup:
    """What stands after words that nobody has compared with their source."""
    return Markup('<span class="draft-mark">{}</span>').format(say("draft: not yet proved"))


def render_html(
    prose: Prose,
    linker: Linker,
    unproved: frozenset[int] = _ALL_PROVED,
    say: Say = _english,
    foreign: Mapping[int, Markup] = _NOT_FOREIGN,
    quotes: tuple[str, str] = _QUOTES,
) -> Markup:
    """A whole text. Of a LINE, its words without an element around them.

    Notes follow at the end, each `<aside class="note" id="note-NAME" role="doc-footnote">`.
    `unproved` are the offsets of quotations that are to be marked as such; `say` gives the
    words that are ours in the language of the page; `foreign` gives, by their offsets, the
    attributes of quotations in another language than the page's.
    """
    if prose.made is tokens_of and is_set(prose.text):
        return Markup(_simple_html(prose, linker))
    hand = _Hand(linker, unproved, say, foreign, quotes)
    body = hand.set(prose.tokens)
    for note in _notes(prose.notes, prose, hand):
        body += (
            f'<aside class="note" id="note-{note.name}" role="doc-footnote">\n{note.html}</aside>\n'
        )
    return Markup(body)


def render_passages(
    prose: Prose,
    linker: Linker,
    unproved: frozenset[int] = _ALL_PROVED,
    say: Say = _english,
    foreign: Mapping[int, Markup] = _NOT_FOREIGN,
    quotes: tuple[str, str] = _QUOTES,
) -> list[Passage]:
    """The blocks of a text's first level in order, each with its notes and citations."""
    hand = _Hand(linker, unproved, say, foreign, quotes)
    headings = {heading.id: heading for heading in prose.headings}
    known = {note.name: note for note in prose.notes}
    passages = []
    for block in _first_level(prose.tokens):
        names = [child.meta["name"] for child in _children(block) if child.type == "note_mark"]
        notes = tuple(_notes((known[name] for name in names), prose, hand))
        cited = tuple(_citations(block))
        in_notes = tuple(one for name in names for one in _citations(prose.bodies[name]))
        heading = headings.get(str(block[0].attrs.get("id", "")))
        html = Markup(hand.set(block))
        passages.append(Passage(html, notes, cited, in_notes, heading))
    return passages


def _notes(notes: Iterable[Note], prose: Prose, hand: _Hand) -> Iterator[RenderedNote]:
    numbers = {note.name: number for number, note in enumerate(prose.notes, 1)}
    for note in notes:
        html = Markup(hand.set(prose.bodies[note.name]))
        yield RenderedNote(note.name, note.label, numbers[note.name], html)


def _first_level(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    start = depth = 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield tokens[start : index + 1]
            start = index + 1


def _children(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _citations(tokens: Iterable[Token]) -> Iterator[Citation]:
    for child in _children(tokens):
        if child.type == "citation":
            yield from child.meta["citations"]


_FIXED = {
    "paragraph_open": "<p>",
    "paragraph_close": "</p>\n",
    "bullet_list_open": "<ul>\n",
    "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n",
    "list_item_open": "<li>",
    "list_item_close": "</li>\n",
    "blockquote_open": "<blockquote>\n",
    "blockquote_close": "</blockquote>\n",
    "table_close": "</table>\n</div>\n",
    "thead_open": "<thead>\n",
    "thead_close": "</thead>\n",
    "tbody_open": "<tbody>\n",
    "tbody_close": "</tbody>\n",
    "tr_open": "<tr>",
    "tr_close": "</tr>\n",
    "th_close": "</th>",
    "td_close": "</td>",
    "hr": "<hr>\n",
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "link_close": "</a>",
    "anchor_close": "</span>",
    "softbreak": "\n",
    "hardbreak": "<br>\n",
}
"""Tokens that always give the same HTML, whatever was typed."""


def _simple_html(prose: Prose, linker: Linker) -> str:
    """What `_Hand.set` makes of a simple text whose marks stay as they were typed: half the time
    that it takes by tokens.

    Such a text has no notes and nothing in quotation marks.
    """
    opening, closing = ("", "") if prose.form is Form.LINE else ("<p>", "</p>\n")
    mentions, citations = iter(prose.mentions), iter(prose.citations)
    parts: list[str] = []
    in_list = False
    for line in prose.text.strip(MD_TRIM_CHARS).split("\n"):
        is_item = line.startswith(ITEM)
        if line and is_item != in_list:
            parts.append(_FIXED["bullet_list_open" if is_item else "bullet_list_close"])
            in_list = is_item
        if is_item:
            line = line.removeprefix(ITEM)
            parts += ("<li>", *_simple_line(line, mentions, citations, linker), "\n</li>\n")
        elif line:
            parts += (opening, *_simple_line(line, mentions, citations, linker), closing)
    if in_list:
        parts.append(_FIXED["bullet_list_close"])
    return "".join(parts)


def _simple_line(
    line: str, mentions: Iterator[Mention], citations: Iterator[Citation], linker: Linker
) -> Iterator[str]:
    """The HTML of one line of it; it takes what it mentions and cites from those still to come."""
    first, *marked = MARKED.split(line)
    yield escapeHtml(first)
    for bracket, inside, mark, emphasised, linked, address, after in in_turn(marked):
        if bracket == "[":
            yield _markup(linker.reference(next(mentions)))
        elif bracket:
            yield _cited(islice(citations, inside.count(";") + 1), linker)
        elif mark:
            tag = "em" if len(mark) == 1 else "strong"
            yield f"<{tag}>{escapeHtml(emphasised)}</{tag}>"
        else:
            yield f"{_outside(address)}{escapeHtml(linked)}</a>"
        yield escapeHtml(after)


def _cited(citations: Iterable[Citation], linker: Linker) -> str:
    return "; ".join([_markup(linker.citation(one)) for one in citations])


def _markup(made: str) -> str:
    """What a linker made, which is escaped unless it is markup."""
    return made if made.__class__ is Markup else escape(made)


@dataclass(frozen=True, slots=True)
class _Hand:
    """Sets tokens as HTML, for one text."""

    linker: Linker
    unproved: frozenset[int]
    say: Say
    foreign: Mapping[int, Markup]
    quotes: tuple[str, str]

    def set(self, tokens: Sequence[Token]) -> str:
        """Some tokens and all that is in them."""
        parts: list[str] = []
        for index, token in enumerate(tokens):
            if token.hidden:  # the paragraph of a tight list, a link that was refused
                if token.type == "paragraph_close":
                    parts.append("\n")
                continue
            kind = token.type
            if kind == "inline":
                parts.append(self.set(token.children or ()))
            elif kind == "text":
                parts.append(escapeHtml(token.content))
            elif kind in _FIXED:
                parts.append(_FIXED[kind])
            elif kind == "quote_open":
                parts.append(self._quote_open(token.meta["at"]))
            elif kind == "quote_close":
                waits = token.meta["opened"] in self.unproved
                parts.append(f"{escapeHtml(self.quotes[1])}</q>")
                parts.append(f" {draft_mark(self.say)}" if waits else "")
            elif kind == "reference":
                parts.append(_markup(self.linker.reference(token.meta["mention"])))
            elif kind == "citation":
                parts.append(_cited(token.meta["citations"], self.linker))
            elif kind == "table_open":
                parts.append(self._table_open(tokens, index))
            elif kind == "note_mark":
                parts.append(self._note_mark(token))
            else:
                parts.append(_MADE[kind](token))
        return "".join(parts)

    def _quote_open(self, at: int) -> str:
        waits = ' class="unproved"' if at in self.unproved else ""
        return f"<q{waits}{self.foreign.get(at, '')}>{escapeHtml(self.quotes[0])}"

    def _table_open(self, tokens: Sequence[Token], start: int) -> str:
        """A table's beginning. A wide one scrolls in its own frame, which the keyboard can reach
        and which is named after the heads of its columns.
        """
        heads = []
        for token in islice(tokens, start, None):
            if token.type == "thead_close":
                break
            shown = [one for one in token.children or () if one.type != "note_mark"]
            heads.append(Markup(self.set(shown)).striptags())
        columns = ", ".join(filter(None, heads))
        label = escapeHtml(self.say("Table: %(columns)s") % {"columns": columns})
        frame = f'<div class="scrolls" role="group" tabindex="0" aria-label="{label}">'
        return f"{frame}\n<table>\n"

    def _note_mark(self, token: Token) -> str:
        name, number, kind = token.meta["name"], token.meta["number"], token.meta["label"]
        label = self.say("Note %(number)s: %(kind)s") % {"number": number, "kind": kind}
        return (
            f'<a class="note-mark" id="mark-{name}" href="#note-{name}" role="doc-noteref"'
            f' aria-label="{escapeHtml(label.rstrip(": "))}">{number}</a>'
        )


def _heading(token: Token) -> str:
    return f'<{token.tag} id="{escapeHtml(str(token.attrs["id"]))}">'


def _outside(address: str) -> str:
    return f'<a href="{escapeHtml(address)}" rel="noopener" class="outside">'


def _cell(token: Token) -> str:
    scope = ' scope="col"' if token.tag == "th" else ""
    # markdown-it aligns with a style attribute, which a strict page may not have.
    side = str(token.attrs.get("style", "")).removeprefix("text-align:")
    return f"<{token.tag}{scope}" + (f' class="align-{side}">' if side else ">")


_MADE: dict[str, Callable[[Token], str]] = {
    "heading_open": _heading,
    "heading_close": lambda token: f"</{token.tag}>\n",
    "ordered_list_open": lambda token: (
        f'<ol start="{int(token.attrs["start"])}">\n' if "start" in token.attrs else "<ol>\n"
    ),
    "th_open": _cell,
    "td_open": _cell,
    "link_open": lambda token: _outside(str(token.attrs["href"])),
    "fence": lambda token: f"<pre><code>{escapeHtml(token.content)}</code></pre>\n",
    "code_inline": lambda token: f"<code>{escapeHtml(token.content)}</code>",
    "anchor_open": lambda token: f'<span class="anchor" id="anchor-{token.meta["name"]}">',
}
"""Tokens whose HTML depends on what was typed: escaped, or checked to be a slug or a number."""
