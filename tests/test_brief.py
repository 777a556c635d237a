"""Briefs: what is selected and why, and that whatever a brief prints can be followed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from book_site import FILES, order_of, read_site, write_site
from built_sites import Page, built, classes, parse, text
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.cli import main
from casebook.edit.briefs import Ask, AskError, Reason, Selection, select, span_of, spoken
from casebook.edit.briefs.selection import NAMED, TOLD
from casebook.edit.edition import Edition, Entry
from casebook.model.claims import Claim
from casebook.model.site import ABOUT
from casebook.output import Output
from casebook.render.book.pages import PageMap
from casebook.render.book.render import _Book
from casebook.render.book.volumes import brief_volume

KARACHI_ADDRESS = "https://example.org/karachi/"
NUMBER = re.compile(r"(?<![\w-])[ECF][0-9]{2,}(?![\w-])")


def edition(name: str) -> Edition:
    return built({"karachi": "own"}.get(name, name)).edition


@pytest.fixture(scope="module")
def vellmark(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return read_site(write_site(tmp_path_factory.mktemp("vellmark")))


def one(of: Edition, words: str) -> Entry:
    return spoken(of, words, ABOUT, "--about")


def ids(selection: Selection, *reasons: Reason) -> set[str]:
    return {entry.key for entry in selection.of(*reasons)}


# What is selected


def test_each_record_is_there_for_a_reason(vellmark: Edition) -> None:
    found = select(vellmark, Ask(about=(one(vellmark, "watch"),)))
    assert ids(found, Reason.ASKED) == {"party-watch"}
    assert ids(found, Reason.ANSWERS) == {"claim-rower-blames-watch"}
    assert ids(found, Reason.EVENT) == {"event-fire-on-the-quay"}
    assert ids(found, Reason.OF_EVENT) == {
        "claim-tarn-blames-league", "figure-loss-gazette", "figure-loss-post",
    }  # fmt: skip
    assert ids(found, Reason.REPLY) == {"claim-league-denies"}
    assert ids(found, Reason.COMPARED) == {"comparison-losses"}
    assert ids(found, Reason.NAMED) == {
        "party-league", "party-harbour-office", "person-ada-tarn", "place-east-quay",
        "community-rowers",
    }  # fmt: skip
    # Nobody in it speaks of a berth; the Post draws on a telegram.
    assert ids(found, Reason.TERM) == set()
    assert ids(found, Reason.SOURCE) == {"source-gazette", "source-post", "source-telegram"}
    assert found.excerpts == frozenset()


def test_a_reply_brings_what_it_answers_and_what_else_was_replied() -> None:
    harbour = edition("harbour")
    found = select(harbour, Ask(about=(one(harbour, "claim:vane-denies"),)))
    assert ids(found, Reason.ASKED) == {"claim-vane-denies"}
    # The claim that it answers refers to it, and so is an answer to the question.
    assert ids(found, Reason.ANSWERS) == {"claim-thorne-on-the-tally"}
    assert ids(found, Reason.REPLY) == {"claim-vane-made-good"}


def test_options_of_one_kind_are_alternatives_and_of_several_are_all_met(
    vellmark: Edition,
) -> None:
    def answers(
        about: tuple[Entry, ...] = (),
        places: tuple[Entry, ...] = (),
        sources: tuple[Entry, ...] = (),
    ) -> set[str]:
        return ids(select(vellmark, Ask(about, places, sources)), Reason.ANSWERS)

    office, rowers = one(vellmark, "harbour-office"), one(vellmark, "rowers")
    quay, post = one(vellmark, "east-quay"), one(vellmark, "post")
    either = answers(about=(office, rowers))
    assert either == answers(about=(office,)) | answers(about=(rowers,))
    assert "event-march-to-the-office" in either
    both = answers(about=(office, rowers), places=(quay,))
    assert both == {
        "event-fire-on-the-quay", "claim-rower-blames-watch", "figure-loss-gazette",
    }  # fmt: skip
    assert answers(about=(office, rowers), places=(quay,), sources=(post,)) == {
        "event-fire-on-the-quay", "claim-rower-blames-watch",
    }  # fmt: skip


def test_a_place_is_meant_with_all_that_lies_in_it(vellmark: Edition) -> None:
    found = select(vellmark, Ask(places=(one(vellmark, "vellmark"),)))
    assert "event-fire-on-the-quay" in ids(found, Reason.ANSWERS)
    assert ids(found, Reason.ASKED) == {"place-vellmark", "place-east-quay"}


def test_a_source_alone_comes_with_its_excerpt(vellmark: Edition) -> None:
    gazette, league = one(vellmark, "gazette"), one(vellmark, "league")
    assert select(vellmark, Ask(sources=(gazette,))).excerpts == {"gazette"}
    assert not select(vellmark, Ask(sources=(gazette,), about=(league,))).excerpts


def test_a_term_is_there_if_its_words_are(tmp_path: Path) -> None:
    words = FILES["glossary.yaml"].replace("berth:\n  name: Berth", "b:\n  name: BERTH, Berths")
    changed = {"glossary.yaml": words}
    known = read_site(write_site(tmp_path, changed))
    of_quarrel = select(known, Ask(about=(one(known, "old-quarrel"),)))
    assert ids(of_quarrel, Reason.TERM) == {"term-b"}
    of_march = select(known, Ask(about=(one(known, "march-to-the-office"),)))
    assert ids(of_march, Reason.TERM) == set()


@pytest.mark.parametrize(
    ("first", "last", "events"),
    [
        ("1912-06", "1912-06", {"short-tally-in-june"}),
        # In a set each day counts, and an event without a date is of what it is ordered by.
        ("1912-07-18", "1912-07-18", {
            "strike", "first-word-of-a-strike", "crane-falls", "talk-goes-on",
        }),
        ("1912-07-20", "1912-07-20", {
            "strike", "first-word-of-a-strike", "eastern-boats-join", "talk-goes-on",
        }),
        # "By 20 July" is of the 20th and not of all time before; what went on goes on.
        ("", "1912-05", set()),
        ("1913", "", {"talk-goes-on"}),
    ],
)  # fmt: skip
def test_a_time_is_taken_by_its_bounds(first: str, last: str, events: set[str]) -> None:
    harbour = edition("harbour")
    ask = Ask(span=span_of(first, last))
    if not events:
        with pytest.raises(AskError, match="no event, claim or figure"):
            select(harbour, ask)
        return
    found = {e.id for e in select(harbour, ask).of(Reason.ANSWERS) if e.kind.name == "event"}
    assert found - {"meeting-at-the-salt-house"} == events


def test_the_same_question_gives_the_same_brief() -> None:
    harbour = edition("harbour")
    backwards = replace(
        harbour,
        edges_to={entry: edges[::-1] for entry, edges in harbour.edges_to.items()},
        edges_from={entry: edges[::-1] for entry, edges in harbour.edges_from.items()},
    )
    for entry in _all(harbour):
        ask = Ask(about=(entry,))
        if not _is_empty(harbour, ask):
            reasons = {e: w.reason for e, w in select(harbour, ask).why.items()}
            assert {e: w.reason for e, w in select(backwards, ask).why.items()} == reasons


# What must hold of any


def _all(of: Edition) -> Iterator[Entry]:
    for kind in ABOUT:
        yield from of.of(kind)


def _is_empty(of: Edition, ask: Ask) -> bool:
    try:
        select(of, ask)
    except AskError:
        return True
    return False


def _told(found: Selection) -> list[Entry]:
    return [entry for entry in found.why if entry.kind.name in TOLD]


def _check(of: Edition, found: Selection) -> None:
    """Nothing that a record of the brief needs is missing."""
    for entry in _told(found):
        edges = of.edges_from.get(entry, ())
        for edge in edges:
            if edge.target.kind.name in (*NAMED, "source", "term", "comparison"):
                assert edge.target in found, f"{entry.key} has no {edge.target.key}"
        if isinstance(entry.record, Claim):
            for reply in entry.record.answered_by:
                assert of.entry(reply.claim) in found, f"{entry.key} lacks a reply"
    for entry in found.why:
        for edge in of.edges_to.get(entry, ()):
            if (entry.kind.name, edge.field) in (("event", "events"), ("comparison", "compare")):
                assert edge.source in found
        for edge in of.edges_from.get(entry, ()):
            if edge.target.kind.name in ("source", "term") and edge.field != "excerpt":
                assert edge.target in found, f"{entry.key} cites {edge.target.key}"
    for entry, why in found.why.items():
        assert why.through is None or why.through in found
        assert entry.kind.folder


HARBOUR_SPANS = ["1912", "1912-06", "1912-07", "1912-07-16", "1912-08", "1911"]


def test_nothing_is_missing_from_any_brief_of_one_record() -> None:
    harbour, asked = edition("harbour"), 0
    for entry in _all(harbour):
        ask = Ask(about=(entry,))
        if not _is_empty(harbour, ask):
            asked += 1
            _check(harbour, select(harbour, ask))
    assert asked > 30


@settings(max_examples=60)
@given(st.data())
def test_nothing_is_missing_from_any_brief(data: st.DataObject) -> None:
    harbour = edition("harbour")
    some = st.lists(st.sampled_from(list(_all(harbour))), max_size=2, unique=True)
    places = st.lists(st.sampled_from(harbour.of("place")), max_size=1)
    sources = st.lists(st.sampled_from(harbour.of("source")), max_size=2, unique=True)
    day = st.sampled_from(["", *HARBOUR_SPANS])
    first, last = sorted((data.draw(day), data.draw(day)))
    try:
        span = span_of(first, last)
    except AskError:
        span = None
    ask = Ask(
        tuple(data.draw(some)), tuple(data.draw(places)), tuple(data.draw(sources)), span
    )  # fmt: skip
    try:
        found = select(harbour, ask)
    except AskError:
        return
    _check(harbour, found)
    for entry in found.of(Reason.ANSWERS):
        # Each answers every part of the question by itself: take one part away, and it still does.
        for less in (
            replace(ask, about=()), replace(ask, places=()), replace(ask, sources=()),
            replace(ask, span=None),
        ):  # fmt: skip
            if not less.is_empty:
                assert select(harbour, less).why[entry].reason in (Reason.ANSWERS, Reason.ASKED)


# What is printed


def laid(of: Edition, ask: Ask) -> tuple[Page, Selection]:
    """The text of a brief as it is laid out."""
    order = order_of(of)
    volume = brief_volume(of, ask, "A brief", "brief.pdf")
    html = _Book(order, volume).html(PageMap(), False)
    return parse("brief.html", html.encode()), select(of, ask)


def _texts(page: Page) -> Iterator[tuple[str, Element]]:
    """Every text with the element it stands in, but for what is not of the record."""
    for element in page.html.iter():
        above = list(page.above(element))
        if any("chapter-reading" in classes(one) for one in above):
            continue
        if element.text:
            yield element.text, element
        parent = page.parents.get(element)
        if element.tail and parent is not None:
            yield element.tail, parent


def _href(page: Page, element: Element) -> str:
    link = next((one for one in page.above(element) if one.tag == "a"), None)
    return (link.get("href") or "") if link is not None else ""


def _check_page(of: Edition, page: Page, found: Selection, address: str) -> None:
    anchors = {element.get("id") for element in page.html.iter() if element.get("id")}
    numbers = {entry.number for entry in found.why if entry.number}
    everything = {
        address + entry.path for of_kind in of.entries.values() for entry in of_kind.values()
    }
    paths = {address + entry.path for entry in found.why}
    for link in page.html.iter("a"):
        href = link.get("href") or ""
        if href.startswith("#"):
            assert href[1:] in anchors, href
        if "cite" in classes(link) or link.get("data-term"):
            assert href.startswith("#"), (href, text(link))
        if href.startswith(address) and href != address:
            assert href in everything, href
            assert href not in paths, f"{href} is in the brief"
    for words, element in _texts(page):
        for number in NUMBER.findall(words):
            inside = number in numbers
            assert inside or _href(page, element).startswith(address), (number, words)
    for element in page.html.iter("span"):
        if "elsewhere" in classes(element):
            before = _before(page, element)
            assert (before.get("href") or "").startswith(address), text(before)
    _check_replies(of, page, found)


def _before(page: Page, element: Element) -> Element:
    """The link that stands before an element: the first of the words it follows."""
    siblings = list(page.parents[element])
    links = [one for one in siblings[: siblings.index(element)] if one.tag == "a"]
    return links[-1]


def _check_replies(of: Edition, page: Page, found: Selection) -> None:
    headings = {one.get("id"): one for one in page.html.iter("h3")}
    for entry in found.why:
        if entry.kind.name != "claim":
            continue
        article = page.parents[headings[entry.key]]
        record = entry.record
        assert isinstance(record, Claim)
        shown = [one for one in article.iter("div") if "reply" in classes(one)]
        if record.replies == "none-printed":
            assert [text(one) for one in shown] == ["No reply printed."]
        else:
            assert len(shown) == len(record.answered_by)
            for reply, box in zip(record.answered_by, shown, strict=True):
                leads = {a.get("href") for a in box.iter("a")}
                assert f"#{of.entry(reply.claim).key}" in leads


@pytest.mark.parametrize("kind", [kind for kind in ABOUT if kind != "term"])
def test_everything_printed_can_be_followed(kind: str) -> None:
    harbour = edition("harbour")
    asks = (Ask(about=(entry,)) for entry in harbour.of(kind))
    done = 0
    for ask in itertools.islice((a for a in asks if not _is_empty(harbour, a)), 3):
        page, found = laid(harbour, ask)
        _check_page(harbour, page, found, "https://example.org/merrow/")
        done += 1
    assert done


def _karachi(name: str) -> Ask:
    karachi = edition("karachi")
    lyari, mqm = one(karachi, "lyari"), one(karachi, "party:mqm")
    asks = {
        "a party": Ask(about=(mqm,)),
        "a place": Ask(places=(lyari,)),
        "a place at a time": Ask(places=(lyari,), span=span_of("2010-01", "2010-01")),
        "a person": Ask(about=(one(karachi, "rafiq-engineer"),)),
        "a source": Ask(sources=(one(karachi, "source:guardian"),)),
        "a span": Ask(span=span_of("2011-07", "2011-08")),
        "a term": Ask(about=(one(karachi, "term:mohajir"),)),
    }
    return asks[name]


@pytest.mark.parametrize("name", ["a party", "a place at a time", "a person", "a source", "a span"])
def test_everything_printed_of_our_own_record_can_be_followed(name: str) -> None:
    karachi, ask = edition("karachi"), _karachi(name)
    page, found = laid(karachi, ask)
    _check(karachi, found)
    _check_page(karachi, page, found, KARACHI_ADDRESS)
    printed = {number for words, _ in _texts(page) for number in NUMBER.findall(words)}
    numbers = {entry.number for entry in found.why if entry.number}
    assert numbers <= printed
    assert any("elsewhere" in classes(one) for one in page.html.iter("span"))


def test_it_says_what_it_is_about_and_what_it_leaves_out() -> None:
    karachi = edition("karachi")
    page, found = laid(karachi, _karachi("a place at a time"))
    words = text(page.html)
    here = {kind: sum(e.kind.name == kind for e in found.why) for kind in TOLD}
    cover = text(next(one for one in page.html.iter("section") if "cover" in classes(one)))
    for kind in TOLD:
        plural = karachi.kind(kind).plural
        assert f"{plural} {here[kind]} of {len(karachi.of(kind))}" in cover
    assert "Lyari; January 2010" in cover
    assert "A brief from the record Karachi 2009–2011" in cover
    assert "What it leaves out" in words
    assert f"It can be read at {KARACHI_ADDRESS}." in words
    ids_of = {one.get("id") for one in page.html.iter("h1")}
    assert ids_of & {"page-bottom-line", "page-method"} == set()


def test_without_an_address_a_reference_leads_to_what_is_left_out(tmp_path: Path) -> None:
    site = FILES["site.yaml"].replace("address: https://example.org/vellmark/\n", "")
    nowhere = read_site(write_site(tmp_path, {"site.yaml": site}))
    page, _ = laid(nowhere, Ask(about=(one(nowhere, "old-quarrel"),)))
    hrefs = {a.get("href") for a in page.html.iter("a")}
    assert not {href for href in hrefs if href and "people" in href}
    assert "#brief" in hrefs
    for element in page.html.iter("span"):
        if "elsewhere" in classes(element):
            assert _before(page, element).get("href") == "#brief"


def test_the_book_is_as_it_was_without_briefs(vellmark: Edition) -> None:
    html = _Book(order_of(vellmark)).html(PageMap(), False)
    assert "in the full record" not in html
    assert 'class="p elsewhere"' not in html


# What is refused


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--about", "leage"], "there is no record `leage` (--about); did you mean `league`?"),
        (["--about", "party:leage"], "there is no party `leage` (--about); did you mean `league`?"),
        (["--about", "gang:watch"], "there is no kind of record called `gang` (--about)"),
        (["--about", "page:method"], "--about does not take a page"),
        (["--place", "league"], "`league` in --place is a party, not a place"),
        (["--place", "party:league"], "--place does not take a party; it takes a place"),
        (["--from", "3/1951"], "write 1951-03"),
        (["--from", "1951-03/1951-04"], "is not one day, month or year"),
        (["--from", "1952", "--to", "1951"], "ends before it begins"),
        (["--from", "1980"], "its events are of"),
        (["--about", "league", "--from", "1980"], "ask for another time, or for less at once"),
        ([], "nothing is asked for; say what it is about, where, from which source or when"),
    ],
)
def test_what_makes_no_brief_is_refused(
    options: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, file = write_site(tmp_path / "site"), tmp_path / "a.pdf"
    assert main(["brief", "--site", str(site), *options, "-o", str(file)]) == 2
    assert message in capsys.readouterr().err
    assert not file.exists()


def test_an_id_of_several_kinds_asks_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = FILES["glossary.yaml"].replace("berth:", "marchers:", 1)
    site = write_site(tmp_path / "site", {"glossary.yaml": terms})
    assert main(["brief", "--site", str(site), "--about", "marchers", "-o", "x"]) == 2
    assert "write `figure:marchers` or `term:marchers`" in capsys.readouterr().err


BRIEFS = """\
briefs:
  - id: the-league
    title: The League
    about: league
  - id: march
    title: March 1951 on the quay
    place: east-quay
    from: 1951-03
    to: 1951-03
