"""An event: when, where, who, and what each witness says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from casebook.edit.edition import Edition, Entry
from casebook.model.events import Event
from casebook.model.parts import Account
from casebook.model.sources import Source
from casebook.render.desk import Desk, once
from casebook.render.later import made_on_use
from casebook.render.typography import typographic
from casebook.render.views.claims import ClaimView, QuoteView, claim_views, quote_views
from casebook.render.views.common import (
    BasisView,
    DateView,
    MayBeView,
    OutsideView,
    basis_views,
    date_view,
    kinds_of,
    may_be_views,
    outside_views,
)
from casebook.render.views.figures import FigureView, figure_views
from casebook.render.views.openings import OpeningView, alike, opening, stated
from casebook.render.views.witnesses import WitnessesView, event_witnesses


@made_on_use
@dataclass(frozen=True, slots=True)
class AccountView:
    """What one witness says."""

    source: Markup
    source_when: DateView | None
    cite: Markup
    place: Markup
    """The place in the source, where the source is named already."""
    by: Markup
    via: Markup
    when: DateView | None
    says: Markup
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """What one witness says of one point."""

    words: str
    """Nothing where it is silent."""
    differs: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One point, and what each witness says of it."""

    point: str
    cells: tuple[GridCell, ...]


@made_on_use
@dataclass(frozen=True, slots=True)
class EventCard:
    """An event in a list."""

    id: str
    number: str
    href: str
    title: str
    kind: str
    when: DateView | None
    order: Markup
    """Where it has no date: what it came after or before."""
    says: Markup
    cites: tuple[Markup, ...]
    chips: tuple[Markup, ...]
    year: str
    identified: tuple[str, ...]
    """How its accounts are known to be of one event, where no source says so."""
    witnesses: WitnessesView


@made_on_use
@dataclass(frozen=True, slots=True)
class EventView:
    """Everything an event's page shows."""

    card: EventCard
    opening: tuple[OpeningView, ...]
    accounts: tuple[AccountView, ...]
    columns: tuple[Markup, ...]
    grid: tuple[GridRow, ...]
    figures: tuple[FigureView, ...]
    claims: tuple[ClaimView, ...]
    victims: Markup
    people: tuple[Markup, ...]
    parties: tuple[Markup, ...]
    places: tuple[Markup, ...]
    communities: tuple[Markup, ...]
    part_of: Markup
    parts: tuple[Markup, ...]
    identified: tuple[BasisView, ...]
    may_be: tuple[MayBeView, ...]
    outside: tuple[OutsideView, ...]
    earlier: EventCard | None
    later: EventCard | None


def event_view(desk: Desk, entry: Entry) -> EventView:
    """An event's page."""
    event = _event(entry)
    edition = desk.edition
    earlier, later = edition.beside(entry)
    parts = [e.source for e in edition.edges_to.get(entry, ()) if e.field == "part_of"]

    def of_it(kind: str) -> list[Entry]:
        edges = edition.edges_to.get(entry, ())
        return [e.source for e in edges if e.field == "events" and e.source.kind.name == kind]

    return EventView(
        card=event_card(desk, entry),
        opening=desk.later(lambda: opening(desk, event)),
        accounts=tuple(_account_view(desk, account) for account in event.accounts),
        columns=desk.later(
            lambda: tuple(
                desk.link(edition.entry(account.from_.source)) for account in event.accounts
            )
        ),
        grid=desk.later(lambda: _grid(desk, event)),
        figures=desk.later(lambda: figure_views(desk, of_it("figure"))),
        claims=desk.later(lambda: claim_views(desk, of_it("claim"))),
        victims=desk.whom(event.victims),
        people=tuple(desk.links_to(edition.linked(entry, "person"))),
        parties=tuple(desk.links_to(edition.linked(entry, "party"))),
        places=tuple(desk.links_to(edition.linked(entry, "place"))),
        communities=desk.later(lambda: tuple(desk.links_to(edition.linked(entry, "community")))),
        part_of=desk.link(edition.entry(event.part_of)) if event.part_of else Markup(),
        parts=tuple(desk.links_to(parts)),
        identified=desk.later(lambda: basis_views(desk, event.identified)),
        may_be=desk.later(lambda: may_be_views(desk, entry, event.may_be)),
        outside=desk.later(lambda: outside_views(desk, event.outside)),
        earlier=event_card(desk, earlier) if earlier is not None else None,
        later=event_card(desk, later) if later is not None else None,
    )


