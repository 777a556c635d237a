"""Popolo: people and bodies come in with their offices, and go out with who attests these."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from built_sites import HARBOUR
from hypothesis import given, settings
from hypothesis import strategies as st
from registering import run
from tiny import SITE, judge, write

from casebook.commands.site import order, read
from casebook.imports.formats import FORMATS
from casebook.imports.result import Brought, NotRead
from casebook.problem import errors
from casebook.render.data import render_data

Capture = pytest.CaptureFixture[str]
SENATE = Path(__file__).parent / "data/popolo/zimbabwe-senate.json"
FILLED = """\
  kind: list
  publisher: EveryPolitician
  date: 9999
  stance: takes no side
  condition: whole
  quotation_limit: 500
"""


def brought(whole: object) -> Brought:
    none = {"person": frozenset[str](), "party": frozenset[str]()}
    return FORMATS["popolo"](json.dumps(whole), "ours", none)


def test_a_senate_comes_in_and_builds(tmp_path: Path, capsys: Capture) -> None:
    site = write(tmp_path / "site", {"site.yaml": SITE})
    assert run("import", "popolo", SENATE, "--site", site, "--format", "json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["records"] == {"party": 4, "person": 67}
    lost = {loss["what"] for loss in said["not_carried"]}
    assert lost == {
        "areas", "death_date", "events", "gender", "identifiers", "image", "links",
        "other_names", "seats",
    }  # fmt: skip
    assert run("check", "--site", site) == 1
    with (site / said["begun"]).open("a") as begun:
        begun.write(FILLED)
    assert run("build", "--only", "html,data", "--jobs", "1", "--site", site) == 0
    out = json.loads((site / "output/data/popolo.json").read_text())
    there = json.loads(SENATE.read_text())
    assert {one["name"] for one in out["persons"]} == {one["name"] for one in there["persons"]}
    # Each membership is an office in the senate and one on behalf of a party.
    assert len(out["memberships"]) == 2 * len(there["memberships"])


PERSON = {"id": "1", "name": "Ada Lind"}
BODY = {"id": "b", "name": "Senate"}


def member(**more: object) -> dict[str, object]:
    return {"person_id": "1", "organization_id": "b", "role": "member", **more}


def whole(persons: list[Any], *memberships: dict[str, object], **more: object) -> dict[str, object]:
    return {"persons": persons, "organizations": [BODY], "memberships": memberships, **more}


def test_who_holds_no_office_is_not_named() -> None:
    found = brought(whole([{**PERSON, "birth_date": "1970", "email": "a@b.example"}]))
    assert [one.kind for one in found.records] == ["party"]
    assert ("n1", "person") in {(loss.where, loss.what) for loss in found.losses}


def test_dates_are_as_close_as_given_and_a_term_lends_none() -> None:
    found = brought(
        whole(
            [{**PERSON, "death_date": "2010-05"}],
            member(start_date="2001", end_date="2003-04-05", legislative_period_id="t"),
            member(start_date="in spring", end_date="2001?", role="chair"),
            events=[{"id": "t", "name": "4th term", "start_date": "2000-01-01"}],
        )
    )
    person = found.records[1]
    assert (person.fields["living"], person.fields["died"]) == ("dead", "2010-05")
    posts = person.fields["posts"]
    assert isinstance(posts, tuple)
    first, second = posts
    assert first == {
        "post": "member (4th term)", "party": "senate", "since": "2001", "until": "2003-04-05",
        "from": "ours n1",
    }  # fmt: skip
    assert (second["since"], second["until"]) == ("", "")
    assert {("membership 2", "start_date"), ("membership 2", "end_date")} <= {
        (loss.where, loss.what) for loss in found.losses
    }


def test_people_and_bodies_of_one_name_have_ids_of_their_own() -> None:
    found = brought(whole([{**PERSON, "name": "Senate"}, {"id": "2", "name": "X"}], member()))
    assert [(one.kind, one.id) for one in found.records] == [
        ("party", "senate"), ("person", "senate-2"),
    ]  # fmt: skip


def test_what_goes_out_says_where_it_is_attested() -> None:
    draft = read(HARBOUR, lambda words: None)
    made = render_data(order(draft, frozenset(("data",)), lambda words: None))
    out = json.loads(next(one.data for one in made if one.path == "data/popolo.json"))
    people = {f"person/{entry.id}": entry for entry in draft.edition.of("person")}
    assert [one["id"] for one in out["persons"]] == list(people)
    bodies = {one["id"] for one in out["organizations"]}
    assert out["memberships"]
    for one in out["memberships"]:
        assert one.get("organization_id") is None or one["organization_id"] in bodies
        assert all(source["note"] or source["url"] for source in one["sources"])
    # What it says of people is their names and offices: no prose, and so no allegation.
    for one in out["persons"]:
        assert one.keys() <= {"id", "name", "other_names", "death_date", "links"}
    again = brought(out)
    held = {one["person_id"] for one in out["memberships"] if "person_id" in one}
    assert sum(one.kind == "person" for one in again.records) == len(held)


NAMES = ("id", "name", "person_id", "organization_id", "role", "start_date", "other_names", "lang")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(), inner, max_size=5)
    ),
    max_leaves=15,
)
LISTS = ("persons", "organizations", "memberships", "posts", "areas", "events")
ANY_NAME = st.text(alphabet=st.sampled_from("Aé\"'“”<>[]@*_:#- \n\u2028\ud800")) | st.text()


@given(JSON, st.dictionaries(st.sampled_from(LISTS), st.lists(JSON, max_size=3)))
@settings(max_examples=100, deadline=None)
def test_any_file_gives_records_or_a_refusal(other: object, lists: dict[str, Any]) -> None:
    for given_ in (other, {"persons": [], **lists}):
        try:
            found = brought(given_)
        except NotRead:
            continue
        assert len({one.id for one in found.records}) == len(found.records)


@given(ANY_NAME, ANY_NAME, ANY_NAME, ANY_NAME)
@settings(max_examples=20, deadline=None)
def test_whatever_is_written_is_a_record(name: str, body: str, role: str, lang: str) -> None:
    person = {**PERSON, "name": name, "other_names": [{"lang": lang, "name": role}]}
    file = {**whole([person], member(role=role)), "organizations": [{**BODY, "name": body}]}
    with tempfile.TemporaryDirectory() as folder:
        site = write(Path(folder) / "site", {"site.yaml": SITE, "../ours.json": json.dumps(file)})
        if run("import", "popolo", Path(folder) / "ours.json", "--site", site) == 0:
            with (site / "sources/ours.yaml").open("a") as begun:
                begun.write(FILLED)
            # A name in quotation marks is a quotation, and no more than its proof is wanting.
            assert {one.rule for one in errors(judge(site)[1])} <= {"awaiting-proof"}
