"""A release: the site in one file, compressed copies of its texts, and headers for hosts."""

from __future__ import annotations

import gzip
import importlib.util
import io
import re
import sys
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

import brotli
import pytest
from built_sites import HARBOUR, PARTS
from playwright.sync_api import Page
from tiny import LOG, SITE, write

from casebook.cli import main
from casebook.commands.site import order, read
from casebook.output import Output
from casebook.render import hosting
from casebook.render.outputs import render
from casebook.render.parts import OFFLINE_PATH
from casebook.render.release import COMPRESSED, FOR_HOSTS, folder_of, pack

TOP = "merrow-quay-1912"


def quietly(words: str) -> None:
    pass


@cache
def made(jobs: int = 1, released: bool = True) -> dict[str, bytes]:
    """The harbour, for everybody or as a plain build."""
    wanted = order(read(HARBOUR, quietly), PARTS, quietly, jobs=jobs, release=released)
    return {one.path: one.data for one in render(wanted)}


@cache
def unpacked() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made()[OFFLINE_PATH])) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_is_a_plain_build_in_a_folder_and_a_word_to_its_reader() -> None:
    plain = {path: data for path, data in made(released=False).items() if path not in FOR_HOSTS}
    assert {name.partition("/")[0] for name in unpacked()} == {TOP}
    inside = {name.partition("/")[2]: data for name, data in unpacked().items()}
    words = inside.pop("README.txt").decode()
    assert inside == plain
    assert "open index.html" in words
    assert "Merrow Quay 1912" in words
    assert "https://example.org/merrow" in words
    assert "record@example.org" in words
    assert words.replace("\r\n", "").isprintable()


def test_only_a_release_links_to_its_zip_and_the_copy_in_it_does_not() -> None:
    link = f'href="{OFFLINE_PATH}" download="{TOP}.zip"'
    assert made()["index.html"].decode().count(link) == 2
    assert f'href="../{OFFLINE_PATH}"' in made()["events/crane-falls.html"].decode()
    for pages in (made(released=False), unpacked()):
        assert not [path for path, data in pages.items() if OFFLINE_PATH.encode() in data]


def test_zip_entries_say_nothing_of_the_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(made()[OFFLINE_PATH])) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.create_system == 3
            assert entry.external_attr == 0o644 << 16
            assert entry.extra == entry.comment == b""


def test_every_text_has_its_compressed_copies_and_nothing_else_has() -> None:
    copies = {path for path in made() if path.endswith((".gz", ".br"))}
    texts = set()
    for path, data in made().items():
        if path in copies:
            continue
        try:
            data.decode()
        except UnicodeDecodeError:
            continue
        if len(data) >= 512 and path != hosting.HEADERS_PATH:
            texts.add(path)
    assert copies == {f"{path}.{how}" for path in texts for how in ("gz", "br")}
    assert {PurePosixPath(path).suffix for path in texts} <= COMPRESSED
    for path in texts:
        assert gzip.decompress(made()[f"{path}.gz"]) == made()[path]
        assert brotli.decompress(made()[f"{path}.br"]) == made()[path]
        assert len(made()[f"{path}.br"]) < len(made()[path])


def test_the_number_of_processes_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casebook.render.parallel.WORTH_IT", 1)
    wanted = order(read(HARBOUR, quietly), PARTS, quietly, jobs=2, release=True)
    said: list[str] = []
    again = {one.path: one.data for one in render(replace(wanted, progress=said.append))}
    assert again == made()
    assert list(again) == list(made())
    assert any(re.fullmatch(r"Compressing \d+ texts in 2 processes", words) for words in said)


def test_without_brotli_there_is_gzip_and_a_word_about_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    folder = write(tmp_path / "site", {"site.yaml": SITE, "sources.yaml": LOG})
    into = tmp_path / "out"
    assert main(["register", "--site", str(folder)]) == 0
    command = ["build", "--only", "html", "--site", str(folder), "--release"]
    assert main([*command, "--output", str(into)]) == 0
    assert "There are no .br files: the library brotli is missing" in capsys.readouterr().err
    assert (into / "index.html.gz").is_file()
    assert (into / OFFLINE_PATH).is_file()
    assert not list(into.rglob("*.br"))


def test_data_alone_makes_no_zip_of_a_site() -> None:
    wanted = order(read(HARBOUR, quietly), frozenset(("data",)), quietly, release=True)
    paths = {one.path for one in render(wanted)}
    assert OFFLINE_PATH not in paths
    assert "data/events.json.br" in paths


@pytest.mark.parametrize(
    ("title", "folder"),
    [
        ("Karachi 2009–2011", "karachi-2009-2011"),
        ("کراچی", "record"),
        ("A very long title " * 4, "a-very-long-title-a-very-long-title-a-very-long-title-a-very"),
    ],
)
def test_the_folder_is_named_after_the_record(tmp_path: Path, title: str, folder: str) -> None:
    site = SITE.replace("A Tiny Record", title.strip())
    edition = read(write(tmp_path, {"site.yaml": site, "sources.yaml": LOG}), quietly).edition
    assert folder_of(edition) == folder


def test_packing_twice_gives_the_same_bytes() -> None:
    wanted = order(read(HARBOUR, quietly), PARTS, quietly, release=True)
    some = [Output(path, data) for path, data in sorted(made(released=False).items())][:20]
    assert list(pack(wanted, some, some)) == list(pack(wanted, some[::-1], some[::-1]))


@pytest.mark.browser
def test_the_zip_is_read_from_the_folder_it_unpacks_into(tmp_path: Path, page: Page) -> None:
    for name, data in unpacked().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.on("requestfailed", lambda one: said.append(f"{one.failure}: {one.url}"))
    page.on("request", lambda one: asked.append(one.url))
    page.goto((tmp_path / TOP / "index.html").as_uri())
    page.get_by_role("link", name="Timeline").click()
    page.get_by_role("link", name="The men meet at the Salt House", exact=True).click()
    assert page.locator("h1").is_visible()
    page.evaluate("document.fonts.ready")
    assert said == []
    assert all(one.startswith(tmp_path.as_uri()) for one in asked)
    assert any(one.endswith(".woff2") for one in asked)


def test_on_a_host_no_line_jumps_and_in_a_folder_no_face_is_missed() -> None:
    waits, comes = b"font-display: optional", b"font-display: swap"
    public, folder = made()["static/css/fonts.css"], unpacked()[f"{TOP}/static/css/fonts.css"]
    faces = public.split(b"@font-face")[1:]
    naskh = [face for face in faces if b'"Casebook Naskh"' in face]
    assert naskh and all(comes in face for face in naskh), "letters that a device may not have"
    assert waits in public and not [f for f in faces if comes in f and f not in naskh]
    assert comes in folder and waits not in folder
