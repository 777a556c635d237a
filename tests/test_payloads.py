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
from tempfile import mkdtemp
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from payloads import OURS, Harmless, Typed, batches, in_prose, payloads, record, taken
from playwright.sync_api import Browser, BrowserContext, Dialog, Request

from casebook.commands.site import order, read
from casebook.load.yaml_reader import MapNode, read_yaml
from casebook.model.types import Address, Language, Line, Slug
from casebook.problem import Problem
from casebook.render.outputs import render
from casebook.spot import Text

PARTS = frozenset(("html", "data"))
SAMPLE = 2
"""Records of each kind in the sample; the turn of a record decides which payloads it holds."""
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
TAG = re.compile(r"<([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"([^\s=\"'/>]+)(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?")
WORD = re.compile(r"Zqx(\d+)w")


@dataclass
class Site:
    """The record with payloads, built, and what it is measured by."""

    files: dict[str, bytes]
    allowed: dict[str, set[str]]
    """The attributes of each element that the pages with harmless words have."""
    shown: dict[str, list[str]]
    """The lines that each page shows where they are harmless, as they are in this record."""
    folders: dict[bool, Path] = field(default_factory=dict)
    """The site on disk, with its policy and without."""

    def __post_init__(self) -> None:
        above = Path(mkdtemp(prefix="casebook-payloads-"))
        for policed in (True, False):
            self.folders[policed] = above / ("policed" if policed else "bare")
            for path, data in self.files.items():
                to = self.folders[policed] / path
                to.parent.mkdir(parents=True, exist_ok=True)
                if path.endswith(".html"):
                    assert len(POLICY.findall(data)) == 1, path
                    data = data if policed else POLICY.sub(b"", data)
                to.write_bytes(data)

    @property
    def pages(self) -> list[str]:
        """All but the page for the lost, whose links begin at the top of a host."""
        return [path for path in self.files if path.endswith(".html") and path != "404.html"]


@cache
def site(whole: bool) -> Site:
    """The sample, or all of it."""
    found = batches(payloads())
    copies = found.count if whole else SAMPLE
    folder = Path(mkdtemp(prefix="casebook-payloads-"))
    try:
        harmless, typed = Harmless(), Typed(found)
        plain = built(record(folder / "harmless", harmless, copies))
        files = built(record(folder / "typed", typed, copies))
    finally:
        shutil.rmtree(folder)
    assert harmless.said == len(typed.said)
    pages = {path for path in files if path.endswith(".html")}
    assert pages == {path for path in plain if path.endswith(".html")}
    allowed: dict[str, set[str]] = {}
    shown: dict[str, list[str]] = {}
    for path, data in plain.items():
        if path.endswith(".html"):
            source = data.decode()
            for tag, attributes in TAG.findall(source):
                names = {name.lower() for name in ATTRIBUTE.findall(attributes)}
                allowed.setdefault(tag.lower(), set()).update(names)
            words = html.unescape(re.sub(r"<script.*?</script>|<[^>]+>", " ", source, flags=re.S))
            said = [typed.said[int(one)] for one in dict.fromkeys(WORD.findall(words))]
            shown[path] = [text for text, is_line in said if is_line]
    return Site(files, allowed, shown)


def built(folder: Path) -> dict[str, bytes]:
    """The site and the data, whatever the rules have to say of the record."""
    draft = read(folder, lambda words: None, draft=True)
    return {one.path: one.data for one in render(order(draft, PARTS, lambda words: None))}


@pytest.fixture(scope="module")
def sample() -> Iterator[Site]:
    yield site(False)
    shutil.rmtree(site(False).folders[True].parent)
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
    .replace(/\\s+/g, ' ').toLowerCase();
  const text = said(document.documentElement.textContent);
  for (const one of shown) {
    if (!text.includes(said(one).trim())) faults.push('not shown: ' + one);
  }
  return faults;
}"""
SCRIPTED = {"a": {"aria-haspopup"}, "html": {"class"}, "bdi": {"dir"}}
"""What our own scripts put into pages, and the element that words of two directions need."""


def opened(context: BrowserContext, found: Site, policed: bool, pages: list[str]) -> list[str]:
    """What is wrong with any of some pages, each opened from its folder."""
    base = found.folders[policed].as_uri() + "/"
    faults: list[str] = []
    at = ""
    context.add_init_script(HOOKS)
    page = context.new_page()

    def asked(request: Request) -> None:
        url = request.url.split("#")[0].split("?")[0]
        path = url.removeprefix(base)
        if not url.startswith(base) or path not in found.files:
            faults.append(f"{at} asked for {request.url[:200]}")

    def asked_for(dialog: Dialog) -> None:
        faults.append(f"{at} says {dialog.message}")
        dialog.dismiss()

    page.on("request", asked)
    page.on("dialog", asked_for)
    page.on("pageerror", lambda error: faults.append(f"{at} {error}"))
    page.on("popup", lambda _: faults.append(f"{at} opened a window"))
    page.on("console", lambda said: faults.append(f"{at} {said.text}"))
    allowed = {
        tag: sorted(found.allowed.get(tag, set()) | SCRIPTED.get(tag, set()))
        for tag in found.allowed.keys() | SCRIPTED.keys()
    }
    for at in pages:
        page.goto(base + at)
        assert page.url == base + at
        faults += [f"{at}: {one}" for one in page.evaluate(LOOK, [allowed, found.shown[at]])]
    return faults


@pytest.mark.browser
@pytest.mark.parametrize("policed", [True, False], ids=["policy", "none"])
def test_nothing_of_a_sample_runs(browser: Browser, sample: Site, policed: bool) -> None:
    """Without the policy in every page, with it in one of each kind: it stops more, not less."""
    pages = list({path.split("/")[0]: path for path in sample.pages}.values())
    context = browser.new_context()
    assert opened(context, sample, policed, pages if policed else sample.pages) == []
    context.close()


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
    for policed in (True, False):
        context = browser.new_context()
        assert opened(context, found, policed, found.pages) == []
        context.close()
    shutil.rmtree(found.folders[True].parent)


@pytest.mark.browser
def test_the_tests_see_what_they_look_for(browser: Browser, sample: Site) -> None:
    """A script, a handler, a request and a lost text are found, where the policy is gone."""
    slips = (
        '<img src="https://evil.example/x.png" onerror="alert(1)"><script>__hit=1</script>'
        '<p onclick="alert(2)"></p><a href="javascript:alert(3)">x</a><iframe></iframe>'
    )
    path = "glossary/index.html"
    spoilt = {path: sample.files[path].replace(b"</main>", slips.encode() + b"</main>")}
    static = {name: data for name, data in sample.files.items() if name.startswith("static/")}
    bad = Site({**static, **spoilt}, sample.allowed, {path: ["not there at all"]})
    context = browser.new_context()
    faults = "\n".join(opened(context, bad, False, bad.pages))
    context.close()
    shutil.rmtree(bad.folders[True].parent)
    for word in (
        *("alert 1", "__hit", "asked for https://evil.example", "attribute onclick", "not shown"),
        *("script within", "href javascript:", "element <iframe"),
    ):
        assert word in faults, word


@pytest.mark.browser
def test_what_is_searched_for_is_words(browser: Browser, sample: Site) -> None:
    """Payloads typed into search, and in the address of the timeline, with no policy."""
    base = sample.folders[False].as_uri() + "/"
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
    for typed in (*OURS, *payloads()[::30]):
        page.locator(".search-input").evaluate(TYPE, typed)
    for typed in OURS:
        page.goto(f"{base}timeline.html#{quote('q=' + typed)}")
        page.goto(f"{base}timeline.html?{quote(typed)}={quote(typed)}#person={quote(typed)}")
        assert page.evaluate("window.__hits") == []
    page.close()
    context.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith(base)] == []


TYPE = """(input, typed) => {
  input.value = typed;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  const found = window.casebookSearch.find(typed);
  const bad = document.querySelector('.search img, .search script, .search iframe, .search svg');
  if (window.__hits.length || bad) throw new Error(`${typed}: ${window.__hits} ${bad?.outerHTML}`);
  return found.length;
}"""


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
