"""The record as open data."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import judge, write
from whole import WHOLE

from casebook.dates import parse_date
from casebook.edit.edition import Edition
from casebook.model import Model
from casebook.render.data import render_data, safe_cell
from casebook.render.parts import Order

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def order(edition: Edition) -> Order:
    return Order(edition, frozenset(("data",)), [], [])


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    root = tmp_path_factory.mktemp("whole")
    files = dict(WHOLE)
    files["timeline.yaml"] = files["timeline.yaml"].replace("title: High water", "title: '=High'")
    found, problems = judge(write(root, files))
    assert problems == []
    return found


@pytest.fixture(scope="module")
def data(edition: Edition) -> dict[str, bytes]:
    return {output.path: output.data for output in render_data(order(edition))}


def table(data: dict[str, bytes], name: str) -> dict[str, Any]:
    found = json.loads(data[f"data/{name}.json"])
    assert isinstance(found, dict)
    return found


def test_every_record_is_there_under_its_id_in_the_order_of_the_files(
    data: dict[str, bytes], edition: Edition
) -> None:
    kinds = Model().kinds.values()
    assert {path for path in data if path.endswith(".json")} == {
        f"data/{kind.folder}.json" for kind in kinds
    } | {
        f"data/{name}.json"
        for name in ("site", "edition", "sources.csl", "datapackage", "timelinejs", "popolo")
    }
    for kind in kinds:
        records = table(data, kind.folder)
        assert list(records) == [entry.id for entry in edition.of(kind.name)]
        for id_, record in records.items():
            assert record["id"] == id_
            assert record["title"]
            assert record["path"] == f"{kind.folder}/{id_}.html"
    assert table(data, "site")["records"] == {
        kind.folder: len(edition.of(kind.name)) for kind in kinds
    }


def test_the_json_is_that_of_the_standard_and_ends_its_last_line(data: dict[str, bytes]) -> None:
    for path, content in data.items():
        if path.endswith(".json"):
            again = json.dumps(json.loads(content), ensure_ascii=False, indent=1, allow_nan=False)
            assert content == (again + "\n").encode()


def every_reference(value: Any) -> list[dict[str, str]]:
    if isinstance(value, dict):
        own = [value] if set(value) == {"kind", "id"} else []
        return own + [each for inner in value.values() for each in every_reference(inner)]
    if isinstance(value, list):
        return [each for inner in value for each in every_reference(inner)]
    return []


def test_every_reference_says_its_kind_and_leads_to_a_record(data: dict[str, bytes]) -> None:
    kinds = Model().kinds
    count = 0
    for path, content in data.items():
        if path.endswith(".json"):
            for reference in every_reference(json.loads(content)):
                folder = kinds[reference["kind"]].folder
                assert reference["id"] in table(data, folder), reference
                count += 1
    assert count > 35


def test_values_are_what_they_are(data: dict[str, bytes]) -> None:
    fire = table(data, "events")["harbour-fire"]
    assert fire["date"] == {"edtf": "2020-04", "earliest": "2020-04-01", "latest": "2020-04-30"}
    assert fire["after"] == [{"kind": "event", "id": "spring-flood"}]
    assert fire["part_of"] == {"kind": "event", "id": "bad-year"}
    assert fire["victims"] == [{"kind": "community", "id": "fisher-folk"}, {"unnamed": "a boy"}]
    (account,) = fire["accounts"]
    assert account["from"] == {"source": "harbour-log", "places": "p3"}
    assert account["says"]["markdown"].startswith("A boat of [[fisher-folk]]\nburned") or (
        account["says"]["markdown"].startswith("A boat of [[fisher-folk]] burned")
    )
    assert account["says"]["text"].startswith("A boat of Fisher folk burned, or")
    assert "[[" not in account["says"]["text"]
    assert "basis" not in fire
    figure = table(data, "figures")["boats-damaged"]
    assert figure["value"] == 9
    assert figure["counted_by"] == "source"
    assert table(data, "sources")["lost-wire"]["held"] is False
    assert table(data, "people")["ada-lind"]["native"] == {"ur": "آدا"}
    assert "آدا".encode() in data["data/people.json"]


def test_dates_are_bounded_as_they_are_read(data: dict[str, bytes], edition: Edition) -> None:
    for entry in edition.of("source"):
        found = table(data, "sources")[entry.id]["date"]
        read = parse_date(found["edtf"])
        assert read.earliest == date.fromisoformat(found["earliest"])
        assert read.latest == date.fromisoformat(found["latest"])


def test_no_allegation_goes_without_its_reply(data: dict[str, bytes]) -> None:
    claims = table(data, "claims")
    accused = [claim for claim in claims.values() if claim["kind"] == "allegation"]
    assert accused
    for claim in accused:
        assert claim["replies"] in ("none-printed",) or claim["replies"][0]["claim"]["id"] in claims
        assert claim["by"]
        assert claim["from"]["source"]


def test_the_table_of_events_opens_as_a_table(data: dict[str, bytes], edition: Edition) -> None:
    content = data["data/events.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n") == len(edition.chronology) + 1
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == [entry.id for entry in edition.chronology]
    fire = next(row for row in rows if row["id"] == "harbour-fire")
    assert (fire["date"], fire["date_earliest"], fire["date_latest"]) == (
        "2020-04",
        "2020-04-01",
        "2020-04-30",
    )
    assert fire["sources"] == "harbour-log"
    assert fire["people"] == "Ada Lind; Ada Lund"
    assert fire["accounts"].startswith("The harbour log p3: A boat of Fisher folk burned")
    flood = next(row for row in rows if row["id"] == "spring-flood")
    assert (flood["title"], flood["date"]) == ("'=High", "")
    for row in rows:
        assert not any(cell.startswith(FORMULA) for cell in row.values())


@given(st.text(alphabet=" =+-@\t\r\nab＝'", max_size=6) | st.text(max_size=20))
@settings(deadline=None)
def test_no_cell_is_a_formula_and_none_loses_a_letter(words: str) -> None:
    cell = safe_cell(words)
    assert not cell.startswith((*FORMULA, "＝", "＋", "－", "＠"))
    assert not cell.lstrip().startswith(FORMULA)
    assert cell.replace(";'", ";").lstrip("'") == words.replace(";'", ";").lstrip("'")


def test_the_same_record_gives_the_same_bytes(
    data: dict[str, bytes], tmp_path: Path, edition: Edition
) -> None:
    assert {output.path: output.data for output in render_data(order(edition))} == data
    again, _ = judge(write(tmp_path, dict(reversed(WHOLE.items()))))
    plain, _ = judge(write(tmp_path / "other", WHOLE))
    assert list(render_data(order(again))) == list(render_data(order(plain)))


def test_an_empty_record_has_its_name_and_nothing_else(tmp_path: Path) -> None:
    found, _ = judge(write(tmp_path, {"site.yaml": WHOLE["site.yaml"].split("notice")[0]}))
    output, named, package = render_data(order(found))
    assert output.path == "data/site.json"
    assert named.path == "data/edition.json"
    assert package.path == "data/datapackage.json"
    assert json.loads(output.data) == {
        "format": 1, "title": "A Tiny Record", "language": "en", "records": {}
    }  # fmt: skip
