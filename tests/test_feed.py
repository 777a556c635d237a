"""The feed of what was entered, renamed and withdrawn: sound Atom (RFC 4287), and honest."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import html5lib
import pytest
from built_sites import built, text
from hostile import ATTACKS, hostile_edition
from registering import DAY, LATER, it_is, pages, run, whole

from casebook.edit.edition import Edition
from casebook.model.claims import Claim
from casebook.model.kept import Register, Registered
from casebook.render.parts import Order
from casebook.render.replies import reply_words
from casebook.render.site.feed import MOST, ONE_BY_ONE, feed
from casebook.spot import Spot, Text

ATOM = "{http://www.w3.org/2005/Atom}"
LATEST = "2027-01-05"
HERE = Spot("register.yaml", 1, 1)

# What RFC 4287 asks for, as (least, most) of each element.
OF_FEED = {
    "id": (1, 1), "title": (1, 1), "updated": (1, 1), "subtitle": (0, 1), "rights": (0, 1),
    "link": (1, 9), "author": (1, 99), "entry": (0, MOST),
}  # fmt: skip
OF_ENTRY = {
    "id": (1, 1), "title": (1, 1), "updated": (1, 1), "link": (1, 1), "category": (0, 9),
    "content": (1, 1),
}  # fmt: skip
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d{2}-\d{2}:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#%]*")


def read(data: bytes) -> Element:
    """A feed that keeps the rules; the first that it breaks fails."""
    root = ElementTree.fromstring(data)
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang")
    keeps(root, OF_FEED)
    relations = [one.get("rel") for one in root.findall(f"{ATOM}link")]
    assert sorted(map(str, relations)) == ["alternate", "self"]
    for author in root.findall(f"{ATOM}author"):
        assert [one.tag for one in author] == [f"{ATOM}name"] and author[0].text
    ids = [word(root, "id")]
    for entry in root.findall(f"{ATOM}entry"):
        keeps(entry, OF_ENTRY)
        ids.append(word(entry, "id"))
        content = entry.find(f"{ATOM}content")
        assert content is not None and content.get("type") == "html"
        fragment(content.text or "")
    assert [one for one in ids if not TAG.fullmatch(one)] == []
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    for moment in root.iter(f"{ATOM}updated"):
        datetime.strptime(moment.text or "", "%Y-%m-%dT%H:%M:%SZ")
    for link in root.iter(f"{ATOM}link"):
        assert urlsplit(link.get("href") or "").scheme == "https"
    return root


def keeps(above: Element, rules: dict[str, tuple[int, int]]) -> None:
    counts = Counter(one.tag.removeprefix(ATOM) for one in above)
    assert set(counts) <= set(rules)
    for name, (least, most) in rules.items():
        assert least <= counts[name] <= most, name


def word(above: Element, name: str) -> str:
    found = above.find(ATOM + name)
    assert found is not None and found.text
    return found.text


def fragment(words: str) -> Element:
    """The HTML of an entry, which no browser would have to mend."""
    parser: Any = html5lib.HTMLParser(namespaceHTMLElements=False)
    found: Element = parser.parseFragment(words)
    assert parser.errors == []
    return found


def entries(root: Element) -> dict[str, Element]:
    return {word(one, "title"): one for one in root.findall(f"{ATOM}entry")}


def content(entry: Element) -> Element:
    return fragment(word(entry, "content"))


def link(entry: Element) -> str:
    found = entry.find(f"{ATOM}link")
    assert found is not None
    return found.get("href") or ""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    it_is(monkeypatch, DAY)
    folder = whole(tmp_path / "site")
    assert run("register", "--site", folder) == 0
    return folder


# Our own


def test_our_own_feed_is_sound_and_leads_somewhere() -> None:
    own = built("own")
    root = read(own.files["feed.xml"])
    address = str(own.edition.site.address)
    for href in [one.get("href") or "" for one in root.iter(f"{ATOM}link")]:
        assert href.removeprefix(address) in own.files, href
    seen = 0
    for entry in entries(root).values():
        for anchor in content(entry).iter("a"):
            assert (anchor.get("href") or "").removeprefix(address) in own.files
            seen += 1
    assert seen > 200
    days = [
        str(day)
        for below in own.edition.manuscript.register.entries.values()
        for one in below.values()
        for day in (one.day, one.gone)
        if day
    ]
    assert word(root, "updated") == f"{max(days)}T00:00:00Z"
    found = [word(one, "updated") for one in root.findall(f"{ATOM}entry")]
    assert found == sorted(found, reverse=True)


def test_every_page_leads_to_it() -> None:
    for path, page in built("own").pages.items():
        up = "/karachi/" if path == "404.html" else "../" * path.count("/")
        links = [one for one in page.html.iter("link") if one.get("rel") == "alternate"]
        assert [(one.get("type"), one.get("href")) for one in links] == [
            ("application/atom+xml", f"{up}feed.xml")
        ]
        assert f"{up}feed.xml" in [one.get("href") for one in page.find(".//footer").iter("a")]


def test_without_a_register_or_an_address_there_is_none(site: Path) -> None:
    harbour = built("harbour")
    assert not harbour.edition.manuscript.register.kept
    assert "feed.xml" not in harbour.files
    assert "atom" not in harbour.pages["index.html"].source
    assert "feed.xml" in pages(site)
    config = site / "site.yaml"
    words = config.read_text(encoding="utf-8")
    config.write_text(re.sub(r"^address: .*\n", "", words, flags=re.M), encoding="utf-8")
    found = pages(site)
    assert "feed.xml" not in found
    assert b"feed.xml" not in found["index.html"]


# What it tells


def test_what_is_entered_is_told_one_by_one_or_together(site: Path) -> None:
    told = entries(read(pages(site)["feed.xml"]))
    assert link(told["Entered: E02 High water"]).endswith("/tiny/events/spring-flood.html")
    assert all(word(one, "updated") == f"{DAY}T00:00:00Z" for one in told.values())
    assert {"Entered: Claim C01", "Entered: Claim C02", "Entered: Claim C03"} <= set(told)
    own = entries(read(built("own").files["feed.xml"]))
    several = {title: one for title, one in own.items() if title.endswith(" claims")}
    title, claims = max(several.items(), key=lambda item: int(item[0].split()[1]))
    items = list(content(claims).iter("li"))
    assert len(items) == 40
    assert f"And {int(title.split()[1]) - 40} more" in text(content(claims))
    assert link(claims).endswith("claims/index.html")


def test_a_renaming_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {word(one, "id") for one in entries(read(pages(site)["feed.xml"])).values()}
    it_is(monkeypatch, LATER)
    assert run("rename", "event", "spring-flood", "flood", "--site", site) == 0
    told = entries(read(pages(site)["feed.xml"]))
    renamed = told["Renamed: E02 High water"]
    assert word(renamed, "updated") == f"{LATER}T00:00:00Z"
    assert link(renamed).endswith("events/spring-flood.html")
    words = text(content(renamed))
    assert "Its address was events/spring-flood.html and is now events/flood.html." in words
    entered = told["Entered: E02 High water"]
    assert link(entered).endswith("events/flood.html")
    assert len([one for one in told if "E02" in one]) == 2, "it was entered once"
    after = {word(one, "id") for one in told.values()}
    assert word(entered, "id") in before, "what was told keeps its id"
    assert len(after - before) == 1


def test_a_withdrawal_gives_its_reason_and_not_what_was_said(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(monkeypatch, LATER)
    claims = (site / "claims.yaml").read_text(encoding="utf-8")
    (site / "claims.yaml").write_text(
        claims + "alone:\n  kind: allegation\n  by: source\n  about: [ada-lind]\n"
        "  from: harbour-log p1\n  title: Ada Lind hid the log\n"
        "  says: The [[harbour-log]] has it that she hid it.\n  replies: none-printed\n",
        encoding="utf-8",
    )
    assert run("register", "--site", site) == 0
    found = entries(read(pages(site)["feed.xml"]))
    title = next(one for one in found if one.startswith("Entered: Claim") and
                 word(found[one], "updated").startswith(LATER))  # fmt: skip
    assert "hid" not in title
    words = text(content(found[title]))
    assert words.index("no reply printed") < words.index("hid")
    it_is(monkeypatch, LATEST)
    why = "It was of <another> town & year."
    assert run("withdraw", "claim", "alone", "--why", why, "--site", site) == 0
    root = read(pages(site)["feed.xml"])
    told = entries(root)
    assert word(root, "updated") == f"{LATEST}T00:00:00Z"
    assert title not in told
    gone = told[title.replace("Entered: Claim", "Withdrawn: claim")]
    assert text(content(gone)) == why
    assert link(gone).endswith("claims/alone.html")


def test_no_claim_stands_in_it_without_its_reply() -> None:
    own = built("own")
    seen = 0
    for entry in entries(read(own.files["feed.xml"])).values():
        words = text(content(entry)) + word(entry, "title")
        for claim in own.edition.of("claim"):
            assert isinstance(claim.record, Claim)
            reply = reply_words(own.edition, claim)
            if reply and claim.label in words:
                seen += 1
                at = words.index(claim.label)
                assert words[at + len(claim.label) :].lstrip().startswith(f"({reply}"), claim.id
    assert seen > 10


# Bounds


def registered(edition: Edition, days: int) -> Edition:
    """An edition whose register has its events entered on one day each, and some more."""
    ids = list(edition.entries["event"])
    below = {
        id_: Registered(at=HERE, spots={}, day=Text(f"2026-11-{n % days + 1:02}", HERE))
        for n, id_ in enumerate([*ids, *(f"gone-{n}" for n in range(200))])
    }
    for n, (id_, one) in enumerate(below.items()):
        if id_.startswith("gone"):
            why = ATTACKS[n % len(ATTACKS)]
            below[id_] = replace(one, withdrawn=Text(why, HERE), gone=Text("2026-12-01", HERE))
    site = replace(edition.site, address=Text("https://example.org/tiny/", HERE))
    manuscript = replace(
        edition.manuscript, site=site, register=Register({"event": below}, kept=True)
    )
    return replace(edition, manuscript=manuscript)


def made(edition: Edition) -> bytes:
    [output] = feed(Order(edition, frozenset(("html",)), [], []))
    return output.data


def test_it_is_bounded_and_nothing_typed_breaks_it(tmp_path: Path) -> None:
    edition = registered(hostile_edition(tmp_path), 20)
    data = made(edition)
    root = read(data)
    assert len(root.findall(f"{ATOM}entry")) == MOST
    for entry in root.findall(f"{ATOM}entry"):
        assert {one.tag for one in content(entry).iter() if isinstance(one.tag, str)} <= {
            *("DOCUMENT_FRAGMENT", "p", "a", "ul", "li", "span"),
        }
    assert data == made(edition)


def test_what_came_in_one_day_is_told_the_same_way_for_good() -> None:
    """How many came decides, and not how many are left: an id once given stays."""
    own = built("own").edition
    ids = list(own.entries["event"])[: ONE_BY_ONE + 1]
    day = Text(DAY, HERE)
    below = {id_: Registered(at=HERE, spots={}, day=day) for id_ in ids}

    def told(below: dict[str, Registered]) -> set[str]:
        register = Register({"event": below}, kept=True)
        edition = replace(own, manuscript=replace(own.manuscript, register=register))
        return {word(one, "id") for one in read(made(edition)).findall(f"{ATOM}entry")}

    together = told(below)
    assert len(together) == 1
    assert len(told(dict(list(below.items())[:ONE_BY_ONE]))) == ONE_BY_ONE
    withdrawn = replace(below[ids[0]], withdrawn=Text("Twice.", HERE), gone=Text(LATER, HERE))
    without = dict(own.entries["event"])
    del without[ids[0]]
    left = replace(own, entries={**own.entries, "event": without})
    register = Register({"event": below | {ids[0]: withdrawn}}, kept=True)
    edition = replace(left, manuscript=replace(left.manuscript, register=register))
    after = {word(one, "id") for one in read(made(edition)).findall(f"{ATOM}entry")}
    assert together < after
    assert len(after) == 2
