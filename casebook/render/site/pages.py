"""The pages of the site: which there are, and the view each is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from casebook.edit.edition import HOME, Edition, Entry
from casebook.render.desk import Desk
from casebook.render.parts import Order
from casebook.render.site.chrome import ACCESS, MAP, READING, RULES
from casebook.render.site.lists import data_view, kind_list
from casebook.render.site.promises import promises_view
from casebook.render.site.search.az import PATH as AZ
from casebook.render.site.search.az import az_view
from casebook.render.site.timeline import timeline_view
from casebook.render.views.actors import actor_view
from casebook.render.views.claims import claim_view
from casebook.render.views.documents import home_view, page_view
from casebook.render.views.editions import CHANGES, changes_view, wants_changes
from casebook.render.views.events import event_view
from casebook.render.views.figures import comparison_view, figure_view
from casebook.render.views.pictures.maps import has_map, map_view
from casebook.render.views.places import place_page
from casebook.render.views.records import backlinks, record_view
from casebook.render.views.register import (
    CORRECTIONS,
    NUMBERS,
    corrections_view,
    gone,
    list_view,
    moved_view,
    numbered,
    wants_page,
    withdrawn_view,
)
from casebook.render.views.sources import source_view

View = Callable[[Desk, Entry], Any]

VIEWS: dict[str, View] = {
    "event": event_view,
    "person": actor_view,
    "party": actor_view,
    "community": actor_view,
    "place": place_page,
    "figure": figure_view,
    "comparison": comparison_view,
    "claim": claim_view,
    "source": source_view,
}
"""Kinds with a view of their own; any other is shown from its declaration."""

PAGE_VIEWS: dict[str, View] = {CORRECTIONS: corrections_view}
"""Narrative pages that show more than their own words."""

SHOWN: dict[str, frozenset[str]] = {
    "person": frozenset(("event", "claim", "figure")),
    "party": frozenset(("event", "claim", "figure")),
    "community": frozenset(("event", "claim", "figure")),
    "place": frozenset(("event", "claim", "figure")),
    "event": frozenset(("claim", "figure")),
}
"""Kinds of record that a page of a kind shows in full, so does not list as mentions."""


@dataclass(frozen=True, slots=True)
class AccessView:
    """What the page on accessibility cannot know by itself."""

    own_layouts: bool
    """Has the record layouts of its own, that the tests of ours say nothing about?"""


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One page to be rendered: where, by which layout, from what."""

    path: str
    layouts: tuple[str, ...]
    """Names of layouts, the first that exists is used."""
    title: str
    description: str
    section: str
    """The kind whose place in the navigation is marked."""
    view: Callable[[Desk], Any]
    entry: Entry | None = None
    """The record that the page is of, if it is of one."""
    listed: bool = True
    """Is it a page to be found, and not one that stands for another that was?"""

    @property
    def up(self) -> str:
        """What leads from the page to the top of the site."""
        return "../" * self.path.count("/")


