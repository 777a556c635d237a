"""How a page is cited: in the house's line, in three formats, and apart from a source itself."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from built_sites import HARBOUR, SITES, Built, Page, built, classes, text
from hostile import ATTACKS, hostile_edition
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from registering import edition_of, run
from test_citations import from_bibtex, from_ris, printed

from casebook.dates import display, parse_date
from casebook.edit.edition import Entry
from casebook.editions.content import edition_id
from casebook.model.claims import Claim
from casebook.model.record import Ref
from casebook.model.sources import Source
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.site.citing import citing, source_files
from casebook.render.typography import typographic


@pytest.fixture(params=SITES, scope="module")
def site(request: pytest.FixtureRequest) -> Built:
    return built(request.param)


def box(page: Page) -> Element | None:
    found = [one for one in page.html.iter("details") if "citing" in classes(one)]
    assert len(found) <= 1, page.path
    return found[0] if found else None


def boxes(site: Built) -> Iterator[tuple[Page, Element]]:
    for page in site.pages.values():
        if (found := box(page)) is not None:
            yield page, found


def line(found: Element) -> str:
    return next(text(one) for one in found.iter("p") if "citation" in classes(one))


def texts(site: Built, path: str, found: Element) -> dict[str, str]:
    """The page in each format, by how the file ends: in the page, or of a source beside it."""
    pres = {str(one.get("data-file")): one.text or "" for one in found.iter("pre")}
    hrefs = [normpath(join(dirname(path), str(one.get("href")))) for one in found.iter("a")]
    files = {one: site.files[one].decode() for one in hrefs if ".page." in one}
    assert not (files and pres), path
    return {name.rpartition(".")[2]: words for name, words in {**pres, **files}.items()}


def entry_at(site: Built, path: str) -> Entry | None:
    entries = (e for of_kind in site.edition.entries.values() for e in of_kind.values())
    return next((entry for entry in entries if entry.path == path), None)


def test_every_page_but_those_that_lead_on_says_how_it_is_cited(site: Built) -> None:
    without = {path for path, page in site.pages.items() if box(page) is None}
    leading = {path for path in site.pages if path.startswith("r/")} | {"404.html"}
    gone = [
        entry
        for below in site.edition.manuscript.register.entries.values()
        for entry in below.values()
        if entry.is_gone
    ]
    assert leading <= without
    assert len(without - leading) == len(gone)


def test_the_line_names_editors_title_site_and_address(site: Built) -> None:
    edition = site.edition
    address = f"{str(edition.site.address).rstrip('/')}/"
    name = typographic(edition.site.title)
    for page, found in boxes(site):
        said = line(found)
        for editor in edition.site.editors:
            assert typographic(editor) in said, page.path
        assert name in said, page.path
        assert said.endswith(address + page.path)
        entry = entry_at(site, page.path)
        if entry is None or entry.id == "home":
            assert "entered" not in said
            continue
        registered = edition.manuscript.register.find(entry.kind.name, entry.id)
        if registered is None:
            assert "entered" not in said, page.path
        else:
            day = display(parse_date(str(registered.day))).replace("\xa0", " ")
            assert f"entered {day}, https" in said, page.path
        if entry.number:
            assert entry.number in said
        if entry.kind.name not in ("claim", "source"):
            assert f"“{typographic(entry.title)}”" in said, page.path


def test_an_edition_is_named_while_the_record_is_just_as_it_was_frozen(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(HARBOUR, site, ignore=shutil.ignore_patterns("expected", "output"))
    assert run("register", "--site", site) == 0

    def cited() -> tuple[str, list[str], str]:
        edition = edition_of(site)
        made = citing(Desk(edition, SiteLinks("")), "timeline.html", "Timeline", None, "")
        return str(made.line), [one.text for one in made.texts], edition_id(edition)

    line, texts, _ = cited()
    assert "edition" not in line
    assert run("freeze", "--site", site) == 0
    line, texts, id_ = cited()
    assert f", edition {id_}" in line
    assert len(texts) == 3 and all(id_ in text for text in texts)
    pages = site / "content/pages/home.md"
    pages.write_text(pages.read_text(encoding="utf-8") + "\nOne more word.\n", encoding="utf-8")
    line, texts, _ = cited()
    assert "edition" not in line and not any(id_ in text for text in texts)


def site_line(name: str, path: str) -> str:
    found = box(built(name).pages[path])
    assert found is not None
    return line(found)


def test_every_format_says_the_same(site: Built) -> None:
    pages = [(page.path, texts(site, page.path, found)) for page, found in boxes(site)]
    assert {tuple(sorted(one)) for _, one in pages} == {("bib", "json", "ris")}
    items = [json.loads(one["json"])[0] for _, one in pages]
    in_bib = from_bibtex("\n".join(one["bib"] for _, one in pages).encode())
    in_ris = from_ris("\n".join(one["ris"] for _, one in pages).encode())
    assert len(in_bib) == len(in_ris) == len(pages), "no two pages have one key"
    address = f"{str(site.edition.site.address).rstrip('/')}/"
    editors = [typographic(name) for name in site.edition.site.editors]
    for (path, _), item in zip(pages, items, strict=True):
        bib, ris = in_bib[item["id"]], in_ris[item["id"]]
        assert item["type"] == "webpage" and bib[""] == "misc"
        assert ris["type_of_reference"] == "ELEC"
        assert item["URL"] == printed(bib["url"]) == ris["urls"][0] == address + path
        assert item["title"] == printed(bib["title"]) == ris["title"], path
        assert item["container-title"] == ris["secondary_title"]
        assert [one["literal"] for one in item["author"]] == ris["authors"] == editors
        if "issued" in item:
            year, month, day = item["issued"]["date-parts"][0]
            assert (str(year), str(day)) == (bib["year"], bib["day"])
            assert ris["date"] == f"{year}/{month:02}/{day:02}/"


def test_a_claim_is_cited_by_its_number_alone(site: Built) -> None:
    """A citation stands in another's footnote, without what answers the claim."""
    for entry in site.edition.of("claim"):
        assert isinstance(entry.record, Claim)
        found = box(site.pages[entry.path])
        assert found is not None
        assert f"“Claim {entry.number or entry.id}”" in line(found)
        assert typographic(entry.title) not in text(found), entry.id