"""


def with_briefs(folder: Path, briefs: str) -> Path:
    return write_site(folder, {"site.yaml": FILES["site.yaml"] + briefs})


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("about: league", "about: leage", "unknown-reference"),
        ("about: league", "place: league", "wrong-kind"),
        ("id: march", "id: the-league", "brief-twice"),
        ("    about: league\n", "", "empty-brief"),
        ("about: league", "about: berth", "empty-brief"),
        ("to: 1951-03", "to: 1950", "empty-brief"),
        ("from: 1951-03", "from: 1951-03/..", "empty-brief"),
        ("from: 1951-03", "from: march", "bad-date"),
        ("id: march", "id: March", "bad-name"),
        ("    title: The League\n", "", "missing-field"),
    ],
)
def test_briefs_of_the_record_are_checked(
    old: str, new: str, rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert old in BRIEFS
    site = with_briefs(tmp_path, BRIEFS.replace(old, new, 1))
    assert main(["check", "--site", str(site)]) == 1
    said = capsys.readouterr().out
    assert f"({rule})" in said
    assert re.search(r"site\.yaml:1[0-9]:|site\.yaml:2[0-9]:", said)


def test_a_record_that_is_renamed_is_renamed_in_a_brief(tmp_path: Path) -> None:
    site = with_briefs(tmp_path, BRIEFS)
    assert main(["rename", "--site", str(site), "party", "league", "dockers"]) == 0
    assert "    about: dockers\n" in (site / "site.yaml").read_text()


# Where it is offered


def test_the_site_offers_briefs_where_a_book_is_made(tmp_path: Path) -> None:
    from casebook.render.site.render import render_site

    briefed = read_site(with_briefs(tmp_path, BRIEFS))
    order = replace(order_of(briefed), parts=frozenset(("html", "book")))
    made = [one for one in render_site(order) if isinstance(one, Output)]
    pages = {one.path: one.data.decode() for one in made if one.path[-5:] == ".html"}
    home = parse("index.html", pages["index.html"].encode())
    heading = home.find(".//h3[@id='briefs']")
    links = [(a.get("href"), text(a)) for a in home.parents[heading].iter("a")]
    assert ("briefs/the-league.pdf", "The League") in links
    assert ("briefs/march.pdf", "March 1951 on the quay") in links
    assert "../briefs/the-league.pdf" in pages["parties/league.html"]
    assert "../briefs/march.pdf" in pages["places/east-quay.html"]
    assert "briefs/the-league.pdf" not in pages["places/east-quay.html"]
    assert 'href="../index.html#briefs"' in pages["people/ada-tarn.html"]
    assert not parse("x", pages["parties/league.html"].encode()).faults
    without = replace(order, parts=frozenset(("html",)))
    for one in render_site(without):
        assert isinstance(one, Output)
        assert b"briefs/" not in one.data or not one.path.endswith(".html")
