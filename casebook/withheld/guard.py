"""Problems as they may be told: no message, place or line repeats a withheld name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from casebook.problem import Problem
from casebook.withheld.fold import bare_words
from casebook.withheld.names import Withheld
from casebook.withheld.places import RULE, covered

UNTOLD = "what is wrong here is not told, as that would repeat a name that is withheld"
_PART = 4
"""Letters by which a part of a name is known, where a message shows a value's beginning only."""


@dataclass(slots=True)
class _Held:
    """What a file holds of names."""

    lines: set[int] = field(default_factory=set)
    """The lines on which some part of a name stands."""
    parts: set[str] = field(default_factory=set)
    """How the words of the names begin."""


def guarded(
    problems: Iterable[Problem], files: Mapping[str, str], withheld: Withheld
) -> list[Problem]:
    """The same problems, with names of files covered, and what repeats a name left untold.

    `files` are the texts that the problems stand in. No problem is lost: one that may not be
    told still says where it is and by which rule.
    """
    told = list(problems)
    if not withheld:
        return told
    held = _held(told, files)
    return [_guarded(problem, held.get(problem.where.file), withheld) for problem in told]


def _guarded(problem: Problem, held: _Held | None, withheld: Withheld) -> Problem:
    where = problem.where._replace(file=covered(withheld, problem.where.file))
    if problem.rule == RULE:
        return replace(problem, where=where, message=covered(withheld, problem.message))
    words = f"{problem.message}\n{problem.hint}"
    if withheld.holds(words) or (
        held is not None
        and (problem.where.line in held.lines or not held.parts.isdisjoint(_parts(words)))
    ):
        hint = "take the name out first"
        return replace(problem, where=where, message=UNTOLD, hint=hint, secret=True)
    return replace(problem, where=where)


def _held(problems: Iterable[Problem], files: Mapping[str, str]) -> dict[str, _Held]:
    """What each file holds of names: one may run over several lines."""
    found: dict[str, _Held] = {}
    for problem in problems:
        if problem.rule != RULE:
            continue
        where = problem.where
        held = found.setdefault(where.file, _Held())
        rest = files.get(where.file, "").split("\n", where.line - 1)[-1][where.column - 1 :]
        name = rest[: problem.length]
        held.lines.update(range(where.line, where.line + name.count("\n") + 1))
        held.parts |= _parts(name)
    return found


def _parts(words: str) -> set[str]:
    return {word[:_PART] for word in bare_words(words) if len(word) >= _PART}
