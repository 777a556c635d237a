"""Labels of the units of a source's numbered copy, and places named by them."""

from __future__ import annotations

import re
from functools import lru_cache

LABEL = re.compile(r"([a-z]{1,3})([0-9]{1,5})([a-z]?)")
"""`s69`, `p3`, `h1b`: letters for what the unit is, its number, a letter for one put between."""

_RANGE = re.compile(rf"({LABEL.pattern})\s*[-–]\s*({LABEL.pattern}|[0-9]{{1,5}})")
MOST_UNITS = 20_000


class UnitError(ValueError):
    """A label or range that cannot be read, or that the source does not have."""

    def __init__(self, message: str, label: str = "") -> None:
        """`label` is the one label the source does not have, if it is that."""
        super().__init__(message)
        self.label = label


@lru_cache(maxsize=256)
def parse_units(text: str) -> tuple[str, ...]:
    """The labels that `h1, p1-p9` declares, in order.

    Raises UnitError on anything else, on a label declared twice, and past 20,000 labels.
    """
    labels: dict[str, None] = {}
    for part in _parts(text):
        for label in _declared(part):
            if label in labels:
                raise UnitError(f"`{label}` is declared twice")
            labels[label] = None
            if len(labels) > MOST_UNITS:
                raise UnitError(f"more than {MOST_UNITS} units")
    return tuple(labels)


# A source's places are cited thousands of times, and to count its units takes long.
@lru_cache(maxsize=16_384)
def parse_places(text: str, units: tuple[str, ...]) -> tuple[str, ...]:
    """The labels that `s43, s45` or `p6-p8` means in a source of these units.

    Raises UnitError, naming what was written, for a label the source does not have.
    """
    order = _positions(units)
    labels: dict[str, None] = {}
    named = 0
    for part in _parts(text):
        first, last = _ends(part)
        for label in (first, last):
            if label not in order:
                raise UnitError(f"`{label}`", label)
        if order[last] < order[first]:
            raise UnitError(f"`{part}`, which runs backwards,")
        meant = units[order[first] : order[last] + 1]
        named += len(meant)
        if named > 2 * MOST_UNITS:
            raise UnitError(f"more than {2 * MOST_UNITS} places")
        labels.update(dict.fromkeys(meant))
    return tuple(labels)


@lru_cache(maxsize=256)
def _positions(units: tuple[str, ...]) -> dict[str, int]:
    return {label: position for position, label in enumerate(units)}


@lru_cache(maxsize=16_384)
def tidy(text: str) -> str:
    """The same places with regular spaces and hyphens: `s43,s45–47` gives `s43, s45-47`."""
    return ", ".join(re.sub(r"\s*[-–]\s*", "-", part) for part in _parts(text))


def ranges(labels: tuple[str, ...]) -> str:
    """Labels as they are declared, `h1, p1-p9`: those that count up are drawn together."""
    parts: list[list[str]] = []
    for label in labels:
        if parts and _counts_up(parts[-1], label):
            parts[-1] = [parts[-1][0], label]
        else:
            parts.append([label])
    return ", ".join("-".join(part) for part in parts)


def _counts_up(part: list[str], label: str) -> bool:
    """Does a label come next in a range, written with as many digits as `p01` asks for?"""
    ends = [LABEL.fullmatch(one) for one in (part[0], part[-1], label)]
    (letter, first, more), (_, last, _), (other, digits, after) = (
        end.groups() if end else ("", "0", "-") for end in ends
    )
    width = len(first) if first.startswith("0") else 1
    return (
        (letter, more, after) == (other, "", "")
        and digits == f"{int(last) + 1:0{width}}"
        and (width == 1 or len(digits) == width)
    )


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",")]
    if not all(parts):
        raise UnitError("nothing between two commas" if any(parts) else "no place")
    return parts


def _ends(part: str) -> tuple[str, str]:
    if LABEL.fullmatch(part):
        return part, part
    match = _RANGE.fullmatch(part)
    if match is None:
        raise UnitError(f"`{part}`", part)
    first, prefix, last = match.group(1), match.group(2), match.group(5)
    return first, last if last[0].isalpha() else prefix + last


def _declared(part: str) -> list[str]:
    first, last = _ends(part)
    if first == last:
        return [first]
    start, end = LABEL.fullmatch(first), LABEL.fullmatch(last)
    assert start is not None and end is not None
    if start.group(1) != end.group(1) or start.group(3) or end.group(3):
        raise UnitError(f"`{part}`: a range needs the same letter and plain numbers at both ends")
    low, high = int(start.group(2)), int(end.group(2))
    if high < low or high - low > MOST_UNITS:
        raise UnitError(f"`{part}`: the range runs backwards or is too long")
    # `p01-p12` declares labels of two digits, as its ends are written.
    width = len(start.group(2)) if start.group(2).startswith("0") else 1
    labels = [f"{start.group(1)}{number:0{width}}" for number in range(low, high + 1)]
    if labels[-1] != last:
        raise UnitError(f"`{part}`: both ends need as many digits")
    return labels
