"""Attacks in every field of every kind: nothing runs, nothing is asked for, no markup escapes.

A sample is tried with every run of the tests, the whole lists with `make long`. What pages may
hold is learnt from the same record with harmless words: an element, an attribute or a scheme that
is not in its pages has come out of a payload.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from payloads import (
    OURS,
    Batches,
    Harmless,
    Typed,
    batches,
    in_prose,
    payloads,
    record,
    sites,
    taken,
)
from playwright.sync_api import Browser, Dialog, Page, Request

import casebook.model.site
from casebook.commands.site import order, read
from casebook.load.yaml_reader import MapNode, read_yaml
from casebook.model.types import Address, Language, Line, Slug
from casebook.problem import Problem
from casebook.render.outputs import render
from casebook.spot import Text

PARTS = frozenset(("html", "data"))
SAMPLE = 2
"""Records of each kind in the sample; the turn of a record decides which payloads it holds."""
TABS = 4
"""Pages that load at a time."""
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
TAG = re.compile(r"<([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"([^\s=\"'/>]+)(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?")
WORD = re.compile(r"Zqx(\d+)w")


@dataclass
class Site:
    """What was made of payloads, on disk, and what it is measured by."""

    folder: Path
    """The site with its policy and without, in `policed` and `bare`."""
    files: dict[str, bytes] = field(default_factory=dict)
    allowed: dict[str, set[str]] = field(default_factory=dict)
    """The attributes of each element that the pages with harmless words have."""
    shown: dict[str, list[str]] = field(default_factory=dict)
    """The lines that each page shows where they are harmless, as they are in this record."""

    @property
    def pages(self) -> list[str]:
        """All but the page for the lost, whose links begin at the top of a host."""
        return [path for path in self.files if path.endswith(".html") and path != "404.html"]

    def base(self, policed: bool) -> str:
        """The address of the folder."""
        return (self.folder / ("policed" if policed else "bare")).as_uri() + "/"

    def write(self, files: dict[str, bytes], under: str = "") -> None:
        """Files of a built site, as they are and without the policy of their pages."""
        self.files |= {under + path: data for path, data in files.items()}
        for policed in ("policed", "bare"):
            for path, data in files.items():
                to = self.folder / policed / under / path
                to.parent.mkdir(parents=True, exist_ok=True)
                if path.endswith(".html"):
                    assert len(POLICY.findall(data)) == 1, path
                    data = data if policed == "policed" else POLICY.sub(b"", data)
                to.write_bytes(data)

    def learn(self, plain: dict[str, bytes], typed: Typed, under: str = "") -> None:
        """What pages may hold, from the same pages with harmless words."""
        for path, data in plain.items():
            if not path.endswith(".html"):
                continue
            source = data.decode()
            for tag, attributes in TAG.findall(source):
                names = {name.lower() for name in ATTRIBUTE.findall(attributes)}
                self.allowed.setdefault(tag.lower(), set()).update(names)
            words = html.unescape(re.sub(r"<script.*?</script>|<[^>]+>", " ", source, flags=re.S))
            said = [typed.said[int(one)] for one in dict.fromkeys(WORD.findall(words))]
            self.shown[under + path] = [text for text, is_line in said if is_line]


@cache
def site(whole: bool) -> Site:
    """The sample, or all of it."""
    found = batches(payloads())

    def copies(of: type) -> int:
        return found.count(of) if whole else SAMPLE

    made = Site(Path(mkdtemp(prefix="casebook-payloads-")))
    with TemporaryDirectory() as above:
        harmless, typed = Harmless(), Typed(found)
        plain = built(record(Path(above) / "harmless", harmless, copies))
        files = built(record(Path(above) / "typed", typed, copies))
        assert harmless.said == len(typed.said)
        assert sorted(filter(is_page, files)) == sorted(filter(is_page, plain))
        made.write(files)
        made.learn(plain, typed)
        if whole:
            _add_sites(made, Path(above), found)
    return made


def _add_sites(made: Site, above: Path, found: Batches) -> None:
    """The texts of the site itself, one after the other, on as few pages as show them all."""
    copies = found.count(casebook.model.site.Site)
    harmless, typed = Harmless(), Typed(found)
    plain = [built(folder) for folder in sites(above / "plain", harmless, 1)]
    ways = {
        path: set(WORD.findall(data.decode())) for path, data in plain[0].items() if is_page(path)
    }
    chosen: list[str] = []
    for path in sorted(ways, key=lambda path: (-len(ways[path]), path)):
        if path != "404.html" and not ways[path] <= set().union(*(ways[one] for one in chosen)):
            chosen.append(path)
    for copy, folder in enumerate(sites(above / "sites", typed, copies)):
        files = built(folder)
        if copy == 0:
            rest = {path: data for path, data in files.items() if not is_page(path)}
        under = f"site-{copy}/"
        made.write({path: files[path] for path in chosen}, under)
        # The pages ask for styles and scripts of their own site: it is the same for all.
        for policed in ("policed", "bare"):
            (made.folder / policed / under / "static").symlink_to("../static")
        made.files |= {under + path: data for path, data in rest.items()}
        said = len(typed.said) // (copy + 1)
        turn = Typed(found)
        turn.said = typed.said[-said:]
        made.learn({path: plain[0][path] for path in chosen}, turn, under)


def is_page(path: str) -> bool:
    """Whether a file is one that a browser opens."""
    return path.endswith(".html")


def built(folder: Path) -> dict[str, bytes]:
    """The site and the data, whatever the rules have to say of the record."""
    draft = read(folder, lambda words: None, draft=True)
    return {one.path: one.data for one in render(order(draft, PARTS, lambda words: None))}


@pytest.fixture(scope="module")
def sample() -> Iterator[Site]:
    yield site(False)
    shutil.rmtree(site(False).folder)
    site.cache_clear()


HOOKS = """
  window.__hits = [];
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'fetch']) {
    window[name] = (...all) => { window.__hits.push(name + ' ' + all.join(' ')); };
  }
  for (const name of ['__hit', 'xss', 'XSS']) {
    Object.defineProperty(window, name, {
      set(value) { window.__hits.push(name); }, get() { return undefined; } });
  }
  document.write = document.writeln = () => { window.__hits.push('write'); };
