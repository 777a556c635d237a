"""What a page's main part is given once it is set: addresses, meanings, the way to it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from built_sites import Built, Page, built, classes, text

from casebook.edit.edition import Edition
from casebook.interface import Interface
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.site.body import addressed, finish, meaning
from casebook.render.site.pages import PagePlan
from casebook.render.site.trail import Crumb, trail

STYLES = {"notes": "notes.css", "terms": "terms.css"}
NOTES, TERMS = "scripts/notes.js", "scripts/terms.js"


@pytest.fixture(scope="module")
def harbour() -> Built:
    return built("harbour")


@pytest.fixture
def desk(harbour: Built) -> Desk:
    return Desk(harbour.edition, SiteLinks("../"))


# Addresses to copy


def test_a_heading_with_an_id_leads_to_itself(desk: Desk) -> None:
    html = addressed(desk, '<h2 id="dates">Dates <a href="x">of it</a></h2>\n<p id="p">x</p>')
    here = '<a class="here" href="#dates" aria-label="Link to this part"></a>'
    assert html == f'<h2 id="dates">Dates <a href="x">of it</a>{here}</h2>\n<p id="p">x</p>'


@pytest.mark.parametrize(
    "html",
    [
        "<h2>No id</h2>",
        "<h3><a id='x'></a>an id inside</h3>",
        '<h2 class="label" id="on-page">On this page</h2>',
        "<header id='h2'>h2</header>",
        "",
    ],
)
def test_what_nobody_would_send_on_is_left_alone(desk: Desk, html: str) -> None:
    assert addressed(desk, html) == html


def test_its_name_is_in_the_language_of_the_page(desk: Desk) -> None:
    desk.interface = Interface("ur", {"Link to this part": 'یہ "حصہ"'})
    assert 'aria-label="یہ &#34;حصہ&#34;"' in addressed(desk, '<h2 id="a">x</h2>')


def test_every_heading_with_an_id_has_an_address_and_once(harbour: Built) -> None:
    seen = 0
    for path, page in harbour.pages.items():
        for heading in page.html.iter():
            if heading.tag not in ("h2", "h3", "h4") or "label" in classes(heading):
                continue
            links = [one for one in heading.iter("a") if "here" in classes(one)]
            id_ = heading.get("id")
            expected = [f"#{id_}"] if id_ else []
            if not id_ and links:  # an event without a number, in a list
                assert "event-" in (links[0].get("href") or ""), path
                continue
            assert [one.get("href") for one in links] == expected, (path, text(heading))
            seen += len(links)
    assert seen > 20


def test_claims_and_events_lead_to_where_they_stand(harbour: Built) -> None:
    for path, kind in (("claims/index.html", "claim"), ("timeline.html", "event")):
        page = harbour.pages[path]
        ids = {one.get("id") for one in page.html.iter()}
        own = [
            one.get("href", "")
            for one in page.html.iter("a")
            if {"own", "here"} & set(classes(one)) and f"#{kind}-" in one.get("href", "")
        ]
        assert len(own) == len(harbour.edition.of(kind)) > 3
        assert {one[1:] for one in own} <= ids


def test_the_address_of_a_group_is_no_place_in_the_alphabet(harbour: Built) -> None:
    page = harbour.pages["claims/index.html"]
    groups = [one.get("id", "") for one in page.html.iter("h2")]
    assert set(groups) <= {f"group-{entry.id}" for entry in harbour.edition.of("source")}
    for path in ("events/index.html", "parties/index.html", "figures/index.html"):
        ids = re.findall(r'id="group-([^"]*)"', harbour.pages[path].source)
        assert ids and not [one for one in ids if one.isdigit()], path


# Terms


def test_a_term_in_prose_is_explained_once_on_its_page(harbour: Built) -> None:
    page = harbour.pages["sources/gazette.html"]
    links = [one for one in page.html.iter("a") if one.get("data-term")]
    assert {(one.get("data-term"), one.get("href")) for one in links} == {
        ("tally", "../glossary/tally.html")
    }
    explained = [one for one in page.html.iter("template") if one.get("data-of")]
    assert [(one.get("data-of"), text(one)) for one in explained] == [
        ("tally", "Tally The count of bales by which the men were paid.")
    ]
    assert TERMS in page.source


def test_a_page_brings_only_what_it_needs(harbour: Built) -> None:
    for path, page in harbour.pages.items():
        marks = [one for one in page.html.iter("a") if one.get("role") == "doc-noteref"]
        terms = [one for one in page.html.iter("a") if one.get("data-term")]
        assert (NOTES in page.source) == bool(marks), path
        assert (TERMS in page.source) == bool(terms), path
        assert (STYLES["notes"] in page.source) == bool(marks), path
        assert (STYLES["terms"] in page.source) == bool(terms), path
        assert ('id="meaning"' in page.source) == bool(terms), path
    assert NOTES in harbour.pages["sources/gazette.html"].source
    assert STYLES["terms"] not in harbour.pages["glossary/index.html"].source, "all is there"


def test_a_term_is_told_in_a_sentence(desk: Desk) -> None:
    edition: Edition = desk.edition
    found = meaning(desk, edition.entries["term"]["long-ton"])
    assert found.name == "Ton <em>long</em> & “short”"
    body = finish(desk, '<a data-term="long-ton" href="#">x</a> <a data-term="gone" href="#">y</a>')
    assert [one.id for one in body.meanings] == ["long-ton"]
    assert not body.has_notes


def test_what_a_term_is_called_stays_text(harbour: Built) -> None:
    """Nothing typed becomes markup, also where it is put into a template."""
    for page in harbour.pages.values():
        for one in page.html.iter("template"):
            if one.get("id") == "search-box":  # it holds nothing of a record
                continue
            assert {inner.tag for inner in one.iter()} <= {"template", "b", "div", "p", "a"}


# The way down to a page


def way(page: Page) -> list[tuple[str, str]]:
    found = [nav for nav in page.html.iter("nav") if nav.get("aria-label") == "Breadcrumb"]
    assert len(found) <= 1
    lines = [one for nav in found for one in nav.iter("li")]
    return [(text(one), next((a.get("href", "") for a in one.iter("a")), "")) for one in lines]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", []),
        ("404.html", []),
        ("timeline.html", [("Home", "index.html"), ("Timeline", "")]),
        ("method.html", [("Home", "index.html"), ("How this record is made", "")]),
        ("people/index.html", [("Home", "../index.html"), ("People", "")]),
        (
            "people/ada-thorne.html",
            [("Home", "../index.html"), ("People", "../people/index.html"), ("Ada Thorne", "")],
        ),
        (
            "events/crane-falls.html",
            [("Home", "../index.html"), ("Timeline", "../timeline.html"), None],
        ),
    ],
)
def test_the_way_to_a_page(harbour: Built, path: str, expected: list[tuple[str, str]]) -> None:
    found = way(harbour.pages[path])
    assert len(found) == len(expected)
    for got, wanted in zip(found, expected, strict=True):
        assert wanted is None or got == wanted


def test_every_page_below_the_top_says_where_it_is_last(harbour: Built) -> None:
    for path, page in harbour.pages.items():
        if path in ("index.html", "404.html"):
            continue
        nav = next(one for one in page.html.iter("nav") if one.get("aria-label") == "Breadcrumb")
        here = [one for one in nav.iter() if one.get("aria-current") == "page"]
        assert len(here) == 1, path
        assert text(list(nav.iter("li"))[-1]) == text(here[0]) != "", path
        assert "main" not in {one.tag for one in page.above(nav)}, "the skip link leads past it"


def test_no_claim_bears_its_title_without_its_reply(harbour: Built, desk: Desk) -> None:
    for entry in harbour.edition.of("claim"):
        assert way(harbour.pages[entry.path])[-1] == ("Claim", "")
        numbered = replace(entry, number="C44")
        plan = PagePlan(entry.path, (), entry.title, "", "claim", lambda desk: None, numbered)
        assert trail(desk, plan)[-1] == Crumb("C44", "")
