"""Witnesses are counted by where accounts come from, and said in words that nobody typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from built_sites import build, built, text
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import SITE, judge, rules, write

from casebook.edit.edition import Edition
from casebook.edit.lineage import (
    Lineage,
    Telling,
    above,
    in_words,
    lineage,
    nearest,
    of_event,
    of_record,
)
from casebook.model.claims import Claim
from casebook.model.events import Event

NAMES = ("ada", "ben", "cyd")
PEOPLE = "".join(
    f"{name}:\n  name: {name.title()} Moor\n  living: alive\n  summary: See [[{other}]].\n"
    for name, other in zip(NAMES, (*NAMES[1:], NAMES[0]), strict=True)
)


def source(id_: str, *more: str) -> str:
    """A source that the editors hold."""
    return (
        f"{id_}:\n  title: The {id_}\n  short: {id_.title()}\n  kind: paper\n  publisher: A press\n"
        "  date: 2020-05\n  stance: none\n  condition: whole\n  quotation_limit: 9\n"
        "  units: p1-p9\n" + "".join(f"  {line}\n" for line in more)
    )


def account(from_: str, *more: str) -> str:
    """One account of an event."""
    lines = "".join(f"      {line}\n" for line in more)
    return f"    - from: {from_} p1\n{lines}      says: >\n        It burned.\n"


def event_of(
    root: Path, sources: str, accounts: str, *more: str
) -> tuple[Edition, Event, list[str]]:
    """The edition of a record with one event, the event, and the rules that are broken."""
    head = "fire:\n  kind: fire\n  title: A fire\n  date: 2020-04\n"
    timeline = head + "".join(f"  {line}\n" for line in more) + "  accounts:\n" + accounts
    write(
        root,
        {
            "site.yaml": SITE,
            "sources.yaml": sources,
            "people.yaml": PEOPLE,
            "timeline.yaml": timeline,
        },
    )
    edition, problems = judge(root)
    event = edition.entries["event"]["fire"].record
    assert isinstance(event, Event)
    return edition, event, [rule for rule in rules(problems) if rule != "unmentioned"]


TWO = source("post") + source("echo")
ONE, SEVERAL = "one account", "two accounts, common origin not excluded"
TWICE = "one account, printed in two sources"

CASES = {
    "one source": (source("post"), account("post"), ONE),
    "one source twice": (source("post"), account("post") + account("post"), ONE),
    "two sources": (TWO, account("post") + account("echo"), SEVERAL),
    "a digest": (
        source("post") + source("echo", "derives_from: post"),
        account("post") + account("echo"),
        TWICE,
    ),
    "two digests of one text": (
        source("post", "derives_from: wire")
        + source("echo", "derives_from: wire")
        + source("wire", "held: no"),
        account("post") + account("echo"),
        TWICE,
    ),
    "a digest of a digest": (
        source("post") + source("echo", "derives_from: mid") + source("mid", "derives_from: post"),
        account("post") + account("echo"),
        TWICE,
    ),
    "drawn on in part": (
        source("post") + source("echo", "cites: post"),
        account("post") + account("echo"),
        SEVERAL,
    ),
    "one teller in two sources": (
        TWO,
        account("post", "by: ada") + account("echo", "by: ada"),
        TWICE,
    ),
    "two tellers in one source": (
        source("post"),
        account("post", "by: ada") + account("post", "by: ben"),
        SEVERAL,
    ),
    "the author tells it elsewhere": (
        source("post", "author: ada") + source("echo"),
        account("post") + account("echo", "by: ada"),
        TWICE,
    ),
    "two tellers, one of whom tells it again": (
        TWO,
        account("post", "by: [ada, ben]") + account("echo", "by: [ben, cyd]"),
        TWICE,
    ),
    "a third joins what was apart": (
        TWO,
        account("post", "by: ada") + account("post", "by: ben") + account("echo", "by: [ada, ben]"),
        TWICE,
    ),
    "nobody named, but passed on by one": (
        TWO,
        account("post", "via: ada") + account("echo", "via: [ada, ben]"),
        TWICE,
    ),
    "tellers passed on by one": (
        TWO,
        account("post", "by: ada", "via: cyd") + account("echo", "by: ben", "via: cyd"),
        SEVERAL,
    ),
    "nobody named, in one source": (
        source("post"),
        account("post", "by: {unnamed: A  porter}") + account("post", "by: {unnamed: a porter}"),
        ONE,
    ),
    "nobody named, in two sources": (
        TWO,
        account("post", "by: {unnamed: a porter}") + account("echo", "by: {unnamed: a porter}"),
        SEVERAL,
    ),
    "two witnesses in three sources": (
        source("post") + source("echo", "derives_from: post") + source("late"),
        account("post") + account("echo") + account("late"),
        "two accounts, printed in three sources, common origin not excluded",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_witnesses_are_counted_by_origin(case: str, tmp_path: Path) -> None:
    sources, accounts, words = CASES[case]
    edition, event, broken = event_of(tmp_path, sources, accounts)
    assert broken == []
    assert in_words(of_event(edition, event)) == words


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_is_never_independent(case: str, tmp_path: Path) -> None:
    sources, accounts, words = CASES[case]
    edition, event, broken = event_of(
        tmp_path, sources, accounts, "independent: neither knew of the other"
    )
    found = of_event(edition, event)
    said = in_words(found, independent=event.independent is not None)
    if words.startswith("one"):
        assert broken == ["one-origin"]
        assert "independent" not in said
    else:
        assert broken == []
        assert said.startswith("two independent accounts")
        assert "not excluded" not in said


def test_what_they_came_through_is_known(tmp_path: Path) -> None:
    for case, names in {
        "drawn on in part": ["post"],
        "two tellers in one source": ["post"],
        "tellers passed on by one": ["cyd"],
        "two sources": [],
    }.items():
        sources, accounts, _ = CASES[case]
        edition, event, _ = event_of(tmp_path / case.replace(" ", "-"), sources, accounts)
        assert [entry.id for entry in of_event(edition, event).shared] == names


def test_a_circle_of_sources_ends(tmp_path: Path) -> None:
    sources = source("post", "derives_from: echo") + source("echo", "derives_from: post")
    edition, event, broken = event_of(tmp_path, sources, account("post") + account("echo"))
    assert broken == ["circle"]
    assert in_words(of_event(edition, event)) == TWICE


def test_it_stands_on_the_page_with_its_reason(tmp_path: Path) -> None:
    sources, accounts, _ = CASES["two sources"]
    event_of(tmp_path, sources, accounts, "independent: each was there, says [[ada]]")
    page = build(tmp_path).pages["events/fire.html"]
    said = [text(p) for p in page.html.iter("p") if p.get("class") == "witnesses"]
    assert said == [
        "Two independent accounts: each was there, says Ada Moor. How accounts are counted"
    ]


def test_claims_and_figures_are_one_account_each() -> None:
    harbour = built("harbour")
    edition = harbour.edition
    for entry in (*edition.of("claim"), *edition.of("figure")):
        found = of_record(edition, entry.record)  # type: ignore[arg-type]
        assert in_words(found) == "one account", entry.id
    stoker = edition.entries["claim"]["stoker-on-the-cable"].record
    assert isinstance(stoker, Claim)
    page = harbour.pages["claims/stoker-on-the-cable.html"]
    assert "One account: a stoker, in Gazette." in text(page.find(".//main"))
    page = harbour.pages["figures/men-out-by-the-union.html"]
    assert "One account: Dockers’ Union, through Ada Thorne, in Gazette" in text(
        page.find(".//main")
    )


def test_the_data_say_it_too() -> None:
    import json

    events = json.loads(built("harbour").files["data/events.json"])
    assert events["crane-falls"]["witnesses"] == {"accounts": 2, "words": SEVERAL}
    assert events["strike"]["witnesses"] == {"accounts": 1, "words": ONE}


# Whatever the lines: tellings that share a root are one, and order makes no difference.

ROOTS = st.frozensets(st.sampled_from([("unnamed", "s", c) for c in "abcdef"]), min_size=1)
TELLINGS = st.lists(ROOTS, min_size=1, max_size=7)


def tellings(roots: list[frozenset[tuple[str, ...]]]) -> list[Telling]:
    entry = built("harbour").edition.entries["source"]["log"]
    return [Telling(entry, (), (), one, one) for one in roots]


def groups(found: Lineage) -> set[frozenset[int]]:
    return {frozenset(witness.tellings) for witness in found.witnesses}


@settings(deadline=None)
@given(TELLINGS)
def test_every_telling_is_of_one_witness(roots: list[frozenset[tuple[str, ...]]]) -> None:
    found = lineage(tellings(roots))
    members = [position for witness in found.witnesses for position in witness.tellings]
    assert sorted(members) == list(range(len(roots)))
    for one in found.witnesses:
        for other in found.witnesses:
            if one is not other:
                here = frozenset().union(*(roots[at] for at in one.tellings))
                there = frozenset().union(*(roots[at] for at in other.tellings))
                assert not here & there


@settings(deadline=None)
@given(TELLINGS, st.randoms())
def test_the_order_of_tellings_counts_for_nothing(
    roots: list[frozenset[tuple[str, ...]]], random: object
) -> None:
    order = list(range(len(roots)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = groups(lineage(tellings([roots[at] for at in order])))
    assert groups(lineage(tellings(roots))) == {
        frozenset(order[at] for at in group) for group in shuffled
    }


@settings(deadline=None)
@given(TELLINGS, ROOTS)
def test_another_copy_never_adds_a_witness(
    roots: list[frozenset[tuple[str, ...]]], root: frozenset[tuple[str, ...]]
) -> None:
    before = lineage(tellings([*roots, root]))
    after = lineage(tellings([*roots, root, root]))
    assert len(after.witnesses) == len(before.witnesses)


def test_what_a_source_comes_from() -> None:
    edition = built("harbour").edition
    gazette = edition.entries["source"]["gazette"]
    assert {entry.id for entry in above(edition, gazette)} == {"gazette", "handbill"}
    assert {entry.id for entry in above(edition, gazette, drawn_on=False)} == {"gazette"}


def test_of_a_source_and_what_it_draws_on_the_source_is_named(tmp_path: Path) -> None:
    papers = source("gazette", "cites: report") + source("mail", "cites: report") + source("report")
    one_paper = account("gazette", "by: ada") + account("gazette", "by: ben")
    edition, event, _ = event_of(tmp_path / "a", papers, one_paper)
    found = of_event(edition, event).shared
    assert [entry.id for entry in found] == ["gazette", "report"]
    assert [entry.id for entry in nearest(edition, found)] == ["gazette"]

    two_papers = account("gazette", "by: ada") + account("mail", "by: ben")
    edition, event, _ = event_of(tmp_path / "b", papers, two_papers)
    found = of_event(edition, event).shared
    assert [entry.id for entry in nearest(edition, found)] == ["report"]
