"""`import timelinejs`: slides become events, and what cannot be carried is told."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from registering import bytes_of, run
from tiny import SITE, judge, write

from casebook.imports.formats import FORMATS
from casebook.imports.html_text import markdown_of
from casebook.imports.result import Brought, NotRead
from casebook.problem import errors

Capture = pytest.CaptureFixture[str]
DATA = Path(__file__).parent / "data/timelinejs"
FILLED = """\
  kind: timeline
  publisher: The museum
  date: 2020
  stance: takes no side
  condition: whole
  quotation_limit: 500
"""


def brought(text: str) -> Brought:
    return FORMATS["timelinejs"](text, "ours", {"event": frozenset()})


def slides(*events: dict[str, Any]) -> str:
    return json.dumps({"events": list(events)})


def dated(headline: str, text: str = "", **start: Any) -> dict[str, Any]:
    return {"start_date": start or {"year": 2001}, "text": {"headline": headline, "text": text}}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", {"site.yaml": SITE})


def bring(site: Path, text: str, *more: str | Path) -> int:
    file = site.parent / "ours.json"
    file.write_text(text)
    return run("import", "timelinejs", file, "--site", site, *more)


@pytest.mark.parametrize(
    ("name", "events"), [("my-own-timeline.csv", 9), ("marktwain.json", 14), ("houston.json", 15)]
)
def test_timelines_of_its_makers_come_in_and_build(
    site: Path, tmp_path: Path, name: str, events: int, capsys: Capture
) -> None:
    copy = tmp_path / "copy.tsv"
    command = ("import", "timelinejs", DATA / name, "--site", site, "--copy", copy)
    assert run(*command, "--format", "json") == 0
    said = json.loads(capsys.readouterr().out)
    id_ = name.partition(".")[0]
    assert said["begun"] == f"sources/{id_}.yaml"
    assert said["records"] == {"event": events}
    assert {"media", "title.text"} <= {loss["what"] for loss in said["not_carried"]}
    # The source is not invented: until somebody says what it is, nothing is built.
    assert {one.rule for one in errors(judge(site)[1])} >= {"missing-field"}
    assert run("check", "--site", site) == 1
    with (site / said["begun"]).open("a") as begun:
        begun.write(FILLED)
    assert run("prove", id_, copy, "--site", site) == 0
    assert run("build", "--only", "html,data", "--jobs", "1", "--site", site) == 0
    assert len(list((site / "output/events").glob("*.html"))) == events + 1


def test_dates_are_as_close_as_their_numbers() -> None:
    found = brought(
        slides(
            dated("Year", year="650"),
            dated("Month", year=2010, month="3"),
            dated("Day", year="2,010", month=1.0, day="09", hour="6"),
            {**dated("Span", year=2010), "end_date": {"year": 2011, "month": 2}},
            {**dated("One day", year=2010), "end_date": {"year": "2010"}},
            dated("Before all", year=-44),
            dated("No such day", year=2010, month=2, day=30),
            dated("Day of no month", year=2010, day=3),
            {**dated("Backwards", year=2010), "end_date": {"year": 2009}},
            {"text": {"headline": "Undated"}, "display_date": "in May 2010"},
        )
    )
    assert [str(one.fields["date"]) for one in found.records] == [
        "0650", "2010-03", "2010-01-09", "2010/2011-02", "2010",
    ]  # fmt: skip
    lost = {(loss.where, loss.what) for loss in found.losses}
    assert {("s3", "start_date (time)")} | {(f"s{n}", "slide") for n in range(6, 11)} == lost


def test_html_stays_out_and_markdown_says_just_the_words() -> None:
    html = '<p>A <b>bold</b> <a href="https://a.example/x_y">link_1</a><br>* [[id]] [@log p1]</p>'
    text, words, dropped = markdown_of(
        html + '<blockquote onclick="x()">1. Q</blockquote><script>x'
    )
    assert text == (
        "A **bold** [link\\_1](https://a.example/x_y)\n\n\\* \\[\\[id\\]\\] \\[@log p1\\]\n\n1\\. Q"
    )
    assert words == "A bold link_1 * [[id]] [@log p1] 1. Q"
    assert dropped == ("blockquote", "script")
    text, _, dropped = markdown_of('<a href="javascript:x()">words</a>')
    assert (text, dropped) == ("words", ("a",))


def test_ids_are_the_same_each_time_and_never_shared(site: Path, capsys: Capture) -> None:
    text = slides(dated("Fire"), dated("Fire"), dated("آگ"), dated("X", year=2002))
    assert [one.id for one in brought(text).records] == ["fire", "fire-2", "event-s3", "x"]
    assert bring(site, text) == 0
    with (site / "sources/ours.yaml").open("a") as begun:
        begun.write(FILLED)
    before = bytes_of(site)
    capsys.readouterr()
    # A second time nothing is merged, and nothing new is there.
    assert bring(site, text) == 1
    assert "nothing is merged into it (s1, s2, s3, s4)" in capsys.readouterr().out
    assert bytes_of(site) == before
    # Of a source that the record has, each slide must be a unit.
    assert bring(site, slides(*[dated("New")] * 5)) == 2
    assert "has no units s5" in capsys.readouterr().err
    assert bytes_of(site) == before


def test_nothing_is_written_in_a_dry_run(site: Path, capsys: Capture) -> None:
    before = bytes_of(site)
    assert bring(site, slides(dated("Fire")), "--dry-run") == 0
    assert "Would be written: event 1" in capsys.readouterr().out
    assert bytes_of(site) == before


def test_prose_that_a_record_refuses_is_left_out_with_the_reason(
    site: Path, capsys: Capture
) -> None:
    long = f"He said “{'word ' * 30}end”."
    assert bring(site, slides(dated("Fire", long), dated("A [[link]]")), "--format", "json") == 0
    lost = json.loads(capsys.readouterr().out)["not_carried"]
    assert [(loss["where"], loss["what"]) for loss in lost] == [
        ("s1", "text"), ("s2", "text"), ("s2", "event"),
    ]  # fmt: skip
    assert "long-quotation" in lost[0]["why"]
    assert "markup-in-plain" in lost[1]["why"]
    assert "word" not in (site / "timeline/ours.yaml").read_text()


def test_a_withheld_name_is_neither_written_nor_repeated(site: Path, capsys: Capture) -> None:
    assert run("withhold", "Ann Example", "--site", site) == 0
    capsys.readouterr()
    text = slides(dated("Ann Example hurt"), dated("Fire", "It hurt Ann Example."))
    assert bring(site, text) == 0
    said = capsys.readouterr()
    assert "Ann Example" not in said.out + said.err
    assert "Ann Example" not in (site / "timeline/ours.yaml").read_text()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"events": 1}', "[" * 100_000, "a,b\n1", '{"events": [' + "1" * 5000 + "]}"],
)
def test_what_is_no_timeline_is_refused(site: Path, text: str, capsys: Capture) -> None:
    assert bring(site, text) == 2
    assert "cannot be brought in" in capsys.readouterr().err


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                (
                    "year",
                    "month",
                    "day",
                    "text",
                    "headline",
                    "start_date",
                    "end_date",
                    "media",
                    "group",
                )
            )
            | st.text(),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
WORDS = st.text(alphabet=st.sampled_from("aé\"'“”<>/p=[]@*_`#-1. \n\\&;:|\u2028\ud800")) | st.text()
SLIDE = st.builds(
    lambda headline, text, date, more: {**more, **dated(headline, text), "start_date": date},
    WORDS,
    WORDS,
    st.fixed_dictionaries({"year": st.integers(1, 9999)}),
    st.dictionaries(st.sampled_from(("group", "unique_id", "type", "media")), WORDS),
)


@given(JSON, st.lists(JSON, max_size=3), st.text())
@settings(max_examples=150, deadline=None)
def test_any_file_gives_records_or_a_refusal(whole: Any, events: list[Any], sheet: str) -> None:
    header = "Year,Month,Headline,Text\n"
    for text in (json.dumps(whole), json.dumps({"events": events, "title": whole}), header + sheet):
        try:
            found = brought(text)
        except NotRead:
            continue
        assert len({one.id for one in found.records}) == len(found.records)


@given(st.lists(SLIDE, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_whatever_is_written_is_a_record(events: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = write(Path(folder) / "site", {"site.yaml": SITE})
        if bring(site, json.dumps({"events": events})) == 0:
            with (site / "sources/ours.yaml").open("a") as begun:
                begun.write(FILLED.replace("2020", "9999"))
            found = errors(judge(site)[1])
            assert {one.rule for one in found} <= {"awaiting-proof"}
