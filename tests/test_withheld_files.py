"""A withheld name anywhere in what a build reads stops it there, and is never repeated."""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hidden_names import NAME, RECORD, URDU, has_no_name, kept, run, snapshot
from tiny import write

from casebook.model import Model
from casebook.model.documents import Excerpt, Page
from casebook.model.record import Field, Fields, fields_of
from casebook.model.site import Site
from casebook.model.types import (
    Address,
    FieldType,
    ListOf,
    MapOf,
    Part,
    PlaceInSource,
    Prose,
    Reference,
    Slug,
    Who,
    WordOrList,
)

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with two names withheld, sound and built."""
    site = write(tmp_path_factory.mktemp("sound"), {**RECORD, "withheld.yaml": kept(NAME, URDU)})
    assert run("build", "--site", site, "--only", "html,data", "--jobs", "1") == 0
    return site


Place = tuple[str, int, int]
_TOLD = re.compile(r"^(.+):([0-9]+):([0-9]+): .* \(withheld-name\)$", re.MULTILINE)


def refused(site: Path, capsys: Capture) -> list[Place]:
    """Where withheld names are found: a build stops at them, leaves the output, and is silent."""
    before = snapshot(site / "output")
    capsys.readouterr()
    assert run("build", "--site", site, "--only", "html,data", "--jobs", "1") == 1
    said = "".join(capsys.readouterr())
    assert snapshot(site / "output") == before
    assert len(before) > 30
    assert has_no_name(said, NAME, URDU)
    return [(file, int(line), int(column)) for file, line, column in _TOLD.findall(said)]


class Planted:
    """Files of a sound record with something put in, taken out again at the end."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.before: dict[Path, bytes | None] = {}

    def __enter__(self) -> Planted:
        return self

    def put(self, file: str, text: str | bytes) -> None:
        path = self.site / file
        self.before[path] = path.read_bytes() if path.exists() else None
        write(self.site, {file: text})

    def __exit__(self, *error: object) -> None:
        for path, data in self.before.items():
            if data is None:
                path.unlink()
            else:
                path.write_bytes(data)


# Every field of every kind


def fields_below(cls: type[Fields], before: tuple[Field, ...] = ()) -> Iterator[tuple[Field, ...]]:
    """Every field of a record and of its parts, with those that lead to it."""
    for field in fields_of(cls):
        path = (*before, field)
        yield path
        part = part_of(field.type)
        if part is not None and len(path) < 5:
            yield from fields_below(part, path)


def part_of(type_: FieldType) -> type[Fields] | None:
    while isinstance(type_, ListOf | WordOrList | MapOf):
        type_ = type_.item
    if not isinstance(type_, Part):
        return None
    fields: type[Fields] = type_.fields
    return fields


def typed(type_: FieldType) -> str:
    """How the name would be typed in a field of a type."""
    match type_:
        case ListOf() | WordOrList():
            return typed(type_.item)
        case MapOf():
            key = "ur" if type_.languages else "point"
            return f"{{{key}: {typed(type_.item)}}}"
        case Part():
            return NAME
        case Slug() | Reference():
            return "zorvan-quillby"
        case PlaceInSource():
            return "zorvan-quillby p1"
        case Who():
            return "{unnamed: zorvan QUILLBY}"
        case Address():
            return "https://example.org/Zorvan%20Quillby"
        case Prose():
            return '"Said of *Zorvan* Quillby’s."'
    return NAME


def record(id_: str, path: tuple[Field, ...]) -> str:
    """A record in which a field holds the name, on the last line."""
    lines = [f"{'  ' * depth}{field.name}:" for depth, field in enumerate(path, start=1)]
    return f"{id_}:\n" + "\n".join(lines) + f" {typed(path[-1].type)}\n"


@pytest.mark.parametrize("kind", list(Model().kinds))
def test_in_any_field(sound: Path, capsys: Capture, kind: str) -> None:
    paths = list(fields_below(Model().by_name[kind]))
    assert len(paths) >= 3
    text = ""
    expected: list[Place] = []
    file = f"{Model().kinds[kind].file}/planted.yaml"
    for number, path in enumerate(paths):
        text += record(f"planted-{number}", path)
        column = text.splitlines()[-1].casefold().index("zorvan") + 1
        expected.append((file, text.count("\n"), column))
    with Planted(sound) as planted:
        planted.put(file, text)
        assert refused(sound, capsys) == expected


