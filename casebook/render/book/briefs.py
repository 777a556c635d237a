"""A brief as a book: its cover, the chapter it opens with, and where its references lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from markupsafe import Markup

from casebook.edit.briefs import Ask, NarrowedEdition, Reason, Selection, narrowed, select
from casebook.edit.briefs.ask import in_words
from casebook.edit.edition import Edition, Entry
from casebook.interface import phrase
from casebook.render.book.chapters import Chapter
from casebook.render.book.cover import CoverView, cover_view
from casebook.render.book.links import BRIEF, BookLinks
from casebook.render.desk import Desk
from casebook.render.site.chrome import address_of
from casebook.render.typography import typographic

COUNTED = ("event", "claim", "figure")
"""The kinds whose numbers tell how much of the record a brief holds."""

GROUPS = (
    ((Reason.ASKED, Reason.ANSWERS), phrase("What was asked for")),
    ((Reason.EVENT,), phrase("Events that these claims and figures are about")),
    ((Reason.OF_EVENT,), phrase("Claims about these events, and figures of them")),
    ((Reason.ANSWERED,), phrase("Claims that these are replies to")),
    ((Reason.REPLY,), phrase("Replies to these claims")),
    ((Reason.COMPARED,), phrase("Figures that these are set beside")),
)
"""Why records are in a brief, in the order in which they were found."""


class BriefLinks(BookLinks):
    """Addresses inside a brief; of what is not in it, those of the site."""

    def __init__(self, selection: Selection, address: str) -> None:
        """`address` is that of the site, ending in a slash; nothing if it has none."""
        self._selection = selection
        self._address = address

    def to(self, entry: Entry) -> str:
        """`#person-ID`; `https://example.org/people/ID.html` where it is not in the brief.

        Without an address it is the chapter that says what the brief leaves out.
        """
        if entry in self._selection:
            return super().to(entry)
        return self._address + entry.path if self._address else f"#{BRIEF}"

    def to_unit(self, source: Entry, unit: str) -> str:
        """`#source-ID.p3` where the excerpt is in the brief; else the source."""
        if unit and source.id in self._selection.excerpts:
            return super().to_unit(source, unit)
        return self.to(source)


@dataclass(frozen=True, slots=True)
class Held:
    """How many records of a kind a brief holds, and how many there are."""

    words: str
    here: int
    whole: int


@dataclass(frozen=True, slots=True)
class BriefView:
    """What a brief opens with: what was asked for, what came with it, and what is left out."""

    record: str
    """The title of the whole record."""
    address: str
    asked: tuple[tuple[str, tuple[Markup, ...]], ...]
    """Each thing asked for, under a word for what it is."""
    held: tuple[Held, ...]
    groups: tuple[tuple[str, tuple[Markup, ...]], ...]
    """The events, claims and figures in it, by why they are."""
    pages: tuple[Markup, ...]
    """Narrative pages of the record, which no brief holds."""
    names: bool
    """Does it have short entries of who is only named?"""
    excerpts: bool
    """Does it hold the excerpts of the sources asked for?"""


def brief_desk(edition: Edition, ask: Ask) -> Desk:
    """What the views of a brief are made with; AskError if it would be empty."""
    selection = select(edition, ask)
    return Desk(narrowed(edition, selection), BriefLinks(selection, address_of(edition)))


def brief_title(edition: Edition, ask: Ask) -> str:
    """A title for a brief that has none of its own: `MQM · January 2010`."""
    return " · ".join(in_words(edition, ask))


def brief_cover(desk: Desk, title: str) -> CoverView:
    """The cover of a brief."""
    edition = _edition(desk)
    say = desk.interface.say
    cover = cover_view(desk)
    asked = list(in_words(edition.whole, edition.selection.ask))
    about = desk.interface.semicolon.join(asked) if title != " · ".join(asked) else ""
    title = typographic(title)
    foot = say("%(brief)s: a brief from %(record)s", brief=title, record=cover.title)
    holds = desk.interface.semicolon.join(
        f"{one.words} {_share(desk, one)}" for one in _held(desk) if one.whole
    )
    handling = typographic(edition.site.handling or "")
    return replace(
        cover,
        label=say("Brief"),
        document=foot,
        title=title,
        subtitle=say("A brief from the record %(record)s", record=cover.title),
        lines=(
            *([(say("About"), typographic(about))] if about else []),
            (say("It holds"), holds),
            *cover.lines,
        ),
        foot=" · ".join(
            words
            for words in (
                say("DRAFT, not for publication") if cover.draft else "", foot, handling,
            )
            if words
        ),
    )  # fmt: skip


def brief_opening(desk: Desk) -> Chapter:
    """The chapter that a brief opens with."""
    edition = _edition(desk)
    selection, whole = edition.selection, edition.whole
    say = desk.interface.say
    asked = (
        (say("About"), tuple(desk.links_to(selection.ask.about))),
        (say("Place"), tuple(desk.links_to(selection.ask.places))),
        (say("Source"), tuple(desk.links_to(selection.ask.sources))),
        (
            say("Time"),
            (Markup.escape(desk.date(selection.ask.span)),) if selection.ask.span else (),
        ),
    )
    view = BriefView(
        record=typographic(edition.site.title),
        address=address_of(edition),
        asked=tuple((word, links) for word, links in asked if links),
        held=tuple(_held(desk)),
        groups=tuple(_groups(desk)),
        pages=tuple(desk.links_to(whole.of("page"))),
        names=bool(selection.of(Reason.NAMED)),
        excerpts=bool(selection.excerpts),
    )
    lead = say("What was asked for, what came with it, and what it leaves out.")
    return Chapter(BRIEF, say("What this brief holds"), lead, "brief", view, indexed=False)


def _edition(desk: Desk) -> NarrowedEdition:
    return cast(NarrowedEdition, desk.edition)


def _held(desk: Desk) -> Iterator[Held]:
    edition = _edition(desk)
    for name in COUNTED:
        kind = edition.manuscript.model.kinds[name]
        here, whole = len(edition.of(name)), len(edition.whole.of(name))
        yield Held(desk.interface.say(kind.plural), here, whole)


def _share(desk: Desk, held: Held) -> str:
    here, whole = desk.interface.number(held.here), desk.interface.number(held.whole)
    return desk.interface.say("%(here)s of %(whole)s", here=here, whole=whole)


def _groups(desk: Desk) -> Iterator[tuple[str, tuple[Markup, ...]]]:
    """Records by why they are here, each by its number; one without a number by its title."""
    for reasons, words in GROUPS:
        found = [
            entry for entry in _edition(desk).selection.of(*reasons) if entry.kind.name in COUNTED
        ]
        if found:
            yield desk.interface.say(words), tuple(_by_number(desk, entry) for entry in found)


def _by_number(desk: Desk, entry: Entry) -> Markup:
    if not entry.number:
        return desk.link(entry)
    return Markup('<a class="no" href="{}">{}</a>').format(desk.links.to(entry), entry.number)
