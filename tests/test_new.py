"""`new`: a record to be filled in, and not one other byte changed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from registering import DAY, ROOT, bytes_of, it_is, own, run, whole
from test_new_kind import FILES as WITH_DOCUMENTS
from test_new_kind import MODEL as MODEL_WITH_DOCUMENTS
from test_new_kind import Document
from tiny import SITE, judge, write

from casebook.load.directory import load
from casebook.load.yaml_reader import read_yaml
from casebook.model import KINDS, Model
from casebook.model.events import Event
from casebook.model.parts import Account
from casebook.model.record import fields_of
from casebook.problem import Problem, errors
from casebook.writing.insert import place_in_order
from casebook.writing.template import common_fields, template

Capture = pytest.CaptureFixture[str]
UNFILLED = {"yaml-null", "empty"}
"""What is said of a field that is still to be filled in."""
EVENT = """\
{id}:
  kind: fire
  title: A fire
  date: {date}
  accounts:
    - from: log p1
      says: It burnt.
"""
LOG = """\
log:
  title: The log
  kind: report
  publisher: The harbour office
  date: 2020-05
  stance: takes no side
  condition: whole
  quotation_limit: 50
  units: p1-p3
"""


def event(id_: str, date: str) -> str:
    return EVENT.format(id=id_, date=date)


def site_of(folder: Path, **files: str | bytes) -> Path:
    named = {f"{name}.yaml": words for name, words in files.items()}
    return write(folder, {"site.yaml": SITE, "sources.yaml": LOG, **named})


def new(site: Path, *arguments: str | Path) -> int:
    return run("new", *arguments, "--site", site)


def lines_of(text: str, id_: str) -> range:
    """The numbers of the lines of a record, from its id to the next one's or the end."""
    lines = text.split("\n")
    first = lines.index(f"{id_}:") + 1
    after = [n for n, line in enumerate(lines, 1) if n > first and re.match(r"[^\s#]", line)]
    return range(first, min(after, default=len(lines) + 1))


@pytest.mark.parametrize(
    ("kind", "record"),
    [*((kind.declares.name, whole) for kind in KINDS), ("event", own), ("claim", own)],
)
def test_of_every_kind_only_what_must_be_filled_in_is_missing(
    tmp_path: Path, kind: str, record: Callable[[Path], Path]
) -> None:
    site = record(tmp_path)
    cls = Model().by_name[kind]
    before = bytes_of(site)
    known = judge(site)[1]
    files = [name for name in before if name.startswith(f"{cls.declares.file}/")]
    more = ("--file", files[0]) if len(files) > 1 else ()
    assert new(site, kind, "quite-new", *more) == 0
    after = bytes_of(site)
    (name,) = [name for name, data in after.items() if data != before.get(name)]
    problems = [one for one in judge(site)[1] if one not in known]
    own_lines = lines_of(after[name].decode(), "quite-new")
    # Of the record alone, of every required field, and at the field's own line.
    found = [
        one for one in errors(problems) if one.where.file == name and one.where.line in own_lines
    ]
    assert {one.rule for one in found} <= UNFILLED
    text = after[name].decode().split("\n")
    named = [re.match(r"[ -]*(\w+):", text[one.where.line - 1]) for one in found]
    required = {field.name for field in fields_of(cls) if field.required}
    if kind == "event":
        required = required - {"accounts"} | {"from", "says"}
    assert {match[1] for match in named if match} == required
    assert len(errors(judge(site)[1])) == len(errors(known)) + len(found)
    # Taken out again, the file is what it was.
    assert only_inserted(before.get(name, b""), after[name])