def test_one_name_alone_in_a_sound_record_is_enough(sound: Path, capsys: Capture) -> None:
    with Planted(sound) as planted:
        planted.put("people.yaml", RECORD["people.yaml"].replace("name: Ada Lind", f"name: {NAME}"))
        assert refused(sound, capsys) == [("people.yaml", 2, 9)]
        assert run("check", "--site", sound) == 1
        assert capsys.readouterr().out.endswith("\n1 problem\n")


@pytest.mark.parametrize("field", [field.name for field in fields_of(Site)])
def test_in_any_field_of_the_site(sound: Path, capsys: Capture, field: str) -> None:
    lines = [line for line in RECORD["site.yaml"].splitlines() if not line.startswith(f"{field}:")]
    text = "\n".join([*lines, f"{field}: {NAME}"])
    with Planted(sound) as planted:
        planted.put("site.yaml", text)
        found = refused(sound, capsys)
        assert found == [("site.yaml", len(lines) + 1, len(field) + 3)]


DOCUMENTS = [
    (folder, field.name)
    for folder, head in (("pages", Page), ("excerpts", Excerpt))
    for field in fields_of(head)
]


@pytest.mark.parametrize(("folder", "field"), DOCUMENTS)
def test_in_front_matter(sound: Path, capsys: Capture, folder: str, field: str) -> None:
    with Planted(sound) as planted:
        planted.put(f"content/{folder}/planted.md", f"---\n{field}: zorvan_quillby\n---\n\nIt.\n")
        found = refused(sound, capsys)
        assert found == [(f"content/{folder}/planted.md", 2, len(field) + 3)]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("Said of Zorvan Quillby.", 9),
        ("Said of *Zorvan* **Quill**by’s.", 10),
        ("Said of [Zorvan](https://example.org/) Quillby.", 10),
        ("Said of [[ada-lind|Zorvan]] Quillby.", 20),
        ("Said of Zorvan\\_Quillby.", 9),
        ("Said of Zorvan&nbsp;Quillby.", 9),
        ("Said of Zorvan[^mark] Quillby.", 9),
        ("See https://example.org/zorvan%2Dquillby.", 25),
        ("[^mark]: **Zorvan Quillby.** A note.", 12),
        ("<!-- Zorvan Quillby -->", 6),
        ("Of سعيد كريمي.", 4),
        ("Said of Zor\u200bvan\u00a0Quillby.", 9),
        ("Said of Z\u0302orvan Quillby.", 9),
    ],
)
def test_in_markdown(sound: Path, capsys: Capture, line: str, column: int) -> None:
    for folder in ("pages", "excerpts"):
        text = f"---\ntitle: About\nsource: harbour-log\n---\n\nA line.\n\n{line}\n"
        with Planted(sound) as planted:
            planted.put(f"content/{folder}/planted.md", text)
            assert refused(sound, capsys) == [(f"content/{folder}/planted.md", 8, column)]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("# Of Zorvan Quillby.\nada:\n  name: Ada\n", 1, 6),
        ("ada:\n  name: Ada  # who is ZORVAN QUILLBY\n", 2, 23),
        ("zorvan-quillby:\n  name: Ada\n", 1, 1),
        ("ada:\n  summary: >\n    It was Zorvan\n    Quillby who did.\n", 3, 12),
        ('ada:\n  name: "Zor\\\n    van Quillby"\n', 2, 10),
        ('ada:\n  name: "\\u005aorvan Quillby"\n', 2, 10),
        ("ada:\n  name: 'Zorvan ''Quillby'\n", 2, 10),
        ("ada:\n  zorvan-quillby: Ada\n", 2, 3),
        ("ada:\n  name: [Zorvan Quillby\n", 2, 10),
        ("ada: &zorvan-quillby\n  name: Ada\n", 1, 7),
        ("ada:\r\n  name: Ada\r\n  summary: Zorvan\r\n    Quillby\r\n", 3, 12),
    ],
)
def test_anywhere_in_yaml(sound: Path, capsys: Capture, text: str, line: int, column: int) -> None:
    with Planted(sound) as planted:
        planted.put("people/planted.yaml", text)
        assert refused(sound, capsys) == [("people/planted.yaml", line, column)]


def test_in_the_comments_of_the_file_of_names_itself(sound: Path, capsys: Capture) -> None:
    with Planted(sound) as planted:
        planted.put("withheld.yaml", f"# {NAME}\n" + kept(NAME))
        assert refused(sound, capsys) == [("withheld.yaml", 1, 3)]


# Layouts, static files, names of files