def test_a_source_is_cited_apart_from_our_page_about_it(site: Built) -> None:
    for entry in site.edition.of("source"):
        source = entry.record
        assert isinstance(source, Source)
        page = site.pages[entry.path]
        found = box(page)
        assert found is not None
        ours = typographic(entry.title)
        about = "an account with notes" if entry.id in site.edition.excerpts else "what is known"
        assert f"“{ours}: {about}" in line(found)
        assert "#cite-source" in [one.get("href") for one in found.iter("a")]
        row = next(page.parents[one] for one in page.html.iter("dt") if one.get("id"))
        said = text(row)
        wanted = f"[{ours}]" if source.title_is_ours else f"“{ours}”"
        assert said.startswith("Cite this source") and wanted in said
        assert str(site.edition.site.address).rstrip("/") not in said
        for author in source.author:
            words = (
                site.edition.entry(author).title
                if isinstance(author, Ref)
                else site.edition.words(author)
            )
            assert typographic(words) in said
        hrefs = [str(one.get("href")) for one in row.iter("a")]
        stem = f"../sources/{entry.id}"
        assert [h for h in hrefs if h.startswith("../")] == [
            f"{stem}.csl.json",
            f"{stem}.bib",
            f"{stem}.ris",
        ]


def test_the_files_of_a_source_hold_it_alone(site: Built) -> None:
    every = {item["id"]: item for item in json.loads(site.files["data/sources.csl.json"])}
    bib, ris = (
        from_bibtex(site.files["data/sources.bib"]),
        from_ris(site.files["data/sources.ris"]),
    )
    for entry in site.edition.of("source"):
        stem = f"sources/{entry.id}"
        assert json.loads(site.files[f"{stem}.csl.json"]) == [every[entry.id]]
        assert from_bibtex(site.files[f"{stem}.bib"]) == {entry.id: bib[entry.id]}
        assert from_ris(site.files[f"{stem}.ris"]) == {entry.id: ris[entry.id]}


def test_publishers_are_named_in_full() -> None:
    items = {one["id"]: one for one in json.loads(built("own").files["data/sources.csl.json"])}
    assert items["ft"]["container-title"] == "Financial Times"
    assert items["ft"]["title-short"] == "FT"


