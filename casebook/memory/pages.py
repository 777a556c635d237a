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
_FORMAT = 4
_SIZE = 4
"""Bytes of a number."""


class Words:
    """Words that stand in many places, each written once and known by its number."""

    def __init__(self, known: list[str] | None = None) -> None:
        """Those that are known, by their numbers."""
        self.all: list[str] = known if known is not None else []
        self._numbers = {word: number for number, word in enumerate(self.all)}

    def numbers(self, words: Iterable[str]) -> array[int]:
        """The numbers of some words; new ones are added."""
        return array("I", map(self._number, words))

    def spelt(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The words of some numbers."""
        return tuple(map(self.all.__getitem__, numbers))

    def _number(self, word: str) -> int:
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.all)
            self.all.append(word)
        return found


@dataclass(frozen=True, slots=True)
class PageNote:
    """One page of the last build. Its words are numbers, for most notes are handed on unread."""

    mark: Mark
    """By what to know the file that was published."""
    about: str
    """A digest of what the page is made with besides what it reads of the record."""
    reads: array[int]
    """The keys of what was read of the record."""
    ids: array[int]
    """The places in it that a link can lead to."""
    links: array[int]
    """Where its links lead, as they are written."""


@dataclass(frozen=True, slots=True)
class ListNote:
    """A file of the last build that is made of pieces."""

    about: str = ""
    """A digest of what all pieces are made with besides what they read of the record."""
    pieces: Mapping[str, array[int]] = field(default_factory=dict)
    """The keys of what was read of the record for each, by what it is of."""


@dataclass(frozen=True, slots=True)
class PageNotes:
    """All pages of the last build."""

    around: str = ""
    """A digest of what every page hangs on: the generator, layouts, words, what was asked for."""
    words: Words = field(default_factory=Words)
    """What the numbers stand for."""
    digests: Mapping[int, str] = field(default_factory=dict)
    """What everything was that any page read."""
    pages: Mapping[str, PageNote] = field(default_factory=dict)
    files: Mapping[str, Mark] = field(default_factory=dict)
    """By what to know all other files that were published."""
    index: ListNote = field(default_factory=ListNote)
    """What search looks through."""


def recall_pages(folder: Path) -> PageNotes:
    """What the last build noted; nothing of any page if that is not there, or not whole."""
    found = recall(folder, _NAME)
    if found is None:
        return PageNotes()
    try:
        return _unpacked(*found) or PageNotes()
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return PageNotes()


def keep_pages(folder: Path, notes: PageNotes) -> None:
    """Note the pages of a build, in place of those of the one before."""
    tidy(folder, _NAME)
    runs = array("I")
    for note in notes.pages.values():
        for part in (note.reads, note.ids, note.links):
            runs.extend(part)
    for reads in notes.index.pieces.values():
        runs.extend(reads)
    keys, words = list(notes.digests), notes.words.all
    used = sorted({*runs, *keys})
    if 2 * len(used) < len(words):
        # Most are of pages that have gone, or that hold others now.
        numbers = {number: place for place, number in enumerate(used)}
        runs = array("I", map(numbers.__getitem__, runs))
        keys = [numbers[key] for key in keys]
        words = [words[number] for number in used]
    pages = [
        (path, note.about, note.mark, [len(note.reads), len(note.ids), len(note.links)])
        for path, note in notes.pages.items()
    ]
    digests, files = list(notes.digests.values()), list(notes.files.items())
    pieces = {name: len(reads) for name, reads in notes.index.pieces.items()}
    index = [notes.index.about, pieces]
    values = [_FORMAT, notes.around, words, keys, digests, pages, files, index]
    if runs.itemsize != _SIZE or not keep(folder, _NAME, values, (runs.tobytes(),)):
        forget(folder / _NAME)


def forget_pages(folder: Path) -> None:
    """Note nothing."""
    forget(folder / _NAME)


def _unpacked(values: object, blobs: list[bytes]) -> PageNotes | None:
    if not isinstance(values, list) or len(values) != 8 or values[0] != _FORMAT:
        return None
    _, around, words, keys, digests, pages, files, (about, pieces) = values
    if not _are_words([around, about]) or not _are_words(words) or not _are_words(digests):
        return None
    runs = array("I")
    runs.frombytes(blobs[0])
    if not all(type(key) is int and 0 <= key < len(words) for key in keys):
        return None
    if max(runs, default=-1) >= len(words):
        return None
    known = dict(zip(keys, digests, strict=True))
    marks = {path: _mark(mark) for path, mark in files}
    of_pages = dict(_pages(pages, runs))
    at = sum(sum(lengths) for *_, lengths in pages)
    index = ListNote(about, dict(_pieces(pieces, runs, at)))
    return PageNotes(around, Words(words), known, of_pages, marks, index)


def _pages(
    pages: Iterable[tuple[str, str, Iterable[int], tuple[int, int, int]]], runs: array[int]
) -> Iterator[tuple[str, PageNote]]:
    at = 0
    for path, about, mark, lengths in pages:
        parts = []
        for length in lengths:
            parts.append(runs[at : at + length])
            at += length
        reads, ids, links = parts
        yield path, PageNote(_mark(mark), about, reads, ids, links)


def _pieces(
    lengths: Mapping[str, int], runs: array[int], at: int
) -> Iterator[tuple[str, array[int]]]:
    for name, length in lengths.items():
        yield name, runs[at : at + length]
        at += length


def _mark(mark: Iterable[int]) -> Mark:
    device, inode, size, written, changed, mode, owner = mark
    return (device, inode, size, written, changed, mode, owner)


def _are_words(words: object) -> bool:
    return isinstance(words, list) and all(isinstance(word, str) for word in words)
