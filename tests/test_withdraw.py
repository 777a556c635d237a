"""`withdraw`: a record goes only when nothing needs it, and its number and address say why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from registering import DAY, LATER, bytes_of, edition_of, it_is, own, pages, run, whole
from tiny import LOG, SITE, judge, rules, write

from casebook.edit.uses import without_lines

Capture = pytest.CaptureFixture[str]
WHY = "The log was misread; nobody said so."


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    it_is(monkeypatch, DAY)
    folder = whole(tmp_path / "site")
    assert run("register", "--site", folder) == 0
    it_is(monkeypatch, LATER)
    return folder


def forget(site: Path) -> None:
    """Take out the only reference to the claim `union-says`."""
    about = site / "content/pages/about.md"
    text = about.read_text()
    assert "[[claim:union-says|a claim]]" in text
    about.write_text(text.replace("[[claim:union-says|a claim]]", "a claim"))


def test_what_is_referred_to_stays(site: Path, capsys: Capture) -> None:
    before = bytes_of(site)
    assert run("withdraw", "claim", "union-says", "--why", WHY, "--site", site) == 1
    err = capsys.readouterr().err
    assert "content/pages/about.md:8:9: claim `union-says` is still referred to here" in err
    assert "1 problem\n" in err
    assert bytes_of(site) == before


def test_every_place_is_listed(site: Path, capsys: Capture) -> None:
    assert run("withdraw", "source", "harbour-log", "--why", WHY, "--site", site) == 1
    err = capsys.readouterr().err
    edition = edition_of(site)
    files = {name for name in edition.manuscript.files if f"{name}:" in err}
    wanted = {name for name, text in edition.manuscript.files.items() if "harbour-log" in text}
    assert files == wanted - {"sources.yaml", "register.yaml"}
    named = re.compile(r"(?<![\w-])harbour-log (?=p)|source: harbour-log")
    assert err.count("(still-used)") == sum(
        len(named.findall(edition.manuscript.files[name])) for name in files
    )


def test_it_goes_with_its_lines_and_nothing_else(site: Path) -> None:
    forget(site)
    before = bytes_of(site)
    assert run("withdraw", "claim", "union-says", "--why", WHY, "--site", site) == 0
    after = bytes_of(site)
    assert {name for name in before if before[name] != after[name]} == {
        "claims.yaml",
        "register.yaml",
    }
    claims = before["claims.yaml"].decode()
    assert after["claims.yaml"].decode() == claims[: claims.index("union-says:")]
    one = edition_of(site).manuscript.register.entries["claim"]["union-says"]
    assert (one.number, one.day, one.withdrawn, one.gone) == ("C03", DAY, WHY, LATER)
    assert judge(site)[1] == []


def test_its_address_and_its_number_say_why_and_when(site: Path) -> None:
    forget(site)
    assert run("withdraw", "claim", "union-says", "--why", WHY, "--site", site) == 0
    files = pages(site)
    page = files["claims/union-says.html"].decode().replace("\u00a0", " ")
    for words in ("This record was withdrawn", WHY, "1 December 2026", "Claim C03"):
        assert words in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'http-equiv="refresh"' not in page
    assert "union-says" not in files["sitemap.xml"].decode()
    number = files["r/C03.html"].decode()
    assert "url=../claims/union-says.html" in number
    listed = files["corrections.html"].decode().replace("\u00a0", " ")
    for words in ("C03", "union-says", WHY, "1 December 2026"):
        assert words in listed.partition("<main")[2]
    assert 'href="corrections.html"' in files["index.html"].decode()


def test_the_list_stands_below_the_record_s_own_words(site: Path) -> None:
    forget(site)
    own_words = "---\ntitle: Corrections and replies\n---\nWrite to us.\n"
    write(site, {"content/pages/corrections.md": own_words})
    assert run("register", "--site", site) == 0
    assert "What was renamed" not in pages(site)["corrections.html"].decode()
    assert run("withdraw", "claim", "union-says", "--why", WHY, "--site", site) == 0
    page = pages(site)["corrections.html"].decode()
    assert page.index("Write to us.") < page.index("What was renamed or withdrawn")
    assert page.index("What was renamed or withdrawn") < page.index(WHY)


def test_a_dry_run_changes_nothing(site: Path, capsys: Capture) -> None:
    forget(site)
    before = bytes_of(site)
    capsys.readouterr()
    command = ("withdraw", "claim", "union-says", "--why", WHY, "--site", site)
    assert run(*command, "--dry-run") == 0
    out = capsys.readouterr().out
    assert "-union-says:\n" in out
    assert f"+      {WHY}\n" in out
    assert bytes_of(site) == before


def test_it_may_refer_to_itself_and_be_alone_in_its_file(site: Path) -> None:
    other = "old-mole:\n  name: mole\n  meaning: See [[old-mole]].\n  from: harbour-log p1\n"
    write(site, {"glossary/more.yaml": f"# more words\n{other}"})
    assert run("register", "--site", site) == 0
    assert run("withdraw", "term", "old-mole", "--why", WHY, "--site", site) == 0
    assert not (site / "glossary/more.yaml").exists()
    assert judge(site)[1] == []


def test_a_page_goes_with_its_file(site: Path) -> None:
    write(site, {"content/pages/more.md": "---\ntitle: More\n---\nSee [[page:more]].\n"})
    assert run("register", "--site", site) == 0
    assert run("withdraw", "page", "more", "--why", WHY, "--site", site) == 0
    assert not (site / "content/pages/more.md").exists()
    assert WHY in pages(site)["more.html"].decode()


def test_what_was_taken_out_by_hand_is_withdrawn_in_the_register(
    site: Path, capsys: Capture
) -> None:
    forget(site)
    claims = site / "claims.yaml"
    claims.write_text(claims.read_text().partition("union-says:")[0])
    assert rules(judge(site)[1]) == ["address-lost"]
    before = bytes_of(site)
    assert run("build", "--site", site, "--only", "data", "--output", site / "out") == 1
    assert "run `withdraw claim union-says` with the reason" in capsys.readouterr().err
    assert bytes_of(site) == before
    assert run("withdraw", "claim", "union-says", "--why", WHY, "--site", site) == 0
    assert judge(site)[1] == []


def test_what_was_withdrawn_cannot_be_again_nor_come_back(site: Path, capsys: Capture) -> None:
    forget(site)
    claims = (site / "claims.yaml").read_text()
    command = ("withdraw", "claim", "union-says", "--why", WHY, "--site", site)
    assert run(*command) == 0
    assert run(*command) == 2
    assert "there is no claim `union-says`" in capsys.readouterr().err
    (site / "claims.yaml").write_text(claims)
    (problem,) = judge(site)[1]
    assert (problem.rule, problem.where.file) == ("id-reused", "claims.yaml")
    # The way out is another id; it is another record, with another number.
    assert run("rename", "claim", "union-says", "others-say", "--site", site) == 0
    assert run("register", "--site", site) == 0
    edition = edition_of(site)
    assert edition.entries["claim"]["others-say"].number == "C04"
    assert edition.manuscript.register.entries["claim"]["union-says"].withdrawn == WHY


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("claim", "onion-says", "--why", WHY), "there is no claim `onion-says`: did you mean"),
        (("claims", "union-says", "--why", WHY), "there is no kind of record called `claims`"),
        (("claim", "union-says"), "--why"),
        (("claim", "union-says", "--why", " "), "--why takes a sentence"),
        (("claim", "union-says", "--why", "x" * 501), "500 characters at most"),
        (("claim", "union-says", "--why", "so \x07"), "plain words"),
        (("claim", "union-says", "--why", "see [[ada-lind]]"), "plain words"),
        (("page", "home", "--why", WHY), "the front page"),
    ],
)
def test_what_cannot_be_is_refused(
    site: Path, arguments: tuple[str, ...], says: str, capsys: Capture
) -> None:
    forget(site)
    before = bytes_of(site)
    assert run("withdraw", *arguments, "--site", site) == 2
    assert says in capsys.readouterr().err
    assert bytes_of(site) == before


def test_records_in_braces_are_left_to_people(tmp_path: Path, capsys: Capture) -> None:
    people = "{ada: {name: A, living: alive, summary: x}, bo: {name: B, living: alive, summary: y}}"
    files = {"site.yaml": SITE, "sources.yaml": LOG, "people.yaml": people + "\n"}
    folder = write(tmp_path, files)
    before = bytes_of(folder)
    assert run("withdraw", "person", "bo", "--why", WHY, "--site", folder) == 2
    assert "in braces" in capsys.readouterr().err
    assert bytes_of(folder) == before


def test_a_record_of_this_repository_goes_and_it_still_builds(tmp_path: Path) -> None:
    folder = own(tmp_path)
    edition = edition_of(folder)
    used = {edge.target for edges in edition.edges_from.values() for edge in edges}
    claim = next(entry for entry in edition.of("claim") if entry not in used)
    before = bytes_of(folder)
    assert run("withdraw", "claim", claim.id, "--why", WHY, "--site", folder) == 0
    after = bytes_of(folder)
    file = claim.record.at.file
    start = before[file].index(f"\n{claim.id}:\n".encode()) + 1
    end = start + len(before[file]) - len(after[file])
    assert before[file][:start] + before[file][end:] == after[file]
    assert len(re.findall(rb"^\S.*:$", before[file][start:end], re.MULTILINE)) == 1
    files = pages(folder)
    assert WHY in files[claim.path].decode()
    assert f"url=../{claim.path}" in files[f"r/{claim.number}.html"].decode()


@pytest.mark.parametrize(
    ("text", "first", "next_", "left"),
    [
        ("a:\n  x: 1\n\nb:\n  x: 2\n", 1, 4, "b:\n  x: 2\n"),
        ("a:\n  x: 1\n\nb:\n  x: 2\n", 4, 7, "a:\n  x: 1\n"),
        ("# of a\na:\n  x: 1\n# of b\nb:\n  x: 2\n", 2, 5, "# of a\n# of b\nb:\n  x: 2\n"),
        ("a:\n  x: 1\n\n# end\n", 1, 5, "# end\n"),
        ("a:\n  x: 1\n  # in a\n\n\nb: 1", 1, 6, "b: 1"),
        ("a: 1\r\n\r\nb: 2\r\n\r\nc: 3\r\n", 3, 5, "a: 1\r\n\r\nc: 3\r\n"),
        ("a: 1\n\nb: 2", 3, 4, "a: 1\n"),
    ],
)
def test_lines_are_taken_out_cleanly(text: str, first: int, next_: int, left: str) -> None:
    assert without_lines(text, first, next_) == left
