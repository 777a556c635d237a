"""A term as the glossary of the book shows it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from casebook.edit.edition import Entry
from casebook.model.terms import Term
from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.common import NativeName, VariantView, native_names, variant_views


@dataclass(frozen=True, slots=True)
class TermView:
    """A word, what it means here, and where that can be read."""

    href: str
    name: str
    sort: str
    native: tuple[NativeName, ...]
    variants: tuple[VariantView, ...]
    meaning: Markup
    cite: Markup
    outside: str


def term_view(desk: Desk, entry: Entry) -> TermView:
    """A term."""
    term = entry.record
    assert isinstance(term, Term)
    return TermView(
        href=desk.links.to(entry),
        name=typographic(term.name),
        sort=entry.title.casefold(),
        native=native_names(term.native),
        variants=variant_views(desk, term.also),
        meaning=desk.prose(term.meaning),
        cite=desk.cite(term.from_) if term.from_ else Markup(),
        outside=str(term.cite or ""),
    )
