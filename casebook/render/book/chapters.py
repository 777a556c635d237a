"""The chapters of the book in order: which there are, and the view each is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from casebook.dates import Date
from casebook.edit.edition import Edition, Entry
from casebook.model.events import Event
from casebook.render.book.cover import colophon_view
from casebook.render.book.links import CONTENTS, anchor_of
from casebook.render.book.names import NAMED, index_groups
from casebook.render.book.openings import OpeningLines, opening_lines
from casebook.render.book.terms import term_view
from casebook.render.desk import Desk
from casebook.render.site.lists import FigureListView, Group, kind_list
from casebook.render.typography import typographic
from casebook.render.views.actors import actor_view
from casebook.render.views.claims import ClaimView, claim_view, claim_views
from casebook.render.views.coverage import strip
from casebook.render.views.documents import page_view
from casebook.render.views.editions import changes_view, wants_changes
from casebook.render.views.events import EventView, event_view
from casebook.render.views.pictures.maps import MapView, has_map, map_view
from casebook.render.views.pictures.months import StripView, strip_view
from casebook.render.views.places import PlaceView, place_view
from casebook.render.views.records import record_view
from casebook.render.views.register import CORRECTIONS, corrections_view
from casebook.render.views.sources import source_view

BOTTOM_LINE = "bottom-line"
PAGES = ("disagree", "not-said", "witnesses", "confused")
"""Narrative pages in the order of the book; any others follow, and then the last of all."""
LAST = ("method", "corrections")
"""Narrative pages about the record itself."""
FRONT = (BOTTOM_LINE, "home")
"""Narrative pages that stand elsewhere: at the front, or on the site alone."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter that the contents name."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter, laid out by `book/LAYOUT.html`."""

    id: str
    """Its anchor."""
    title: str
    lead: str
    """What it holds, in one line."""
    layout: str
    view: Any = None
    sections: tuple[Section, ...] = ()
    indexed: bool = True
    """The names in it are named in the index."""
    opening: OpeningLines | None = None
    """What is recorded in it, disputed, and not to be said from it."""


def chapters(desk: Desk, opening: Chapter | None = None) -> tuple[Chapter, ...]:
    """Every chapter that has something to hold, but for the cover.

    `opening` stands where a book has what is recorded as a whole.
    """
    say = desk.interface.say
    found = [*_front(desk, opening)]
    kinds = desk.edition.manuscript.model.kinds
    before, after = ORDER
    others = [name for name in kinds if name not in (*before, *after, *SHARED.values())]
    for name in (*before, *others, *after):
        if name in kinds and any(desk.edition.of(one) for one in (name, SHARED.get(name, ""))):
            found.append(KINDS.get(name, _records)(desk, name))
    found += [_page(desk, entry) for entry in _pages(desk.edition)]
    if opening is None:
        found += _changes(desk)
    if any(desk.edition.of(kind) for kind in NAMED):
        lead = say(
            "Where each name is found. A page number in bold is that of the name’s own entry."
        )
        view = index_groups(desk.edition)
        found.append(Chapter("index", say("Index of names"), lead, "index", view, indexed=False))
    about = colophon_view(desk)
    found.append(Chapter("colophon", say("About this book"), "", "colophon", about, indexed=False))
    return tuple(found)


def _changes(desk: Desk) -> Iterator[Chapter]:
    """What is other than in the edition before, where there is one."""
    if not wants_changes(desk.edition):
        return
    view = changes_view(desk)
    if view.since is not None and view.since.day is not None:
        say = desk.interface.say
        lead = desk.say(
            "What is other here than in edition %(id)s, frozen on %(day)s.",
            id=view.since.id,
            day=view.since.day.words,
        )
        yield Chapter("changes", say("What has changed"), lead, "changes", view, indexed=False)


def _front(desk: Desk, opening: Chapter | None) -> Iterator[Chapter]:
    say = desk.interface.say
    page = desk.edition.entries["page"].get(BOTTOM_LINE)
    if opening is not None:
        yield opening
    elif page is not None:
        yield _page(desk, page)
    else:
        lead = say("What this record holds. Its editors have not written a summary of it.")
        title = say("What is recorded")
        yield Chapter(f"page-{BOTTOM_LINE}", title, lead, "counts", _counts(desk))
    yield Chapter(CONTENTS, say("Contents"), "", "contents", indexed=False)
    lead = say("What the words and marks in this book mean.")
    yield Chapter("reading", say("How to read the evidence"), lead, "reading")


def _counts(desk: Desk) -> tuple[tuple[str, int], ...]:
    kinds = desk.edition.manuscript.model.kinds.values()
    return tuple(
        (desk.interface.say(kind.plural), len(desk.edition.of(kind.name)))
        for kind in kinds
        if desk.edition.of(kind.name)
    )


def _pages(edition: Edition) -> list[Entry]:
    pages = {page.id: page for page in edition.of("page") if page.id not in FRONT}
    first = [pages.pop(name) for name in PAGES if name in pages]
    last = [pages.pop(name) for name in LAST if name in pages]
    return [*first, *pages.values(), *last]


def _page(desk: Desk, entry: Entry) -> Chapter:
    if entry.id == CORRECTIONS:
        changes = corrections_view(desk, entry)
        return Chapter(anchor_of(entry), changes.title, changes.summary, "corrections", changes)
    view = page_view(desk, entry)
    return Chapter(anchor_of(entry), view.title, view.summary, "page", view)


def _chapter(
    desk: Desk, kind: str, title: str, layout: str, view: object, sections: Iterable[Section] = ()
) -> Chapter:
    lead = desk.interface.say(desk.edition.manuscript.model.kinds[kind].about)
    opening = opening_lines(desk, kind)
    return Chapter(f"chapter-{kind}", title, lead, layout, view, tuple(sections), opening=opening)


@dataclass(frozen=True, slots=True)
class ChronologyView:
    """The chapter of events."""

    strip: StripView | None
    """What is recorded month by month; None where no source says which months it reports."""
    years: tuple[Group, ...]
    """Events under their years, each with the month it begins in, where that is known."""


def _events(desk: Desk, kind: str) -> Chapter:
    """Events under their years; one without a date stands under the year before it."""
    groups: list[tuple[str, list[tuple[EventView, str]]]] = []
    for entry in desk.edition.chronology:
        view = event_view(desk, entry)
        month = _month_of(entry)
        item = (view, desk.interface.dates.months[month - 1] if month else "")
        if groups and view.card.year in ("", groups[-1][0]):
            groups[-1][1].append(item)
        else:
            groups.append((view.card.year, [item]))
    years = tuple(
        Group(f"year-{position}", year or desk.interface.say("Undated"), tuple(items))
        for position, (year, items) in enumerate(groups, start=1)
    )
    sections = (Section(year.id, year.title) for year in years)
    drawn = ChronologyView(strip_view(desk, strip(desk.edition)), years)
    return _chapter(desk, kind, desk.interface.say("Chronology"), "chronology", drawn, sections)


def _month_of(entry: Entry) -> int:
    """The month an event begins in, or by the end of which it was; 0 where it is loose."""
    assert isinstance(entry.record, Event)
    date = entry.record.date
    known: Date | None = (date.start or date.end or date) if date is not None else None
    if known is None or known.precision not in ("day", "month") or known.unspecified == "month":
        return 0
    day = known.earliest or known.latest
    return day.month if day is not None else 0


def _actors(desk: Desk, kind: str) -> Chapter:
    title = "Who is who" if kind == "person" else desk.edition.manuscript.model.kinds[kind].plural
    views = sorted(
        (actor_view(desk, entry) for entry in desk.edition.of(kind)), key=lambda view: view.sort
    )
    return _chapter(desk, kind, desk.interface.say(title), "actors", tuple(views))


@dataclass(frozen=True, slots=True)
class PlacesView:
    """The chapter of places."""

    map: MapView | None
    places: tuple[tuple[PlaceView, tuple[ClaimView, ...]], ...]
    """Each with the claims that name it."""


def _places(desk: Desk, kind: str) -> Chapter:
    """Places, each with the claims that name it: a claim is not listed without its replies."""
    entries = sorted(desk.edition.of(kind), key=lambda entry: entry.title.casefold())
    views = tuple(
        (place_view(desk, entry), claim_views(desk, desk.edition.neighbours(entry, "claim")))
        for entry in entries
    )
    drawn = map_view(desk) if has_map(desk.edition) else None
    return _chapter(desk, kind, desk.interface.say("Places"), "places", PlacesView(drawn, views))


def _figures(desk: Desk, kind: str) -> Chapter:
    view = kind_list(desk, kind)
    assert isinstance(view, FigureListView)
    sections = [Section(one.href[1:], one.title) for one in view.comparisons]
    if view.groups:
        sections.append(Section("all-figures", desk.interface.say("Every figure")))
    return _chapter(desk, kind, desk.interface.say("Figures"), "figures", view, sections)


def _claims(desk: Desk, kind: str) -> Chapter:
    """Claims by the source that reports them, in the order of the sources."""
    edition = desk.edition
    groups = []
    for source in edition.of("source"):
        claims = tuple(
            claim_view(desk, entry)
            for entry in edition.of(kind)
            if edition.entry(entry.record.from_.source) is source  # type: ignore[attr-defined]
        )
        if claims:
            groups.append(Group(f"claims-{source.id}", typographic(source.label), claims))
    sections = (Section(group.id, group.title) for group in groups)
    return _chapter(
        desk, kind, desk.interface.say("Claims and replies"), "claims", tuple(groups), sections
    )


def _sources(desk: Desk, kind: str) -> Chapter:
    views = tuple(source_view(desk, entry) for entry in desk.edition.of(kind))
    sections = (Section(view.href[1:], view.title) for view in views if view.held)
    return _chapter(desk, kind, desk.interface.say("Sources"), "sources", views, sections)


def _terms(desk: Desk, kind: str) -> Chapter:
    views = (term_view(desk, entry) for entry in desk.edition.of(kind))
    return _chapter(
        desk,
        kind,
        desk.interface.say("Glossary"),
        "glossary",
        tuple(sorted(views, key=lambda view: view.sort)),
    )


def _records(desk: Desk, kind: str) -> Chapter:
    """Records of a kind that has no chapter of its own making."""
    views = tuple(record_view(desk, entry) for entry in desk.edition.of(kind))
    title = desk.interface.say(desk.edition.manuscript.model.kinds[kind].plural)
    return _chapter(desk, kind, title, "records", views)


KINDS: dict[str, Callable[[Desk, str], Chapter]] = {
    "event": _events,
    "person": _actors,
    "party": _actors,
    "community": _actors,
    "place": _places,
    "figure": _figures,
    "claim": _claims,
    "source": _sources,
    "term": _terms,
}
"""Kinds with a chapter of their own making; any other is shown from its declaration."""

ORDER = (
    ("event", "person", "party", "community", "place", "figure", "claim"),
    ("source", "term"),
)
"""Before and after the chapters of all other kinds."""

SHARED = {"figure": "comparison"}
"""Kinds whose chapter also holds the records of another."""
