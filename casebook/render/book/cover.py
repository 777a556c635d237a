"""What the cover says of the record as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from casebook.dates import parse_date
from casebook.edit.briefs import NarrowedEdition
from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.editions import edition_view


@dataclass(frozen=True, slots=True)
class CoverView:
    """The cover, and the line at every page's foot."""

    label: str
    """What sort of book it is."""
    document: str
    """What the file calls itself."""
    title: str
    subtitle: str
    notice: Markup
    editors: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    """What is known of the edition, each under its word."""
    draft: str
    """What a draft says of itself; nothing where all is proved."""
    foot: str


def cover_view(desk: Desk) -> CoverView:
    """The cover of an edition."""
    site = desk.edition.site
    title = typographic(site.title)
    editors = tuple(typographic(name) for name in site.editors)
    handling = typographic(site.handling or "")
    draft = desk.interface.say("DRAFT, not for publication") if desk.draft_line() else ""
    # The name of what is not frozen changes with every word, and every page would with it.
    here = edition_view(desk)
    edition = here.id.striptags() if here.day is not None else ""
    say = desk.interface.say
    return CoverView(
        label=say("Briefing book"),
        document=say("%(title)s: briefing book", title=title),
        title=title,
        subtitle=typographic(site.subtitle or ""),
        notice=desk.inline(site.notice),
        editors=editors,
        lines=facts(desk),
        draft=desk.draft_line(),
        foot=" · ".join(words for words in (draft, title, edition, handling) if words),
    )


def facts(desk: Desk) -> tuple[tuple[str, str], ...]:
    """What is known of the edition, each under its word: what cover and colophon tell."""
    site = desk.edition.site
    say = desk.interface.say
    editors = [typographic(name) for name in site.editors]
    given = (
        (say("Edition"), _edition(desk)),
        (say("As of"), as_of(desk)),
        (say("Address"), str(site.address or "")),
        (say("Handling"), typographic(site.handling or "")),
        (say("Licence"), typographic(site.licence or "")),
        (
            say("Editors") if len(editors) > 1 else say("Edited by"),
            desk.interface.comma.join(editors),
        ),
        (say("Contact"), str(site.contact or "")),
    )
    return tuple((word, words) for word, words in given if words)


def as_of(desk: Desk) -> str:
    """The newest day in the register, in words; nothing where none is kept.

    It is the only date that a record gives itself: a build reads no clock.
    """
    register = desk.edition.manuscript.register
    days = [
        str(day)
        for entries in register.entries.values()
        for one in entries.values()
        for day in (one.day, one.gone)
        if day
    ]
    return desk.date(parse_date(max(days))) if days else ""


def _edition(desk: Desk) -> Markup:
    """The name of the edition, and the day on which it was frozen, if it was."""
    here = edition_view(desk)
    if here.day is None:
        return here.id
    return desk.say("%(id)s, frozen on %(day)s", id=here.id, day=here.day.words)


@dataclass(frozen=True, slots=True)
class ColophonView:
    """The last page: what this book is a copy of, and how it was made."""

    title: str
    edition: Markup
    lines: tuple[tuple[str, str], ...]
    """What is known of the edition, each under its word."""
    numbered: bool
    """Have records numbers that last?"""
    brief: bool
    """Does it hold a part of the record only?"""


def colophon_view(desk: Desk) -> ColophonView:
    """What the last page says."""
    kinds = desk.edition.entries.values()
    return ColophonView(
        title=typographic(desk.edition.site.title),
        edition=_edition(desk),
        lines=facts(desk),
        numbered=any(one.number for kind in kinds for one in kind.values()),
        brief=isinstance(desk.edition, NarrowedEdition),
    )
