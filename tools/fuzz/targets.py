"""What is fuzzed: every reader of bytes that somebody else wrote.

Each target takes any bytes. It returns where they were read, and where they were refused the way
that reader refuses: with problems, or with the one error it declares. Everything else that comes
out of it is a finding.
"""

from __future__ import annotations

import atexit
import json
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casebook.commands.site import Draft
    from casebook.editions.snapshot import Snapshot
    from casebook.imports.formats import Read
    from casebook.imports.result import Incoming
    from casebook.problem import Problem
    from casebook.withheld.names import Withheld

ROOT = Path(__file__).resolve().parent.parent.parent
TESTS = ROOT / "tests"
KEPT = TESTS / "data" / "fuzz"
"""Inputs that once were findings, in a folder for each target."""


@dataclass(frozen=True, slots=True)
class Target:
    """One reader."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    """Inputs to begin from."""
    longest: int = 8_000
    """Bytes of an input; what is longer than this is for the tests of bounds."""
    words: tuple[str, ...] = ()
    """What its language is made of."""
    share: int = 1
    """Of the time: more for one that goes through much code, or takes long over an input."""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _nothing(_: object) -> None:
    pass


# YAML


def _yaml(data: bytes) -> None:
    from casebook.load.yaml_reader import read_yaml

    problems: list[object] = []
    node = read_yaml(_text(data), "f.yaml", problems.append)
    assert node is not None or problems, "neither a node nor a problem"


def _files(*patterns: str) -> Iterator[bytes]:
    for pattern in patterns:
        for path in sorted(TESTS.glob(pattern)):
            if path.is_file() and path.stat().st_size < 30_000:
                yield path.read_bytes()


# A whole record, one file of which is anything

FILES = (
    "timeline.yaml", "people.yaml", "parties.yaml", "communities.yaml", "places.yaml",
    "sources.yaml", "figures.yaml", "comparisons.yaml", "claims.yaml", "glossary.yaml",
    "site.yaml", "register.yaml", "withheld.yaml", "content/pages/about.md",
    "content/excerpts/log.md", "content/proofs/harbour-log.yaml", "words/en.yaml",
    "editions/0000-0000.json",
)  # fmt: skip
"""What a record may hold, by the first byte of an input."""


@cache
def _folder() -> Path:
    """A small record that fills in every field, in a folder that goes when the process ends."""
    if str(TESTS) not in sys.path:
        sys.path.append(str(TESTS))
    from tiny import write
    from whole import WHOLE

    folder = Path(tempfile.mkdtemp(prefix="casebook-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return write(folder, WHOLE)


def _record(data: bytes) -> None:
    _read(data, lambda draft: None)


def _site(data: bytes) -> None:
    """The same, and its pages and data where nothing is wrong with it."""
    from casebook.commands.report import print_problems
    from casebook.commands.site import order
    from casebook.problem import RecordError
    from casebook.render.outputs import render

    def build(draft: Draft) -> None:
        try:
            render(order(draft, frozenset(("html", "data")), _nothing))
        except RecordError as error:
            print_problems(error.problems, error.texts)

    _read(data, build)


def _read(data: bytes, build: Callable[[Draft], None]) -> None:
    """Put one file in its place in a record, read it, say what is wrong, and go on if it may."""
    from casebook.commands.report import print_problems
    from casebook.commands.site import read
    from casebook.problem import errors

    if not data:
        return
    root = _folder()
    path = root / FILES[data[0] % len(FILES)]
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data[1:])
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            draft = read(root, _nothing, draft=True)
            print_problems(draft.problems, draft.files)
            if not errors(draft.problems):
                build(draft)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


def _records() -> Iterator[bytes]:
    _folder()
    from whole import WHOLE

    for number, name in enumerate(FILES):
        if name in WHOLE:
            yield bytes([number]) + WHOLE[name].encode()
        stem = Path(name).name
        yield from (bytes([number]) + data for data in _files(f"broken/*/**/{stem}"))
    yield bytes([FILES.index("words/en.yaml")]) + b"Timeline: Line of time\n"
    for path in sorted(TESTS.glob("sites/*/words/*.yaml")):
        yield bytes([FILES.index("words/en.yaml")]) + path.read_bytes()[:4_000]
    for path in sorted((ROOT / "editions").glob("*.json")):
        yield bytes([FILES.index("editions/0000-0000.json")]) + path.read_bytes()[:600]


# Prose


def _prose(data: bytes) -> None:
    from casebook.prose import Form, parse_prose, plain_text, render_html
    from casebook.spot import Spot, Text

    _folder()
    from prose_reading import Linker

    text = _text(data)
    for form in Form:
        problems: list[object] = []
        typed = Text(text, Spot("a.md", 1, 1, "raw"))
        prose = parse_prose(typed, form, problems.append, text)
        html = str(render_html(prose, Linker()))
        low = html.lower()
        for bad in ("<script", "<iframe", "<img", "javascript:", " onerror", "<svg", "<style"):
            if bad in low:
                # Words may say all this; markup may not.
                assert bad.lstrip("<") in text.lower() and "<" + bad.lstrip("<") not in low, html
        plain_text(prose, lambda _: "")


def _proses() -> Iterator[bytes]:
    yield from _files("sites/*/content/*/*.md", "prose/**/*.md", "prose/*")
    _folder()
    from prose_reading import PIECES

    for piece in PIECES:
        yield piece.encode("utf-8", "replace")


# Dates, units and places


def _dates(data: bytes) -> None:
    from casebook.dates import DateError, display, parse_date, short
    from casebook.dates.relations import months, overlaps, within

    text = _text(data)
    try:
        date = parse_date(text)
    except DateError as error:
        assert error.message, "it is refused and nothing is said"
        assert "\n" not in error.hint, error.hint
        return
    assert display(date)
    assert short(date)
    assert date.earliest is None or date.latest is None or date.earliest <= date.latest, text
    assert overlaps(date, date), text
    within(date, date)
    for number, _ in enumerate(months(date)):
        if number > 200_000:
            raise AssertionError("it has months without end")


def _some_dates() -> Iterator[bytes]:
    for text in (
        "2010-01-07", "2010-24", "201X", "20XX", "2010-01-XX", "2010-XX", "2010-01-07~", "2010?",
        "2010-01-07~/2010-01-10", "2009-06/..", "../2010-01", "2009-06/", "/2009-12-31",
        "[2010-01-07,2010-01-08]", "[2010-01-07..2010-01-10]", "[..2010]", "[2010-01-10..]",
        "7/1/2010", "7 January 2010", "c. 1987", "early 2010", "Jan-Feb 2010", "-0044", "Y17E7",
        "2010-02-30", "{1,2}", "2004-06-(01)~/2004-06-20", "1984?-06", "2010-W01", "1-2/3-4",
    ):  # fmt: skip
        yield text.encode()


def _units(data: bytes) -> None:
    from casebook.model.units import UnitError, parse_places, parse_units, ranges, tidy

    declared, _, places = _text(data).partition("\n")
    try:
        units = parse_units(declared)
        assert parse_units(ranges(units)) == units
        assert parse_places(tidy(places), units) == parse_places(places, units)
    except UnitError:
        return


# What is brought in


def _json(data: bytes, names: tuple[str, ...]) -> bytes:
    """JSON as it stands, or made of bytes that are none: few changes of JSON are JSON again."""
    if data[:1] != b"\xff":
        return data
    rest = iter(data[1:])

    def value(depth: int) -> object:
        what = next(rest, 0)
        many = 0 if depth > 4 else next(rest, 0) % 6
        match what % 8:
            case 0 | 1:
                return {names[next(rest, 0) % len(names)]: value(depth + 1) for _ in range(many)}
            case 2:
                return [value(depth + 1) for _ in range(many)]
            case 3:
                return names[next(rest, 0) % len(names)]
            case 4:
                return bytes(next(rest, 0) for _ in range(many * 3)).decode("utf-8", "replace")
            case 5:
                return (None, True, False, -1, 1e300, 10**30)[many]
            case 6:
                return f"20{next(rest, 0) % 100:02}-0{many}-1{many}"[: 4 + 3 * (many % 3)]
        return next(rest, 0)

    return json.dumps(value(0), ensure_ascii=False).encode("utf-8", "replace")


def _made(names: tuple[str, ...]) -> Iterator[bytes]:
    """Bytes of which JSON is made that holds one thing of each name."""
    for at in range(len(names)):
        yield bytes([255, 0, 1, at, 2, 1, 0, 5, *(one for n in range(5) for one in (n, 3, n))])


_POPOLO = (
    "persons", "organizations", "memberships", "posts", "id", "name", "person_id",
    "organization_id", "post_id", "role", "label", "start_date", "end_date", "on_behalf_of_id",
    "parent_id", "classification", "other_names", "birth_date", "death_date", "summary",
    "identifiers", "sources", "url", "areas", "events", "a", "b", "lang", "note", "founding_date",
)  # fmt: skip
_TIMELINE = (
    "events", "title", "eras", "scale", "start_date", "end_date", "year", "month", "day", "hour",
    "display_date", "text", "headline", "media", "url", "caption", "credit", "group",
    "background", "unique_id", "<b>a</b>", "<a href='https://a.b/'>c</a>", "2010", "human",
)  # fmt: skip


def _brought(read: Read, data: bytes) -> None:
    from casebook.imports.result import NotRead

    try:
        brought = read(_text(data), "a-source", defaultdict(frozenset))
    except NotRead:
        return
    _write(brought.records)


def _write(records: Iterable[Incoming]) -> None:
    """What an import writes must be readable again, with the words it was given."""
    from casebook.load.yaml_reader import MapNode, read_yaml
    from casebook.writing.yaml_text import record_text

    for one in records:
        text = record_text(one.id, one.fields)
        problems: list[Problem] = []
        node = read_yaml(text, "f.yaml", problems.append)
        assert not [each for each in problems if each.rule != "too-long"], (problems, text)
        assert isinstance(node, MapNode), text
        assert [str(key) for key in node.entries] == [one.id], text


def _timelinejs(data: bytes) -> None:
    from casebook.imports.timelinejs import read_timelinejs

    _brought(read_timelinejs, _json(data, _TIMELINE))


def _popolo(data: bytes) -> None:
    from casebook.imports.popolo import read_popolo

    _brought(read_popolo, _json(data, _POPOLO))


def _csv(data: bytes) -> None:
    from casebook.imports.csv_map import MapError, from_options
    from casebook.imports.csv_records import DATE_ORDERS, Given, read_csv
    from casebook.imports.csv_table import read_table, text_of
    from casebook.imports.result import NotRead
    from casebook.model.events import Event

    how, data = data[:1] or b"\0", data[1:]
    try:
        text = text_of(data)
        options = ["title=a", "date=b", "accounts.says=c", "accounts.from=d", "victims=e"]
        map_ = from_options(options[: 1 + how[0] % 5], ["kind=fire", "people=x"])
        table = read_table(text, tuple(map_.columns.values()) if how[0] & 8 else ())
    except (NotRead, MapError):
        return
    # The command refuses a table that lacks a column it is told of.
    if not set(map_.columns.values()) <= set(table.head):
        if how[0] & 8:
            return
        map_ = from_options([], ["kind=fire", "title=x"])
    slots = map_.slots(Event)
    order = ("", *DATE_ORDERS)[how[0] // 16 % 3]
    given = Given(Event, map_, slots, "a-source", ";", bool(how[0] & 64), order)
    _write(read_csv(table, given, frozenset()).records)


def _tables() -> Iterator[bytes]:
    for text in (
        "a,b,c,d,e\nx,2010-01-07,Words,p1,unnamed: a boy\n",
        'sep=;\na;b;c;d;e\n=1+1;7/1/2010;"two\nlines";p1;x\n',
        "a\tb\tc\td\te\nx\t40000\t'=1\tp1, p2\ty;z\n",
        'a,b\n"x",""""\n',
        "a,b,c\n[[x]],[@a p1],\"'quoted'\"\n",
    ):
        for how in (0, 12, 28, 76):
            yield bytes([how]) + text.encode()
    for found in _files("data/timelinejs/*.csv"):
        yield b"\x0c" + found


