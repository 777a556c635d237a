"""Where places lie: what can be cited, and nothing that is worked out from it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from casebook.edit.edition import Edition, Entry
from casebook.model.places import Place
from casebook.model.record import Record

POSITION, BEARING, INSIDE, NOWHERE = "position", "bearing", "inside", "nowhere"
"""How exactly a place is located: by coordinates; by a direction from a place that has them;
only by what it lies in; not at all."""
EXTENT = {"point": 0.2, "neighbourhood": 1.5, "town": 4.0, "city": 10.0, "region": 120.0}
"""Kilometres that a map shows at least around a position, by what the position stands for. They
frame the map. No bound of any place is drawn from them."""
DEGREE = 111.2
"""Kilometres of a degree of latitude."""
COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


@dataclass(frozen=True, slots=True)
class Located:
    """A place, and what locates it."""

    entry: Entry
    place: Place
    how: str
    """`position`, `bearing`, `inside` or `nowhere`."""
    by: Entry | None
    """For a bearing the place it is seen from; for one inside another the nearest that is drawn,
    or else the nearest."""
    drawn: bool = False
    """Can it be drawn: by its position, or by a direction from a place that has one?"""
    x: float = 0.0
    y: float = 0.0
    """For a position, kilometres to the east of the map's middle and to the south of it."""
    turn: float = 0.0
    """For a bearing, degrees from north, clockwise."""


def ground(edition: Edition) -> tuple[Located, ...]:
    """Every place of a record, in the order of its file."""
    places = [(entry, entry.record) for entry in edition.of("place")]
    known = [(entry, place) for entry, place in places if isinstance(place, Place)]
    flat = _project(
        {e: (p.position.lat, p.position.lon) for e, p in known if p.position is not None}
    )
    return tuple(_locate(edition, entry, place, flat) for entry, place in known)


def _locate(
    edition: Edition, entry: Entry, place: Place, flat: Mapping[Entry, tuple[float, float]]
) -> Located:
    if place.position is not None:
        return Located(entry, place, POSITION, None, True, *flat[entry])
    if place.bearing is not None:
        origin, drawn = edition.entry(place.bearing.of), _bears(place, edition, flat)
        turn = 45.0 * COMPASS.index(str(place.bearing.way)) if drawn else 0.0
        return Located(entry, place, BEARING, origin, drawn, turn=turn)
    around = _around(edition, place)
    by = next((one for one in around if one in flat or _bears(one.record, edition, flat)), None)
    if by is None and around:
        by = around[0]
    return Located(entry, place, INSIDE if by is not None else NOWHERE, by)


def _bears(place: Record, edition: Edition, flat: Mapping[Entry, tuple[float, float]]) -> bool:
    """Does a place lie in a direction that can be drawn, from a place that has a position?"""
    return (
        isinstance(place, Place)
        and place.bearing is not None
        and str(place.bearing.way) in COMPASS
        and edition.entry(place.bearing.of) in flat
    )


def _around(edition: Edition, place: Place) -> list[Entry]:
    """What a place lies in or beside, from the nearest outwards."""
    found: list[Entry] = []
    at: Place = place
    while True:
        ref = at.within
        if ref is None and at.bearing is not None and str(at.bearing.way) == "within":
            ref = at.bearing.of
        if ref is None:
            return found
        entry = edition.entry(ref)
        # The rules refuse a circle; a draft may still hold one.
        if entry in found or not isinstance(entry.record, Place):
            return found
        found.append(entry)
        at = entry.record


def _project(degrees: Mapping[Entry, tuple[float, float]]) -> dict[Entry, tuple[float, float]]:
    """Kilometres east and south of the middle of some positions, as on a plan of a small area."""
    if not degrees:
        return {}
    lats = [lat for lat, _ in degrees.values()]
    # Counted from one of them, longitudes do not jump where the day changes.
    start = next(iter(degrees.values()))[1]
    lons = {entry: (lon - start + 180) % 360 - 180 for entry, (_, lon) in degrees.items()}
    middle = (min(lats) + max(lats)) / 2
    east = (min(lons.values()) + max(lons.values())) / 2
    across = DEGREE * max(math.cos(math.radians(middle)), 0.01)
    return {
        entry: (round((lons[entry] - east) * across, 6), round((middle - lat) * DEGREE, 6))
        for entry, (lat, _) in degrees.items()
    }
