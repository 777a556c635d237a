"""Wherever a claim goes, what answers it goes too: page, description, data and book.

Each rendering is found by the claim's id, its title or its words, in every file there is.
"""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import pypdfium2
import pytest
from built_sites import SITES, Built, Page, build, built, classes, parse, text
from tiny import LOG, SITE, write

from casebook.commands.site import order, read
from casebook.edit.edition import Edition, Entry
from casebook.model.claims import Claim
from casebook.prose import plain_text
from casebook.render.book.pages import PageMap
from casebook.render.book.render import _Book
from casebook.render.outputs import render
from casebook.render.replies import AGAIN, reply_words, speakers, unsaid_speakers
from casebook.render.typography import typographic

DIRECTNESS = {
    "direct": "Reply to this",
    "general": "Reply in general terms",
    "earlier": "Said earlier, before this",
}


@pytest.fixture(params=SITES, scope="module")
def site(request: pytest.FixtureRequest) -> Built:
    return built(request.param)


def claim_of(entry: Entry) -> Claim:
    assert isinstance(entry.record, Claim)
    return entry.record


@cache
def answerable(edition: Edition) -> dict[str, Entry]:
    """The claims that must not stand alone."""
    found = {entry.id: entry for entry in edition.of("claim") if reply_words(edition, entry)}
    for entry in edition.of("claim"):
        assert entry.id in found or claim_of(entry).kind != "allegation", entry.id
    return found


@cache
def said(edition: Edition, entry: Entry) -> str:
    """What a claim says, as a reader sees it, without the shorthand of replies in it."""
    claim = claim_of(entry)
    prose = edition.prose[claim.says.at]
    words = plain_text(prose, lambda m: m.words or edition.mentioned(m, claim.says).label)
    return squeezed(words)


@cache
def squeezed(words: str) -> str:
    """Letters and digits alone, so that line ends, chips' letters and quotes do not matter."""
    return re.sub(r"[\W_]+", "", typographic(words).casefold())


def shown(element: Element) -> str:
    """The words of an element without what is for the eye only."""
    if element.get("aria-hidden") == "true":
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [shown(child), child.tail or ""]
    return "".join(parts)


def main(page: Page) -> Element:
    return page.find(".//main")


def links_to_claims(page: Page) -> Iterator[tuple[Element, str]]:
    """Every link of a page to a claim's page, with the claim's id."""
    for link in page.html.iter("a"):
        target = posixpath.normpath(
            posixpath.join(posixpath.dirname(page.path), (link.get("href") or "").split("#")[0])
        )
        found = re.fullmatch(r"claims/([a-z0-9-]+)\.html", target)
        if found and found[1] != "index":
            yield link, found[1]


def next_element(page: Page, element: Element) -> Element | None:
    siblings = list(page.parents[element])
    after = siblings[siblings.index(element) + 1 :]
    return after[0] if after and not (element.tail or "").strip() else None


# Pages


def test_a_frame_holds_every_reply(site: Built) -> None:
    claims = answerable(site.edition)
    seen: set[str] = set()
    for page in site.pages.values():
        for frame in page.html.iter():
            entry = claims.get(frame.get("data-claim") or "")
            if entry is None:
                continue
            seen.add(entry.id)
            inner = {one.get("data-reply"): one for one in frame.iter() if one.get("data-reply")}
            replies = claim_of(entry).answered_by
            assert set(inner) == {reply.claim.id for reply in replies}, (page.path, entry.id)
            for reply in replies:
                words = shown(inner[reply.claim.id])
                assert DIRECTNESS[reply.reply] in words, (page.path, entry.id)
                answer = said(site.edition, site.edition.entries["claim"][reply.claim.id])
                itself = page.path == f"claims/{reply.claim.id}.html"
                assert answer in squeezed(shown(main(page) if itself else inner[reply.claim.id]))
            if claim_of(entry).replies == "none-printed":
                assert "No reply printed." in shown(frame), (page.path, entry.id)
    assert seen == set(claims)


