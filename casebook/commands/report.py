"""Problems as text for people and as JSON for programs; annotations are in `github`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from casebook.problem import Problem, Severity, in_order
from casebook.shipped import shipped_folder

_WORDS = {Severity.ERROR: "", Severity.WARNING: "warning: ", Severity.NOTE: "note: "}
_WIDEST = 110
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""What a terminal obeys, or turns the line round for, in place of showing it."""


def print_problems(
    problems: Iterable[Problem], files: Mapping[str, str], stream: TextIO | None = None
) -> None:
    """Each problem with its line shown and its place marked, then how many there are."""
    ordered = in_order(problems)
    to = stream or sys.stderr
    for problem in ordered:
        print(as_text(problem, files), file=to)
    summary = summarise(ordered)
    if summary:
        print(summary, file=to)


def print_explained(problems: Iterable[Problem], stream: TextIO | None = None) -> None:
    """One line, on a terminal, that says where the rules of these problems are explained."""
    ordered = in_order(problems)
    if ordered:
        explained_by(ordered[0].rule, stream)


def explained_by(rule: str, stream: TextIO | None = None) -> None:
    """The same line, where a rule is known of them."""
    to = stream or sys.stderr
    page = rule_page(rule) if to.isatty() else None
    if page is None:
        return
    try:
        shown = page.relative_to(Path.cwd())
    except (OSError, ValueError):  # another folder, or one that is gone
        shown = page
    print(f"Each rule has a page that explains it, such as {shown}", file=to)


def rule_page(rule: str) -> Path | None:
    """The page that explains a rule; None where the generator was installed without them."""
    page = shipped_folder("docs") / "rules" / f"{rule}.md"
    return page if page.is_file() else None


def as_text(problem: Problem, files: Mapping[str, str]) -> str:
    """`file:line:column: message (rule)`, the line, a mark under the place, the hint.

    Of a secret problem the line is not shown.
    """
    where = problem.where
    words = f"{safe(where.file)}:{where.line}:{where.column}: "
    words += f"{_WORDS[problem.severity]}{safe(problem.message)} ({problem.rule})"
    lines = _lines(files.get(where.file, "") if not problem.secret else "")
    if where.line <= len(lines) and lines[where.line - 1].strip():
        words += "\n" + _marked(lines[where.line - 1], where.column, problem.length)
    if problem.hint:
        words += f"\n    {safe(problem.hint)}"
    return words


# A long file with many problems is taken apart once.
@lru_cache(maxsize=4)
def _lines(source: str) -> list[str]:
    return source.split("\n")


def safe(words: str) -> str:
    """The words without what a terminal would obey."""
    return _UNSAFE.sub("\ufffd", words.replace("\t", " "))


def safe_lines(words: str) -> str:
    """The same for words of several lines, which stay lines."""
    return "\n".join(map(safe, words.split("\n")))


def _marked(line: str, column: int, length: int) -> str:
    """The line, or the part of it around the place, and a mark below."""
    start = max(0, min(column - 1 - 40, len(line) - _WIDEST)) if len(line) > _WIDEST else 0
    shown = safe(line[start : start + _WIDEST])
    before = column - 1 - start
    marks = "^" * max(1, min(length, len(shown) - before))
    return f"    | {shown.rstrip()}\n    | {' ' * before}{marks}"


def summarise(problems: Iterable[Problem]) -> str:
    """`3 problems, 1 warning`, nothing for none."""
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
    names = {Severity.ERROR: "problem", Severity.WARNING: "warning", Severity.NOTE: "note"}
    return ", ".join(
        f"{count} {names[severity]}{'s' if count > 1 else ''}"
        for severity, count in counts.items()
        if count
    )


def as_json(problems: Iterable[Problem], counts: Mapping[str, int]) -> str:
    """One JSON object: the problems in order, and how many records of each kind there are."""
    return json.dumps(
        {
            "problems": [
                {
                    "file": problem.where.file,
                    "line": problem.where.line,
                    "column": problem.where.column,
                    "rule": problem.rule,
                    "severity": problem.severity.value,
                    "message": problem.message,
                    "hint": problem.hint,
                }
                for problem in in_order(problems)
            ],
            "counts": dict(counts),
        },
        # ASCII, so that it reads the same whatever the terminal's or pipe's encoding.
        indent=1,
    )
