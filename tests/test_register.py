"""register.yaml: every number and address is given once and kept."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from registering import ADDRESS, DAY, LATER, ROOT, bytes_of, it_is, pages, run, whole
from tiny import SITE, judge, rules, write

from casebook.edit.registering import register_text, registered, withdrawn
from casebook.load.register import read_register
from casebook.model import Model
from casebook.model.kept import Register, Registered
from casebook.problem import Problem, Severity
from casebook.spot import Spot, Text

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    it_is(monkeypatch, DAY)
    folder = whole(tmp_path / "site")
    assert run("register", "--site", folder) == 0
    return folder


def numbers(site: Path) -> dict[str, str]:
    edition, _ = judge(site)
    return {e.key: e.number for kind in edition.entries.values() for e in kind.values() if e.number}


def read(site: Path) -> Register:
    problems: list[Problem] = []
    found = read_register(site, Model(), {}, problems.append)
    assert problems == []
    return found


def test_events_are_numbered_in_order_of_time_and_the_rest_as_they_stand(site: Path) -> None:
    assert numbers(site) == {
        "event-bad-year": "E01",
        "event-spring-flood": "E02",
        "event-harbour-fire": "E03",
        "event-the-inquiry": "E04",
        "figure-boats-lost": "F01",
        "figure-boats-damaged": "F02",
        "claim-ada-blames": "C01",
        "claim-guild-denies": "C02",
        "claim-union-says": "C03",
    }
    edition, _ = judge(site)
    assert [e.number for e in edition.chronology] == ["E01", "E02", "E03", "E04"]


def test_every_kind_has_its_addresses_and_the_day(site: Path) -> None:
    edition, problems = judge(site)
    assert problems == []
    for kind, below in edition.entries.items():
        found = read(site).entries[kind]
        assert set(found) == set(below)
        assert {str(one.day) for one in found.values()} == {DAY}


def test_registering_again_changes_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    before = bytes_of(site)
    it_is(monkeypatch, LATER)
    capsys.readouterr()
    assert run("register", "--site", site) == 0
    assert capsys.readouterr().out == "register.yaml: nothing is new\n"
    assert bytes_of(site) == before


def test_what_is_new_gets_the_next_number_though_it_comes_earlier(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = numbers(site)
    timeline = site / "timeline.yaml"
    flood = timeline.read_text().split("bad-year:\n")[1].replace("2020", "1999")
    timeline.write_text(f"worse-year:\n{flood}{timeline.read_text()}")
    _, problems = judge(site)
    assert rules(problems) == ["unregistered"]
    assert (problems[0].where.file, problems[0].where.line) == ("timeline.yaml", 1)
    assert problems[0].severity is Severity.NOTE
    it_is(monkeypatch, LATER)
    assert run("register", "--site", site) == 0
    assert numbers(site) == before | {"event-worse-year": "E05"}
    assert str(read(site).entries["event"]["worse-year"].day) == LATER
    assert str(read(site).entries["event"]["bad-year"].day) == DAY


def test_a_number_is_never_given_again(site: Path) -> None:
    register = withdrawn(read(site), "claim", "union-says", "a mistake", LATER)
    (site / "register.yaml").write_text(register_text(register))
    claims = site / "claims.yaml"
    claims.write_text(claims.read_text().replace("union-says:", "somebody-says:"))
    about = site / "content/pages/about.md"
    about.write_text(about.read_text().replace("union-says", "somebody-says"))
    assert run("register", "--site", site) == 0
    assert numbers(site)["claim-somebody-says"] == "C04"
    assert str(read(site).entries["claim"]["union-says"].number) == "C03"


def test_a_dry_run_shows_it_and_writes_nothing(tmp_path: Path, capsys: Capture) -> None:
    folder = whole(tmp_path)
    before = bytes_of(folder)
    assert run("register", "--dry-run", "--site", folder) == 0
    out = capsys.readouterr().out
    assert "+    number: E04\n" in out
    assert bytes_of(folder) == before


def test_a_record_renamed_by_hand_gets_no_second_number(site: Path, capsys: Capture) -> None:
    for name in ("claims.yaml", "content/pages/about.md"):
        path = site / name
        path.write_text(path.read_text().replace("union-says", "onion-says"))
    before = bytes_of(site)
    capsys.readouterr()
    assert run("build", "--only", "data", "--site", site) == 1
    err = capsys.readouterr().err
    assert "claim `union-says` was published and is no longer in the record (address-lost)" in err
    assert "register.yaml:" in err
    assert "run `rename claim union-says onion-says`" in err
    assert run("register", "--site", site) == 1
    assert "address-lost" in capsys.readouterr().err
    assert bytes_of(site) == before
    assert run("rename", "claim", "union-says", "onion-says", "--site", site) == 0
    assert numbers(site)["claim-onion-says"] == "C03"
    assert run("check", "--site", site) == 0


def test_a_release_needs_every_number(site: Path, capsys: Capture) -> None:
    command = ("build", "--only", "data", "--site", site)
    assert run(*command, "--release") == 0
    text = (site / "register.yaml").read_text()
    (site / "register.yaml").write_text(text.replace("    number: C03\n", ""))
    capsys.readouterr()
    assert run(*command) == 0
    assert "note: claim `union-says` is not in the register" in capsys.readouterr().err
    assert run(*command, "--release") == 1
    assert "claims.yaml:21:1: claim `union-says` is not in" in capsys.readouterr().err
    (site / "register.yaml").unlink()
    assert run(*command, "--release") == 1
    assert "this record has no register.yaml" in capsys.readouterr().err


def test_a_release_needs_them_without_an_address_too(tmp_path: Path, capsys: Capture) -> None:
    page = "---\ntitle: About\n---\nWords.\n"
    folder = write(tmp_path, {"site.yaml": SITE, "content/pages/about.md": page})
    assert run("build", "--only", "data", "--site", folder) == 0
    assert "unregistered" not in capsys.readouterr().err
    assert run("build", "--only", "data", "--release", "--site", folder) == 1
    assert "unregistered" in capsys.readouterr().err


def test_the_front_page_is_nobody_s_to_register(tmp_path: Path) -> None:
    page = "---\ntitle: Welcome\n---\nWords.\n"
    folder = write(tmp_path, {"site.yaml": SITE + ADDRESS, "content/pages/home.md": page})
    assert judge(folder)[1] == []
    assert run("build", "--only", "html", "--release", "--site", folder) == 0
    assert run("register", "--site", folder) == 0
    assert not (folder / "register.yaml").exists()


def test_numbers_stand_on_pages_and_in_the_data(site: Path) -> None:
    files = pages(site)
    for path, shown in {
        "events/harbour-fire.html": ("Event E03", "C01", "F01"),
        "claims/ada-blames.html": ("Claim C01", "C02"),
        "figures/boats-lost.html": ("Figure F01",),
        "timeline.html": ("E01", "E02", "E03", "E04"),
        "events/index.html": ("E01", "E04"),
        "claims/index.html": ("C01", "C02", "C03"),
        "figures/index.html": ("F01", "F02"),
        "people/ada-lind.html": ("C01",),
        "sources/harbour-log.html": ("E03", "F01", "C01"),
    }.items():
        missing = [number for number in shown if number not in files[path].decode()]
        assert missing == [], path
    rows = list(csv.DictReader(io.StringIO(files["data/events.csv"].decode("utf-8-sig"))))
    assert [row["number"] for row in rows] == ["E01", "E02", "E03", "E04"]
    assert json.loads(files["data/claims.json"])["guild-denies"]["number"] == "C02"


def test_a_number_leads_to_its_record(site: Path) -> None:
    files = pages(site)
    found = {path for path in files if path.startswith("r/")}
    assert found == {f"r/{number}.html" for number in numbers(site).values()}
    page = files["r/C01.html"].decode()
    assert '<meta http-equiv="refresh" content="0; url=../claims/ada-blames.html">' in page
    assert 'href="https://example.org/tiny/claims/ada-blames.html"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'href="../claims/ada-blames.html">' in page.partition("<main")[2]
    assert "r/" not in files["sitemap.xml"].decode()
    # What a claim says stands nowhere without what answers it: here only its number does.
    edition, _ = judge(site)
    assert edition.entries["claim"]["ada-blames"].title not in page


def test_the_register_of_this_record_is_whole() -> None:
    edition, problems = judge(ROOT)
    assert [problem for problem in problems if problem.where.file == "register.yaml"] == []
    assert [problem for problem in problems if problem.rule == "unregistered"] == []
    text = (ROOT / "register.yaml").read_text(encoding="utf-8")
    assert register_text(edition.manuscript.register) == text
    assert register_text(registered(edition, LATER)) == text
    for kind in ("event", "claim", "figure"):
        letter = edition.kind(kind).letter
        assert all(re.fullmatch(rf"{letter}[0-9]{{2,}}", one.number) for one in edition.of(kind))


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    why = "It was: 'wrong' # all of it, \"every\" word - and " + "so it went " * 20
    here = Spot("x", 1, 1)
    ids = ("null", "no", "1e3", "2010", "a-b", "true")
    entries = {
        id_: Registered(
            at=here,
            spots={},
            day=Text(DAY, here),
            number=Text("C07", here),
            withdrawn=Text(why.strip(), here) if id_ != "a-b" else None,
            renamed_to=Text("null", here) if id_ == "a-b" else None,
            gone=Text(LATER, here),
        )
        for id_ in ids
    }
    written = register_text(Register({"claim": entries, "page": {}}, kept=True))
    found = read(write(tmp_path, {"register.yaml": written}))
    assert list(found.entries) == ["claim"]
    assert list(found.entries["claim"]) == list(ids)
    for id_, one in found.entries["claim"].items():
        wanted = entries[id_]
        for field in ("day", "number", "withdrawn", "renamed_to", "gone"):
            assert getattr(one, field) == getattr(wanted, field), (id_, field)
    assert register_text(found) == written
    assert max(map(len, written.splitlines())) <= 100


def test_a_register_that_cannot_be_read_is_left_alone(tmp_path: Path, capsys: Capture) -> None:
    folder = whole(tmp_path)
    (folder / "register.yaml").write_text("event:\n\t- x\n")
    before = bytes_of(folder)
    assert run("register", "--site", folder) == 1
    assert "yaml-syntax" in capsys.readouterr().err
    assert bytes_of(folder) == before
