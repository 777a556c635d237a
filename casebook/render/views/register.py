"""What the register says: numbers that lead on, and records that were renamed or withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from markupsafe import Markup

from casebook.dates import parse_date
from casebook.edit.edition import Edition, Entry, path_of
from casebook.edit.rules.register import is_registered
from casebook.model.claims import Claim
from casebook.model.documents import Page
from casebook.model.kept import Registered
from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.common import DateView, date_view
from casebook.render.views.documents import PageView, page_view

CORRECTIONS = "corrections"
"""The narrative page that lists what was renamed and withdrawn."""
NUMBERS = "r"
"""The folder of addresses made of numbers alone: r/C07.html."""


@dataclass(frozen=True, slots=True)
class Gone:
    """An address in the register whose record was renamed or withdrawn."""

    kind: str
    id: str
    entry: Registered
    path: str
    """The old address."""


@dataclass(frozen=True, slots=True)
class MovedView:
    """An address that leads on to another."""

    kind: str
    id: str
    number: str
    day: str
    """When the record was renamed; nothing where a number leads to it."""
    to: str
    """Where it leads, from here."""
    to_path: str
    """The same from the top of the site."""
    title: str
    """What is there."""


@dataclass(frozen=True, slots=True)
class WithdrawnView:
    """What is said of a record that was withdrawn."""

    kind: str
    id: str
    number: str
    day: DateView | None
    why: str
    index: str
    """The list of its kind; nothing where no other is left."""
    plural: str
    corrections: str
    """The page that says how corrections are made, where there is one."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One line of the list of what was renamed and withdrawn."""

    day: DateView | None
    kind: str
    id: str
    number: str
    href: str
    """Its old address, in the site; nothing in the book."""
    why: str
    """Nothing where it was renamed."""
    now: str
    """The id of a renamed one now."""
    link: Markup
    """To the record as it is now, where it still is."""


@dataclass(frozen=True, slots=True)
class CorrectionsView(PageView):
    """The page of corrections, with what was renamed and withdrawn, the latest first."""

    changes: tuple[ChangeView, ...]


def gone(edition: Edition) -> Iterator[Gone]:
    """Every address whose record was renamed or withdrawn, in the order of the register."""
    for kind, entries in edition.manuscript.register.entries.items():
        for id_, one in entries.items():
            if one.is_gone and is_registered(kind, id_):
                yield Gone(kind, id_, one, path_of(edition.kind(kind), id_))


def numbered(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Every number ever given, with the kind and the id that it leads to now."""
    register = edition.manuscript.register
    for kind, entries in register.entries.items():
        for id_, one in entries.items():
            if one.number:
                yield str(one.number), kind, register.leads_to(kind, id_)


def moved_view(desk: Desk, kind: str, id_: str, number: str = "", day: str = "") -> MovedView:
    """A page that leads on to where the record with an id is now, or to why it is not."""
    edition = desk.edition
    now = edition.manuscript.register.leads_to(kind, id_)
    entry = edition.entries[kind].get(now)
    path = path_of(edition.kind(kind), now)
    number = number or edition.manuscript.register.number(kind, now)
    say = desk.interface.say
    title = f"{say(kind).capitalize()} {number or now}"
    if entry is None:
        title = say("%(record)s, withdrawn", record=title)
    elif not isinstance(entry.record, Claim):
        # A claim is named by its number alone: this page has no room for what answers it.
        title = typographic(entry.title)
    return MovedView(say(kind), id_, number, day, desk.links.to_file(path), path, title)


def withdrawn_view(desk: Desk, one: Gone) -> WithdrawnView:
    """The page of a record that was withdrawn."""
    kind = desk.edition.kind(one.kind)
    page = desk.edition.entries[Page.declares.name].get(CORRECTIONS)
    corrections = desk.links.to_file(f"{CORRECTIONS}.html") if wants_page(desk.edition) else ""
    others = desk.edition.has_any(one.kind) and kind.folder
    return WithdrawnView(
        kind=desk.interface.say(one.kind),
        id=one.id,
        number=str(one.entry.number or ""),
        day=_day(desk, one.entry),
        why=typographic(one.entry.withdrawn or ""),
        index=desk.links.to_index(kind.folder) if others else "",
        plural=desk.interface.say(kind.plural),
        corrections=desk.links.to(page) if page is not None else corrections,
    )


def wants_page(edition: Edition) -> bool:
    """Is there something to list, and no narrative page `corrections` to list it on?"""
    name = Page.declares.name
    known = edition.entries[name].get(CORRECTIONS) or edition.manuscript.register.find(
        name, CORRECTIONS
    )
    return known is None and any(gone(edition))


def list_view(desk: Desk) -> CorrectionsView:
    """The list alone, for a record whose editors have written no page about corrections."""
    return CorrectionsView(
        CORRECTIONS, desk.interface.say("Corrections"), "", (), changes=changes(desk)
    )


def corrections_view(desk: Desk, page: Entry) -> CorrectionsView:
    """The page of corrections: its own words, then every change."""
    view = page_view(desk, page)
    own = {field.name: getattr(view, field.name) for field in fields(view)}
    return CorrectionsView(**own, changes=changes(desk))


def changes(desk: Desk) -> tuple[ChangeView, ...]:
    """What was renamed and withdrawn, the latest first."""
    in_turn = sorted(gone(desk.edition), key=lambda one: one.entry.gone or "", reverse=True)
    return tuple(_change(desk, one) for one in in_turn)


def _change(desk: Desk, one: Gone) -> ChangeView:
    edition = desk.edition
    register = edition.manuscript.register
    now = register.leads_to(one.kind, one.id)
    entry = edition.entries[one.kind].get(now) if now != one.id else None
    return ChangeView(
        day=_day(desk, one.entry),
        kind=desk.interface.say(one.kind),
        id=one.id,
        number=str(one.entry.number or register.number(one.kind, now)),
        href=desk.links.to_file(one.path),
        why=typographic(one.entry.withdrawn or ""),
        now=now if now != one.id else "",
        link=desk.link(entry) if entry is not None else Markup(),
    )


def _day(desk: Desk, entry: Registered) -> DateView | None:
    return date_view(desk, parse_date(str(entry.gone))) if entry.gone else None
