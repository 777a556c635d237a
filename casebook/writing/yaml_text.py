"""A record's fields as YAML that an editor would have typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

# What means the same without quotation marks to every reader of YAML.
_PLAIN = re.compile(r"[^\W_][\w ,.()/–-]*[\w)]|[^\W_]")
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


class Block(str):
    """Prose, written over several lines."""

    __slots__ = ()


def record_text(id_: str, fields: dict[str, object]) -> str:
    """One entry of a file of records; fields that hold nothing are left out."""
    return "\n".join((f"{scalar(id_)}:", *_mapping(fields, 2), ""))


def _mapping(fields: dict[str, object], indent: int) -> Iterator[str]:
    for name, value in fields.items():
        if value not in ("", (), {}, None):
            yield from _field(scalar(name), value, " " * indent)


def _field(name: str, value: object, blank: str) -> Iterator[str]:
    match value:
        case Block():
            yield f"{blank}{name}: |"
            yield from (f"{blank}  {line}" if line else "" for line in value.split("\n"))
        case dict():
            yield f"{blank}{name}:"
            yield from _mapping(value, len(blank) + 2)
        case tuple():
            yield f"{blank}{name}:"
            for item in value:
                if isinstance(item, dict):
                    first, *rest = _mapping(item, len(blank) + 4)
                    yield f"{blank}  - {first.lstrip()}"
                    yield from rest
                else:
                    yield f"{blank}  - {scalar(str(item))}"
        case _:
            yield f"{blank}{name}: {scalar(str(value))}"


def scalar(text: str) -> str:
    """A text on one line, in quotation marks where YAML would take it for something else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)
