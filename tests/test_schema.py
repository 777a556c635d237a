"""The schemas: every record that stands is right by them, and what is wrong is refused."""

from __future__ import annotations

import copy
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from core_yaml import core, front_matter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from test_broken_sites import BROKEN, SITES
from test_dates import FORMS
from test_new_kind import FILES, MODEL
from tiny import LOG, SITE, judge, write

from casebook.edit.edition import Edition
from casebook.load.scalars import Reader, Wrong
from casebook.model import KINDS, Model, types
from casebook.model.record import Fields, From, fields_of
from casebook.model.types import (
    Address,
    Choice,
    Day,
    Edtf,
    FieldType,
    Language,
    Line,
    ListOf,
    MapOf,
    Number,
    Part,
    PlaceInSource,
    Prose,
    Reference,
    Slug,
    Units,
    Who,
    WordOrList,
    YesNo,
)
from casebook.model.units import UnitError, parse_places
from casebook.schema import patterns
from casebook.schema.fields import Json, Shapes
from casebook.schema.files import SchemaFile, schema_files
from casebook.schema.known import Known, KnownRecord, known
from casebook.schema.typed import slug_of, typed
from casebook.spot import Spot, Text

ROOT = Path(__file__).resolve().parents[1]
RECORDS = {
    "karachi": ROOT,
    "specimen": ROOT / "casebook/specimen",
    "harbour": ROOT / "tests/sites/harbour",
    "nahr": ROOT / "tests/sites/nahr",
    "alderby": ROOT / "tools/docs/alderby",
}


@cache
def edition_of(name: str) -> Edition:
    return judge(RECORDS[name])[0]


@cache
def schemas_of(name: str) -> tuple[SchemaFile, ...]:
    """The schemas of a record that stands, with its own ids in them."""
    return tuple(schema_files(Model(), known(edition_of(name))))


def bare(model: Model | None = None) -> dict[str, SchemaFile]:
    """The schemas of a model, with nothing known of a record."""
    return {schema.name: schema for schema in schema_files(model or Model(), Known())}


def held(root: Path, schema: SchemaFile) -> Iterator[tuple[Path, Any]]:
    """The files that a schema is for, and what each holds."""
    for pattern in schema.files:
        for path in sorted(root.glob(pattern)):
            words = path.read_text(encoding="utf-8")
            yield path, core(words) if path.suffix == ".yaml" else front_matter(words)


def wrong(schema: Json, data: Any) -> list[str]:
    """Where data is not as a schema asks: `accounts.0.from`, for the innermost mistakes."""
    found = []
    for error in Draft7Validator(schema).iter_errors(data):
        while error.context:
            error = max(error.context, key=lambda one: len(one.absolute_path))
        found.append(".".join(map(str, error.absolute_path)))
    return found


# What stands


@pytest.mark.parametrize("name", RECORDS)
def test_every_file_of_a_record_is_right_by_its_schema(name: str) -> None:
    root, read = RECORDS[name], set()
    for schema in schemas_of(name):
        Draft7Validator.check_schema(schema.schema)
        for path, data in held(root, schema):
            assert wrong(schema.schema, data) == [], path
            read.add(path.relative_to(root).as_posix())
    # None is forgotten: what the loader read has a schema.
    loaded = set(edition_of(name).manuscript.files)
    assert loaded <= read
    assert "site.yaml" in loaded and len(loaded) > 6


def test_the_examples_of_the_documents_are_right(tmp_path: Path) -> None:
    from test_docs import small_record

    for schema in bare().values():
        for path, data in held(small_record(tmp_path), schema):
            assert wrong(schema.schema, data) == [], path