def only_inserted(before: bytes, after: bytes) -> bool:
    """Is one the other with one run of bytes put in?"""
    start = next(
        (n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
    rest = len(before) - start
    return len(after) > len(before) and (not rest or after[-rest:] == before[-rest:])


def test_a_kind_declared_in_one_place_gets_it_too() -> None:
    lines = template(Document, "second-order", common_fields(Document, ()), {"date": "2020-04"})
    assert lines == [
        "second-order:",
        "  title:  # what it is headed",
        "  date: 2020-04",
        "  signed_by:  # who signed it (id of a person)",
        "  # from:  # what speaks of it (such as report p3)",
        "  summary: >  # what it says",
    ]


def test_the_example_of_the_document_is_what_is_written() -> None:
    common = {Event: frozenset({"places"}), Account: frozenset[str]()}
    lines = template(Event, "tannery-gate-blocked", common, {"date": "1987-03-02"})
    document = (ROOT / "docs/writing.md").read_text()
    assert "```text\n" + "\n".join(lines) + "\n```\n" in document


def test_a_kind_declared_in_one_place_is_checked_as_any_other(tmp_path: Path) -> None:
    lines = template(Document, "second-order", common_fields(Document, ()), {})
    documents = WITH_DOCUMENTS["documents.yaml"] + "\n" + "\n".join(lines) + "\n"
    write(tmp_path, WITH_DOCUMENTS | {"documents.yaml": documents})
    problems = judge(tmp_path, MODEL_WITH_DOCUMENTS)[1]
    assert {one.rule for one in errors(problems)} == UNFILLED


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_offered_as_a_comment_is_a_field_when_it_is_uncommented(kind: type) -> None:
    lines = template(kind, "x", common_fields(kind, ()), {})
    for _ in range(3):
        lines = [re.sub(r"^( *(?:- )?)# (?=\w+:|  |- |# )", r"\1", line) for line in lines]
    wrong: list[Problem] = []
    node = read_yaml("\n".join(lines) + "\n", "x.yaml", wrong.append)
    # Every line is read, and nothing is said but that it has no value yet.
    assert {one.rule for one in wrong} <= {"yaml-null"}
    assert node is not None
    names = {field.name for field in fields_of(kind)}
    assert names == {found[1] for line in lines if (found := re.match(r"  (\w+):", line))}


def test_common_fields_are_those_that_records_have(tmp_path: Path) -> None:
    site = own(tmp_path)
    manuscript, _ = load(site, Model())
    records = list(manuscript.records["person"].values())
    common = common_fields(type(records[0]), records)[type(records[0])]
    assert "posts" in common
    assert "not_to_confuse" not in common
    assert new(site, "person", "somebody-new") == 0
    text = (site / "people.yaml").read_text()
    assert "# It may also have: " in text
    assert "not_to_confuse" in text.split("# It may also have: ")[1]


# Where it goes

THREE = "# All of it.\n\n" + "\n".join(
    (event("first", "2009"), event("second", "2010-02"), "# Later\n\n" + event("third", "2011-05"))
)


@pytest.mark.parametrize(
    ("date", "order"),
    [
        ("2008-12-31", "new first second third"),
        ("2009-06", "first new second third"),
        ("2010-02-01", "first second new third"),
        ("2012", "first second third new"),
        ("[..2008]", "new first second third"),
    ],
)
def test_a_timeline_in_order_gets_it_by_date(tmp_path: Path, date: str, order: str) -> None:
    site = site_of(tmp_path, timeline=THREE)
    assert new(site, "event", "new", "--date", date) == 0
    text = (site / "timeline.yaml").read_text()
    assert re.findall(r"^(\w+):$", text, re.M) == order.split()
    assert text.startswith("# All of it.\n\n")
    assert "# Later\n\nthird:" in text
    assert not re.search(r"\n\n\n|[^\n]\n(?!#)\w+:$", text.removesuffix("\n"))
    assert f"\n  date: {date}\n" in text.replace('"', "")


def test_it_goes_below_a_heading_of_its_year(tmp_path: Path) -> None:
    site = site_of(tmp_path, timeline=THREE.replace("# Later", "# 2011 and after"))
    assert new(site, "event", "new", "--date", "2011-01") == 0
    text = (site / "timeline.yaml").read_text()
    assert "\n\n# 2011 and after\n\nnew:\n" in text
    assert text.endswith("\n\n" + event("third", "2011-05"))


def test_without_a_date_or_an_order_it_goes_to_the_end(tmp_path: Path) -> None:
    # Neither any order, nor one that begins anew time and again.
    mixed = "\n".join(event(f"e{n}", f"20{n % 10:02}") for n in range(2, 40))
    site = site_of(tmp_path, timeline=mixed)
    assert new(site, "event", "dated", "--date", "2004") == 0
    assert new(site, "event", "undated") == 0
    ids = re.findall(r"^(\w+):$", (site / "timeline.yaml").read_text(), re.M)
    assert ids[-2:] == ["dated", "undated"]


def test_an_order_with_exceptions_is_one(tmp_path: Path) -> None:
    years = (1, 2, 3, 5, 4, 6, 7, 9, 8, 10)
    mixed = "\n".join(event(f"e{n}", f"20{n:02}") for n in years)
    site = site_of(tmp_path, timeline=mixed)
    assert new(site, "event", "new", "--date", "2007-06") == 0
    ids = re.findall(r"^(\w+):$", (site / "timeline.yaml").read_text(), re.M)
    assert ids[6:8] == ["e7", "new"]


def test_a_file_in_the_order_of_the_alphabet_keeps_it(tmp_path: Path) -> None:
    terms = "".join(f"{id_}:\n  name: {id_}\n  meaning: x\n" for id_ in ("ant", "bee", "fly"))
    site = site_of(tmp_path, glossary=terms)
    assert new(site, "term", "cow") == 0
    text = (site / "glossary.yaml").read_text()
    assert re.findall(r"^(\w+):$", text, re.M) == ["ant", "bee", "cow", "fly"]
    assert "\n\n" not in text  # no blank lines between the others, so none here


@given(st.lists(st.integers(0, 9) | st.none(), max_size=8), st.integers(0, 9))
def test_the_place_is_the_one_with_the_fewest_on_the_wrong_side(
    keys: list[int | None], key: int
) -> None:
    at = place_in_order(keys, key)
    known = [one for one in keys if one is not None]
    if known != sorted(known):
        return
    before = keys if at is None else keys[:at]
    after = [] if at is None else keys[at:]
    assert all(one <= key for one in before if one is not None) or not known
    assert all(one > key for one in after if one is not None)


# The bytes of the file

TYPED = {
    "crlf": THREE.replace("\n", "\r\n").encode(),
    "bom": "\ufeff".encode() + THREE.encode(),
    "no last newline": THREE.rstrip().encode(),
    "crlf, no last newline": THREE.rstrip().replace("\n", "\r\n").encode(),
    "indented": b"\n".join(b"  " + line if line else b"" for line in THREE.encode().split(b"\n")),
    "by four": re.sub(rb"(?m)^( {2,4})(?! {2})", rb"\1\1", THREE.encode()).replace(
        b"\n      says", b"\n          says"
    ),
    "blank lines at the end": THREE.encode() + b"\n\n\n",
    "a comment at the end": THREE.encode() + b"\n# nothing more\n",
    "document mark": b"---\n" + THREE.encode(),
}


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("date", ["", "2008", "2010", "2013"])
def test_the_rest_of_the_file_stays_as_it_was_typed(tmp_path: Path, typed: str, date: str) -> None:
    before = TYPED[typed]
    site = site_of(tmp_path, timeline=before)
    assert new(site, "event", "new", *(("--date", date) if date else ())) == 0
    after = (site / "timeline.yaml").read_bytes()
    assert only_inserted(before, after)
    assert (b"\r\n" in before) == (b"\r\n" in after)
    assert after.count(b"\r") == (after.count(b"\n") if b"\r\n" in before else 0)
    if date in ("", "2013"):
        assert after.endswith(b"\n") == before.endswith(b"\n")
    wide = {"by four": 4}.get(typed, 2)
    left = 2 if typed == "indented" else 0
    assert re.search(rb"(?m)^ {%d}new:\r?\n {%d}kind:  # " % (left, left + wide), after)
    edition, problems = judge(site)
    # Where ids do not stand at the left edge, a field without a value counts as missing too.
    unfilled = UNFILLED | {"missing-field"} if left else UNFILLED
    assert {one.rule for one in errors(problems)} == unfilled
    assert {"first", "second", "third", "new"} == set(edition.entries["event"])


@pytest.mark.parametrize("text", [None, "", "\n\n", "# Events.\n", "# Events, to be written."])
def test_a_missing_or_empty_file_is_made(tmp_path: Path, text: str | None) -> None:
    site = site_of(tmp_path, **({} if text is None else {"timeline": text}))
    assert new(site, "event", "new") == 0
    after = (site / "timeline.yaml").read_text()
    assert only_inserted((text or "").encode(), after.encode())
    assert "\nnew:\n" in "\n" + after
    assert {one.rule for one in errors(judge(site)[1])} == UNFILLED


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{first: {kind: fire}, second: {kind: fire}}\n", "holds its records in braces"),
        # What ends the document, and a block that keeps the blank lines below it.
        ("first:\n  kind: fire\n...\n", "add it by hand"),
        ("first:\n  kind: |+\n    fire\n", "add it by hand"),
    ],
)
def test_a_file_that_it_cannot_be_put_into_is_left_alone(
    tmp_path: Path, text: str, words: str, capsys: Capture
) -> None:
    site = site_of(tmp_path, timeline=text)
    assert new(site, "event", "new") == 2
    assert words in capsys.readouterr().err
    assert (site / "timeline.yaml").read_text() == text


