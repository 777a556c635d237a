"""Which column of a table goes into which field of a record: said by whoever brings it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casebook.load.nodes import ListNode, MapNode, Node
from casebook.load.shape import is_slug
from casebook.model.record import Fields, Record, fields_of
from casebook.model.types import Edtf, FieldType, ListOf, MapOf, Part, PlaceInSource, WordOrList
from casebook.problem import did_you_mean
from casebook.spot import Text

ID = "id"
"""Beside the fields of a kind: a column that has the ids."""


class MapError(Exception):
    """A field or a column that there is not, in words for whoever named it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One field that a table fills."""

    path: tuple[str, ...]
    """The names that lead to it, from the record's own field on."""
    type: FieldType
    several: bool
    """May it hold several values?"""

    @property
    def name(self) -> str:
        """As it is written in a map: `accounts.says`."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What fills each field: a column, or words that are the same in every record."""

    columns: Mapping[str, str]
    """By the field's path, as it is written."""
    always: Mapping[str, str]

    def slots(self, cls: type[Record]) -> dict[str, Slot]:
        """Every field that is filled, by its path; MapError for one that cannot be."""
        return {path: slot_of(cls, path) for path in (*self.columns, *self.always) if path != ID}


def slot_of(cls: type[Record], path: str) -> Slot:
    """The field of a kind of record that a path such as `accounts.says` leads to."""
    names = tuple(path.split("."))
    here: type[Fields] | None = cls
    type_: FieldType | None = None
    several = False
    for at, name in enumerate(names):
        if isinstance(type_, MapOf):
            if not is_slug(name.lower() if type_.languages else name):
                raise MapError(
                    f"`{name}` in `{path}` cannot be a name: use a-z, digits and hyphens"
                )
            here, type_ = None, type_.item
            continue
        declared = {field.name: field for field in fields_of(here)} if here else {}
        if name not in declared:
            of = f"`{'.'.join(names[:at])}`" if at else f"a record of the kind {cls.declares.name}"
            if not declared:
                raise MapError(f"{of} has no fields of its own: leave `.{name}` away")
            near = did_you_mean(name, declared) or f"the fields are {', '.join(declared)}"
            raise MapError(f"{of} has no field `{name}`: {near}")
        type_ = declared[name].type
        several = isinstance(type_, ListOf)
        if isinstance(type_, ListOf):
            type_ = type_.item
        # Of words or parts, a table has the words unless a part of it is named.
        if isinstance(type_, WordOrList) and at + 1 < len(names):
            several, type_ = True, type_.item
        here = type_.fields if isinstance(type_, Part) else None
    if isinstance(type_, Part | MapOf):
        inner = next((field.name for field in fields_of(here)), "") if here else "some-name"
        raise MapError(f"`{path}` is made of parts: name one of them, such as `{path}.{inner}`")
    assert type_ is not None
    return Slot(names, type_, several)


def required(cls: type[Fields], filled: Iterable[str], before: str = "") -> list[str]:
    """The paths of the fields that a record cannot be without.

    `filled` are the paths that are filled: of a part that is begun, its required fields are
    needed as well.
    """
    found: list[str] = []
    known = list(filled)
    for field in fields_of(cls):
        path = f"{before}{field.name}"
        type_ = field.type
        while isinstance(type_, ListOf | WordOrList):
            type_ = type_.item
        begun = any(one.startswith(f"{path}.") for one in known)
        if isinstance(type_, Part) and (begun or field.required):
            found += required(type_.fields, known, f"{path}.")
        elif field.required:
            found.append(path)
    return found


def needs_source(cls: type[Record], slots: Mapping[str, Slot]) -> list[str]:
    """The paths of the places in a source that are filled, or have to be."""
    paths = dict.fromkeys([*required(cls, slots), *slots])
    return [path for path in paths if isinstance(_type(cls, path), PlaceInSource)]


def dates(slots: Mapping[str, Slot]) -> list[str]:
    """The paths of the dates that are filled."""
    return [path for path, slot in slots.items() if isinstance(slot.type, Edtf)]


def _type(cls: type[Record], path: str) -> FieldType | None:
    try:
        return slot_of(cls, path).type
    except MapError:
        return None


def from_options(columns: Iterable[str], always: Iterable[str]) -> ColumnMap:
    """The map of `field=Column` and `field=words`, as they are typed; MapError for any other."""
    return ColumnMap(_pairs(columns, "--map"), _pairs(always, "--always"))


def _pairs(given: Iterable[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        field, sign, words = one.partition("=")
        field, words = field.strip(), words.strip()
        if not sign or not field or not words:
            what = "COLUMN" if option == "--map" else "WORDS"
            raise MapError(f"{option} takes FIELD={what}, not `{one}`")
        if field in found:
            raise MapError(f"`{field}` is given twice: a field has one column")
        found[field] = words
    return found


def from_yaml(node: Node | None) -> ColumnMap:
    """The map in a file: `columns` and `always`, each with fields; MapError for any other."""
    parts: dict[str, dict[str, str]] = {"columns": {}, "always": {}}
    if not isinstance(node, MapNode) or not node.entries:
        raise MapError("it should hold `columns:` with a line `field: Column` for each field")
    for key, below in node.entries.items():
        if key not in parts:
            raise MapError(f"line {key.at.line}: it has `columns` and `always`, and no `{key}`")
        if not isinstance(below, MapNode):
            raise MapError(f"line {key.at.line}: `{key}` should have fields below it, one a line")
        _flatten(below, "", parts[key])
    return ColumnMap(parts["columns"], parts["always"])


def _flatten(node: MapNode, before: str, into: dict[str, str]) -> None:
    for key, value in node.entries.items():
        path = f"{before}{key}"
        if isinstance(value, MapNode):
            _flatten(value, f"{path}.", into)
        elif isinstance(value, ListNode) or path in into:
            raise MapError(f"line {key.at.line}: `{path}` should have one value")
        else:
            into[path] = " ".join(Text.strip(value).split())


def merged(*maps: ColumnMap) -> ColumnMap:
    """Several maps as one, the later before the earlier; a field has a column or words."""
    columns: dict[str, str] = {}
    always: dict[str, str] = {}
    for one in maps:
        for path in one.columns:
            always.pop(path, None)
        for path in one.always:
            columns.pop(path, None)
        columns |= one.columns
        always |= one.always
        if both := sorted(one.columns.keys() & one.always.keys()):
            raise MapError(f"`{both[0]}` has a column and words that are always the same")
    if not columns:
        raise MapError("no field has a column: add --map FIELD=COLUMN, such as --map title=Title")
    return ColumnMap(columns, always)
