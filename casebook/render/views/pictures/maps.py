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
from casebook.render.views.pictures.labels import Box, Label, Wish, drawable, place_labels

WIDE, NARROW, SMALL = (560, 430), (282, 330), (270, 230)
"""Widths and heights of the plan on a wide page, on a narrow one, and of a locator."""
RINGS = {"point": 0, "neighbourhood": 13, "town": 20, "city": 38, "region": 58}
"""Pixels of the ring that says what a position stands for. It is no bound of the place."""
DOT = 5
SIZE = 14.0
"""Pixels of the letters of a plan, on any page."""
MOST_NAMED = 80
NEAR = 50.0
"""Positions are drawn on one plan if they are so many kilometres apart, or if they are no
farther apart than twenty times what the smaller of them stands for."""
_HALF = 22.5


@dataclass(frozen=True, slots=True)
class Drawn:
    """A place on a plan."""

    id: str
    name: str
    href: str
    number: str
    """What stands for its name, where that has no room; nothing where the name is drawn."""
    how: str
    precision: str
    x: float
    y: float
    ring: int
    focus: bool
    around: bool
    """Is what the locator is of said to lie somewhere in it?"""
    wedge: str
    """The path of its wedge, for a direction."""
    edges: tuple[tuple[float, float, float, float], ...]
    """The two sides of the wedge."""
    label: Label | None


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """What a length on a plan stands for."""

    x: float
    y: float
    long: float
    words: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A drawing of some ground at one size."""

    width: int
    height: int
    places: tuple[Drawn, ...]
    bar: ScaleBar
    north: tuple[float, float]
    """Where the arrow to the north stands."""


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
        (_plan(desk, some, WIDE, numbers), _plan(desk, some, NARROW, numbers)) for some in stretches
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
        tuple(name for name in EXTENT if any(_precision(one) == name for one in drawn)),
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
    plan = _plan(desk, some, SMALL, {}, entry, target)
    return Locator(plan, sentence(desk, one.place, typographic(entry.label), by))


def _holder(edition: Edition, one: Located) -> Entry | None:
    """What a place is said to lie in."""
    return edition.entry(one.place.within) if one.place.within is not None else None


def _in(edition: Edition, one: Located, target: Entry) -> bool:
    return one.by is target or _holder(edition, one) is target


def _shown(places: Iterable[Located]) -> list[Located]:
    return [one for one in places if one.drawn]


def _precision(one: Located) -> str:
    return str(one.place.position.precision) if one.place.position is not None else ""


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
    smaller = min(EXTENT[_precision(one)], EXTENT[_precision(other)])
    return math.hypot(one.x - other.x, one.y - other.y) <= max(NEAR, 20 * smaller)


def _plan(
    desk: Desk,
    places: list[Located],
    size: tuple[int, int],
    numbers: dict[Entry, str],
    focus: Entry | None = None,
    target: Entry | None = None,
) -> Plan:
    """A drawing of some places that are near each other, at one size.

    `numbers` stand for names without room; `target` is what is drawn of the place in focus.
    """
    width, height = size
    fixed = [one for one in places if one.how == POSITION]
    scale, left, top = _fit(fixed, size)
    at = {
        one.entry: (round((one.x - left) * scale, 1), round((one.y - top) * scale, 1))
        for one in fixed
    }
    reach = 0.44 * min(width, height)
    at = _centred(at, fixed, [one for one in places if one.how == BEARING], reach, size)
    points = {**at}
    for one in places:
        if one.how == BEARING and one.by is not None:
            # In its middle a wedge is wide enough for a name.
            points[one.entry] = _toward(at[one.by], one.turn, 0.72 * reach)
    wanted = places[:MOST_NAMED]
    frame = Box(4, 4, width - 4, height - 30)
    taken = [_square(point, DOT + 1) for point in at.values()]
    labels: dict[Entry, Label | None] = {}
    shorts: dict[Entry, str] = {}
    # First who has least choice: a direction's name stands in its wedge.
    for one in sorted(wanted, key=lambda one: (one.entry is not focus, one.how != BEARING)):
        words = typographic(one.entry.label)
        x, y = points[one.entry]
        away = DOT + 3 if one.how == POSITION else 4
        wishes = [words] if drawable(words) else []
        wishes += [numbers[one.entry]] if one.entry in numbers else []
        for wish in wishes:
            wished = Wish(wish, x, y, away, inside=one.how == BEARING)
            (found,) = place_labels([wished], frame, taken, SIZE)
            if found is not None:
                taken.append(found.box)
                labels[one.entry] = found
                shorts[one.entry] = "" if wish == words else wish
                break
    drawn = []
    for one in places:
        x, y = points[one.entry]
        wedge, edges = ("", ()) if one.how == POSITION or one.by is None else _wedge(
            at[one.by], one.turn, reach
        )  # fmt: skip
        drawn.append(
            Drawn(
                one.entry.id,
                typographic(one.entry.label),
                desk.links.to(one.entry),
                shorts.get(one.entry, ""),
                one.how,
                _precision(one),
                x,
                y,
                RINGS.get(_precision(one), 0),
                one.entry is focus,
                focus is not None and one.entry is target and target is not focus,
                wedge,
                edges,
                labels.get(one.entry),
            )
        )
    return Plan(width, height, tuple(drawn), _bar(desk, size, scale), (width - 18.0, height - 12.0))


def _fit(fixed: list[Located], size: tuple[int, int]) -> tuple[float, float, float]:
    """Pixels of a kilometre, and the kilometres at the left and upper edge."""
    width, height = size
    reach = [(one, EXTENT[_precision(one)]) for one in fixed]
    left = min(one.x - far for one, far in reach)
    right = max(one.x + far for one, far in reach)
    top = min(one.y - far for one, far in reach)
    bottom = max(one.y + far for one, far in reach)
    scale = min((width - 40) / (right - left), (height - 60) / (bottom - top))
    return (
        scale,
        (left + right) / 2 - width / 2 / scale,
        (top + bottom) / 2 - (height - 20) / 2 / scale,
    )


def _centred(
    at: dict[Entry, tuple[float, float]],
    fixed: list[Located],
    bearings: list[Located],
    reach: float,
    size: tuple[int, int],
) -> dict[Entry, tuple[float, float]]:
    """The same points, moved together so that what is drawn stands in the middle of the frame."""
    shapes = [_square(at[one.entry], max(RINGS[_precision(one)], 2 * SIZE)) for one in fixed]
    for one in bearings:
        if one.by is not None:
            ends = (_toward(at[one.by], one.turn + side, reach) for side in (-_HALF, _HALF))
            shapes += [_square(end, 0) for end in ends]
    left, right = min(one.left for one in shapes), max(one.right for one in shapes)
    top, bottom = min(one.top for one in shapes), max(one.bottom for one in shapes)
    x = round(size[0] / 2 - (left + right) / 2, 1)
    y = round((size[1] - 20) / 2 - (top + bottom) / 2, 1)
    return {entry: (round(px + x, 1), round(py + y, 1)) for entry, (px, py) in at.items()}


def _toward(origin: tuple[float, float], turn: float, far: float) -> tuple[float, float]:
    angle = math.radians(turn)
    return (
        round(origin[0] + far * math.sin(angle), 1),
        round(origin[1] - far * math.cos(angle), 1),
    )


def _wedge(
    origin: tuple[float, float], turn: float, reach: float
) -> tuple[str, tuple[tuple[float, float, float, float], ...]]:
    """An eighth of the compass, without a tip and without an end."""
    sides = [
        (*_toward(origin, turn + side, 0.2 * reach), *_toward(origin, turn + side, reach))
        for side in (-_HALF, _HALF)
    ]
    (ax, ay, bx, by), (cx, cy, dx, dy) = sides
    return f"M{ax} {ay}L{bx} {by}L{dx} {dy}L{cx} {cy}Z", tuple(sides)


def _square(point: tuple[float, float], half: float) -> Box:
    x, y = point
    return Box(x - half, y - half, x + half, y + half)


def _bar(desk: Desk, size: tuple[int, int], scale: float) -> ScaleBar:
    """The longest of 1, 2, 5, 10 ... kilometres (or metres) that is a quarter of the width."""
    width, height = size
    most = width / 4 / scale
    power = 10.0 ** math.floor(math.log10(most))
    length = max(one * power for one in (1, 2, 5) if one * power <= most * (1 + 1e-9))
    say, number = desk.interface.say, desk.interface.number
    if length >= 1:
        words = say("%(length)s km", length=number(length))
    else:
        words = say("%(length)s m", length=number(length * 1000))
    return ScaleBar(12.0, height - 12.0, round(length * scale, 1), words)


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
        _precision(one),
        where,
        area if _precision(one) != "point" else "",
        cite,
        number,
    )
