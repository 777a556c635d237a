"""One plan: places on a stretch of ground, with rings, wedges, labels and a bar of kilometres."""

from __future__ import annotations

import math
from dataclasses import dataclass

from casebook.edit.edition import Entry
from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.pictures.ground import (
    BEARING,
    EXTENT,
    POSITION,
    Located,
)
from casebook.render.views.pictures.labels import Box, Label, Wish, drawable, place_labels

RINGS = {"point": 0, "neighbourhood": 13, "town": 20, "city": 38, "region": 58}
"""Pixels of the ring that says what a position stands for. It is no bound of the place."""
DOT = 5
SIZE = 14.0
"""Pixels of the letters of a plan, on any page."""
MOST_NAMED = 80
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


def precision_of(one: Located) -> str:
    """What a position stands for, such as `town`; nothing where there is none."""
    return str(one.place.position.precision) if one.place.position is not None else ""


def plan(
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
                precision_of(one),
                x,
                y,
                RINGS.get(precision_of(one), 0),
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
    reach = [(one, EXTENT[precision_of(one)]) for one in fixed]
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
    shapes = [_square(at[one.entry], max(RINGS[precision_of(one)], 2 * SIZE)) for one in fixed]
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
