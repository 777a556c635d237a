"""Where a place lies, in words: as exactly as can be cited, and no more."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from casebook.interface import phrase
from casebook.model.parts import Position
from casebook.model.places import Place
from casebook.render.desk import Desk

_SPACE = re.compile(r" (?![^<]*>)")
"""A space between words, and not one within a tag."""
AREAS = {
    "point": phrase("the place itself"),
    "neighbourhood": phrase("one point for the whole neighbourhood"),
    "town": phrase("one point for the whole town"),
    "city": phrase("one point for the whole city"),
    "region": phrase("one point for the whole region"),
}
"""What a position stands for."""
BEARINGS = {
    "north": phrase("north of %(place)s"),
    "north-east": phrase("north-east of %(place)s"),
    "east": phrase("east of %(place)s"),
    "south-east": phrase("south-east of %(place)s"),
    "south": phrase("south of %(place)s"),
    "south-west": phrase("south-west of %(place)s"),
    "west": phrase("west of %(place)s"),
    "north-west": phrase("north-west of %(place)s"),
    "within": phrase("within %(place)s"),
    "beside": phrase("beside %(place)s"),
}
"""How a place lies."""
_AREA_SENTENCES = {
    "point": phrase("%(name)s: the position that is cited."),
    "neighbourhood": phrase("%(name)s: one cited point stands for the whole neighbourhood."),
    "town": phrase("%(name)s: one cited point stands for the whole town."),
    "city": phrase("%(name)s: one cited point stands for the whole city."),
    "region": phrase("%(name)s: one cited point stands for the whole region."),
}
_BEARING_SENTENCES = {
    "north": phrase("%(name)s lies somewhere to the north of %(place)s: how far is not said."),
    "north-east": phrase(
        "%(name)s lies somewhere to the north-east of %(place)s: how far is not said."
    ),
    "east": phrase("%(name)s lies somewhere to the east of %(place)s: how far is not said."),
    "south-east": phrase(
        "%(name)s lies somewhere to the south-east of %(place)s: how far is not said."
    ),
    "south": phrase("%(name)s lies somewhere to the south of %(place)s: how far is not said."),
    "south-west": phrase(
        "%(name)s lies somewhere to the south-west of %(place)s: how far is not said."
    ),
    "west": phrase("%(name)s lies somewhere to the west of %(place)s: how far is not said."),
    "north-west": phrase(
        "%(name)s lies somewhere to the north-west of %(place)s: how far is not said."
    ),
    "within": phrase("%(name)s lies within %(place)s; where in it is not said."),
    "beside": phrase("%(name)s lies beside %(place)s."),
}
_INSIDE = phrase("%(name)s lies within %(place)s: no source says where.")


def location(desk: Desk, place: Place) -> tuple[Markup, str]:
    """Where a place lies, and where to read it; nothing for one that only lies in another."""
    if place.position is not None:
        words = desk.say(
            "%(where)s: %(area)s",
            where=degrees(desk, place.position),
            area=desk.interface.say(AREAS[place.position.precision]),
        )
        return words, str(place.position.cite)
    if place.bearing is not None:
        of = desk.link(desk.edition.entry(place.bearing.of))
        return desk.say(BEARINGS[str(place.bearing.way)], place=of), str(place.bearing.cite)
    return Markup(), ""


def degrees(desk: Desk, position: Position) -> Markup:
    """A position as it is read: `24.860° N, 67.010° E`."""
    north, east = _angle(desk, position.lat), _angle(desk, position.lon)
    angles = (
        desk.say("%(degrees)s N", degrees=north)
        if position.lat >= 0
        else desk.say("%(degrees)s S", degrees=north),
        desk.say("%(degrees)s E", degrees=east)
        if position.lon >= 0
        else desk.say("%(degrees)s W", degrees=east),
    )
    # A letter is not parted from its angle at the end of a line.
    return escape(desk.interface.comma).join(Markup(_SPACE.sub("\u00a0", one)) for one in angles)


def _angle(desk: Desk, angle: float) -> str:
    """An angle in digits. Between words from right to left its sign would go before them."""
    shown = desk.interface.in_digits(f"{abs(angle):.3f}°")
    if desk.interface.direction == "rtl":
        return Markup('<bdi dir="ltr">{}</bdi>').format(shown)
    return shown


def sentence(desk: Desk, place: Place, name: str, other: str) -> str:
    """Where a place lies, in one sentence; `other` is what it lies in or is seen from."""
    say = desk.interface.say
    if place.position is not None:
        return say(_AREA_SENTENCES[place.position.precision], name=name)
    if place.bearing is not None:
        return say(_BEARING_SENTENCES[str(place.bearing.way)], name=name, place=other)
    return say(_INSIDE, name=name, place=other)
