"""The Edition, the Manuscript and the Entries that note what is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeVar, cast

from casebook.edit.edition import Edge, Edition, Entry, Made, Remembered
from casebook.interface import Interface
from casebook.load.manuscript import Manuscript
from casebook.model.kept import Register, Registered
from casebook.model.record import Kind, Record
from casebook.model.site import Site
from casebook.render.watched import keys
from casebook.render.watched.reads import Reads
from casebook.render.watched.state import DERIVED
from casebook.spot import Spot

Value = TypeVar("Value")


class WatchedEntry(Entry):
    """A record that notes that it is looked at, and how closely."""

    __slots__ = ("_is", "_note", "_raw", "_shown", "_whole")
    _is: str
    _note: Callable[[str], None]
    _raw: Entry
    _shown: str
    _whole: str

    def __init__(self, raw: Entry, note: Callable[[str], None]) -> None:
        """`note` takes the key of what is read."""
        put = object.__setattr__  # the class it stands for is frozen
        put(self, "kind", raw.kind)
        put(self, "id", raw.id)
        put(self, "key", raw.key)
        put(self, "_raw", raw)
        put(self, "_note", note)
        # Made once: each is noted on many pages, and the same string is found faster in a set.
        key = raw.key
        put(self, "_is", keys.IS + key)
        put(self, "_whole", keys.RECORD + key)
        put(self, "_shown", keys.SHOWN + key)

    @property
    def record(self) -> Record:
        """All that was written of it."""
        self._note(self._whole)
        return self._raw.record

    @property
    def title(self) -> str:
        """Its full title."""
        self._note(self._shown)
        return self._raw.title

    @property
    def label(self) -> str:
        """Its name in running text."""
        self._note(self._shown)
        return self._raw.label

    @property
    def number(self) -> str:
        """Its number in the register."""
        self._note(self._shown)
        return self._raw.number


class WatchedEdition(Edition):
    """An Edition for making pages of, one after the other; `reads` says what each has read.

    It cannot be hashed: what is remembered by the edition would be read once, for one page, and
    would be missing from what all others have read. `derived` is the way for such things.
    """

    __hash__ = None  # type: ignore[assignment]
    reads: Reads
    _raw: Edition
    _note: Callable[[str], None]
    _ours: dict[Entry, WatchedEntry]
    _theirs: dict[Entry, Entry]

    def __init__(self, edition: Edition) -> None:
        """`edition` is what stands behind."""
        put = object.__setattr__  # the class it stands for is frozen
        reads = Reads()
        put(self, "reads", reads)
        put(self, "_raw", edition)

        def note(key: str) -> None:
            reads.found.add(key)

        put(self, "_note", note)
        ours = {
            raw: WatchedEntry(raw, note)
            for of_kind in edition.entries.values()
            for raw in of_kind.values()
        }
        put(self, "_ours", ours)
        put(self, "_theirs", {entry: raw for raw, entry in ours.items()})
        put(self, "manuscript", cast(Manuscript, WatchedManuscript(edition.manuscript, note)))
        put(self, "entries", _Kinds(self, edition.entries))
        put(self, "resolved", _Resolved(self, edition.resolved))
        put(self, "edges_to", _Edges(self, keys.TO, edition.edges_to))
        put(self, "edges_from", _Edges(self, keys.FROM, edition.edges_from))
        put(self, "excerpts", _Noting(edition.excerpts, note, keys.EXCERPT))
        put(self, "accounted", _Noting(edition.accounted, note, keys.ACCOUNTED))
        put(self, "unproved", _Unproved(edition.unproved, note))
        put(self, "draft", edition.draft)
        # What a text becomes hangs on the text alone, and texts are in records.
        put(self, "prose", edition.prose)

    @property
    def site(self) -> Site:
        """What the whole record is called."""
        self._note(keys.SITE)
        return self._raw.site

    @property
    def interface(self) -> Interface:
        """The words of the interface, which all pages hang on anyway."""
        return self._raw.interface

    @property
    def entire(self) -> Edition:
        """Itself."""
        return self

    @property
    def chronology(self) -> tuple[Entry, ...]:
        """The events in order of time."""
        self._note(keys.CHRONOLOGY)
        return tuple(self._ours[raw] for raw in self._raw.chronology)

    def kind(self, name: str) -> Kind:
        """A kind of record, as the generator declares it."""
        return self._raw.kind(name)

    def of(self, kind: str) -> tuple[Entry, ...]:
        """The records of one kind."""
        self._note(keys.KIND + kind)
        return tuple(map(self._ours.__getitem__, self._raw.of(kind)))

    def has_any(self, kind: str) -> bool:
        """Are there records of a kind?"""
        self._note(keys.SOME + kind)
        return self._raw.has_any(kind)

    def beside(self, event: Entry) -> tuple[Entry | None, Entry | None]:
        """The events before and after one."""
        self._note(keys.BESIDE + event.key)
        earlier, later = self._raw.beside(self._theirs[event])
        return earlier and self._ours[earlier], later and self._ours[later]

    def in_time(self, events: Iterable[Entry]) -> list[Entry]:
        """Some events in the order of time: that this is their order is read."""
        raw = self._raw.in_time(self._theirs[event] for event in events)
        if len(raw) > 1:
            # One key for them all: a place of 10,000 events has hundreds, and a page shows all.
            self._note(keys.ORDER + " ".join([event.id for event in raw]))
        return [self._ours[event] for event in raw]

    def derived(self, name: str, make: Callable[[Edition], Made]) -> Made:
        """What is worked out of the whole edition.

        If it has a digest of its own, only that is read; else all that it is made of.
        """
        if name != keys.LANGUAGES:
            self._note(keys.DERIVED + name if name in DERIVED else keys.ALL)
        return make(self._raw)

    def remember(self, make: Callable[[], Made]) -> Remembered[Made]:
        """Makes something that may stand on several pages."""
        return self.reads.of(make)

    def again(self, remembered: Remembered[Made]) -> Made:
        """What was made so, on one more page."""
        return self.reads.again(remembered)


_FINELY = frozenset(
    (
        *("manuscript", "entries", "resolved", "prose", "edges_to", "edges_from", "chronology"),
        *("excerpts", "accounted", "draft", "unproved"),
    )
)


def _all_of(name: str) -> property:
    def read(edition: WatchedEdition) -> object:
        edition._note(keys.ALL)
        return getattr(edition._raw, name)

    return property(read)


for _field in fields(Edition):
    if _field.name not in _FINELY:
        setattr(WatchedEdition, _field.name, _all_of(_field.name))
        # What is not known here counts as all of the record.


class WatchedManuscript:
    """What was written, for a page: the register and the site's fields; the rest counts as all."""

    def __init__(self, raw: Manuscript, note: Callable[[str], None]) -> None:
        self._raw = raw
        self._note = note
        self.model = raw.model
        self.interface = raw.interface
        self.files = raw.files
        """To find a place in a text, which hangs on the lines of its record alone."""
        self.register = WatchedRegister(raw.register, note)

    @property
    def site(self) -> Site:
        """The fields of site.yaml."""
        self._note(keys.SITE)
        return self._raw.site

    @property
    def frozen(self) -> object:
        """What the frozen editions say of themselves."""
        self._note(keys.FROZEN)
        return self._raw.frozen

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        self._note(keys.ALL)
        return getattr(self._raw, name)


