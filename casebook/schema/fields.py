"""One type of field as JSON Schema, and the classes of fields that are made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from casebook.model.record import Field, Fields, fields_of
from casebook.model.types import (
    Address,
    Choice,
    Day,
    Edtf,
    FieldType,
    Language,
    Line,
    ListOf,
    MapOf,
    Number,
    Part,
    PlaceInSource,
    Prose,
    Reference,
    Slug,
    Units,
    Who,
    WordOrList,
    YesNo,
)
from casebook.schema import patterns
from casebook.schema.known import Known, KnownRecord
from casebook.schema.typed import slug_of, typed

Json = dict[str, Any]

_UNNAMED = 200
"""The most letters of `unnamed:`, as the loader has it."""

DATES = (
    "For instance `2010-01-07`, `2010-01`, `2010`, `2010-01~` (about), `2010-01-07/2010-01-10` "
    '(a span), `2010-01/..` (since), `../2010-01` (until), `"[2010-01-07,2010-01-08]"` (one of '
    'these), `"[..2010-01-10]"` (by).'
)
_EXAMPLES: dict[type[FieldType], str] = {
    Edtf: DATES,
    PlaceInSource: "For instance `report p3`, `report s43, s45` or `report p6-p8`.",
    Who: "For instance `ada-holt`, or `unnamed: a shopkeeper`.",
    Address: "For instance `https://example.org/register`.",
    Prose: "Link records as `[[id]]` and cite as `[@source p3]`.",
    Number: "Without separators: `1350`.",
}
"""In words, and not as `examples`: editors offer those as values, and a value that is in no
source must not stand one key press away."""


@dataclass
class Shapes:
    """Makes schemas of fields; what several of them lean on is kept in `definitions`."""

    known: Known
    definitions: dict[str, Json] = field(default_factory=dict)

    def of(self, cls: type[Fields]) -> Json:
        """A reference to the schema of a class, which is then among the definitions."""
        name = slug_of(cls)
        if name not in self.definitions:
            self.definitions[name] = {}  # stands in, should a class hold itself
            self.definitions[name] = self._made(cls)
        return {"$ref": f"#/definitions/{name}"}

    def _made(self, cls: type[Fields]) -> Json:
        declared = fields_of(cls)
        schema: Json = {
            "description": (cls.__doc__ or "").strip().split("\n\n")[0],
            "type": "object",
            "properties": {each.name: self._field(cls, each) for each in declared},
            "additionalProperties": False,
        }
        required = [each.name for each in declared if each.required]
        return schema | ({"required": required} if required else {})

    def _field(self, cls: type[Fields], declared: Field) -> Json:
        words = f"{declared.doc[:1].upper()}{declared.doc[1:]}."
        if declared.required:
            words += " Required."
        words += f"\n\nWrite {typed(declared.type)}."
        if example := _example(declared.type):
            words += f" {example}"
        told = {"description": words.replace("`", ""), "markdownDescription": words}
        used = self.known.used.get((cls, declared.name), ())
        return {**told, **self.value(declared.type, told, used)}

    def value(self, type_: FieldType, told: Json | None = None, used: tuple[str, ...] = ()) -> Json:
        """The schema of one value: `told` are the words of its field, `used` its values so far."""
        told = told or {}
        match type_:
            case ListOf():
                return _one_of(told, [*self._forms(type_.item, told, used), self._list(type_)])
            case WordOrList():
                word = {"type": "string", "enum": list(type_.words)}
                forms = self._forms(type_.item, told)
                return _one_of(told, [word, *forms, self._list(ListOf(type_.item))])
            case MapOf():
                return self._map(type_, used)
            case Part():
                return self.of(type_.fields)
            case Reference():
                return self._ids(type_.kinds)
            case Who():
                return _one_of(told, self._forms(type_, told))
            case PlaceInSource():
                return self._places()
            case Slug() if used:
                return _offering(_scalar(type_), [(name, "") for name in used])
        return _scalar(type_)

    def _forms(self, item: FieldType, told: Json, used: tuple[str, ...] = ()) -> list[Json]:
        """The forms one value can have."""
        if isinstance(item, Who):
            unnamed = {
                "type": "object",
                "properties": {"unnamed": _UNNAMED_WORDS | _scalar(Line(_UNNAMED))},
                "required": ["unnamed"],
                "additionalProperties": False,
            }
            return [self._ids(item.kinds, item.words), told | unnamed]
        schema = self.value(item, told, used)
        return [told | schema if isinstance(item, Part) else schema]

    def _list(self, type_: ListOf) -> Json:
        item = self.value(type_.item)
        schema = {"type": "array", "items": item, "minItems": 1, "maxItems": type_.largest}
        if isinstance(type_.item, Part):
            schema["defaultSnippets"] = [_first_item(type_.item.fields)]
        return schema

    def _map(self, type_: MapOf, used: tuple[str, ...]) -> Json:
        item = self.value(type_.item)
        pattern = patterns.LANGUAGE if type_.languages else patterns.SLUG
        words = _SAID[Language] if type_.languages else _SAID[Slug]
        names = {"pattern": pattern, "errorMessage": f"Write {words}.", "doNotSuggest": True}
        schema: Json = {"type": "object", "additionalProperties": item, "propertyNames": names}
        return schema | ({"properties": dict.fromkeys(used, item)} if used else {})

    def _ids(self, kinds: tuple[str, ...], words: tuple[str, ...] = ()) -> Json:
        """The id of a record, one that is not written yet too; or one of some words."""
        name = f"id-of-{'-or-'.join((*kinds, *words))}"
        if name not in self.definitions:
            any_id = _pattern(patterns.reference(kinds), _SAID[Reference], "integer")
            known = self.known.of(kinds)
            ids = [(id_, f"{one.kind}: {one.about}") for id_, one in known]
            told = [(patterns.either_way(one.kind, id_), one.about) for id_, one in known]
            offered = [(word, "") for word in words] + ids
            self.definitions[name] = _offering(any_id, offered) | _told(told, patterns.one_of)
        return {"$ref": f"#/definitions/{name}"}

    def _places(self) -> Json:
        name = "place-in-source"
        if name not in self.definitions:
            held = [one for _, one in self.known.of(("source",)) if one.units is not None]
            any_place = _pattern(patterns.PLACE_IN_SOURCE, _SAID[PlaceInSource])
            told = [(one.id, _places_of(one)) for one in held]
            offered = _offering(any_place, told, " $1")
            self.definitions[name] = offered | _told(told, patterns.in_source)
        return {"$ref": f"#/definitions/{name}"}


_UNNAMED_WORDS = {"description": "Somebody whom no source names, in your words: a shopkeeper."}


def _one_of(told: Json, forms: list[Json]) -> Json:
    """A value that can be of several forms; the first, that of a text, needs no words of its own.

    yaml-language-server shows the words of all forms in a row where it finds all of them met, and
    counts as met what looks alike, or fails alike. Two forms that nothing meets spoil its count.
    """
    first, *others = forms
    nothing: Json = told | {"not": {}}
    return {"anyOf": [first, *(told | form for form in others), nothing, nothing]}


def _offering(schema: Json, words: Sequence[tuple[str, str]], then: str = "") -> Json:
    """A schema that offers words, each with what is told of it, and takes others as well.

    They are snippets and no `enum`: of that, an editor shows all the others beside the one chosen.
    """
    snippets = [
        {"label": word, "body": f"{word}{then}", **({"description": told} if told else {})}
        for word, told in words
    ]
    if len(snippets) == 1:  # the only one would be typed by itself where its key is chosen
        snippets *= 2
    return schema | ({"defaultSnippets": snippets} if snippets else {})


_STEP = 8
"""How many ways part at each step."""


def _told(told: Sequence[tuple[str, str]], meant: Callable[..., str]) -> Json:
    """Conditions that lead from a value to the words to be shown over it.

    `meant` gives the pattern of some values. They are looked for step by step: a server that
    tried a thousand ids at each of a thousand references would stand still.
    """
    size = 1
    while size * _STEP < len(told):
        size *= _STEP
    found: Json = {}
    # From the last to the first, as each holds those that come after it.
    for start in reversed(range(0, len(told), size)):
        part = told[start : start + size]
        pattern = meant(*(value for value, _ in part))
        condition = _unlike({"type": "string", "pattern": pattern})
        then = {"title": part[0][1]} if size == 1 else _unlike(_told(part, meant))
        otherwise = {"else": _unlike(found)} if found else {}
        found = {"if": condition, "then": then, **otherwise}
    return found


def _unlike(schema: Json) -> Json:
    """The same, unlike any other: the server that counts forms knows `properties` apart."""
    return {**schema, "properties": {}}


def _places_of(source: KnownRecord) -> str:
    return f"{source.about} ({source.units})" if source.units else source.about


def _first_item(cls: type[Fields]) -> Json:
    """The first item of a list, with what it must have left to be filled in."""
    declared = fields_of(cls)
    names = [one.name for one in declared if one.required] or [declared[0].name]
    body = {name: f"${number}" for number, name in enumerate(names, start=1)}
    return {"label": f"a new {slug_of(cls).replace('-', ' ')}", "body": body}


def _example(type_: FieldType) -> str:
    while isinstance(type_, ListOf | WordOrList | MapOf):
        type_ = type_.item
    return _EXAMPLES.get(type(type_), "")


_SAID: dict[type[FieldType], str] = {
    Slug: "lower-case letters, digits and hyphens, such as `town-hall`",
    Reference: "an id: lower-case letters, digits and hyphens, such as `town-hall`",
    Address: "a web address: it begins with https:// and has no spaces",
    Language: "a language code such as `ur` or `pt-BR`",
    Edtf: "a date such as 2010-01-07, 2010-01, 2010 or 2010-01-07/2010-01-10",
    Day: "the year, the month and the day, such as 2026-11-20",
    PlaceInSource: "a source's id and a label, such as `report p3` or `diary s43, s45`",
    Units: "labels and ranges in order, such as `h1, p1-p9`",
    Prose: "something, or delete the line",
}
"""What to write, where a text does not look as it should."""


def _pattern(pattern: str, words: str, *others: str) -> Json:
    """A text of a pattern. YAML makes numbers of some, such as `2010`: `others` are their types."""
    types = ["string", *others]
    return {
        "type": types if others else "string",
        "pattern": pattern,
        "errorMessage": f"Write {words}.",
    }


def _scalar(type_: FieldType) -> Json:
    match type_:
        case Line():
            bound = f"plain words on one line, {type_.largest} characters at most, without [[...]]"
            return _pattern(patterns.line(type_.largest), bound, "number")
        case Prose():
            return _pattern(patterns.FILLED, _SAID[Prose], "number")
        case Slug():
            return _pattern(patterns.SLUG, _SAID[Slug], "integer")
        case Choice():
            return {"type": "string", "enum": list(type_.words)}
        case YesNo():
            return {"type": "string", "enum": ["yes", "no"]}
        case Edtf():
            years = {"minimum": 1, "maximum": 9999}
            return _pattern(patterns.DATE, _SAID[Edtf], "integer") | years
        case Number():
            return _number(type_)
    pattern = {
        Address: patterns.ADDRESS,
        Day: patterns.DAY,
        Language: patterns.LANGUAGE,
        Units: patterns.UNITS,
    }[type(type_)]
    return _pattern(pattern, _SAID[type(type_)])


def _number(type_: Number) -> Json:
    noun = "a whole number in digits" if type_.whole else "a number in digits, such as 1350 or 12.5"
    pattern = patterns.WHOLE if type_.whole else patterns.NUMBER
    schema = _pattern(pattern, noun, "integer" if type_.whole else "number")
    if type_.lowest != float("-inf"):
        schema["minimum"] = type_.lowest
    if type_.highest != float("inf"):
        schema["maximum"] = type_.highest
    return schema