def _html_text(data: bytes) -> None:
    from casebook.imports.html_text import cited, escaped, markdown_of

    text = _text(data)
    markdown, _, _ = markdown_of(text)
    escaped(text)
    _folder()
    from prose_reading import read

    from casebook.prose import Form

    cited(markdown, "a-source p1")
    html = read(markdown, Form.BLOCK).html
    assert "<script" not in html.lower()


# What was kept of editions, and the copies that quotations are proved with


def _editions(data: bytes) -> None:
    """Two editions, the first as a build published it and the second as `freeze` keeps it."""
    from casebook.editions.compare import compare
    from casebook.editions.content import digest_of, id_of
    from casebook.editions.frozen import edition_in, frozen_text, read_json
    from casebook.editions.published import published
    from casebook.editions.report import as_json, as_markdown, as_text
    from casebook.interface import ENGLISH
    from casebook.load.frozen import head_of
    from casebook.model.kept import FrozenEdition

    head_of(_text(data.split(b"\n", 1)[0]), "editions/x.json")
    folder = _folder() / "data"
    folder.mkdir(exist_ok=True)
    kind, _, text = data.partition(b"\n")
    name = next((one for one in _KINDS if one == _text(kind)), "events")
    (folder / "site.json").write_bytes(b'{"title": "A"}')
    for other in _KINDS:
        (folder / f"{other}.json").unlink(missing_ok=True)
    (folder / f"{name}.json").write_bytes(text)
    found = [one for one in (published(folder),) if one is not None]
    content = read_json(_text(text))
    if isinstance(content, dict) and all(isinstance(one, dict) for one in content.values()):
        try:
            digest = digest_of(content)
            head = FrozenEdition(id_of(digest), 1, "2020-01-01", digest, "x.json")
            written = frozen_text(head, "A", content)
        except (AttributeError, TypeError):  # nothing that can be an edition
            return
        (folder / "frozen.json").write_text(written, encoding="utf-8")
        kept = edition_in(folder / "frozen.json")
        found += [kept.snapshot] if kept is not None else []
    for one in found:
        for old, new in ((one, _snapshot()), (_snapshot(), one)):
            changes = compare(old, new, ENGLISH)
            as_text(changes, "", str)
            as_markdown(changes, "", str)
            as_json(changes, {}, {}, str)


