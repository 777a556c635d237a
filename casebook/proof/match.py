"""Are these words, in this order, in this place of the text?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from casebook.proof.copy import NumberedCopy
from casebook.proof.tokens import ELLIPSIS, canonical, small, tokens


def occurs(words: str, labels: Sequence[str], copy: NumberedCopy, lost: Sequence[str] = ()) -> bool:
    """Does a quotation stand, word for word, in one of the places named?

    Units that follow each other in the copy, and are both named, are read as one text, so that
    a quotation may run from one into the next. Where an ellipsis is written, its parts must
    follow each other within one such text: it never reaches over a unit that is not named.
    """
    wanted = _parts(canonical(words, lost))
    if not all(wanted):
        return False
    return any(_in_order(wanted, run) == len(wanted) for run in _runs(labels, copy, lost))


def breaks_at(words: str, labels: Sequence[str], copy: NumberedCopy, lost: Sequence[str]) -> str:
    """The first word or mark of a quotation at which it leaves the text of the places named.

    Nothing where not even its beginning stands there, or all of it does. Only what is quoted
    is given back, never the copy's words.
    """
    wanted = _parts(canonical(words, lost))
    furthest = (0, 0)
    for run in _runs(labels, copy, lost):
        found = _in_order(wanted, run)
        if found < len(wanted):
            furthest = max(furthest, (found, _begun(wanted[found], run, first=not found)))
    part, length = furthest
    if not any(furthest) or part >= len(wanted) or length >= len(wanted[part]):
        return ""
    return wanted[part][length]


def _parts(quoted: Sequence[str]) -> list[list[str]]:
    """The stretches between written ellipses."""
    parts: list[list[str]] = [[]]
    for token in quoted:
        if token == ELLIPSIS:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _runs(
    labels: Sequence[str], copy: NumberedCopy, lost: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """The named units as tokens, neighbours joined."""
    order = {label: position for position, label in enumerate(copy.labels)}
    run: list[str] = []
    last = -2
    for label in sorted(set(labels) & set(order), key=lambda one: order[one]):
        if order[label] != last + 1 and run:
            yield _read("\n".join(run), tuple(lost))
            run = []
        run.append(copy.units[label])
        last = order[label]
    if run:
        yield _read("\n".join(run), tuple(lost))


# Many quotations name the same place: its words are taken apart once.
_read = lru_cache(maxsize=512)(tokens)


def _in_order(parts: list[list[str]], text: tuple[str, ...]) -> int:
    """How many of the stretches stand in the text, one after another."""
    start = 0
    for number, part in enumerate(parts):
        found = _find(part, text, start, first=not number)
        if found < 0:
            return number
        start = found + len(part)
    return len(parts)


def _find(part: list[str], text: tuple[str, ...], start: int, first: bool) -> int:
    """Where a stretch begins, at or after `start`; -1 if nowhere."""
    for at in range(start, len(text) - len(part) + 1):
        if _alike(part, text, at, first) == len(part):
            return at
    return -1


def _begun(part: list[str], text: tuple[str, ...], first: bool) -> int:
    """How many words of a stretch stand together somewhere, from its first on."""
    return max((_alike(part, text, at, first) for at in range(len(text))), default=0)


def _alike(part: list[str], text: tuple[str, ...], at: int, first: bool) -> int:
    """How many words of a stretch stand from a place on; only the first may differ in capital."""
    number = 0
    for word in part:
        if at + number >= len(text):
            break
        other = text[at + number]
        if word != (small(other) if first and not number else other):
            break
        number += 1
    return number
