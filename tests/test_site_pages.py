"""The pages as written: sound, whole, escaped, and asking nothing of anybody else."""

from __future__ import annotations

import gzip
import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, normpath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from built_sites import HARBOUR, SITES, Built, Page, build, built, classes, parse, text

from casebook.edit.edition import Entry
from casebook.model.claims import Claim

HOSTILE = "<script>alert(1)</script>"
KINDS = ("event", "person", "source")
KILOBYTE = 1024


@pytest.fixture(params=SITES, scope="module")
def site(request: pytest.FixtureRequest) -> Built:
    return built(request.param)


@pytest.fixture(scope="module")
def harbour() -> Built:
    return built("harbour")


def test_the_harbour_touches_every_kind(harbour: Built) -> None:
    kinds = harbour.edition.manuscript.model.kinds
    assert [name for name in kinds if not harbour.edition.of(name)] == []


def test_every_record_has_a_page_and_every_kind_a_list(site: Built) -> None:
    wanted = {"index.html", "timeline.html", "404.html", "data/index.html"}
    wanted |= {"reading.html", "rules.html", "accessibility.html", "map.html", "a-z.html"}
    for kind in site.edition.manuscript.model.kinds.values():
        entries = site.edition.of(kind.name)
        wanted |= {entry.path for entry in entries}
        if entries:
            wanted.add(f"{kind.folder}/index.html")
            listed = hrefs(site.pages[f"{kind.folder}/index.html"].find(".//main"))
            name = f"{kind.folder}/index.html"
            assert [e.id for e in entries if f"../{e.path}" not in listed] == [], name
    wanted |= {entry.path for entry in site.edition.of("page")}
    assert set(site.pages) == wanted | {path for path in site.pages if leads_on(site.pages[path])}


def leads_on(page: Page) -> str:
    """Where a page leads by itself: one that stands for a number, or for an earlier name."""
    found = [one for one in page.html.iter("meta") if one.get("http-equiv") == "refresh"]
    return (found[0].get("content") or "").removeprefix("0; url=") if found else ""


def test_pages_are_html_without_fault(site: Built) -> None:
    assert [fault for page in site.pages.values() for fault in page.faults] == []
    assert parse("bad.html", b"<!doctype html><p><div id=a id=a></p>").faults


def test_headings_are_in_order(site: Built) -> None:
    for page in site.pages.values():
        levels = [int(one.tag[1]) for one in page.html.iter() if re.fullmatch("h[1-6]", one.tag)]
        assert levels.count(1) == 1, page.path
        assert levels[0] == 1, page.path
        skips = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        assert not skips, (page.path, levels)
        assert all(text(one) for one in page.html.iter() if re.fullmatch("h[1-6]", one.tag))


SVG = "{http://www.w3.org/2000/svg}"


def unnamed(page: Page) -> list[str]:
    """Pictures that say nothing to who cannot see them, and links without words."""
    found = [one.tag for one in page.html.iter("img") if one.get("alt") is None]
    found += [
        one.tag
        for one in page.html.iter(f"{SVG}svg")
        if one.find(f"{SVG}title") is None and one.get("aria-hidden") != "true"
    ]
    return found + [
        f"a {one.get('href')}"
        for one in page.html.iter("a")
        if not text(one) and not one.get("aria-label")
    ]


def test_pictures_and_links_have_words(site: Built) -> None:
    assert [(path, unnamed(page)) for path, page in site.pages.items() if unnamed(page)] == []
    assert unnamed(parse("x", b"<img src=a><svg></svg><a href=b></a>")) == [
        "img",
        f"{SVG}svg",
        "a b",
    ]


ARABIC = re.compile("[\u0600-\u06ff]")


def test_names_in_other_scripts_say_their_language(site: Built) -> None:
    seen = Counter()  # type: Counter[str]
    for page in site.pages.values():
        for element in page.html.iter():
            if not ARABIC.search(element.text or "") or element.tag in ("title", "meta", "script"):
                continue
            said = next(one for one in page.above(element) if one.get("lang"))
            assert said.get("lang") in ("ur", "ar"), (page.path, element.text)
            assert said.get("dir") == "rtl", (page.path, element.text)
            seen[text(element)] += 1
        assert not any(ARABIC.search(element.tail or "") for element in page.html.iter())
    native = [
        (entry.key, str(name))
        for kind in ("person", "party", "community", "place", "term")
        for entry in site.edition.of(kind)
        for name in (getattr(entry.record, "native", None) or {}).values()
    ]
    for key, name in native:
        assert seen[name] >= 1, (key, name)
    assert bool(native) == bool(seen) == (site is not built("specimen"))


POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
FETCHED = ("src", "srcset", "poster", "data", "action", "formaction", "background", "ping")


