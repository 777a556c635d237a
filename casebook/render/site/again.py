"""Which pages of the last build would be made again as they are, and what is noted for the next."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from types import FunctionType

from casebook.edit.edition import Entry
from casebook.memory.pages import ListNote, PageNote, PageNotes, Words
from casebook.memory.standing import Mark, read_marked
from casebook.output import Kept, Output
from casebook.render.anchors import Found
from casebook.render.watched.state import State


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a file, by what they are of."""

    name: str
    reads: tuple[str, ...] | None
    """What was read of the record for them; None where they are those of the last build."""


@dataclass(frozen=True, slots=True)
class Made(Output):
    """A page that was made now, with what was read of the record for it."""

    reads: tuple[str, ...]
    about: str = field(default="", kw_only=True)
    pieces: tuple[Piece, ...] = field(default=(), kw_only=True)
    """Of a file that is made of pieces: these, and what all of them are made with."""


def held_by(value: object) -> str | None:
    """What a function brings along from where it was made, in words; None if that cannot be said.

    It holds a page's view: the record it shows, which it reads when it is called, or plain
    values, which are part of what the page is made with.
    """
    match value:
        case Entry():
            return value.key
        case str() | bool() | int() | None:
            return repr(value)
        case tuple() | list():
            return _joined(map(held_by, value))
        case frozenset() | set():
            parts = [held_by(each) for each in value]
            return _joined(sorted(parts)) if None not in parts else None  # type: ignore[type-var]
        case dict():
            return _joined(map(held_by, value.items()))
        case FunctionType():
            cells = [cell.cell_contents for cell in value.__closure__ or ()]
            inside = held_by([cells, value.__defaults__, value.__kwdefaults__])
            return f"{value.__module__}.{value.__qualname__} {inside}" if inside else None
    return None


def _joined(parts: Iterable[str | None]) -> str | None:
    found = list(parts)
    return repr(found) if None not in found else None


class PageMemory:
    """The pages of the last build on one side, and those of this one on the other."""

    def __init__(
        self, before: PageNotes, around: str, standing: Mapping[str, Mark], destination: str
    ) -> None:
        """`around` is a digest of what every page hangs on, beside the record's own files;
        `standing` are the marks of what is at the destination now.
        """
        self._destination = destination
        self._before = before
        self._around = around
        self._standing = standing
        self._state: State | None = None
        self._abouts: dict[str, str] = {}
        self._words = before.words if before.around == around else Words()
        self._reads: dict[str, array[int]] = {}
        self._found: dict[str, Found] = {}
        self._kept: dict[str, PageNote] = {}
        self._changed: Set[int] = frozenset()
        self._index: Made | None = None

    def published(self, path: str) -> bytes | None:
        """What the last build published at a path, of the same generator and under the same
        names; None where nothing was, or something else stands there now.
        """
        if self._before.around != self._around:
            return None
        note = self._before.pages.get(path)
        mark = note.mark if note is not None else self._before.files.get(path)
        if mark is None or self._standing.get(path) != mark:
            return None
        return read_marked(os.path.join(self._destination, path), mark)  # noqa: PTH118

    def begin(self, state: State, pages: Mapping[int, tuple[str, str]]) -> dict[int, Kept]:
        """Those of some pages that need not be made; each is given by its path and a digest of
        what it is made with besides what it reads.
        """
        self._state = state
        self._abouts = dict(pages.values())
        if self._before.around != self._around:
            return {}
        words = self._before.words
        changed = {
            number
            for number, digest in self._before.digests.items()
            if state.digest(words.all[number]) != digest
        }
        self._changed = changed
        kept = {}
        for number, (path, about) in pages.items():
            note = self._before.pages.get(path)
            if note is None or note.about != about or self._standing.get(path) != note.mark:
                continue
            if changed.isdisjoint(note.reads):
                kept[number] = Kept(path, note.mark)
                self._kept[path] = note
                self._found[path] = Found(words.spelt(note.ids), words.spelt(note.links))
        return kept

    def pieces(self, path: str, about: str) -> tuple[bytes, Set[str]]:
        """What was published at a path, and the names of those pieces of it that need not be made.

        Nothing where that cannot be known. `about` is a digest of what all are made with besides
        what they read of the record.
        """
        before = self._before.index
        data = self.published(path) if before.about == about else None
        if data is None:
            return b"", frozenset()
        unchanged = self._changed.isdisjoint
        return data, {name for name, reads in before.pieces.items() if unchanged(reads)}

    def take(self, made: Output) -> Output:
        """A page that was made, or a file made of pieces, without what is noted of it here."""
        if isinstance(made, Made) and made.pieces:
            self._index = made
        if isinstance(made, Made) and made.path in self._abouts:
            # As numbers: each process has words of its own for the same keys.
            self._reads[made.path] = self._words.numbers(made.reads)
            return replace(made, reads=())
        return made

    def found(self, path: str) -> Found:
        """The links of a page that was kept."""
        return self._found[path]

    def checked(self, found: Mapping[str, Found]) -> None:
        """The links of all pages, which lead where they should."""
        self._found = dict(found)

    @property
    def is_whole(self) -> bool:
        """Were all pages made or kept, and checked?"""
        return self._state is not None and self._reads.keys() <= self._found.keys()

    def notes(self, standing: Mapping[str, Mark]) -> PageNotes:
        """What the next build is to know, by the marks of what was published."""
        assert self._state is not None
        index = self._index.pieces if self._index is not None else ()
        words = self._words
        # To link a file into another folder gives it another mark.
        pages = {
            path: PageNote(standing[path], note.about, note.reads, note.ids, note.links)
            for path, note in self._kept.items()
            if path in standing
        }
        for path, reads in self._reads.items():
            if path in standing:
                found = self._found[path]
                parts = map(words.numbers, (found.ids, found.links))
                pages[path] = PageNote(standing[path], self._abouts[path], reads, *parts)
        pieces = {
            piece.name: self._before.index.pieces[piece.name]
            if piece.reads is None
            else words.numbers(piece.reads)
            for piece in index
        }
        of_index = ListNote(self._index.about if self._index is not None else "", pieces)
        keys = set[int]().union(*(note.reads for note in pages.values()), *pieces.values())
        digests = {key: self._state.digest(words.all[key]) for key in keys}
        files = {path: mark for path, mark in standing.items() if mark[1] and path not in pages}
        return PageNotes(self._around, words, digests, pages, files, of_index)
