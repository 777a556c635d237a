"""Pages for readers, and the marks they explain: no date or identity goes without its mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from built_sites import HARBOUR, SITES, Built, Page, built, classes, parse, text
from test_broken_sites import rules_in_the_source
from tiny import SITE, judge, write

from casebook.commands.site import order, read
from casebook.edit.edition import Entry
from casebook.edit.scope import said_by
from casebook.model.claims import Claim
from casebook.model.parts import Basis
from casebook.render.book.pages import PageMap
from casebook.render.book.render import _Book
from casebook.render.site.promises import PROMISES

WORDS = {"inferred": "inferred", "outside": "from outside the sources"}


@pytest.fixture(params=SITES, scope="module")
def site(request: pytest.FixtureRequest) -> Built:
    return built(request.param)


def kinds(basis: object) -> list[str]:
    if not isinstance(basis, Basis):
        return []
    return [kind for kind in WORDS if getattr(basis, kind) is not None]


def hows(element: Element) -> str:
    """The marks inside an element."""
    return " ".join(text(one) for one in element.iter() if "how" in classes(one))


# Marks


def items(page: Page, tag: str = "li") -> Iterator[tuple[Element, list[str]]]:
    """The items of a list, each with where its links lead."""
    for one in page.find(".//main").iter(tag):
        yield one, [(link.get("href") or "").removeprefix("../") for link in one.iter("a")]


def item_of(page: Page, entry: Entry) -> Element:
    (found,) = [one for one, links in items(page) if entry.path in links[:1]]
    return found


def test_every_list_marks_a_date_that_no_source_states(site: Built) -> None:
    seen = 0
    for entry in site.edition.of("event"):
        (on_rail,) = [
            one
            for one, _ in items(site.pages["timeline.html"])
            if one.get("id") == f"event-{entry.id}"
        ]
        for kind in kinds(getattr(entry.record, "basis", None)):
            assert WORDS[kind] in hows(on_rail), entry.id
            described = site.pages[entry.path].source
            assert f"({WORDS[kind]}" in described or f"and {WORDS[kind]})" in described, entry.id
            seen += 1
        if grounds := kinds(getattr(entry.record, "identified", None)):
            said = ", ".join(WORDS[kind] for kind in grounds)
            assert f"taken to be one event: {said}" in hows(on_rail), entry.id
            seen += 1
    assert seen > 3


def test_every_list_marks_an_identity_that_no_source_states(site: Built) -> None:
    for kind, path in (("person", "people"), ("party", "parties"), ("source", "sources")):
        for entry in site.edition.of(kind):
            wanted = kinds(getattr(entry.record, "identified", None))
            listed = item_of(site.pages[f"{path}/index.html"], entry)
            if wanted:
                assert f"identity {', '.join(WORDS[one] for one in wanted)}" in hows(listed), (
                    entry.id
                )
            else:
                assert "identity" not in hows(listed), entry.id
            if kind == "source":
                for one in kinds(entry.record.basis):  # type: ignore[attr-defined]
                    assert WORDS[one] in hows(listed), entry.id


def test_the_front_page_marks_them_too(site: Built) -> None:
    page = site.pages["index.html"]
    cards = [
        (one, links) for one, links in items(page) if page.parents[one].get("class") == "cards-list"
    ]
    for kind, field in (("person", "identified"), ("source", "identified"), ("source", "basis")):
        for entry in site.edition.of(kind):
            for one in kinds(getattr(entry.record, field)):
                if getattr(entry.record, "held", None) is False:
                    continue
                (card,) = [card for card, links in cards if entry.path in links[:1]]
                assert WORDS[one] in hows(card), entry.id


def test_the_grounds_are_given_in_full_on_the_page_itself(site: Built) -> None:
    for kind in ("event", "source", "person", "party", "claim", "figure"):
        for entry in site.edition.of(kind):
            page = text(site.pages[entry.path].find(".//main"))
            for field in ("basis", "identified"):
                for one in kinds(getattr(entry.record, field, None)):
                    assert f"{WORDS[one]}:" in page, (entry.id, field)


def test_an_account_bears_the_mark_of_its_source_date(site: Built) -> None:
    for entry in site.edition.of("event"):
        page = site.pages[entry.path]
        witnesses = [one for one in page.html.iter("p") if "witness" in classes(one)]
        accounts = entry.record.accounts  # type: ignore[attr-defined]
        assert len(witnesses) == len(accounts)
        for account, witness in zip(accounts, witnesses, strict=True):
            source = site.edition.entry(account.from_.source).record
            for kind in kinds(source.basis):  # type: ignore[attr-defined]
                assert WORDS[kind] in hows(witness), entry.id


def test_the_book_marks_what_it_does_not_explain_on_the_spot() -> None:
    draft = read(HARBOUR, lambda words: None)
    book = _Book(order(draft, frozenset(("book",)), lambda words: None))
    page = parse("book.html", book.html(PageMap(), False).encode())
    rows = [text(one) for one in page.html.iter("tr")]
    (compared,) = [one for one in rows if one.startswith("some four hundred") and "men on" in one][
        :1
    ]
    assert "15 July 1912 (inferred)" in compared
    metas = [text(one) for one in page.html.iter("p") if "meta" in classes(one)]
    assert any("July 1912 (inferred)" in one for one in metas)
    assert any("by 20 July 1912 (the source’s date)" in one for one in metas)


# When a claim was made


def test_a_claim_without_a_date_was_made_by_the_last_day_of_its_source() -> None:
    harbour = built("harbour")
    denial = harbour.edition.entries["claim"]["vane-denies"].record
    assert isinstance(denial, Claim)
    date = said_by(harbour.edition, denial)
    assert date is not None
    assert date.text == "[..1912-07-20]"
    head = harbour.pages["claims/vane-denies.html"]
    assert "by 20 July 1912 the source’s date" in text(head.find(".//main"))
    charge = harbour.edition.entries["claim"]["thorne-on-the-tally"].record
    assert isinstance(charge, Claim)
    assert said_by(harbour.edition, charge) == charge.date


def test_claims_stand_in_the_order_in_which_they_were_made(tmp_path_factory: object) -> None:
    from built_sites import build
    from tiny import LOG

    folder = tmp_path_factory.mktemp("claims")  # type: ignore[attr-defined]
    claims = "".join(
        f"c-{n}:\n  kind: opinion\n  by: ada\n{date}  says: >\n    [[ada]] thought so.\n"
        "  from: log p1\n"
        for n, date in enumerate(
            ("", "  date: 2020-05-02\n", "  date: 2019\n", "", "  date: 2020-04~\n")
        )
    )
    people = "ada:\n  name: Ada Moor\n  living: alive\n  summary: A keeper.\n"
    write(
        folder,
        {"site.yaml": SITE, "sources.yaml": LOG, "people.yaml": people, "claims.yaml": claims},
    )
    page = build(folder).pages["people/ada.html"]
    ids = [one.get("data-claim") for one in page.html.iter() if "claim" in classes(one)]
    assert ids == ["c-2", "c-4", "c-1", "c-0", "c-3"]


# Pages


def test_every_page_leads_to_how_to_read_it(site: Built) -> None:
    for page in site.pages.values():
        foot = page.find(".//footer")
        links = [(one.get("href") or "").rsplit("/", 1)[-1] for one in foot.iter("a")]
        assert {"reading.html", "rules.html", "accessibility.html"} <= set(links), page.path


def test_where_marks_are_there_is_a_way_to_what_they_mean(site: Built) -> None:
    for path in ("timeline.html", "claims/index.html", "figures/index.html", "people/index.html"):
        main = site.pages[path].find(".//main")
        assert any("reading.html#" in (one.get("href") or "") for one in main.iter("a")), path
    for kind in ("event", "claim", "figure"):
        for entry in site.edition.of(kind):
            assert "reading.html#reading-" in site.pages[entry.path].source


def test_site_and_book_explain_with_the_same_words() -> None:
    page = built("harbour").pages["reading.html"]
    draft = read(HARBOUR, lambda words: None)
    book = _Book(order(draft, frozenset(("book",)), lambda words: None))
    chapter = parse("book.html", book.html(PageMap(), False).encode())
    site_headings = [text(one) for one in page.find(".//main").iter("h2")]
    in_book = [
        text(one) for one in chapter.html.iter("h2") if (one.get("id") or "").startswith("reading-")
    ]
    assert site_headings == in_book
    assert len(in_book) == 7
    paragraphs = {text(one) for one in chapter.html.iter("p")}
    shared = [one for one in page.find(".//main").iter("p") if text(one) in paragraphs]
    assert len(shared) >= 3
    assert "numbers" not in text(page.find(".//main")).split("Where to find it")[1][:200]


def test_what_is_said_to_be_enforced_is() -> None:
    named = {rule for promise in PROMISES for rule in promise.by}
    known = rules_in_the_source() | explained_rules()
    assert named <= known
    assert all(promise.by and promise.enforced for promise in PROMISES)
    page = text(built("harbour").pages["rules.html"].find(".//main"))
    assert all(promise.enforced in page for promise in PROMISES)


def explained_rules() -> set[str]:
    """The rules that docs/rules.md explains, which tests/test_docs.py holds against the source."""
    from built_sites import ROOT

    words = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| \[?`([a-z-]+)`", words, re.MULTILINE))


def test_their_addresses_are_kept_for_them(tmp_path_factory: object) -> None:
    folder = tmp_path_factory.mktemp("taken")  # type: ignore[attr-defined]
    page = "---\ntitle: Ours\n---\n\nWords.\n"
    write(
        folder,
        {
            "site.yaml": SITE,
            "content/pages/reading.md": page,
            "content/pages/rules.md": page,
            "content/pages/accessibility.md": page,
            "content/pages/method.md": page,
        },
    )
    problems = judge(folder)[1]
    assert [(one.rule, one.where.file) for one in problems] == [
        ("address-taken", "content/pages/accessibility.md"),
        ("address-taken", "content/pages/reading.md"),
        ("address-taken", "content/pages/rules.md"),
    ]
