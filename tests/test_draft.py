"""Drafts go on past unproved quotations, and say so wherever these stand."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from book_site import write_site
from built_sites import HARBOUR, parse, text

from casebook.cli import main
from casebook.commands.site import order, read
from casebook.problem import Severity, errors
from casebook.prose.html import draft_mark
from casebook.render.outputs import render

MARK = "draft: not yet proved"
assert MARK in draft_mark()


def _quietly(words: str) -> None:
    pass


@pytest.fixture
def unproved(tmp_path: Path) -> Path:
    """The harbour's record without its proofs."""
    site = tmp_path / "harbour"
    shutil.copytree(HARBOUR, site, ignore=shutil.ignore_patterns("proofs", "expected"))
    return site


def pages(site: Path) -> dict[str, str]:
    draft = read(site, _quietly, draft=True)
    assert errors(draft.problems) == []
    outputs = render(order(draft, frozenset(("html",)), _quietly))
    return {one.path: one.data.decode() for one in outputs if one.path.endswith(".html")}


def test_a_plain_build_and_check_refuse_and_a_draft_goes_on(
    unproved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    only = ("--only", "html,data", "--jobs", "1")
    assert main(["build", "--site", str(unproved), *only]) == 1
    assert main(["check", "--site", str(unproved)]) == 1
    assert not (unproved / "output").exists()
    assert main(["build", "--site", str(unproved), "--draft", *only]) == 0
    told = capsys.readouterr().err
    assert "warning: this quotation from `gazette`" in told
    assert (unproved / "output/index.html").exists()


def test_a_draft_is_no_release(unproved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--site", str(unproved), "--draft", "--release"]) == 2
    assert "cannot go together" in capsys.readouterr().err
    assert not (unproved / "output").exists()


def test_only_quotations_that_await_proof_are_forgiven_in_a_draft(unproved: Path) -> None:
    file = unproved / "content/pages/method.md"
    file.write_text(file.read_text(encoding="utf-8") + '\nHe said "no".\n', encoding="utf-8")
    draft = read(unproved, _quietly, draft=True)
    assert [one.rule for one in errors(draft.problems)] == ["quotation-without-source"]
    waiting = [one for one in draft.problems if one.rule == "awaiting-proof"]
    assert {one.severity for one in waiting} == {Severity.WARNING}


def test_every_page_is_stamped_and_every_quotation_marked(unproved: Path) -> None:
    made = pages(unproved)
    number = 0
    for path, source in made.items():
        page = parse(path, source.encode())
        assert not page.faults, page.faults
        banner = page.find(".//p[@class='draft-line']")
        assert text(banner).startswith("Draft: ")
        assert text(banner).endswith("quotations await proof. Not for publication.")
        for quotation in page.html.iter("q"):
            number += 1
            assert quotation.get("class") == "unproved", (path, text(quotation))
            parent = page.parents[quotation]
            after = list(parent)[list(parent).index(quotation) + 1]
            assert text(after) == MARK, (path, text(quotation))
    assert number > 10
    excerpt = made["sources/gazette.html"]
    assert excerpt.count('<q class="unproved">') >= 3
    assert f'some four hundred <span class="draft-mark">{MARK}' in made["figures/index.html"]
    assert f'Miss A. Thorne <span class="draft-mark">{MARK}' in made["people/ada-thorne.html"]


def test_only_what_awaits_proof_is_marked(tmp_path: Path) -> None:
    site = tmp_path / "harbour"
    shutil.copytree(HARBOUR, site)
    assert not any("draft" in source for source in pages(site).values())
    file = site / "content/excerpts/gazette.md"
    words = file.read_text(encoding="utf-8")
    assert words.count('"over the night tally"') == 1
    file.write_text(words.replace("over the night tally", "over a night tally"), encoding="utf-8")
    made = pages(site)
    assert sum(source.count(MARK) for source in made.values()) == 1
    assert f'over a night tally”</q> <span class="draft-mark">{MARK}' in made[
        "sources/gazette.html"
    ].replace('</span> <span class="draft', ' <span class="draft')
    assert "Draft: one quotation awaits proof." in made["index.html"]


@pytest.mark.long
def test_the_book_says_so_on_the_cover_and_in_every_foot(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site")
    shutil.rmtree(site / "content/proofs")
    out = tmp_path / "out"
    arguments = ["build", "--site", str(site), "--draft", "--only", "book", "--jobs", "1"]
    assert main([*arguments, "--output", str(out)]) == 0
    (pdf,) = out.rglob("*.pdf")
    read_out = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    leaves = read_out.stdout.split("\f")[:-1]
    assert "Not for publication." in leaves[0]
    assert len(leaves) > 5
    for leaf in leaves[1:]:
        assert "DRAFT, not for publication · The Quarrel of Vellmark" in leaf
    assert read_out.stdout.count(MARK) > 4
