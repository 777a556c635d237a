"""Any record at all, from its declaration alone: for kinds that have no view of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from casebook.dates import Date
from casebook.edit.edition import Entry
from casebook.interface import direction, phrase
from casebook.model.parts import Variant
from casebook.model.record import Agent, Fields, From, Ref, Unnamed, fields_of
from casebook.model.types import (
    Address,
    Choice,
    FieldType,
    ListOf,
    MapOf,
    Part,
    Prose,
    Slug,
    Who,
    WordOrList,
)
from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.claims import claim_lines


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record's fields in the order of their declaration, and what refers to it."""

    id: str
    number: str
    kind: str
    href: str
    title: str
    fields: tuple[tuple[str, Markup], ...]
    backlinks: tuple[tuple[str, tuple[Markup, ...]], ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """A record in the list of its kind."""

    number: str
    link: Markup
    detail: str
    sort: str


MENTIONED = phrase("Mentioned in")
"""Over what refers to a record in its prose alone."""


def record_view(desk: Desk, entry: Entry) -> RecordView:
    """The page of a record of any kind."""
    titles = (*entry.kind.title, entry.kind.short)
    fields = tuple(
        (label(desk, field.name), shown)
        for field in fields_of(type(entry.record))
        if field.name not in titles
        and (shown := _shown(desk, field.type, getattr(entry.record, field.attribute)))
    )
    return RecordView(
        entry.id,
        entry.number,
        desk.interface.say(entry.kind.name),
        desk.links.to(entry),
        typographic(entry.title),
        fields,
        backlinks(desk, entry),
    )


def backlinks(
    desk: Desk, entry: Entry, besides: frozenset[str] = frozenset()
) -> tuple[tuple[str, tuple[Markup, ...]], ...]:
    """What refers to a record, under the words the references declare for it.

    `besides` are kinds of record that the page shows already, in another way.
    """
    groups: dict[str, dict[Entry, None]] = defaultdict(dict)
    for edge in desk.edition.edges_to.get(entry, ()):
        if edge.source is not entry and edge.source.kind.name not in besides:
            groups[edge.back or MENTIONED][edge.source] = None
    say = desk.interface.say
    return tuple((say(words), claim_lines(desk, others)) for words, others in groups.items())


def list_items(desk: Desk, entries: Iterable[Entry]) -> tuple[ListItem, ...]:
    """The records of a kind, as its list shows them."""
    items = []
    for entry in entries:
        summary = getattr(entry.record, "summary", None) or getattr(entry.record, "meaning", None)
        detail = desk.plain(summary) if summary and summary.at in desk.edition.prose else ""
        items.append(
            ListItem(entry.number, desk.link(entry, entry.title), detail, entry.title.casefold())
        )
    return tuple(items)


def label(desk: Desk, field: str) -> str:
    """A field's name as a heading."""
    return desk.interface.say(field.replace("_", " ").capitalize())


def _shown(desk: Desk, type_: FieldType, value: Any) -> Markup:  # noqa: ANN401
    """One value as HTML, nothing for one that is not there."""
    comma, semicolon = escape(desk.interface.comma), escape(desk.interface.semicolon)
    match value:
        case None | ():
            return Markup()
        case tuple():
            inner = type_.item if isinstance(type_, ListOf | WordOrList) else type_
            return desk.listed([_shown(desk, inner, item) for item in value])
        case dict():
            if isinstance(type_, MapOf) and type_.languages:
                return comma.join(_native(code, name) for code, name in value.items())
            inner = type_.item if isinstance(type_, MapOf) else type_
            pairs = [escape(f"{desk.slug(k)}: ") + _shown(desk, inner, v) for k, v in value.items()]
            return semicolon.join(pairs)
        case Variant():
            name = escape(typographic(value.name))
            return name + escape(" ") + desk.cite(value.from_) if value.from_ else name
        case Fields():
            assert isinstance(type_, Part)
            pairs = [
                escape(f"{label(desk, field.name)}: ") + shown
                for field in fields_of(type(value))
                if (shown := _shown(desk, field.type, getattr(value, field.attribute)))
            ]
            return semicolon.join(pairs)
        case Date():
            return escape(desk.date(value))
        case From():
            return desk.cite(value)
        case Ref():
            return desk.link(desk.edition.entry(value))
        case Unnamed():
            return escape(typographic(value.words))
        case bool():
            return desk.say("yes") if value else desk.say("no")
    return _words(desk, type_, value)


def _native(language: str, name: str) -> Markup:
    return Markup('<span class="native" lang="{}" dir="{}">{}</span>').format(
        language, direction(language), name
    )


def _words(desk: Desk, type_: FieldType, value: Agent | float) -> Markup:
    match type_:
        case Prose():
            return desk.inline(value)  # type: ignore[arg-type]
        case Address():
            return Markup('<a class="outside" rel="noopener" href="{0}">{0}</a>').format(value)
        case Who() | Slug() | Choice():
            return escape(desk.slug(str(value)))
    return escape(typographic(str(value)))