_KINDS = (
    "events", "people", "parties", "communities", "places", "sources", "figures", "comparisons",
    "claims", "glossary",
)  # fmt: skip


@cache
def _snapshot() -> Snapshot:
    from tiny import judge

    from casebook.editions.snapshot import snapshot_of

    return snapshot_of(judge(_folder())[0])


def _some_editions() -> Iterator[bytes]:
    _folder()
    whole = _snapshot().content
    for name, records in whole.items():
        for id_, data in list(records.items())[:2]:
            yield b"events\n" + json.dumps({name: {id_: data}}, ensure_ascii=False).encode()
            yield name.encode() + b"s\n" + json.dumps({id_: data}, ensure_ascii=False).encode()
    for path in sorted(TESTS.glob("sites/harbour/expected/data--*.json")):
        yield path.stem.partition("--")[2].encode() + b"\n" + path.read_bytes()[:6_000]


def _copies(data: bytes) -> None:
    from casebook.problem import RecordError
    from casebook.proof.copy import label_text, read_copy
    from casebook.proof.match import breaks_at, occurs

    path = _folder() / "copy.txt"
    quoted, _, rest = data.partition(b"\n")
    words = _text(quoted)
    for text in (rest, label_text(_text(rest)).encode()):
        path.write_bytes(text)
        try:
            copy = read_copy(path)
        except RecordError:
            continue
        if not occurs(words, copy.labels[:20], copy):
            breaks_at(words, copy.labels[:20], copy, ())


