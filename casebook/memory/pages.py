"""What is noted of each page for the next build: what it read, and what its links ask for.

The page itself is not kept. It stands in what was published, and is taken from there while its
mark is the one that was noted: nothing that lies here can put words on a page.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casebook.memory.files import forget, keep, recall, tidy
from casebook.memory.standing import Mark

_NAME = "last-pages"
_FORMAT = 2


@dataclass(frozen=True, slots=True)
class PageNote:
    """One page of the last build."""

    mark: Mark
    """By what to know the file that was published."""
    about: str
    """A digest of what the page is made with besides what it reads of the record."""
    reads: frozenset[str]
    """The keys of what was read of the record."""
    ids: tuple[str, ...]
    """The places in it that a link can lead to."""
    links: tuple[str, ...]
    """Where its links lead, as they are written."""


@dataclass(frozen=True, slots=True)
class PageNotes:
    """All pages of the last build."""

    around: str
    """A digest of what every page hangs on: the generator, layouts, words, what was asked for."""
    digests: Mapping[str, str]
    """What everything was that any page read."""
    pages: Mapping[str, PageNote]
    files: Mapping[str, Mark] = field(default_factory=dict)
    """By what to know all other files that were published."""


NONE = PageNotes("", {}, {})


def recall_pages(folder: Path) -> PageNotes:
    """What the last build noted; `NONE` if nothing is there, or it is not whole."""
    found = recall(folder, _NAME)
    if found is None:
        return NONE
    try:
        return _unpacked(*found)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return NONE


def keep_pages(folder: Path, notes: PageNotes) -> None:
    """Note the pages of a build, in place of those of the one before."""
    tidy(folder, _NAME)
    words = _Words()
    keys = [words.number(key) for key in notes.digests]
    pages, runs = [], array("I")
    for path, note in notes.pages.items():
        parts = (sorted(note.reads), note.ids, note.links)
        pages.append((path, note.about, note.mark, [len(part) for part in parts]))
        for part in parts:
            runs.extend(map(words.number, part))
    values = [_FORMAT, notes.around, words.all, keys, list(notes.digests.values()), pages]
    values.append(list(notes.files.items()))
    if runs.itemsize != 4 or not keep(folder, _NAME, values, (runs.tobytes(),)):
        forget(folder / _NAME)


def forget_pages(folder: Path) -> None:
    """Note nothing."""
    forget(folder / _NAME)


def _unpacked(values: object, blobs: list[bytes]) -> PageNotes:
    if not isinstance(values, list) or len(values) != 7 or values[0] != _FORMAT:
        return NONE
    _, around, words, keys, digests, pages, files = values
    if not _are_words([around]) or not _are_words(words) or not _are_words(digests):
        return NONE
    runs = array("I")
    runs.frombytes(blobs[0])
    known = dict(zip((words[number] for number in keys), digests, strict=True))
    marks = {path: _mark(mark) for path, mark in files}
    return PageNotes(around, known, dict(_pages(pages, words, runs)), marks)


def _pages(
    pages: Iterable[tuple[str, str, Iterable[int], tuple[int, int, int]]],
    words: list[str],
    runs: array[int],
) -> Iterator[tuple[str, PageNote]]:
    at = 0
    spell = words.__getitem__
    for path, about, mark, lengths in pages:
        parts = []
        for length in lengths:
            parts.append(tuple(map(spell, runs[at : at + length])))
            at += length
        reads, ids, links = parts
        yield path, PageNote(_mark(mark), about, frozenset(reads), ids, links)


def _mark(mark: Iterable[int]) -> Mark:
    device, inode, size, written, changed, mode, owner = mark
    return (device, inode, size, written, changed, mode, owner)


def _are_words(words: object) -> bool:
    return isinstance(words, list) and all(isinstance(word, str) for word in words)


class _Words:
    """Words that stand in many places, each written once."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, word: str) -> int:
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.all)
            self.all.append(word)
        return found
