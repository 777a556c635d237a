"""A name that arises only when a page is put together stops the build all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hidden_names import NAME, RECORD, URDU, has_no_name, kept, run, snapshot, withheld
from hypothesis import given
from hypothesis import strategies as st
from tiny import SITE, write

from casebook.render.book import press
from casebook.withheld import cleared, fold, names, pages, skim
from casebook.withheld.pages import PageScan
from casebook.withheld.readings import shown

Capture = pytest.CaptureFixture[str]
HIDDEN = {"withheld.yaml": kept(NAME, URDU)}
ZORVAN = {
    **RECORD,
    **HIDDEN,
    "people.yaml": RECORD["people.yaml"].replace("name: Ada Lind", "name: Zorvan"),
}


def refused(site: Path, capsys: Capture, *options: str) -> str:
    """What a build says that stops and writes nothing."""
    before = snapshot(site / "output")
    capsys.readouterr()
    assert run("build", "--site", site, *options) == 1
    assert snapshot(site / "output") == before
    said = "".join(capsys.readouterr())
    assert has_no_name(said, "Quillby", "کریمی")
    return said


def test_two_fields_beside_each_other_on_a_page(tmp_path: Path, capsys: Capture) -> None:
    site = write(tmp_path, ZORVAN)
    assert run("build", "--site", site, "--only", "html") == 0
    write(site, {"layouts/person.html": '<h1>\n{{ title }} <b>Quill</b>{{ "by" }}</h1>'})
    said = refused(site, capsys, "--only", "html")
    assert "people.yaml:1:1: people/ada-lind.html, near its line 2, which is made from" in said
    assert "(withheld-name)" in said
    assert "ada-lund" not in said


def test_a_place_that_is_of_no_record(tmp_path: Path, capsys: Capture) -> None:
    files = {"site.yaml": "format: 1\ntitle: Zorvan\nlanguage: en\n"}
    layout = {"layouts/404.html": "<p>\n<p>{{ chrome.site_title }}<i>-</i>Quillby"}
    site = write(tmp_path, {**HIDDEN, **files, **layout})
    assert "404.html:2:1: this file of the output" in refused(site, capsys, "--only", "html")


def test_two_cells_of_a_table(tmp_path: Path, capsys: Capture) -> None:
    timeline = RECORD["timeline.yaml"].replace(
        "kind: flood\n  title: High water", "kind: zorvan\n  title: Quillby rises"
    )
    site = write(tmp_path, {**RECORD, **HIDDEN, "timeline.yaml": timeline})
    said = refused(site, capsys, "--only", "data")
    assert f"timeline.yaml:{timeline.splitlines().index('spring-flood:') + 1}:1: " in said
    assert "data/events.csv, near its line" in said


def test_what_an_edit_puts_together_in_what_was_looked_through(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline = RECORD["timeline.yaml"].replace("title: High water", "title: Quillby rises")
    site = write(tmp_path, {**RECORD, **HIDDEN, "timeline.yaml": timeline})
    parts = ("--only", "html,data")
    assert run("build", "--site", site, *parts) == 0
    since: list[bool] = []
    real = PageScan.clear_since

    def noted(scan: PageScan, old: str, new: str, markup: bool) -> bool:
        since.append(real(scan, old, new, markup))
        return since[-1]

    monkeypatch.setattr(PageScan, "clear_since", noted)
    write(site, {"timeline.yaml": timeline.replace("kind: flood", "kind: floods", 1)})
    assert run("build", "--site", site, *parts) == 0
    assert since and all(since)
    since.clear()
    write(site, {"timeline.yaml": timeline.replace("kind: flood", "kind: zorvan")})
    said = refused(site, capsys, *parts)
    assert not all(since)
    assert refused(site, capsys, *parts, "--no-cache") == said


def test_the_address_of_a_page(tmp_path: Path, capsys: Capture) -> None:
    hidden = {"withheld.yaml": kept("People Zorvan")}
    people = {"people.yaml": "zorvan:\n  name: Ada\n  living: alive\n  summary: It.\n"}
    site = write(tmp_path, {"site.yaml": SITE, **people, **hidden})
    said = refused(site, capsys, "--only", "data")
    assert "data/people.json" in said
    said = refused(site, capsys, "--only", "html")
    assert "people.yaml:1:1: (withheld).html, near its line 1" in said


def test_what_stands_on_every_page_is_told_of_some(tmp_path: Path, capsys: Capture) -> None:
    layout = "{{ title }}{{ chrome.site_title }} Quillby {% block main %}{% endblock %}"
    title = RECORD["site.yaml"].replace("A Tiny Record", "Zorvan")
    site = write(tmp_path, {**ZORVAN, "site.yaml": title})
    kinds = ("person", "party", "event", "claim", "figure", "place", "record", "source")
    for name in (*kinds, "list", "home", "timeline", "404", "page"):
        write(site, {f"layouts/{name}.html": layout})
    said = refused(site, capsys, "--only", "html")
    assert said.endswith("20 problems\n")


def test_the_book_is_not_laid_out(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lay_out(self: press.Press, html: str) -> None:
        raise AssertionError("it was laid out")

    monkeypatch.setattr(press.Press, "lay_out", lay_out)
    title = {"site.yaml": RECORD["site.yaml"].replace("A Tiny Record", "Zorvan")}
    layout = {"layouts/book/cover.html": "<p>{{ cover.title }}</p><p>Quillby</p>"}
    site = write(tmp_path, {**RECORD, **HIDDEN, **title, **layout})
    assert "(withheld-name)" in refused(site, capsys, "--only", "book")


def test_nothing_is_looked_through_where_nothing_is_withheld(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(text: str) -> list[str]:
        raise AssertionError("it was looked through")

    for module in (names, pages, fold):
        monkeypatch.setattr(module, "bare_words", never)
    monkeypatch.setattr(skim, "folded", never)
    assert run("build", "--site", write(tmp_path, RECORD), "--only", "html,data") == 0
    write(tmp_path, HIDDEN)
    assert run("build", "--site", tmp_path, "--only", "html,data") == 3


# Looking through pages

ALL = withheld(NAME, URDU)


@pytest.mark.parametrize(
    ("page", "places"),
    [
        ("<p>Zorvan Quillby</p>", [3]),
        ("<p>Zor<b>van</b> <i>Q</i><wbr>uillby's", [3]),
        ("<p>a</p>\n<p>of Zorvan</p>\n\n<ul><li>\nQuillby</ul>", [12]),
        ('<p><a href="x" title="Zorvan&#32;Quillby">a</a>', [3]),
        ("<p><a href=../people/zorvan-quillby.html>a</a> Zorvan", [3]),
        ("<!-- Zorvan Quillby --><p>", [0]),
        ("<script>{&quot;a&quot;: &quot;Zorvan\\nQuillby&quot;}</script>", [8]),
        ("<p>سعيد</p><p>كريمي</p>", [3]),
        ("<p>Zorvan<p>of<p>Quillby", []),
        ("<p>Zorvan<img alt=Quillby>Bo", []),
        ("", []),
        ("Zorvan", []),
    ],
)
def test_pages(page: str, places: list[int]) -> None:
    scan = PageScan(ALL)
    assert sorted(scan.markup(page)) == places
    assert sorted(scan.markup(page)) == places


def test_lines() -> None:
    scan = PageScan(ALL)
    assert list(scan.lines('{\n "a": "Zorvan\\nQuillby",\n "b": 1}')) == [2]
    assert list(scan.lines("a,b\n1,Zorvan\nQuillby,2\n")) == [4]
    assert list(scan.lines('{"a": "<b>Zor</b>van Quillby"}')) == [0]
    assert list(scan.lines('{"a": "Zorvan", "b": "Quillby"}')) == []


PIECES = st.lists(
    st.sampled_from(
        ["Zorvan", "zor", "van", "Quill", "by", "’s", " ", "", "\n", "a", "of", "<b>", "</b>",
         "z", "o", "r", "v", "n", "&nbsp;", "&#90;orvan", "سعید", "کر", "یمی", "-", "quillby",
         "2", "<p>"]
    ),
    max_size=24,
).map("".join)  # fmt: skip


@given(st.lists(PIECES, max_size=4))
def test_pieces_give_what_the_whole_page_gives(some: list[str]) -> None:
    scan = PageScan(ALL)
    for page in some:
        assert bool(list(scan.markup(page))) == ALL.holds(shown(page)), page


def test_no_piece_is_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real: Callable[[Any, str], Any] = PageScan._read

    def noted(self: PageScan, piece: str) -> Any:
        read.append(piece)
        return real(self, piece)

    monkeypatch.setattr(PageScan, "_read", noted)
    scan = PageScan(ALL)
    page = f"<p class=a>It was said of {NAME}.</p><p class=a>It was not.</p>"
    for _ in range(3):
        assert len(list(scan.markup(page))) == 1
    assert len(read) == len(set(read))
    assert "It was not." in read


def test_only_what_was_found_clear_is_known_to_be() -> None:
    known = cleared.Cleared()
    assert not known.is_clear(b"text", b"one")
    known.clear(b"text", b"two")  # and not what was asked for before
    assert known.is_clear(b"text", b"two") and not known.is_clear(b"text", b"one")
    known.clear(b"text", b"one")
    assert known.is_clear(b"text", b"one") and not known.is_clear(b"text", b"on", b"e")


def test_no_word_of_what_is_clear_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real: Callable[[Any, str], Any] = skim.Skim._starts

    def noted(self: skim.Skim, token: str) -> Any:
        asked.append(token)
        return real(self, token)

    monkeypatch.setattr(skim.Skim, "_starts", noted)
    skim.skim_of.cache_clear()
    scan = PageScan(ALL)
    page = "<p class=a>It was said of the harbour.</p><p class=a>It was not.</p>"
    for _ in range(3):
        assert not list(scan.markup(page)) and not list(scan.lines(page))
    assert len(asked) == len(set(asked))
    assert "harbour" in asked
