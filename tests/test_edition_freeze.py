"""`freeze` keeps an edition; pages, book and data say which this is and what has changed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from built_sites import ROOT
from hidden_names import NAME, kept
from registering import DAY, LATER, bytes_of, edition_of, it_is, pages, run, whole
from test_diff import said
from test_edition_id import edit, harbour
from tiny import judge, rules

from casebook.editions.content import content_of, digest_of, edition_id
from casebook.editions.frozen import edition_in, frozen_as, one_before
from casebook.interface import ENGLISH
from casebook.render.book.chapters import chapters
from casebook.render.book.cover import colophon_view, cover_view
from casebook.render.book.links import BookLinks
from casebook.render.desk import Desk

Capture = pytest.CaptureFixture[str]
STRIKE = ("date: 1912-07-15/1912-08~", "date: 1912-07-14/1912-08~")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The harbour's record, registered."""
    it_is(monkeypatch, DAY)
    folder = harbour(tmp_path / "site")
    assert run("register", "--site", folder) == 0
    return folder


def frozen(site: Path) -> list[str]:
    return [one.id for one in edition_of(site).manuscript.frozen]


def test_an_edition_is_kept_as_it_stands(site: Path, capsys: Capture) -> None:
    id_ = edition_id(edition_of(site))
    before = bytes_of(site)
    assert (
        said(capsys, "freeze", "--site", site) == f"editions/{id_}.json: edition 1, {id_}, {DAY}\n"
    )
    after = bytes_of(site)
    file = f"editions/{id_}.json"
    assert {name for name in after if after[name] != before.get(name)} == {file}
    data = json.loads(after[file])
    content = content_of(edition_of(site))
    assert data == {
        "format": 1,
        "edition": id_,
        "number": 1,
        "day": DAY,
        "title": "Merrow Quay 1912",
        "sha256": digest_of(content),
        "content": content,
    }
    # A record a line, so that a change of the file shows which records changed.
    lines = after[file].decode().splitlines()
    assert len(lines) == 3 + sum(len(records) + 2 for records in content.values())
    found = edition_in(site / file)
    assert found is not None and found.snapshot.content == content


def test_freezing_changes_nothing_of_what_is_frozen(site: Path) -> None:
    before = edition_id(edition_of(site))
    assert run("freeze", "--site", site) == 0
    edition, problems = judge(site)
    assert edition_id(edition) == before
    assert problems == []


def test_nothing_is_frozen_twice(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert run("freeze", "--site", site) == 0
    it_is(monkeypatch, LATER)
    before = bytes_of(site)
    assert run("freeze", "--site", site) == 2
    assert f"is frozen already, since {DAY}" in capsys.readouterr().err
    assert bytes_of(site) == before
    edit(site / "timeline.yaml", *STRIKE)
    assert run("freeze", "--site", site) == 0
    assert [(one.number, one.day) for one in edition_of(site).manuscript.frozen] == [
        (1, DAY),
        (2, LATER),
    ]
    edit(site / "timeline.yaml", *reversed(STRIKE))
    assert run("freeze", "--site", site) == 2


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("timeline.yaml", "date: 1912-07?", "date: sometime"),
        ("claims/gazette.yaml", "gazette s12\n  replies: none-printed\n", "gazette s12\n"),
        ("claims/gazette.yaml", "quote: a cut cable", "quote: the cut cable"),
        ("register.yaml", "number: E02", "number: E09"),
    ],
)
def test_a_broken_record_is_not_frozen(site: Path, file: str, old: str, new: str) -> None:
    edit(site / file, old, new)
    assert run("freeze", "--site", site) == 1
    assert not (site / "editions").exists()


def test_what_has_no_number_yet_is_not_frozen(tmp_path: Path, capsys: Capture) -> None:
    site = harbour(tmp_path / "site")
    assert run("freeze", "--site", site) == 1
    assert "(unregistered)" in capsys.readouterr().err
    assert not (site / "editions").exists()


def test_a_dry_run_writes_nothing(site: Path) -> None:
    assert run("freeze", "--dry-run", "--site", site) == 0
    assert not (site / "editions").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"number": 1', '"number": 0'),
        ('"number": 1', '"number": true'),
        (f'"day": "{DAY}"', '"day": "soon"'),
        ('"format": 1', '"format": 2'),
        ('"edition": "', '"edition": "../'),
        ('{"format"', '["format"'),
    ],
)
def test_a_damaged_head_is_a_problem(site: Path, old: str, new: str) -> None:
    assert run("freeze", "--site", site) == 0
    (file,) = (site / "editions").iterdir()
    edit(file, old, new)
    edition, problems = judge(site)
    assert rules(problems) == ["damaged-edition"]
    assert edition.manuscript.frozen == ()