@pytest.mark.parametrize(
    ("file", "text", "line", "column"),
    [
        ("layouts/404.html", "<p>\n  Zorvan <b>Quillby</b></p>", 2, 3),
        ("layouts/404.html", "{# Zorvan Quillby #}", 1, 4),
        ("layouts/404.html", "<p title='Zorvan&#32;Quillby'>", 1, 11),
        ("layouts/404.html", "Zorvan{% if title %} Quillby{% endif %}", 1, 1),
        ("layouts/book/cover.html", "<p>ZORVAN QUILLBY</p>", 1, 4),
        ("layouts/book/book.css", 'p::before { content: "\\5a orvan Quillby" }', 1, 23),
        ("static/x.css", ".zorvan-quillby { color: red }", 1, 2),
        ("static/x.js", "\nlet a = 'Zorvan\\x20Quillby';", 2, 10),
        ("static/x.svg", "<svg><title>Zorvan Quillby</title></svg>", 1, 13),
        ("static/x.svg", "<text><tspan>Zorvan</tspan><tspan>Quillby</tspan></text>", 1, 14),
        ("static/x.json", '{\n "a": "Zorvan\\u0020Quillby"}', 2, 8),
        ("static/x.txt", "Of zorvan quillbys'.", 1, 4),
        ("static/x.xml", "<a><!--Zorvan Quillby--></a>", 1, 8),
        ("static/x.md", "Zorvan\nQuillby", 1, 1),
        ("static/deep/er/x.txt", "سعید کریمی", 1, 1),
        ("static/x.txt", "Zorvan Quillby".encode("utf-16"), 1, 1),
    ],
)  # fmt: skip
def test_in_layouts_and_static_files(
    sound: Path, capsys: Capture, file: str, text: str | bytes, line: int, column: int
) -> None:
    with Planted(sound) as planted:
        planted.put(file, text)
        assert refused(sound, capsys) == [(file, line, column)]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def jpeg(kind: int, data: bytes) -> bytes:
    segment = struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data
    return b"\xff\xd8" + segment + b"\xff\xda\0\x02\x01\x02\xff\xd9"


def webp(kind: bytes, data: bytes) -> bytes:
    parts = b"VP8L\x02\0\0\0\x2f\0" + kind + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts


FLAT = zlib.compress(NAME.encode())
PICTURES = {
    "text.png": png(chunk(b"tEXt", b"Author\0Zorvan Quillby")),
    "compressed.png": png(chunk(b"zTXt", b"Author\0\0" + FLAT)),
    "international.png": png(chunk(b"iTXt", b"Author\0\1\0en\0Author\0" + FLAT)),
    "behind.png": png() + b"Zorvan Quillby",
    "comment.jpg": jpeg(0xFE, b"of ZORVAN QUILLBY"),
    "exif.jpg": jpeg(0xE1, b"Exif\0\0MM\0*" + "Zorvan Quillby".encode("utf-16-le") + b"\0\0"),
    "xmp.jpg": jpeg(0xE1, f"http://ns.adobe.com/xap/1.0/\0<a>{URDU}</a>".encode()),
    "wide.jpg": jpeg(0xE1, b"Exif\0\0II*\0" + URDU.encode("utf-16-le")),
    "behind.jpg": jpeg(0xE0, b"JFIF\0") + b"Zorvan_Quillby",
    "exif.webp": webp(b"EXIF", b"Zorvan Quillby"),
    "comment.gif": b"GIF89a\x01\0\x01\0\0\0\0!\xfe\x0eZorvan Quillby\0;\xff",
    "info.pdf": b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n1 0 obj <</Author (Zorvan Quillby)>> endobj",
    "latin.bin": b"\xff\x00\x01Zorvan Quillby\x00\xfe",
}


@pytest.mark.parametrize("file", PICTURES)
def test_in_the_metadata_of_pictures(sound: Path, capsys: Capture, file: str) -> None:
    with Planted(sound) as planted:
        planted.put(f"static/{file}", PICTURES[file])
        assert refused(sound, capsys) == [(f"static/{file}", 1, 1)]


def test_pictures_that_hold_no_name(sound: Path) -> None:
    for data in (png(), jpeg(0xFE, b"of Zorvan Quilby"), webp(b"EXIF", b"Zorvan"), b"\0" * 50):
        for file in ("text.png", "xmp.jpg", "latin.bin"):
            with Planted(sound) as planted:
                planted.put(f"static/{file}", data)
                assert run("check", "--site", sound) == 0


@pytest.mark.parametrize("broken", [b"\x89PNG\r\n\x1a\n\0", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\0",
                                    b"RIFF\0\0\0\0WEBPEXIF", b"\xff\xd8\0"])  # fmt: skip
def test_a_picture_that_is_cut_off_is_no_bug(sound: Path, broken: bytes) -> None:
    with Planted(sound) as planted:
        planted.put("static/x.png", broken)
        assert run("check", "--site", sound) == 0


