"""What a reading left out: a mistake in YAML is told once, not again by all that it hides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from casebook.load.yaml_reader import MAX_STOPS, MapNode
from casebook.problem import Problem

_TOP = re.compile(r"[\"']?([^\s\"'#:{\[-][^:\"']*)[\"']?\s*:(?:\s|$)")
_KEY = re.compile(r"([\w-]+)[\"']?\s*:(?=\s|$)")


@dataclass(slots=True)
class Losses:
    """What of one file was refused while it was read."""

    fields: dict[str, set[str]] = field(default_factory=dict)
    """Of each entry in which something was refused, the names of fields that may be concerned."""
    entries: set[str] = field(default_factory=set)
    """Entries that were left out whole."""
    rest: bool = False
    """Was more left out than can be named?"""


def losses(source: str, node: MapNode | None, problems: Iterable[Problem]) -> Losses:
    """What the problems of a reading took out of its entries, by the lines they stand on."""
    problems = list(problems)
    stops = sum(problem.rule in ("yaml-syntax", "yaml-depth") for problem in problems)
    found = Losses(rest=node is None or not node.entries or stops >= MAX_STOPS)
    lines = source.split("\n")
    for problem in problems:
        line = min(problem.where.line, len(lines)) - 1
        name = _entry(lines, line)
        if not name:
            found.rest = True
        elif node is None or name not in node.entries:
            found.entries.add(name)
        else:
            found.fields.setdefault(name, set()).update(_KEY.findall(lines[line]))
    return found


def refused_fields(source: str, problems: Iterable[Problem]) -> frozenset[str]:
    """The fields of a file that is one record, on whose lines something was refused."""
    lines = source.split("\n")
    numbers = {min(problem.where.line, len(lines)) - 1 for problem in problems}
    return frozenset(name for number in numbers for name in _KEY.findall(lines[number]))


def _entry(lines: Sequence[str], number: int) -> str:
    """The entry at the left edge that a line, counted from 0, belongs to; nothing for none."""
    while number > 0 and lines[number][:1] in ("", " ", "\t", "#"):
        number -= 1
    found = _TOP.match(lines[number])
    return found.group(1).strip() if found else ""
