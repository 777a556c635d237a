"""What pages say of themselves: JSON-LD that parses, whose ids all lead somewhere."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from built_sites import HARBOUR, SITES, Built, Page, build, built, parse
from hostile import ATTACKS, hostile_edition
from playwright.sync_api import Page as Tab

from casebook.dates import parse_date
from casebook.model.claims import Claim
from casebook.model.parts import Basis
from casebook.render.linked_data.dates import created, iso, span
from casebook.render.linked_data.script import script
from casebook.render.outputs import render
from casebook.render.parts import Order
from casebook.shipped import shipped_folder
from casebook.spot import Spot, Text

Node = dict[str, Any]
JSONLD = "application/ld+json"


def blocks(page: Page) -> list[Node]:
    found = [one.text or "" for one in page.html.iter("script") if one.get("type") == JSONLD]
    return [json.loads(words) for words in found]


def node_of(site: Built, path: str) -> Node:
    (found,) = blocks(site.pages[path])
    return found


def nodes(value: Any) -> Iterator[Node]:
    """Every object in a value, from the outside in."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The harbour before it has an address."""
    folder = Path(shutil.copytree(HARBOUR, tmp_path_factory.mktemp("nowhere") / "harbour"))
    file = folder / "site.yaml"
    words = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^address: .*\n", "", words), encoding="utf-8")
    return build(folder)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    edition = hostile_edition(tmp_path_factory.mktemp("hostile"))
    parts = frozenset(("html", "data"))
    order = Order(edition, parts, [shipped_folder("layouts")], [shipped_folder("static")])
    files = {one.path: one.data for one in render(order)}
    pages = {path: parse(path, data) for path, data in files.items() if path.endswith(".html")}
    return Built(edition, files, pages)


@pytest.fixture(scope="module", params=(*SITES, "nowhere", "hostile"))
def site(request: pytest.FixtureRequest) -> Built:
    if request.param in SITES:
        return built(request.param)
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Built)
    return found


# Ids


def test_every_page_has_one_block_and_it_parses(site: Built) -> None:
    for path, page in site.pages.items():
        found = blocks(page)
        assert len(found) == (0 if path == "404.html" else 1), path
        for node in found:
            assert node["@context"] == "https://schema.org"
            assert node["@type"] and node["name"], path


def dangling(site: Built) -> list[tuple[str, str]]:
    """Ids that pages name and none describes, each with the page that names it."""
    base = "https://base.example/"
    described, named = set(), []
    for path, page in site.pages.items():
        for block in blocks(page):
            for node in nodes(block):
                if "@id" in node:
                    id_ = urljoin(base + path, node["@id"])
                    named.append((path, id_))
                    if set(node) > {"@id"}:
                        described.add(id_)
    assert len(named) > 50
    return [(path, id_) for path, id_ in named if id_ not in described]


def test_no_id_leads_nowhere(site: Built) -> None:
    assert dangling(site) == []


def test_one_that_did_would_be_found() -> None:
    whole = built("harbour")
    pages = {path: page for path, page in whole.pages.items() if path != "people/ada-thorne.html"}
    found = dangling(Built(whole.edition, whole.files, pages))
    assert {id_ for _, id_ in found} == {"https://example.org/merrow/people/ada-thorne.html"}


def test_an_id_is_the_address_of_its_page(site: Built) -> None:
    address = str(site.edition.site.address or "")
    for path in site.pages:
        if path != "404.html":
            node = node_of(site, path)
            if address:
                assert node["@id"] == f"{address.rstrip('/')}/{path}"
            else:
                assert urljoin(f"https://a.example/b/{path}", node["@id"]) == (
                    f"https://a.example/b/{path}"
                )


def test_each_thing_is_described_once(site: Built) -> None:
    ids = [
        urljoin(f"https://a.example/{path}", node["@id"])
        for path, page in site.pages.items()
        for block in blocks(page)
        for node in nodes(block)
        if "@id" in node and "@type" in node
    ]
    assert len(ids) == len(set(ids))


# Words of schema.org

