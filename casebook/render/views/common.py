"""Views that many pages share: a link, a date and how it is known, names, an outside fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from casebook.dates import Date
from casebook.edit.edition import Entry
from casebook.interface import direction, phrase
from casebook.model.parts import Basis, MayBe, OutsideFact, Variant
from casebook.render.desk import Desk
from casebook.spot import Text


@dataclass(frozen=True, slots=True)
class BasisView:
    """Why something is given that no source states."""

    kind: str
    """`inferred` or `outside`."""
    words: Markup
    cite: str


@dataclass(frozen=True, slots=True)
class DateView:
    """A date in words, how exact it is, and how it is known."""

    words: str
    edtf: str
    machine: str
    """For the `datetime` attribute: a day, month or year; nothing for anything else."""
    marks: tuple[str, ...]
    """How it is drawn: `day`, `span`, `within`, `approximate`, `open-start`, `open-end`."""
    basis: tuple[BasisView, ...]
    how: tuple[str, ...]
    """What marks it in a list, where the basis itself is not shown: `inferred`, `outside`;
    `bound` for one that is only the last day its source can be of."""


@dataclass(frozen=True, slots=True)
class NativeName:
    """A name in its own script."""

    language: str
    direction: str
    words: str


@dataclass(frozen=True, slots=True)
class VariantView:
    """A name as one source prints it."""

    words: str
    cite: Markup
    outside: str


@dataclass(frozen=True, slots=True)
class OutsideView:
    """A fact from outside the sources and where it can be read."""

    fact: Markup
    cite: str


@dataclass(frozen=True, slots=True)
class MayBeView:
    """A record that may be the same thing, and why it is kept apart."""

    link: Markup
    because: Markup


def basis_views(desk: Desk, basis: Basis | None) -> tuple[BasisView, ...]:
    """Both grounds of a basis that gives both, none where all is stated."""
    if basis is None:
        return ()
    found = []
    if basis.inferred is not None:
        found.append(BasisView("inferred", desk.inline(basis.inferred), ""))
    if basis.outside is not None:
        found.append(BasisView("outside", desk.inline(basis.outside), str(basis.cite or "")))
    return tuple(found)


def date_view(
    desk: Desk, date: Date | None, basis: Basis | None = None, extent: str = ""
) -> DateView | None:
    """How a date is shown; None for none."""
    if date is None:
        return None
    return DateView(
        desk.date(date),
        date.text,
        _machine(date),
        _marks(date, extent),
        basis_views(desk, basis),
        kinds_of(basis),
    )


DATED = {
    "attested": phrase("attested %(date)s"),
    "since": phrase("since %(date)s"),
    "until": phrase("until %(date)s"),
}
"""What a date of an office or a tie is."""


def dated(desk: Desk, what: str, date: Date) -> str:
    """A date of an office or a tie, with what it is: `attested 2010`."""
    return desk.interface.say(DATED[what], date=desk.date(date))


def kinds_of(basis: Basis | None) -> tuple[str, ...]:
    """`inferred`, `outside`, both or neither."""
    grounds = (("inferred", basis.inferred), ("outside", basis.outside)) if basis else ()
    return tuple(kind for kind, words in grounds if words is not None)


def _machine(date: Date) -> str:
    plain = not (date.approximate or date.uncertain)
    digits = date.text.replace("-", "")
    if plain and date.precision in ("day", "month", "year") and digits.isdigit():
        return date.text
    return ""


def _marks(date: Date, extent: str) -> tuple[str, ...]:
    marks = []
    if date.precision == "day":
        marks.append("day")
    elif date.precision == "interval" or extent == "throughout":
        marks.append("span")
    else:
        marks.append("within")
    if date.approximate:
        marks.append("approximate")
    if date.uncertain or date.alternatives:
        marks.append("uncertain")
    if date.open_start:
        marks.append("open-start")
    if date.open_end:
        marks.append("open-end")
    return tuple(marks)


def native_names(names: Mapping[str, Text] | None) -> tuple[NativeName, ...]:
    """Names in other languages, each with its direction."""
    return tuple(
        NativeName(str(language), direction(language), str(words))
        for language, words in (names or {}).items()
    )


def variant_views(desk: Desk, variants: Iterable[Variant]) -> tuple[VariantView, ...]:
    """Names as the sources print them."""
    return tuple(
        VariantView(
            desk.printed(variant.name),
            desk.cite(variant.from_) if variant.from_ else Markup(),
            str(variant.cite or ""),
        )
        for variant in variants
    )


def outside_views(desk: Desk, facts: Iterable[OutsideFact]) -> tuple[OutsideView, ...]:
    """Facts from outside the sources."""
    return tuple(OutsideView(desk.inline(fact.fact), str(fact.cite)) for fact in facts)


def may_be_views(desk: Desk, entry: Entry, others: Iterable[MayBe]) -> tuple[MayBeView, ...]:
    """What may be the same: said here, or said of this one elsewhere."""
    said = {desk.edition.entry(other.id): other.because for other in others}
    for edge in desk.edition.edges_to.get(entry, ()):
        if edge.field != "may_be.id":
            continue
        for other in getattr(edge.source.record, "may_be", ()):
            if desk.edition.entry(other.id) is entry:
                said.setdefault(edge.source, other.because)
    return tuple(
        MayBeView(desk.link(other), desk.inline(because)) for other, because in said.items()
    )
