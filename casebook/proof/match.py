"""Are these words, in this order, in this place of the text?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casebook.proof.copy import NumberedCopy
from casebook.proof.tokens import ELLIPSIS, canonical, same_edge, tokens


def occurs(
    words: str, labels: Sequence[str], copy: NumberedCopy, lost: tuple[str, ...] = ()
) -> bool:
    """Does a quotation stand, word for word, in one of the places named?

    Units that follow each other in the copy are read as one text, so that a quotation may run
    from one into the next. Where an ellipsis is written, its parts must follow each other
    within one such text.
    """
    wanted = _parts(canonical(words, lost))
    if not wanted or not all(wanted):
        return False
    return any(_in_order(wanted, run) for run in _runs(labels, copy, lost))


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
    labels: Sequence[str], copy: NumberedCopy, lost: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """The named units as tokens, neighbours joined."""
    order = {label: position for position, label in enumerate(copy.labels)}
    run: list[str] = []
    last = -2
    for label in sorted(set(labels) & set(order), key=lambda one: order[one]):
        if order[label] != last + 1 and run:
            yield tokens(" ".join(run), lost)
            run = []
        run.append(copy.units[label])
        last = order[label]
    if run:
        yield tokens(" ".join(run), lost)


def _in_order(parts: list[list[str]], text: tuple[str, ...]) -> bool:
    start = 0
    for number, part in enumerate(parts):
        found = _find(part, text, start, first=number == 0)
        if found < 0:
            return False
        start = found + len(part)
    return True


def _find(part: list[str], text: tuple[str, ...], start: int, first: bool) -> int:
    """Where a stretch begins, at or after `start`; -1 if nowhere."""
    size = len(part)
    for at in range(start, len(text) - size + 1):
        head = same_edge(part[0], text[at]) if first else part[0] == text[at]
        if head and tuple(part[1:]) == text[at + 1 : at + size]:
            return at
    return -1
