"""With scripts off every fact is still reached by links, and still seen.

What is expected is taken from the record as it was written, and not from how pages set it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from built_sites import SITES, Built, built, written
from playwright.sync_api import Browser, Page

from casebook.model.claims import Claim
from casebook.model.events import Event
from casebook.model.figures import Figure

pytestmark = [pytest.mark.browser, pytest.mark.long]

MARKED = re.compile(
    r"\[\[[^\]]*\]\]|\[@[^\]]*\]|\[\^[^\]]*\]|\]\([^)]*\)|[\[*`\"“”|#]|(?<!\w)'|'(?!\w)"
)
"""What prose is marked up with: links, citations, marks of notes, quotation marks."""


def tokens(words: str) -> str:
    """Letters and digits alone: how quotation marks and spaces are set is not asked here."""
    found = " ".join(re.findall(r"[^\W_]+", words))
    return f" {found} "


def pieces(written: str) -> list[str]:
    """What must be seen of a text: its words between two marks, without those at the marks."""
    found = []
    for piece in MARKED.split(written):
        inner = piece.split()[1:-1]
        if len(inner) > 1:
            found.append(tokens(" ".join(inner)))
    return found


def missing(written: str, seen: str) -> list[str]:
    return [piece for piece in pieces(written) if piece not in seen]


@pytest.fixture(params=SITES, scope="module")
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(name: str) -> Built:
    return built(name)


@pytest.fixture(scope="module")
def reader(browser: Browser, name: str) -> Iterator[Reader]:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1440, "height": 900}
    )
    yield Reader(context.new_page(), written(name).as_uri())
    context.close()


class Reader:
    """Somebody whose browser runs no scripts."""

    def __init__(self, page: Page, folder: str) -> None:
        self.page = page
        self.folder = folder

    def sees(self, path: str, inside: str = "main") -> str:
        """The words that are drawn on a page, with what is folded away opened."""
        if self.page.url != f"{self.folder}/{path}":
            self.page.goto(f"{self.folder}/{path}")
        for folded in self.page.locator("main details:not([open]) > summary").all():
            folded.click()
        return tokens(self.page.locator(inside).inner_text())


def test_links_lead_from_the_front_page_to_every_record(site: Built) -> None:
    reached, todo = {"index.html"}, ["index.html"]
    while todo:
        at = todo.pop()
        html = re.sub(r"(?s)<template.*?</template>", "", site.files[at].decode())
        for href in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', html):
            to = unquote(urldefrag(urljoin(f"http://site/{at}", href))[0])
            path = to.removeprefix("http://site/")
            if path in site.pages and path not in reached:
                reached.add(path)
                todo.append(path)
    wanted = {one.path for kind in site.edition.entries.values() for one in kind.values()}
    assert wanted
    assert sorted(wanted - reached) == []


def test_every_list_shows_all_its_records(site: Built, reader: Reader) -> None:
    for kind in site.edition.manuscript.model.kinds.values():
        entries = site.edition.of(kind.name)
        if not entries or f"{kind.folder}/index.html" not in site.pages:
            continue
        seen = reader.sees(f"{kind.folder}/index.html")
        for entry in entries:
            # A list of figures has what they count in a column of its own.
            words = [entry.record.printed] if isinstance(entry.record, Figure) else [entry.title]
            assert all(tokens(one) in seen for one in words), entry.id


def test_the_timeline_shows_every_event(site: Built, reader: Reader) -> None:
    seen = reader.sees("timeline.html")
    for entry in site.edition.of("event"):
        assert tokens(entry.title) in seen, entry.id


def test_every_account_of_every_event_is_seen(site: Built, reader: Reader) -> None:
    checked = 0
    for entry in site.edition.of("event"):
        assert isinstance(entry.record, Event)
        seen = reader.sees(entry.path)
        for account in entry.record.accounts:
            assert missing(account.says, seen) == [], entry.id
            checked += len(pieces(account.says))
    assert checked > 10


def test_every_claim_is_seen_with_what_answers_it(site: Built, reader: Reader) -> None:
    reader.sees("claims/index.html")
    frames = reader.page.locator("main .claim").evaluate_all(
        "(all) => all.map((one) => [one.id.replace('claim-', ''), one.innerText])"
    )
    seen = {id_: tokens(words) for id_, words in frames}
    for entry in site.edition.of("claim"):
        claim = entry.record
        assert isinstance(claim, Claim)
        assert missing(claim.says, seen[entry.id]) == [], entry.id
        for reply in claim.answered_by:
            answer = site.edition.entry(reply.claim).record
            assert isinstance(answer, Claim)
            assert missing(answer.says, seen[entry.id]) == [], entry.id
        if claim.replies == "none-printed":
            assert " No reply printed " in seen[entry.id], entry.id


def test_every_account_of_a_source_is_seen_with_its_notes(
    site: Built, reader: Reader, browser: Browser
) -> None:
    narrow: Any = {"width": 360, "height": 740}
    context = browser.new_context(java_script_enabled=False, viewport=narrow)
    phone = context.new_page()
    notes = 0
    for source, excerpt in site.edition.excerpts.items():
        path = site.edition.entries["source"][source].path
        assert missing(re.sub(r"(?m)^\[\^[\w-]+\]:", '"', excerpt.body), reader.sees(path)) == []
        # Where there is no margin each is shown when its mark is followed.
        for mark in reader.page.locator("a.note-mark").all():
            phone.goto(f"{reader.folder}/{path}{mark.get_attribute('href')}")
            note = phone.locator(":target")
            assert note.is_visible()
            assert len(note.inner_text().split()) > 3
            notes += 1
        written_notes = len(re.findall(r"(?m)^\[\^[\w-]+\]:", excerpt.body))
        assert written_notes == reader.page.locator("a.note-mark").count()
    context.close()
    assert notes
