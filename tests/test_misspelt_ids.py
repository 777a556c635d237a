"""An id that is misspelt anywhere gives one error, at its place, with the right id as a hint."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny import SITE, judge, rules, write
from whole import WHOLE

from casebook.edit.walk import walk
from casebook.model import KINDS
from casebook.model.documents import Excerpt
from casebook.model.record import Fields, From, Ref, fields_of
from casebook.model.types import FieldType, ListOf, MapOf, Part, PlaceInSource, Reference, Who
from casebook.model.types import WordOrList as Words
from casebook.problem import Severity
from casebook.spot import Spot, locate

REFERRING = Reference | Who | PlaceInSource


def declared(cls: type[Fields], path: str = "") -> Iterator[str]:
    """The path of every field below a class that names another record."""
    for field in fields_of(cls):
        kind: FieldType = field.type
        while isinstance(kind, ListOf | Words | MapOf):
            kind = kind.item
        if isinstance(kind, Part):
            yield from declared(kind.fields, f"{path}{field.name}.")
        elif isinstance(kind, REFERRING):
            yield path + field.name


Slip = tuple[str, Spot, str]
"""What is misspelt: its name for the test, the spot of the id in its file, the id."""


def slips(root: Path) -> Iterator[Slip]:
    """Every place of the whole record where an id is typed."""
    edition, problems = judge(write(root, WHOLE))
    assert problems == []
    for of_kind in edition.entries.values():
        for entry in of_kind.values():
            for value in walk(entry.record):
                ref = value.value.source if isinstance(value.value, From) else value.value
                if isinstance(ref, Ref):
                    yield f"{entry.kind.name}.{value.path}", ref.at, ref.id
    for excerpt in edition.manuscript.excerpts:
        yield "excerpt.source", excerpt.source.at, excerpt.source.id
    for prose in edition.prose.values():
        source = edition.manuscript.files[prose.text.at.file]
        for mention in prose.mentions:
            at = locate(source, prose.text, mention.offset)
            yield f"[[]] in {at.file}", at, mention.id
        for citation in prose.citations:
            after = prose.text[citation.offset :].index(citation.source)
            at = locate(source, prose.text, citation.offset + after)
            yield f"[@] in {at.file}", at, citation.source


@pytest.fixture(scope="module")
def every_slip(tmp_path_factory: pytest.TempPathFactory) -> list[Slip]:
    return list(slips(tmp_path_factory.mktemp("whole")))


def test_the_record_fills_in_every_field_that_names_another(every_slip: list[Slip]) -> None:
    wanted = {f"{kind.declares.name}.{path}" for kind in KINDS for path in declared(kind)}
    wanted |= {f"excerpt.{path}" for path in declared(Excerpt)}
    assert len(wanted) > 50
    assert wanted - {name for name, _, _ in every_slip} == UNFILLED


UNFILLED = {"community.also.from", "party.also.from", "place.also.from"}
"""Parts that other kinds fill in."""


def misspelt(id_: str) -> str:
    return id_[:-1] + ("x" if id_[-1] != "x" else "y")


def test_one_misspelt_id_is_one_error_at_its_place(every_slip: list[Slip], tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    assert len(every_slip) > 85
    for name, at, id_ in every_slip:
        lines = WHOLE[at.file].split("\n")
        line = lines[at.line - 1]
        start = line.index(id_, at.column - 1)
        lines[at.line - 1] = line[:start] + misspelt(id_) + line[start + len(id_) :]
        write(tmp_path, {at.file: "\n".join(lines)})
        _, problems = judge(tmp_path)
        write(tmp_path, {at.file: WHOLE[at.file]})

        wrong = [problem for problem in problems if problem.severity is Severity.ERROR]
        assert rules(wrong) == ["unknown-reference"], (name, wrong)
        assert wrong[0].where[:3] == at[:3], name
        assert f"`{misspelt(id_)}`" in wrong[0].message, name
        assert f"`{id_}`" in wrong[0].hint, (name, wrong[0])
        assert {problem.rule for problem in problems} <= {"unknown-reference", "unmentioned"}, name
        assert not any(p.rule == "unmentioned" and f"`{id_}`" not in p.message for p in problems)


def test_one_place_that_a_source_lacks_is_one_error_at_its_place(tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    count = 0
    for file, text in WHOLE.items():
        end = 0
        while (found := text.find("harbour-log p", end)) >= 0:
            start = found + len("harbour-log ")
            end = start + 2
            wrong_text = text[:start] + "p9" + text[end:]
            write(tmp_path, {file: wrong_text})
            _, problems = judge(tmp_path)
            line = wrong_text.count("\n", 0, start) + 1
            column = start - wrong_text.rfind("\n", 0, start)
            assert rules(problems) == ["unknown-place"], (file, line, problems)
            assert problems[0].where[:3] == (file, line, column)
            count += 1
        write(tmp_path, {file: text})
    assert count == 24


def test_a_place_is_found_in_whatever_style_it_is_typed(tmp_path: Path) -> None:
    for style, line, column in (
        ("log p9", 6, 17),
        ("'log p9'", 6, 18),
        ('"log   p1,  p9"', 6, 20),
        (">-\n        log\n        p9", 8, 9),
    ):
        event = (
            f"fire:\n  kind: fire\n  title: Fire\n  date: 2020\n  accounts:\n    - from: {style}\n"
        )
        write(tmp_path, {"site.yaml": SITE, "timeline.yaml": f"{event}      says: It burned.\n"})
        write(tmp_path, {"sources.yaml": WHOLE["sources.yaml"].replace("harbour-log", "log")})
        places = [problem for problem in judge(tmp_path)[1] if problem.rule == "unknown-place"]
        assert [problem.where[1:3] for problem in places] == [(line, column)], style


def test_ten_mistakes_at_once_are_ten_problems(tmp_path: Path) -> None:
    changes = {
        "people.yaml": [
            ("not_to_confuse: ada-lund", "not_to_confuse: ada-lnd"),
            ("living: alive", "living: alove"),
        ],
        "parties.yaml": [("  name: The guild", "  nme: The guild")],
        "places.yaml": [("way: north", "way:")],
        "timeline.yaml": [
            ("date: 2020-04", "date: April"),
            ("harbour-log p3\n      by", "log p3\n      by"),
        ],
        "figures.yaml": [("value: 3", "value: three")],
        "claims.yaml": [("  kind: opinion", '  kind: "opinion')],
        "content/pages/about.md": [
            ("title: About", "titel: About"),
            ("[[boats-lost]]", "[[boat]]"),
        ],
    }
    files = dict(WHOLE)
    for file, pairs in changes.items():
        for old, new in pairs:
            assert files[file].count(old) >= 1
            files[file] = files[file].replace(old, new, 1)
    _, problems = judge(write(tmp_path, files))
    assert [(p.where.file, p.rule) for p in problems] == [
        ("claims.yaml", "yaml-syntax"),
        ("content/pages/about.md", "unknown-field"),
        ("content/pages/about.md", "unknown-reference"),
        ("figures.yaml", "not-a-number"),
        ("parties.yaml", "unknown-field"),
        ("people.yaml", "not-a-choice"),
        ("people.yaml", "unknown-reference"),
        ("places.yaml", "yaml-null"),
        ("timeline.yaml", "bad-date"),
        ("timeline.yaml", "unknown-reference"),
    ]


@pytest.mark.long
def test_thousands_of_mistakes_in_a_long_record_take_seconds(tmp_path: Path) -> None:
    people = "".join(
        f"keeper-number-{n}:\n  name: N\n  living: alive\n  summary: One.\n" for n in range(1500)
    )
    pages = "---\ntitle: All\n---\n" + "".join(
        f"[[keeper-number-{n}]] [[keepr-number-{n}]]\n\n" for n in range(1500)
    )
    files = {"site.yaml": SITE, "people.yaml": people}
    for part in range(15):
        lines = pages.split("\n")[3:]
        body = "\n".join(lines[part * 200 : part * 200 + 200])
        files[f"content/pages/p{part}.md"] = f"---\ntitle: Part\n---\n{body}\n"
    write(tmp_path, files)
    start = time.perf_counter()
    _, problems = judge(tmp_path)
    assert time.perf_counter() - start < 12
    assert rules(problems) == ["unknown-reference"] * 1500
    assert problems[0].hint.startswith("did you mean `keeper-number-")
    assert all(problem.hint for problem in problems)


def test_finding_places_in_a_long_file_takes_no_longer_for_each(tmp_path: Path) -> None:
    account = "  accounts:\n    - from: log p9\n      says: >\n        [[ada]] saw it [@log p1].\n"
    event = "e{0}:\n  kind: fire\n  title: Fire\n  date: 2020\n" + account
    files = {
        "site.yaml": SITE,
        "sources.yaml": WHOLE["sources.yaml"].replace("harbour-log", "log").replace("-lind", ""),
        "people.yaml": "ada:\n  name: Ada\n  living: alive\n  summary: Keeps it.\n",
        "timeline.yaml": "".join(event.format(n) for n in range(3000)),
    }
    write(tmp_path, files)
    start = time.perf_counter()
    _, problems = judge(tmp_path)
    assert time.perf_counter() - start < 12
    places = [problem.where.line for problem in problems if problem.rule == "unknown-place"]
    assert places == [6 + 8 * n for n in range(3000)]
