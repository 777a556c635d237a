"""`diff` says what changed in the record's own terms, the most weighty first."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from built_sites import HARBOUR
from hidden_names import NAME, kept
from registering import own, run, whole
from test_edition_id import edit, harbour

from casebook.editions.change import Change, Weight
from casebook.editions.compare import compare
from casebook.editions.snapshot import Snapshot, snapshot_of
from casebook.interface import ENGLISH

Capture = pytest.CaptureFixture[str]


def said(capsys: Capture, *arguments: str | Path) -> str:
    """What a command prints that ends well."""
    capsys.readouterr()
    assert run(*arguments) == 0, capsys.readouterr().err
    return capsys.readouterr().out.replace("\u200b", "")


def snapshot(site: Path) -> Snapshot:
    from casebook.commands.change import read_for_change
    from casebook.edit.edit import edit as edited

    return snapshot_of(edited(read_for_change(site).manuscript)[0])


def changed(old: Path, new: Path) -> tuple[Change, ...]:
    return compare(snapshot(old), snapshot(new), ENGLISH)


def told(changes: tuple[Change, ...]) -> list[str]:
    """Each point of each change on a line of its own."""
    return [
        f"{change.kind} {change.id}: {', '.join(point.facts)}".replace("\u00a0", " ")
        for change in changes
        for point in change.points
    ]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The harbour's record, twice."""
    return harbour(tmp_path / "old"), harbour(tmp_path / "new")


# What it is for: a change that an editor must look at


HARBOUR_ACCUSED = """
clerk-took-the-difference:
  kind: allegation
  title: The handbill says that Vane kept what was short
  by: source
  about: ivor-vane
  says: >
    The handbill, it is reported, says that [[ivor-vane]] kept the difference himself.
  from: gazette s3
  replies: none-printed
"""


def test_an_unanswered_allegation_a_date_and_a_figure_are_three_things(
    two: tuple[Path, Path], capsys: Capture
) -> None:
    old, new = two
    claims = new / "claims/gazette.yaml"
    claims.write_text(claims.read_text(encoding="utf-8") + HARBOUR_ACCUSED, encoding="utf-8")
    edit(new / "timeline.yaml", "date: 1912-07-15/1912-08~", "date: 1912-07-16/1912-08~")
    edit(new / "figures.yaml", 'printed: "260"\n  value: 260', 'printed: "206"\n  value: 206')
    lines = said(capsys, "diff", old, new, "--format", "markdown").splitlines()
    assert lines[0].startswith("**3 changes** from ")
    assert [line.replace("\\_", "_") for line in lines[1:]] == [
        "",
        "- **claim clerk-took-the-difference** allegation added, about a living person: "
        "Ivor Vane, no reply printed: *The handbill says that Vane kept what was short*",
        "- **figure men-out-by-the-master** from 260 to 206: *206 men on strike*",
        "- **event strike** re-dated from 15 July 1912 – about August 1912 to "
        "16 July 1912 – about August 1912: *The dockers of Merrow Quay are on strike*",
    ]


KARACHI_ACCUSED = """
a-new-charge:
  kind: allegation
  title: The FT says something new of Zardari
  by: source
  about: asif-ali-zardari
  says: The FT says something of [[asif-ali-zardari]] that nobody has said.
  from: ft s10
  replies: none-printed
"""


def test_so_they_are_of_our_own_record(tmp_path: Path, capsys: Capture) -> None:
    old, new = own(tmp_path / "old"), own(tmp_path / "new")
    claims = new / "claims/ft.yaml"
    claims.write_text(claims.read_text(encoding="utf-8") + KARACHI_ACCUSED, encoding="utf-8")
    edit(new / "timeline.yaml", "date: 2010-01-07/2010-01-10", "date: 2010-01-08/2010-01-10")
    edit(new / "figures/cable.yaml", "printed: 152\n  value: 152", "printed: 125\n  value: 125")
    assert run("register", "--site", new) == 0
    number = next(
        line.split(": ")[1]
        for line in (new / "register.yaml")
        .read_text(encoding="utf-8")
        .split("a-new-charge:")[1]
        .splitlines()
        if "number" in line
    )
    lines = said(capsys, "diff", old, new, "--format", "markdown").splitlines()
    assert lines[0].startswith("**3 changes** from ")
    figure, event = lines[3].split("**")[1], lines[4].split("**")[1]
    assert figure[0] + event[0] == "FE"
    assert lines[2:] == [
        f"- **{number}** allegation added, about a living person: Asif Ali Zardari, "
        "no reply printed: *The FT says something new of Zardari*",
        f"- **{figure}** from 152 to 125: *125 deaths*",
        f"- **{event}** re-dated from 7–10 January 2010 to 8–10 January 2010: "
        "*Four days of violence centred on Lyari*",
    ]