def test_a_damaged_edition_stops_what_needs_it(site: Path, capsys: Capture) -> None:
    assert run("freeze", "--site", site) == 0
    edit(site / "timeline.yaml", *STRIKE)
    (file,) = (site / "editions").iterdir()
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("A handbill gives", "A notice gives"), encoding="utf-8")
    assert run("check", "--site", site) == 1
    assert "(damaged-edition)" in capsys.readouterr().out
    assert run("diff", file.stem, site, "--site", site) == 2


def test_an_edition_is_compared_by_its_name(site: Path, capsys: Capture) -> None:
    assert run("freeze", "--site", site) == 0
    (file,) = (site / "editions").iterdir()
    edit(site / "timeline.yaml", *STRIKE)
    for old in (file.stem, str(file)):
        text = said(capsys, "diff", old, site, "--site", site)
        assert text.startswith(f"One change from edition {file.stem}, frozen on {DAY} to ")
        assert ": re-dated from 15" in text


# Pages, book and data


def test_a_record_without_frozen_editions_has_no_page_of_changes(site: Path) -> None:
    made = pages(site)
    assert "changes.html" not in made
    assert b"changes.html" not in made["index.html"]
    id_ = edition_id(edition_of(site))
    naming = [path for path, data in made.items() if id_.encode() in data]
    assert sorted(naming) == ["data/datapackage.json", "data/edition.json", "data/index.html"]