SEEN = {
    "bad-address", "bad-date", "bad-id", "bad-name", "bad-place", "bad-reference",
    "bad-units", "bad-who", "empty-list", "markup-in-plain", "missing-field", "not-a-choice",
    "not-a-mapping", "not-a-number", "not-one-line", "not-text", "out-of-range", "too-long",
    "unknown-field", "wrong-kind", "yaml-null", "empty", "bad-words", "yaml-depth", "yaml-merge",
}  # fmt: skip
"""Rules of a value's shape, which a schema can judge."""
UNSEEN = {
    "bad-units": "it knows no order: `p3-p1`",
    "bad-words": "nor the placeholders of a phrase",
    "may-be-of-another-kind": "nor of what kind an id is",
}
"""Broken sites whose mistake of such a rule a schema cannot see, and why."""
UNREADABLE = {
    "duplicate-key", "merge-marks", "not-utf8", "odd-character", "unreadable", "no-front-matter",
    "yaml-alias", "yaml-comment", "yaml-documents", "yaml-key", "yaml-syntax", "yaml-tag",
}  # fmt: skip
"""Rules of what a file must be before a schema is asked."""


@pytest.mark.parametrize("name", SITES)
def test_a_broken_site_is_refused_for_its_shape_and_for_nothing_else(name: str) -> None:
    _, problems = judge(BROKEN / name)
    rules = {problem.rule for problem in problems if problem.where.file.endswith((".yaml", ".md"))}
    found = []
    for schema in bare().values():
        try:
            found += [
                f"{path.name}: {where}"
                for path, data in held(BROKEN / name, schema)
                for where in wrong(schema.schema, data)
            ]
        except (yaml.YAMLError, ValueError, OSError):
            assert rules & UNREADABLE, rules
            return
    assert bool(found) == (bool(rules & SEEN) and name not in UNSEEN), (rules, found)


# What is wrong


def event(**changes: Any) -> Json:
    whole: Json = {
        "kind": "killing",
        "title": "A thing",
        "date": "2010-01-07",
        "accounts": [{"from": "log p1", "says": "It was."}],
    }
    whole |= changes
    return {"a-thing": {name: value for name, value in whole.items() if value is not None}}


MISTAKES = [
    ("timeline", event(kinds="killing"), "a-thing"),
    ("timeline", event(title=None), "a-thing"),
    ("timeline", event(title=["A", "thing"]), "a-thing.title"),
    ("timeline", event(title={"a": "thing"}), "a-thing.title"),
    ("timeline", event(title="x" * 301), "a-thing.title"),
    ("timeline", event(title="A\nthing"), "a-thing.title"),
    ("timeline", event(title="of [[ada]]"), "a-thing.title"),
    ("timeline", event(date="7/1/2010"), "a-thing.date"),
    ("timeline", event(date="2010-13"), "a-thing.date"),
    ("timeline", event(date="January 2010"), "a-thing.date"),
    ("timeline", event(date=20100107), "a-thing.date"),
    ("timeline", event(kind="A Killing"), "a-thing.kind"),
    ("timeline", event(extent="partly"), "a-thing.extent"),
    ("timeline", event(part_of="The Riots"), "a-thing.part_of"),
    ("timeline", event(part_of="person:ada"), "a-thing.part_of"),
    ("timeline", event(part_of=["one", "two"]), "a-thing.part_of"),
    ("timeline", event(after=[]), "a-thing.after"),
    ("timeline", event(after=["one", "Two Three"]), "a-thing.after.1"),
    ("timeline", event(victims=[{"unnmed": "a shopkeeper"}]), "a-thing.victims.0"),
    ("timeline", event(accounts="words"), "a-thing.accounts"),
    ("timeline", event(accounts=[{"from": "log p1"}]), "a-thing.accounts.0"),
    ("timeline", event(accounts=[{"from": "The Log", "says": "x"}]), "a-thing.accounts.0.from"),
    ("timeline", {"A Thing": event()["a-thing"]}, ""),
    ("timeline", {"a" * 81: event()["a-thing"]}, ""),
    ("site", {"format": 2, "title": "T", "language": "en"}, "format"),
    ("site", {"format": 1, "title": "T", "language": "English"}, "language"),
    ("site", {"format": 1, "title": "T", "language": "en", "address": "example.org"}, "address"),
    ("sources", {"log": {"held": "maybe"}}, "log.held"),
    ("sources", {"log": {"units": "p1 to p9"}}, "log.units"),
    ("figures", {"some": {"value": "1,350"}}, "some.value"),
    ("places", {"here": {"position": {"lat": 91}}}, "here.position.lat"),
    ("people", {"ada": {"native": {"Urdu": "x"}}}, "ada.native"),
    ("claims", {"one": {"replies": "nobody"}}, "one.replies"),
    ("claims", {"one": {"replies": [{"claim": "two", "reply": "late"}]}}, "one.replies.0.reply"),
    ("register", {"evnet": {}}, ""),
    ("register", {"event": {"a-thing": {"day": "tomorrow"}}}, "event.a-thing.day"),
    ("words", {"plurals": "one-two"}, "plurals"),
    ("words", {"dates": {"months": ["January"]}}, "dates.months"),
    ("page", {"summary": "of what"}, ""),
]


