"""The same attacks where no page is made from a field: the book, imports, the register, names of
files, the preview, and what a terminal or a log of GitHub is told.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest
from payloads import (
    OURS,
    Harmless,
    Typed,
    batches,
    payloads,
    record,
)
from playwright.sync_api import Browser
from test_payloads import HOOKS, POLICY, Site, built, opened
from tiny import LOG, SITE, write
from whole import WHOLE

from casebook.cli import main
from casebook.commands.github import as_annotation
from casebook.commands.site import order, read
from casebook.load.odd_characters import first_odd
from casebook.output import Output
from casebook.problem import Problem, RecordError
from casebook.render.book.render import render_book
from casebook.render.site import static_files as static
from casebook.serve.build import build
from casebook.serve.editors import NO_EDITOR
from casebook.serve.margin import as_html, margin, with_margin
from casebook.serve.problem_page import problem_page
from casebook.spot import Spot

Capture = pytest.CaptureFixture[str]
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
"""What a terminal acts on, or turns the line round for."""
ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp\u2066.exe\r::error::x\x08"
"""A title, a cleared screen, a colour, a turned name, a line written over, a command."""


# The book


def in_print() -> tuple[str, ...]:
    """The payloads that faces for print have all letters of, in two lots."""
    return tuple(one for one in (*OURS, *payloads()) if one.isascii())


def book_of(folder: Path) -> bytes:
    draft = read(folder, lambda words: None, draft=True)
    parts = frozenset(("book",))
    found = [*render_book(order(draft, parts, lambda words: None))]
    return next(one.data for one in found if one.path.endswith(".pdf"))


def letters(words: str) -> str:
    """Words as print changes none of them: without blanks, breaks and the shapes of marks."""
    words = words.replace("\u2026", "...").replace("\ufb01", "fi").replace("\ufb02", "fl")
    words = re.sub("[\u2018\u2019]", "'", re.sub("[\u201c\u201d]", '"', words))
    return re.sub(r"[\s\u00ad\u2010\ufffe\x02-]", "", words).lower()


@pytest.mark.pdf
@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_book_prints_what_was_typed_and_carries_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What stands between payloads elsewhere is in no face for print.
    monkeypatch.setattr("payloads.BETWEEN", " / ")
    found = batches(in_print())
    harmless, typed = Harmless(), Typed(found)
    plain = printed(book_of(record(tmp_path / "plain", harmless, lambda of: 1)))
    book = book_of(record(tmp_path / "typed", typed, lambda of: 1))
    assert harmless.said == len(typed.said)
    text = letters(printed(book))
    shown = {int(one) for one in re.findall(r"Zqx(\d+)w", plain)}
    lines = [words for words, is_line in map(typed.said.__getitem__, sorted(shown)) if is_line]
    assert len(lines) > 30
    assert [one for one in lines if letters(one) not in text] == []
    with pikepdf.open(io.BytesIO(book)) as pdf:
        assert set(actions(pdf)) <= {"/GoTo", "/URI"}
        addresses = [str(one.A.URI) for one in links(pdf) if "/A" in one and "/URI" in one.A]
        assert addresses
        assert {urlsplit(one).scheme for one in addresses} <= {"http", "https", "mailto"}
        assert not pdf.attachments
        names = pdf.Root.get("/Names", pikepdf.Dictionary())
        assert not {"/EmbeddedFiles", "/JavaScript"} & set(names.keys())
        assert "/AA" not in pdf.Root and "/AcroForm" not in pdf.Root
        assert {str(one.Subtype) for one in links(pdf)} <= {"/Link"}


def printed(book: bytes) -> str:
    pages = pypdfium2.PdfDocument(book)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def links(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        yield from page.get("/Annots", [])


def actions(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The kinds of all actions, wherever in the file they are."""
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Dictionary):
            continue
        # An action stands by itself, or within what it belongs to.
        for each in (one, one.get("/A"), one.get("/OpenAction")):
            if isinstance(each, pikepdf.Dictionary) and {"/URI", "/JS", "/F"} & set(each.keys()):
                yield str(each.get("/S", f"none: {list(each.keys())}"))


# What is brought in


FEW = [one for one in (*OURS, *payloads()[::40]) if len(one) < 200]


def table(say: Callable[[str], str]) -> str:
    text = io.StringIO()
    # A quotation in a row is refused, and with it the whole table: that is not what is tried.
    few = [" ".join(one.split()).replace('"', "\u2033").replace("[[", "[ [") for one in FEW]
    rows = [
        [say(one), f"2010-01-{number % 28 + 1:02}", "p1", say(one), f"unnamed: {say(one)}"]
        for number, one in enumerate(few)
    ]
    csv.writer(text).writerows([["T", "D", "P", "S", "V"], *rows])
    return text.getvalue()