def test_the_page_says_what_is_other(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("freeze", "--site", site) == 0
    first = frozen(site)[0]
    made = pages(site)
    words = made["changes.html"].decode()
    assert "there is none before it to compare it with" in words
    assert f"edition {first} of the record, frozen on" in made["data/index.html"].decode()

    edit(site / "timeline.yaml", *STRIKE)
    words = pages(site)["changes.html"].decode().replace("\u00a0", " ")
    assert f"the one before it, {first}, frozen on" in words
    assert "Re-dated from 15 July 1912" in words
    assert '<a class="ref" href="events/strike.html">' in words
    assert "One record is other than it was." in words
    said_before = words[words.index('id="changed"') :]

    # Frozen, it is compared with the one before still.
    it_is(monkeypatch, LATER)
    assert run("freeze", "--site", site) == 0
    words = pages(site)["changes.html"].decode().replace("\u00a0", " ")
    assert said_before[: said_before.index('id="editions"')] in words
    assert json.loads(pages(site)["data/edition.json"])["frozen"] == [
        {"edition": id_, "number": number, "day": day}
        for id_, number, day in zip(frozen(site), (1, 2), (DAY, LATER), strict=True)
    ]


def test_one_before_is_the_last_that_was_frozen_before(site: Path) -> None:
    assert run("freeze", "--site", site) == 0
    edition = edition_of(site)
    assert frozen_as(edition) is not None and one_before(edition) is None
    edit(site / "timeline.yaml", *STRIKE)
    edition = edition_of(site)
    assert frozen_as(edition) is None
    assert one_before(edition) == edition.manuscript.frozen[0]


def test_an_edit_changes_only_the_pages_it_is_shown_on(site: Path) -> None:
    """The name of the edition changes with every edit, so it stands on one page."""
    assert run("freeze", "--site", site) == 0
    edit(site / "timeline.yaml", *STRIKE)
    before = pages(site)
    edit(site / "glossary.yaml", "name: Tally", "name: Tallying")
    after = pages(site)
    other = {path for path in after if after[path] != before.get(path) and path.endswith("html")}
    assert {"data/index.html", "changes.html", "glossary/tally.html"} <= other
    assert len(other) < len([path for path in after if path.endswith("html")]) / 3


def test_a_claim_on_the_page_has_its_reply_beside_it(tmp_path: Path) -> None:
    """Added, changed or gone: as claims have it everywhere."""
    site = whole(tmp_path / "site")
    assert run("register", "--site", site) == 0
    assert run("freeze", "--site", site) == 0
    edit(
        site / "claims.yaml", "ada-blames:\n  kind: allegation", "ada-blames:\n  kind: explanation"
    )
    words = pages(site)["changes.html"].decode()
    (entry,) = [one for one in edition_of(site).of("claim") if one.id == "ada-blames"]
    at = words.index(f'"number">{entry.number}<')
    item = words[at : words.index("</div>", at)]
    assert "What sort of statement: from allegation to explanation" in item
    assert '<span class="answer" data-answers="ada-blames">(' in item


def test_the_book_names_its_edition_on_cover_and_colophon(site: Path) -> None:
    edition = edition_of(site)
    id_ = edition_id(edition)
    desk = Desk(edition, BookLinks())
    assert ("Edition", id_) in cover_view(desk).lines
    assert colophon_view(desk).edition == id_
    assert [one.id for one in chapters(desk)][-1] == "colophon"
    assert "changes" not in [one.id for one in chapters(desk)]

    assert run("freeze", "--site", site) == 0
    edit(site / "timeline.yaml", *STRIKE)
    desk = Desk(edition_of(site), BookLinks())
    (chapter,) = [one for one in chapters(desk) if one.id == "changes"]
    assert chapter.lead.replace("\u00a0", " ") == (
        f"What is other here than in edition {id_}, frozen on 20 November 2026."
    )
    assert str(chapter.view.changed[0].link).startswith('<a class="ref" href="#event-strike"')


# Names that are withheld since


def test_a_name_withheld_since_is_covered_in_frozen_editions(site: Path, capsys: Capture) -> None:
    edit(site / "timeline.yaml", "A handbill gives first", f"{NAME} gives first")
    assert run("freeze", "--site", site) == 0
    (file,) = (site / "editions").iterdir()
    edit(site / "timeline.yaml", f"{NAME} gives first", "A handbill gives first")
    (site / "withheld.yaml").write_text(kept(NAME))
    assert run("check", "--site", site) == 1
    out = capsys.readouterr().out
    assert f"editions/{file.name}:" in out and "freeze --cover" in out
    before = bytes_of(site)
    assert run("freeze", "--cover", "--dry-run", "--site", site) == 0
    assert bytes_of(site) == before
    assert run("freeze", "--cover", "--site", site) == 0
    after = file.read_text(encoding="utf-8")
    assert NAME not in after and "(withheld) gives first" in after
    assert frozen(site) == [file.stem]
    assert run("check", "--site", site) == 0
    words = pages(site)["changes.html"].decode()
    assert NAME not in words and "(withheld)" in words
    assert "No frozen edition" in said(capsys, "freeze", "--cover", "--site", site)


# In step


def test_the_harbour_freezes_to_the_same_bytes_again(tmp_path: Path, site: Path) -> None:
    other = Path(shutil.copytree(site, tmp_path / "other"))
    for one in (site, other):
        assert run("freeze", "--site", one) == 0
    assert bytes_of(site) == bytes_of(other)


def test_every_phrase_of_changes_is_said_by_the_interface() -> None:
    """What a point says goes through the interface, so that other languages have it too."""
    from tools.words import of_module

    phrases = {
        phrase
        for path in (ROOT / "casebook/editions").glob("*.py")
        for phrase, _ in of_module(path)
    }
    assert {"re-dated from %(old)s to %(new)s", "no reply printed", "%(what)s added"} <= phrases
    assert all(re.search(r"[a-z]", phrase) for phrase in phrases)
    assert ENGLISH.say("no reply printed") == "no reply printed"


# In another language


def test_a_record_in_another_language_tells_its_changes_in_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(ROOT / "tests/sites/nahr", site)
    assert run("freeze", "--site", site) == 0
    (id_,) = frozen(site)
    timeline = site / "timeline.yaml"
    edit(timeline, "date: 1938-05~", "date: 1938-05")
    edit(timeline, "      by: survey-officer\n", "      by: karim-bakhsh\n")
    edit(site / "claims.yaml", "reply: general", "reply: direct")
    edit(site / "figures.yaml", "qualifier: about", "qualifier: more-than")
    words = pages(site)["changes.html"].decode()
    main = words[words.index("<main") : words.index("</main>")]
    # The name of an edition runs from left to right among words that do not.
    assert f'<bdi dir="ltr">{id_}</bdi>' in main
    assert "کون یا کیا مراد ہے" in main and "تاریخ بدلی" in main
    shown = re.sub(r"<[^>]*>", " ", main).replace("Canal note", "").replace("some sixty", "")
    shown = re.sub(r"[0-9a-f]{4}-[0-9a-f]{4}", "", shown)
    assert re.findall(r"[A-Za-z]{3,}", shown) == []