"""
LOOK = """([allowed, shown]) => {
  const faults = [...window.__hits];
  const schemes = ['https:', 'http:', 'file:', 'mailto:'];
  const inspect = (root) => {
    for (const one of root.querySelectorAll('*')) {
      const tag = one.tagName.toLowerCase();
      const known = allowed[tag];
      if (!known) { faults.push('element ' + one.outerHTML.slice(0, 200)); continue; }
      for (const { name, value } of one.attributes) {
        if (!known.includes(name.toLowerCase())) {
          faults.push(`attribute ${name} of ${one.outerHTML.slice(0, 200)}`);
        }
        if (['href', 'src', 'action', 'xlink:href'].includes(name)
          && !schemes.includes(new URL(value, document.baseURI).protocol)) {
          faults.push(`${name} ${value}`);
        }
      }
      if (tag === 'script' && !one.src && !/json/.test(one.type)) faults.push('script within');
      if (tag === 'script' && one.type === 'application/ld+json') JSON.parse(one.textContent);
      if (one.content instanceof DocumentFragment) inspect(one.content);
    }
  };
  inspect(document);
  const said = (words) => words.replace(/[\\u2018\\u2019]/g, "'").replace(/[\\u201c\\u201d]/g, '"')
    .replaceAll('\u2026', '...').replace(/\\s+/g, ' ').toLowerCase();
  const text = said(document.documentElement.textContent);
  for (const one of shown) {
    if (!text.includes(said(one).trim())) faults.push('not shown: ' + one);
  }
  return faults;
}"""
SCRIPTED = {"a": {"aria-haspopup"}, "html": {"class"}, "bdi": {"dir"}}
"""What our own scripts put into pages, and the element that words of two directions need."""


def opened(browser: Browser, found: Site, policed: bool, pages: list[str]) -> list[str]:
    """What is wrong with any of some pages, each opened from its folder, several at a time."""
    base = found.base(policed)
    faults: list[str] = []
    context = browser.new_context()
    context.add_init_script(HOOKS)

    def tab() -> Page:
        page = context.new_page()

        def heard(words: str) -> None:
            faults.append(f"{page.url.removeprefix(base)} {words}"[:500])

        def asked(request: Request) -> None:
            url = request.url.split("#")[0].split("?")[0]
            if not url.startswith(base) or url.removeprefix(base) not in found.files:
                heard(f"asked for {request.url}")

        def asked_for(dialog: Dialog) -> None:
            heard(f"says {dialog.message}")
            dialog.dismiss()

        page.on("request", asked)
        page.on("dialog", asked_for)
        page.on("pageerror", lambda error: heard(str(error)))
        page.on("popup", lambda _: heard("opened a window"))
        page.on("console", lambda said: heard(said.text))
        return page

    allowed = {
        tag: sorted(found.allowed.get(tag, set()) | SCRIPTED.get(tag, set()))
        for tag in found.allowed.keys() | SCRIPTED.keys()
    }
    tabs = [tab() for _ in pages[:TABS]]
    for at in range(0, len(pages), TABS):
        some = list(zip(tabs, pages[at : at + TABS], strict=False))
        for page, path in some:
            page.goto(base + path, wait_until="commit")
        for page, path in some:
            page.wait_for_load_state("load")
            assert page.url == base + path
            faults += [
                f"{path}: {one}" for one in page.evaluate(LOOK, [allowed, found.shown[path]])
            ]
    context.close()
    return faults


def one_of_each(pages: list[str]) -> list[str]:
    """A page of each kind, and of one further site."""
    return list({path.split("/")[0].rstrip("0123456789"): path for path in pages}.values())


@pytest.mark.browser
def test_nothing_of_a_sample_runs(browser: Browser, sample: Site) -> None:
    """Without the policy in every page, with it in one of each kind: it stops more, not less."""
    assert opened(browser, sample, False, sample.pages) == []
    assert opened(browser, sample, True, one_of_each(sample.pages)) == []


def test_what_a_page_shows_was_asked_of_it(sample: Site) -> None:
    """The test above is not empty: every kind's pages are looked through for what was typed."""
    kinds = {path.split("/")[0] for path in sample.pages if "/" in path}
    for kind in kinds - {"data", "sources"}:
        pages = [path for path in sample.pages if path.startswith(f"{kind}/")]
        assert any("script" in text for path in pages for text in sample.shown[path]), kind


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.timeout(1200)
def test_no_payload_in_any_field_runs(browser: Browser) -> None:
    found = site(True)
    try:
        assert opened(browser, found, False, found.pages) == []
        assert opened(browser, found, True, one_of_each(found.pages)) == []
    finally:
        shutil.rmtree(found.folder)