def _some_copies() -> Iterator[bytes]:
    for found in _files("sites/*/copies/*"):
        yield b"the men ... at the\n" + found[:4_000]
    yield b"a \xe2\x80\xa6 b\np1\ta c b\n"


# The cache of the book


def _sheets(data: bytes) -> None:
    from hashlib import sha256

    from casebook.memory.blobs import Damaged
    from casebook.render.book.sheet import unpacked_sheet

    for packed in (data, sha256(data).digest() + data):
        try:
            unpacked_sheet(packed)
        except Damaged:
            continue


def _some_sheets() -> Iterator[bytes]:
    from casebook.memory.blobs import pack
    from casebook.render.book.sheet import Sheet

    for sheet in (Sheet(1, {"a": 1}, [("a", 1)], [("a", "1")]), Sheet(0, {}, [], [], None, {})):
        yield sheet.packed()[32:]
    yield pack([[1, 2], {"a": None}], [b"x", b""])[32:]


# Names that are withheld


def _withheld(data: bytes) -> None:
    from casebook.withheld.places import covered, covered_lines, in_bytes, in_text

    _folder()
    withheld = _names()
    text = _text(data)
    list(in_text(withheld, text, "f.yaml"))
    list(in_bytes(withheld, data, "f.pdf"))
    assert not withheld.holds(covered(withheld, text)), "a name is left after it was covered"
    covered_lines(withheld, text)


