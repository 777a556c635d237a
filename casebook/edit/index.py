"""Which ids there are, and what a reference means."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from casebook.edit.edition import Entry
from casebook.interface import Interface
from casebook.load.manuscript import Manuscript
from casebook.model.documents import Page
from casebook.model.record import Agent, Record, Ref, Unnamed, articled
from casebook.problem import did_you_mean

Words = Callable[[Agent], str]

_MOST_COMPARED = 200_000
"""Ids to look through for near matches in all: a record that has lost a file has thousands of
unknown ids, and no one reads so many hints."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why a reference means nothing."""

    rule: str
    message: str
    hint: str


@dataclass(frozen=True)
class Index:
    """Every record of a manuscript by kind and id."""

    entries: Mapping[str, Mapping[str, Entry]]
    _hints: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)
    """Near matches looked for so far: they take long in a long record."""

    @cached_property
    def _by_id(self) -> dict[str, list[Entry]]:
        """The records of each id: a mention names no kind, and there are many of those."""
        found: dict[str, list[Entry]] = {}
        for of_kind in self.entries.values():
            for id_, entry in of_kind.items():
                found.setdefault(id_, []).append(entry)
        return found

    @cached_property
    def sole(self) -> Mapping[str, Entry]:
        """The record of each id that no other record has: what nearly every reference means."""
        return {id_: found[0] for id_, found in self._by_id.items() if len(found) == 1}

    def only(self, kinds: Collection[str], id_: str) -> Entry | None:
        """The record of that id, where no other has it and it is of one of the kinds.

        So it is with nearly every reference; where this gives nothing, `resolve` says why.
        """
        found = self.sole.get(id_)
        return found if found is not None and found.kind.name in kinds else None

    def find(self, kinds: Collection[str], id_: str) -> list[Entry]:
        """The records of that id among some kinds, in the order of the kinds."""
        found = [entry for entry in self._by_id.get(id_, ()) if entry.kind.name in kinds]
        if len(found) > 1:
            order = list(kinds)
            found.sort(key=lambda entry: order.index(entry.kind.name))
        return found

    def resolve(self, id_: str, kinds: tuple[str, ...], what: str) -> Entry | Unresolved:
        """What a reference means, or why it means nothing; `what` names where it stands."""
        found = self.find(kinds, id_)
        if len(found) == 1:
            return found[0]
        if found:
            choices = " or ".join(f"`{entry.kind.name}:{id_}`" for entry in found)
            message = f"`{id_}` in {what} is the id of more than one record"
            return Unresolved("ambiguous-reference", message, f"write {choices}")
        elsewhere = self.find(self.entries, id_)
        if elsewhere and len(kinds) < len(self.entries):
            wanted = " or ".join(articled(kind) for kind in kinds)
            message = f"`{id_}` in {what} is {articled(elsewhere[0].kind.name)}, not {wanted}"
            hint = self._near(id_, kinds) or f"name {wanted}"
            return Unresolved("wrong-kind", message, hint)
        noun = " or ".join(kinds) if len(kinds) < len(self.entries) else "record"
        hint = (
            self._near(id_, kinds)
            or self._near(id_, tuple(self.entries))
            or f"add the {noun}, or mend the id"
        )
        return Unresolved("unknown-reference", f"there is no {noun} `{id_}` ({what})", hint)

    def _near(self, id_: str, kinds: tuple[str, ...]) -> str:
        """A hint with the nearest ids of some kinds, each once; none after too many look-ups."""
        if (id_, kinds) not in self._hints:
            of_kinds = [self.entries.get(kind, {}) for kind in kinds]
            if (len(self._hints) + 1) * sum(map(len, of_kinds)) > _MOST_COMPARED:
                return ""
            known = dict.fromkeys(id2 for of_kind in of_kinds for id2 in of_kind)
            self._hints[id_, kinds] = did_you_mean(id_, known)
        return self._hints[id_, kinds]


def make_index(manuscript: Manuscript) -> Index:
    """Give every record its title, label and number, so that others can show it."""
    names: dict[str, dict[str, Record]] = {k: dict(v) for k, v in manuscript.records.items()}
    names[Page.declares.name] = dict(manuscript.pages)

    def words(agent: Agent) -> str:
        if isinstance(agent, Unnamed):
            return agent.words
        if isinstance(agent, Ref):
            for kind in agent.kinds:
                record = names.get(kind, {}).get(agent.id)
                if record is not None:
                    return _label(record, words, manuscript.interface)
        say = manuscript.interface.say
        return say("the source") if agent == "source" else say("someone not stated")

    number, interface = manuscript.register.number, manuscript.interface
    entries = {
        kind: {
            id_: _entry(record, words, number(kind, id_), interface)
            for id_, record in records.items()
        }
        for kind, records in names.items()
    }
    return Index(entries)


def _entry(record: Record, words: Words, number: str, interface: Interface) -> Entry:
    title = record.heading(words, interface)
    return Entry(
        record.declares, record.id, record, title, _label(record, words, interface), number
    )


def _label(record: Record, words: Words, interface: Interface) -> str:
    short = getattr(record, record.declares.short, None) if record.declares.short else None
    return str(short) if short else record.heading(words, interface)
