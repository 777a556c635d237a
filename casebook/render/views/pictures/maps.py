"""The places of a record drawn as plans, one for each stretch of ground, and one place's locator.

Nothing is drawn but what can be cited: a position as a mark, and a direction as an open wedge,
an eighth of the compass wide, whose length says nothing. There is no coast and no border.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from casebook.edit.edition import Edition, Entry
from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.located import AREAS, degrees, location, sentence
from casebook.render.views.pictures.ground import (
    BEARING,
    EXTENT,
    INSIDE,
    NOWHERE,
    POSITION,
    Located,
    ground,
)
from casebook.render.views.pictures.plans import Plan, plan, precision_of

WIDE, NARROW, SMALL = (560, 430), (282, 330), (270, 230)
"""Widths and heights of the plan on a wide page, on a narrow one, and of a locator."""
NEAR = 50.0
"""Positions are drawn on one plan if they are so many kilometres apart, or if they are no
farther apart than twenty times what the smaller of them stands for."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in the table that says what the map does."""

    id: str
    link: Markup
    kind: str
    how: str
    precision: str
    where: Markup
    """Its position in degrees, its direction, or what it lies in; nothing where nothing is said."""
    area: str
    """What its position stands for, where that is more than the point."""
    cite: str
    number: str


@dataclass(frozen=True, slots=True)
class MapView:
    """Every place of the record, drawn as far as it can be."""

    plans: tuple[tuple[Plan, Plan], ...]
    """Of each stretch of ground a wide and a narrow drawing."""
    groups: tuple[tuple[str, tuple[PlaceRow, ...]], ...]
    """Every place by how it is located: `position`, `bearing`, `inside`, `nowhere`."""
    precisions: tuple[str, ...]
    """What the positions stand for, for the key."""
    bearings: bool

    beside: tuple[tuple[Markup, tuple[Markup, ...]], ...]
    """The places that are not drawn, by what they lie in; last those that nobody locates."""

    @property
    def number(self) -> int:
        """How many places there are."""
        return sum(len(rows) for _, rows in self.groups)

    def number_of(self, how: str) -> int:
        """How many places are located so."""
        return sum(len(rows) for name, rows in self.groups if name == how)


@dataclass(frozen=True, slots=True)
class Locator:
    """Where one place lies, drawn small."""

    plan: Plan
    words: str
    """Where it lies, in one sentence."""


def map_view(desk: Desk) -> MapView:
    """The map of a record."""
    places = ground(desk.edition)
    stretches = _stretches(places)
    numbers = {one.entry: str(number) for number, one in enumerate(_shown(places), start=1)}
    plans = tuple(
        (plan(desk, some, WIDE, numbers), plan(desk, some, NARROW, numbers)) for some in stretches
    )
    used = {place.id: place.number for pair in plans for plan in pair for place in plan.places
            if place.number}  # fmt: skip
    rows = [(one.how, _row(desk, one, used.get(one.entry.id, ""))) for one in places]
    drawn = [one for some in stretches for one in some]
    return MapView(
        plans,
        tuple(
            (how, tuple(row for name, row in rows if name == how))
            for how in (POSITION, BEARING, INSIDE, NOWHERE)
        ),
        tuple(name for name in EXTENT if any(precision_of(one) == name for one in drawn)),
        any(one.how == BEARING for one in drawn),
        _beside(desk, places),
    )


def _beside(desk: Desk, places: Iterable[Located]) -> tuple[tuple[Markup, tuple[Markup, ...]], ...]:
    found: dict[Entry | None, list[Markup]] = {}
    for one in places:
        if not one.drawn:
            found.setdefault(one.by, []).append(desk.link(one.entry))
    # Those of which nothing is said come last.
    known = [by for by in found if by is not None]
    return tuple(
        (desk.link(by) if by is not None else Markup(), tuple(found[by]))
        for by in (*known, *(by for by in found if by is None))
    )


def has_map(edition: Edition) -> bool:
    """Is there a place that can be drawn?"""
    return any(one.drawn for one in ground(edition))


def locator(desk: Desk, entry: Entry) -> Locator | None:
    """Where a place lies; None where nothing that can be drawn says so."""
    places = ground(desk.edition)
    one = next((place for place in places if place.entry is entry), None)
    if one is None:
        return None
    known = {place.entry for place in _shown(places)}
    target = entry if entry in known else one.by
    if target is None or target not in known:
        return None
    some = next(some for some in _stretches(places) if any(x.entry is target for x in some))
    by = typographic(one.by.label) if one.by is not None else ""
    known_by = [other for other in some if other.entry is target]
    shown = {entry, target, *(other.by for other in known_by)}
    # Of a place with others in it those are drawn too; else what it lies in.
    inner = {other.entry for other in some if _in(desk.edition, other, target)}
    outer = {_holder(desk.edition, other) for other in known_by}
    shown |= inner if one.how == POSITION and inner else outer
    some = [other for other in some if other.entry in shown]
    drawn = plan(desk, some, SMALL, {}, entry, target)
    return Locator(drawn, sentence(desk, one.place, typographic(entry.label), by))


def _holder(edition: Edition, one: Located) -> Entry | None:
    """What a place is said to lie in."""
    return edition.entry(one.place.within) if one.place.within is not None else None


def _in(edition: Edition, one: Located, target: Entry) -> bool:
    return one.by is target or _holder(edition, one) is target


def _shown(places: Iterable[Located]) -> list[Located]:
    return [one for one in places if one.drawn]


def _stretches(places: Iterable[Located]) -> list[list[Located]]:
    """The places that can be drawn, those near each other together, in the order of the record."""
    shown = _shown(places)
    groups: list[list[Located]] = []
    for one in shown:
        if one.how != POSITION:
            continue
        near = [group for group in groups if any(_near(one, other) for other in group)]
        joined = [other for group in near for other in group] + [one]
        groups = [group for group in groups if group not in near] + [joined]
    for one in shown:
        if one.how == BEARING:
            next(g for g in groups if any(other.entry is one.by for other in g)).append(one)
    order = {one.entry: number for number, one in enumerate(shown)}
    for group in groups:
        group.sort(key=lambda one: order[one.entry])
    return sorted(groups, key=lambda group: order[group[0].entry])


def _near(one: Located, other: Located) -> bool:
    smaller = min(EXTENT[precision_of(one)], EXTENT[precision_of(other)])
    return math.hypot(one.x - other.x, one.y - other.y) <= max(NEAR, 20 * smaller)


def _row(desk: Desk, one: Located, number: str) -> PlaceRow:
    place = one.place
    where, cite = location(desk, place)
    area = ""
    if place.position is not None:
        where = degrees(desk, place.position)
        area = desk.interface.say(AREAS[place.position.precision])
    elif not where and one.by is not None:
        where = desk.say("somewhere in %(place)s", place=desk.link(one.by))
    return PlaceRow(
        one.entry.id,
        desk.link(one.entry),
        desk.slug(place.kind),
        one.how,
        precision_of(one),
        where,
        area if precision_of(one) != "point" else "",
        cite,
        number,
    )
