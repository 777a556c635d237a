"""`import csv`: rows become records, all or none, and whatever is refused or lost is told."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from registering import DAY, bytes_of, it_is, pages, run, whole
from tiny import LOG, SITE, judge, write

from casebook.imports.csv_map import MapError, from_options, merged, slot_of
from casebook.imports.csv_table import read_table, text_of
from casebook.imports.result import NotRead
from casebook.model import KINDS, Model
from casebook.model.events import Event
from casebook.model.record import fields_of
from casebook.problem import errors
from casebook.prose import plain_text

Capture = pytest.CaptureFixture[str]
HEAD = ("Title", "When", "Page", "Text")
MAP = ("title=Title", "date=When", "accounts.from=Page", "accounts.says=Text")
EVENT = Model().by_name["event"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", {"site.yaml": SITE, "sources.yaml": LOG})


def sheet(*rows: Sequence[str], head: Sequence[str] = HEAD, delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([head, *rows])
    return text.getvalue()


def options(columns: Sequence[str] = MAP, always: Sequence[str] = ("kind=fire",)) -> list[str]:
    found = [word for one in columns for word in ("--map", one)]
    return found + [word for one in always for word in ("--always", one)]


def bring(
    site: Path, data: str | bytes, *more: str | Path, kind: str = "event", source: str = "log"
) -> int:
    file = site.parent / "ours.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    given = ("--source", source) if source else ()
    return run("import", "csv", kind, file, "--site", site, *given, *more)


def told(
    site: Path, capsys: Capture, data: str | bytes, *more: str, **keys: Any
) -> tuple[int, Any]:
    """The exit code and the report for programs."""
    capsys.readouterr()
    code = bring(site, data, *more, "--format", "json", **keys)
    return code, json.loads(capsys.readouterr().out)


def refused(report: Any) -> list[tuple[int, str, str]]:
    return [(one["row"], one["column"], one["why"]) for one in report["refused"]]


def written(site: Path, file: str = "timeline/ours.yaml") -> str:
    return (site / file).read_text()


FIRE = ("A fire", "2010-01-07", "p1", "It burnt.")


def test_rows_become_records(site: Path, capsys: Capture) -> None:
    data = sheet(FIRE, ("A fire", "2010", "p2-p3", "It burnt\n\nagain, * and [[so]] on."))
    assert bring(site, data, *options()) == 0
    assert (
        written(site)
        == """\
a-fire:
  kind: fire
  title: A fire
  date: 2010-01-07
  accounts:
    - from: log p1
      says: |
        It burnt.

a-fire-2:
  kind: fire
  title: A fire
  date: 2010
  accounts:
    - from: log p2-p3
      says: |
        It burnt

        again, \\* and \\[\\[so\\]\\] on.