@cache
def _names() -> Withheld:
    _folder()
    from hidden_names import NAMES, withheld

    return withheld(*NAMES)


def _some_names() -> Iterator[bytes]:
    _names()
    from hidden_names import NAMES

    for name in NAMES:
        yield name.encode()
        yield f"a {name.upper()}, b\n{name.replace(' ', '-')}".encode()


_YAML_WORDS = (
    ": ", "- ", "? ", "&a", "*a", "!!b", "<<: ", "|\n", ">-\n", "''", '"', "{", "}", "[", "]",
    "\\u202e", "\n  ", "\n- ", "---\n", "...\n", "%TAG ! x\n", "~", "#",
)  # fmt: skip
_PROSE_WORDS = (
    "[[", "]]", "[@", "[^", "[^n]: ", "](", "![", "**", "*", "_", "`", "```\n", "> ", "- ", "1. ",
    "## ", "|", "|-|", "<b>", "<!--", "&amp;", "&#0;", "\\", '"', "\u201c", "https://",
    "javascript:", "<https://a.b>", "\n\n", "---\n",
)  # fmt: skip

TARGETS: dict[str, Target] = {
    "yaml": Target(
        _yaml, lambda: _files("broken/*/*.yaml", "sites/harbour/*.yaml"), words=_YAML_WORDS
    ),
    "record": Target(_record, _records, words=(*_YAML_WORDS, *_PROSE_WORDS), share=6),
    "site": Target(_site, _records, words=(*_YAML_WORDS, *_PROSE_WORDS), share=6),
    "prose": Target(_prose, _proses, words=_PROSE_WORDS, share=4),
    "dates": Target(_dates, _some_dates, 120, ("/", "..", "[", "]", "~", "?", "%", "X", "-")),
    "units": Target(
        _units, lambda: iter((b"h1, p1-p9\np2-p4", b"p01-p12, s1b\ns1b")), 400, (",", "-", "p1")
    ),
    "csv": Target(_csv, _tables, words=(",", ";", "\t", '"', "\r\n", "sep=", "'=")),
    "timelinejs": Target(
        _timelinejs,
        lambda: chain(_made(_TIMELINE), _files("data/timelinejs/*")),
        words=('{"events":[', '"start_date"', '"year"', '"text"', '"headline"', "<b>", "<a href="),
    ),
    "popolo": Target(
        _popolo,
        lambda: chain(_made(_POPOLO), _files("data/popolo/*.json")),
        words=('"persons":[', '"organizations":[', '"memberships":[', '"id":', '"name":'),
    ),
    "html": Target(
        _html_text, _proses, words=(*_PROSE_WORDS, "<a href='https://a.b/'>", "</a>"), share=4
    ),
    "copies": Target(
        _copies, _some_copies, words=("\t", "p1\t", "...", "\u2026", "[", "]"), share=3
    ),
    "sheets": Target(_sheets, _some_sheets, 2_000, share=2),
    "editions": Target(
        _editions,
        _some_editions,
        words=('{"', '": {', "null", "[]", '"at"', "1e999", '"kind:id"'),
        share=4,
    ),
    "withheld": Target(_withheld, _some_names, 2_000),
}
"""By the names that the command line and the folders of kept inputs call them."""