def test_the_policy_is_strict_and_kept(site: Built) -> None:
    for page in site.pages.values():
        head = page.find("head")
        policies = [
            one for one in head.iter("meta") if one.get("http-equiv") not in (None, "refresh")
        ]
        assert [one.get("content") for one in policies] == [POLICY], page.path
        before = list(head)[: list(head).index(policies[0])]
        assert [one.tag for one in before] == ["meta"], "nothing is fetched before the policy"
        for element in page.html.iter():
            assert element.tag != "style", page.path
            assert "style" not in element.attrib, page.path
            assert not [name for name in element.attrib if name.lower().startswith("on")]
            assert not (element.get("href") or "").lower().startswith("javascript:")
            if element.tag == "script" and element.get("type") == "application/ld+json":
                assert set(element.attrib) == {"type"}, "a data block: it is never run"
            elif element.tag == "script":
                assert element.get("src"), page.path
                assert not (element.text or "").strip(), page.path


def test_nothing_is_fetched_from_elsewhere(site: Built) -> None:
    for page in site.pages.values():
        for element in page.html.iter():
            asked = [element.get(name) or "" for name in FETCHED]
            if element.tag == "link" and element.get("rel") != "canonical":
                asked.append(element.get("href") or "")
            assert not [one for one in asked if "//" in one or ":" in one], page.path
            assert element.tag not in ("iframe", "object", "embed", "base", "form"), page.path
    for path, data in site.files.items():
        if path.endswith(".css"):
            assert "@import" not in data.decode()
            for url in re.findall(r'url\("?([^")]+)"?\)', data.decode()):
                assert re.fullmatch(r"\.\./fonts/[\w.-]+\.woff2", url), (path, url)
                assert f"static/fonts/{url.rpartition('/')[2]}" in site.files


