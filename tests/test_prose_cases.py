"""Cases about Markdown, kept in Markdown: tests/prose/*.md.

A case is a title, the text, the HTML and the problems, each ended by a line with a dot. A
title may start with a form in brackets, `[block]`; without, the text is an excerpt. With
CASEBOOK_REFRESH=1 what comes out is written into the files, to be read before it is kept.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest
from prose_reading import read

from casebook.prose import Form

CASES = Path(__file__).with_name("prose")


class Case(NamedTuple):
    title: str
    typed: str
    expected: str
    problems: str


def cases(file: Path) -> list[Case]:
    parts: list[str] = []
    lines: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line == ".":
            parts.append("\n".join(lines))
            lines = []
        else:
            lines.append(line)
    assert not "".join(lines).strip(), f"{file.name} ends inside a case"
    assert len(parts) % 4 == 0, f"{file.name} has a case of {len(parts) % 4} parts"
    grouped = zip(*[iter(parts)] * 4, strict=True)
    return [Case(title.strip(), *rest) for title, *rest in grouped]


def outcome(case: Case) -> tuple[str, str]:
    form = Form.EXCERPT
    if case.title.startswith("["):
        form = Form(case.title[1:].partition("]")[0])
    html, problems = read(case.typed, form)[1:]
    lines = case.typed.split("\n")
    said = []
    for problem in problems:
        place = problem.where
        marked = lines[place.line - 1][place.column - 1 :][: problem.length]
        said.append(f"{place.line}:{place.column} {problem.rule} `{marked}`")
    return str(html).rstrip("\n"), "\n".join(said)


EVERY = [(file, case) for file in sorted(CASES.glob("*.md")) for case in cases(file)]


@pytest.mark.skipif("CASEBOOK_REFRESH" in os.environ, reason="cases are being rewritten")
@pytest.mark.parametrize(
    ("file", "case"), EVERY, ids=[f"{file.stem}: {case.title}" for file, case in EVERY]
)
def test_case(file: Path, case: Case) -> None:
    assert outcome(case) == (case.expected, case.problems)


def test_there_are_cases() -> None:
    assert len(EVERY) > 60
    assert len({(file, case.title) for file, case in EVERY}) == len(EVERY)


@pytest.mark.skipif("CASEBOOK_REFRESH" not in os.environ, reason="only when asked")
@pytest.mark.parametrize("file", sorted(CASES.glob("*.md")), ids=lambda file: file.stem)
def test_refresh(file: Path) -> None:
    parts = []
    for case in cases(file):
        shown, said = outcome(case)
        fields = (case.title, case.typed, shown, said)
        parts.append("".join(f"{field}\n.\n" if field else ".\n" for field in fields))
    file.write_text("\n".join(parts), encoding="utf-8")
