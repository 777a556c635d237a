"""The schemas of a record: one for each sort of file, and which files are of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from casebook.dates import Words
from casebook.interface import CATEGORIES, RULES
from casebook.load.kept import PROOFS_FOLDER, WITHHELD_FILE
from casebook.load.register import REGISTER_FILE
from casebook.load.words import LONGEST_PHRASE, WORDS_FOLDER
from casebook.model import Model
from casebook.model.documents import Excerpt, Page
from casebook.model.kept import Proof, Registered, WithheldNames
from casebook.model.record import Fields, Record, fields_of
from casebook.model.site import Site
from casebook.schema import patterns
from casebook.schema.fields import Json, Shapes
from casebook.schema.known import Known

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest that every language server for YAML in use reads."""

_ID = {
    "pattern": patterns.SLUG,
    "errorMessage": "An id is lower-case letters, digits and hyphens, such as `town-hall`.",
    "doNotSuggest": True,
}


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One schema, and the files of a record that it is for."""

    name: str
    """Of the schema's own file, without `.json`."""
    files: tuple[str, ...]
    """Patterns of paths below the record's folder."""
    schema: Json
    kept: bool = False
    """The commands write these files, and nobody types in them."""


def schema_files(model: Model, known: Known) -> Iterator[SchemaFile]:
    """Every schema of a record, in the order of the model; the same input gives the same."""
    yield _whole("site", Site, known, "site.yaml")
    for cls in model.records:
        yield _records(cls, known)
    yield SchemaFile("words", (f"{WORDS_FOLDER}/*.yaml",), _words())
    yield _whole("page", Page, known, "content/pages/*.md")
    yield _whole("excerpt", Excerpt, known, "content/excerpts/*.md")
    yield _register(model, known)
    yield _whole("withheld", WithheldNames, known, WITHHELD_FILE, kept=True)
    yield _whole("proof", Proof, known, f"{PROOFS_FOLDER}/*.yaml", kept=True)


def _headed(name: str, about: str, shapes: Shapes, root: Json) -> Json:
    return {
        "$schema": DRAFT,
        "$comment": "Made by `schema` from the declarations of Casebook; it is never read back.",
        "description": f"{name}: {about}",
        **root,
        **({"definitions": shapes.definitions} if shapes.definitions else {}),
    }


def _whole(
    name: str, cls: type[Fields], known: Known, files: str, kept: bool = False
) -> SchemaFile:
    """A file, or a head of a document, that is the fields of one class."""
    shapes = Shapes(known)
    root = {"allOf": [shapes.of(cls)]}
    about = (cls.__doc__ or "").strip()
    return SchemaFile(name, (files,), _headed(files, about, shapes, root), kept)


def _records(cls: type[Record], known: Known) -> SchemaFile:
    """A file of one kind of record: ids, each with its fields."""
    kind, shapes = cls.declares, Shapes(known)
    needed = [field.name for field in fields_of(cls) if field.required]
    body = {name: f"${number}" for number, name in enumerate(needed, start=2)}
    root: Json = {
        "type": "object",
        "additionalProperties": shapes.of(cls),
        "propertyNames": _ID,
        "minProperties": 1,
        "defaultSnippets": [
            {
                "label": f"a new {kind.name}",
                "description": f"{kind.about} What is required is there to be filled in.",
                "body": {"${1:id}": body},
            }
        ],
    }
    name, path = kind.file.replace("/", "-"), kind.file
    schema = _headed(f"{path}.yaml", kind.about, shapes, root)
    return SchemaFile(name, (f"{path}.yaml", f"{path}/*.yaml"), schema)


def _register(model: Model, known: Known) -> SchemaFile:
    shapes = Shapes(known)
    entries = {
        "type": "object",
        "additionalProperties": shapes.of(Registered),
        "propertyNames": _ID,
    }
    kinds = [*model.kinds, Page.declares.name]
    root = {
        "type": "object",
        "properties": dict.fromkeys(kinds, entries),
        "additionalProperties": False,
    }
    about = "Every address and number that was ever given. The commands keep it: do not edit it."
    return SchemaFile(
        "register", (REGISTER_FILE,), _headed(REGISTER_FILE, about, shapes, root), kept=True
    )


def _words() -> Json:
    """The words of the interface in one language: docs/languages.md tells of them."""
    text: Json = {"type": "string"}
    said: Json = {"type": ["string", "number"]}

    def words(many: int) -> Json:
        return {"type": "array", "items": said, "minItems": many, "maxItems": many}

    lists = {"months": words(12), "seasons": words(4)}
    dates = {
        "type": "object",
        "properties": {one.name: lists.get(one.name, text) for one in dataclasses.fields(Words)},
        "additionalProperties": False,
    }
    forms = {
        "type": "object",
        "properties": dict.fromkeys(CATEGORIES, said),
        "additionalProperties": False,
    }
    phrase = {"anyOf": [said | {"maxLength": LONGEST_PHRASE}, forms]}
    sections = {
        "plurals": {"type": "string", "enum": list(RULES)},
        "numbers": {"type": "array", "items": said, "minItems": 1},
        "digits": {"type": "string", "minLength": 10, "maxLength": 10},
        **dict.fromkeys(("thousands", "comma", "semicolon", "last_and", "stop"), text),
        "quotes": words(2),
        "dates": dates,
        "brief_dates": dates,
        "phrases": {"type": "object", "additionalProperties": phrase},
    }
    root = {"type": "object", "properties": sections, "additionalProperties": False}
    about = "The words of the interface in one language; docs/languages.md says how it works."
    return _headed(f"{WORDS_FOLDER}/*.yaml", about, Shapes(Known()), root)