class WatchedRegister(Register):
    """The register: one entry of it, or all."""

    __slots__ = ("_note", "_raw")
    _note: Callable[[str], None]
    _raw: Register

    def __init__(self, raw: Register, note: Callable[[str], None]) -> None:
        put = object.__setattr__  # the class it stands for is frozen
        put(self, "_raw", raw)
        put(self, "_note", note)

    @property
    def entries(self) -> Mapping[str, Mapping[str, Registered]]:
        """Every entry."""
        self._note(keys.REGISTER)
        return self._raw.entries

    @property
    def kept(self) -> bool:
        """Is there a register at all?"""
        self._note(keys.REGISTER)
        return self._raw.kept

    @property
    def whole(self) -> bool:
        """Could all of it be read?"""
        self._note(keys.REGISTER)
        return self._raw.whole

    def find(self, kind: str, id_: str) -> Registered | None:
        """The entry of an id; the other methods ask this one."""
        self._note(f"{keys.REGISTERED}{kind} {id_}")
        return self._raw.find(kind, id_)


class _Noting(Mapping[str, Value]):
    """A mapping whose values are read one by one; to go through it is to read all of the record."""

    def __init__(self, raw: Mapping[str, Value], note: Callable[[str], None], prefix: str) -> None:
        self._raw, self._note, self._prefix = raw, note, prefix

    def __getitem__(self, key: str) -> Value:
        self._note(self._prefix + key)
        return self._raw[key]

    def __iter__(self) -> Iterator[str]:
        self._note(keys.ALL)
        return iter(self._raw)

    def __len__(self) -> int:
        self._note(keys.ALL)
        return len(self._raw)


