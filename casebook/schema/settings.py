"""What leads an editor to the schemas: settings for VS Code, or a line in each file.

Where the schemas lie is a matter of one machine: their folder tells git to leave it alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from casebook.schema.files import SchemaFile
from casebook.schema.jsonc import NotSettings, Object, object_at, whole

FOLDER = ".casebook-schema"
SETTINGS = ".vscode/settings.json"
KEY = "yaml.schemas"
_MODELINE = re.compile(r"^#\s+(?:yaml-language-server\s*:|\$schema:).*\$?schema", re.MULTILINE)
_HEADER = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:[ \t]*#[^\n]*)?")


def schema_path(schema: SchemaFile) -> str:
    """Where a schema lies, below the record's folder."""
    return f"{FOLDER}/{schema.name}.json"


def associations(schemas: Iterable[SchemaFile]) -> dict[str, list[str]]:
    """Which files each schema is for, as `yaml.schemas` has it; what is no YAML is left out."""
    found = {}
    for schema in schemas:
        files = [f"/{path}" for path in schema.files if path.endswith(".yaml")]
        if files:
            found[f"./{schema_path(schema)}"] = files
    return found


def with_settings(text: str | None, wanted: Mapping[str, list[str]]) -> str:
    """The settings of a folder with our schemas among them; all else stays letter for letter.

    `text` is None where there is no file yet. NotSettings where it cannot be told what it holds.
    """
    if text is None or not text.strip():
        return json.dumps({KEY: wanted}, indent=2, ensure_ascii=False) + "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    top = whole(text)
    indent = _indent(text, top)
    held = top.find(KEY)
    if held is None:
        return mark + _put_in(text, top, {KEY: dict(wanted)}, indent, 1)
    if text[held.start] != "{":
        raise NotSettings(f"`{KEY}` is no object")
    for key, files in wanted.items():
        schemas = object_at(text, held.start)
        member = schemas.find(key)
        if member is not None and _files(text[member.start : member.end]) != files:
            text = text[: member.start] + json.dumps(files) + text[member.end :]
    schemas = object_at(text, held.start)
    missing = {key: files for key, files in wanted.items() if schemas.find(key) is None}
    return mark + (_put_in(text, schemas, missing, indent, 2) if missing else text)


def _files(value: str) -> object:
    try:
        return json.loads(value)
    except ValueError:  # it has comments, and is written anew
        return None


def _indent(text: str, top: Object) -> str:
    """What one step is indented by."""
    if not top.members:
        return "  "
    line = text.rfind("\n", 0, top.members[0].at)
    before = text[line + 1 : top.members[0].at]
    return before if line >= 0 and before and not before.strip() else "  "


def _put_in(text: str, into: Object, members: Mapping[str, object], indent: str, depth: int) -> str:
    """A text with members put at the beginning of an object."""
    newline = "\r\n" if "\r\n" in text else "\n"
    # Without its own braces; the lines stand `depth` steps in.
    lines = json.dumps(members, indent=indent, ensure_ascii=False).split("\n")[1:-1]
    added = newline.join(f"{indent * (depth - 1)}{line}" for line in lines)
    rest = text[into.start + 1 :]
    if into.members:
        return f"{text[: into.start + 1]}{newline}{added},{rest}"
    closing = f"{newline}{indent * (depth - 1)}"
    comments = text[into.start + 1 : into.end - 1].rstrip()
    return f"{text[: into.start + 1]}{comments}{newline}{added}{closing}{text[into.end - 1 :]}"


def with_modeline(text: str, file: str, schema: SchemaFile) -> str:
    """A file with a line at its top that names its schema; as it is, if it has such a line.

    `file` is its path below the record's folder.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    header = _HEADER.match(text)
    if header and _MODELINE.search(header[0]):
        return mark + text
    up = "../" * (len(PurePosixPath(file).parts) - 1)
    newline = "\r\n" if "\r\n" in text else "\n"
    line = f"# yaml-language-server: $schema={up}{schema_path(schema)}"
    return f"{mark}{line}{newline}{text}"
