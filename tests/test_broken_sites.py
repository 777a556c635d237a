"""Each rule has a tiny broken site in broken/, and what `check` says of it beside it.

`CASEBOOK_REFRESH=1 pytest tests/test_broken_sites.py` writes what is said now: read the
difference before it is kept.
"""

from __future__ import annotations

import ast
import io
import os
import re
from pathlib import Path

import pytest
from tiny import SITE, judge, write

import casebook
from casebook.commands.report import print_problems
from casebook.edit.edition import Edition
from casebook.edit.proving import prove
from casebook.load.text_file import MAX_FILE
from casebook.problem import Problem
from casebook.proof.copy import read_copy

BROKEN = Path(__file__).parent / "broken"
SITES = sorted(path.name for path in BROKEN.iterdir())
REPORTS = {"Problem": 1, "problem": 1, "wrong": 1, "_problem": 1, "Unresolved": 0}
"""What reports a problem, and which of its arguments names the rule."""
TOO_BIG_FOR_A_FILE_HERE = {"too-large", "too-many"}


def judged(root: Path) -> tuple[Edition, list[Problem]]:
    """A site with a numbered copy beside it is proved against that as well."""
    edition, problems = judge(root)
    copy = root / "copies/log.numbered.txt"
    if copy.exists():
        proved = prove(edition, edition.entries["source"]["log"], read_copy(copy))
        problems = [one for one in problems if one.rule != "awaiting-proof"]
        problems += proved.problems
    return edition, problems


def said_of(root: Path) -> str:
    edition, problems = judged(root)
    said = io.StringIO()
    print_problems(problems, edition.manuscript.files, said)
    return said.getvalue()


@pytest.mark.parametrize("name", SITES)
def test_a_broken_site_is_told_so(name: str) -> None:
    said = said_of(BROKEN / name)
    expected = BROKEN / name / "expected.txt"
    if os.environ.get("CASEBOOK_REFRESH"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SITES)
def test_every_place_is_one_that_is_there(name: str) -> None:
    edition, problems = judged(BROKEN / name)
    assert problems
    for problem in problems:
        where = problem.where
        assert (BROKEN / name / where.file).exists() or problem.rule == "no-site"
        if where.file not in edition.manuscript.files:
            continue
        lines = edition.manuscript.files[where.file].split("\n")
        assert 1 <= where.line <= len(lines)
        assert 1 <= where.column <= len(lines[where.line - 1]) + 1


def rules_in_the_source() -> set[str]:
    package = Path(casebook.__file__).parent
    found = set()
    for layer in ("load", "edit"):
        for path in (package / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                at = REPORTS.get(name, len(node.args))
                if at < len(node.args) and isinstance(node.args[at], ast.Constant):
                    found.add(str(getattr(node.args[at], "value", "")))
    return found


def test_no_rule_is_without_a_broken_site() -> None:
    rules = rules_in_the_source()
    assert len(rules) > 60
    shown: set[str] = set()
    for name in SITES:
        text = (BROKEN / name / "expected.txt").read_text(encoding="utf-8")
        shown.update(re.findall(r"^\S.*:[0-9]+:[0-9]+: .* \(([a-z0-9-]+)\)$", text, re.MULTILINE))
    assert rules - shown == TOO_BIG_FOR_A_FILE_HERE


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE, "people.yaml": "#" * (MAX_FILE + 1)})
    assert [problem.rule for problem in judge(tmp_path)[1]] == ["too-large"]


def test_a_list_that_is_too_long(tmp_path: Path) -> None:
    editors = f"editors: [{'a, ' * 2000}a]\n"
    write(tmp_path, {"site.yaml": SITE + editors})
    (problem,) = judge(tmp_path)[1]
    assert (problem.rule, problem.where.line) == ("too-many", 4)
    assert problem.hint
