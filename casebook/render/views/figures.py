"""A figure: the number as printed, what it counts, and who counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from casebook.edit.edition import Entry
from casebook.edit.scope import period_of, place_of
from casebook.interface import counted, phrase
from casebook.model.figures import Comparison, Figure
from casebook.model.record import Ref
from casebook.render.desk import Desk, once
from casebook.render.in_a_sentence import in_a_sentence
from casebook.render.typography import typographic
from casebook.render.views.claims import QuoteView, quote_views
from casebook.render.views.common import DateView, OutsideView, date_view, outside_views
from casebook.render.views.pictures.compared import ComparedView, compared
from casebook.render.views.witnesses import WitnessesView, record_witnesses


@dataclass(frozen=True, slots=True)
class FigureView:
    """One number and everything needed to use it rightly."""

    id: str
    number: str
    href: str
    title: str
    printed: str
    unit: str
    follows: str
    """What it counts, as it is read on after the printed words, with what stands between."""
    hypothetical: bool
    period: DateView | None
    place: Markup
    counted_by: Markup
    via: Markup
    victims: Markup
    cite: Markup
    quotes: tuple[QuoteView, ...]
    witnesses: WitnessesView
    relations: tuple[tuple[str, Markup], ...]
    """How it stands to others: a part of one, on top of one, out of a whole."""
    stands: tuple[tuple[str, Markup], ...]
    """The same, as far as its own source says it of this number: what a list shows."""
    note: Markup
    compare: Markup
    events: tuple[Markup, ...]
    outside: tuple[OutsideView, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Figures side by side, and why they differ."""

    id: str
    href: str
    title: str
    why: Markup
    brief: str
    """The same in a sentence, for the front page."""
    shared: bool
    figures: tuple[FigureView, ...]
    picture: ComparedView
    """How they are drawn, in the same order."""


@once
def figure_view(desk: Desk, entry: Entry) -> FigureView:
    """A figure as any page shows it."""
    figure = entry.record
    assert isinstance(figure, Figure)
    edition = desk.edition
    source = edition.entry(figure.from_.source)
    period, basis = period_of(edition, figure)
    stands = _stands(desk, figure)
    place = place_of(edition, figure)
    return FigureView(
        id=entry.id,
        number=entry.number,
        href=desk.links.to(entry),
        title=typographic(entry.title),
        printed=desk.printed(figure.printed),
        unit=typographic(figure.unit),
        follows=typographic(counted(figure.printed, figure.unit, desk.interface)),
        hypothetical=figure.status == "hypothetical",
        period=date_view(desk, period, basis),
        place=desk.link(place) if place is not None else Markup(),
        counted_by=_counter(desk, figure, source),
        via=desk.whom(figure.via, source),
        victims=desk.whom(figure.victims, source),
        cite=desk.cite(figure.from_),
        quotes=quote_views(desk, figure.quote, None),
        witnesses=record_witnesses(desk, figure),
        relations=stands + _others(desk, entry),
        stands=stands,
        note=desk.prose(figure.note),
        compare=desk.link(edition.entry(figure.compare)) if figure.compare else Markup(),
        events=tuple(desk.links_to(edition.all(figure.events))),
        outside=outside_views(desk, figure.outside),
    )


def figure_views(desk: Desk, entries: Iterable[Entry]) -> tuple[FigureView, ...]:
    """Several figures."""
    return tuple(figure_view(desk, entry) for entry in entries)


def comparison_view(desk: Desk, entry: Entry) -> ComparisonView:
    """A comparison with its members in the order of their files."""
    comparison = entry.record
    assert isinstance(comparison, Comparison)
    members = [
        edge.source for edge in desk.edition.edges_to.get(entry, ()) if edge.field == "compare"
    ]
    return ComparisonView(
        entry.id,
        desk.links.to(entry),
        typographic(entry.title),
        desk.prose(comparison.why),
        typographic(in_a_sentence(desk, comparison.why)),
        comparison.axis == "shared",
        figure_views(desk, members),
        compared(desk, comparison, members),
    )


def _counter(desk: Desk, figure: Figure, source: Entry) -> Markup:
    if figure.counted_by == "not-stated":
        return desk.say("not stated")
    if figure.counted_by == "source":
        return desk.say("%(source)s itself", source=desk.link(source))
    return desk.who(figure.counted_by, source)


def _stands(desk: Desk, figure: Figure) -> tuple[tuple[str, Markup], ...]:
    found: list[tuple[str, Markup]] = []
    say = desk.interface.say

    def add(words: str, ref: Ref | None) -> None:
        if ref is not None:
            found.append((say(words), desk.link(desk.edition.entry(ref))))

    if figure.out_of is not None:
        found.append((say("Out of"), escape(desk.interface.number(figure.out_of))))
    add(phrase("Part of"), figure.part_of)
    add(phrase("Said to come on top of"), figure.additional_to)
    if figure.set_against is not None:
        found.append((say("The source sets it against"), desk.inline(figure.set_against)))
    return tuple(found)


def _others(desk: Desk, entry: Entry) -> tuple[tuple[str, Markup], ...]:
    """What other figures say of how they stand to this one."""
    found: dict[str, list[Markup]] = {}
    for edge in desk.edition.edges_to.get(entry, ()):
        if edge.field == "part_of":
            found.setdefault(desk.interface.say("Of which"), []).append(desk.link(edge.source))
        elif edge.field == "additional_to":
            found.setdefault(desk.interface.say("On top of it"), []).append(desk.link(edge.source))
    between = escape(desk.interface.semicolon)
    return tuple((words, between.join(links)) for words, links in found.items())
