"""The data as a Data Package: valid to Frictionless, whole, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from built_sites import SITES, Built, built
from frictionless import Package, system
from hostile import hostile_edition
from hypothesis import given
from hypothesis import strategies as st
from tiny import SITE, judge, write
from whole import WHOLE

from casebook.edit.edition import Edition
from casebook.model import Model
from casebook.model.claims import Claim
from casebook.model.record import Fields, fields_of
from casebook.model.types import FieldType, ListOf, MapOf, Part, WordOrList
from casebook.render.data import render_data, safe_cell
from casebook.render.data.licence import licence_of
from casebook.render.data.planning import every_table, plans, records_table
from casebook.render.parts import Order

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
DESCRIPTOR = "data/datapackage.json"


def data_of(edition: Edition) -> dict[str, bytes]:
    order = Order(edition, frozenset(("data",)), [], [])
    return {output.path: output.data for output in render_data(order)}


def whole(folder: Path) -> Edition:
    edition, problems = judge(write(folder, WHOLE))
    assert problems == []
    return edition


@pytest.fixture(scope="module", params=(*SITES, "whole", "hostile"))
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    if request.param in SITES:
        files = built(request.param).files
        return {path: one for path, one in files.items() if re.match(r"data/(?!index)", path)}
    folder = tmp_path_factory.mktemp(request.param)
    return data_of({"whole": whole, "hostile": hostile_edition}[request.param](folder))


def descriptor(data: dict[str, bytes]) -> dict[str, Any]:
    found = json.loads(data[DESCRIPTOR])
    assert isinstance(found, dict)
    return found


def resources(data: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in descriptor(data)["resources"]}


def rows(data: dict[str, bytes], name: str) -> list[dict[str, str]]:
    text = data[f"data/{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def faults(data: dict[str, bytes], folder: Path) -> set[tuple[str, str]]:
    """What Frictionless has against which file of a package, as it lies on disk."""
    for path, content in data.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    with system.use_context(trusted=False):
        report = Package(str(folder / DESCRIPTOR)).validate()
    assert not report.errors
    assert len(report.tasks) == len(descriptor(data)["resources"])
    found = {(str(task.name), str(error.type)) for task in report.tasks for error in task.errors}
    assert report.valid == (not found)
    return found


# Valid


def test_frictionless_finds_nothing(data: dict[str, bytes], tmp_path: Path) -> None:
    assert faults(data, tmp_path) == set()


def edited(data: dict[str, bytes], name: str, change: Callable[[str], str]) -> dict[str, bytes]:
    """The package with one table changed and its descriptor made to agree with the new bytes."""
    path = f"data/{name}.csv"
    words = data[path].decode()
    assert change(words) != words
    content = change(words).encode()
    package = descriptor(data)
    for one in package["resources"]:
        if one["name"] == name:
            one["bytes"] = len(content)
            one["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return {**data, path: content, DESCRIPTOR: json.dumps(package).encode()}


FAULTS = (
    ("claims_by", "tally,1,person,ada-thorne", "tally,1,person,nobody", "foreign-key"),
    ("claims_replies", "vane-denies,direct", "vane-denies,perhaps", "constraint-error"),
    ("sources_cites", "gazette,1,handbill", "gazette,1,pamphlet", "foreign-key"),
    ("events", ",1912-06-01,", ",June,", "type-error"),
    ("comparisons", "young-and-old,", "men-out,", "primary-key"),
    ("people_posts", "ada-thorne,1,", "no-one,1,", "foreign-key"),
)


def test_it_would_find_a_fault(tmp_path: Path) -> None:
    data = {p: one for p, one in built("harbour").files.items() if p.startswith("data/")}
    for table, old, new, _ in FAULTS:
        data = edited(data, table, lambda words, old=old, new=new: words.replace(old, new, 1))  # type: ignore[misc]
    # Beside its package, and not in it: a file whose bytes are no longer those that were listed.
    data["data/places.csv"] = data["data/places.csv"].replace(b"Quay", b"Key!")
    expected = {(table, fault) for table, _, _, fault in FAULTS} | {("places", "hash-count")}
    assert expected <= faults(data, tmp_path)


# Whole


def test_every_file_is_listed_with_its_bytes(data: dict[str, bytes]) -> None:
    package = descriptor(data)
    listed = {f"data/{one['path']}": one for one in package["resources"]}
    assert set(listed) == set(data) - {DESCRIPTOR}
    assert len(listed) == len(package["resources"])
    assert len(resources(data)) == len(listed)
    for path, one in listed.items():
        assert one["bytes"] == len(data[path])
        assert one["hash"] == f"sha256:{hashlib.sha256(data[path]).hexdigest()}"
        assert one["title"] and one["description"] and one["encoding"] == "utf-8"
        assert one["mediatype"] and path.endswith(one["format"])
        if path.endswith(".csv"):
            assert one["type"] == "table"
            for field in one["schema"]["fields"]:
                assert field["title"] and field["description"] and field["type"]


def test_the_package_says_what_the_record_is() -> None:
    package = descriptor(built("own").files)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["licenses"] == [
        {
            "name": "CC-BY-4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
            "title": "CC BY 4.0",
        }
    ]
    assert package["homepage"] == built("own").edition.site.address
    assert "created" not in package
    harbour = descriptor(built("harbour").files)
    assert harbour["name"] == "merrow-quay-1912"
    assert harbour["contributors"] == [
        {"title": "The harbour's editors", "roles": ["editor"]},
        {"title": 'A second "pair" of eyes', "roles": ["editor"]},
    ]
    assert "apostrophe" in harbour["description"]
    assert harbour["licenses"][0]["name"] == "CC0-1.0"


@pytest.mark.parametrize(
    ("typed", "name", "address"),
    [
        ("CC BY-SA 3.0", "CC-BY-SA-3.0", "https://creativecommons.org/licenses/by-sa/3.0/"),
        ("cc-by-nc-nd 4.0", "CC-BY-NC-ND-4.0",
         "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
        ("CC0", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("All rights reserved ©", "All-rights-reserved", ""),
        ("حق", "other", ""),
    ],
)  # fmt: skip
def test_licences(typed: str, name: str, address: str) -> None:
    found = licence_of(typed)
    assert (found.title, found.name, found.address) == (typed, name, address)


def leaves(cls: type[Fields], path: str = "") -> list[str]:
    """Every declared field, as its path: `accounts.basis.inferred`."""
    found = []
    for field in fields_of(cls):
        type_: FieldType = field.type
        while isinstance(type_, ListOf | WordOrList | MapOf):
            type_ = type_.item
        here = f"{path}{field.name}"
        found += leaves(type_.fields, f"{here}_") if isinstance(type_, Part) else [here]
    return found


def test_every_declared_field_has_a_column() -> None:
    model = Model()
    for name, plan in plans(model).items():
        there = set()
        for table in every_table(plan):
            names = [column.name for column in table.columns]
            assert len(names) == len(set(names)), table.name
            below = table.name.removeprefix(plan.table.name).removeprefix("_")
            there |= {f"{below}_{one}" if below else one for one in names} | set(names)
        for leaf in leaves(model.by_name[name]):
            assert any(one == leaf or one.startswith(f"{leaf}_") for one in there), leaf


def test_every_row_is_there_once_and_in_order() -> None:
    site = built("harbour")
    for kind in site.edition.manuscript.model.kinds.values():
        entries = site.edition.chronology if kind.name == "event" else site.edition.of(kind.name)
        found = rows(site.files, kind.folder)
        assert [row["id"] for row in found] == [entry.id for entry in entries]
        assert [row["path"] for row in found] == [entry.path for entry in entries]
    everything = {(row["kind"], row["id"]) for row in rows(site.files, "records")}
    assert everything == {
        (name, entry.id)
        for name in site.edition.manuscript.model.kinds
        for entry in site.edition.of(name)
    }
    accounts = rows(site.files, "events_accounts")
    walked_out = [row for row in accounts if row["event_id"] == "dockers-walk-out"]
    assert [(row["position"], row["from_source"], row["from_places"]) for row in walked_out] == [
        ("1", "gazette", "s1-s2"),
        ("2", "log", "p1"),
    ]
    assert walked_out[0]["basis_inferred"] == "the Monday before the paper came out"
    quoted = rows(site.files, "events_accounts_quote")
    assert [
        row["quote"]
        for row in quoted
        if (row["event_id"], row["accounts_position"]) == ("dockers-walk-out", "2")
    ] == ["Work ceased at the sheds at seven", "by my count"]


def test_who_acts_is_told_apart() -> None:
    by = {row["claim_id"]: row for row in rows(built("harbour").files, "claims_by")}
    kinds = ("by_kind", "by_id", "by_unnamed", "by_word")

    def who(claim: str) -> tuple[str, ...]:
        return tuple(by[claim][kind] for kind in kinds)

    assert who("thorne-on-the-tally") == ("person", "ada-thorne", "", "")
    assert who("stoker-on-the-cable") == ("", "", "a stoker", "")
    assert who("no-cable-was-cut") == ("", "", "", "source")
    assert who("end-within-the-month") == ("", "", "", "not-stated")


def test_dates_and_bases_stand_together() -> None:
    (strike,) = [r for r in rows(built("harbour").files, "events") if r["id"] == "strike"]
    assert strike["date"] == "1912-07-15/1912-08~"
    assert (strike["date_earliest"], strike["date_latest"]) == ("1912-07-15", "1912-08-31")
    assert strike["basis_outside"] == "A calendar shows that 15 July 1912 was a Monday."
    assert strike["basis_cite"] == "https://example.org/calendar/1912"
    (talks,) = [r for r in rows(built("harbour").files, "events") if r["id"] == "talk-goes-on"]
    assert (talks["date_earliest"], talks["date_latest"]) == ("1912-07-16", "")


# Replies


@pytest.mark.parametrize("name", SITES)
def test_no_row_about_a_claim_is_without_its_reply(name: str) -> None:
    site = built(name)
    status = {}
    for entry in site.edition.of("claim"):
        claim = entry.record
        assert isinstance(claim, Claim)
        answers = [f"{reply.claim.id} ({reply.reply})" for reply in claim.answered_by]
        status[entry.id] = "; ".join(answers) if answers else str(claim.replies or "")
        assert claim.kind != "allegation" or status[entry.id]
    seen = 0
    for resource, one in resources(site.files).items():
        if not one["path"].endswith(".csv") or resource == "claims_replies":
            continue
        for row in rows(site.files, resource):
            claimed = row.get("claim_id") or (
                row["id"] if resource == "claims" or row.get("kind") == "claim" else ""
            )
            if claimed:
                seen += 1
                assert row["replies"] == status[claimed], resource
    assert seen > 3 * len(status)


def test_the_reply_is_there_in_words() -> None:
    found = {row["id"]: row["replies_in_words"] for row in rows(built("harbour").files, "claims")}
    assert found["thorne-on-the-tally"].startswith("Reply to this: Idris Vane answered that no ")
    assert " | Said earlier, before this: Idris Vane writes" in found["thorne-on-the-tally"]
    assert found["company-ground"] == "No reply printed."
    assert found["seamen-will-not-load"] == ""


# Cells


def test_the_tables_open_in_a_spreadsheet(data: dict[str, bytes]) -> None:
    texts = {
        name: [field["type"] == "string" for field in one["schema"]["fields"]]
        for name, one in resources(data).items()
        if "schema" in one
    }
    for name, is_text in texts.items():
        content = data[f"data/{name}.csv"]
        # Excel reads UTF-8 only after this mark.
        assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\xef\xbb\xbf") == 1
        assert b"\n" not in content.replace(b"\r\n", b"")
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            for cell, text in zip(row, is_text, strict=True):
                for piece in cell.split(";") if text else ():
                    assert not piece.lstrip().startswith(SIGNS), (name, cell)
                if not text and row[0] != "id" and not cell.replace("_", "").isalpha():
                    assert re.fullmatch(r"(-?[0-9.]+(e[+-]?[0-9]+)?|[0-9-]{10}|)", cell), cell
    assert len(texts) > 10


def as_it_was(cell: str) -> str:
    """What the documentation tells readers to do."""
    return re.sub(r"(^|;)'(?='*\s*[-=+@\t\r\n＝＋－＠])", r"\1", cell)


def test_no_letter_is_lost(tmp_path: Path) -> None:
    edition = hostile_edition(tmp_path)
    data = data_of(edition)
    names = [as_it_was(row["name"]) for row in rows(data, "people")]
    assert names == [entry.title for entry in edition.of("person")]
    titles = [as_it_was(row["title"]) for row in rows(data, "records")]
    assert set(titles) == {e.title for k in Model().kinds for e in edition.of(k)}
    assert any(title.startswith(SIGNS) for title in map(as_it_was, titles))


@given(st.text(alphabet=" =+-@;\t\r\nab＝'", max_size=8) | st.text(max_size=20))
def test_a_cell_is_no_formula_and_can_be_had_back(words: str) -> None:
    cell = safe_cell(words)
    for piece in cell.split(";"):
        assert not piece.lstrip().startswith(SIGNS)
    assert as_it_was(cell) == words


# Always


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    first = data_of(whole(tmp_path / "one"))
    again, _ = judge(write(tmp_path / "two", dict(reversed(WHOLE.items()))))
    assert data_of(again) == first


def test_an_empty_record_is_a_package_of_its_name(tmp_path: Path) -> None:
    edition, _ = judge(write(tmp_path / "site", {"site.yaml": SITE}))
    data = data_of(edition)
    assert set(data) == {"data/site.json", "data/edition.json", DESCRIPTOR}
    assert "licenses" not in descriptor(data)
    assert faults(data, tmp_path) == set()


def test_no_key_leads_to_a_table_that_is_not_there(data: dict[str, bytes]) -> None:
    there = resources(data)
    keys = 0
    for name, one in there.items():
        for key in one.get("schema", {}).get("foreignKeys", ()):
            target = there[key["reference"].get("resource", name)]["schema"]
            assert key["reference"]["fields"] == target["primaryKey"]
            keys += 1
    assert keys > 10
    assert records_table(Model()).primary == ("kind", "id")


def test_the_page_lists_what_there_is() -> None:
    site: Built = built("harbour")
    page = site.pages["data/index.html"]
    linked = {str(one.get("href")).removeprefix("../") for one in page.html.iter("a")}
    assert {path for path in site.files if re.match(r"data/(?!index)", path)} <= linked
    person = site.pages["people/ada-thorne.html"]
    assert "../data/index.html#people" in {one.get("href") for one in person.html.iter("a")}
