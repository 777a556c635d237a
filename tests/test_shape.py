"""Each type of field takes what it should, and refuses the rest with the reason and a way out."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.dates import Date
from casebook.load.scalars import Wrong
from casebook.load.shape import Shaper
from casebook.load.yaml_reader import ListNode, MapNode, Node, read_yaml
from casebook.model import KINDS
from casebook.model.actors import Person
from casebook.model.documents import Excerpt, Page
from casebook.model.parts import Position, Reply, Variant
from casebook.model.record import Fields, From, Ref, Unnamed, fields_of
from casebook.model.site import Site
from casebook.model.types import (
    Address,
    Choice,
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
from casebook.problem import Problem
from casebook.spot import Spot, Text

AT = Spot("x.yaml", 1, 1)
REPLIES = WordOrList(("none-printed", "not-adverse"), Part(Reply))


def typed(source: str) -> Node:
    """The node of a value as it is typed after `x:`."""
    problems: list[Problem] = []
    node = read_yaml(f"x: {source}\n", "x.yaml", problems.append)
    assert not problems
    assert isinstance(node, MapNode)
    return node.entries["x"]  # type: ignore[index]


def read(source: str, type_: FieldType) -> tuple[Any, list[Problem]]:
    problems: list[Problem] = []
    shaper = Shaper(problems.append)
    try:
        value = shaper.value(typed(source), type_, "`x`")
    except Wrong:
        value = Wrong
    assert shaper.sound == (not problems)
    return value, problems


@pytest.mark.parametrize(
    ("source", "type_", "value"),
    [
        ("a word", Line(), "a word"),
        ("no", Line(), "no"),
        ("12:30", Line(), "12:30"),
        ("|\n  a word\n", Line(), "a word"),
        (">\n  a\n  word\n", Line(), "a word"),
        ("'  '' '", Line(), "  ' "),
        (">\n  a\n  word\n\n  more\n\n", Prose(), "a word\nmore"),
        ("town-hall", Slug(), "town-hall"),
        ("2010", Slug(), "2010"),
        (">\n  alive\n", Choice(("alive", "dead")), "alive"),
        ("'alive '", Choice(("alive", "dead")), "alive"),
        ("yes", YesNo(), True),
        ("no", YesNo(), False),
        ("1350", Number(), 1350),
        ("-12.5", Number(), -12.5),
        ("007", Number(), 7),
        ("90", Number(-90, 90), 90),
        ("http://example.org", Address(), "http://example.org"),
        ("https://example.org/a?b#c,d(e)", Address(), "https://example.org/a?b#c,d(e)"),
        ("pt-BR", Language(), "pt-BR"),
        ("h1, p1-p9", Units(), "h1, p1-p9"),
        ("none-printed", REPLIES, "none-printed"),
        ("[a, b]", ListOf(Slug()), ("a", "b")),
        ("a", ListOf(Slug()), ("a",)),
        ("{ur: x, pt-BR: y}", MapOf(Line(), languages=True), {"ur": "x", "pt-BR": "y"}),
        ("{name: x}", MapOf(Line()), {"name": "x"}),
        ("source", Who(words=("source",)), "source"),
    ],
)
def test_what_is_taken(source: str, type_: FieldType, value: object) -> None:
    found, problems = read(source, type_)
    assert problems == []
    assert found == value
    assert type(found) is type(value) or isinstance(found, Text)


def test_references_dates_and_places() -> None:
    ref, _ = read("ada", Reference(("person", "party")))
    assert (ref.id, ref.kinds, ref.at[:3]) == ("ada", ("person", "party"), ("x.yaml", 1, 4))
    assert read("party:ada", Reference(("person", "party")))[0].kinds == ("party",)
    assert read("{unnamed: a boy}", Who())[0] == Unnamed(typed("a boy"))  # type: ignore[arg-type]
    place, _ = read(">\n  log s1 –\n  s3,s5\n", PlaceInSource())
    assert isinstance(place, From)
    assert (place.source.id, place.places, place.source.kinds) == ("log", "s1-s3, s5", ("source",))
    assert read("log", PlaceInSource())[0].places == ""
    date, _ = read("'2010-01~ '", Edtf())
    assert isinstance(date, Date)
    assert date.text == "2010-01~"
    (reply,), _ = read("{claim: c, reply: direct}", REPLIES)
    assert isinstance(reply.claim, Ref)


REFUSED: list[tuple[str, FieldType, str, str]] = [
    ("|\n  a\n  b\n", Line(), "not-one-line", "join the lines"),
    ("''", Line(), "empty", "delete the line"),
    ("abcdef", Line(5), "too-long", "fewer words"),
    ("see [[ada]]", Line(), "markup-in-plain", "link in a field of prose"),
    ("[a, b]", Line(), "not-text", "quotation marks"),
    ("{a: b}", Line(), "not-text", "quotation marks"),
    ("' '", Prose(), "empty", "delete the line"),
    ("[a]", Prose(), "not-text", "quotation marks"),
    ("Town Hall", Slug(), "bad-name", "`town-hall`"),
    ("town--hall", Slug(), "bad-name", "`town-hall`"),
    ("a" * 81, Slug(), "bad-name", "letters a-z"),
    ("town_hall", Slug(), "bad-name", "`town-hall`"),
    ("rathaus-köln", Slug(), "bad-name", "letters a-z"),
    ("ded", Choice(("alive", "dead")), "not-a-choice", "`dead`"),
    ("Dead", Choice(("alive", "dead")), "not-a-choice", "`dead`"),
    ("42", Choice(("alive", "dead")), "not-a-choice", "`alive` or `dead`"),
    ("true", YesNo(), "not-a-choice", "`yes` or `no`"),
    ("Yes", YesNo(), "not-a-choice", "`yes`"),
    ("1,350", Number(), "not-a-number", "write 1350"),
    ("1,00,000", Number(), "not-a-number", "write 100000"),
    ("-1 350.5", Number(), "not-a-number", "write -1350.5"),
    ("12,5", Number(), "not-a-number", "such as 1350 or 12.5"),
    ("1.350,5", Number(), "not-a-number", "such as"),
    ("1e3", Number(), "not-a-number", "in digits"),
    (".inf", Number(), "not-a-number", "in digits"),
    ("nan", Number(), "not-a-number", "in digits"),
    ("1" * 16, Number(), "not-a-number", "in digits"),
    ("١٢", Number(), "not-a-number", "in digits"),
    ("2.5", Number(whole=True), "not-a-number", "such as 1350"),
    ("1,350.5", Number(whole=True), "not-a-number", "such as 1350"),
    ("91", Number(-90, 90), "out-of-range", "between -90 and 90"),
    ("2", Number(1, 1), "out-of-range", "should be 1"),
    ("example.org", Address(), "bad-address", "begins with https://"),
    ("javascript:alert(1)", Address(), "bad-address", "begins with https://"),
    ("https://", Address(), "bad-address", "begins with https://"),
    ("https://me@example.org/", Address(), "bad-address", "begins with https://"),
    ("https://example.org/a b", Address(), "bad-address", "no spaces"),
    ('https://example.org/"x', Address(), "bad-address", "no spaces"),
    ("English", Language(), "bad-name", "`ur`"),
    ("p2-p1", Units(), "bad-units", "such as `h1, p1-p9`"),
    ("p1, p1", Units(), "bad-units", "such as `h1, p1-p9`"),
    ("April 2010", Edtf(), "bad-date", "2010-04"),
    ("2010-02-30", Edtf(), "bad-date", "01 to 28"),
    ("Ada Lind", Reference(("person",)), "bad-reference", "such as `town-hall`"),
    ("''", Reference(("person",)), "bad-reference", "such as `town-hall`"),
    ("event:a", Reference(("person", "party")), "wrong-kind", "a person or a party"),
    ("place:a", Reference(("event",)), "wrong-kind", "an event"),
    ("[a]", Reference(("person",)), "not-text", "quotation marks"),
    ("{unnamed: a, also: b}", Who(), "bad-who", "`unnamed: a shopkeeper`"),
    ("{name: a}", Who(), "bad-who", "`unnamed: a shopkeeper`"),
    ("{unnamed: [a]}", Who(), "bad-who", "`unnamed: a shopkeeper`"),
    ("{unnamed: a}", Reference(("person",)), "not-text", "quotation marks"),
    ("The Log p1", PlaceInSource(), "bad-place", "such as `report p3`"),
    ("log p1,,p2", PlaceInSource(), "bad-place", "such as `report p3`"),
    ("[log p1]", PlaceInSource(), "not-text", "quotation marks"),
    ("[]", ListOf(Slug()), "empty-list", "delete the line"),
    ("[[a]]", ListOf(Slug()), "not-text", "quotation marks"),
    ("none-printd", REPLIES, "not-a-choice", "`none-printed`"),
    ("ada-denies", REPLIES, "not-a-choice", "`claim:` and `reply:`"),
    ("words", Part(Variant), "not-a-mapping", "`name: ...`"),
    ("[a]", MapOf(Line()), "not-a-mapping", "`name: value`"),
    ("{Urdu: x}", MapOf(Line(), languages=True), "bad-name", "`ur`"),
    ("{A Point: x}", MapOf(Line()), "bad-name", "`town-hall`"),
    ("{lat: 1, lon: 2, precision: town}", Part(Position), "missing-field", "`cite:`"),
    ("{nme: a}", Part(Variant), "unknown-field", "`name`"),
    ("{name: a, zzz: b}", Part(Variant), "unknown-field", "name, from, cite"),
]


@pytest.mark.parametrize(("source", "type_", "rule", "hint"), REFUSED)
def test_what_is_refused(source: str, type_: FieldType, rule: str, hint: str) -> None:
    value, problems = read(source, type_)
    assert [problem.rule for problem in problems] == [rule]
    assert hint in problems[0].hint
    assert "`x`" in problems[0].message or rule in ("bad-name", "unknown-field", "missing-field")
    assert problems[0].where.line >= 1
    assert value is Wrong or isinstance(type_, Part | ListOf | MapOf)


def below(type_: FieldType) -> set[type[FieldType]]:
    """The types of a field and of all that it is made of."""
    found = {type(type_)}
    if isinstance(type_, ListOf | MapOf | WordOrList):
        found |= below(type_.item)
    if isinstance(type_, Part):
        found |= {each for field in fields_of(type_.fields) for each in below(field.type)}
    return found


def test_every_type_that_is_declared_is_refused_something_here() -> None:
    declared = {
        each
        for cls in (*KINDS, Site, Page, Excerpt)
        for f in fields_of(cls)
        for each in below(f.type)
    }
    assert declared == {type(type_) for _, type_, _, _ in REFUSED}


def test_the_good_items_of_a_list_and_a_map_are_kept() -> None:
    assert read("[a, B, c]", ListOf(Slug()))[0] == ("a", "c")
    assert read("{a: x, B: y, c: [z]}", MapOf(Line()))[0] == {"a": "x"}


def test_a_misspelt_field_is_not_missing_as_well() -> None:
    problems: list[Problem] = []
    Shaper(problems.append).values(typed("{nam: A, living: alive}"), Person, "person `a`", AT)
    assert [(p.rule, p.message) for p in problems] == [
        ("unknown-field", "person `a` has no field `nam`"),
        ("missing-field", "person `a` lacks `summary`"),
    ]


def test_what_stands_in_for_a_wrong_value_is_of_its_shape() -> None:
    for cls in KINDS:
        values = Shaper(lambda problem: None).values(MapNode({}, AT), cls, "it", AT)
        record = cls(id="it", **values)
        assert record.heading(lambda agent: "someone")
        for field in fields_of(cls):
            if isinstance(field.type, ListOf):
                assert getattr(record, field.attribute) == ()


def test_a_long_list_is_refused_before_its_items_are_read() -> None:
    value, problems = read(f"[{'A, ' * 2000}A]", ListOf(Slug()))
    assert value is Wrong
    assert [problem.rule for problem in problems] == ["too-many"]


nodes: st.SearchStrategy[Node] = st.recursive(
    st.text(max_size=20).map(lambda words: Text(words, AT)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: ListNode(items, AT)),
        st.dictionaries(
            st.sampled_from(["name", "from", "id", "claim", "unnamed", "é", ""]),
            inner,
            max_size=4,
        ).map(lambda entries: MapNode({Text(k, AT): v for k, v in entries.items()}, AT)),
    ),
    max_leaves=20,
)
classes: list[type[Fields]] = [*KINDS, Site, Page, Excerpt]


@given(nodes, st.sampled_from(classes))
@settings(max_examples=300, deadline=10_000)
def test_any_node_gives_every_value_or_a_problem(node: Node, cls: type[Fields]) -> None:
    problems: list[Problem] = []
    shaper = Shaper(problems.append)
    values = shaper.values(node, cls, "it", AT)
    wanted = {field.name for field in dataclasses.fields(cls) if field.name not in ("id", "body")}
    assert {field.attribute for field in fields_of(cls) if field.required} <= set(values)
    assert set(values) <= wanted
    assert shaper.sound == (not problems)