# One thing at a time


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        edit(site / file, old, new)

    return change


CLAIM, EVENT, FIGURE = "claims/gazette.yaml", "timeline.yaml", "figures.yaml"
CASES = [
    (
        replaced(CLAIM, "    - claim: vane-made-good\n      reply: earlier\n", ""),
        ["claim thorne-on-the-tally: reply taken out: Idris Vane"],
        Weight.REPLY_LOST,
    ),
    (
        replaced(CLAIM, "made-good\n      reply: earlier", "made-good\n      reply: direct"),
        ["claim thorne-on-the-tally: the reply of Idris Vane: from earlier to direct"],
        Weight.REPLY,
    ),
    (
        replaced(
            CLAIM,
            "  from: gazette s12\n  replies: none-printed",
            "  from: gazette s12\n  replies:\n    - claim: vane-denies\n      reply: general",
        ),
        ["claim company-ground: reply added: Idris Vane"],
        Weight.REPLY,
    ),
    (
        replaced(CLAIM, "\n    - claim: no-cable-was-cut\n      reply: general", " none-printed"),
        [
            "claim stoker-on-the-cable: now said to have no printed reply",
            "claim stoker-on-the-cable: reply taken out: the \"log\" & <book>",
        ],
        Weight.UNANSWERED,
    ),
    (
        replaced(CLAIM, "  about: dockers-union\n  says", "  about: ada-thorne\n  says"),
        ["claim vane-denies: of whom: from Dockers' Union to Ada Thorne"],
        Weight.CLAIM,
    ),
    (
        replaced(CLAIM, "quote: a cut cable", "quote: cut cable"),
        ["claim stoker-on-the-cable: quotation changed"],
        Weight.QUOTATION,
    ),
    (
        replaced(CLAIM, "  quote: a cut cable\n", ""),
        ["claim stoker-on-the-cable: quotation taken out: “a cut cable”"],
        Weight.QUOTATION,
    ),
    (
        replaced(CLAIM, "put the crane's fall down to", "blamed the crane's fall on"),
        ["claim stoker-on-the-cable: what is said, reworded"],
        Weight.WORDING,
    ),
    (
        replaced(FIGURE, "printed: some four hundred", "printed: nearly four hundred"),
        ["figure men-out-by-the-union: the number's words as printed, reworded"],
        Weight.QUOTATION,
    ),
    (
        replaced(FIGURE, "  value: 400\n", "  value: 420\n"),
        ["figure men-out-by-the-union: from 400 to 420"],
        Weight.FIGURE,
    ),
    (
        replaced(FIGURE, "qualifier: about", "qualifier: more-than"),
        ["figure men-out-by-the-union: how the number is hedged: from about to more than"],
        Weight.REST,
    ),
    (
        replaced(EVENT, "    - from: log p4\n", "    - from: log p3\n"),
        [
            'event short-tally-in-june: a source and the place in it (the "log" & <book> p3): '
            'from the "log" & <book> p4 to the "log" & <book> p3'
        ],
        Weight.ORIGIN,
    ),
    (
        replaced(EVENT, "        nights: two", "        nights: three"),
        ["event short-tally-in-june: what it says of each point to be compared (nights), reworded"],
        Weight.WORDING,
    ),
    (
        replaced(EVENT, "  kind: pay\n", "  kind: dispute\n"),
        ["event short-tally-in-june: what sort of event: from pay to dispute"],
        Weight.REST,
    ),
    (
        replaced("site.yaml", "handling: Invented for tests\n", ""),
        ["site : the handling line of the printed book: taken out, Invented for tests"],
        Weight.REST,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "lines", "weight"), CASES, ids=range(len(CASES)))