PROPERTIES = {
    "WebSite": "name description inLanguage license creditText",
    "WebPage": "name description isPartOf",
    "CollectionPage": "name description isPartOf",
    "DefinedTermSet": "",
    "Dataset": "name description isAccessibleForFree isPartOf license creditText distribution",
    "DataDownload": "name contentUrl encodingFormat",
    "Event": "identifier name keywords description startDate endDate location superEvent about "
    "subjectOf disambiguatingDescription",
    "Person": "name alternateName description deathDate memberOf disambiguatingDescription",
    "Organization": "name alternateName description keywords parentOrganization member "
    "disambiguatingDescription",
    "OrganizationRole": "roleName memberOf member startDate endDate description subjectOf",
    "Thing": "name alternateName description",
    "Place": "name alternateName description keywords geo containedInPlace",
    "GeoCoordinates": "latitude longitude description subjectOf",
    "Claim": "identifier name genre text description author creditText appearance citation "
    "dateCreated temporal temporalCoverage about comment disambiguatingDescription",
    "Comment": "name text author creditText isBasedOn comment",
    "DefinedTerm": "name alternateName description inDefinedTermSet subjectOf",
    "CreativeWork": "identifier name alternateName genre description author creditText publisher "
    "dateCreated datePublished temporal temporalCoverage isBasedOn citation about url "
    "disambiguatingDescription",
}
"""Which properties a type may have: all are schema.org's, for that type or one above it."""
PROPERTIES |= dict.fromkeys(("NewsArticle", "Article", "Report"), PROPERTIES["CreativeWork"])


def test_types_and_properties_are_those_of_schema_org(site: Built) -> None:
    for path, page in site.pages.items():
        for block in blocks(page):
            for node in nodes(block):
                types = node.get("@type", [])
                allowed: set[str] = set()
                for type_ in [types] if isinstance(types, str) else types:
                    allowed |= set(PROPERTIES[type_].split())
                if types:
                    assert {key for key in node if key[0] != "@"} <= allowed, (path, node)
                for value in node.values():
                    assert value not in ("", None, [], {}), (path, node)


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("index.html", "WebSite"),
        ("timeline.html", "CollectionPage"),
        ("method.html", "WebPage"),
        ("data/index.html", "Dataset"),
        ("glossary/index.html", ["CollectionPage", "DefinedTermSet"]),
        ("events/strike.html", "Event"),
        ("people/idris-vane.html", "Person"),
        ("parties/dockers-union.html", "Organization"),
        ("communities/eastern-crews.html", "Thing"),
        ("places/salt-house.html", "Place"),
        ("sources/gazette.html", "NewsArticle"),
        ("sources/log.html", "CreativeWork"),
        ("figures/riggers-hurt.html", "Claim"),
        ("claims/vane-denies.html", "Claim"),
        ("comparisons/men-out.html", "CreativeWork"),
        ("glossary/tally.html", "DefinedTerm"),
    ],
)
def test_what_each_page_is_of(path: str, type_: str | list[str]) -> None:
    assert node_of(built("harbour"), path)["@type"] == type_


# Claims


def test_no_allegation_goes_without_its_reply(site: Built) -> None:
    seen = 0
    for entry in site.edition.of("claim"):
        claim = entry.record
        assert isinstance(claim, Claim)
        node = node_of(site, entry.path)
        given = node.get("comment", [])
        comments = given if isinstance(given, list) else [given]
        if claim.replies == "none-printed":
            assert [one["text"] for one in comments] == ["No reply printed."]
        else:
            based = [one["isBasedOn"]["@id"].rpartition("/")[2] for one in comments]
            assert based == [f"{reply.claim.id}.html" for reply in claim.answered_by]
            assert all(one["text"] and one["name"] for one in comments)
        assert claim.kind != "allegation" or comments
        assert node.get("author") or node["creditText"]
        assert node["appearance"]["@id"].endswith(f"{claim.from_.source.id}.html")
        seen += bool(comments)
    assert seen
    # Nor is an allegation told on a page of something else.
    kinds = {
        path: node["genre"]
        for path, page in site.pages.items()
        for block in blocks(page)
        for node in nodes(block)
        if node.get("@type") == "Claim"
    }
    assert all(path.startswith(("claims/", "figures/")) for path in kinds)


def test_who_says_it() -> None:
    site = built("harbour")
    accuser = node_of(site, "claims/thorne-on-the-tally.html")
    assert accuser["author"] == {"@id": "https://example.org/merrow/people/ada-thorne.html"}
    assert "creditText" not in accuser
    direct, earlier = accuser["comment"]
    assert direct["name"] == "Reply to this"
    assert direct["text"] == "Idris Vane answered that no bale had been counted short."
    assert earlier["name"] == "Said earlier, before this"
    stoker = node_of(site, "claims/stoker-on-the-cable.html")
    assert "author" not in stoker
    assert stoker["creditText"] == "a stoker (not named); through Gazette"
    forecast = node_of(site, "claims/end-within-the-month.html")
    assert forecast["creditText"] == "by whom is not stated"
    log = node_of(site, "claims/no-cable-was-cut.html")
    assert log["creditText"].startswith("the source itself: ")


