"""`--dry-run`: what would change as a diff that can be applied, and nothing written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hidden_names import NAME, has_no_name, kept
from proving import invented_copies
from registering import DAY, bytes_of, edition_of, it_is, run, whole
from tiny import write

from casebook.commands.change import shown
from casebook.withheld.names import Withheld

Capture = pytest.CaptureFixture[str]
Command = Callable[[Path], tuple[str | Path, ...]]


def a_copy(site: Path) -> Path:
    """A numbered copy of the record's source, outside the record."""
    file = site.parent / "copy.txt"
    units = invented_copies(edition_of(site))["harbour-log"].units
    file.write_text("".join(f"{label}\t{words}\n" for label, words in units.items()))
    return file


COMMANDS: dict[str, Command] = {
    "new": lambda site: ("new", "event", "something-new", "--date", "2010"),
    "register": lambda site: ("register",),
    "rename": lambda site: ("rename", "place", "old-town", "new-town"),
    "rename a page": lambda site: ("rename", "page", "about", "on-this"),
    "withdraw": lambda site: ("withdraw", "term", "old-mole", "--why", "a misreading"),
    "prove": lambda site: ("prove", "harbour-log", a_copy(site)),
    "withhold": lambda site: ("withhold", NAME),
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    it_is(monkeypatch, DAY)
    folder = whole(tmp_path / "site")
    term = "old-mole:\n  name: Old mole\n  meaning: A mole.\n  from: harbour-log p1\n"
    kept_names = kept("Wexcombe Somebody")
    write(folder, {"withheld.yaml": kept_names, "glossary/moles.yaml": term})
    proof = folder / "content/proofs/harbour-log.yaml"
    proof.write_text("# Another remark.\n" + proof.read_text())
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_it_shows_just_what_is_then_done(site: Path, name: str, capsys: Capture) -> None:
    command = (*COMMANDS[name](site), "--site", site)
    before = bytes_of(site)
    assert run(*command, "--dry-run") == 0
    said = capsys.readouterr().out
    assert bytes_of(site) == before
    assert run(*command) == 0
    after = bytes_of(site)
    done = {name: after.get(name) for name in before | after if after.get(name) != before.get(name)}
    assert done
    old = write(site.parent / "old", before)
    diff = shown(old, done, Withheld())
    assert diff.startswith("--- ")
    assert said.startswith(diff)
    # Beside the diff it says what it would do, and not that it has done it.
    rest = said.removeprefix(diff)
    assert re.search(r"\bwould\b", rest), rest


def test_a_withheld_name_is_covered_also_where_nothing_changes(site: Path, capsys: Capture) -> None:
    first, last = NAME.split()
    people = site / "people.yaml"
    text = people.read_text()
    # Beside the line that changes: in one line, over two, written with an escape, in a comment.
    beside = f'# {NAME}.\n# Then {first}\n# {last}, and "{first[:3]}\\u0076{first[4:]} {last}".\n'
    people.write_text(text.replace("ada-lund:\n", f"{beside}ada-lund:\n", 1))
    (site / "withheld.yaml").unlink()
    assert run("withhold", NAME, "--site", site) == 1
    capsys.readouterr()
    before = bytes_of(site)
    assert run("rename", "person", "ada-lund", "ada-lunt", "--dry-run", "--site", site) == 0
    said = capsys.readouterr().out
    assert " # (withheld).\n # Then (withheld)\n" in said
    assert "-ada-lund:\n+ada-lunt:\n" in said
    assert has_no_name(said, NAME)
    assert bytes_of(site) == before


def test_withhold_shows_hashes_and_no_name(site: Path, capsys: Capture) -> None:
    (site / "withheld.yaml").unlink()
    before = bytes_of(site)
    assert run("withhold", NAME, "--dry-run", "--site", site) == 0
    said = capsys.readouterr().out
    assert "--- /dev/null\n+++ withheld.yaml\n" in said
    assert re.search(r"^\+  - hash: [0-9a-f]{40}$", said, re.M)
    assert "withheld.yaml: 1 name would be added\nIts salt is chosen anew" in said
    assert has_no_name(said, NAME)
    assert bytes_of(site) == before


def test_a_last_line_without_an_end_is_told_as_diffs_do(site: Path, capsys: Capture) -> None:
    places = site / "places.yaml"
    places.write_bytes(places.read_bytes().rstrip(b"\n"))
    assert run("new", "place", "a-new-one", "--dry-run", "--site", site) == 0
    said = capsys.readouterr().out
    assert said.count("\\ No newline at end of file\n") == 2
