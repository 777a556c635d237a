"""A site directory becomes a Manuscript: which files are read, and what is lost where one fails."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import LOG, SITE, judge, rules, write

from casebook.load.directory import load
from casebook.model import KINDS, Model
from casebook.model.record import fields_of
from casebook.model.types import Choice, ListOf, MapOf, Part, WordOrList

ADA = "ada:\n  name: Ada\n  living: alive\n  summary: Keeps the light.\n"
BOB = ADA.replace("ada", "bob").replace("Ada", "Bob")
ABOUT = "---\ntitle: About\n---\n[[ada]] and [[bob]]\n"


def test_a_folder_stands_beside_the_file_of_its_name_and_both_are_read_in_order(
    tmp_path: Path,
) -> None:
    write(
        tmp_path,
        {
            "site.yaml": SITE,
            "people.yaml": ADA,
            "people/2011.yaml": BOB.replace("bob", "eve"),
            "people/2010.yaml": BOB,
            "people/.#2012.yaml": "not: [read",
            "people/notes.txt": "not read",
        },
    )
    manuscript, problems = load(tmp_path, Model())
    assert problems == []
    assert list(manuscript.records["person"]) == ["ada", "bob", "eve"]
    assert manuscript.records["person"]["eve"].at[:3] == ("people/2011.yaml", 1, 1)
    assert set(manuscript.files) == {
        "site.yaml", "people.yaml", "people/2010.yaml", "people/2011.yaml"
    }  # fmt: skip


def test_an_empty_record_is_none_at_all(tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE})
    manuscript, problems = load(tmp_path, Model())
    assert problems == []
    assert manuscript.site.title == "A Tiny Record"
    assert not any(manuscript.records.values())
    assert manuscript.excerpts == ()
    assert (manuscript.pages, manuscript.broken, manuscript.lost) == ({}, frozenset(), frozenset())


def test_one_id_in_two_files_is_told_at_the_second(tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE, "people.yaml": BOB + ADA, "people/a.yaml": "\n" + ADA})
    manuscript, (problem,) = load(tmp_path, Model())
    assert (problem.rule, problem.where[:3]) == ("duplicate-id", ("people/a.yaml", 2, 1))
    assert "people.yaml:5" in problem.hint
    assert list(manuscript.records["person"]) == ["bob", "ada"]


def test_without_a_site_file_all_else_is_read_still(tmp_path: Path) -> None:
    write(tmp_path, {"people.yaml": ADA.replace("alive", "asleep")})
    manuscript, problems = load(tmp_path, Model())
    assert rules(problems) == ["no-site", "not-a-choice"]
    assert manuscript.broken == {("person", "ada")}


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE})
    (tmp_path / "people.yaml").symlink_to("gone.yaml")
    (problem,) = judge(tmp_path)[1]
    assert (problem.rule, problem.where.file) == ("unreadable", "people.yaml")


@pytest.mark.parametrize(
    ("people", "rule"),
    [
        (b"", "yaml-null"),
        (b"# nobody\n", "yaml-null"),
        (b"{}\n", "not-a-mapping"),
        (b"[]\n", "not-a-mapping"),
        (b"nobody\n", "not-a-mapping"),
        (b"- ada\n", "not-a-mapping"),
        (ADA.replace("Ada", "Ad\xe4").encode("latin-1"), "not-utf8"),
        (ADA.encode("utf-16"), "not-utf8"),
        (b"ada: {name: Ada, living: [\n", "yaml-syntax"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem_and_its_ids_are_not_missed(
    people: bytes, rule: str, tmp_path: Path
) -> None:
    write(tmp_path, {"site.yaml": SITE, "people.yaml": people, "content/pages/about.md": ABOUT})
    edition, problems = judge(tmp_path)
    assert rules(problems) == [rule]
    assert problems[0].where.file == "people.yaml"
    assert problems[0].hint or rule == "yaml-syntax"
    assert edition.of("person") == ()


def test_one_entry_that_is_lost_hides_no_other_mistake(tmp_path: Path) -> None:
    about = ABOUT.replace("[[bob]]", "[[bob]], not [[boob]] nor [[source:ada]]")
    people = 'ada:\n  name: "Ada\n' + BOB
    write(tmp_path, {"site.yaml": SITE, "people.yaml": people, "content/pages/about.md": about})
    edition, problems = judge(tmp_path)
    assert edition.manuscript.lost == {("person", "ada")}
    assert [(p.rule, p.where[:3]) for p in problems] == [
        ("unknown-reference", ("content/pages/about.md", 4, 26)),
        ("unknown-reference", ("content/pages/about.md", 4, 39)),
        ("yaml-syntax", ("people.yaml", 2, 9)),
    ]


def test_a_page_that_cannot_be_read_is_not_missed(tmp_path: Path) -> None:
    page = "---\ntitle: About\n---\nSee [[gone]].\n"
    write(tmp_path, {"site.yaml": SITE, "content/pages/a.md": page})
    write(tmp_path, {"content/pages/gone.md": b"\xff"})
    assert rules(judge(tmp_path)[1]) == ["not-utf8"]


def test_a_refused_value_is_told_once_and_the_record_judged_no_further(tmp_path: Path) -> None:
    timeline = "fire:\n  kind: fire\n  title: Fire\n  date:\n  accounts:\n"
    timeline += "    - from: log p1\n      says:\n"
    write(tmp_path, {"site.yaml": SITE, "sources.yaml": LOG, "timeline.yaml": timeline})
    edition, problems = judge(tmp_path)
    assert [(p.rule, p.where.line) for p in problems] == [("yaml-null", 4), ("yaml-null", 7)]
    assert edition.manuscript.broken == {("event", "fire")}


def test_a_field_left_out_beside_a_refused_one_is_told_too(tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE, "people.yaml": "ada:\n  name:\n  summary: Herself.\n"})
    problems = judge(tmp_path)[1]
    assert [(p.rule, p.message) for p in problems] == [
        ("missing-field", "person `ada` lacks `living`"),
        ("yaml-null", "`name` has no value"),
    ]


FRONT = "---\n{}---\n\nThe [[light]].\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FRONT.format("title: About\n"), []),
        (FRONT.format("title: About\n").replace("\n", "\r\n"), []),
        ("\ufeff" + FRONT.format("title: About\n"), []),
        (FRONT.format("\n# a comment\n\ntitle: About\n"), []),
        (FRONT.format("titel: About\n"), [("unknown-field", 2, 1)]),
        (FRONT.format("summary: x\ntitle:\n"), [("yaml-null", 3, 1)]),
        (FRONT.format("title: a: b\n"), [("yaml-syntax", 2, 9)]),
        (FRONT.format("- title\n"), [("not-a-mapping", 2, 1)]),
        (FRONT.format(""), [("missing-field", 1, 1)]),
        (FRONT.format("# title\n"), [("missing-field", 1, 1)]),
        ("---\ntitle: About\n\nThe [[light]] [[.\n", [("no-front-matter", 1, 1)]),
        ("The light.\n", [("no-front-matter", 1, 1)]),
        ("", [("no-front-matter", 1, 1)]),
        ("---", [("no-front-matter", 1, 1)]),
        (FRONT.format("title: About\n").replace("light", "lite"), [("unknown-reference", 5, 5)]),
    ],
)
def test_front_matter_keeps_the_lines_of_the_file(
    text: str, expected: list[tuple[str, int, int]], tmp_path: Path
) -> None:
    places = "light:\n  name: The light\n  kind: tower\n"
    write(tmp_path, {"site.yaml": SITE, "places.yaml": places, "content/pages/about.md": text})
    write(tmp_path, {"content/pages/other.md": FRONT.format("title: Other\n")})
    edition, problems = judge(tmp_path)
    assert [(p.rule, p.where.line, p.where.column) for p in problems] == expected
    assert ("page", "about") in {(e.kind.name, e.id) for e in edition.of("page")}


def test_files_that_nothing_reads(tmp_path: Path) -> None:
    names = ["timelime.yaml", "Sources.yaml", "people.yml", "event.yaml", "glossary/a.yml"]
    unlike = ["compose.yaml", ".people.yaml", "notes.txt", "docs/people.yml", "mkdocs.yml"]
    write(tmp_path, {"site.yaml": SITE} | dict.fromkeys([*names, *unlike], "x: y\n"))
    problems = judge(tmp_path)[1]
    assert {(p.rule, p.severity.value) for p in problems} == {("unread-file", "warning")}
    assert {p.where.file: p.hint for p in problems} == {
        "timelime.yaml": "name it timeline.yaml",
        "Sources.yaml": "name it sources.yaml",
        "people.yml": "name it people.yaml",
        "event.yaml": "name it timeline.yaml",
        "glossary/a.yml": "name it glossary/a.yaml",
    }


@pytest.mark.skipif(os.name != "posix", reason="other systems know no such names")
def test_a_name_in_another_encoding_can_be_shown(tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE, "people/x.yaml": ADA, "content/pages/x.md": ABOUT})
    for file in ("timelin\udce9.yaml", "people/\udce9.yaml", "content/pages/\udce9.md"):
        try:
            (tmp_path / file).write_bytes(b"\xff")
        except OSError:
            pytest.skip("this disk takes only UTF-8")
    problems = judge(tmp_path)[1]
    assert set(rules(problems)) == {"bad-name", "not-utf8", "unread-file"}
    for problem in problems:
        f"{problem}".encode()


def words(type_: object) -> list[str]:
    match type_:
        case Choice() | WordOrList():
            return list(type_.words)
        case _:
            return []


def names_below(type_: object) -> list[str]:
    match type_:
        case Part():
            fields = fields_of(type_.fields)
            return [name for f in fields for name in (f.name, *names_below(f.type))]
        case ListOf() | MapOf() | WordOrList():
            return names_below(type_.item)
        case _:
            return []


NAMES = sorted(
    {
        name
        for kind in KINDS
        for field in fields_of(kind)
        for name in (field.name, *names_below(field.type))
    }
    | {"unnamed", "x", "titel", "ur"}
)
WORDS = sorted({word for kind in KINDS for field in fields_of(kind) for word in words(field.type)})
GOOD = [
    "log p1",
    "log",
    "ada",
    "fire",
    "2020",
    "[2010,2011]",
    "yes",
    "3",
    "[[ada]]",
    "[[ada",
    "p1-p3",
]
values = st.recursive(
    st.sampled_from(GOOD + WORDS) | st.text(max_size=12) | st.just("w " * 30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=12,
)
ids = st.sampled_from(["ada", "fire", "log", "x", "Bad Id", "index", "con"])


@given(data=st.data())
@settings(
    max_examples=150, deadline=10_000, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_structure_gives_problems_or_records(data: st.DataObject, tmp_path: Path) -> None:
    """JSON is YAML: what comes out is records and problems with places, never a traceback."""
    files = {"site.yaml": SITE, "sources.yaml": LOG, "people.yaml": ADA}
    for cls in data.draw(st.lists(st.sampled_from(KINDS), max_size=3)):
        fields = [field.name for field in fields_of(cls)]
        record = st.dictionaries(st.sampled_from(fields), values, max_size=9)
        records = data.draw(st.dictionaries(ids, record | values, max_size=3))
        files[f"{cls.declares.file}.yaml"] = json.dumps(records, ensure_ascii=True)
    for path in tmp_path.glob("*.yaml"):
        path.unlink()
    edition, problems = judge(write(tmp_path, files))
    for problem in problems:
        line = edition.manuscript.files[problem.where.file].split("\n")[problem.where.line - 1]
        assert 1 <= problem.where.column <= len(line) + 1
        assert "\n" not in problem.message
        assert problem.message


FILES = (
    "site.yaml",
    "timeline.yaml",
    "claims/a.yaml",
    "content/pages/a.md",
    "content/excerpts/a.md",
)
raw = st.binary(max_size=60) | st.text(max_size=60).map(str.encode)
near = st.lists(
    st.sampled_from(
        [
            "a:",
            " b: c",
            "- d",
            "---",
            "[[a]]",
            '"',
            "|",
            "> x",
            "#",
            "\t",
            "\n",
            "{",
            "]",
            "é",
            "\x85",
        ]
    ),
    max_size=14,
).map(lambda parts: "".join(part + "\n" * (len(part) > 1) for part in parts).encode())


@given(files=st.dictionaries(st.sampled_from(FILES), raw | near))
@settings(
    max_examples=250, deadline=10_000, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes_give_problems_or_records(files: dict[str, bytes], tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).unlink(missing_ok=True)
    _, problems = judge(write(tmp_path, files))
    for problem in problems:
        assert problem.where.line >= 1
        assert problem.where.column >= 1
        f"{problem}".encode()