@pytest.mark.parametrize(("name", "data", "where"), MISTAKES)
@pytest.mark.parametrize("record", ["", "harbour"])
def test_what_is_wrong_is_refused_where_it_stands(
    name: str, data: Json, where: str, record: str
) -> None:
    schemas = {one.name: one for one in schemas_of(record)} if record else bare()
    assert where in wrong(schemas[name].schema, data)


def test_what_they_were_made_wrong_from_is_right() -> None:
    assert wrong(bare()["timeline"].schema, event()) == []


# Types


ALPHABET = "abz-._:/ \n19X0?~%[],p3sé[]\"'<TZ٣"
LOOSE = st.text(ALPHABET, max_size=24) | st.text(max_size=12)
SCALARS: list[tuple[FieldType, str]] = [
    (Line(12), ""),
    (Prose(), ""),
    (Slug(), patterns.SLUG),
    (Address(), patterns.ADDRESS),
    (Language(), patterns.LANGUAGE),
    (Choice(("within", "throughout")), "within"),
    (YesNo(), "yes"),
    (Edtf(), patterns.DATE),
    (Day(), patterns.DAY),
    (Number(-90, 90), patterns.NUMBER),
    (Number(0, 12, whole=True), patterns.WHOLE),
    (Reference(("event", "claim")), patterns.reference(("event", "claim"))),
    (Who(words=("source",)), patterns.reference(("person", "party"))),
    (PlaceInSource(), patterns.PLACE_IN_SOURCE),
    (Units(), patterns.UNITS),
]


def accepted(words: str, type_: FieldType) -> bool:
    """Are these words a value of the type, by the loader and, of places, by any source?"""
    try:
        value = Reader(lambda problem: None).scalar(Text(words, Spot("x", 1, 1)), type_, "x")
        if isinstance(value, From) and value.places:
            parse_places(value.places, units_for(value.places))
    except (Wrong, UnitError):
        return False
    return True


def units_for(places: str) -> tuple[str, ...]:
    """The units of a source that has whatever these places may mean."""
    letters = sorted(set(re.findall("[a-z]{1,3}", places)))
    numbers = sorted(set(re.findall("[0-9]{1,5}", places)), key=lambda one: (int(one), one))
    after = ["", *sorted(set(re.findall("[a-z]", places)))]
    return tuple(f"{a}{number}{b}" for a in letters for number in numbers for b in after)


@cache
def validator(type_: FieldType) -> Draft7Validator:
    shapes = Shapes(known(edition_of("harbour")))
    schema = shapes.value(type_)
    return Draft7Validator({**schema, "definitions": shapes.definitions})


@pytest.mark.parametrize(("type_", "pattern"), SCALARS)
def test_nothing_that_check_accepts_is_refused(type_: FieldType, pattern: str) -> None:
    right = validator(type_)
    texts = LOOSE | st.from_regex(pattern, fullmatch=True) if pattern else LOOSE
    taken = 0

    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(texts)
    @example("within")
    @example("yes")
    def never_refused(words: str) -> None:
        nonlocal taken
        if accepted(words, type_):
            taken += 1
            assert right.is_valid(words) or isinstance(type_, Choice | YesNo)

    never_refused()
    assert taken


