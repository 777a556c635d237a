"""Narrative pages, and the front page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from casebook.edit.edition import HOME, Entry
from casebook.interface import Interface
from casebook.model.documents import Page
from casebook.model.events import Event
from casebook.model.record import Kind
from casebook.render.desk import Desk
from casebook.render.later import made_on_use
from casebook.render.typography import typographic
from casebook.render.views.actors import ActorView, actor_view
from casebook.render.views.common import DateView, date_view
from casebook.render.views.coverage import Month, beyond, strip
from casebook.render.views.figures import ComparisonView, comparison_view
from casebook.render.views.pictures.months import StripView, strip_view
from casebook.render.views.sources import (
    MarginNote,
    PassageView,
    SourceView,
    heading_words,
    source_view,
)

NOT_FIRST = (HOME, "method", "corrections", "bottom-line")
"""Pages that the front page does not offer as reading: they stand in the foot or the book."""


@dataclass(frozen=True, slots=True)
class PageView:
    """A narrative page."""

    id: str
    title: str
    summary: str
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many records of a kind there are."""

    kind: str
    plural: str
    number: int
    href: str
    """Where their list is."""

    words: str
    """`1 claim`, `34 claims`."""


@made_on_use
@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page."""

    lead: PageView | None
    months: tuple[Month, ...]
    strip: StripView | None
    """The same months as drawn."""
    beyond: tuple[tuple[DateView, Markup], ...]
    """Events that stand in no month, each with its date."""
    comparisons: tuple[ComparisonView, ...]
    sources: tuple[SourceView, ...]
    people: tuple[ActorView, ...]
    parties: tuple[ActorView, ...]
    pages: tuple[PageView, ...]
    counts: tuple[KindCount, ...]


def page_view(desk: Desk, entry: Entry) -> PageView:
    """A narrative page, block by block."""
    page = entry.record
    assert isinstance(page, Page)
    return PageView(
        page.id,
        typographic(page.title),
        typographic(page.summary or ""),
        tuple(
            PassageView(
                (),
                passage.heading.level if passage.heading else 0,
                passage.heading.id if passage.heading else "",
                heading_words(passage.html) if passage.heading else "",
                passage.html,
                tuple(MarginNote(n.name, n.label, n.number, n.html) for n in passage.notes),
            )
            for passage in desk.passages(page.body)
        ),
    )


def _beyond(desk: Desk, months: tuple[Month, ...]) -> tuple[tuple[DateView, Markup], ...]:
    found = []
    for entry in beyond(desk.edition, months):
        event = entry.record
        assert isinstance(event, Event)
        when = date_view(desk, event.date, event.basis)
        if when is not None:
            found.append((when, desk.link(entry)))
    return tuple(found)


def counted(interface: Interface, kind: Kind, number: int) -> str:
    """How many records there are of a kind: `12 claims`."""
    count = interface.count
    match kind.name:
        case "event":
            return count("%(num)s event", "%(num)s events", number)
        case "claim":
            return count("%(num)s claim", "%(num)s claims", number)
        case "figure":
            return count("%(num)s figure", "%(num)s figures", number)
        case "person":
            return count("%(num)s person", "%(num)s people", number)
        case "party":
            return count("%(num)s party or body", "%(num)s parties and bodies", number)
        case "place":
            return count("%(num)s place", "%(num)s places", number)
        case "source":
            return count("%(num)s source", "%(num)s sources", number)
        case "term":
            return count("%(num)s term", "%(num)s terms", number)
    return f"{interface.number(number)} {interface.say(kind.plural).lower()}"


def _sources_held(desk: Desk) -> tuple[SourceView, ...]:
    views = (source_view(desk, entry) for entry in desk.edition.of("source"))
    return tuple(sorted((one for one in views if one.held), key=lambda one: one.sort))


def home_view(desk: Desk) -> HomeView:
    """The front page: the words of content/pages/home.md, and what the record holds."""
    edition = desk.edition
    home = edition.entries["page"].get(HOME)
    months = strip(edition)

    def actors(kind: str) -> list[ActorView]:
        return [actor_view(desk, entry) for entry in edition.of(kind)]

    return HomeView(
        lead=desk.later(lambda: page_view(desk, home) if home is not None else None),
        months=months,
        strip=desk.later(lambda: strip_view(desk, months)),
        beyond=desk.later(lambda: _beyond(desk, months)),
        comparisons=desk.later(
            lambda: tuple(comparison_view(desk, entry) for entry in edition.of("comparison"))
        ),
        sources=desk.later(lambda: _sources_held(desk)),
        people=desk.later(lambda: tuple(sorted(actors("person"), key=lambda one: one.sort))),
        parties=desk.later(lambda: tuple(one for one in actors("party") if one.mark)),
        pages=desk.later(
            lambda: tuple(
                page_view(desk, entry) for entry in edition.of("page") if entry.id not in NOT_FIRST
            )
        ),
        counts=tuple(
            KindCount(
                kind.name,
                desk.interface.say(kind.plural),
                len(edition.of(kind.name)),
                desk.links.to_index(kind.folder),
                counted(desk.interface, kind, len(edition.of(kind.name))),
            )
            for kind in edition.manuscript.model.kinds.values()
            if edition.of(kind.name)
        ),
    )