@pytest.mark.parametrize(
    ("file", "covered"),
    [
        ("content/pages/zorvan-quillby.md", "content/pages/(withheld).md"),
        ("content/pages/Zorvan Quillby.md", "content/pages/(withheld).md"),
        ("content/excerpts/of-zorvan-quillby-2.md", "content/excerpts/of-(withheld)-2.md"),
        ("content/zorvan/quillby.txt", "content/(withheld).txt"),
        ("claims/zorvan_quillby.yaml", "claims/(withheld).yaml"),
        ("zorvan-quillby.yaml", "(withheld).yaml"),
        ("layouts/page-zorvan-quillby.html", "layouts/page-(withheld).html"),
        ("static/images/ZorvanQuillby2009.svg", "static/images/(withheld)2009.svg"),
        ("static/سعید-کریمی.txt", "static/(withheld).txt"),
    ],
)
def test_in_the_name_of_a_file(sound: Path, capsys: Capture, file: str, covered: str) -> None:
    with Planted(sound) as planted:
        planted.put(file, "")
        found = refused(sound, capsys)
        assert (covered, 1, 1) in found
        assert run("check", "--site", sound, "--format", "json") == 1
        assert has_no_name(capsys.readouterr().out, NAME, URDU)


# What is told


def test_nothing_repeats_the_name(sound: Path, capsys: Capture) -> None:
    """Not the line, nor what else is wrong there or because of it, in any format."""
    long = "of the harbour and of its light, whose keeper was Zorvan Quillby of the old town"
    with Planted(sound) as planted:
        planted.put(
            "people/zorvan-quillby.yaml",
            f"zorvan-quillby:\n  name: {NAME}\n  living: {NAME}\n  died: {long}\n"
            f"  summary: Of [[zorvan-quilby]].\nada-lind:\n  colour: red\n  name: Ada\n"
            f"  died: >\n    {long}\n    Zorvan\n    Quillby\n",
        )
        for format_ in ("text", "json", "github"):
            assert run("check", "--site", sound, "--format", format_) == 1
            out, err = capsys.readouterr()
            assert has_no_name(out + err, NAME, "zorv", "quil")
            assert "people/(withheld).yaml" in out
            assert "not-a-choice" in out
            assert "withheld-name" in out
            # What has nothing to do with it is told as ever.
            assert "there is a person `ada-lind` already" in out
            if format_ == "json":
                assert {"file", "line", "column", "rule", "severity", "message", "hint"} == {
                    key for problem in json.loads(out)["problems"] for key in problem
                }


def test_the_line_is_shown_of_everything_else(sound: Path, capsys: Capture) -> None:
    with Planted(sound) as planted:
        planted.put("people/a.yaml", "bo-tarr:\n  name: Bo\n  living: Maybe\n  summary: It.\n")
        assert run("check", "--site", sound) == 1
        assert "|   living: Maybe" in capsys.readouterr().out


def test_the_preview_does_not_show_it_either(sound: Path) -> None:
    from casebook.serve.build import build
    from casebook.serve.problem_page import problem_page

    with Planted(sound) as planted:
        planted.put("people/planted.yaml", f"ada:\n  name: {NAME}\n")
        built = build(sound)
        assert built.files is None
        page = problem_page(built).decode()
        assert has_no_name(page, NAME)
        assert "people/planted.yaml:2:9" in page
    assert build(sound).files


def test_a_damaged_entry_is_told_and_lets_nothing_through(tmp_path: Path, capsys: Capture) -> None:
    good = kept(NAME, URDU)
    number = good.index("length: 13")
    for wrong in (
        good.replace("salt: salt", "salt: salted"),
        good[:number] + "length: 12" + good[number + 10 :],
        good.replace("hash: ", "hash: 0", 1),
    ):
        site = write(tmp_path, {**RECORD, "withheld.yaml": wrong})
        assert run("check", "--site", site) == 1
        assert "(damaged-entry)" in capsys.readouterr().out


def test_a_whole_entry_serves_even_where_the_file_is_broken(
    tmp_path: Path, capsys: Capture
) -> None:
    wrong = kept(NAME) + "  - hash: abc\n"
    people = f"ada:\n  name: Ada\n  living: {NAME}\n"
    site = write(tmp_path, {"site.yaml": RECORD["site.yaml"], "withheld.yaml": wrong,
                            "people.yaml": people})  # fmt: skip
    assert run("check", "--site", site) == 1
    out = capsys.readouterr().out
    assert "people.yaml:3:11: a name that this record withholds stands here" in out
    assert has_no_name(out, NAME)
