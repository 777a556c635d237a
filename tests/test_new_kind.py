"""A new kind of record is one class, listed once: everything else follows from it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from tiny import LOG, SITE, judge, rules, write

from casebook.dates import Date
from casebook.edit.edition import Edition
from casebook.model import KINDS, Model
from casebook.model.record import From, Kind, Record, Ref, a, the
from casebook.model.types import Edtf, Line, ListOf, PlaceInSource, Prose, Reference
from casebook.problem import Problem
from casebook.render.outputs import render
from casebook.render.parts import Order
from casebook.shipped import shipped_folder
from casebook.spot import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """A paper that the sources speak of."""

    declares: ClassVar[Kind] = Kind(
        name="document",
        plural="Papers",
        file="documents",
        folder="documents",
        about="Papers that the sources speak of.",
        letter="D",
    )
    title: Text = the(Line(), "what it is headed")  # noqa: RUF009
    date: Date | None = a(Edtf(), "when it was written")  # noqa: RUF009
    signed_by: tuple[Ref, ...] = the(
        ListOf(Reference(("person",), back="Papers signed")), "who signed it"
    )
    from_: From | None = a(PlaceInSource(), "what speaks of it")  # noqa: RUF009
    summary: Text = the(Prose(), "what it says")  # noqa: RUF009


MODEL = Model((*KINDS, Document))

FILES = {
    "site.yaml": SITE,
    "sources.yaml": LOG,
    "people.yaml": "ada-lind:\n  name: Ada Lind\n  living: alive\n  summary: Keeps the light.\n",
    "documents.yaml": """\
first-order:
  title: An order <on> lamps
  date: 2020-03
  signed_by: ada-lind
  from: log p2
  summary: By [[ada-lind]], of the lamps.
""",
    "content/pages/about.md": "---\ntitle: About\n---\nSee [[document:first-order]] [@log p1].\n",
}


def changed(tmp_path: Path, old: str, new: str) -> tuple[Edition, list[Problem]]:
    assert FILES["documents.yaml"].count(old) == 1
    files = FILES | {"documents.yaml": FILES["documents.yaml"].replace(old, new)}
    return judge(write(tmp_path, files), MODEL)


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    found, problems = judge(write(tmp_path, FILES), MODEL)
    assert problems == []
    return found


def test_it_is_loaded_resolved_and_linked_back(edition: Edition) -> None:
    (paper,) = edition.of("document")
    assert isinstance(paper.record, Document)
    assert (paper.title, paper.path) == ("An order <on> lamps", "documents/first-order.html")
    ada = edition.entries["person"]["ada-lind"]
    assert edition.all(paper.record.signed_by) == [ada]
    backs = {(edge.source.key, edge.field, edge.back) for edge in edition.edges_to[ada]}
    assert backs == {
        ("document-first-order", "signed_by", "Papers signed"),
        ("document-first-order", "summary", ""),
    }
    assert [entry.id for entry in edition.neighbours(paper, "page")] == ["about"]


def test_a_model_without_it_knows_nothing_of_it(tmp_path: Path) -> None:
    _, problems = judge(write(tmp_path, FILES))
    assert rules(problems) == ["wrong-kind", "unmentioned"]
    assert "no kind of record called `document`" in problems[0].message


def test_its_mistakes_are_told_as_any_other_s(tmp_path: Path) -> None:
    for old, new, rule, hint in (
        ("signed_by", "signd_by", "unknown-field", "did you mean `signed_by`?"),
        ("  title: An order <on> lamps\n", "", "missing-field", "add `title:` what it is headed"),
        ("signed_by: ada-lind", "signed_by: ada-lint", "unknown-reference", "`ada-lind`"),
        ("signed_by: ada-lind", "signed_by: log", "wrong-kind", "name a person"),
        ("[[ada-lind]]", "[[ada-lint]]", "unknown-reference", "`ada-lind`"),
        ("log p2", "log p8", "unknown-place", "p1-p3"),
        ("2020-03", "March 2020", "bad-date", "2020-03"),
        ("first-order:", "First Order:", "bad-id", "lower-case"),
    ):
        _, problems = changed(tmp_path, old, new)
        found = [problem for problem in problems if problem.where.file == "documents.yaml"]
        assert rules(found) == [rule], (new, problems)
        assert hint in found[0].hint


def test_its_file_may_be_a_folder_and_a_slip_in_its_name_is_seen(tmp_path: Path) -> None:
    documents = FILES["documents.yaml"]
    files = {name: text for name, text in FILES.items() if name != "documents.yaml"}
    found, problems = judge(
        write(tmp_path / "a", files | {"documents/2020.yaml": documents}), MODEL
    )
    assert (problems, len(found.of("document"))) == ([], 1)
    _, problems = judge(write(tmp_path / "b", files | {"document.yaml": documents}), MODEL)
    assert ("unread-file", "name it documents.yaml") in {(p.rule, p.hint) for p in problems}


def test_one_that_nothing_names_is_worth_a_warning(tmp_path: Path) -> None:
    write(tmp_path, FILES | {"content/pages/about.md": "---\ntitle: About\n---\n[@log p1]\n"})
    _, (problem,) = judge(tmp_path, MODEL)
    assert (problem.rule, problem.severity.value) == ("unmentioned", "warning")
    assert "document `first-order`" in problem.message


def test_it_has_a_page_a_list_data_and_backlinks(edition: Edition) -> None:
    order = Order(
        edition=edition,
        parts=frozenset(("html", "data")),
        layouts=[shipped_folder("layouts")],
        static=[shipped_folder("static")],
    )
    outputs = {output.path: output.data for output in render(order)}

    page = outputs["documents/first-order.html"].decode()
    assert "An order &lt;on&gt; lamps" in page
    assert "<on>" not in page
    assert re.search(r'href="\.\./people/ada-lind\.html"', page)
    assert "March 2020" in page
    assert "of the lamps" in page

    listed = outputs["documents/index.html"].decode()
    assert "Papers" in listed
    assert "Papers that the sources speak of." in listed
    assert re.search(r'href="(\.\./documents/)?first-order\.html"', listed)

    person = outputs["people/ada-lind.html"].decode()
    assert "Papers signed" in person
    assert 'href="../documents/first-order.html"' in person
    source = outputs["sources/log.html"].decode()
    assert 'href="../documents/first-order.html"' in source
    assert 'href="documents/first-order.html"' in outputs["about.html"].decode()

    papers = json.loads(outputs["data/documents.json"])
    assert papers == {
        "first-order": {
            "id": "first-order",
            "title": "An order <on> lamps",
            "path": "documents/first-order.html",
            "date": {"edtf": "2020-03", "earliest": "2020-03-01", "latest": "2020-03-31"},
            "signed_by": [{"kind": "person", "id": "ada-lind"}],
            "from": {"source": "log", "places": "p2"},
            "summary": {
                "markdown": "By [[ada-lind]], of the lamps.",
                "text": "By Ada Lind, of the lamps.",
            },
        }
    }
    assert json.loads(outputs["data/site.json"])["records"]["documents"] == 1
