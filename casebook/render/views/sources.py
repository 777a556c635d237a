"""A source: what kind of witness it is, its annotated excerpt, and what is drawn from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from casebook.edit.edition import Entry
from casebook.model.record import Ref
from casebook.model.sources import Source
from casebook.model.units import parse_places, parse_units
from casebook.render.desk import Desk, linked
from casebook.render.later import made_on_use
from casebook.render.typography import typographic
from casebook.render.views.claims import claim_lines
from casebook.render.views.common import BasisView, DateView, basis_views, date_view


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A note in the margin."""

    name: str
    label: str
    number: int
    """What its mark in the text shows."""
    html: Markup


@dataclass(frozen=True, slots=True)
class PassageView:
    """One block of an excerpt or page, with the notes that stand beside it."""

    ids: tuple[str, ...]
    """Labels of the units it accounts for, where it is the first to do so."""
    heading: int
    """Its level if it is a heading, else 0."""
    heading_id: str
    heading_words: str
    """What it says, where it is named elsewhere on the page."""
    html: Markup
    notes: tuple[MarginNote, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The records of one kind that are drawn from a source."""

    plural: str
    links: tuple[tuple[str, Markup], ...] = ()
    """Each with its number."""
    numbers: Markup | None = None
    """Or their numbers alone, in one line."""


@made_on_use
@dataclass(frozen=True, slots=True)
class SourceView:
    """Everything a source's page shows."""

    id: str
    href: str
    title: str
    title_is_ours: bool
    short: str
    kind: str
    sort: str
    publisher: Markup
    author: Markup
    reference: str
    when: DateView | None
    sent: DateView | None
    identified: tuple[BasisView, ...]
    held: bool
    units: int
    covers: tuple[str, ...]
    derives_from: tuple[Markup, ...]
    cites: tuple[Markup, ...]
    cited_by: tuple[Markup, ...]
    marking: str
    stance: Markup
    condition: Markup
    lost: tuple[str, ...]
    quotation_limit: int | None
    excerpt_title: str
    passages: tuple[PassageView, ...]
    drawn: tuple[Drawn, ...]
    """The records drawn from it, by kind."""


def _author(desk: Desk, source: Source, entry: Entry) -> Markup:
    """Who wrote it; nothing where the words on its publisher name the same already."""
    named = {
        desk.edition.mentioned(mention, source.publisher)
        for mention in desk.edition.prose[source.publisher.at].mentions
    }
    others = [
        agent
        for agent in source.author
        if not isinstance(agent, Ref) or desk.edition.entry(agent) not in named
    ]
    return desk.whom(others, entry)


def source_view(desk: Desk, entry: Entry) -> SourceView:
    """A source's page."""
    source = entry.record
    assert isinstance(source, Source)
    edition = desk.edition
    excerpt = edition.excerpts.get(entry.id)
    return SourceView(
        id=entry.id,
        href=desk.links.to(entry),
        title=desk.title(entry),
        title_is_ours=bool(source.title_is_ours),
        short=typographic(entry.label),
        kind=desk.slug(source.kind),
        sort=str(source.date.sort_key),
        publisher=desk.later(lambda: desk.inline(source.publisher)),
        author=desk.later(lambda: _author(desk, source, entry)),
        reference=str(source.reference or ""),
        when=desk.later(lambda: date_view(desk, source.date, source.basis)),
        sent=date_view(desk, source.sent),
        identified=basis_views(desk, source.identified),
        held=source.is_held,
        units=desk.later(lambda: len(parse_units(source.units)) if source.units else 0),
        covers=tuple(desk.date(date) for date in source.covers),
        derives_from=tuple(desk.links_to(edition.all(source.derives_from))),
        cites=tuple(desk.links_to(edition.all(source.cites))),
        cited_by=desk.later(lambda: _cited_by(desk, entry)),
        marking=str(source.marking or ""),
        stance=desk.later(lambda: desk.inline(source.stance)),
        condition=desk.later(lambda: desk.inline(source.condition)),
        lost=tuple(desk.interface.say(str(mark)) for mark in source.lost),
        quotation_limit=source.quotation_limit,
        excerpt_title=typographic(excerpt.title) if excerpt and excerpt.title else "",
        passages=desk.later(lambda: excerpt_passages(desk, entry)),
        drawn=desk.later(lambda: _drawn(desk, entry)),
    )


def _cited_by(desk: Desk, entry: Entry) -> tuple[Markup, ...]:
    edges = desk.edition.edges_to.get(entry, ())
    above = (edge.source for edge in edges if edge.field in ("cites", "derives_from"))
    return tuple(desk.links_to(dict.fromkeys(above)))


def excerpt_passages(desk: Desk, entry: Entry) -> tuple[PassageView, ...]:
    """The blocks of a source's excerpt, each bearing the labels it is the first to account for."""
    excerpt = desk.edition.excerpts.get(entry.id)
    source = entry.record
    assert isinstance(source, Source)
    if excerpt is None:
        return ()
    units = parse_units(source.units) if source.units else ()
    seen: set[str] = set()
    found = []
    for passage in desk.passages(excerpt.body, entry):
        ids = []
        for citation in passage.citations:
            if citation.source == entry.id and citation.places:
                ids += [u for u in parse_places(citation.places, units) if u not in seen]
                seen.update(ids)
        found.append(
            PassageView(
                tuple(ids),
                passage.heading.level if passage.heading else 0,
                passage.heading.id if passage.heading else "",
                heading_words(passage.html) if passage.heading else "",
                passage.html,
                tuple(MarginNote(n.name, n.label, n.number, n.html) for n in passage.notes),
            )
        )
    return tuple(found)


_FOR_THE_EYE = re.compile(r'<span class="chip"[^>]*>[^<]*</span>')


def heading_words(html: Markup) -> str:
    """A heading's words alone: without links, and without the letters of parties' chips."""
    return Markup(_FOR_THE_EYE.sub("", str(html))).striptags()


MOST_TITLES = 40
"""Claims that a source's page lists by title, each with its reply: of more, the numbers alone."""


def _drawn(desk: Desk, entry: Entry) -> tuple[Drawn, ...]:
    found = []
    for kind in desk.edition.manuscript.model.kinds.values():
        if kind.name == "source":
            continue
        of_kind = desk.edition.neighbours(entry, kind.name)
        if kind.name == "claim" and len(of_kind) > MOST_TITLES and all(o.number for o in of_kind):
            found.append(Drawn(desk.interface.say(kind.plural), numbers=_by_number(desk, of_kind)))
        elif of_kind:
            lines = zip((one.number for one in of_kind), claim_lines(desk, of_kind), strict=True)
            found.append(Drawn(desk.interface.say(kind.plural), tuple(lines)))
    return tuple(found)


def _by_number(desk: Desk, claims: list[Entry]) -> Markup:
    """Claims by their numbers, and where they stand in full: a phone is spared the titles."""
    number = '<a class="number" href="{}">{}</a>'
    numbers = [Markup(number).format(desk.links.to(one), one.number) for one in claims]
    full = desk.say(
        "%(claims)s: all %(count)s stand [in full, with what answers each]",
        claims=escape(desk.interface.comma).join(numbers),
        count=desk.interface.number(len(claims)),
    )
    return linked(full, desk.links.to_index(claims[0].kind.folder))