def test_a_file_that_cannot_be_read_is_told_as_check_does(tmp_path: Path, capsys: Capture) -> None:
    for text in (b"first: [\n", b"- a\n- b\n", b"\xff\xfe", b"first: &a x\nsecond: *a\n\tx: y\n"):
        site = site_of(tmp_path, timeline=text)
        assert new(site, "event", "new") == 1
        assert "timeline.yaml:" in capsys.readouterr().err
        assert (site / "timeline.yaml").read_bytes() == text


def test_a_second_one_may_be_begun_before_the_first_is_filled_in(tmp_path: Path) -> None:
    site = site_of(tmp_path)
    for number in range(6):
        assert new(site, "claim", f"claim-{number}") == 0
    text = (site / "claims.yaml").read_text()
    # What is not filled in yet says nothing of which fields are common.
    assert text.count("  # quote:") == 6


# What is refused

SEVERAL = {"claims/a.yaml": "", "claims/b.yaml": "", "claims.yaml": ""}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("evnt", "x"), "did you mean `event`?"),
        (("page", "x"), "content/pages/ID.md"),
        (("event", "Old Town"), "this could be `old-town`"),
        (("event", "x" * 81), "cannot be the id of an event"),
        (("event", "../x"), "cannot be the id of an event"),
        (("place", "x", "--date", "2010"), "has no field `date`"),
        (
            ("event", "x", "--date", "3/4/2010"),
            "2010-04-03 for 3\xa0April 2010, or write 2010-03-04",
        ),
        (("event", "x", "--date", "2010-02-30"), "--date: "),
        (("event", "x", "--file", "people.yaml"), "--file takes timeline.yaml"),
        (("event", "x", "--file", "timeline/../x.yaml"), "--file takes timeline.yaml"),
        (("event", "x", "--file", "timeline/x.yml"), "--file takes timeline.yaml"),
        (("event", "x", "--file", "timeline/.x.yaml"), "--file takes timeline.yaml"),
        (("event", "x", "--file", "/timeline.yaml"), "--file takes timeline.yaml"),
    ],
)
def test_what_cannot_be_begun_is_refused_with_a_hint(
    tmp_path: Path, arguments: tuple[str, ...], words: str, capsys: Capture
) -> None:
    site = site_of(tmp_path, timeline=THREE)
    before = bytes_of(site)
    assert new(site, *arguments) == 2
    assert words in capsys.readouterr().err
    assert bytes_of(site) == before


