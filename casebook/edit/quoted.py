"""Every quotation of an edition, with the source and place it is quoted from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casebook.edit.edition import Edition, Entry
from casebook.edit.walk import walk
from casebook.model.parts import Variant
from casebook.model.record import Fields, From, fields_of
from casebook.model.sources import Source
from casebook.model.types import Line, PlaceInSource
from casebook.model.types import Prose as ProseType
from casebook.model.units import UnitError, parse_places, parse_units
from casebook.proof.seals import seal
from casebook.spot import Spot, Text, locate


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation: words that must stand in a place of a source."""

    words: str
    at: Spot
    length: int
    source: Entry | None
    """None where it is not said which source is quoted."""
    places: tuple[str, ...]
    """Labels of the units named; empty where the source has none, or none is named."""
    number: bool = False
    """A figure's printed words or a printed name: proved, not counted against the limit."""

    @property
    def lost(self) -> tuple[str, ...]:
        """The marks that the source's copy has lost."""
        record = self.source.record if self.source is not None else None
        return tuple(str(mark) for mark in record.lost) if isinstance(record, Source) else ()

    def seal(self, text_hash: str) -> str:
        """The seal that proves it against the copy of that hash."""
        return seal(text_hash, self.places, self.words, self.lost)


def quotations(edition: Edition) -> Iterator[Quoted]:
    """Quotations in fields, names as printed, and words in quotation marks in any prose."""
    for of_kind in edition.entries.values():
        for entry in of_kind.values():
            for value in walk(entry.record):
                if isinstance(value.type, Line) and value.type.quoted:
                    yield _field(edition, entry, value.holder, value.path, value.value, value.at)
                elif isinstance(value.holder, Variant) and value.value is value.holder.name:
                    if value.holder.from_ is not None:
                        yield _name(edition, value.holder)
                elif isinstance(value.type, ProseType):
                    yield from _prose(edition, value.value, _origin(value.holder, entry.record))
    for page in edition.of("page"):
        yield from _prose(edition, page.record.body, None)  # type: ignore[attr-defined]
    for excerpt in edition.excerpts.values():
        yield from _prose(edition, excerpt.body, None)


def _field(
    edition: Edition, entry: Entry, holder: Fields, path: str, words: Text, at: Spot
) -> Quoted:
    source, places = _where(edition, _origin(holder, entry.record))
    return Quoted(words, at, len(words), source, places, number=path == "printed")


def _name(edition: Edition, variant: Variant) -> Quoted:
    """A name as one source prints it is as much its words as a quotation."""
    source, places = _where(edition, variant.from_)
    return Quoted(variant.name, variant.name.at, len(variant.name), source, places, number=True)


def _prose(edition: Edition, text: Text, origin: From | None) -> Iterator[Quoted]:
    prose = edition.prose.get(text.at)
    if prose is None or not prose.quotations:
        return
    file = edition.manuscript.files.get(text.at.file, "")
    for quotation in prose.quotations:
        if origin is not None:
            source, places = _where(edition, origin)
        elif quotation.citation is not None:
            source = edition.entries["source"].get(quotation.citation.source)
            places = _labels(source, quotation.citation.places)
        else:
            source, places = None, ()
        at = locate(file, text, quotation.offset)
        yield Quoted(quotation.words, at, quotation.length, source, places)


def _origin(holder: Fields, record: Fields) -> From | None:
    """The `from` beside a value, or else that of the record."""
    for fields in (holder, record):
        for field in fields_of(type(fields)):
            if isinstance(field.type, PlaceInSource):
                found = getattr(fields, field.attribute)
                if isinstance(found, From):
                    return found
    return None


def _where(edition: Edition, origin: From | None) -> tuple[Entry | None, tuple[str, ...]]:
    if origin is None:
        return None, ()
    source = edition.find(origin.source)
    return source, _labels(source, origin.places)


def _labels(source: Entry | None, places: str) -> tuple[str, ...]:
    record = source.record if source is not None else None
    if not isinstance(record, Source) or not record.units or not places:
        return ()
    try:
        return parse_places(places, parse_units(record.units))
    except UnitError:
        return ()  # reported where the reference is resolved
