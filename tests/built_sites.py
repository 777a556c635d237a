"""Three records as pages: the invented harbour's, which touches everything, the specimen that
`init` ships, and our own.
"""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from casebook.commands.site import order, read
from casebook.edit.edition import Edition
from casebook.problem import errors
from casebook.render.outputs import render

ROOT = Path(__file__).resolve().parent.parent
HARBOUR = ROOT / "tests" / "sites" / "harbour"
SPECIMEN = ROOT / "casebook" / "specimen"
SITES = {"harbour": HARBOUR, "specimen": SPECIMEN, "own": ROOT}
PARTS = frozenset(("html", "data"))


@dataclass
class Page:
    """One page, parsed as a browser would."""

    path: str
    source: str
    html: Element
    faults: list[str]
    """What a strict parser says against it (html5lib, after the HTML standard)."""
    parents: dict[Element, Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parents = {child: parent for parent in self.html.iter() for child in parent}

    def find(self, path: str) -> Element:
        """The only element at a path; fails where there is none or more than one."""
        found = self.html.findall(path)
        assert len(found) == 1, f"{self.path}: {len(found)} elements at {path}"
        return found[0]

    def above(self, element: Element) -> Iterator[Element]:
        """The element, its parent, and so on up."""
        at: Element | None = element
        while at is not None:
            yield at
            at = self.parents.get(at)


@dataclass
class Built:
    """A record that was rendered and not written."""

    edition: Edition
    files: dict[str, bytes]
    pages: Mapping[str, Page]


class Pages(Mapping[str, Page]):
    """The pages by their paths, each parsed when it is first asked for: all take seconds."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._sources = {path: data for path, data in files.items() if path.endswith(".html")}
        self._parsed: dict[str, Page] = {}

    def __getitem__(self, path: str) -> Page:
        if path not in self._parsed:
            self._parsed[path] = parse(path, self._sources[path])
        return self._parsed[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@cache
def built(name: str) -> Built:
    """One of the three records."""
    return build(SITES[name])


@cache
def written(name: str) -> Path:
    """The same in a folder, as a reader has it on disk. Nobody writes into it; it is removed when
    the tests end.
    """
    above = tempfile.TemporaryDirectory()
    atexit.register(above.cleanup)
    # The harbour's address names a folder of its host: it is called the same here.
    folder = Path(above.name).resolve() / ("merrow" if name == "harbour" else name)
    for path, data in built(name).files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def build(folder: Path) -> Built:
    """The site and data of a record; it fails if the record has problems."""
    draft = read(folder, _quietly)
    assert not errors(draft.problems), draft.problems[:3]
    files = {one.path: one.data for one in render(order(draft, PARTS, _quietly))}
    return Built(draft.edition, files, Pages(files))


def parse(path: str, data: bytes) -> Page:
    """A page, with what is wrong with it."""
    parser: Any = html5lib.HTMLParser(namespaceHTMLElements=False)
    source = data.decode()
    html = parser.parse(source)
    faults = [f"{path}:{line}: {fault}" for (line, _), fault, _ in parser.errors]
    return Page(path, source, html, faults)


def text(element: Element) -> str:
    """The words of an element, blanks made regular."""
    return " ".join("".join(element.itertext()).split())


def classes(element: Element) -> list[str]:
    """The classes of an element."""
    return (element.get("class") or "").split()


def _quietly(words: str) -> None:
    pass
