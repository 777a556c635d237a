"""Prose as HTML. What somebody typed is data: every piece of it is escaped here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from markupsafe import Markup, escape

from casebook.prose.model import Citation, Heading, Mention, Note, Prose


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


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said and set around a text that is none of its own words."""

    quotes: tuple[str, str] = ("“", "”")
    unproved: str = "draft: not yet proved"
    """Stands after words that nobody has compared with their source."""
    note: str = "Note %(number)s"
    """What the mark of a note is called where it is read aloud."""


_ENGLISH = Wording()
_ALL_PROVED: frozenset[int] = frozenset()
_NOT_FOREIGN: Mapping[int, Markup] = {}


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a text is set: its links, its quotations, and the words around them."""

    linker: Linker
    unproved: frozenset[int]
    foreign: Mapping[int, Markup]
    wording: Wording


def render_html(
    prose: Prose,
    linker: Linker,
    unproved: frozenset[int] = _ALL_PROVED,
    foreign: Mapping[int, Markup] = _NOT_FOREIGN,
    wording: Wording = _ENGLISH,
) -> Markup:
    """A whole text. Of a LINE, its words without an element around them.

    Notes follow at the end, each `<aside class="note" id="note-NAME" role="doc-footnote">`.
    `unproved` are the offsets of quotations that are to be marked as such; `foreign` gives, by
    their offsets, the attributes of those in another language than the page's.
    """
    setting = _Setting(linker, unproved, foreign, wording)
    body = _render(prose.tokens, setting)
    for note in _notes(prose.notes, prose, setting):
        body += (
            f'<aside class="note" id="note-{note.name}" role="doc-footnote">\n{note.html}</aside>\n'
        )
    return Markup(body)


def render_passages(
    prose: Prose,
    linker: Linker,
    unproved: frozenset[int] = _ALL_PROVED,
    foreign: Mapping[int, Markup] = _NOT_FOREIGN,
    wording: Wording = _ENGLISH,
) -> list[Passage]:
    """The blocks of a text's first level in order, each with its notes and citations."""
    setting = _Setting(linker, unproved, foreign, wording)
    headings = {heading.id: heading for heading in prose.headings}
    known = {note.name: note for note in prose.notes}
    passages = []
    for block in _first_level(prose.tokens):
        names = [child.meta["name"] for child in _children(block) if child.type == "note_mark"]
        notes = tuple(_notes((known[name] for name in names), prose, setting))
        cited = tuple(_citations(block))
        in_notes = tuple(one for name in names for one in _citations(prose.bodies[name]))
        heading = headings.get(str(block[0].attrs.get("id", "")))
        html = Markup(_render(block, setting))
        passages.append(Passage(html, notes, cited, in_notes, heading))
    return passages


def _notes(notes: Iterable[Note], prose: Prose, setting: _Setting) -> Iterator[RenderedNote]:
    numbers = {note.name: number for number, note in enumerate(prose.notes, 1)}
    for note in notes:
        html = Markup(_render(prose.bodies[note.name], setting))
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
    "table_open": "<table>\n",
    "table_close": "</table>\n",
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


def _render(tokens: Iterable[Token], setting: _Setting) -> str:
    parts: list[str] = []
    linker = setting.linker
    for token in tokens:
        if token.hidden:  # the paragraph of a tight list, a link that was refused
            if token.type == "paragraph_close":
                parts.append("\n")
            continue
        kind = token.type
        if kind == "inline":
            parts.append(_render(token.children or (), setting))
        elif kind == "text":
            parts.append(escapeHtml(token.content))
        elif kind in _FIXED:
            parts.append(_FIXED[kind])
        elif kind == "quote_open":
            parts.append(_quote_open(token.meta["at"], setting))
        elif kind == "quote_close":
            parts.append(_quote_close(token.meta["opened"], setting))
        elif kind == "reference":
            parts.append(str(escape(linker.reference(token.meta["mention"]))))
        elif kind == "citation":
            cited = (str(escape(linker.citation(one))) for one in token.meta["citations"])
            parts.append("; ".join(cited))
        elif kind == "note_mark":
            parts.append(_note_mark(token, setting.wording))
        else:
            parts.append(_MADE[kind](token))
    return "".join(parts)


def _quote_open(at: int, setting: _Setting) -> str:
    waits = ' class="unproved"' if at in setting.unproved else ""
    return f"<q{waits}{setting.foreign.get(at, '')}>{escapeHtml(setting.wording.quotes[0])}"


def _quote_close(at: int, setting: _Setting) -> str:
    closing = f"{escapeHtml(setting.wording.quotes[1])}</q>"
    return f"{closing} {draft_mark(setting.wording)}" if at in setting.unproved else closing


def draft_mark(wording: Wording = _ENGLISH) -> Markup:
    """What stands after words that nobody has compared with their source."""
    return Markup('<span class="draft-mark">{}</span>').format(wording.unproved)


def _heading(token: Token) -> str:
    return f'<{token.tag} id="{escapeHtml(str(token.attrs["id"]))}">'


def _link(token: Token) -> str:
    href = escapeHtml(str(token.attrs["href"]))
    return f'<a href="{href}" rel="noopener" class="outside">'


def _cell(token: Token) -> str:
    scope = ' scope="col"' if token.tag == "th" else ""
    # markdown-it aligns with a style attribute, which a strict page may not have.
    side = str(token.attrs.get("style", "")).removeprefix("text-align:")
    return f"<{token.tag}{scope}" + (f' class="align-{side}">' if side else ">")


def _note_mark(token: Token, wording: Wording) -> str:
    name, number = token.meta["name"], token.meta["number"]
    called = wording.note % {"number": number}
    label = escapeHtml(f"{called}: {token.meta['label']}".rstrip(": "))
    return (
        f'<a class="note-mark" id="mark-{name}" href="#note-{name}" role="doc-noteref"'
        f' aria-label="{label}">{number}</a>'
    )


_MADE: dict[str, Callable[[Token], str]] = {
    "heading_open": _heading,
    "heading_close": lambda token: f"</{token.tag}>\n",
    "ordered_list_open": lambda token: (
        f'<ol start="{int(token.attrs["start"])}">\n' if "start" in token.attrs else "<ol>\n"
    ),
    "th_open": _cell,
    "td_open": _cell,
    "link_open": _link,
    "fence": lambda token: f"<pre><code>{escapeHtml(token.content)}</code></pre>\n",
    "code_inline": lambda token: f"<code>{escapeHtml(token.content)}</code>",
    "anchor_open": lambda token: f'<span class="anchor" id="anchor-{token.meta["name"]}">',
}
"""Tokens whose HTML depends on what was typed: escaped, or checked to be a slug or a number."""
