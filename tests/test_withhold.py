"""`withhold` keeps a name as a salted hash, says where it stands, and repeats it nowhere."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hidden_names import NAME, RECORD, URDU, fed, has_no_name, kept, run, snapshot
from tiny import SITE, write

from casebook.commands import withheld_file
from casebook.load.kept import read_withheld
from casebook.problem import Problem
from casebook.withheld.names import Withheld

Capture = pytest.CaptureFixture[str]


def names_of(site: Path) -> Withheld:
    wrong: list[Problem] = []
    found = read_withheld(site, {}, wrong.append)
    assert not wrong
    return found


def hashes(site: Path) -> list[str]:
    return re.findall(r"hash: (\w+)", (site / "withheld.yaml").read_text())


def test_the_first_name_makes_the_file(tmp_path: Path, capsys: Capture) -> None:
    site = write(tmp_path, {"site.yaml": SITE})
    assert run("withhold", NAME, "--site", site) == 0
    out, err = capsys.readouterr()
    assert out == (
        "withheld.yaml: 1 name added; it holds 1 now\nNo withheld name stands in the record.\n"
    )
    assert err == ""
    text = (site / "withheld.yaml").read_text()
    assert text.startswith("# ")
    assert has_no_name(text, NAME)
    assert re.search(r"^salt: [0-9a-f]{32}$", text, re.MULTILINE)
    assert names_of(site).holds("of zorvan-QUILLBY's")
    assert sorted(path.name for path in site.iterdir()) == ["site.yaml", "withheld.yaml"]


def test_every_record_has_a_salt_of_its_own(tmp_path: Path) -> None:
    sites = [write(tmp_path / name, {"site.yaml": SITE}) for name in "ab"]
    assert [run("withhold", NAME, "--site", site) for site in sites] == [0, 0]
    assert names_of(sites[0]).salt != names_of(sites[1]).salt
    assert hashes(sites[0]) != hashes(sites[1])


def test_entries_are_in_the_order_of_their_hashes(tmp_path: Path) -> None:
    site = write(tmp_path, {"site.yaml": SITE})
    for number in range(12):
        assert run("withhold", f"Zorvan {'abcdefghijkl'[number] * 4}", "--site", site) == 0
    assert len(hashes(site)) == 12
    assert hashes(site) == sorted(hashes(site))
    assert names_of(site).holds("Zorvan Dddd")


def test_a_name_that_is_there_is_said_to_be(tmp_path: Path, capsys: Capture) -> None:
    site = write(tmp_path, {"site.yaml": SITE, "withheld.yaml": kept(NAME)})
    before = snapshot(site)
    assert run("withhold", "zorvan_quillby’s", "--site", site) == 0
    assert "1 was there already; it holds 1 now" in capsys.readouterr().out
    assert snapshot(site) == before


@pytest.mark.parametrize("name", ["Bo", "", "- - -", "B.O.T."])
def test_too_short_a_name_is_wrong_usage(tmp_path: Path, capsys: Capture, name: str) -> None:
    site = write(tmp_path, {"site.yaml": SITE})
    assert run("withhold", "--site", site, "--", name) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "casebook: a name to withhold has at least 4 letters\n"
    assert not (site / "withheld.yaml").exists()


def test_a_folder_that_is_no_record_is_wrong_usage(tmp_path: Path, capsys: Capture) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        assert run("withhold", NAME, "--site", folder) == 2
        assert "there is no site.yaml" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_quotation_marks_may_be_forgotten(tmp_path: Path) -> None:
    site = write(tmp_path, {"site.yaml": SITE})
    assert run("withhold", *NAME.split(), "--site", site) == 0
    assert len(names_of(site).names) == 1
    assert names_of(site).holds(NAME)


def test_names_from_the_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    site = write(tmp_path, {"site.yaml": SITE, "withheld.yaml": kept(URDU)})
    fed(monkeypatch, f"{NAME}\n\n{URDU}\nBo Tarrow\n")
    assert run("withhold", "-", "--site", site) == 0
    assert "2 names added, 1 was there already; it holds 3 now" in capsys.readouterr().out
    fed(monkeypatch, "\n")
    assert run("withhold", "-", "--site", site) == 2


def test_where_it_stands_is_said(tmp_path: Path, capsys: Capture) -> None:
    people = RECORD["people.yaml"].replace("name: A. Lind", "name: ZORVAN quillby’s")
    site = write(tmp_path, {**RECORD, "people.yaml": people})
    assert run("withhold", NAME, "--site", site) == 1
    out = capsys.readouterr().out
    assert "people.yaml:6:11: a name that this record withholds stands here" in out
    assert "1 name added" in out
    assert out.endswith("1 problem\n")
    assert has_no_name(out, NAME)
    assert len(names_of(site).names) == 1


def test_where_it_would_arise_is_said(tmp_path: Path, capsys: Capture) -> None:
    layout = {"layouts/404.html": "{{ chrome.site_title }} Quillby"}
    site = write(tmp_path, {"site.yaml": SITE.replace("A Tiny", "Zorvan"), **layout})
    write(site, {"site.yaml": SITE.replace("A Tiny Record", "Zorvan")})
    assert run("withhold", NAME, "--site", site) == 1
    assert "404.html:1:1: this file of the output" in capsys.readouterr().out


WRITTEN = {
    "comments": "# Ours.\n" + kept("Aaaa", "Bbbb", "Cccc").replace(
        "  - hash", "  # Kept with what is below.\n  - hash") + "\n# The end.\n",
    "indented": kept("Aaaa", "Bbbb").replace("\n  ", "\n      "),
    "at the edge": kept("Aaaa", "Bbbb").replace("\n  ", "\n"),
    "no end of line": kept("Aaaa", "Bbbb").rstrip("\n"),
    "windows": kept("Aaaa", "Bbbb").replace("\n", "\r\n"),
    "mark": "\ufeff" + kept("Aaaa", "Bbbb"),
    "no names": "# Ours.\nsalt: salt of the tests\n",
    "names first": re.sub(r"(?s)^(salt: .*?\n)(.*)", r"\2\1", kept("Aaaa", "Bbbb")),
    "quoted": kept("Aaaa", "Bbbb").replace("salt of the tests", '"salt of the tests"'),
}  # fmt: skip


@pytest.mark.parametrize("how", WRITTEN)
def test_everything_else_in_the_file_is_kept(tmp_path: Path, how: str) -> None:
    before = WRITTEN[how]
    site = write(tmp_path, {"site.yaml": SITE, "withheld.yaml": before})
    (site / "withheld.yaml").chmod(0o640)
    count = len(names_of(site).names)
    for name in ("Deverell", "Emmerson Vail", "Fenwick Ross"):
        assert run("withhold", name, "--site", site) == 0
    after = (site / "withheld.yaml").read_bytes().decode()
    assert len(names_of(site).names) == count + 3
    assert hashes(site) == sorted(hashes(site))
    ends = before.splitlines(keepends=True)
    left = iter(after.splitlines(keepends=True))
    assert all(line in left or line.rstrip() == ends[-1].rstrip() for line in ends)
    assert ("\r\n" in after) == ("\r\n" in before)
    assert stat.S_IMODE((site / "withheld.yaml").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    "text",
    [
        "# Ours.\n" + re.sub(r"\n  - (.*)\n    (.*)\n    (.*)", r" [{\1, \2, \3}]", kept("Aaaa")),
        "# Ours.\n" + kept("Aaaa").replace("  - hash", "    hash"),
    ],
)
def test_a_file_written_in_another_way_is_written_anew(tmp_path: Path, text: str) -> None:
    site = write(tmp_path, {"site.yaml": SITE, "withheld.yaml": text})
    assert len(names_of(site).names) == 1
    assert run("withhold", NAME, "--site", site) == 0
    assert names_of(site).holds("aaaa")
    assert names_of(site).holds(NAME)
    assert (site / "withheld.yaml").read_text().startswith("# Ours.\nsalt: salt of the tests\n")


def test_a_damaged_file_is_left_as_it_is(tmp_path: Path, capsys: Capture) -> None:
    for text in (kept(URDU).replace("hash: ", "hash: 0"), "salt:\n", "salt: [a\n", "- a\n"):
        site = write(tmp_path, {"site.yaml": SITE, "withheld.yaml": text})
        assert run("withhold", NAME, "--site", site) == 1
        out, err = capsys.readouterr()
        assert "withheld.yaml:" in err
        assert has_no_name(out + err, NAME)
        assert (site / "withheld.yaml").read_text() == text


def test_the_old_file_stays_where_the_new_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    site = write(tmp_path, {"site.yaml": SITE, "withheld.yaml": kept(URDU)})
    before = snapshot(site)

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    assert run("withhold", NAME, "--site", site) == 2
    assert snapshot(site) == before
    assert has_no_name("".join(capsys.readouterr()), NAME)


def test_a_bug_of_ours_does_not_repeat_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def fail(*arguments: object) -> None:
        raise ZeroDivisionError(f"something odd about {NAME}")

    monkeypatch.setattr(withheld_file, "add", fail)
    assert run("withhold", NAME, "--site", write(tmp_path, {"site.yaml": SITE})) == 3
    out, err = capsys.readouterr()
    assert has_no_name(out + err, NAME)
    assert "ZeroDivisionError" in err
    assert "Traceback" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["withhold", NAME, "--sight", NAME],
        ["--site", ".", "withhold", NAME],
        ["check", "withhold", NAME],
        ["withhold", "--site", ".", NAME, "--only", NAME],
    ],
)
def test_wrong_usage_does_not_repeat_it(arguments: list[str], capsys: Capture) -> None:
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "it is not used like this" in err
    assert has_no_name(err, NAME)


@pytest.mark.slow
def test_names_added_at_once_are_all_kept(tmp_path: Path) -> None:
    site = write(tmp_path, {"site.yaml": SITE})
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "casebook", "withhold", word * 4, "--site", site],
            stdout=subprocess.DEVNULL,
        )
        for word in ("Ab", "Cd", "Ef", "Gh")
    ]
    assert [process.wait(60) for process in started] == [0, 0, 0, 0]
    assert len(names_of(site).names) == 4