def test_a_change_is_told_as_what_it_is(
    two: tuple[Path, Path], change: Callable[[Path], None], lines: list[str], weight: Weight
) -> None:
    old, new = two
    change(new)
    changes = changed(old, new)
    assert told(changes) == lines
    assert [one.weight for one in changes] == [weight]
    assert changed(new, new) == ()


def test_what_is_told_backwards_is_told_too(two: tuple[Path, Path]) -> None:
    """Every change but one that is the same both ways is another when it is taken back."""
    for change, lines, _ in CASES:
        old, new = two
        kept_before = {path: path.read_bytes() for path in new.rglob("*.yaml")}
        change(new)
        back = told(changed(new, old))
        assert len(back) >= 1
        if not lines[0].endswith(("reworded", "quotation changed")):
            assert back != lines
        for path, data in kept_before.items():
            path.write_bytes(data)


def test_words_that_changed_are_shown_with_a_few_around_them(two: tuple[Path, Path]) -> None:
    old, new = two
    edit(new / CLAIM, "put the crane's fall down to", "blamed the crane's fall on")
    (change,) = changed(old, new)
    pieces = [(one.op, one.words) for one in change.points[0].pieces]
    assert ("old", "put") in pieces and ("new", "blamed") in pieces
    assert pieces[0][0] == "same"


def test_a_claim_is_named_with_its_reply_even_where_words_are_cut(two: tuple[Path, Path]) -> None:
    """A claim that changed prose links to keeps beside it who answered, or that nobody did."""
    old, new = two
    page = new / "content/pages/home.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nSee [[claim:company-ground]].\n")
    (change,) = changed(old, new)
    shown = " ".join(piece.words for point in change.points for piece in point.pieces)
    assert "(no reply printed)" in shown


# Added, withdrawn, renamed


def test_added_withdrawn_and_renamed(tmp_path: Path, capsys: Capture) -> None:
    old = whole(tmp_path / "old")
    assert run("register", "--site", old) == 0
    new = Path(shutil.copytree(old, tmp_path / "new"))
    about = new / "content/pages/about.md"
    about.write_text(about.read_text().replace("[[claim:union-says|a claim]]", "a claim"))
    assert (
        run("withdraw", "claim", "union-says", "--why", "The log was misread.", "--site", new) == 0
    )
    assert run("rename", "person", "ada-lind", "ada-lindqvist", "--site", new) == 0
    (new / "sources.yaml").write_text(
        (new / "sources.yaml").read_text()
        + "third-log:\n  title: A third log\n  kind: log\n  publisher: Nobody\n"
        "  date: 2019\n  held: no\n"
    )
    lines = told(changed(old, new))
    assert lines == [
        "claim union-says: claim withdrawn, The log was misread.",
        "source third-log: source added",
        "person ada-lindqvist: renamed: it was ada-lind, and is ada-lindqvist now",
        "page about: its text: links or marks changed",
    ]
    # Without the register nobody can know: it went, and another came.
    for site in (old, new):
        (site / "register.yaml").unlink()
    lines = told(changed(old, new))
    assert "claim union-says: claim taken out, without a reason" in lines
    assert "person ada-lind: person taken out, without a reason" in lines
    assert "person ada-lindqvist: person added" in lines


def test_a_renaming_alone_changes_nothing_else(tmp_path: Path) -> None:
    old = whole(tmp_path / "old")
    assert run("register", "--site", old) == 0
    for kind, records in snapshot(old).content.items():
        if kind in ("site", "excerpt", "gone"):
            continue
        for id_ in records:
            if (kind, id_) == ("page", "home"):
                continue
            new = Path(shutil.copytree(old, tmp_path / f"{kind}-{id_}"))
            assert run("rename", kind, id_, "named-anew", "--site", new) == 0
            (line,) = told(changed(old, new))
            assert line == f"{kind} named-anew: renamed: it was {id_}, and is named-anew now"


# Where editions are read from


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_revisions_of_git_are_read_without_a_work_tree(tmp_path: Path, capsys: Capture) -> None:
    site = harbour(tmp_path / "repository/records/harbour")
    git(tmp_path / "repository", "init", "-q", "-b", "main")
    git(tmp_path / "repository", "add", "-A")
    git(tmp_path / "repository", "commit", "-qm", "One")
    edit(site / "timeline.yaml", "date: 1912-07?", "date: 1912-07~")
    git(tmp_path / "repository", "commit", "-qam", "Two")
    edit(site / "timeline.yaml", "date: 1912-07~", "date: 1912-08~")
    held = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    line = "event first-word-of-a-strike: re-dated from {} to {}"
    three = ("July 1912, uncertain", "about July 1912", "about August 1912")
    for old, new, (one, other) in (
        ("main~1", "main", three[:2]),
        ("main", str(site), three[1:]),
        ("HEAD^", str(site), three[::2]),
    ):
        text = said(capsys, "diff", old, new, "--site", site).replace("\u00a0", " ")
        assert line.format(one, other) in text
        assert text.startswith("One change from ")
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == held