def test_a_reply_that_is_answered_itself_says_so(site: Built) -> None:
    claims = answerable(site.edition)
    for page in site.pages.values():
        for frame in page.html.iter():
            entry = claims.get(frame.get("data-reply") or "")
            if entry is None or said(site.edition, entry) not in squeezed(shown(frame)):
                continue
            (answer,) = [one for one in frame.iter() if one.get("data-answers") == entry.id]
            assert text(answer) == typographic(reply_words(site.edition, entry))


def test_a_link_is_followed_by_who_answered(site: Built) -> None:
    edition, claims = site.edition, answerable(site.edition)
    alone = 0
    for page in site.pages.values():
        for link, id_ in links_to_claims(page):
            if id_ not in claims:
                continue
            above = list(page.above(link))
            if any(id_ in (one.get("data-claim"), one.get("data-reply")) for one in above):
                continue
            if any("answer" in classes(one) for one in above):
                assert text(link) in (typographic(speakers(edition, claims[id_])), AGAIN), page.path
                continue
            if re.fullmatch(r"(Claim )?C[0-9]+|its (own|new) address", text(link)):
                continue  # a number or an address says nothing of anybody
            answer = next_element(page, link)
            assert answer is not None, (page.path, id_)
            assert answer.get("data-answers") == id_, (page.path, id_)
            assert squeezed(reply_words(edition, claims[id_])) == squeezed(shown(answer))
            alone += 1
    assert alone > 3


def test_the_words_of_a_claim_stand_in_its_frame_only(site: Built) -> None:
    claims = answerable(site.edition)
    for page in site.pages.values():
        whole = squeezed(shown(page.html.find("body") or page.html))
        marked: dict[str, list[tuple[Element, str]]] = defaultdict(list)
        for one in page.html.iter():
            for id_ in {one.get("data-claim") or "", one.get("data-reply") or ""} - {""}:
                marked[id_].append((one, squeezed(shown(one))))
        for entry in claims.values():
            words = said(site.edition, entry)
            frames = [one for one, inside in marked[entry.id] if words in inside]
            inner = [f for f in frames if not any(g in frames for g in list(page.above(f))[1:])]
            assert whole.count(words) == sum(squeezed(shown(one)).count(words) for one in inner), (
                page.path,
                entry.id,
            )


def test_a_title_in_text_is_a_link_or_a_heading(site: Built) -> None:
    titles = {typographic(entry.title): id_ for id_, entry in answerable(site.edition).items()}
    for page in site.pages.values():
        for element in main(page).iter():
            for words in (element.text, *(child.tail for child in element)):
                for title, id_ in titles.items():
                    if title not in (words or ""):
                        continue
                    linked = element.tag == "a" and f"claims/{id_}.html" in (
                        element.get("href") or ""
                    )
                    own = element.tag == "h1" and page.path == f"claims/{id_}.html"
                    assert linked or own, (page.path, title)


def test_a_title_that_names_nobody_is_followed_by_who_says_it(tmp_path: Path) -> None:
    claims = "".join(
        f"c-{n}:\n  kind: allegation\n  title: It was the mayor\n  by: {by}\n"
        f"  says: >\n    {says} that the mayor did it.\n  from: log p1\n  replies: none-printed\n"
        for n, (by, says) in enumerate(
            (("ada", "[[ada]] said"), ("{unnamed: a porter}", "A porter said"),
             ("not-stated", "In the log it is said"), ("source", "The [[log]] says"))
        )
    )  # fmt: skip
    people = "ada:\n  name: Ada Moor\n  living: alive\n  summary: A keeper.\n"
    write(
        tmp_path,
        {"site.yaml": SITE, "sources.yaml": LOG, "people.yaml": people, "claims.yaml": claims},
    )
    page = build(tmp_path).pages["sources/log.html"]
    lines = [text(one) for one in main(page).iter("li") if "It was the mayor" in text(one)]
    speaking = ("said by Ada Moor", "said by a porter", "by whom is not stated", "said by The log")
    assert lines == [f"It was the mayor (no reply printed), {who}" for who in speaking]


def test_descriptions_carry_the_reply(site: Built) -> None:
    edition = site.edition
    for page in site.pages.values():
        for one in page.html.iter("meta"):
            content = one.get("content") or ""
            if one.get("name") != "description":
                continue
            for entry in answerable(edition).values():
                begun = said(edition, entry)[:150] in squeezed(content)
                if begun or typographic(entry.title) in content:
                    reply = squeezed(reply_words(edition, entry))
                    assert reply in squeezed(content), (page.path, entry.id)


