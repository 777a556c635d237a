"""An Edition as canonical data, and the id that follows from it.

The data are what the record says and nothing of how its files are laid out: not the order of
records or fields, no comment, no line's end, no day on which an address was entered. So the
same words give the same id on any machine, and any other word another one. What site and book
look like is not part of it, nor is the version of the generator.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from casebook.dates import Date
from casebook.edit.edition import Edition
from casebook.editions.settled import number, settled
from casebook.model.documents import Excerpt, Page
from casebook.model.record import Fields, From, Ref, Unnamed, fields_of
from casebook.model.types import FieldType, ListOf, MapOf, Prose, WordOrList
from casebook.spot import Text

Content = dict[str, dict[str, dict[str, Any]]]
"""What an edition says: by kind and id, each record by its fields."""

SITE, EXCERPT, GONE = "site", "excerpt", "gone"
"""What stands beside the kinds: the record as a whole, the excerpts by their source, and the
addresses that lead on or say why a record went, by kind and id in one word."""
_LAYOUT = ("format", "paper")
"""What site.yaml says of files and paper, and not of what happened."""


def content_of(edition: Edition) -> Content:
    """All that an edition says."""
    found: Content = {SITE: {"": _site(edition)}}
    for kind, of_kind in edition.entries.items():
        found[kind] = {
            entry.id: _record(edition, entry.record, entry.number) for entry in of_kind.values()
        }
    found[EXCERPT] = {
        source: _document(edition, excerpt) for source, excerpt in edition.excerpts.items()
    }
    found[GONE] = dict(_gone(edition))
    return {name: records for name, records in found.items() if records}


def _site(edition: Edition) -> dict[str, Any]:
    fields = fields_data(edition, edition.site)
    return {name: value for name, value in fields.items() if name not in _LAYOUT}


def _record(edition: Edition, record: Fields, given: str) -> dict[str, Any]:
    found = {"number": given} if given else {}
    body = _document(edition, record) if isinstance(record, Page) else fields_data(edition, record)
    return {**found, **body}


def _document(edition: Edition, document: Page | Excerpt) -> dict[str, Any]:
    return {**fields_data(edition, document), "body": settled(document.body)}


def _gone(edition: Edition) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind, entries in edition.manuscript.register.entries.items():
        for id_, one in entries.items():
            if one.is_gone:
                told = {
                    "number": one.number,
                    "renamed_to": one.renamed_to,
                    "withdrawn": one.withdrawn,
                    "day": one.gone,
                }
                yield f"{kind}:{id_}", {name: str(value) for name, value in told.items() if value}


def fields_data(edition: Edition, fields: Fields) -> dict[str, Any]:
    """The fields of a record or part that are filled in, by name."""
    found = {}
    for field in fields_of(type(fields)):
        value = getattr(fields, field.attribute)
        if value is not None and value != ():
            found[field.name] = _value(edition, field.type, value)
    return found


def _value(edition: Edition, type_: FieldType, value: Any) -> Any:  # noqa: ANN401
    match value:
        case Text():
            return settled(value) if isinstance(type_, Prose) else str(value)
        case tuple():
            inner = type_.item if isinstance(type_, ListOf | WordOrList) else type_
            return [_value(edition, inner, item) for item in value]
        case dict():
            inner = type_.item if isinstance(type_, MapOf) else type_
            return {str(key): _value(edition, inner, item) for key, item in value.items()}
        case Fields():
            return fields_data(edition, value)
        case Date():
            return value.text
        case From():
            return {"source": value.source.id, "places": value.places}
        case Ref():
            entry = edition.find(value)
            return {"kind": entry.kind.name if entry else value.kinds[0], "id": value.id}
        case Unnamed():
            return {"unnamed": str(value.words)}
        case bool():
            return value
        case int() | float():
            return number(value)
    return str(value)


def canonical(data: object) -> bytes:
    """Data as JSON in one way only: keys in order, no blanks, UTF-8."""
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest_of(content: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """The hash of a content (SHA-256): of the hashes of its records, each with its kind and id."""
    lines = sorted(
        f"{kind}:{id_} {hashlib.sha256(canonical(data)).hexdigest()}\n"
        for kind, records in content.items()
        for id_, data in records.items()
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def id_of(digest: str) -> str:
    """The short name of an edition: `2f9c-81ab`, from the beginning of its hash."""
    return f"{digest[:4]}-{digest[4:8]}"


@lru_cache(maxsize=2)
def present(edition: Edition) -> tuple[str, Content]:
    """An edition's hash and its content, worked out once."""
    content = content_of(edition)
    return digest_of(content), content


def edition_id(edition: Edition) -> str:
    """The id of an edition."""
    return id_of(present(edition)[0])