def timeline(say: Callable[[str], str]) -> str:
    day = {"year": "2010", "month": "1", "day": "2"}
    return json.dumps(
        {
            "title": {"text": {"headline": say(FEW[0]), "text": say(FEW[1])}},
            "events": [
                {
                    "start_date": day,
                    "text": {"headline": say(one), "text": say(one)},
                    "media": {"url": say(one), "caption": say(one), "credit": say(one)},
                    "group": say(one),
                }
                for one in FEW
            ],
        }
    )


def popolo(say: Callable[[str], str]) -> str:
    people = [
        {"id": f"p{number}", "name": say(one), "summary": say(one),
         "other_names": [{"name": say(one)}]}
        for number, one in enumerate(FEW)
    ]  # fmt: skip
    bodies = [{"id": f"o{n}", "name": say(one), "classification": "party"}
              for n, one in enumerate(FEW)]  # fmt: skip
    offices = [
        {"person_id": f"p{number}", "organization_id": f"o{number}", "role": say(one)}
        for number, one in enumerate(FEW)
    ]
    return json.dumps({"persons": people, "organizations": bodies, "memberships": offices})


MAPPED = ["title=T", "date=D", "accounts.from=P", "accounts.says=S", "victims=V"]
BROUGHT: dict[str, tuple[Callable[[Callable[[str], str]], str], list[str]]] = {
    "csv": (
        table,
        ["csv", "event", "FILE", "--source", "log", "--always", "kind=fire"]
        + [word for one in MAPPED for word in ("--map", one)],
    ),
    "timelinejs": (timeline, ["timelinejs", "FILE", "--source", "theirs"]),
    "popolo": (popolo, ["popolo", "FILE", "--source", "theirs"]),
}


def brought(folder: Path, name: str, say: Callable[[str], str]) -> Path:
    """A record into which a file was brought; what could not come in was refused."""
    make, options = BROUGHT[name]
    theirs = re.sub("units: .*", "units: s1-s99, o1-o99, n1-n99", LOG.replace("log:", "theirs:", 1))
    root = write(folder / "site", {"site.yaml": SITE, "sources.yaml": LOG + theirs})
    file = folder / "their file"
    file.write_text(make(say), encoding="utf-8")
    given = [str(file) if one == "FILE" else one for one in options]
    assert main(["import", *given, "--site", str(root)]) == 0
    return root


@pytest.mark.browser
@pytest.mark.parametrize("name", BROUGHT)
def test_what_is_brought_in_is_words(
    name: str, tmp_path: Path, browser: Browser, capsys: Capture
) -> None:
    root = brought(tmp_path / "typed", name, lambda one: one)
    told = capsys.readouterr()
    assert not OBEYED.search(told.out + told.err)
    # Harmless words bring the same elements, but for what a text may be divided by.
    plain = built(brought(tmp_path / "plain", name, lambda one: f"A word {len(one)} and more"))
    made = Site(tmp_path / "made")
    files = built(root)
    made.write(files)
    for files_of in (plain, files_of_a_record(tmp_path / "any")):
        made.learn(files_of, Typed(batches(("x",))))
    made.shown = {path: [] for path in files}
    pages = [path for path in made.pages if "/" not in path or path.split("/")[0] != "data"]
    assert len(pages) > 20
    words = letters(" ".join(Html(files[path].decode()).words for path in pages))
    # The texts of TimelineJS are HTML: what is a tag in them is taken out when they are brought in.
    least = len(FEW) // (3 if name == "timelinejs" else 2)
    assert sum(letters(one)[:24] in words for one in FEW) > least
    assert opened(browser, made, False, pages[::4]) == []


def files_of_a_record(folder: Path) -> dict[str, bytes]:
    """Pages with all that prose may make of words, none of it typed by anybody else."""
    say = Harmless()
    files = built(record(folder, say, lambda of: 1))
    return {path: re.sub(rb"Zqx\d+w", b"x", data) for path, data in files.items()}


# Reasons, and names of files


