"""Every quotation of an edition, with the source and place it is quoted from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from casebook.edit.edition import Edition, Entry
from casebook.edit.walk import Value, of_record, texts_in, values_of
from casebook.model.parts import Basis, Variant
from casebook.model.record import Fields, From, Record, fields_of
from casebook.model.sources import Source
from casebook.model.types import Line, PlaceInSource
from casebook.model.types import Prose as ProseType
from casebook.model.units import UnitError, parse_places, parse_units
from casebook.proof.seals import seal
from casebook.spot import Spot, Text, locate

MARKED = re.compile(r'["“]([^"“”]*\w[^"“”]*)["”]')
NAMES = frozenset(("name", "native", "short", "term"))
"""Fields in which marks are part of a name, and nobody is quoted."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation: words that must stand in a place of a source."""

    words: str
    at: Spot
    length: int
    source: Entry | None
    """None where it is not said which source is quoted, or that is not known."""
    places: tuple[str, ...]
    """Labels of the units named; empty where the source has none, or none is named."""
    said: bool = True
    """Is it said which source is quoted?"""
    number: bool = False
    """A figure's printed words or a printed name: proved, not counted against the limit."""
    plain: bool = False
    """In quotation marks in a field that cannot cite."""

    @property
    def lost(self) -> tuple[str, ...]:
        """The marks that the source's copy has lost."""
        record = self.source.record if self.source is not None else None
        return tuple(str(mark) for mark in record.lost) if isinstance(record, Source) else ()

    def seal(self, text_hash: str) -> str:
        """The seal that proves it against the copy of that hash."""
        return seal(text_hash, self.places, self.words, self.lost)


def quotations(edition: Edition) -> Iterator[Quoted]:
    """Quotations in fields, names as printed, and words in quotation marks anywhere.

    Not those in the records of sources, whose titles and marks are as they were printed, nor
    marks that are part of a name.
    """
    for of_kind in edition.entries.values():
        for entry in of_kind.values():
            for text in of_record(entry.record, _quotable):
                match text.how:
                    case How.PROSE:
                        yield from _in_prose(edition, text.words, text.origin)
                    case How.PLAIN:
                        yield from _in_plain(edition, text.words, text.origin)
                    case _:
                        number = text.how is How.NUMBER
                        yield _whole(edition, text.words, text.origin, number)
    for page in edition.of("page"):
        yield from _in_prose(edition, page.record.body, None)  # type: ignore[attr-defined]
    for excerpt in edition.manuscript.excerpts:
        if excerpt.title is not None:
            yield from _in_plain(edition, excerpt.title, None)
        yield from _in_prose(edition, excerpt.body, None)
    if edition.site.notice is not None:
        yield from _in_prose(edition, edition.site.notice, None)


class How(Enum):
    """In which way a text quotes."""

    WHOLE = "all its words are a source's"
    NUMBER = "they are a number or a name as a source prints it"
    PROSE = "what stands in quotation marks, and a citation may follow it"
    PLAIN = "what stands in quotation marks, and no citation can"


class _Quotable(NamedTuple):
    """A text in which words may be quoted, and from where if it does not say itself."""

    words: Text
    how: How
    origin: From | None


def _quotable(record: Record) -> tuple[_Quotable, ...]:
    return tuple(_texts(record))


def _texts(record: Record) -> Iterator[_Quotable]:
    for value, words in texts_in(values_of(record)):
        if not (has_mark(words) or _is_whole(value)):
            continue
        how = _how(record, value, words)
        if how is not None:
            origin = _origin((*value.outer, value.holder), value.path)
            # A name as one source prints it is as much its words as a quotation.
            if origin is not None or not _is_variant(value):
                yield _Quotable(words, how, origin)


def has_mark(words: str) -> bool:
    """No text without one quotes: a mark of prose may be written as an entity, such as `&quot;`."""
    # To look for one sign takes a tenth of what an expression for several takes.
    if '"' in words or "&" in words:
        return True
    return not words.isascii() and ("“" in words or "”" in words)


def _is_whole(value: Value) -> bool:
    """Are all words of a value a source's, without marks?"""
    return isinstance(value.type, Line) and (value.type.quoted or _is_variant(value))


def _how(record: Record, value: Value, words: Text) -> How | None:
    field = value.path.rpartition(".")[2]
    match value.type:
        case Line(quoted=True):
            return How.NUMBER if field == "printed" else How.WHOLE
        case Line() if _is_variant(value):
            return How.NUMBER
        case ProseType():
            return How.PROSE
        case _ if isinstance(record, Source) or field in NAMES or not MARKED.search(words):
            return None
    return How.PLAIN


def _is_variant(value: Value) -> bool:
    return isinstance(value.holder, Variant) and value.path.rpartition(".")[2] == "name"


def _whole(edition: Edition, words: Text, origin: From | None, number: bool) -> Quoted:
    source, places = _where(edition, origin)
    said = origin is not None
    return Quoted(words, words.at, len(words), source, places, said=said, number=number)


def _in_plain(edition: Edition, text: Text, origin: From | None) -> Iterator[Quoted]:
    file = edition.manuscript.files.get(text.at.file, "")
    for found in MARKED.finditer(text):
        source, places = _where(edition, origin)
        at = locate(file, text, found.start())
        length = len(found.group())
        said = origin is not None
        yield Quoted(found.group(1), at, length, source, places, said=said, plain=True)


def _in_prose(edition: Edition, text: Text, origin: From | None) -> Iterator[Quoted]:
    """Words in quotation marks: from where the next citation says, or else the record."""
    prose = edition.prose.get(text.at)
    if prose is None or not prose.quotations:
        return
    file = edition.manuscript.files.get(text.at.file, "")
    for quotation in prose.quotations:
        cited = quotation.citation
        if cited is not None:
            source = edition.entries["source"].get(cited.source)
            places = _labels(source, cited.places)
        else:
            source, places = _where(edition, origin)
        said = cited is not None or origin is not None
        at = locate(file, text, quotation.offset)
        yield Quoted(quotation.words, at, quotation.length, source, places, said=said)


def _origin(within: Sequence[Fields], path: str) -> From | None:
    """The `from` beside a value, or else that of what it stands in.

    What can be read outside the sources is not in the place that the record is from.
    """
    for fields in reversed(within):
        for field in fields_of(type(fields)):
            if isinstance(field.type, PlaceInSource):
                found = getattr(fields, field.attribute)
                if isinstance(found, From):
                    return found
        inferred = isinstance(fields, Basis) and not path.endswith(".outside")
        if getattr(fields, "cite", None) is not None and not inferred:
            return None
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