def test_nothing_typed_breaks_out_of_a_citation(tmp_path: Path) -> None:
    edition = hostile_edition(tmp_path)
    desk = Desk(edition, SiteLinks(""))
    seen: set[str] = set()
    files = list(source_files(desk, "https://example.org/"))
    for entry in (e for of_kind in edition.entries.values() for e in of_kind.values()):
        made = citing(desk, entry.path, entry.title, entry, "https://example.org/")
        assert "<script" not in made.line
        if made.source is not None:
            assert "<script" not in made.source.line
        stem = f"{entry.path.removesuffix('.html')}.page."
        beside = {one.path: one.data.decode() for one in files if one.path.startswith(stem)}
        written = beside or {one.file: one.text for one in made.texts}
        bib, ris, item = (
            next(words for name, words in written.items() if name.endswith(end))
            for end in (".bib", ".ris", ".json")
        )
        title = json.loads(item)[0]["title"]
        assert list(from_bibtex(bib.encode())) == list(from_ris(ris.encode())) == [entry.key]
        assert printed(from_bibtex(bib.encode())[entry.key]["title"]) == title
        assert from_ris(ris.encode())[entry.key]["title"] == " ".join(title.split())
        seen.update(attack for attack in ATTACKS if typographic(attack) in title)
    assert len(seen) > 6


def test_without_address_or_editors_nothing_is_made_up(tmp_path: Path) -> None:
    edition = hostile_edition(tmp_path)
    bare = replace(edition.manuscript.site, editors=(), subtitle=None)
    edition = replace(edition, manuscript=replace(edition.manuscript, site=bare))
    made = citing(Desk(edition, SiteLinks("")), "timeline.html", "Timeline", None, "")
    title = typographic(bare.title).replace("<", "&lt;").replace(">", "&gt;")
    assert str(made.line).startswith("“Timeline”, <cite>")
    assert str(made.line).count(", ") == 1 + title.count(", ")
    item = json.loads(next(one.text for one in made.texts if one.file == "timeline.csl.json"))[0]
    assert set(item) == {"id", "type", "title", "container-title", "genre"}


def test_the_front_page_is_cited_as_the_whole() -> None:
    said = site_line("own", "index.html")
    assert said == (
        "The Casebook editors, Karachi 2009–2011: Who was killed, who counted, and who was blamed, "
        "https://example.org/karachi/index.html"
    )


def test_on_paper_it_gives_way_to_the_address(site: Built) -> None:
    print_rules = site.files["static/css/print.css"].decode()
    hidden = re.search(r"^([^\n]*)\{ display: none; \}", print_rules, re.MULTILINE)
    assert hidden and ".citing" in hidden[1]


# In a browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("cite")
    for path, data in built("harbour").files.items():
        (found / path).parent.mkdir(parents=True, exist_ok=True)
        (found / path).write_bytes(data)
    return found


def opened(page: Tab, folder: Path) -> Tab:
    page.goto((folder / "events/crane-falls.html").as_uri())
    page.get_by_text("Cite this page").click()
    return page


@pytest.mark.browser
def test_a_text_is_copied_or_saved_by_keyboard(page: Tab, folder: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((folder / "events/crane-falls.html").as_uri())
    cite = page.locator(".citing")
    cite.locator("> summary").press("Enter")
    cite.get_by_role("button", name="Copy").first.press("Enter")
    page.get_by_role("status").get_by_text("Copied", exact=True).wait_for()
    shown = cite.locator(".citation").text_content()
    assert page.evaluate("navigator.clipboard.readText()") == shown
    cite.get_by_text("BibTeX").press("Enter")
    kept = cite.locator("details", has_text="BibTeX")
    with page.expect_download() as waiting:
        kept.get_by_role("button", name="Save").press("Enter")
    download = waiting.value
    assert download.suggested_filename == "events-crane-falls.bib"
    saved = Path(download.path()).read_bytes()
    assert saved.decode() == f"{kept.locator('pre').text_content()}\n"
    assert list(from_bibtex(saved)) == ["event-crane-falls"]
    assert complaints == []


@pytest.mark.browser
def test_where_there_is_no_clipboard_the_text_is_chosen(page: Tab, folder: Path) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
        "document.execCommand = () => false;"
    )
    opened(page, folder).locator(".citing button").first.click()
    page.get_by_role("status").get_by_text("now copy it").wait_for()
    chosen = page.evaluate("getSelection().toString()")
    assert chosen == page.locator(".citation").inner_text()


@pytest.mark.browser
def test_without_scripts_all_of_it_is_there(browser: Browser, folder: Path) -> None:
    options: Any = {"java_script_enabled": False, "viewport": {"width": 320, "height": 740}}
    context = browser.new_context(**options)
    page = opened(context.new_page(), folder)
    assert page.locator(".citing button").count() == 0
    for name in ("CSL-JSON", "BibTeX", "RIS"):
        page.locator(".citing summary", has_text=name).click()
    assert page.locator(".citing pre:visible").count() == 3
    box = page.locator(".citing").bounding_box()
    assert box is not None and box["x"] + box["width"] <= 320
    context.close()