def test_each_date_that_is_read_is_right_and_each_refused_by_its_form_is_wrong() -> None:
    for form, *_ in FORMS:
        assert re.search(patterns.DATE, form), form
    for words in ("", "..", "../..", "/", "2010/2011/2012", "2010-00", "2010-1", "0000", "2010-25",
                  "[2010", "{2010}", "198X-01", "2010-XX-07", "2010-21-01", "2010 ~", "/..",
                  "2010-01-32", "12 May 2010", "[2010/2011]", "٢٠١٠"):  # fmt: skip
        assert not re.search(patterns.DATE, words), words
        assert not accepted(words, Edtf())


def test_numbers_that_yaml_makes_are_judged_too() -> None:
    for type_, right, amiss in (
        (Edtf(), [2010, 800], [0, 10000, 2010.5, True, None]),
        (Number(-90, 90), [12, 12.5, "12.5"], [91, -91, True, None]),
        (Number(1, 9, whole=True), [1, 9, "9"], [0, 10, 1.5, None]),
        (Slug(), [1988, "a-1"], [1.5, True, None]),
        (Line(), [1988, 1.5], [None, [], {}]),
        (Reference(("event",)), [1988], [1.5, None]),
    ):
        for value in right:
            assert validator(type_).is_valid(value), (type_, value)
        for value in amiss:
            assert not validator(type_).is_valid(value), (type_, value)


def test_every_type_of_field_has_a_schema_and_words() -> None:
    made: dict[type, FieldType] = {type(type_): type_ for type_, _ in SCALARS}
    made |= {
        ListOf: ListOf(Line()),
        WordOrList: WordOrList(("none",), Line()),
        MapOf: MapOf(Line()),
        Part: Part(
            next(one.type for one in fields_of(KINDS[0]) if isinstance(one.type, Part)).fields
        ),
    }
    declared = [one for one in vars(types).values() if isinstance(one, type)]
    assert set(made) == {one for one in declared if issubclass(one, FieldType)} - {FieldType}
    for type_ in made.values():
        assert typed(type_)
        shapes = Shapes(Known())
        Draft7Validator.check_schema(shapes.value(type_))