class _Kinds(Mapping[str, Mapping[str, Entry]]):
    """The records by kind: which kinds there are is the generator's."""

    def __init__(self, edition: WatchedEdition, raw: Mapping[str, Mapping[str, Entry]]) -> None:
        self._of = {kind: _Ids(edition, kind, of_kind) for kind, of_kind in raw.items()}

    def __getitem__(self, kind: str) -> Mapping[str, Entry]:
        return self._of[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)


class _Ids(Mapping[str, Entry]):
    """The records of a kind by id: one is read, or which there are."""

    def __init__(self, edition: WatchedEdition, kind: str, raw: Mapping[str, Entry]) -> None:
        self._edition, self._kind, self._raw = edition, kind, raw

    def __getitem__(self, id_: str) -> Entry:
        self._edition._note(f"{keys.IS}{self._kind}-{id_}")
        return self._edition._ours[self._raw[id_]]

    def __iter__(self) -> Iterator[str]:
        self._edition._note(keys.KIND + self._kind)
        return iter(self._raw)

    def __len__(self) -> int:
        self._edition._note(keys.KIND + self._kind)
        return len(self._raw)


class _Resolved(Mapping[Spot, Entry]):
    """What references refer to: that it is there is read, and why it is this one stands in the
    text that refers to it.
    """

    def __init__(self, edition: WatchedEdition, raw: Mapping[Spot, Entry]) -> None:
        self._edition, self._raw = edition, raw

    def __getitem__(self, at: Spot) -> Entry:
        found = self._raw.get(at)
        if found is None:
            self._edition._note(keys.ALL)
            raise KeyError(at)
        entry = self._edition._ours[found]
        self._edition._note(entry._is)
        return entry

    def __iter__(self) -> Iterator[Spot]:
        self._edition._note(keys.ALL)
        return iter(self._raw)

    def __len__(self) -> int:
        self._edition._note(keys.ALL)
        return len(self._raw)


class _Edges(Mapping[Entry, tuple[Edge, ...]]):
    """The references to a record, or from it."""

    def __init__(
        self, edition: WatchedEdition, prefix: str, raw: Mapping[Entry, tuple[Edge, ...]]
    ) -> None:
        self._edition, self._prefix, self._raw = edition, prefix, raw
        self._known: dict[Entry, tuple[str, tuple[Edge, ...]]] = {}

    def __getitem__(self, entry: Entry) -> tuple[Edge, ...]:
        known = self._known.get(entry)
        if known is not None:
            self._edition._note(known[0])
            return known[1]
        key, ours = self._prefix + entry.key, self._edition._ours
        self._edition._note(key)
        edges = tuple(
            Edge(ours[edge.source], ours[edge.target], edge.field, edge.back, edge.at)
            for edge in self._raw[self._edition._theirs[entry]]
        )
        self._known[entry] = key, edges
        return edges

    def __iter__(self) -> Iterator[Entry]:
        self._edition._note(keys.ALL)
        return map(self._edition._ours.__getitem__, self._raw)

    def __len__(self) -> int:
        self._edition._note(keys.ALL)
        return len(self._raw)


class _Unproved(frozenset[Spot]):
    """Where quotations stand that await proof: that one does belongs to its record."""

    _note: Callable[[str], None]

    def __new__(cls, spots: frozenset[Spot], note: Callable[[str], None]) -> _Unproved:
        self = super().__new__(cls, spots)
        self._note = note
        return self

    def __bool__(self) -> bool:
        # Without any, no text holds one: what is asked next is answered by each record.
        return super().__len__() > 0

    def __len__(self) -> int:
        self._note(keys.WAITING)
        return super().__len__()

    def __iter__(self) -> Iterator[Spot]:
        self._note(keys.ALL)
        return super().__iter__()