def test_every_page_knows_its_address(site: Built) -> None:
    address = f"{str(site.edition.site.address).rstrip('/')}/"
    for path, page in site.pages.items():
        found = [one.get("href") for one in page.html.iter("link") if one.get("rel") == "canonical"]
        to = normpath(f"{dirname(path)}/{leads_on(page)}") if leads_on(page) else path
        assert found == ([] if path == "404.html" else [address + to])
    sitemap = ElementTree.fromstring(site.files["sitemap.xml"])
    named = [one.text for one in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert named == sorted(
        address + path
        for path, page in site.pages.items()
        if path != "404.html" and not leads_on(page)
    )
    assert f"Sitemap: {address}sitemap.xml\n" in site.files["robots.txt"].decode()


def test_without_an_address_none_is_made_up(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    rewrite(folder / "site.yaml", "address: https://example.org/merrow\n", "")
    site = build(folder)
    assert "sitemap.xml" not in site.files
    assert site.files["robots.txt"] == b"User-agent: *\nAllow: /\n"
    assert "canonical" not in site.pages["index.html"].source


def meta(page: Page, name: str) -> str:
    found = [one for one in page.html.iter("meta") if one.get("name") == name]
    assert len(found) <= 1, page.path
    return (found[0].get("content") or "") if found else ""


def test_every_page_says_what_it_is(site: Built) -> None:
    for path, page in site.pages.items():
        assert len(text(page.find("head/title"))) > len("x · "), path
        assert page.html.get("lang") == site.edition.site.language
        if path == "404.html":
            assert meta(page, "robots") == "noindex"
        else:
            assert 10 <= len(meta(page, "description")) <= 300, (path, meta(page, "description"))


REPLIED = re.compile(r"\b([Aa]nswered (in general terms )?by|[Ss]poken of earlier by) \S")


def test_a_claim_described_elsewhere_brings_its_reply(site: Built) -> None:
    for entry in site.edition.of("claim"):
        assert isinstance(entry.record, Claim)
        said = meta(site.pages[entry.path], "description")
        # In brackets before what is said, so that a description may be cut anywhere.
        before = said.partition("): ")[0]
        if entry.record.replies == "none-printed":
            assert before.endswith("(no reply printed"), (entry.id, said)
        elif entry.record.answered_by:
            assert REPLIED.search(before), (entry.id, said)


def test_what_is_typed_stays_text(harbour: Built) -> None:
    """A title may look like markup; it is shown as it was typed, in attributes too."""
    event = harbour.edition.entries["event"]["crane-falls"]
    title = f"A crane falls {HOSTILE} & the sling isn’t found"
    page = harbour.pages[event.path]
    assert text(page.find(".//h1")) == title
    assert text(page.find("head/title")) == f"{title} · Merrow Quay 1912"
    shown = [path for path, page in harbour.pages.items() if HOSTILE in text(page.html)]
    for path in ("timeline.html", "events/index.html", "places/long-mole.html", event.path):
        assert path in shown, path
    assert len(shown) > 8
    for path, page in harbour.pages.items():
        assert "<script>alert" not in page.source, path
        assert "<b>The Quay" not in page.source, path
        assert "<book>" not in page.source, path
        for script in page.html.iter("script"):
            ours = "static/scripts/" in script.get("src", "") and not script.text
            assert ours or script.get("type") == "application/ld+json", path
        assert not list(page.html.iter("book")), path
    labels = [one.get("data-label") for one in page_of(harbour, event).html.iter("td")]
    assert "the “log” & <book> ¶2, ¶3" in {str(label).replace("\xa0", " ") for label in labels}
    assert meta(harbour.pages["corrections.html"], "description") == (
        "How to answer what is said here: write, and it’s printed."
    )


def page_of(site: Built, entry: Entry) -> Page:
    return site.pages[entry.path]


def test_tables_say_what_their_headings_head(site: Built) -> None:
    tables = [(page.path, one) for page in site.pages.values() for one in page.html.iter("table")]
    assert len(tables) > 10
    for path, table in tables:
        heads = list(table.iter("th"))
        assert heads, path
        assert {one.get("scope") for one in heads} <= {"col", "row"}, path
        width = {sum(int(cell.get("colspan") or 1) for cell in row) for row in table.iter("tr")}
        assert len(width) == 1, (path, width)


def hrefs(element: Element) -> set[str]:
    return {str(one.get("href")) for one in element.iter("a")}


def test_a_claim_never_stands_without_its_reply(site: Built) -> None:
    claims = site.edition.entries["claim"]
    shown = Counter()  # type: Counter[str]
    for page in site.pages.values():
        for article in page.html.iter():
            if "claim" not in classes(article):
                continue
            claim = claims[str(article.get("data-claim"))].record
            assert isinstance(claim, Claim)
            shown[claim.id] += 1
            replies = [one for one in article.iter("div") if "reply" in classes(one)]
            given = [one.get("data-reply") for one in replies if one.get("data-reply")]
            assert sorted(map(str, given)) == sorted(one.claim.id for one in claim.answered_by)
            none = "No reply printed." in [text(one) for one in replies]
            assert none == (claim.replies == "none-printed"), (page.path, claim.id)
    assert set(shown) == set(claims)


def test_nor_does_its_title_in_a_list(site: Built) -> None:
    by_path = {entry.path: entry.record for entry in site.edition.of("claim")}
    seen = 0
    for page in site.pages.values():
        up = "../" * page.path.count("/")
        for item in page.html.iter("li"):
            first = item.find("a")
            if first is None or "links" not in classes(page.parents[item]):
                continue
            claim = by_path.get(str(first.get("href")).removeprefix(up))
            if not isinstance(claim, Claim) or not (
                claim.answered_by or claim.replies == "none-printed"
            ):
                continue
            seen += 1
            answers = [one for one in item.iter("span") if "answer" in classes(one)]
            assert len(answers) == 1, (page.path, text(item))
            for reply in claim.answered_by:
                assert f"{up}claims/{reply.claim.id}.html" in hrefs(answers[0])
    assert seen > 2


NOT_WORDS = re.compile(
    r"\b(None|Undefined|NaN|Ellipsis)\b|Markup\(|object at 0x|<built-in|datetime\."
)


def test_no_page_shows_the_inside_of_the_programme(site: Built) -> None:
    written = "\n".join(site.edition.manuscript.files.values())
    for page in site.pages.values():
        for found in NOT_WORDS.finditer(page.source):
            assert found.group() in written, (page.path, page.source[found.start() - 60 :][:120])
    harbour = "\n".join(built("harbour").edition.manuscript.files.values())
    assert not NOT_WORDS.search(harbour), "or this would prove nothing of the harbour"


def test_the_first_view_is_light(site: Built) -> None:
    heavy = {"index.html": weight(site.files["index.html"])}
    for kind in KINDS:
        for entry in site.edition.of(kind):
            heavy[entry.path] = weight(site.files[entry.path])
    assert {path: size for path, size in heavy.items() if size > 14 * KILOBYTE} == {}
    css = sum(weight(site.files[f"static/css/{name}.css"]) for name in ("fonts", "site"))
    assert css <= 10 * KILOBYTE


def weight(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


def copy(folder: Path) -> Path:
    return Path(shutil.copytree(HARBOUR, folder / "harbour"))


def rewrite(path: Path, old: str, new: str) -> None:
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new), encoding="utf-8")


def test_a_record_brings_layouts_and_files_of_its_own(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    for name, words in {
        "layouts/term.html": '{% extends "base.html" %}{% block main %}<h1>Ours: {{ view.title }}'
        "</h1>{% endblock %}",
        "layouts/page-method.html": '{% extends "page.html" %}'
        "{% block body_class %}own{% endblock %}",
        "static/css/print.css": "/* ours */\n",
        "static/images/extra.txt": "more\n",
        "static/.hidden": "no\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    site = build(folder)
    standing = built("harbour")
    assert text(site.pages["glossary/tally.html"].find(".//h1")) == "Ours: Tally"
    assert site.pages["method.html"].find("body").get("class") == "own"
    assert site.files["static/css/print.css"] == b"/* ours */\n"
    assert site.files["static/images/extra.txt"] == b"more\n"
    assert "static/.hidden" not in site.files
    changed = {path for path, data in standing.files.items() if site.files[path] != data}
    assert changed == {
        "glossary/tally.html",
        "glossary/long-ton.html",
        "method.html",
        "accessibility.html",  # it says that not all layouts are those that were tested
        "static/css/print.css",
    }
