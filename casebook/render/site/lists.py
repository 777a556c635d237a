"""The list of each kind of record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from markupsafe import Markup

from casebook.edit.edition import Edition, Entry
from casebook.model.figures import Figure
from casebook.render.data.listing import DataGroup, groups
from casebook.render.data.package import PATH as PACKAGE
from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.actors import actor_view
from casebook.render.views.claims import claim_view
from casebook.render.views.editions import CHANGES, EditionView, edition_view, wants_changes
from casebook.render.views.events import event_card
from casebook.render.views.figures import ComparisonView, comparison_view, figure_view
from casebook.render.views.places import place_view
from casebook.render.views.records import list_items
from casebook.render.views.sources import source_view


@dataclass(frozen=True, slots=True)
class Group:
    """Records that stand under one heading of a list."""

    id: str
    title: str
    items: tuple[Any, ...]
    detail: str = ""
    """What the title is short for."""


@dataclass(frozen=True, slots=True)
class FigureListView:
    """Comparisons first, then every figure by what it measures."""

    comparisons: tuple[ComparisonView, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class DataView:
    """What there is to download."""

    package: str
    """The descriptor of the whole Data Package."""
    groups: tuple[DataGroup, ...]
    edition: EditionView
    """Its name stands on no other page but that of changes: each edit would change every page."""
    changes: str
    """The page of what has changed, from the top of the site; nothing where there is none."""


def data_view(desk: Desk) -> DataView:
    """The data files, by the kind of record each holds."""
    changes = CHANGES if wants_changes(desk.edition) else ""
    return DataView(PACKAGE, tuple(groups(desk.edition)), edition_view(desk), changes)


def kind_list(desk: Desk, kind: str) -> Any:  # noqa: ANN401
    """What the list of a kind shows."""
    edition = desk.edition
    entries = edition.of(kind)
    match kind:
        case "event":
            return _grouped(
                desk, edition.chronology, lambda e: _kind(desk, e), event_card, _kind_id
            )
        case "person" | "community":
            return _sorted(desk, entries, actor_view)
        case "party":
            by_name = sorted(entries, key=lambda e: e.title.casefold())
            return _grouped(desk, by_name, lambda e: _kind(desk, e), actor_view, _kind_id)
        case "place":
            return _sorted(desk, entries, place_view)
        case "source":
            return _sorted(desk, entries, source_view)
        case "figure":
            return _figures(desk, edition)
        case "claim":
            return _by_source(desk, entries)
    return tuple(sorted(list_items(desk, entries), key=lambda item: item.sort))


def _figures(desk: Desk, edition: Edition) -> FigureListView:
    entries = edition.of("figure")
    groups = _grouped(desk, entries, lambda e: _measure(desk, e), figure_view, _measure_id)
    comparisons = tuple(comparison_view(desk, entry) for entry in edition.of("comparison"))
    return FigureListView(comparisons, groups)


def _measure(desk: Desk, entry: Entry) -> str:
    assert isinstance(entry.record, Figure)
    return _heading(desk.slug(entry.record.measure))


def _measure_id(entry: Entry) -> str:
    assert isinstance(entry.record, Figure)
    return str(entry.record.measure)


def _kind_id(entry: Entry) -> str:
    return str(entry.record.kind)  # type: ignore[attr-defined]


def _source_id(entry: Entry) -> str:
    place = getattr(entry.record, "from_", None)
    return str(place.source.id) if place is not None else "unsaid"


def _kind(desk: Desk, entry: Entry) -> str:
    return _heading(desk.slug(entry.record.kind))  # type: ignore[attr-defined]


def _heading(words: str) -> str:
    return typographic(words[:1].upper() + words[1:])


def _by_source(desk: Desk, entries: tuple[Entry, ...]) -> tuple[Group, ...]:
    groups = _grouped(desk, entries, lambda e: _source_of(desk, e), claim_view, _source_id)
    titles = {one.id: desk.title(one) for one in desk.edition.of("source")}
    found = []
    for group in groups:
        title = titles.get(group.id.removeprefix("group-"), "")
        found.append(group if title == group.title else replace(group, detail=title))
    return tuple(found)


def _source_of(desk: Desk, entry: Entry) -> str:
    place = getattr(entry.record, "from_", None)
    return typographic(desk.edition.entry(place.source).label) if place is not None else ""


def _sorted(
    desk: Desk, entries: tuple[Entry, ...], view: Callable[[Desk, Entry], Any]
) -> tuple[Any, ...]:
    return tuple(sorted((view(desk, entry) for entry in entries), key=lambda one: one.sort))


def _grouped(
    desk: Desk,
    entries: tuple[Entry, ...] | list[Entry],
    group: Callable[[Entry], str],
    view: Callable[[Desk, Entry], Any],
    id_of: Callable[[Entry], str],
) -> tuple[Group, ...]:
    """Entries under the headings `group` gives, headings in the order of the alphabet.

    `id_of` gives what the record itself calls a group: its address must last, and a place in
    the alphabet does not.
    """
    in_order = sorted(entries, key=lambda entry: Markup(group(entry)).striptags())
    found = []
    for name, members in groupby(in_order, key=group):
        inside = list(members)
        items = tuple(view(desk, entry) for entry in inside)
        found.append(Group(f"group-{id_of(inside[0])}", name, items))
    return tuple(found)
