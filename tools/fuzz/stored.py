"""What was stored before: editions, copies that quotations are proved with, sheets of the book."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from tools.fuzz.target import TESTS, Target, files, small_record, text_of

if TYPE_CHECKING:
    from casebook.editions.snapshot import Snapshot

_KINDS = (
    "events", "people", "parties", "communities", "places", "sources", "figures", "comparisons",
    "claims", "glossary",
)  # fmt: skip


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

    head_of(text_of(data.split(b"\n", 1)[0]), "editions/x.json")
    folder = small_record() / "data"
    folder.mkdir(exist_ok=True)
    kind, _, text = data.partition(b"\n")
    name = next((one for one in _KINDS if one == text_of(kind)), "events")
    (folder / "site.json").write_bytes(b'{"title": "A"}')
    for other in _KINDS:
        (folder / f"{other}.json").unlink(missing_ok=True)
    (folder / f"{name}.json").write_bytes(text)
    found = [one for one in (published(folder),) if one is not None]
    content = read_json(text_of(text))
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


@cache
def _snapshot() -> Snapshot:
    from tiny import judge

    from casebook.editions.snapshot import snapshot_of

    return snapshot_of(judge(small_record())[0])


def _some_editions() -> Iterator[bytes]:
    small_record()
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

    path = small_record() / "copy.txt"
    quoted, _, rest = data.partition(b"\n")
    words = text_of(quoted)
    for text in (rest, label_text(text_of(rest)).encode()):
        path.write_bytes(text)
        try:
            copy = read_copy(path)
        except RecordError:
            continue
        if not occurs(words, copy.labels[:20], copy):
            breaks_at(words, copy.labels[:20], copy, ())


def _some_copies() -> Iterator[bytes]:
    for found in files("sites/*/copies/*"):
        yield b"the men ... at the\n" + found[:4_000]
    yield b"a \xe2\x80\xa6 b\np1\ta c b\n"


def _sheets(data: bytes) -> None:
    """Bytes as they are, bytes that are whole, and a line each for a sheet and for its piece."""
    from hashlib import sha256

    from casebook.memory.blobs import Damaged
    from casebook.render.book.sheet import unpacked_sheet

    sheet, piece, rest = (*data.split(b"\n", 2), b"", b"")[:3]
    inside = _packed(piece, rest.split(b"\n"))
    for packed in (data, sha256(data).digest() + data, _packed(sheet, [inside, b"face"])):
        try:
            unpacked_sheet(packed)
        except Damaged:
            continue


def _packed(values: bytes, blobs: list[bytes]) -> bytes:
    """Few changes of lengths and a digest are right: they are made, and the rest is anything."""
    from casebook.memory.blobs import pack

    try:
        return pack(json.loads(values), blobs)
    except (ValueError, RecursionError):
        return pack(None, blobs)


def _some_sheets() -> Iterator[bytes]:
    from array import array

    from casebook.memory.blobs import pack
    from casebook.render.book.faces import Face
    from casebook.render.book.sheet import Sheet

    for sheet in (Sheet(1, {"a": 1}, [("a", 1)], [("a", "1")]), Sheet(0, {}, [], [], None, {})):
        yield sheet.packed()[32:]
    yield pack([[1, 2], {"a": None}], [b"x", b""])[32:]
    face = Face("f", "N", "S", 4, 0, 1, 2, 3, {1: 0.5}, {1: "a"})
    piece = [1, 1, [2], [3], 4, [2], [["a", 2, 0, 1]], [[1, "b", 2, 0, 1, "open"]], [["c", 3]],
             {"Lang": "en"}, [[0]], [5], [[6, face.values()]]]  # fmt: skip
    places = array("I", [2]).tobytes()
    lines = [json.dumps([1, {"a": 1}, [["a", 1]], [["a", "1"]], ["f"]]), json.dumps(piece)]
    blobs = [b"<xmp/>", b"%7d 0 R", places, b"%7d", places, b"stream"]
    yield b"\n".join([*(line.encode() for line in lines), *blobs])


TARGETS: dict[str, Target] = {
    "copies": Target(
        _copies, _some_copies, words=("\t", "p1\t", "...", "\u2026", "[", "]"), share=3
    ),
    "sheets": Target(
        _sheets, _some_sheets, 2_000, ("[", "]", "],[", '{"', '":', "null", "1e999", "\n"), share=2
    ),
    "editions": Target(
        _editions,
        _some_editions,
        words=('{"', '": {', "null", "[]", '"at"', "1e999", '"kind:id"'),
        share=4,
    ),
}
