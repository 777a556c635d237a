"""What a piece of annotated Markdown holds, once read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from markdown_it.token import Token

from casebook.spot import Text


class Form(Enum):
    """What a text may be made of."""

    LINE = "line"
    """One paragraph's words, without blocks: a title, a cell of data."""
    BLOCK = "block"
    """Paragraphs, lists, tables, block quotations: a record's field of prose."""
    PAGE = "page"
    """The same with headings and notes."""
    EXCERPT = "excerpt"
    """The same as a page; its notes stand in the margin."""

    @property
    def has_notes(self) -> bool:
        """Whether headings and notes are allowed."""
        return self in (Form.PAGE, Form.EXCERPT)


# A long record has a hundred thousand of these two: a tuple takes half as long to make as a frozen
# dataclass.


class Mention(NamedTuple):
    """A typed reference: `[[id]]`, `[[kind:id]]`, `[[kind:id|words shown]]`."""

    kind: str
    """The kind of record, "" if unsaid."""
    id: str
    words: str
    """The words shown, "" if unsaid; runs of white space are one space."""
    offset: int
    """Where it starts, in characters of the text that was parsed."""
    length: int


class Citation(NamedTuple):
    """A source and the places in it: `[@ft s69]`."""

    source: str
    places: str
    """As typed, with single spaces: "s43, s45"."""
    offset: int
    length: int
    """Covers the brackets when it stands alone in them, else its own part: `app s44`."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in double quotation marks."""

    words: str
    """The words between the marks as typed (apostrophes too), without markup, one line."""
    offset: int
    length: int
    """Covers the marks."""
    citation: Citation | None = None
    """The next citation after it in the same paragraph, list item, cell or note."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the margin, tied to the words before its mark."""

    name: str
    label: str
    """Its first bold words, without a closing stop or colon: "Date"."""
    anchor: str
    """The plain words it is tied to, without quotation marks."""
    offset: int
    """Where its mark stands."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, its id made from its words."""

    level: int
    id: str
    words: str
    offset: int
    """Where its first # stands, or the line of an underlined one starts."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A text, parsed. Everything in it is in the order of the text."""

    text: Text
    form: Form
    made: tuple[Token, ...] | Callable[[Prose], tuple[Token, ...]] = field(
        default=(), compare=False, repr=False
    )
    """The tokens, or what makes them of this."""
    bodies: Mapping[str, tuple[Token, ...]] = field(default_factory=dict)
    """Tokens of each note's text, by the note's name."""
    mentions: tuple[Mention, ...] = ()
    citations: tuple[Citation, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    notes: tuple[Note, ...] = ()
    """Notes that are marked and defined, in the order of their marks."""
    headings: tuple[Heading, ...] = ()

    @property
    def tokens(self) -> tuple[Token, ...]:
        """markdown-it tokens of the text itself."""
        return self.made(self) if callable(self.made) else self.made

    @property
    def own_citations(self) -> tuple[Citation, ...]:
        """The citations of the text itself, without those of its notes."""
        if not self.bodies:
            return self.citations
        children = (child for token in self.tokens for child in token.children or ())
        return tuple(
            citation
            for child in children
            if child.type == "citation"
            for citation in child.meta["citations"]
        )