# Data


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from strings(inner)


def test_data_hold_the_replies_beside_each_claim(site: Built) -> None:
    records = json.loads(site.files["data/claims.json"])
    for id_, entry in answerable(site.edition).items():
        replies = claim_of(entry).replies
        if isinstance(replies, str):
            assert records[id_]["replies"] == "none-printed"
            continue
        assert records[id_]["replies"] == [
            {"claim": {"kind": "claim", "id": one.claim.id}, "reply": one.reply}
            for one in claim_of(entry).answered_by
        ]
        assert {one.claim.id for one in claim_of(entry).answered_by} <= set(records)


def test_no_other_data_say_what_a_claim_says(site: Built) -> None:
    edition = site.edition
    for path, data in site.files.items():
        if not path.endswith(".json") or path == "data/claims.json":
            continue
        for words in strings(json.loads(data)):
            for entry in answerable(edition).values():
                assert said(edition, entry) not in squeezed(words), (path, entry.id)
                if squeezed(entry.title) in squeezed(words):
                    assert squeezed(reply_words(edition, entry)) in squeezed(words), path


def test_a_row_that_names_a_claim_has_its_replies(site: Built) -> None:
    edition, seen = site.edition, set()
    for path, data in site.files.items():
        if not path.endswith(".csv"):
            continue
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
            flat = [squeezed(cell) for cell in row]
            for entry in answerable(edition).values():
                # A reply is told in the row of what it answers: that one has its own replies.
                own = entry.id in row
                told = any(said(edition, entry) in c or squeezed(entry.title) in c for c in flat)
                if not told or not own:
                    continue
                seen.add(entry.id)
                for reply in claim_of(entry).answered_by:
                    given = f"{reply.claim.id} ({reply.reply})"
                    assert any(given in cell for cell in row), (path, entry.id)
                if claim_of(entry).replies == "none-printed":
                    assert "none-printed" in row, (path, entry.id)
    assert seen == set(answerable(edition))


def test_linked_data_comment_every_claim(site: Built) -> None:
    edition = site.edition
    by_words = {said(edition, entry): entry for entry in answerable(edition).values()}
    seen = set()
    for page in site.pages.values():
        for script in page.html.iter("script"):
            if script.get("type") != "application/ld+json":
                continue
            for node in nodes(json.loads(script.text or "")):
                entry = by_words.get(squeezed(str(node.get("text", ""))))
                if entry is None:
                    continue
                seen.add(entry.id)
                comments = [one for one in nodes(node["comment"]) if "text" in one]
                words = " ".join(f"{one.get('name', '')} {one['text']}" for one in comments)
                if node["@type"] == "Comment":
                    assert squeezed(reply_words(edition, entry)) in squeezed(words), page.path
                elif claim_of(entry).replies == "none-printed":
                    assert words.strip() == "No reply printed."
                else:
                    for reply in claim_of(entry).answered_by:
                        assert DIRECTNESS[reply.reply] in words
                        answer = edition.entries["claim"][reply.claim.id]
                        assert said(edition, answer) in squeezed(words)
    assert seen == set(answerable(edition))


