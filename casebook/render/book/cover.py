"""What the cover says of the record as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.editions import edition_view


@dataclass(frozen=True, slots=True)
class CoverView:
    """The cover, and the line at every page's foot."""

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
    say = desk.interface.say
    draft = say("DRAFT, not for publication") if desk.draft_line() else ""
    given = (
        (say("Edition"), _edition(desk)),
        (say("Address"), str(site.address or "")),
        (say("Handling"), handling),
        (say("Licence"), typographic(site.licence or "")),
        (
            say("Editors") if len(editors) > 1 else say("Edited by"),
            desk.interface.comma.join(editors),
        ),
        (say("Contact"), str(site.contact or "")),
    )
    return CoverView(
        title=title,
        subtitle=typographic(site.subtitle or ""),
        notice=desk.inline(site.notice),
        editors=editors,
        lines=tuple((word, words) for word, words in given if words),
        draft=desk.draft_line(),
        foot=" · ".join(words for words in (draft, title, handling) if words),
    )


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
    address: str
    licence: str


def colophon_view(desk: Desk) -> ColophonView:
    """What the last page says."""
    site = desk.edition.site
    return ColophonView(
        title=typographic(site.title),
        edition=_edition(desk),
        address=str(site.address or ""),
        licence=typographic(site.licence or ""),
    )
