"""A problem with the line it stands in, cut at the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casebook.problem import Problem

WIDEST = 400
"""Characters of a line that are shown, around the place."""


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem, and the line it stands in cut at the mark."""

    problem: Problem
    before: str
    marked: str
    after: str


def shown(problem: Problem, texts: Mapping[str, str]) -> ShownProblem:
    """The problem with its line, or the part of it around the mark.

    The line is empty where there is none, and where it is to be kept secret.
    """
    if problem.secret:
        return ShownProblem(problem, "", "", "")
    lines = texts.get(problem.where.file, "").split("\n")
    number = problem.where.line
    line = lines[number - 1].replace("\t", " ").rstrip() if number <= len(lines) else ""
    start = min(problem.where.column - 1, len(line))
    end = min(start + max(1, problem.length), len(line))
    first = max(0, start - WIDEST // 2)
    last = max(first + WIDEST, min(end, start + WIDEST))
    before = ("…" if first else "") + line[first:start]
    after = line[min(end, last) : last] + ("…" if last < len(line) else "")
    return ShownProblem(problem, before, line[start : min(end, last)], after)