def test_reasons_in_the_register_are_words(tmp_path: Path) -> None:
    """On the pages of what was withdrawn, in the feed and in the data."""
    few = [one for one in OURS if "\n" not in one]
    entries = "".join(
        f"  gone-{number}:\n    number: E{number + 70}\n    day: 2026-01-01\n"
        f"    withdrawn: {json.dumps(one)}\n    gone: 2026-01-02\n"
        for number, one in enumerate(few)
    )
    site = WHOLE["site.yaml"] + "address: https://example.org/tiny/\n"
    root = write(tmp_path, WHOLE | {"site.yaml": site, "register.yaml": f"event:\n{entries}"})
    files = built(root)
    feed = ElementTree.fromstring(files["feed.xml"])
    told = [str(one.text) for one in feed.iter("{http://www.w3.org/2005/Atom}content")]
    # Newest first, and by id among those of one day.
    for one in few:
        words = letters(one)
        [content] = [each for each in told if letters(Html(each).words) == words]
        assert Html(content).made_of <= {"p"}
    for number, one in enumerate(few):
        page = Html(files[f"events/gone-{number}.html"].decode())
        assert letters(one) in letters(page.words)
        plain = Html(files["accessibility.html"].decode())
        assert page.made_of <= plain.made_of | {"dl", "dt", "dd", "strong", "code", "time"}


class Html(HTMLParser):
    """The words of some HTML, and the elements it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.made_of: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made_of.add(tag)
        assert not any(name.startswith("on") or name in ("style", "srcdoc") for name, _ in attrs)
        assert not any((value or "").startswith(("javascript:", "data:")) for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


NAMES = (
    "<script>alert(1)</script>",
    "a\x1b[31mred",
    "a\u202egpj",
    "a\n::error::b",
    "-rf",
    "a b; rm c",
    "$(id)",
    "con",
    "a'\"b",
    "=1+1",
)


@pytest.mark.parametrize("name", [one for one in NAMES if "/" not in one])
@pytest.mark.parametrize("folder", ["content/pages", "content/excerpts", "people"])
def test_a_name_of_a_file_is_no_more_than_told(
    name: str, folder: str, tmp_path: Path, capsys: Capture
) -> None:
    suffix = "yaml" if folder == "people" else "md"
    text = "{}" if folder == "people" else "---\ntitle: A\nsource: log\n---\n\nB\n"
    root = write(tmp_path, {"site.yaml": SITE, "sources.yaml": LOG})
    (root / folder).mkdir(parents=True)
    (root / folder / f"{name}.{suffix}").write_text(text)
    for form in ("text", "github", "json"):
        code = main(["check", "--site", str(root), "--format", form])
        told = capsys.readouterr()
        assert not OBEYED.search(told.out + told.err), form
        if name != "con":
            assert code == 1
        if form == "github":
            assert [one for one in told.out.splitlines() if one.startswith("::")] == [
                one
                for one in told.out.splitlines()
                if re.match(r"::(error|warning|notice) file=", one)
            ]


@pytest.mark.parametrize("name", ["a<b>.js", "a\nb.js", "con.js", "a:b.css", 'a"b.svg', "a?b.js"])
def test_a_static_file_has_a_name_that_any_disk_takes(name: str, tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / name).write_text("x")
    with pytest.raises(RecordError) as caught:
        list(static.static_files([tmp_path / "static"]))
    assert [one.rule for one in caught.value.problems] == ["bad-name"]


def test_static_files_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By themselves and together, and seen before they are read."""
    folder = tmp_path / "static"
    folder.mkdir()
    with (folder / "a.bin").open("wb") as file:
        file.truncate(static.MAX_STATIC + 1)
    with pytest.raises(RecordError, match="1 problems") as caught:
        list(static.static_files([folder]))
    assert [one.rule for one in caught.value.problems] == ["too-large"]
    monkeypatch.setattr(static, "MAX_ALL", 100)
    (folder / "a.bin").write_bytes(b"x" * 60)
    assert static.static_files([folder]).__next__() == Output("static/a.bin", b"x" * 60)
    (folder / "b.bin").write_bytes(b"x" * 60)
    with pytest.raises(RecordError) as caught:
        list(static.static_files([folder]))
    [problem] = caught.value.problems
    assert (problem.rule, problem.where.file) == ("too-large", "static/b.bin")


def test_a_folder_of_static_files_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside", {"secret.txt": "x"})
    (tmp_path / "static").symlink_to("outside")
    with pytest.raises(RecordError) as caught:
        list(static.static_files([tmp_path / "static"]))
    assert caught.value.problems[0].rule == "unreadable"


# What is printed