@pytest.mark.browser
def test_the_tests_see_what_they_look_for(browser: Browser, sample: Site, tmp_path: Path) -> None:
    """A script, a handler, a request and a lost text are found, where the policy is gone."""
    slips = (
        '<img src="https://evil.example/x.png" onerror="alert(1)"><script>__hit=1</script>'
        '<p onclick="alert(2)"></p><a href="javascript:alert(3)">x</a><iframe></iframe>'
    )
    path = "glossary/index.html"
    bad = Site(tmp_path, allowed=sample.allowed, shown={path: ["not there at all"]})
    bad.write({name: data for name, data in sample.files.items() if name.startswith("static/")})
    bad.write({path: sample.files[path].replace(b"</main>", slips.encode() + b"</main>")})
    faults = "\n".join(opened(browser, bad, False, bad.pages))
    for word in (
        *("alert 1", "__hit", "asked for https://evil.example", "attribute onclick", "not shown"),
        *("script within", "href javascript:", "element <iframe"),
    ):
        assert word in faults, word


@pytest.mark.long
@pytest.mark.browser
def test_what_is_searched_for_is_words(browser: Browser, sample: Site) -> None:
    """Payloads typed into search, and in the address of the timeline, with no policy."""
    base = sample.base(False)
    context = browser.new_context()
    context.add_init_script(HOOKS)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(base + "people/index.html")
    page.keyboard.press("/")
    page.wait_for_selector(".search[data-state=ready]")
    page.locator(".search-input").evaluate(TYPE, [*OURS, *payloads()[::30]])
    for way in ("q={0}", "{0}={0}&person={0}"):
        page.goto(f"{base}timeline.html?{'&'.join(way.format(quote(one)) for one in OURS)}")
        hashes = [way.format(quote(one)) for one in OURS]
        assert page.evaluate(TURN, ["&".join(hashes), *hashes]) == []
        page.goto(f"{base}timeline.html#{hashes[0]}")
        assert page.evaluate("window.__hits") == []
    page.close()
    context.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith(base)] == []


TYPE = """(input, all) => {
  for (const typed of all) {
    input.value = typed;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    window.casebookSearch.find(typed);
    const bad = document.querySelector('.search img, .search script, .search iframe, .search svg');
    if (__hits.length || bad) throw new Error(`${typed}: ${__hits} ${bad?.outerHTML}`);
  }
}"""
TURN = """async (hashes) => {
  for (const hash of hashes) {
    location.hash = hash;
    await new Promise((then) => setTimeout(then, 5));
  }
  return window.__hits;
}"""
"""As a reader does who changes the address and does not leave the page."""


def test_a_field_takes_a_text_whole_or_refuses_it() -> None:
    """In YAML as typed, and as each type of field: a problem or a value, never anything else."""
    for payload in payloads():
        problems: list[Problem] = []
        node = read_yaml(f"a: {payload}\nb:\n  - {payload}\n", "a.yaml", problems.append)
        assert node is not None or problems
        problems.clear()
        quoted = json.dumps({"a": payload}, ensure_ascii=False)
        node = read_yaml(quoted, "a.yaml", problems.append)
        assert isinstance(node, MapNode)
        assert problems or str(node.entries[Text("a", node.at)]) == payload
        for type_ in (Slug(), Language()):
            assert taken(payload, type_) in (None, payload)
        line = taken(payload, Line(1_000))
        assert line is None or line == payload.strip("\n")
        address = taken(payload, Address())
        assert address is None or re.match(r"https?://", address)
        list(in_prose(payload))


def test_data_and_feed_are_whole(sample: Site) -> None:
    """What is not a page is still of its format."""
    for path, data in sample.files.items():
        if path.endswith((".json", ".jsonld", ".webmanifest")):
            json.loads(data)
        elif path.endswith((".xml", ".svg")):
            assert b"<!DOCTYPE" not in data
            ElementTree.fromstring(data)
        elif path.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
            assert len({len(row) for row in rows}) == 1, path
            for row in rows:
                for cell in row:
                    assert not cell.startswith(("=", "+", "@", "\t", "\r")), (path, cell)
                    assert not re.match(r"-(?![0-9]+(\.[0-9]+)?$)", cell), (path, cell)
