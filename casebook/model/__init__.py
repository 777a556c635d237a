"""The data model: every kind of record, declared once and listed here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from casebook.model.actors import Community, Party, Person
from casebook.model.claims import Claim
from casebook.model.events import Event
from casebook.model.figures import Comparison, Figure
from casebook.model.places import Place
from casebook.model.record import Kind, Record
from casebook.model.sources import Source
from casebook.model.terms import Term

KINDS: tuple[type[Record], ...] = (
    Event,
    Person,
    Party,
    Community,
    Place,
    Source,
    Figure,
    Comparison,
    Claim,
    Term,
)
"""A new kind of record is a class with its `declares`, and a place in this list."""


@dataclass(frozen=True)
class Model:
    """The kinds of record a site may hold."""

    records: tuple[type[Record], ...] = KINDS

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Every kind by its name, in the order of the list."""
        return {record.declares.name: record.declares for record in self.records}

    @cached_property
    def by_name(self) -> dict[str, type[Record]]:
        """Every record class by the name of its kind."""
        return {record.declares.name: record for record in self.records}
