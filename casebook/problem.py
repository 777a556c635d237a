"""A problem in the record: where, which rule, what is wrong and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from casebook.spot import Spot


class Severity(StrEnum):
    """How much a problem weighs: only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the record, in words for whoever wrote it."""

    where: Spot
    rule: str
    """The rule's name, a slug such as `unknown-reference`."""
    message: str
    """One sentence without a full stop, naming what was written."""
    hint: str = ""
    """What to do about it, or the nearest names."""
    severity: Severity = Severity.ERROR
    length: int = 1
    """How many characters to mark on the line, from the column on."""
    secret: bool = False
    """Is the line to be kept from whoever reads the report? It holds a name that is withheld."""


class RecordError(Exception):
    """The record has problems that stop whatever was asked for; carries all of them.

    `texts` are the files they stand in, by name, where those are not files of the record.
    """

    def __init__(self, problems: Iterable[Problem], texts: Mapping[str, str] | None = None) -> None:
        self.problems = tuple(problems)
        self.texts = dict(texts or {})
        super().__init__(f"{len(self.problems)} problems")


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file and place, each once."""
    return sorted(set(problems), key=lambda p: (p.where, p.severity, p.rule, p.message))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only those that stop a build."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def near(word: str, known: Iterable[str]) -> list[str]:
    """Up to three known words that look like this one, the nearest first."""
    import difflib  # only a record with mistakes needs it

    return difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the near matches, or nothing."""
    matches = near(word, known)
    if not matches:
        return ""
    return "did you mean " + " or ".join(f"`{match}`" for match in matches) + "?"
