"""A place: where it lies as far as that can be cited, whose ground it is called, what happened."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from casebook.edit.edition import Entry
from casebook.model.places import Place
from casebook.render.desk import Desk
from casebook.render.later import made_on_use
from casebook.render.typography import typographic
from casebook.render.views.choices import on_timeline
from casebook.render.views.claims import claim_lines
from casebook.render.views.common import (
    NativeName,
    OutsideView,
    VariantView,
    native_names,
    outside_views,
    variant_views,
)
from casebook.render.views.events import EventCard, event_cards, events_about
from casebook.render.views.figures import FigureView, figure_views
from casebook.render.views.located import location
from casebook.render.views.pictures.maps import Locator, locator


@dataclass(frozen=True, slots=True)
class StrongholdView:
    """Whose ground a source calls a place."""

    of: Markup
    cite: Markup
    note: Markup


@made_on_use
@dataclass(frozen=True, slots=True)
class PlaceView:
    """Everything a place's page shows."""

    id: str
    href: str
    name: str
    kind: str
    sort: str
    native: tuple[NativeName, ...]
    variants: tuple[VariantView, ...]
    within: Markup
    holds: tuple[Markup, ...]
    location: Markup
    """Where it lies, in words, with a link to the place that a bearing is taken from."""
    location_cite: str
    latitude: float | None
    longitude: float | None
    precision: str
    strongholds: tuple[StrongholdView, ...]
    communities: tuple[Markup, ...]
    summary: Markup
    plain_summary: str
    events: tuple[EventCard, ...]
    on_timeline: str
    """What narrows the timeline to its events and those of the places in it."""
    figures: tuple[FigureView, ...]
    claims: tuple[Markup, ...]
    outside: tuple[OutsideView, ...]
    locator: Locator | None
    """Where it lies, drawn small; on its own page, if anything locates it."""


def place_page(desk: Desk, entry: Entry) -> PlaceView:
    """A place's page."""
    return place_view(desk, entry, drawn=True)


def place_view(desk: Desk, entry: Entry, drawn: bool = False) -> PlaceView:
    """All that is said of a place, and on its own page where it lies."""
    place = entry.record
    assert isinstance(place, Place)
    edition = desk.edition
    within = [e.source for e in edition.edges_to.get(entry, ()) if e.field == "within"]
    words, cite = location(desk, place)
    return PlaceView(
        id=entry.id,
        href=desk.links.to(entry),
        name=typographic(place.name),
        kind=desk.slug(place.kind),
        sort=entry.title.casefold(),
        native=native_names(place.native),
        variants=variant_views(desk, place.also),
        within=desk.link(edition.entry(place.within)) if place.within else Markup(),
        holds=desk.later(lambda: tuple(desk.links_to(within))),
        location=words,
        location_cite=cite,
        latitude=place.position.lat if place.position else None,
        longitude=place.position.lon if place.position else None,
        precision=str(place.position.precision) if place.position else "",
        strongholds=tuple(
            StrongholdView(
                desk.link(edition.entry(held.of)), desk.cite(held.from_), desk.inline(held.note)
            )
            for held in place.stronghold
        ),
        communities=tuple(desk.links_to(edition.all(place.communities))),
        summary=desk.later(lambda: desk.prose(place.summary)),
        plain_summary=desk.later(lambda: desk.plain(place.summary) if place.summary else ""),
        events=desk.later(lambda: event_cards(desk, events_about(edition, entry))),
        on_timeline=desk.later(lambda: on_timeline(edition, entry)),
        figures=desk.later(lambda: figure_views(desk, edition.neighbours(entry, "figure"))),
        claims=desk.later(lambda: claim_lines(desk, edition.neighbours(entry, "claim"))),
        outside=outside_views(desk, place.outside),
        locator=desk.later(lambda: locator(desk, entry) if drawn else None),
    )
