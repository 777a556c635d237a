"""From nodes as typed to values of the declared types, every mistake reported at its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from casebook.load.plain_values import Plain, plain_reader
from casebook.load.scalars import SLUG, Reader, Wrong, shortened
from casebook.load.yaml_reader import ListNode, MapNode, Node
from casebook.model.record import Field, Fields, From, Ref, Unnamed, fields_of
from casebook.model.types import (
    Edtf,
    FieldType,
    ListOf,
    MapOf,
    Number,
    Part,
    PlaceInSource,
    Reference,
    Who,
    WordOrList,
    YesNo,
)
from casebook.problem import did_you_mean, near
from casebook.spot import Spot, Text

_MOST_HINTS = 500
"""For how many unknown fields it is looked what was meant."""


class Shaper(Reader):
    """Turns nodes into values; reports and goes on, so that every mistake is found at once."""

    strangers = 0
    """Fields seen that no record has."""
    refused: frozenset[str] = frozenset()
    """Fields whose values were refused as YAML: they are not missing, and were reported."""

    def values(self, node: Node, cls: type[Fields], what: str, at: Spot) -> dict[str, Any]:
        """The keyword arguments that make one `cls` of a node.

        `what` names it in messages ("event `x`"), `at` is where it begins. What is missing or
        wrong is reported, and an empty value of its type stands in for it, so that everything
        else about the record can still be checked.
        """
        declared, required = _declared(cls)
        spots: dict[str, Spot] = {}
        values: dict[str, Any] = {"at": at, "spots": spots}
        if not isinstance(node, MapNode):
            self.problem(
                node.at,
                "not-a-mapping",
                f"{what} should be a list of fields, one a line",
                f"write `{next(iter(declared))}: ...` on a line of its own, two spaces further in",
            )
            entries: dict[Text, Node] = {}
        else:
            entries = node.entries
        meant = set(self.refused)
        for key, value in entries.items():
            field = declared.get(key)
            if field is None:
                meant.update(self._unknown_field(key, what, declared))
                continue
            spots[field.name] = value.at
            plain = field.plain(value)
            if plain is not None:
                values[field.attribute] = plain
                continue
            try:
                values[field.attribute] = self.value(value, field.type, f"`{key}` of {what}")
            except Wrong:
                values[field.attribute] = _empty(field, value.at)
        for field in required:
            if field.attribute not in values:
                values[field.attribute] = _empty(field, at)
                if isinstance(node, MapNode) and field.name not in meant:
                    self.problem(
                        at,
                        "missing-field",
                        f"{what} lacks `{field.name}`",
                        f"add `{field.name}:` {field.doc}",
                    )
        return values

    def value(self, node: Node, type_: FieldType, what: str) -> Any:  # noqa: ANN401
        """The value of one node; raises Wrong, after reporting, if it is not of the type."""
        match type_:
            case ListOf():
                return self._items(node, type_, what)
            case WordOrList():
                if isinstance(node, Text):
                    return self._word(node, type_, what)
                return self._items(node, ListOf(type_.item), what)
            case Part():
                return type_.fields(**self.values(node, type_.fields, what, node.at))
            case MapOf():
                return self._map(node, type_, what)
            case Who() if isinstance(node, MapNode):
                return self._unnamed(node, what)
        if not isinstance(node, Text):
            message = f"{what} should be one value, not several"
            hint = "a text that holds `: ` or begins with a bracket needs quotation marks"
            raise self.wrong(node.at, "not-text", message, hint)
        return self.scalar(node, type_, what)

    def _unknown_field(self, key: Text, what: str, known: Iterable[str]) -> list[str]:
        """Report it; gives the field most likely meant, which is then not missing as well."""
        names = list(known)
        self.strangers += 1
        # To look for what was meant takes long, and nobody means thousands of fields.
        alike = self.strangers <= _MOST_HINTS
        hint = did_you_mean(key, names) if alike else ""
        hint = hint or "the fields are " + ", ".join(names)
        message = f"{what} has no field `{shortened(key)}`"
        self.problem(key.at, "unknown-field", message, hint, len(key))
        return near(key, names)[:1] if alike else []

    def _word(self, node: Text, type_: WordOrList, what: str) -> Text:
        """One of the words that may stand instead of a list."""
        word = node.strip()
        if word in type_.words:
            return Text(word, node.at)
        hint = did_you_mean(word, type_.words)
        if not hint:
            words = " or ".join(f"`{each}`" for each in type_.words)
            hint = f"it can be {words}, or a list"
            if isinstance(type_.item, Part):
                names = [field.name for field in fields_of(type_.item.fields) if field.required]
                hint += " whose items have " + " and ".join(f"`{name}:`" for name in names)
        message = f"{what} cannot be `{shortened(node)}`"
        raise self.wrong(node.at, "not-a-choice", message, hint, len(word))

    def _items(self, node: Node, type_: ListOf, what: str) -> tuple[Any, ...]:
        nodes = node.items if isinstance(node, ListNode) else [node]
        if not nodes:
            raise self.wrong(node.at, "empty-list", f"{what} is an empty list", "delete the line")
        if len(nodes) > type_.largest:
            message = f"{what} has {len(nodes)} items; {type_.largest} are the most"
            raise self.wrong(node.at, "too-many", message, "divide it between several records")
        one = f"an item of {what}" if isinstance(type_.item, Part) else what
        found = []
        for each in nodes:
            try:
                found.append(self.value(each, type_.item, one))
            except Wrong:
                continue
        return tuple(found)

    def _map(self, node: Node, type_: MapOf, what: str) -> dict[str, Any]:
        if not isinstance(node, MapNode):
            raise self.wrong(
                node.at,
                "not-a-mapping",
                f"{what} should be names with values, one a line",
                "write `name: value`, each on a line of its own, two spaces further in",
            )
        found: dict[str, Any] = {}
        for key, value in node.entries.items():
            try:
                name = self.language(key, what) if type_.languages else self.slug(key, what)
                found[name] = self.value(value, type_.item, f"`{key}` in {what}")
            except Wrong:
                continue
        return found

    def _unnamed(self, node: MapNode, what: str) -> Unnamed:
        entries = list(node.entries.items())
        if len(entries) == 1 and entries[0][0] == "unnamed" and isinstance(entries[0][1], Text):
            return Unnamed(self.line(entries[0][1], 200, what))
        raise self.wrong(
            node.at,
            "bad-who",
            f"{what} should be an id, or `unnamed:` and words",
            "write `unnamed: a shopkeeper` for somebody no source names",
        )


@dataclass(frozen=True, slots=True)
class _Readable(Field):
    """A declared field, with what reads a sound value of it."""

    plain: Plain


def _declared(
    cls: type[Fields],
) -> tuple[Mapping[str, _Readable], tuple[_Readable, ...]]:
    """The fields of a record or part by their names, and those that are required."""
    declared: Any = cls
    return _made_readable(declared)


@cache
def _made_readable(cls: Any) -> tuple[Mapping[str, _Readable], tuple[_Readable, ...]]:  # noqa: ANN401
    fields = {}
    for field in fields_of(cls):
        told = field.name, field.attribute, field.type, field.required, field.doc
        fields[field.name] = _Readable(*told, plain_reader(field.type))
    return fields, tuple(field for field in fields.values() if field.required)


def is_slug(name: str) -> bool:
    """Can this be an id, and so part of an address?"""
    return SLUG.fullmatch(name) is not None


def _empty(field: Field, at: Spot) -> Any:  # noqa: ANN401
    """What stands in for a value that is missing or wrong, until the problem is mended."""
    match field.type:
        case ListOf():
            return ()
        case _ if not field.required:
            return None
        case Reference() | Who():
            return Ref("", ("",), at)
        case PlaceInSource():
            return From(Ref("", ("source",), at), "", at)
        case Number():
            return 0
        case Edtf() | Part() | MapOf() | WordOrList() | YesNo():
            return None
    return Text("", at)