def plan(order: Order) -> Iterator[PagePlan]:
    """Every page of the site, in a fixed order."""
    edition = order.edition
    site, say = edition.site, edition.interface.say
    summary = str(site.subtitle or site.title)
    yield PagePlan("index.html", ("home.html",), str(site.title), summary, "", home_view)
    yield PagePlan(
        "timeline.html",
        ("timeline.html",),
        say("Timeline"),
        say("Every event of the record in the order of time."),
        "event",
        timeline_view,
    )
    yield PagePlan("404.html", ("404.html",), say("Page not found"), "", "", lambda desk: None)
    if has_map(edition):
        yield PagePlan(
            MAP,
            ("map.html",),
            say("Map of places"),
            say("Where the places of the record lie, no more exactly than can be cited."),
            MAP,
            map_view,
        )
    numbered = any(e.number for of_kind in edition.entries.values() for e in of_kind.values())
    yield PagePlan(
        READING,
        ("reading.html",),
        say("How to read the evidence"),
        say("What the words and marks on these pages mean."),
        READING,
        lambda desk: numbered,
    )
    yield PagePlan(
        RULES,
        ("rules.html",),
        say("The rules of this record"),
        say(
            "What the record holds itself to, and what is checked each time before it is published."
        ),
        RULES,
        promises_view,
    )
    access = AccessView(own_layouts=len(order.layouts) > 1)
    yield PagePlan(
        ACCESS,
        ("accessibility.html",),
        say("Accessibility"),
        say(
            "How these pages are made for everybody to read, what was tested, and what falls short."
        ),
        ACCESS,
        lambda desk: access,
    )
    yield PagePlan(
        AZ,
        ("a-z.html",),
        say("A–Z"),
        say("Every name, spelling, term and title of the record under its letter."),
        AZ,
        az_view,
    )
    if wants_changes(edition):
        yield PagePlan(
            CHANGES,
            ("changes.html",),
            say("What has changed"),
            say("What is other here than in the edition before."),
            CHANGES,
            changes_view,
        )
    if "data" in order.parts:
        yield PagePlan(
            "data/index.html",
            ("data.html",),
            say("Data"),
            say("The whole record as open data, to download."),
            "data",
            data_view,
        )
    for page in edition.of("page"):
        if page.id != HOME:
            yield _narrative(page)
    for kind in edition.manuscript.model.kinds.values():
        entries = edition.of(kind.name)
        if not entries:
            continue
        name = kind.name
        yield PagePlan(
            f"{kind.folder}/index.html",
            (f"{kind.folder}.html", "list.html"),
            say(kind.plural),
            say(kind.about),
            name,
            lambda desk, name=name: kind_list(desk, name),  # type: ignore[misc]
        )
        for entry in entries:
            yield _record(entry)
    yield from _for_good(edition)


def _for_good(edition: Edition) -> Iterator[PagePlan]:
    """Pages at addresses that were given once: of what was renamed or withdrawn, and of numbers."""
    say = edition.interface.say
    if wants_page(edition):
        yield PagePlan(
            f"{CORRECTIONS}.html",
            (f"page-{CORRECTIONS}.html",),
            say("Corrections"),
            say("What was renamed or withdrawn, and when."),
            CORRECTIONS,
            list_view,
        )
    for one in gone(edition):
        kind, id_ = one.kind, one.id
        if one.entry.renamed_to is not None:
            day = str(one.entry.gone or "")
            title = f"{say(kind).capitalize()} {id_}"
            yield _moved(one.path, title, kind, id_, edition, day=day)
        else:
            number = one.entry.number or id_
            yield PagePlan(
                one.path,
                ("withdrawn.html",),
                say("%(record)s, withdrawn", record=f"{say(kind).capitalize()} {number}"),
                say("Why this is no longer in the record."),
                kind,
                lambda desk, one=one: withdrawn_view(desk, one),  # type: ignore[misc]
                listed=False,
            )
    for number, kind, id_ in numbered(edition):
        yield _moved(f"{NUMBERS}/{number}.html", number, kind, id_, edition, number=number)


def _moved(path: str, title: str, kind: str, id_: str, edition: Edition, **given: str) -> PagePlan:
    return PagePlan(
        path,
        ("moved.html",),
        title,
        edition.interface.say("Where this record is now."),
        kind,
        lambda desk: moved_view(desk, kind, id_, **given),
        listed=False,
    )


def _narrative(page: Entry) -> PagePlan:
    view = PAGE_VIEWS.get(page.id, page_view)
    return PagePlan(
        page.path,
        (f"page-{page.id}.html", "page.html"),
        page.title,
        str(getattr(page.record, "summary", None) or ""),
        page.id,
        lambda desk: view(desk, page),
        page,
    )


def _record(entry: Entry) -> PagePlan:
    view = VIEWS.get(entry.kind.name, record_view)
    shown = SHOWN.get(entry.kind.name, frozenset())
    return PagePlan(
        entry.path,
        (f"{entry.kind.name}.html", "record.html"),
        entry.title,
        "",
        entry.kind.name,
        lambda desk: (view(desk, entry), backlinks(desk, entry, shown)),
        entry,
    )
