"""Do two sites hold the same pages: the same words, links and ids, in the same order?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

_SPACE = re.compile(r"[ \t\n\r\f]+")
_ALONE = frozenset(
    ("p", "h1", "h2", "h3", "li", "ul", "section", "main", "nav", "header", "footer")
)


@dataclass(frozen=True, slots=True)
class Page:
    """What of a page is compared: all that a reader sees, follows or can be sent to."""

    title: str
    words: str
    links: tuple[str, ...]
    """Where each leads, from the top of the site and without the form of its address."""
    ids: tuple[str, ...]
    shape: tuple[str, ...]
    """Its elements."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing in which two pages are not the same."""

    path: str
    what: str
    ours: str
    theirs: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what} differ:\n  {self.ours}\n  {self.theirs}"


def pages(folder: Path) -> dict[str, Path]:
    """The pages of a built site by their place, without the form of their address."""
    return {
        _place(path.relative_to(folder).as_posix()): path for path in sorted(folder.rglob("*.html"))
    }


def differences(ours: Path, theirs: Path, wanted: Iterable[str]) -> Iterator[Difference]:
    """What is not the same in two built sites, page by page; a page that is not there too."""
    left, right = pages(ours), pages(theirs)
    for place in wanted:
        if place not in left or place not in right:
            yield Difference(place, "pages", str(left.get(place)), str(right.get(place)))
            continue
        one, other = read(left[place], ours), read(right[place], theirs)
        for what in Page.__slots__:
            first, second = getattr(one, what), getattr(other, what)
            if first != second:
                yield Difference(place, what, *_apart(first, second))
                break


def read(path: Path, top: Path) -> Page:
    """A page of the site whose top is given."""
    reader = _Reader(path.relative_to(top).as_posix())
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    words = _SPACE.sub(" ", "".join(reader.words)).strip()
    return Page(
        _SPACE.sub(" ", "".join(reader.title)).strip(),
        words,
        tuple(reader.links),
        tuple(reader.ids),
        tuple(reader.shape),
    )


def _place(path: str) -> str:
    """`events/event-7` for `events/event-7.html` and for `events/event-7/index.html`."""
    path = path.removesuffix("index.html").removesuffix(".html").strip("/")
    return path or "."


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self._in_title = False
        self.title: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.shape: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append(tag)
        self._in_title = tag == "title"
        if tag in _ALONE:
            self.words.append(" ")
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(self._target(value or ""))

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        if tag in _ALONE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        (self.title if self._in_title else self.words).append(data)

    def _target(self, href: str) -> str:
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            return href
        at = posixpath.normpath(posixpath.join(posixpath.dirname(self._path), parts.path))
        place = _place(at)
        return f"{place}#{parts.fragment}" if parts.fragment else place


def _apart(first: str | tuple[str, ...], second: str | tuple[str, ...]) -> tuple[str, str]:
    """Both from a little before where they part."""
    at = 0
    while at < min(len(first), len(second)) and first[at] == second[at]:
        at += 1
    about = slice(max(0, at - 30), at + 60) if isinstance(first, str) else slice(at, at + 3)
    return repr(first[about]), repr(second[about])
