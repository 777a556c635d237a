"""How many witnesses there are: accounts are counted by where they come from, not by copies.

An account's roots are its tellers, or where none is named whoever is furthest up its line: the
first of `via`, else the documents that its source is in the end a digest of, with those who
wrote them. Accounts whose roots meet are one witness, however often printed. Those whose roots do
not meet may still have one origin; that they have not is an editor's judgement, and needs one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from casebook.edit.edition import Edition, Entry
from casebook.interface import ENGLISH, Interface
from casebook.model.claims import Claim
from casebook.model.events import Event
from casebook.model.figures import Figure
from casebook.model.record import Agent, From, Ref, Unnamed
from casebook.model.sources import Source

Root = Entry | tuple[str, ...]
"""Whoever an account goes back to: a record, or someone unnamed, as one source words it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One account, claim or figure as a source prints it."""

    source: Entry
    by: tuple[Agent, ...]
    """Who tells it; nobody where it is the source itself, or where that is not stated."""
    via: tuple[Agent, ...]
    roots: frozenset[Root]
    path: frozenset[Root]
    """The roots and all through whom it came, the source and what that draws on among them."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Tellings whose roots meet: one account, however often it is printed."""

    tellings: tuple[int, ...]
    """Which of the tellings that were counted, by their position."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """The witnesses among some tellings."""

    tellings: tuple[Telling, ...]
    witnesses: tuple[Witness, ...]

    @property
    def sources(self) -> tuple[Entry, ...]:
        """The sources that print them, each once."""
        return tuple(dict.fromkeys(telling.source for telling in self.tellings))

    @property
    def shared(self) -> tuple[Entry, ...]:
        """Records through which more than one witness came, so that they may have one origin."""
        seen: dict[Root, set[int]] = {}
        for number, witness in enumerate(self.witnesses):
            for position in witness.tellings:
                for step in self.tellings[position].path:
                    seen.setdefault(step, set()).add(number)
        found = [step for step, those in seen.items() if len(those) > 1 and isinstance(step, Entry)]
        return tuple(sorted(found, key=lambda entry: entry.key))


def of_event(edition: Edition, event: Event) -> Lineage:
    """The witnesses of an event, by its accounts."""
    return lineage(telling(edition, one.from_, one.by, one.via) for one in event.accounts)


def of_record(edition: Edition, record: Claim | Figure) -> Lineage:
    """The one witness of a claim or figure: what another source prints is another record."""
    by = record.by if isinstance(record, Claim) else (record.counted_by,)
    return lineage([telling(edition, record.from_, by, record.via)])


def telling(edition: Edition, place: From, by: Iterable[Agent], via: Iterable[Agent]) -> Telling:
    """What one source prints of somebody's account; `source` and `not-stated` name nobody."""
    source = edition.entry(place.source)
    tellers, passed = tuple(by), tuple(via)
    named = tuple(agent for agent in tellers if isinstance(agent, Ref | Unnamed))
    first = named or (() if "source" in tellers else passed[:1])
    roots = {root for agent in first for root in _roots(edition, agent, source)}
    if not first or "source" in tellers:
        roots |= _origins(edition, source)
    path = set(roots)
    for agent in (*named, *passed):
        step = _who(edition, agent, source)
        path |= above(edition, step) if _is_source(step) else {step}
    return Telling(
        source, named, passed, frozenset(roots), frozenset(path | above(edition, source))
    )


def lineage(tellings: Iterable[Telling]) -> Lineage:
    """Count the witnesses: tellings are joined as long as their roots meet."""
    given = tuple(tellings)
    groups: list[tuple[set[Root], list[int]]] = []
    for position, one in enumerate(given):
        roots, members = set(one.roots), [position]
        apart = []
        for group in groups:
            if group[0].isdisjoint(roots):
                apart.append(group)
            else:
                roots |= group[0]
                members += group[1]
        groups = [*apart, (roots, members)]
    witnesses = sorted(tuple(sorted(members)) for _, members in groups)
    return Lineage(given, tuple(Witness(members) for members in witnesses))


def above(edition: Edition, source: Entry, drawn_on: bool = True) -> frozenset[Entry]:
    """A source and all it comes from: what it is a digest of and, in part, what it draws on."""
    found: dict[Entry, None] = {}
    waiting = [source]
    while waiting:
        entry = waiting.pop()
        if entry in found:
            continue
        found[entry] = None
        record = entry.record
        assert isinstance(record, Source)
        refs: Sequence[Ref] = (*record.derives_from, *(record.cites if drawn_on else ()))
        waiting += [other for ref in refs if (other := edition.find(ref)) is not None]
    return frozenset(found)


def nearest(edition: Edition, shared: Iterable[Entry]) -> tuple[Entry, ...]:
    """Of what several came through, what stands nearest to them.

    Two who came through one source came through all it draws on too; to name that says no more.
    """
    given = tuple(shared)
    further = {
        other
        for entry in given
        if _is_source(entry)
        for other in above(edition, entry) - {entry}
        if entry not in above(edition, other)
    }
    return tuple(entry for entry in given if entry not in further)


def _origins(edition: Edition, source: Entry) -> set[Root]:
    """Where a source's own account comes from: the ends of `derives_from`, and their authors."""
    roots: set[Root] = set()
    whole = above(edition, source, drawn_on=False)
    for entry in whole:
        record = entry.record
        assert isinstance(record, Source)
        further = [ref for ref in record.derives_from if edition.find(ref) is not None]
        if further and not _in_circle(edition, entry):
            continue
        roots.add(entry)
        roots |= {_who(edition, author, entry) for author in record.author}
    return roots


def _in_circle(edition: Edition, entry: Entry) -> bool:
    """Does `derives_from` lead back to where it began? That is reported elsewhere."""
    record = entry.record
    assert isinstance(record, Source)
    return any(
        entry in above(edition, other, drawn_on=False)
        for ref in record.derives_from
        if (other := edition.find(ref)) is not None
    )


def _roots(edition: Edition, agent: Agent, source: Entry) -> set[Root]:
    """What somebody's account goes back to: themselves, or the origins of a source."""
    who = _who(edition, agent, source)
    return _origins(edition, who) if _is_source(who) else {who}


def _who(edition: Edition, agent: Agent, source: Entry) -> Root:
    """Who somebody is. Two who are not named are one only where one source words them alike."""
    if isinstance(agent, Ref):
        found = edition.find(agent)
        return found if found is not None else ("unresolved", agent.id)
    if isinstance(agent, Unnamed):
        return ("unnamed", source.id, " ".join(agent.words.casefold().split()))
    return source


def _is_source(who: Root) -> TypeGuard[Entry]:
    return isinstance(who, Entry) and isinstance(who.record, Source)


def in_words(found: Lineage, independent: bool = False, interface: Interface = ENGLISH) -> str:
    """The count as it is said everywhere: "one account, printed in two sources".

    `independent` is whether an editor gives the reason why the witnesses are. One witness is
    never independent of itself.
    """
    accounts, sources = len(found.witnesses), len(found.sources)
    say, count = interface.say, interface.count
    if accounts > 1 and independent:
        said = count(
            "%(n)s independent account", "%(n)s independent accounts", accounts
        )  # fmt: skip
    else:
        said = count("%(n)s account", "%(n)s accounts", accounts)
    if sources > accounts:
        printed = count("printed in %(n)s source", "printed in %(n)s sources", sources)
        said = f"{said}{interface.comma}{printed}"
    if accounts > 1 and not independent:
        said = f"{said}{interface.comma}{say('common origin not excluded')}"
    return said
