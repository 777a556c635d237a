"""The Edition: the record resolved and checked. Site, book and data are all made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from casebook.interface import Interface
from casebook.load.manuscript import Manuscript
from casebook.model.documents import Excerpt, Page
from casebook.model.record import Agent, Kind, Record, Ref, Unnamed
from casebook.model.site import Site
from casebook.prose import Citation, Mention, Prose
from casebook.spot import Spot, Text

Made = TypeVar("Made")
Remembered = tuple[Made, tuple[str, ...]]
"""Something that was made, with what was read for it where that is noted: see `render.watched`."""

_new_spot = tuple.__new__
"""Makes a spot in a quarter of the time of `Spot(...)`: each reference in prose has one."""

HOME = "home"
"""The narrative page that the front page begins with."""


def path_of(kind: Kind, id_: str) -> str:
    """The address of an id, relative to the site; the page called `home` is the front page."""
    if kind.folder:
        return f"{kind.folder}/{id_}.html"
    return "index.html" if id_ == HOME else f"{id_}.html"


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One record of the edition: what is shown of it wherever it is linked."""

    kind: Kind
    id: str
    record: Record
    title: str
    """Its full title."""
    label: str
    """Its name in running text."""
    number: str
    """Its number in the register, such as E12; nothing if it has none."""
    key: str = field(init=False)
    """Its kind and id in one word, unique in the edition: asked for fifty times of each."""

    def __post_init__(self) -> None:
        """Makes the key."""
        object.__setattr__(self, "key", f"{self.kind.name}-{self.id}")

    @property
    def path(self) -> str:
        """Its address, relative to the site."""
        return path_of(self.kind, self.id)


class Edge(NamedTuple):
    """One reference from a record to another, with where it was made.

    A tuple takes a third of the time to make that a frozen dataclass takes: there is one for
    each reference and citation.
    """

    source: Entry
    target: Entry
    field: str
    """The fields that lead to it, such as `accounts.by`; prose counts as the field it is in."""
    back: str
    """What the target calls those that refer to it so; nothing for a mention in prose."""
    at: Spot
    """Of the reference; of the text it is in, for one in prose."""


@dataclass(frozen=True, eq=False)
class Edition:
    """The whole record, resolved. It does not change."""

    manuscript: Manuscript
    entries: Mapping[str, Mapping[str, Entry]]
    """Every record by kind, then id; narrative pages under `page`."""
    resolved: Mapping[Spot, Entry]
    """What each reference, written at its spot, refers to."""
    prose: Mapping[Spot, Prose]
    """Every text of prose, parsed, by its spot."""
    edges_to: Mapping[Entry, tuple[Edge, ...]]
    edges_from: Mapping[Entry, tuple[Edge, ...]]
    chronology: tuple[Entry, ...]
    """The events in order of time."""
    excerpts: Mapping[str, Excerpt]
    """The annotated excerpts, by the id of their source."""
    accounted: Mapping[str, frozenset[str]]
    """Of each source, the units that its excerpt gives an account of."""
    draft: bool = False
    """Made for a preview: what is not proved is stamped and not refused."""
    unproved: frozenset[Spot] = frozenset()
    """Where quotations stand that await their proof: none, but in a draft."""

    @property
    def site(self) -> Site:
        """What the whole record is called."""
        return self.manuscript.site

    @property
    def interface(self) -> Interface:
        """The words of the interface in the record's language."""
        return self.manuscript.interface

    @property
    def entire(self) -> Edition:
        """The edition as it is named: that of all records, where this one is of some."""
        return self

    def kind(self, name: str) -> Kind:
        """A kind of record by its name, `page` among them."""
        return Page.declares if name == Page.declares.name else self.manuscript.model.kinds[name]

    def of(self, kind: str) -> tuple[Entry, ...]:
        """The records of one kind, in the order of their files."""
        return self._of.get(kind, ())

    @cached_property
    def _of(self) -> Mapping[str, tuple[Entry, ...]]:
        # Asked for on every page: made there, lists would cost the square of the record.
        return {kind: tuple(entries.values()) for kind, entries in self.entries.items()}

    def has_any(self, kind: str) -> bool:
        """Are there records of a kind?"""
        return bool(self.entries.get(kind))

    def entry(self, ref: Ref) -> Entry:
        """The record a reference refers to; KeyError where it is unresolved."""
        return self.resolved[ref.at]

    def find(self, ref: Ref) -> Entry | None:
        """The record a reference refers to, None where it is unresolved (and reported)."""
        return self.resolved.get(ref.at)

    def all(self, refs: Iterable[Ref]) -> list[Entry]:
        """The records several references refer to, each once, in their order."""
        return list(dict.fromkeys(self.entry(ref) for ref in refs))

    def mentioned(self, mention: Mention, text: Text) -> Entry:
        """The record that `[[...]]` in a text refers to; KeyError where it is unresolved."""
        return self.resolved[inner_spot(text, mention)]

    def cited(self, citation: Citation) -> Entry:
        """The source that `[@...]` cites."""
        return self.entries["source"][citation.source]

    def words(self, agent: Agent, source: Entry | None = None) -> str:
        """Who an agent is, in words; `source` is what `source` stands for."""
        if isinstance(agent, Ref):
            return self.entry(agent).label
        if isinstance(agent, Unnamed):
            return agent.words
        if agent == "source" and source is not None:
            return source.label
        return self.interface.say("not stated")

    def beside(self, event: Entry) -> tuple[Entry | None, Entry | None]:
        """The events before and after one in the order of time."""
        position, last = self._positions[event], len(self.chronology) - 1
        earlier = self.chronology[position - 1] if position else None
        return earlier, self.chronology[position + 1] if position < last else None

    def in_time(self, events: Iterable[Entry]) -> list[Entry]:
        """Some events in the order of time, each once."""
        positions = self._positions
        return sorted({event for event in events if event in positions}, key=positions.__getitem__)

    @cached_property
    def _positions(self) -> dict[Entry, int]:
        return {event: position for position, event in enumerate(self.chronology)}

    def derived(self, name: str, make: Callable[[Edition], Made]) -> Made:
        """What is worked out of the whole edition; its name tells it from others that are."""
        return make(self)

    def remember(self, make: Callable[[], Made]) -> Remembered[Made]:
        """Makes something that may be asked for again, with what was read of the edition for it."""
        return make(), ()

    def again(self, remembered: Remembered[Made]) -> Made:
        """What was made so, for one more that asks for it."""
        return remembered[0]

    def neighbours(self, entry: Entry, kind: str) -> list[Entry]:
        """The records of a kind that refer to this one in whatever way, each once."""
        edges = self.edges_to.get(entry, ())
        return list(dict.fromkeys([e.source for e in edges if e.source.kind.name == kind]))

    def linked(self, entry: Entry, kind: str) -> list[Entry]:
        """The records of a kind that this one refers to in whatever way, each once."""
        edges = self.edges_from.get(entry, ())
        return list(dict.fromkeys([e.target for e in edges if e.target.kind.name == kind]))


def inner_spot(text: Text, found: Mention | Citation) -> Spot:
    """A key for something inside a text: unlike any spot of a value, and cheap to make."""
    return inner_spot_at(text.at, found.offset)


def inner_spot_at(at: Spot, offset: int) -> Spot:
    """The same for what begins so many characters into a text that stands at a spot."""
    return _new_spot(Spot, (at.file, at.line, at.column, f"+{offset}"))
