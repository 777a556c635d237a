"""The tables of docs/record.md, made from the declarations of the model.

    .venv/bin/python tools/docs/fields.py           say whether docs/record.md is in step
    .venv/bin/python tools/docs/fields.py --write   bring it into step

A table stands between `<!-- fields: NAME -->` and `<!-- end -->`, NAME being the kind of record,
`page`, `excerpt`, `site`, `register` or a part such as `account`. Only what lies between is
replaced.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from casebook.model import KINDS  # noqa: E402
from casebook.model.documents import Excerpt, Page  # noqa: E402
from casebook.model.kept import Registered  # noqa: E402
from casebook.model.record import Fields, fields_of  # noqa: E402
from casebook.model.site import Site  # noqa: E402
from casebook.model.types import ListOf, MapOf, Part, WordOrList  # noqa: E402
from casebook.schema.typed import slug_of, typed  # noqa: E402

DOCUMENT = ROOT / "docs/record.md"
_TABLE = re.compile(r"(<!-- fields: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def tables() -> dict[str, type[Fields]]:
    """Everything that has declared fields, by the name its table goes by."""
    found: dict[str, type[Fields]] = {kind.declares.name: kind for kind in KINDS}
    found |= {"page": Page, "excerpt": Excerpt, "site": Site, "register": Registered}
    for cls in list(found.values()):
        for part in _parts(cls):
            found[slug_of(part)] = part
    return found


def _parts(cls: type[Fields]) -> list[type[Fields]]:
    """The parts that a class's fields are made of, however deep."""
    found: list[type[Fields]] = []
    for field in fields_of(cls):
        type_ = field.type
        while isinstance(type_, ListOf | WordOrList | MapOf):
            type_ = type_.item
        if isinstance(type_, Part) and type_.fields not in found:
            found += [type_.fields, *_parts(type_.fields)]
    return found


def table(cls: type[Fields]) -> str:
    """The fields of a class as a Markdown table, the required ones in bold."""
    rows = ["| field | what may be typed | what it is for |", "|---|---|---|"]
    for field in fields_of(cls):
        name = f"**`{field.name}`**" if field.required else f"`{field.name}`"
        rows.append(f"| {name} | {typed(field.type, _linked)} | {field.doc} |")
    return "\n".join(rows) + "\n"


def _linked(slug: str) -> str:
    return f"[{slug.replace('-', ' ')}](#{slug})"


def in_step(document: str) -> str:
    """The document with every table as the declarations have it; KeyError for a strange name."""
    known = tables()
    return _TABLE.sub(lambda found: f"{found[1]}{table(known[found[2]])}{found[3]}", document)


def named(document: str) -> list[str]:
    """The names of the tables that a document holds, in its order."""
    return [found[2] for found in _TABLE.finditer(document)]


def main(arguments: list[str]) -> int:
    """Write the document, or say whether it is in step."""
    held = DOCUMENT.read_text(encoding="utf-8")
    wanted = in_step(held)
    if arguments == ["--write"]:
        DOCUMENT.write_text(wanted, encoding="utf-8")
    elif held != wanted:
        print("docs/record.md is behind the model: run tools/docs/fields.py --write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
