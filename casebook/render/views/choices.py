"""What events can be chosen by: the people, parties, places, sources and kinds they concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from casebook.edit.edition import Edition, Entry
from casebook.model.events import Event
from casebook.model.places import Place
from casebook.render.desk import Desk
from casebook.render.typography import typographic

KIND = "kind"
RECORDS = ("person", "party", "place", "source")
"""Kinds of record that the timeline can be narrowed to."""
NAMES = (*RECORDS, KIND)
"""The names of all choices, in the order in which they are offered and stand in an address."""


NAMED = ("person", "party", "place")
"""Those whose names stand for an event. A source's title says what it tells of, not what happened
in each event that it tells."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One thing that events can be narrowed to."""

    id: str
    words: str
    names: str
    """What else it is called, in whatever script: looked through for words, and not shown."""


@dataclass(frozen=True, slots=True)
class FilterView:
    """A list of things to narrow events to, of which some event has each."""

    name: str
    words: str
    anything: str
    """What stands for no choice."""
    single: bool
    """Has an event one of them alone?"""
    named: bool
    """Are they of those whose names an event is also found by, when words are looked for?"""
    choices: tuple[ChoiceView, ...]


Chosen = tuple[tuple[str, tuple[str, ...]], ...]
"""By each name of `NAMES`, the ids that an event is found by."""


def chosen_by(edition: Edition, entry: Entry) -> Chosen:
    """What an event is found by.

    People and parties are those it refers to in whatever way, places with all that hold them,
    sources those that give an account of it.
    """
    event = entry.record
    assert isinstance(event, Event)
    found = {
        "person": edition.linked(entry, "person"),
        "party": edition.linked(entry, "party"),
        "place": _with_holders(edition, edition.linked(entry, "place")),
        "source": edition.all(account.from_.source for account in event.accounts),
    }
    ids = tuple((name, tuple(one.id for one in found[name])) for name in RECORDS)
    return (*ids, (KIND, (str(event.kind),)))


def _with_holders(edition: Edition, places: Iterable[Entry]) -> list[Entry]:
    """Places, and the places that hold them, each once."""
    found: dict[Entry, None] = {}
    for place in places:
        at: Entry | None = place
        while at is not None and at not in found:
            found[at] = None
            assert isinstance(at.record, Place)
            at = edition.entry(at.record.within) if at.record.within else None
    return list(found)


def filters(desk: Desk, events: Iterable[Chosen]) -> tuple[FilterView, ...]:
    """The lists to choose from, with what some event has; none that has nothing."""
    used: dict[str, set[str]] = {name: set() for name in NAMES}
    for chosen in events:
        for name, ids in chosen:
            used[name].update(ids)
    say = desk.interface.say
    labels = (
        ("person", say("Person"), say("Any person")),
        ("party", say("Party or body"), say("Any party or body")),
        ("place", say("Place"), say("Any place")),
        ("source", say("Source"), say("Any source")),
        (KIND, say("Kind of event"), say("Any kind of event")),
    )
    found = (
        FilterView(
            name,
            words,
            anything,
            name == KIND,
            name in NAMED,
            tuple(_choices(desk, name, used[name])),
        )
        for name, words, anything in labels
    )
    return tuple(one for one in found if one.choices)


def _choices(desk: Desk, name: str, ids: Iterable[str]) -> Iterator[ChoiceView]:
    """In the order of their words; a kind of event has no other names."""
    if name == KIND:
        kinds = {id_: desk.slug(id_) for id_ in ids}
        views = [ChoiceView(id_, words[:1].upper() + words[1:], "") for id_, words in kinds.items()]
    else:
        entries = desk.edition.entries[name]
        views = [
            ChoiceView(
                id_,
                typographic(entries[id_].label),
                _other_names(entries[id_]) if name in NAMED else "",
            )
            for id_ in ids
        ]
    yield from sorted(views, key=lambda view: (view.words.casefold(), view.id))


def _other_names(entry: Entry) -> str:
    """Its full title, its native names and how the sources print it, without its label."""
    record = entry.record
    names = [entry.title]
    names += map(str, (getattr(record, "native", None) or {}).values())
    names += (str(variant.name) for variant in getattr(record, "also", ()))
    return " | ".join(dict.fromkeys(name for name in names if name != entry.label))


def on_timeline(edition: Edition, entry: Entry) -> str:
    """What is added to the timeline's address to narrow it to a record.

    Nothing where it cannot be narrowed so, or no event would be left.
    """
    if entry.kind.name not in RECORDS or not _has_events(edition, entry):
        return ""
    return urlencode({entry.kind.name: entry.id})


def _has_events(edition: Edition, entry: Entry) -> bool:
    """Does an event refer to it, or to a place that lies in it?"""
    edges = edition.edges_to.get(entry, ())
    return any(
        edge.source.kind.name == "event"
        or (
            edge.field == "within"
            and entry.kind.name == "place"
            and _has_events(edition, edge.source)
        )
        for edge in edges
    )