"""
    )
    out = capsys.readouterr().out
    assert "Written: event 2, in timeline/ours.yaml\n" in out
    assert "Dates, by how closely they are known: day 1, year 1." in out
    assert errors(judge(site)[1]) == []
    assert run("register", "--site", site) == 0
    assert run("build", "--only", "html,data", "--jobs", "1", "--site", site) == 0


def test_a_map_is_kept_in_a_file_and_the_command_line_overrules_it(
    site: Path, tmp_path: Path
) -> None:
    file = tmp_path / "map.yaml"
    file.write_text(
        "columns:\n  title: Title\n  date: Day\n  accounts:\n    from: Page\n"
        "  accounts.says: Text\nalways:\n  kind: flood\n"
    )
    assert bring(site, sheet(FIRE), "--map", file, *options(["date=When"])) == 0
    assert "  kind: fire\n  title: A fire\n  date: 2010-01-07\n" in written(site)


# Dates


@pytest.mark.parametrize(
    ("cell", "hints"),
    [
        (
            "3/4/2010",
            ["2010-04-03 for 3\xa0April 2010", "2010-03-04 for 4\xa0March 2010", "--dates"],
        ),
        ("13/4/2010", ["write 2010-04-13"]),
        ("3/4/10", ["year first"]),
        ("2010/11", ["2010-11 for November 2010", "2010/2011 for 2010–2011"]),
        ("7 Jan 2010", ["write 2010-01-07"]),
        ("Mar-10", ["write 2010"]),
        ("40245", ["the format of text"]),
        ("2010-02-30", ["a day from 01 to 28"]),
        ("early 2010", ["write 2010"]),
    ],
)
def test_a_date_that_is_no_edtf_is_refused_with_what_it_may_be(
    site: Path, capsys: Capture, cell: str, hints: list[str]
) -> None:
    code, report = told(site, capsys, sheet(("A fire", cell, "p1", "It burnt.")), *options())
    assert code == 1
    ((row, column, _),) = refused(report)
    assert (row, column) == (2, "When")
    for hint in hints:
        assert hint in report["refused"][0]["hint"]
    assert not (site / "timeline").exists()


def test_dates_keep_their_precision(site: Path, capsys: Capture) -> None:
    cells = ("2010", "2010-01", "2010-01-07~", "201X", "2010-01-07/2010-02", "2010-21")
    data = sheet(*(("A fire", cell, "p1", "It burnt.") for cell in cells))
    code, report = told(site, capsys, data, *options())
    assert code == 0
    records = [event.record for event in judge(site)[0].of("event")]
    assert sorted(str(one.date) for one in records if isinstance(one, Event)) == sorted(cells)
    assert report["dates"] == {
        "year": 1, "month": 1, "day": 1, "decade": 1, "season": 1, "interval": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("order", "day"), [("d/m/y", "2010-04-03"), ("m/d/y", "2010-03-04")])
def test_an_order_of_day_and_month_may_be_said(site: Path, order: str, day: str) -> None:
    cells = ("3/4/2010", "03.04.2010", "3-4-2010", "5/2010", "2010", "2011-01-02")
    data = sheet(*(("A fire", cell, "p1", "It burnt.") for cell in cells))
    assert bring(site, data, *options(), "--dates", order) == 0
    found = [line.strip() for line in written(site).split("\n") if "  date:" in line]
    assert found == [f"date: {one}" for one in (day, day, day, "2010-05", "2010", "2011-01-02")]


# All or nothing


def test_every_refusal_is_told_at_once_and_nothing_is_written(site: Path, capsys: Capture) -> None:
    data = sheet(
        FIRE,
        ("", "2010-02-30", "p1", "It burnt."),
        ("Two", "2010", "p9", ""),
        ("Three", "2010"),
        ("Four", "2010", "p1", "It burnt.", "more"),
        ("Five", "2010", "p1", f'He said "{"word " * 30}end".'),
        head=HEAD,
    )
    before = bytes_of(site)
    code, report = told(site, capsys, data, *options())
    assert code == 1
    cells = [(row, column) for row, column, _ in refused(report)]
    assert sorted(set(cells)) == [
        (3, "Title"), (3, "When"), (4, "Page"), (4, "Text"), (5, ""), (6, ""), (7, "Text"),
    ]  # fmt: skip
    assert "[long-quotation]" in refused(report)[-1][2]
    assert report["files"] == []
    assert bytes_of(site) == before


def test_a_refusal_names_row_and_column(site: Path, capsys: Capture) -> None:
    data = sheet(("A\nfire", "2010", "p1", "It\nburnt."), ("B", "3/4/2010", "p1", "x"))
    assert bring(site, data, *options()) == 1
    out = capsys.readouterr().out
    # As a spreadsheet counts: line ends in a cell make no rows.
    assert "  row 3, column `When`: `date` of event `b`: `3/4/2010` has more than one" in out
    assert "Nothing was written: 1 row is refused.\n" in out


def test_what_would_harm_others_of_the_record_is_refused(site: Path, capsys: Capture) -> None:
    people = "ada:\n  name: Ada\n  living: alive\n  summary: Knows [[ada]].\n"
    write(site, {"people.yaml": people})
    before = bytes_of(site)
    data = sheet(("ada", "Ada's company"), head=("Id", "Name"))
    more = options(["id=Id", "name=Name"], ["kind=firm", "summary=A firm."])
    assert bring(site, data, *more, kind="party", source="") == 1
    assert "people.yaml:4:" in capsys.readouterr().err
    assert bytes_of(site) == before


# Sources, fields and columns


@pytest.mark.parametrize(
    ("more", "source", "words"),
    [
        (options(), "", "add --source ID, one of log, and --map accounts.from=COLUMN"),
        (options(["title=Title", "accounts.says=Text"]), "log", "--map accounts.from=COLUMN"),
        (options(), "lag", "there is no source `lag`: did you mean `log`?"),
        (options(MAP, []), "log", "an event needs kind: add --map kind=COLUMN"),
        (options((*MAP, "titel=Title")), "log", "has no field `titel`: did you mean `title`?"),
        (options((*MAP, "accounts.sais=Text")), "log", "did you mean `says`"),
        (options((*MAP, "accounts=Text")), "log", "such as `accounts.from`"),
        (options((*MAP, "title.x=Text")), "log", "has no fields of its own"),
        (options(("title=Titles", *MAP[1:])), "log", "did you mean `Title`?"),
        (options((*MAP, "title=Text")), "log", "`title` is given twice"),
        (options((*MAP, "kind=Title")), "log", "a column and words that are always the same"),
        (options(MAP, ["kind=fire", "id=x"]), "log", "`id` cannot be the same"),
        (["--always", "kind=fire"], "log", "no field has a column"),
        (["--always", "kind", *options()], "log", "--always takes FIELD=WORDS"),
    ],
)
def test_a_command_that_cannot_be_right_says_what_is_missing(
    site: Path, capsys: Capture, more: list[str], source: str, words: str
) -> None:
    before = bytes_of(site)
    assert bring(site, sheet(FIRE), *more, source=source) == 2
    assert words in capsys.readouterr().err
    assert bytes_of(site) == before


@pytest.mark.parametrize("arguments", [("event",), ("evnt", "x.csv"), ("event", "x.csv", "y.csv")])
def test_kind_and_file_are_asked_for(site: Path, capsys: Capture, arguments: list[str]) -> None:
    assert run("import", "csv", *arguments, "--site", site) == 2
    assert capsys.readouterr().err.startswith("casebook: ")


def test_options_of_tables_are_for_tables(site: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x.json").write_text("{}")
    command = ("import", "timelinejs", tmp_path / "x.json")
    assert run(*command, "--map", "a=b", "--site", site) == 2
    assert "--map is for tables" in capsys.readouterr().err
    assert run(*command, tmp_path / "y.json", "--site", site) == 2
    assert "takes one FILE" in capsys.readouterr().err


def test_fields_of_all_types_are_filled(site: Path) -> None:
    write(site, {"parties.yaml": "crew:\n  name: Crew\n  kind: crew\n  summary: Of keepers.\n"})
    head = ("Name", "Urdu", "Post", "At", "Held", "Page", "Living", "About", "Fact", "Where")
    row = (
        "Ada",
        "آدا",
        "keeper",
        "crew",
        "2010",
        "p1",
        "alive",
        "=1+1",
        "Born.",
        "https://a.example",
    )
    fields = (
        "name=Name", "native.ur=Urdu", "posts.post=Post", "posts.party=At", "posts.attested=Held",
        "posts.from=Page", "living=Living", "summary=About", "outside.fact=Fact",
        "outside.cite=Where",
    )  # fmt: skip
    assert bring(site, sheet(row, head=head), *options(fields, []), kind="person") == 0
    assert (
        written(site, "people/ours.yaml")
        == """\
