"""What everything that a page can read is now, as digests: by them it is seen what has changed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from hashlib import blake2b
from itertools import pairwise

from casebook.edit.edition import Edge, Edition, Entry
from casebook.editions.content import edition_id
from casebook.editions.frozen import frozen_as, one_before
from casebook.model.record import Record
from casebook.render.desk import languages
from casebook.render.watched import keys

DERIVED: dict[str, Callable[[Edition], object]] = {
    "frozen": frozen_as,
    "before": one_before,
    "id": edition_id,
}
"""What is worked out of the whole edition and read as one, by the name that views give it."""
_ABSENT, _PRESENT = "-", "+"


def digest_of(*parts: object) -> str:
    """A digest of plain values: strings, numbers, and tuples, lists and dataclasses of them."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


class State:
    """The digests of an edition, each worked out when it is first asked for."""

    def __init__(self, edition: Edition) -> None:
        """Of an edition as it is, not of one that is watched."""
        self._edition = edition
        self._known: dict[str, str] = {}
        self._entries = {
            entry.key: entry for of_kind in edition.entries.values() for entry in of_kind.values()
        }
        self._keys = {entry: key for key, entry in self._entries.items()}
        self._places = {event.id: at for at, event in enumerate(edition.chronology)}
        self._lines = _Lines(edition)
        self._by_sign: dict[str, Callable[[str], str]] = {
            keys.RECORD: self._record,
            keys.SHOWN: self._shown,
            keys.IS: lambda key: _PRESENT if key in self._entries else _ABSENT,
            keys.TO: lambda key: self._edges(key, True),
            keys.FROM: lambda key: self._edges(key, False),
            keys.KIND: lambda kind: digest_of([entry.id for entry in edition.of(kind)]),
            keys.SOME: lambda kind: str(edition.has_any(kind)),
            keys.BESIDE: self._beside,
            keys.ORDER: self._order,
            keys.EXCERPT: self._excerpt,
            keys.ACCOUNTED: lambda id_: digest_of(sorted(edition.accounted.get(id_, ()))),
            keys.REGISTERED: self._registered,
            keys.DERIVED: lambda name: digest_of(DERIVED[name](edition)),
            keys.REGISTER: lambda _: digest_of(edition.manuscript.register),
            keys.SITE: lambda _: self._lines.of_file("site.yaml"),
            keys.FROZEN: lambda _: digest_of(edition.manuscript.frozen),
            keys.CHRONOLOGY: lambda _: digest_of([event.id for event in edition.chronology]),
            keys.WAITING: lambda _: str(len(edition.unproved)),
            keys.ALL: lambda _: self._all(),
        }

    def digest(self, key: str) -> str:
        """What a thing is now; another digest than before says that it changed."""
        found = self._known.get(key)
        if found is None:
            make = self._by_sign.get(key[:1])
            found = self._known[key] = make(key[1:]) if make is not None else self._all()
        return found

    def _record(self, key: str) -> str:
        entry = self._entries.get(key)
        if entry is None:
            return _ABSENT
        # What it refers to: the words are its own, and which record they mean is not.
        refers = [(edge.field, self._keys[edge.target]) for edge in self._from(entry)]
        return digest_of(key, refers, self._lines.of(entry.record))

    def _from(self, entry: Entry) -> Iterable[Edge]:
        return self._edition.edges_from.get(entry, ())

    def _shown(self, key: str) -> str:
        entry = self._entries.get(key)
        return digest_of(entry.title, entry.label, entry.number) if entry is not None else _ABSENT

    def _edges(self, key: str, to: bool) -> str:
        entry = self._entries.get(key)
        if entry is None:
            return _ABSENT
        edges = (self._edition.edges_to if to else self._edition.edges_from).get(entry, ())
        # Which stands before which in the record can be seen; on which lines they stand cannot.
        places = [edge.at for edge in edges]
        in_place = sorted(range(len(edges)), key=places.__getitem__)
        ids = self._keys
        said = [(ids[edge.source if to else edge.target], edge.field, edge.back) for edge in edges]
        return digest_of(said, in_place)

    def _beside(self, key: str) -> str:
        entry = self._entries.get(key)
        if entry is None or entry.id not in self._places:
            return _ABSENT
        return digest_of(
            [one.key if one is not None else "" for one in self._edition.beside(entry)]
        )

    def _order(self, ids: str) -> str:
        places = [self._places.get(id_, -1) for id_ in ids.split(" ")]
        if -1 in places:
            return _ABSENT
        return str(all(earlier < later for earlier, later in pairwise(places)))

    def _excerpt(self, source: str) -> str:
        excerpt = self._edition.excerpts.get(source)
        return self._lines.of_file(excerpt.body.at.file) if excerpt is not None else _ABSENT

    def _registered(self, key: str) -> str:
        found = self._edition.manuscript.register.find(*key.split(" "))
        return digest_of(found) if found is not None else _ABSENT

    def _all(self) -> str:
        known = self._known.get(keys.ALL)
        if known is None:
            manuscript = self._edition.manuscript
            files = sorted(manuscript.files.items())
            known = digest_of(files, manuscript.frozen, sorted(self._edition.unproved))
            self._known[keys.ALL] = known
        return known


class _Lines:
    """The lines that records stand on, each with the marks that a page can show of its words.

    A record that could be read without a mistake is what its own lines say: see `load.entries`.
    The marks say which quotations await proof and which words are in another language.
    """

    def __init__(self, edition: Edition) -> None:
        self._files = edition.manuscript.files
        self._split: dict[str, list[str]] = {}
        self._starts: dict[str, list[int]] = defaultdict(list)
        self._mixed: set[str] = set()
        for of_kind in edition.entries.values():
            for entry in of_kind.values():
                self._starts[entry.record.at.file].append(entry.record.at.line)
        for file, starts in self._starts.items():
            starts.sort()
            if len(set(starts)) < len(starts):
                self._mixed.add(file)  # several on one line
        self._marks: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for at in edition.unproved:
            self._marks[at.file].append((at.line, at.column, ""))
        for at, language in languages(edition).items():
            self._marks[at.file].append((at.line, at.column, language))
        for marks in self._marks.values():
            marks.sort()

    def of(self, record: Record) -> str:
        """A digest of the lines of a record, and of their marks by where in them they stand."""
        file = record.at.file
        if file not in self._files or file in self._mixed:
            return self.of_file(file)
        starts = self._starts[file]
        number = bisect_left(starts, record.at.line)
        first = starts[number] if number else 1
        after = starts[number + 1] if number + 1 < len(starts) else 1 << 60
        return self._of(file, first, after)

    def of_file(self, file: str) -> str:
        """The same of a whole file."""
        return self._of(file, 1, 1 << 60)

    def _of(self, file: str, first: int, after: int) -> str:
        lines = self._split.get(file)
        if lines is None:
            lines = self._split[file] = self._files.get(file, "").split("\n")
        marks = self._marks.get(file, [])
        ours = marks[bisect_left(marks, (first,)) : bisect_right(marks, (after,))]
        shown = [(line - first, column, language) for line, column, language in ours]
        return digest_of(file, lines[first - 1 : after - 1], shown)