def test_ids_in_use_withdrawn_renamed_lost_or_withheld_are_refused(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(monkeypatch, DAY)
    four = THREE + "\n" + event("fourth", "2012") + "\n" + event("fifth", "2013")
    site = site_of(tmp_path, timeline=four)
    assert run("register", "--site", site) == 0
    assert run("rename", "event", "first", "zeroth", "--site", site) == 0
    assert run("withdraw", "event", "second", "--why", "told twice", "--site", site) == 0
    assert run("withhold", "Ann Example", "--site", site) == 0
    timeline = site / "timeline.yaml"
    timeline.write_text(timeline.read_text().replace(event("fifth", "2013"), ""))
    capsys.readouterr()
    for id_, words in (
        ("third", "already, at timeline.yaml:"),
        ("first", "renamed to `zeroth`"),
        ("second", "was withdrawn"),
        ("fifth", "run `withdraw event fifth`"),
        ("ann-example", "the record withholds"),
        ("annexample-hurt", "the record withholds"),
    ):
        before = bytes_of(site)
        assert new(site, "event", id_) == 2, id_
        said = capsys.readouterr()
        assert words in said.err
        assert "example" not in said.out + said.err
        assert bytes_of(site) == before


def test_a_kind_in_several_files_asks_which(tmp_path: Path, capsys: Capture) -> None:
    site = write(tmp_path, {"site.yaml": SITE, "sources.yaml": LOG, **SEVERAL})
    assert new(site, "claim", "x") == 2
    assert "add --file, claims.yaml, claims/a.yaml, claims/b.yaml" in capsys.readouterr().err
    assert new(site, "claim", "x", "--file", "claims/b.yaml") == 0
    assert (site / "claims/b.yaml").read_text().startswith("x:\n")
    assert new(site, "claim", "z", "--file", "claims/c.yaml") == 0
    assert (site / "claims/c.yaml").read_text().startswith("z:\n")


def test_an_id_that_makes_links_unclear_is_refused(tmp_path: Path, capsys: Capture) -> None:
    people = "ada:\n  name: Ada\n  living: alive\n  summary: Knows [[ada]].\n"
    site = site_of(tmp_path, people=people)
    before = bytes_of(site)
    assert new(site, "party", "ada") == 1
    assert "people.yaml:4:" in capsys.readouterr().err
    assert bytes_of(site) == before
    (site / "people.yaml").write_text(people.replace("[[ada]]", "[[person:ada]]"))
    assert new(site, "party", "ada") == 0
    assert "[[party:ada]] and [[person:ada]]" in capsys.readouterr().out


def test_a_dry_run_shows_the_lines_and_writes_nothing(tmp_path: Path, capsys: Capture) -> None:
    site = site_of(tmp_path, timeline=THREE)
    before = bytes_of(site)
    assert new(site, "event", "new", "--date", "2010", "--dry-run") == 0
    said = capsys.readouterr().out
    assert said.startswith("--- timeline.yaml\n+++ timeline.yaml\n@@ ")
    assert "\n+new:\n+  kind:  # " in said
    assert not re.search(r"^-(?!--)", said, re.M)
    assert "event `new` would be begun at timeline.yaml:11" in said
    assert bytes_of(site) == before
    assert new(site, "place", "new", "--dry-run") == 0
    assert "--- /dev/null\n+++ places.yaml\n" in capsys.readouterr().out


YAML = st.text(alphabet=st.sampled_from("ab:-# \n\r\"'{}[]|>\u0085\ufeff"), max_size=40) | st.text()


@given(YAML, st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_file_is_left_as_it_was_or_gets_the_record(text: str, dated: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = text.encode(errors="replace")
        site = site_of(Path(folder), timeline=data)
        more = ("--date", "2010") if dated else ()
        code = new(site, "event", "quite-new", *more)
        after = (site / "timeline.yaml").read_bytes()
        assert code in (0, 1, 2)
        if code:
            assert after == data
        else:
            assert only_inserted(data, after)
            assert "quite-new" in judge(site)[0].entries["event"]
