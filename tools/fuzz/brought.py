"""What is brought in from elsewhere: tables, JSON of two kinds, and the HTML in them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from tools.fuzz.target import Target, files, small_record, text_of
from tools.fuzz.texts import PROSE_WORDS, proses

if TYPE_CHECKING:
    from casebook.imports.formats import Read
    from casebook.imports.result import Incoming
    from casebook.problem import Problem

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
    for found in files("data/timelinejs/*.csv"):
        yield b"\x0c" + found


def _timelinejs(data: bytes) -> None:
    from casebook.imports.timelinejs import read_timelinejs

    _brought(read_timelinejs, _json(data, _TIMELINE))


def _popolo(data: bytes) -> None:
    from casebook.imports.popolo import read_popolo

    _brought(read_popolo, _json(data, _POPOLO))


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


def _brought(read: Read, data: bytes) -> None:
    from casebook.imports.result import NotRead

    try:
        brought = read(text_of(data), "a-source", defaultdict(frozenset))
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


def _html_text(data: bytes) -> None:
    from casebook.imports.html_text import cited, escaped, markdown_of

    text = text_of(data)
    markdown, _, _ = markdown_of(text)
    escaped(text)
    small_record()
    from prose_reading import read

    from casebook.prose import Form

    cited(markdown, "a-source p1")
    html = read(markdown, Form.BLOCK).html
    assert "<script" not in html.lower()


TARGETS: dict[str, Target] = {
    "csv": Target(_csv, _tables, words=(",", ";", "\t", '"', "\r\n", "sep=", "'=")),
    "timelinejs": Target(
        _timelinejs,
        lambda: chain(_made(_TIMELINE), files("data/timelinejs/*")),
        words=('{"events":[', '"start_date"', '"year"', '"text"', '"headline"', "<b>", "<a href="),
    ),
    "popolo": Target(
        _popolo,
        lambda: chain(_made(_POPOLO), files("data/popolo/*.json")),
        words=('"persons":[', '"organizations":[', '"memberships":[', '"id":', '"name":'),
    ),
    "html": Target(
        _html_text, proses, words=(*PROSE_WORDS, "<a href='https://a.b/'>", "</a>"), share=4
    ),
}
