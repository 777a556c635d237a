"""A record's lines put into a file of records: no other byte of it changes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casebook.load.yaml_reader import MapNode

_LINE_END = re.compile(r"(\r\n|\r|\n)")
_NO_BLANKS = 2
"""From so many records on, their file shows whether they are set apart by blank lines."""
_MOST_DISORDER = 0.2


class CannotInsertError(Exception):
    """A file whose records are not written one below the other, in words for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the records of a file stand in it."""

    starts: tuple[int, ...] = ()
    """The line of each id, in order, counted from 1."""
    left: int = 0
    """Blanks before an id."""
    step: int = 2
    """How many more before a field."""
    apart: bool = True
    """Is there a blank line between two?"""


def standing(source: str, node: MapNode | None) -> Standing:
    """How the records of a file stand; `source` has newlines for line ends.

    Raises CannotInsertError where they stand in braces.
    """
    if node is None or not node.entries:
        return Standing()
    lines = source.split("\n")
    keys = [key.at for key in node.entries]
    columns = {at.column for at in keys}
    starts = sorted(at.line for at in keys)
    left = keys[0].column - 1
    if len(set(starts)) < len(keys) or len(columns) > 1 or lines[starts[0] - 1][:left].strip():
        raise CannotInsertError("it holds its records in braces: write them one a line first")
    steps = [
        value.at.column - key.at.column
        for key, value in node.entries.items()
        if isinstance(value, MapNode) and value.at.line > key.at.line
    ]
    step = steps[0] if steps and 0 < steps[0] <= 8 else 2
    apart = [not lines[start - 2].strip() for start in starts[1:]]
    by_comment = [lines[start - 2].lstrip().startswith("#") for start in starts[1:]]
    is_apart = len(starts) < _NO_BLANKS or any(apart) or all(by_comment)
    return Standing(tuple(starts), left, step, is_apart)


def with_record(
    written: str, stands: Standing, record: Sequence[str], before: int | None, heading: str = ""
) -> tuple[str, int]:
    """A file's text with one more record, and the line where that begins.

    `written` may have any line ends; the record's lines have none, and its id no indentation.
    `before` is the place, among the records of the file, of the one that is to follow; None puts
    it at the end. Where a heading with the word `heading` stands before that one, the record
    goes below it. A comment directly above a record belongs to it.
    """
    parts = _LINE_END.split(written)
    lines = [parts[at : at + 2] for at in range(0, len(parts), 2)]
    if lines[-1] == [""]:
        lines.pop()
    ends = [line[1] for line in lines if len(line) > 1]
    end = max(dict.fromkeys(ends), key=ends.count, default="\n")
    words = [f"{' ' * stands.left}{line}" for line in record]
    if before is None:
        at, above, below = len(lines), True, False
    elif before == 0:
        at, above, below = _above(lines, stands.starts[0] - 1), False, True
    else:
        next_ = stands.starts[before] - 1
        at = _after_content(lines, next_)
        under = _under_heading(lines, at, next_, heading)
        at, above, below = (under, False, True) if under else (at, True, False)
    blank_above = above and at > 0 and bool(lines[at - 1][0].strip("\ufeff \t")) and stands.apart
    blank_below = stands.apart and (below or (at < len(lines) and bool(lines[at][0].strip())))
    new = [*[""] * blank_above, *words, *[""] * blank_below]
    made = [[word, end] for word in new]
    if at == len(lines) and lines and len(lines[-1]) == 1:
        # The last line has no end: it gets one, and what is last now has none in its place.
        lines[-1] = [lines[-1][0], end]
        made[-1] = made[-1][:1]
    text = "".join("".join(line) for line in [*lines[:at], *made, *lines[at:]])
    return text, at + 1 + blank_above


def _is_remark(line: Sequence[str]) -> bool:
    return line[0].lstrip("\ufeff").startswith("#")


def _above(lines: Sequence[Sequence[str]], start: int) -> int:
    """The first line of what belongs to the first record: the comment above it, if any.

    What stands at the head of the file is about the whole of it.
    """
    at = start
    while at > 0 and _is_remark(lines[at - 1]):
        at -= 1
    return at if at > 0 else start


def _after_content(lines: Sequence[Sequence[str]], next_: int) -> int:
    """The line after the last one of the record above; comments at the left edge are not its."""
    at = next_
    while at > 0 and (not lines[at - 1][0].strip() or _is_remark(lines[at - 1])):
        at -= 1
    return at


def _under_heading(lines: Sequence[Sequence[str]], at: int, next_: int, word: str) -> int:
    """The line below a heading that has the word, with the blank lines after it; 0 if none has.

    A heading is a comment with a blank line above and below.
    """
    found = 0
    for number in range(at, next_) if word else ():
        line = lines[number]
        is_last = number + 1 < next_ and not lines[number + 1][0].strip()
        is_first = number > 0 and not lines[number - 1][0].strip()
        if _is_remark(line) and is_first and is_last and word in line[0]:
            found = number + 1
            while found < next_ and not lines[found][0].strip():
                found += 1
    return found


def place_in_order(keys: Sequence[Any | None], key: Any) -> int | None:  # noqa: ANN401
    """Where something belongs among others that stand in order; None for at their end.

    `keys` has None for what has no place of its own. An order with exceptions is one: the place
    is that with the fewest others on the wrong side, the last of such places. Where more than
    one pair in five stands the other way round, there is no order.
    """
    known = [(at, one) for at, one in enumerate(keys) if one is not None]
    if not known or _disorder([one for _, one in known]) > _MOST_DISORDER:
        return None
    wrong = best = sum(one < key for _, one in known)
    where = 0
    for at, (_, one) in enumerate(known, 1):
        wrong += (key < one) - (one < key)
        if wrong <= best:
            best, where = wrong, at
    return known[where][0] if where < len(known) else None


def _disorder(values: Sequence[Any]) -> float:
    """Which part of all pairs stands the other way round: 0 in order, 1 in the reverse."""
    seen: list[Any] = []
    inverted = 0
    for value in values:
        at = bisect_right(seen, value)
        inverted += len(seen) - at
        seen.insert(at, value)
    pairs = len(values) * (len(values) - 1) // 2
    return inverted / pairs if pairs else 0.0