# Dates

BASIS = Basis(
    at=Spot("a", 1, 1), spots={}, inferred=Text("a clue", Spot("a", 1, 1)), outside=None, cite=None
)


@pytest.mark.parametrize("edtf", ["2010-01-11", "2010-01", "2010"])
def test_a_date_that_is_certain_is_iso(edtf: str) -> None:
    date = parse_date(edtf)
    assert iso(date) == edtf
    assert span(date, None, "within") == span(date, None, "") == {"startDate": edtf}
    assert span(date, None, "throughout") == {"startDate": edtf, "endDate": edtf}
    assert created("dateCreated", date, None) == {"dateCreated": edtf}
    assert iso(date, BASIS) == "" and span(date, BASIS, "throughout") == {}
    assert created("dateCreated", date, BASIS) == {"temporal": edtf}


@pytest.mark.parametrize(
    "edtf",
    ["2010~", "2010-01?", "2010-01-11%", "2010-01-XX", "201X", "2010-22", "[2008,2009]",
     "[..2010]", "2010/2011~"],
)  # fmt: skip
def test_no_other_date_pretends_to_be(edtf: str) -> None:
    date = parse_date(edtf)
    assert iso(date) == ""
    assert span(date, None, "throughout") == {}
    assert created("datePublished", date, None) == {"temporal": edtf}


def test_a_span_has_ends_only_where_it_lasted() -> None:
    date = parse_date("2010-01-07/2010-01-10")
    assert span(date, None, "throughout") == {"startDate": "2010-01-07", "endDate": "2010-01-10"}
    assert span(date, None, "within") == span(date, None, "") == {}
    assert span(parse_date("2010-01-07/.."), None, "throughout") == {"startDate": "2010-01-07"}
    assert span(parse_date("/2010-01-07"), None, "throughout") == {}


def test_what_is_inferred_says_so_where_it_stands() -> None:
    site = built("harbour")
    crane = node_of(site, "events/crane-falls.html")
    assert "startDate" not in crane
    assert {"@type": "CreativeWork", "temporalCoverage": "[1912-07-18,1912-07-19]"} in (
        crane["subjectOf"]
    )
    assert crane["disambiguatingDescription"] == (
        "Its date is inferred: the two accounts give different days."
    )
    for path, page in built("own").pages.items():
        entry = next((e for e in built("own").edition.of("event") if e.path == path), None)
        basis = getattr(entry.record, "basis", None) if entry is not None else None
        if basis is not None:
            (node,) = blocks(page)
            assert "startDate" not in node and "Its date is" in node["disambiguatingDescription"]


# Safe


def test_nothing_typed_ends_the_block(hostile: Built) -> None:
    typed = 0
    for page in hostile.pages.values():
        source = page.source
        files = source.count("<script src=")
        assert source.count("<script") == source.count("</script>") == len(blocks(page)) + files
        for block in blocks(page):
            typed += sum(attack in json.dumps(block, ensure_ascii=False) for attack in ATTACKS)
    assert typed > 20


def test_what_would_end_a_line_or_the_block_is_escaped() -> None:
    node = {"name": "</script><!--&\u2028\u2029"}
    words = str(script(node))
    inside = words.removeprefix(f'<script type="{JSONLD}">').removesuffix("</script>")
    assert not re.search("[<>&\u2028\u2029]", inside)
    assert json.loads(inside) == node


WATCH = """window.blocked = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.blocked.push(event.violatedDirective);
});"""


@pytest.mark.browser
def test_no_policy_blocks_it(page: Tab, tmp_path: Path, hostile: Built) -> None:
    """Chromium keeps the strict policy, which would stop a script, and reads the data."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text))
    page.add_init_script(WATCH)
    for path in ("index.html", "claims/ada-blames.html", "data/index.html"):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(hostile.files[path])
        page.goto(file.as_uri())
        names = page.evaluate(
            f"""[...document.querySelectorAll('script:not([src])')].map((one) =>
            one.type === '{JSONLD}' && JSON.parse(one.textContent)['@context'])"""
        )
        assert names == ["https://schema.org"], path
        assert page.evaluate("window.blocked") == []
    assert not [words for words in heard if "Content Security Policy" in words]
    # The same page with a script that a browser would run: the policy stops it, and says so.
    words = hostile.files["index.html"].decode().replace(f' type="{JSONLD}"', "")
    (tmp_path / "run.html").write_text(words, encoding="utf-8")
    page.goto((tmp_path / "run.html").as_uri())
    assert page.evaluate("window.blocked") == ["script-src-elem"]
