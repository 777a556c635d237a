"""The page shown in place of every other while the record, a layout or Casebook is at fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import escape

from casebook.commands.report import as_text, summarise
from casebook.interface import ENGLISH
from casebook.problem import Problem, errors, in_order
from casebook.render.jinja import site_environment
from casebook.serve.build import Built
from casebook.shipped import shipped_folder

MOST = 100
"""How many problems are shown; mending the first often mends the rest."""

WIDEST = 400
"""Characters of a line that are shown, around the place."""


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem, and the line it stands in cut at the mark."""

    problem: Problem
    before: str
    marked: str
    after: str


def problem_page(built: Built) -> bytes:
    """A whole page of HTML, made without anything of the record's own; everything escaped.

    Should its own layout fail, as it may while someone edits it, the page is bare but says the
    same.
    """
    found = in_order(errors(built.problems))
    try:
        environment = site_environment(ENGLISH, shipped_folder("layouts"))
        html = environment.get_template("problems.html").render(
            problems=[shown(problem, built.texts) for problem in found[:MOST]],
            further=max(0, len(found) - MOST),
            summary=summarise(found),
            bug=built.bug,
        )
    except Exception as error:
        words = "\n".join(_as_words(found, built.texts))
        why = f"layouts/problems.html failed: {error}"
        html = (
            "<!doctype html><html lang=en><head><title>Problems</title></head>"
            f"<body><pre>{escape(words)}\n{escape(built.bug)}\n{escape(why)}</pre></body></html>"
        )
    return html.encode(errors="replace")


def _as_words(problems: Iterable[Problem], texts: Mapping[str, str]) -> Iterable[str]:
    return (as_text(problem, texts) for problem in problems)


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