def test_the_patterns_mean_the_same_to_an_editor(tmp_path: Path) -> None:
    """In ECMAScript with its `u` flag, as JSON Schema asks."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node here")
    found: list[str] = []

    def collect(part: Any) -> None:
        for name, value in part.items() if isinstance(part, dict) else ():
            if name == "pattern" and isinstance(value, str):
                found.append(value)
        for value in part.values() if isinstance(part, dict) else part:
            if isinstance(value, dict | list):
                collect(value)

    for schema in bare().values():
        collect(schema.schema)
    every = sorted(set(found))
    assert len(every) > 15
    texts = [form for form, *_ in FORMS] + [
        "a-b", "A b", "a" * 81, "x" * 301, "[[a]]", "a\n", "a\nb", " ", "", "event:a", "log p1",
        "log p1-p3, p7", "log  p1", "p1-9", "h1, p1–p9", "https://example.org/a?b=[1]",
        "https://example.org/ü", "http://", "en", "pt-BR", "12.5", "-1", "1,350", "2026-11-20",
        "2026-13-20", "ä-b", "😀" * 200, "😀" * 301,
    ]  # fmt: skip
    asked = tmp_path / "asked.json"
    asked.write_text(json.dumps([every, texts]), encoding="utf-8")
    script = """
      const [patterns, texts] = JSON.parse(require("node:fs").readFileSync(process.argv[1]));
      const said = patterns.map((one) => texts.map((text) => new RegExp(one, "u").test(text)));
      console.log(JSON.stringify(said));
    """
    ran = subprocess.run(
        [node, "-e", script, str(asked)], capture_output=True, text=True, check=True
    )
    said = json.loads(ran.stdout)
    assert said == [[bool(re.search(one, text)) for text in texts] for one in every]
    assert all(any(row) and not all(row) for row in said)


# In step with the model


def properties_of(schema: SchemaFile, part: str) -> Json:
    found: Json = schema.schema["definitions"][part]["properties"]
    return found


def test_every_field_of_every_kind_is_told_as_it_is_declared() -> None:
    schemas = bare()
    for cls in KINDS:
        schema = schemas[cls.declares.file]
        assert schema.files == (f"{cls.declares.file}.yaml", f"{cls.declares.file}/*.yaml")
        told = properties_of(schema, slug_of(cls))
        assert list(told) == [field.name for field in fields_of(cls)]
        for field in fields_of(cls):
            words = told[field.name]["markdownDescription"]
            assert field.doc.casefold() in words.casefold()
            assert typed(field.type) in words
            assert ("Required." in words) == field.required


def parts_in(cls: type[Fields]) -> set[str]:
    found = set()
    for field in fields_of(cls):
        type_ = field.type
        while isinstance(type_, ListOf | WordOrList | MapOf):
            type_ = type_.item
        if isinstance(type_, Part):
            found |= {slug_of(type_.fields), *parts_in(type_.fields)}
    return found


def test_the_definitions_are_those_that_are_needed_and_no_more() -> None:
    for cls in KINDS:
        schema = bare()[cls.declares.file].schema
        names = set(schema["definitions"])
        assert {n for n in names if not n.startswith(("id-of", "place-in"))} == (
            parts_in(cls) | {slug_of(cls)}
        )
        used = set(re.findall(r'"#/definitions/([^"]+)"', json.dumps(schema)))
        assert used == names


def test_a_new_kind_has_a_schema_with_no_further_code(tmp_path: Path) -> None:
    edition, problems = judge(write(tmp_path, FILES), MODEL)
    assert problems == []
    schemas = {one.name: one for one in schema_files(MODEL, known(edition))}
    schema = schemas["documents"]
    assert schema.files == ("documents.yaml", "documents/*.yaml")
    data = core(FILES["documents.yaml"])
    assert wrong(schema.schema, data) == []
    for old, new, where in (
        ("2020-03", "March 2020", "first-order.date"),
        ("log p2", "The Log", "first-order.from"),
        ("signed_by", "signd_by", "first-order"),
    ):
        words = FILES["documents.yaml"].replace(old, new)
        assert where in wrong(schema.schema, core(words))
    assert offered(schema, "id-of-person") == {"ada-lind": "person: Ada Lind"}
    assert "document" in schemas["register"].schema["properties"]
    assert "documents" not in bare()


# What is known of a record


def offered(schema: SchemaFile, name: str) -> dict[str, str]:
    """The ids that a definition offers, each with what is told of it."""
    snippets = schema.schema["definitions"][name]["defaultSnippets"]
    return {one["body"]: one["description"] for one in snippets if "description" in one}


def test_ids_are_offered_with_their_titles_and_others_are_let_pass() -> None:
    edition = edition_of("karachi")
    schema = next(one for one in schemas_of("karachi") if one.name == "timeline")
    people = offered(schema, "id-of-person")
    assert list(people) == [entry.id for entry in edition.of("person")]
    for entry in edition.of("person"):
        assert entry.title in people[entry.id]
    right = event(people=[*people, "nobody-yet", "person:nobody-yet"])
    assert wrong(schema.schema, right) == []


def test_of_very_many_records_the_last_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casebook.schema.known.MOST", 2)
    people = known(edition_of("karachi")).records["person"]
    assert [one.id for one in people] == [e.id for e in edition_of("karachi").of("person")][-2:]


@pytest.mark.parametrize("number", [1, 2, 8, 9, 64, 65, 600])
def test_each_of_any_number_of_ids_leads_to_its_own_words(number: int) -> None:
    """As a server goes: by the conditions that a value meets."""
    records = tuple(
        KnownRecord("event", f"event-{count}", f"Of {count}") for count in range(number)
    )
    shapes = Shapes(Known({"event": records}))
    shapes.value(Reference(("event",)))
    (schema,) = shapes.definitions.values()

    def led_to(value: str) -> tuple[str, int]:
        at, steps = schema, 0
        while "if" in at:
            steps += 1
            at = at["then"] if re.search(at["if"]["pattern"], value) else at.get("else", {})
        return at.get("title", ""), steps

    for count in range(number):
        assert led_to(f"event-{count}")[0] == led_to(f"event:event-{count}")[0] == f"Of {count}"
    assert max(led_to(f"event-{count}")[1] for count in range(number)) <= 32
    for other in ("event-none", "an-event-0", "event-00", "claim:event-0"):
        assert led_to(other)[0] == ""


def test_an_id_of_two_kinds_is_offered_with_its_kind(tmp_path: Path) -> None:
    party = "lamps:\n  name: Lamps\n  kind: firm\n  summary: Makes lamps.\n"
    files = {
        "site.yaml": SITE,
        "parties.yaml": party,
        "communities.yaml": "lamps:\n  name: Lamps\n  summary: Of the lamps.\n",
    }
    edition, _ = judge(write(tmp_path, files))
    schema = next(one for one in schema_files(Model(), known(edition)) if one.name == "timeline")
    both = offered(schema, "id-of-person-or-party-or-community")
    assert set(both) == {"party:lamps", "community:lamps"}
    assert set(offered(schema, "id-of-party")) == {"lamps"}
    assert wrong(schema.schema, event(victims=list(both))) == []


def test_an_allegation_is_never_told_without_its_reply() -> None:
    for name in RECORDS:
        for one in known(edition_of(name)).records["claim"]:
            claim: Any = edition_of(name).entries["claim"][one.id].record
            if claim.replies == "none-printed":
                assert "(no reply printed)" in one.about
            elif claim.replies == "not-adverse":
                assert not one.about.endswith(")") or "reply" not in one.about
            else:
                for reply in claim.answered_by:
                    assert reply.claim.id in one.about
                assert "repl" in one.about or claim.answered_by
    told = [one.about for one in known(edition_of("karachi")).records["claim"]]
    assert sum("no reply printed" in words for words in told) > 5
    assert sum("answered by" in words for words in told) > 5


def test_a_withheld_name_is_in_no_schema(tmp_path: Path) -> None:
    from casebook.cli import main

    person = "{id}:\n  name: {name}\n  living: alive\n  summary: Keeps the light.\n"
    people = person.format(id="keeper", name="Zebulon Quux") + person.format(id="other", name="Ada")
    kinds = "mill:\n  name: The mill\n  kind: zebulon-quux\n"
    files = {"site.yaml": SITE, "sources.yaml": LOG, "people.yaml": people, "places.yaml": kinds}
    write(tmp_path, files)
    assert main(["withhold", "--site", str(tmp_path), "Zebulon", "Quux"]) == 1
    edition, problems = judge(tmp_path)
    assert "withheld-name" in {problem.rule for problem in problems}
    words = json.dumps([one.schema for one in schema_files(Model(), known(edition))]).casefold()
    assert "ada" in words and "keeper" in words
    assert "quux" not in words


def test_words_that_a_field_was_given_are_offered_again() -> None:
    schema = next(one for one in schemas_of("karachi") if one.name == "figures")
    measure = properties_of(schema, "figure")["measure"]["defaultSnippets"]
    used = {str(entry.record.measure) for entry in edition_of("karachi").of("figure")}  # type: ignore[attr-defined]
    assert {one["body"] for one in measure} == used
    timeline = next(one for one in schemas_of("karachi") if one.name == "timeline")
    points = properties_of(timeline, "account")["points"]
    assert "toll" in points["properties"]
    account = {"from": "cable p1", "says": "x", "points": {"a-new-one": 47, "toll": "47"}}
    assert wrong(timeline.schema, event(accounts=account)) == []


def test_no_value_is_offered_that_stands_in_no_source() -> None:
    """Editors offer `examples` and `default` as values, one key press away."""

    def keywords(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            yield from part
        for value in part.values() if isinstance(part, dict) else part:
            if isinstance(value, dict | list):
                yield from keywords(value)

    for schema in schemas_of("specimen"):
        schema_only = copy.deepcopy(schema.schema)
        assert not {"examples", "default"} & set(keywords(schema_only)), schema.name


def test_the_same_record_gives_the_same_schemas() -> None:
    again = tuple(schema_files(Model(), known(edition_of("harbour"))))
    assert json.dumps([one.schema for one in again]) == json.dumps(
        [one.schema for one in schemas_of("harbour")]
    )
