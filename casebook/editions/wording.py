"""Which words of a text are others now, with a few of those around them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

SAME, OLD, NEW, GAP = "same", "old", "new", "gap"

JOINT = "\ue000"
"""Stands for a blank within what is never taken apart, such as a claim with what answers it."""

_AROUND = 4
"""Words shown before and after what changed."""
_PLACES = 3
"""Places of a text that are shown."""
_WORDS = 40
"""Words of one piece that are shown."""
_LONGEST = 400
"""Words that are compared one by one; of longer texts the lines are compared first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text."""

    op: str
    """`same`, `old` (gone), `new` (come), or `gap` for words left out, which has none."""
    words: str


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """The places where two texts differ, the first few, none where only white space does."""
    before, after = old.split(), new.split()
    if max(len(before), len(after)) <= _LONGEST:
        return _in_a_row([_places(before, after)])
    lines, others = old.split("\n"), new.split("\n")
    matcher = SequenceMatcher(None, lines, others)
    changed = (code for code in matcher.get_opcodes() if code[0] != "equal")
    found = []
    for _, a, b, c, d in islice(changed, _PLACES + 1):
        before, after = " ".join(lines[a:b]).split(), " ".join(others[c:d]).split()
        found.append(_places(before[:_LONGEST], after[:_LONGEST]))
    return _in_a_row(found)


def joined(words: str) -> str:
    """Words that stay together wherever a text is cut."""
    return words.replace(" ", JOINT)


def loose(words: str) -> str:
    """The same words as a reader sees them."""
    return words.replace(JOINT, " ")


def _places(before: list[str], after: list[str]) -> list[list[Piece]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found = []
    for group in islice(matcher.get_grouped_opcodes(_AROUND), _PLACES + 1):
        pieces = []
        for op, a, b, c, d in group:
            if op == "equal":
                pieces.append(_piece(SAME, before[a:b]))
                continue
            pieces += [_piece(OLD, before[a:b])] if b > a else []
            pieces += [_piece(NEW, after[c:d])] if d > c else []
        found.append(pieces)
    return found


def _piece(op: str, words: list[str]) -> Piece:
    if len(words) > _WORDS:
        words = [*words[: _WORDS // 2], "…", *words[-_WORDS // 2 :]]
    return Piece(op, loose(" ".join(words)))


def _in_a_row(found: list[list[list[Piece]]]) -> tuple[Piece, ...]:
    """The places of all parts one after another, with a gap between two and after the last."""
    places = [place for part in found for place in part]
    pieces: list[Piece] = []
    for place in places[:_PLACES]:
        pieces += [Piece(GAP, "")] if pieces else []
        pieces += place
    if len(places) > _PLACES:
        pieces.append(Piece(GAP, ""))
    return tuple(pieces)