def nodes(value: object) -> Iterator[dict[str, object]]:
    """Every node of some linked data, however deep."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from nodes(one)


def test_prose_in_data_carries_the_replies_of_what_it_mentions(site: Built) -> None:
    edition, claims = site.edition, answerable(site.edition)
    found = 0
    for path, data in site.files.items():
        if not path.endswith(".json"):
            continue
        for prose in prose_in(json.loads(data)):
            for id_ in re.findall(r"\[\[(?:claim:)?([a-z0-9-]+)", prose["markdown"]):
                if id_ in claims and f"claim:{id_}" in prose["markdown"]:
                    assert f"({reply_words(edition, claims[id_])})" in prose["text"], path
                    found += 1
    in_prose = [
        edge
        for entry in claims.values()
        for edge in edition.edges_to.get(entry, ())
        if not edge.back and edge.source.kind.name != "page" and edge.field != "excerpt"
    ]
    assert bool(found) == bool(in_prose)


def prose_in(value: object) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if set(value) == {"markdown", "text"}:
            yield value
        for inner in value.values():
            yield from prose_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from prose_in(inner)


# The book


@cache
def book_page(name: str) -> tuple[Edition, Page]:
    draft = read(SITES[name], lambda words: None)
    html = _Book(order(draft, frozenset(("book",)), lambda words: None)).html(PageMap(), False)
    return draft.edition, parse("book.html", html.encode())


@pytest.mark.parametrize("name", SITES)
def test_the_book_gives_each_claim_with_its_replies(name: str) -> None:
    edition, page = book_page(name)
    for id_, entry in answerable(edition).items():
        (heading,) = [one for one in page.html.iter("h3") if one.get("id") == f"claim-{id_}"]
        frame = page.parents[heading]
        replies = [one for one in frame.iter("div") if "reply" in classes(one)]
        if claim_of(entry).replies == "none-printed":
            assert [text(one) for one in replies] == ["No reply printed."]
            continue
        assert len(replies) == len(claim_of(entry).answered_by)
        for reply, block in zip(claim_of(entry).answered_by, replies, strict=True):
            answer = edition.entries["claim"][reply.claim.id]
            assert DIRECTNESS[reply.reply] in text(block)
            assert said(edition, answer) in squeezed(shown(block))
            if in_turn := reply_words(edition, answer):
                assert f"to this in turn: {typographic(in_turn)}" in text(block)
    whole = squeezed(shown(page.html))
    for entry in answerable(edition).values():
        given = sum(
            reply.claim.id == entry.id
            for other in edition.of("claim")
            for reply in claim_of(other).answered_by
        )
        assert whole.count(said(edition, entry)) == 1 + given, entry.id


@pytest.mark.parametrize("name", SITES)
def test_a_reference_in_the_book_carries_the_reply(name: str) -> None:
    edition, page = book_page(name)
    claims = answerable(edition)
    seen = 0
    for link in page.html.iter("a"):
        id_ = (link.get("href") or "").removeprefix("#claim-")
        if id_ not in claims or "page" in classes(link):
            continue
        above = list(page.above(link))
        if any("answer" in classes(one) for one in above):
            assert text(link) in (typographic(speakers(edition, claims[id_])), AGAIN)
            continue
        block = next(one for one in above if one.tag in ("p", "li", "td", "div"))
        after = shown(block).split(shown(link), 1)[1]
        unsaid = typographic(unsaid_speakers(edition, claims[id_]))
        sort = r"no reply printed|reply to this|reply in general terms|said earlier|answered|spoken"
        carried = rf"(, p\.\s00)?(, {re.escape(unsaid)})?(, p\.\s00)? \(({sort})"
        in_turn = rf", p\.\s00; to this in turn: ({sort})"
        assert re.match(f"{carried}|{in_turn}", after), (id_, after[:80])
        seen += 1
    assert seen > 3


WHEN = {
    "own": [pytest.mark.overnight],
    "specimen": [pytest.mark.long],
    "harbour": [pytest.mark.long],
}
"""A book takes its time."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=WHEN.get(name, [])) for name in SITES],
)
def test_the_printed_book_carries_them_too(name: str) -> None:
    draft = read(SITES[name], lambda words: None)
    outputs = render(order(draft, frozenset(("book",)), lambda words: None))
    (data,) = [one.data for one in outputs if one.path == "briefing.pdf"]
    pdf = pypdfium2.PdfDocument(data)
    pages = [pdf[at].get_textpage().get_text_range() for at in range(len(pdf))]
    whole = re.sub(r"[\s\u2060\ufffe-]+", "", "".join(pages))
    edition = draft.edition
    claims = answerable(edition)
    none = [one for one in claims.values() if claim_of(one).replies == "none-printed"]
    assert whole.count("Noreplyprinted.") >= len(none)
    for entry in claims.values():
        title = re.sub(r"[\s-]+", "", typographic(entry.title))
        assert title in whole, entry.id
        for found in re.finditer(re.escape(title) + r",p\.[0-9]+", whole):
            after = whole[found.end() :]
            assert after.startswith(("(", ",saidby", ",bywhom")), (entry.id, after[:60])