@pytest.mark.parametrize(
    "name", ["nowhere", "--output=x", "-x", "main:records", "main..main", "", "x" * 5000, "a\x00b"]
)
def test_what_is_nothing_is_refused(tmp_path: Path, name: str, capsys: Capture) -> None:
    site = harbour(tmp_path / "site")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "One")
    before = sorted(path for path in tmp_path.rglob("*") if ".git" not in path.parts)
    assert run("diff", "--site", site, "--", name, "main") == 2
    assert capsys.readouterr().out == ""
    assert sorted(path for path in tmp_path.rglob("*") if ".git" not in path.parts) == before


def test_a_revision_without_a_record_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x").write_text("x")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Nothing yet")
    site = harbour(tmp_path / "site")
    assert run("diff", "main", site, "--site", site) == 2
    assert "has no site.yaml" in capsys.readouterr().err


def test_a_record_that_cannot_be_read_stops_it(two: tuple[Path, Path], capsys: Capture) -> None:
    old, new = two
    edit(new / "timeline.yaml", "date: 1912-07?", "date: sometime")
    assert run("diff", old, new) == 1
    assert "(bad-date)" in capsys.readouterr().err


def test_a_rule_that_is_broken_does_not(two: tuple[Path, Path], capsys: Capture) -> None:
    old, new = two
    edit(new / CLAIM, "  from: gazette s12\n  replies: none-printed\n", "  from: gazette s12\n")
    assert run("check", "--site", new) == 1
    assert "One change" in said(capsys, "diff", old, new)


@pytest.mark.parametrize("record", ["harbour", "own"])
def test_published_data_say_the_same_as_their_record(
    tmp_path: Path, record: str, capsys: Capture
) -> None:
    site = harbour(tmp_path / "site") if record == "harbour" else own(tmp_path / "site")
    output = tmp_path / "output"
    assert run("build", "--only", "data", "--site", site, "--output", output) == 0
    for old, new in ((output / "data", site), (site, output)):
        text = said(capsys, "diff", old, new, "--site", site)
        assert text.startswith("No changes from ")
        assert "Not compared: narrative pages" in text
    timeline = site / "timeline.yaml"
    words = timeline.read_text(encoding="utf-8")
    timeline.write_text(words.replace("extent: within", "extent: throughout", 1), encoding="utf-8")
    assert "One change" in said(capsys, "diff", output / "data", site, "--site", site)


def test_json_says_all_of_it(two: tuple[Path, Path], capsys: Capture) -> None:
    old, new = two
    edit(new / FIGURE, "  value: 400\n", "  value: 420\n")
    data = json.loads(said(capsys, "diff", old, new, "--format", "json"))
    assert data["old"]["edition"] == snapshot(old).id
    assert data["changes"] == [
        {
            "kind": "figure",
            "id": "men-out-by-the-union",
            "number": "",
            "title": "some four hundred men on strike",
            "reply": "",
            "added": False,
            "gone": False,
            "points": [{"weight": "figure", "facts": ["from 400 to 420"], "wording": []}],
        }
    ]


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_no_withheld_name_is_shown(two: tuple[Path, Path], format_: str, capsys: Capture) -> None:
    """Nor one that stood in the older edition, and is withheld since."""
    old, new = two
    edit(old / CLAIM, "put the crane's fall down to a cut cable", f"blamed {NAME} and a cut cable")
    edit(old / EVENT, "A handbill gives first word", f"{NAME} gives first word")
    (new / "withheld.yaml").write_text(kept(NAME))
    text = said(capsys, "diff", old, new, "--format", format_)
    assert "withheld" in text
    for word in NAME.split():
        assert word not in text


def test_the_harbour_is_left_as_it_was() -> None:
    assert not (HARBOUR / "editions").exists()
