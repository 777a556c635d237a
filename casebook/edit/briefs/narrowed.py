"""An Edition as far as a brief holds it: what lists records lists those of the brief.

A record in the brief keeps all that it says itself. What others say of it is kept where the
reader could not do without it, and else as far as those others are in the brief too: the entry of
somebody who is only named is short.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from casebook.edit.briefs.selection import TOLD, Reason, Selection
from casebook.edit.edition import Edge, Edition, Entry
from casebook.prose import Citation

WHOLE = (*TOLD, "comparison")
"""Kinds of record that list all that refers to them, in the brief or not."""
CAUTIONS = ("may_be.id", "not_to_confuse")
"""Fields that warn of taking one for another: they stand with both, in the brief or not."""


@dataclass(frozen=True, eq=False, kw_only=True)
class NarrowedEdition(Edition):
    """An Edition of some of the records; every reference is resolved as in the whole."""

    whole: Edition
    selection: Selection

    @property
    def entire(self) -> Edition:
        """The edition that the brief is of."""
        return self.whole

    def cited(self, citation: Citation) -> Entry:
        """The source that `[@...]` cites, in the brief or not."""
        return self.whole.cited(citation)


def narrowed(edition: Edition, selection: Selection) -> NarrowedEdition:
    """The edition of a brief."""
    given = {field.name: getattr(edition, field.name) for field in fields(Edition)}
    given["entries"] = {
        kind: {id_: entry for id_, entry in of_kind.items() if entry in selection}
        for kind, of_kind in edition.entries.items()
    }
    given["chronology"] = tuple(entry for entry in edition.chronology if entry in selection)
    given["edges_to"] = _edges_to(edition, selection)
    given["excerpts"] = {
        id_: excerpt for id_, excerpt in edition.excerpts.items() if id_ in selection.excerpts
    }
    given["accounted"] = {
        id_: units for id_, units in edition.accounted.items() if id_ in selection.excerpts
    }
    return NarrowedEdition(**given, whole=edition, selection=selection)


def _edges_to(edition: Edition, selection: Selection) -> Mapping[Entry, tuple[Edge, ...]]:
    asked = {e for e, why in selection.why.items() if why.reason is Reason.ASKED}

    def kept(edge: Edge) -> bool:
        if edge.source in selection or edge.field in CAUTIONS:
            return True
        # Whoever is asked for keeps those who held office in it, the bodies in it and the like.
        return edge.target in asked and edge.source.kind.name not in WHOLE

    found = {}
    for entry in selection.why:
        edges = edition.edges_to.get(entry, ())
        if entry.kind.name not in WHOLE:
            edges = tuple(edge for edge in edges if kept(edge))
        found[entry] = edges
    return found