ada:
  name: Ada
  native:
    ur: آدا
  posts:
    - post: keeper
      party: crew
      attested: 2010
      from: log p1
  living: alive
  summary: |
    \\=1+1
  outside:
    - fact: |
        Born.
      cite: "https://a.example"
"""
    )
    assert errors(judge(site)[1]) == []


def test_several_values_of_a_cell_and_people_without_names(site: Path) -> None:
    write(site, {"communities.yaml": "crew:\n  name: Crew\nguild:\n  name: Guild\n"})
    more = (*options((*MAP, "victims=Who")), "--several", ";")
    data = sheet((*FIRE, "crew; unnamed: a boy;guild;"), head=(*HEAD, "Who"))
    assert bring(site, data, *more) == 0
    end = "  victims:\n    - crew\n    - unnamed: a boy\n    - guild\n"
    assert written(site).endswith(end)
    # Without a sign that divides it, a cell is one value, and this one is none.
    assert bring(site, data, *more[:-2], "--into", "other", "--map", "id=Text") == 1


def test_quotations_cite_their_place_and_await_their_proof(site: Path, capsys: Capture) -> None:
    data = sheet(("A fire", "2010", "p2", 'He said "no more".'))
    code, report = told(site, capsys, data, *options())
    assert (code, report["awaiting_proof"]) == (0, 1)
    assert 'He said "no more".\n        [@log p2]\n' in written(site)


def test_markdown_is_taken_for_such_only_where_that_is_said(site: Path) -> None:
    data = sheet(("A fire", "2010", "p2", "*All* burnt, see [[source:log]]. [@log p3]"))
    assert bring(site, data, *options(), "--markdown") == 0
    edition = judge(site)[0]
    (event,) = edition.of("event")
    places = {edge.field for edge in edition.edges_from[event]}
    assert len(places) > 1, "its link and its citation lead somewhere"
    assert "*All* burnt, see [[source:log]]. [@log p3]" in written(site)


# Ids


def test_ids_are_given_or_made_and_never_taken_twice(site: Path, capsys: Capture) -> None:
    more = options((*MAP, "id=Id"))
    head = (*HEAD, "Id")
    rows = [(*FIRE, id_) for id_ in ("a", "a", "A b", "", "x" * 81, "null")]
    code, report = told(site, capsys, sheet(*rows, head=head), *more)
    assert code == 1
    assert [(row, column) for row, column, _ in refused(report)] == [
        (3, "Id"), (4, "Id"), (5, "Id"), (6, "Id"),
    ]  # fmt: skip
    assert bring(site, sheet((*FIRE, "null"), head=head), *more) == 0
    assert "null" in judge(site)[0].entries["event"]


def test_nothing_is_merged_and_old_ids_stay_where_they_lead(
    site: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(monkeypatch, DAY)
    two = sheet(FIRE, ("A flood", "2011", "p1", "It rose."))
    assert bring(site, two, *options()) == 0
    assert run("register", "--site", site) == 0
    assert run("rename", "event", "a-flood", "high-water", "--site", site) == 0
    # A second time, under another name: every row says why, and what else is wrong with it.
    before = bytes_of(site)
    code, report = told(site, capsys, two.replace("2011", "3/4/2011"), *options(), "--into", "new")
    assert code == 1
    whys = [why.split(",")[0].split(":")[0] for _, _, why in refused(report)]
    assert whys[:2] == ["the record has one of this id already", "its id was another's once"]
    assert whys[2].startswith("`date` of event")
    assert bytes_of(site) == before
    # And a file that is there is not written over.
    assert bring(site, two, *options()) == 2
    assert "there is a file timeline/ours.yaml already" in capsys.readouterr().err


def test_a_withheld_name_is_neither_written_nor_repeated(site: Path, capsys: Capture) -> None:
    assert run("withhold", "Ann Example", "--site", site) == 0
    capsys.readouterr()
    before = bytes_of(site)
    head = (*HEAD, "Hurt Ann Example", "Id")
    rows = [
        ("Ann Example hurt", "2010", "p1", "x", "x", "one"),
        ("Hurt", "2010", "p1", "It hurt Ann\n\nExample.", "x", "two"),
        ("Hurt", "Ann Example", "p1", "x", "x", "three"),
        ("Hurt", "2010", "p1", "x", "x", "ann-example"),
    ]
    for more in (options(), options((*MAP, "id=Id"))):
        for form in ("text", "json"):
            assert bring(site, sheet(*rows, head=head), *more, "--format", form) == 1
            said = capsys.readouterr()
            assert "Example" not in said.out + said.err
            assert "ann-example" not in said.out + said.err
            assert "(withheld)" in said.out
    assert bytes_of(site) == before
    assert bring(site, sheet(*rows, head=head), *options(["title=Titel", *MAP[1:]])) == 2
    assert "Example" not in capsys.readouterr().err


# What is lost


def test_columns_and_characters_that_are_not_carried_are_told(site: Path, capsys: Capture) -> None:
    row = ("A\u202efire", "2010", "p1", "'=1+1 is\x07 text.", "5", "", "x")
    data = sheet(row, head=(*HEAD, "Number", "Empty", ""))
    code, report = told(site, capsys, data, *options())
    assert code == 0
    assert [(one["where"], one["what"]) for one in report["not_carried"]] == [
        ("row 2", "Title"), ("row 2", "Text"), ("row 2", "Text"), ("", "Number"), ("", "column 7"),
    ]  # fmt: skip
    assert "'=1+1 is text." in written(site)


def test_a_formula_is_only_text(site: Path) -> None:
    row = ('=HYPERLINK("http://a.example")', "2010", "p1", "@SUM(1) +1 -1")
    assert bring(site, sheet(row), *options()) == 1  # its quotation marks are no title's
    assert bring(site, sheet(("=1+1", *row[1:])), *options()) == 0
    (event,) = judge(site)[0].of("event")
    assert event.title == "=1+1"


def test_a_dry_run_shows_the_file_and_writes_nothing(site: Path, capsys: Capture) -> None:
    before = bytes_of(site)
    assert bring(site, sheet(FIRE), *options(), "--dry-run") == 0
    said = capsys.readouterr().out
    assert said.startswith("--- /dev/null\n+++ timeline/ours.yaml\n@@ -0,0 +1,8 @@\n+a-fire:\n")
    assert "Would be written: event 1, in timeline/ours.yaml\n" in said
    assert bytes_of(site) == before


# The form of the file

ONE = sheet(FIRE)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + ONE.encode(),
        ONE.replace("\r\n", "\n").encode(),
        ONE.replace("\r\n", "\r").encode(),
        ONE.rstrip().encode(),
        sheet(FIRE, delimiter=";").encode(),
        sheet(FIRE, delimiter="\t").encode(),
        sheet(FIRE, delimiter="|").encode(),
        b"sep=;\r\n" + sheet(FIRE, delimiter=";").encode(),
        (ONE + "\r\n,,,\r\n" + ",,,,,\r\n").encode(),
        ONE.replace("It burnt.\r\n", "It burnt.,,\r\n").encode(),
        sheet((*FIRE, "a;b|c"), head=(*HEAD, "Other;x|y")).encode(),
    ],
)
def test_the_forms_that_csv_has_are_read_alike(site: Path, data: bytes) -> None:
    assert bring(site, data, *options()) == 0
    assert "  date: 2010-01-07\n" in written(site)
    assert written(site).count("\n") == 8


def test_a_delimiter_may_be_named(site: Path, capsys: Capture) -> None:
    # Without a name it is the one that gives the columns; a wrong name is not put right.
    data = sheet(FIRE, delimiter=";")
    assert bring(site, data, *options(), "--delimiter", "comma") == 2
    assert "there is no column `Title` for `title`" in capsys.readouterr().err
    assert bring(site, data, *options(), "--delimiter", "semicolon") == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it is empty"),
        (b" \n\n", "it is empty"),
        ("é".encode("latin-1") + ONE.encode(), "line 1 has the byte E9, which is not UTF-8"),
        ("\ufeff".encode("utf-16-le") + ONE.encode("utf-16-le"), "it is UTF-16"),
        (b"PK\x03\x04", "it is a workbook"),
        (b'Title,When,Page,Text\n"A,2010,p1,x\n\nB,,,\n', "it is no CSV from row 2, line 2, on"),
        (b'Title,When,Page,Text\n"A"b,2010,p1,x\n', "it is no CSV from row 2, line 2, on"),
        (b",,,\nTitle,When,Page,Text\n", "its first row is empty"),
        (b"Title,When,Title,Page,Text\n", "two columns are called `Title`"),
        (b"Title,When,Page,Text" + b",x" * 600, "columns; 500 are the most"),
        (b"Title,When,Page,Text\n" + b"a,b,c,d\n" * 5001, "5,001 rows; 5,000 are the most"),
        (b"Title,When,Page,Text\n" + b"a" * 140_000, "it is no CSV from row 2, line 2, on"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(
    site: Path, capsys: Capture, data: bytes, words: str
) -> None:
    before = bytes_of(site)
    assert bring(site, data, *options()) == 2
    assert words in capsys.readouterr().err
    assert bytes_of(site) == before


def test_files_and_maps_that_cannot_be_read_are_told(
    site: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert (
        run("import", "csv", "event", tmp_path, "--site", site, *options(), "--source", "log") == 2
    )
    assert "cannot be read" in capsys.readouterr().err
    for text, code, words in (
        ("columns: [\n", 1, "map.yaml:"),
        ("- x\n", 2, "it should hold `columns:`"),
        ("colums:\n  title: Title\n", 2, "line 1: it has `columns` and `always`, and no `colums`"),
        ("columns: Title\n", 2, "line 1: `columns` should have fields below it"),
        ("columns:\n  title: [a, b]\n", 2, "line 2: `title` should have one value"),
    ):
        file = tmp_path / "map.yaml"
        file.write_text(text)
        assert bring(site, ONE, "--map", file) == code
        assert words in capsys.readouterr().err


# Whatever there is

SIGNS = st.text(alphabet=st.sampled_from("a1,;\t\"'\n\r |=é\ufeff\x00[]@*-/.:"), max_size=60)
CELL = st.sampled_from(
    ("A fire", "2010", "3/4/2010", "p1", "p1-p3", "p9", "", "=1+1", '"no"', "“x” and y", "a\n\nb",
     "unnamed: a boy", "log", "[[log]]", "<b>", "# x", "- x", "x: y", "null", "yes", "| x", "> x",
     "'", "1,350", "\u202e", "\x85", "\u2028x", "---", "...", "%TAG", "@log p1", "` `", "\\")
) | SIGNS | st.text(max_size=20)  # fmt: skip
PATHS = st.sampled_from(
    ("title", "date", "kind", "accounts.from", "accounts.says", "accounts.quote", "extent", "id",
     "accounts.points.what", "basis.cite", "victims", "may_be.because", "accounts", "none", "")
)  # fmt: skip


@given(st.binary(max_size=80) | SIGNS.map(str.encode), st.lists(SIGNS, max_size=3))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_a_table_or_a_refusal(data: bytes, wanted: list[str]) -> None:
    try:
        table = read_table(text_of(data), wanted)
    except NotRead:
        return
    for row in table.rows:
        assert set(row) == {name for name in table.head if name}
    assert all(one.row > 1 for one in table.refused)


@given(st.lists(st.tuples(PATHS | st.text(), CELL), max_size=5))
@settings(max_examples=150, deadline=None)
def test_any_map_gives_fields_or_a_refusal(pairs: list[tuple[str, str]]) -> None:
    try:
        found = merged(from_options([f"{path}={cell}" for path, cell in pairs], []))
        slots = found.slots(EVENT)
    except MapError:
        return
    assert slots.keys() | {"id"} >= found.columns.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_can_be_named_in_a_map(kind: type) -> None:
    for field in fields_of(kind):
        try:
            assert slot_of(kind, field.name).path == (field.name,)
        except MapError as error:
            inner = str(error).rpartition("such as `")[2].rstrip("`")
            assert slot_of(kind, inner).name == inner


@given(
    st.lists(st.tuples(CELL, CELL, CELL, CELL, CELL), min_size=1, max_size=3),
    st.sampled_from(("title", "id", "victims", "accounts.quote", "accounts.points.what", "extent")),
    st.booleans(),
    st.sampled_from(("", "d/m/y")),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_is_a_record(
    rows: list[tuple[str, ...]], field: str, markdown: bool, dates: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = write(Path(folder) / "site", {"site.yaml": SITE, "sources.yaml": LOG})
        columns = (*(one for one in MAP if not one.startswith(f"{field}=")), f"{field}=More")
        more = options(columns) + ["--markdown"] * markdown
        more += ["--dates", dates] if dates else []
        before = bytes_of(site)
        code = bring(site, sheet(*rows, head=(*HEAD, "More")), *more)
        assert code in (0, 1)
        if code:
            assert bytes_of(site) == before
        else:
            edition, problems = judge(site)
            assert {one.rule for one in errors(problems)} <= {"awaiting-proof"}
            full = [row for row in rows if any(cell.strip() for cell in row)]
            assert len(edition.of("event")) == len(full)


# There and back


def test_events_as_exported_come_in_again_with_the_losses_said(
    tmp_path: Path, capsys: Capture
) -> None:
    exported = pages(whole(tmp_path / "from"))["data/events.csv"]
    held = list(csv.DictReader(io.StringIO(exported.decode("utf-8-sig"), newline="")))
    dated = [row for row in held if row["date"]]
    site = write(tmp_path / "to", {"site.yaml": SITE, "sources.yaml": LOG})
    columns = [f"{name}={name}" for name in ("id", "kind", "title", "date", "extent", "part_of")]
    more = options([*columns, "accounts.says=accounts"], ["accounts.from=p1"])
    code, report = told(site, capsys, exported, *more)
    # What has no date hangs on others there, and the table does not say on which.
    assert code == 1
    assert {why.rpartition("[")[2] for _, _, why in refused(report)} == {"no-date]"}
    assert len(report["refused"]) == len(held) - len(dated)
    table = io.StringIO()
    writer = csv.DictWriter(table, list(held[0]))
    writer.writeheader()
    writer.writerows(dated)
    code, report = told(site, capsys, table.getvalue(), *more)
    assert code == 0
    edition = judge(site)[0]
    for row in dated:
        record = edition.entries["event"][row["id"]].record
        assert isinstance(record, Event)
        assert (record.kind, record.title, str(record.date), record.extent or "") == (
            row["kind"], row["title"], row["date"], row["extent"],
        )  # fmt: skip
        assert (record.part_of.id if record.part_of else "") == row["part_of"]
        words = plain_text(edition.prose[record.accounts[0].says.at], lambda one: one.words)
        # What is quoted cites its row's place, and quotation marks are set as everywhere.
        assert plain(words.removesuffix("(log p1)")) == plain(row["accounts"])
    lost = {one["what"] for one in report["not_carried"]}
    filled = {name for row in dated for name, cell in row.items() if cell}
    carried = {"id", "kind", "title", "date", "extent", "part_of", "accounts"}
    assert lost == filled - carried
    assert {"date_earliest", "witnesses", "path"} <= lost


def plain(words: str) -> str:
    return " ".join(re.sub(r"[\"“”]", "", words).split())