@once
def event_card(desk: Desk, entry: Entry) -> EventCard:
    """An event as a list shows it: its first account stands for it."""
    event = _event(entry)
    edition = desk.edition
    first = event.accounts[0]
    return EventCard(
        id=entry.id,
        number=entry.number,
        href=desk.links.to(entry),
        title=typographic(entry.title),
        kind=desk.slug(event.kind),
        when=desk.later(lambda: date_view(desk, event.date, event.basis, str(event.extent or ""))),
        order=_order(desk, event),
        says=desk.later(lambda: desk.prose(first.says)),
        cites=desk.later(lambda: tuple(desk.cite(account.from_) for account in event.accounts)),
        chips=desk.later(
            lambda: tuple(
                desk.link(party)
                for party in edition.linked(entry, "party")
                if getattr(party.record, "mark", None)
            )
        ),
        year=year_of(event),
        identified=kinds_of(event.identified),
        witnesses=desk.later(lambda: event_witnesses(desk, event)),
    )


def event_cards(desk: Desk, entries: Iterable[Entry]) -> tuple[EventCard, ...]:
    """Several events, in the order of time."""
    return tuple(event_card(desk, entry) for entry in desk.edition.in_time(entries))


def year_of(event: Event) -> str:
    """The year an event stands under in a chronology, nothing if it has none of its own."""
    if event.date is None:
        return ""
    day = event.date.earliest or event.date.latest
    return str(day.year) if day is not None else ""


def events_about(edition: Edition, entry: Entry) -> list[Entry]:
    """The events that refer to a record in whatever way."""
    return edition.neighbours(entry, "event")


def _event(entry: Entry) -> Event:
    assert isinstance(entry.record, Event)
    return entry.record


def _account_view(desk: Desk, account: Account) -> AccountView:
    source = desk.edition.entry(account.from_.source)
    record = source.record
    assert isinstance(record, Source)
    return AccountView(
        source=desk.link(source),
        source_when=desk.later(lambda: date_view(desk, record.date, record.basis)),
        cite=desk.later(lambda: desk.cite(account.from_)),
        place=desk.later(lambda: desk.citation(source, account.from_.places, by_name=False)),
        by=desk.whom(account.by, source),
        via=desk.whom(account.via, source),
        when=date_view(desk, account.date, account.basis),
        says=desk.later(lambda: desk.prose(account.says)),
        quotes=quote_views(desk, account.quote, account.speaker),
    )


def _grid(desk: Desk, event: Event) -> tuple[GridRow, ...]:
    """Each point that any witness speaks of; what is not the same everywhere is marked."""
    points: dict[str, None] = {}
    for account in event.accounts:
        points.update(dict.fromkeys(account.points or {}))
    rows = []
    for point in points:
        said = [stated((account.points or {}).get(point, "")) for account in event.accounts]
        differs = len({alike(words) for words in said if words}) > 1
        cells = tuple(GridCell(typographic(words), differs and bool(words)) for words in said)
        rows.append(GridRow(desk.slug(point).capitalize(), cells))
    return tuple(rows)


def _order(desk: Desk, event: Event) -> Markup:
    if event.date is not None:
        return Markup()
    after = desk.links_to(desk.edition.all(event.after))
    before = desk.links_to(desk.edition.all(event.before))
    parts, comma = [], escape(desk.interface.comma)
    if after:
        parts.append(desk.say("after %(events)s", events=comma.join(after)))
    if before:
        parts.append(desk.say("before %(events)s", events=comma.join(before)))
    return escape(desk.interface.semicolon).join(parts)
