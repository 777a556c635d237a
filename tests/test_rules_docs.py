"""Every rule has a page, and every example on it is tried: the wrong one and the right one.

`pytest tests/test_rules_docs.py --refresh` writes the messages that are given now into the
pages, and the meaning of each rule into docs/rules.md: read the difference before it is kept.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rule_pages import PAGES, WITHOUT_EXAMPLE, page, said, shown_shortly
from test_docs import ROOT, anchors, rows, source

from casebook.problem import Severity

RULES = sorted(path.stem for path in PAGES.glob("*.md"))
"""By their pages: to find them in the code takes seconds, which each process would need."""
LAID_OUT = {"book-layout", "unprintable-letter"}
"""Rules that only a whole book can break."""
TRIED = [
    pytest.param(rule, marks=[pytest.mark.long] if rule in LAID_OUT else [])
    for rule in RULES
    if rule not in WITHOUT_EXAMPLE
]
INDEX = ROOT / "docs/rules.md"
_TOLD = re.compile(r"^\S.*:[0-9]+:[0-9]+: (?:warning: |note: )?.* \(([a-z0-9-]+)\)$", re.M)


@cache
def weights() -> dict[str, set[Severity]]:
    """Every rule that the code has, with what it weighs."""
    found: dict[str, set[Severity]] = source.rules()
    return found


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert sorted(weights()) == RULES
    assert set(WITHOUT_EXAMPLE) < set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_page_says_what_its_rule_weighs(rule: str) -> None:
    weighs = weights()[rule]
    heaviest = "error" if Severity.ERROR in weighs else max(weighs).value
    assert page(rule).weighs == heaviest


@pytest.mark.parametrize("rule", TRIED)
def test_the_wrong_example_is_told_this_and_nothing_else(
    rule: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The message on the page is the one that is given: its line and its mark are the place."""
    wrong = page(rule).wrong
    told = shown_shortly(said(rule, wrong, tmp_path / "record"))
    assert set(_TOLD.findall(told)) == {rule}, told
    if request.config.getoption("--refresh"):
        file = PAGES / f"{rule}.md"
        words = file.read_text(encoding="utf-8")
        head, right = words.split("\n## Right\n")
        before, _, after = head.rpartition("```text\n")
        assert after.endswith("```\n")
        file.write_text(f"{before}```text\n{told}```\n\n## Right\n{right}", encoding="utf-8")
    else:
        assert told == wrong.said


@pytest.mark.parametrize("rule", TRIED)
def test_the_right_example_is_told_nothing(rule: str, tmp_path: Path) -> None:
    right = page(rule).right
    assert right.files or right.command
    told = said(rule, right, tmp_path / "record")
    assert told == ""


def test_the_index_says_of_each_what_its_page_says(request: pytest.FixtureRequest) -> None:
    words = INDEX.read_text(encoding="utf-8")
    meant = re.sub(r"^\| \[?`([a-z0-9-]+)`.*$", lambda row: index_row(row[1]), words, flags=re.M)
    if request.config.getoption("--refresh"):
        INDEX.write_text(meant, encoding="utf-8")
    assert INDEX.read_text(encoding="utf-8") == meant
    assert sorted(re.findall(r"^\| \[`([a-z0-9-]+)`", meant, re.M)) == RULES
    assert len(rows(meant)) == len(RULES)


def index_row(rule: str) -> str:
    told = page(rule)
    meaning = told.meaning.replace("](../", "](")
    return f"| [`{rule}`](rules/{rule}.md) | {told.weighs} | {meaning} |"


@pytest.mark.parametrize("rule", RULES)
def test_a_page_says_more_than_the_index(rule: str) -> None:
    """What to do is told in words of its own, for somebody who edits YAML in a browser."""
    words = (PAGES / f"{rule}.md").read_text(encoding="utf-8")
    explained = words.split("\n\n")[2]
    assert not explained.startswith(("#", "```", "["))
    assert len(explained.split()) >= 8


def test_every_link_of_a_page_leads_somewhere() -> None:
    for path in PAGES.glob("*.md"):
        words = re.sub(r"^```.*?^```$|`[^`\n]+`", "", path.read_text(), flags=re.M | re.S)
        links = re.findall(r"\]\(([^)\s]+)\)", words)
        assert "../rules.md" in links
        for link in links:
            file, _, anchor = link.partition("#")
            target = (path.parent / file).resolve()
            assert target.is_file(), f"{path.name} links to {link}"
            assert not anchor or anchor in anchors(target), f"{path.name} links to {link}"
