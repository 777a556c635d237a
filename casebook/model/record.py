"""What every record has, and how one declares its fields and its kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from casebook.interface import ENGLISH, Interface
from casebook.model.types import FieldType, ListOf
from casebook.spot import Spot, Text


@dataclass(frozen=True, slots=True)
class Ref:
    """An id as it was written, not yet resolved."""

    id: str
    kinds: tuple[str, ...]
    """The kinds it may be of; one only where the kind was written."""
    at: Spot


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Someone who acts and whom no source names, in the editors' words."""

    words: Text

    @property
    def at(self) -> Spot:
        """Where the words were written."""
        return self.words.at


@dataclass(frozen=True, slots=True)
class From:
    """A place in a held source: the source and the labels of the units meant, expanded."""

    source: Ref
    places: str
    """As typed, spaces made regular: `s43, s45`."""
    at: Spot


Agent = Ref | Unnamed | Text
"""Who acts: a record, someone unnamed, or one of the words the field allows."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What makes one class of record a kind of its own: its names, file, addresses and number."""

    name: str
    """In the singular, as on the command line and in `[[kind:id]]`."""
    plural: str
    """As the title of its index page."""
    file: str
    """The root file, without `.yaml`; a folder of that name will do as well."""
    folder: str
    """Its addresses: `FOLDER/ID.html`, the index `FOLDER/index.html`, `data/FOLDER.json`."""
    about: str
    """One sentence for the index page and the schema."""
    title: tuple[str, ...] = ("title", "name")
    """The fields that name a record, the first that is filled in."""
    short: str = ""
    """The field that names it in running text, where there is one."""
    letter: str = ""
    """The letter of its numbers (E12), for kinds that are numbered."""
    expects_mention: bool = True
    """A record that nothing refers to is worth a warning."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record, as declared."""

    name: str
    """As typed in YAML."""
    attribute: str
    """As read in Python (`from_` for `from`)."""
    type: FieldType
    required: bool
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Anything with declared fields: a record, or a part of one."""

    at: Spot
    """Where it begins."""
    spots: Mapping[str, Spot]
    """Where each field's value was written, by the field's name."""

    def spot(self, name: str) -> Spot:
        """Where a field's value was written; where the whole begins if it was not."""
        return self.spots.get(name, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Fields):
    """One record of the site: an id and its fields."""

    declares: ClassVar[Kind]
    id: str

    def heading(self, words: Callable[[Agent], str], interface: Interface = ENGLISH) -> str:
        """The record's title: the first filled field that the kind names, else its id.

        `words` says who an agent is, for kinds whose title is made from who acts;
        `interface` has the words for the rest.
        """
        for name in self.declares.title:
            title = getattr(self, name, None)
            if title:
                return str(title)
        return self.id


def articled(word: str) -> str:
    """A kind's name with its article: `a person`, `an event`."""
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"


def a(type_: FieldType, doc: str) -> Any:
    """Declare an optional field: its type, and a line for whoever fills it in."""
    default: Any = () if isinstance(type_, ListOf) else None
    return dataclasses.field(
        default=default, metadata={"type": type_, "doc": doc, "required": False}
    )


def the(type_: FieldType, doc: str) -> Any:
    """Declare a required field: its type, and a line for whoever fills it in."""
    return dataclasses.field(metadata={"type": type_, "doc": doc, "required": True})


def fields_of(cls: type[Fields]) -> tuple[Field, ...]:
    """The declared fields of a record or part, in the order of their declaration."""
    declared: Any = cls
    return _declared(declared)


@cache
def _declared(cls: Any) -> tuple[Field, ...]:
    return tuple(
        Field(
            name=field.name.rstrip("_"),
            attribute=field.name,
            type=field.metadata["type"],
            required=field.metadata["required"],
            doc=field.metadata["doc"],
        )
        for field in dataclasses.fields(cls)
        if "type" in field.metadata
    )