def test_nothing_that_is_told_is_obeyed(tmp_path: Path, capsys: Capture) -> None:
    """In every message that quotes what was typed, as a value, as a key and as a name."""
    root = write(tmp_path / "site", {"site.yaml": SITE, "sources.yaml": LOG})
    (root / "people.yaml").write_text(
        f"ada:\n  name: {ESCAPES}\n  {ESCAPES}: x\n{ESCAPES}:\n  name: y\n", newline=""
    )
    their = tmp_path / f"their{ESCAPES.replace('/', '')}.csv"
    their.write_text(f"T{ESCAPES},D\n{ESCAPES},{ESCAPES}\n", newline="")
    wanted = f"{ESCAPES}=T"
    for given in (
        ["check"], ["check", "--format", "json"], ["check", "--format", "github"],
        ["build", "--output", str(tmp_path / "out")], ["rename", ESCAPES, "b"],
        ["new", "event", ESCAPES], ["withdraw", ESCAPES, "--why", ESCAPES],
        ["prove", ESCAPES, str(their)], ["brief", ESCAPES],
        ["diff", ESCAPES, "HEAD"],
        ["import", "csv", "event", str(their), "--source", "log", "--map", wanted],
        ["import", "popolo", str(their)], ["import", "timelinejs", str(their)],
        ["freeze", ESCAPES], [ESCAPES],
    ):  # fmt: skip
        with suppress(SystemExit):
            main([*given, "--site", str(root)])
        told = capsys.readouterr()
        assert told.out + told.err
        assert not OBEYED.search(told.out + told.err), (given[0], told.out + told.err)


def test_an_annotation_is_one_command() -> None:
    where = Spot(f"a{ESCAPES},line=7::.yaml", 1, 1)
    told = as_annotation(Problem(where, "r", f"{ESCAPES}\n##[error]x", ESCAPES))
    assert not OBEYED.search(told) and "\n" not in told
    assert told.startswith("::error file=a")
    assert told.count("::") == 2 + told.split("::", 2)[2].count("::")


# The preview


LOOKED = """() => [window.__hits, document.documentElement.textContent, [...new Set(
  [...document.querySelectorAll('*')].flatMap((one) => [one.tagName.toLowerCase(),
    ...[...one.attributes].map((each) => `${one.tagName.toLowerCase()} ${each.name}`)]))].sort()]"""


def looked_at(browser: Browser, folder: Path, html: bytes) -> tuple[str, list[str]]:
    """The words of a page, and the elements and attributes it is made of, after it was opened."""
    file = write(folder, {}) / "page.html"
    file.write_bytes(html)
    page = browser.new_context().new_page()
    page.add_init_script(HOOKS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(file.as_uri())
    hits, words, made_of = page.evaluate(LOOKED)
    page.context.close()
    assert hits == []
    assert [one for one in asked if not one.startswith("file:")] == []
    return words, made_of


@pytest.mark.browser
def test_the_preview_says_what_is_wrong_in_words(tmp_path: Path, browser: Browser) -> None:
    """Its page of problems, and the margin of a page with warnings; neither has a policy."""
    few = [one for one in (*OURS, *payloads()[::30]) if len(" ".join(one.split())) < 200]
    few = [" ".join(one.split()) for one in few if first_odd(one) < 0 and "[[" not in one]
    told: dict[bool, list[tuple[str, list[str]]]] = {}
    for hostile in (True, False):
        words = [json.dumps(one if hostile else "Plain") for one in few]
        wrong = "".join(
            f"p-{number}:\n  living: alive\n  name: {one}\n  nme{number}: x\n  {one}: y\n"
            f"  died: {one}\n"
            for number, one in enumerate(words)
        )
        doubtful = "".join(
            f"p-{number}:\n  living: alive\n  name: {one}\n  summary: It is so.\n"
            for number, one in enumerate(words)
        )
        folder = tmp_path / str(hostile)
        bad = build(write(folder / "bad", {"site.yaml": SITE, "people.yaml": wrong}))
        assert bad.files is None and len(bad.problems) > len(few)
        good = build(write(folder / "good", {"site.yaml": SITE, "people.yaml": doubtful}))
        assert good.files is not None
        page = POLICY.sub(b"", good.files["people/index.html"])
        beside = with_margin(page, as_html(margin(good, "people/index.html", NO_EDITOR)))
        told[hostile] = [looked_at(browser, folder, html) for html in (problem_page(bad), beside)]
    for (text, made_of), (_, plain) in zip(told[True], told[False], strict=True):
        assert set(made_of) - set(plain) <= {"bdi", "bdi dir"}
        said = " ".join(text.split())
        assert sum(one in said for one in few) > len(few) // 2
