"""The invented record as other generators get it: a Markdown file with fields for each page.

What Casebook works out while it builds is given to them: what refers to what, the order of events,
dates in words, and where every link of the prose leads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from casebook.edit.edition import Edition, Entry
from casebook.model.actors import Party
from casebook.model.events import Event
from casebook.model.places import Place
from casebook.model.record import From
from casebook.model.sources import Source
from casebook.render.desk import Desk, place_words
from casebook.render.links import SiteLinks
from casebook.render.site.timeline import timeline_view
from casebook.render.views.documents import counted
from casebook.render.views.events import events_about

_REFERENCE = re.compile(r"\[\[([a-z0-9-]+)(?:\|([^\]]*))?\]\]")
_CITATION = re.compile(r"\[@([a-z0-9-]+) ([^\]]+)\]")
_SHOWN = ("person", "party", "place")


@dataclass(frozen=True, slots=True)
class Content:
    """One page: where it is, what it is called, its fields, and its prose in Markdown."""

    path: str
    """Without an ending, such as `events/event-7`; a list is `events/index`."""
    title: str
    fields: dict[str, Any]
    body: str = ""


class Contents:
    """All the pages of a record, with links in the form that one generator gives addresses."""

    def __init__(self, edition: Edition, address: Callable[[str], str], up: str) -> None:
        """`address` is of a page from the top of the site, by its path without an ending.

        `up` leads from the page of a record to the top.
        """
        self._edition = edition
        self._desk = Desk(edition, SiteLinks(up))
        self._address, self._up = address, up
        self._order = {event: place for place, event in enumerate(edition.chronology)}
        kinds = edition.entries.values()
        self._entries = {id_: entry for of_kind in kinds for id_, entry in of_kind.items()}

    def __iter__(self) -> Iterator[Content]:
        edition = self._edition
        yield self._home()
        yield Content("timeline", "Timeline", {"layout": "timeline"})
        for name in ("event", *_SHOWN, "source"):
            kind = edition.kind(name)
            fields: dict[str, Any] = {"layout": "list"}
            if name == "event":
                kinds = {self._desk.slug(_event(one).kind) for one in edition.of(name)}
                fields = {"layout": "events", "kinds": sorted(kinds)}
            yield Content(f"{kind.folder}/index", kind.plural, fields)
        yield from self._events()
        for name in _SHOWN:
            for place, entry in enumerate(_by_name(edition.of(name)), 1):
                yield self._actor(entry, place)
        in_order = sorted(edition.of("source"), key=lambda entry: str(_source(entry).date.sort_key))
        for place, entry in enumerate(in_order, 1):
            yield self._source(entry, place)

    def _home(self) -> Content:
        edition = self._edition
        counts = [
            {
                "title": counted(edition.interface, kind, len(edition.of(kind.name))),
                "to": self._address(f"{kind.folder}/index"),
            }
            for kind in edition.manuscript.model.kinds.values()
            if edition.of(kind.name)
        ]
        sources = [
            {**self._link(entry, entry.title), "when": self._desk.date(_source(entry).date)}
            for entry in sorted(edition.of("source"), key=lambda e: str(_source(e).date.sort_key))
        ]
        fields = {"layout": "home", "counts": counts, "sources": sources}
        return Content("index", str(edition.site.title), fields)

    def _events(self) -> Iterator[Content]:
        edition = self._edition
        order = edition.chronology
        items = [
            {"year": year.title, "month": month.title, "month_id": month.id}
            for year in timeline_view(self._desk).years
            for month in year.months
            for _ in month.events
        ]
        for place, (entry, item) in enumerate(zip(order, items, strict=True)):
            event = _event(entry)
            refer = edition.edges_to.get(entry, ())
            fields: dict[str, Any] = {
                "layout": "event",
                "weight": place + 1,
                "kind": self._desk.slug(event.kind),
                "when": self._desk.date(event.date),
                **item,
                "people": self._links(edition.linked(entry, "person")),
                "parties": self._links(edition.linked(entry, "party")),
                "places": self._links(edition.linked(entry, "place")),
                "parts": self._links(e.source for e in refer if e.field == "part_of"),
            }
            if event.part_of:
                fields["part_of"] = self._link(edition.entry(event.part_of))
            if place:
                fields["earlier"] = self._link(order[place - 1])
            if place + 1 < len(order):
                fields["later"] = self._link(order[place + 1])
            accounts = (
                f"**{self._named(edition.entry(one.from_.source))}**, {self._place(one.from_)}\n\n"
                f"{self._prose(one.says).rstrip()}\n"
                for one in event.accounts
            )
            yield self._content(entry, fields, "\n".join(accounts))

    def _actor(self, entry: Entry, place: int) -> Content:
        record: Any = entry.record
        fields = {
            "layout": entry.kind.name,
            "weight": place,
            "events": [
                {**self._link(one), "when": self._desk.date(_event(one).date)}
                for one in sorted(events_about(self._edition, entry), key=self._order.__getitem__)
            ],
        }
        if isinstance(record, Party | Place):
            fields["kind"] = self._desk.slug(record.kind)
        return self._content(entry, fields, self._prose(record.summary))

    def _source(self, entry: Entry, place: int) -> Content:
        source = _source(entry)
        drawn = [
            {"title": kind.plural, "links": self._links(found)}
            for kind in self._edition.manuscript.model.kinds.values()
            if kind.name != "source" and (found := self._edition.neighbours(entry, kind.name))
        ]
        fields = {
            "layout": "source",
            "weight": place,
            "kind": self._desk.slug(source.kind),
            "publisher": str(source.publisher),
            "when": self._desk.date(source.date),
            "stance": str(source.stance),
            "drawn": drawn,
        }
        return self._content(entry, fields)

    def _content(self, entry: Entry, fields: dict[str, Any], body: str = "") -> Content:
        fields["to"] = self._to(entry)
        return Content(entry.path.removesuffix(".html"), entry.title, fields, body)

    def _to(self, entry: Entry) -> str:
        return self._address(entry.path.removesuffix(".html"))

    def _link(self, entry: Entry, words: str = "") -> dict[str, str]:
        return {"title": words or entry.label, "to": self._to(entry)}

    def _links(self, entries: Iterable[Entry]) -> list[dict[str, str]]:
        return [self._link(entry) for entry in entries]

    def _named(self, entry: Entry, words: str = "") -> str:
        return f"[{words or entry.label}]({self._up}{self._to(entry)})"

    def _place(self, place: From) -> str:
        return self._named(self._edition.entry(place.source), place_words(place.places))

    def _prose(self, text: str) -> str:
        """References and citations as the plain links that they become."""
        known = self._entries
        text = _REFERENCE.sub(lambda found: self._named(known[found[1]], found[2] or ""), text)

        def cited(found: re.Match[str]) -> str:
            source = known[found[1]]
            return self._named(source, f"{source.label}\u00a0{place_words(found[2])}")

        return _CITATION.sub(cited, text)


def _by_name(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.title.casefold())


def _event(entry: Entry) -> Event:
    assert isinstance(entry.record, Event)
    return entry.record


def _source(entry: Entry) -> Source:
    assert isinstance(entry.record, Source)
    return entry.record
