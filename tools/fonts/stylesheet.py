"""Writes the two style sheets that declare the faces."""

from __future__ import annotations

import posixpath

from characters import unicode_range
from cut import covered
from faces import BOOK, SITE, Face

SITE_SHEET = "static/css/fonts.css"
BOOK_SHEET = "layouts/book/fonts.css"

_HEAD = """/* Written by tools/fonts/subset.py: change its table of faces, then run it again.
   The fonts are changed versions of others' work under the SIL Open Font License; the licence of
   each family lies beside its files. */
"""

_SITE_STACKS = """:root {
  --serif: "Casebook Serif", "Casebook Serif as Georgia", "Casebook Serif as Times",
    "Casebook Serif as Noto", "Casebook Naskh", serif;
  --sans: "Casebook Sans", "Casebook Sans as Arial", "Casebook Sans as Roboto", "Casebook Naskh",
    sans-serif;
  --mono: "Casebook Mono", ui-monospace, Menlo, Consolas, monospace;
  --naskh: "Casebook Naskh", "Casebook Serif", serif;
  --nastaliq: "Casebook Nastaliq", "Casebook Naskh", "Casebook Serif", serif;
}
"""

_BOOK_STACKS = """:root {
  --serif: "Casebook Serif", "Casebook Naskh";
  --display: "Casebook Serif Display", "Casebook Naskh";
  --sans: "Casebook Sans", "Casebook Naskh";
  --mono: "Casebook Mono", "Casebook Serif", "Casebook Naskh";
  --naskh: "Casebook Naskh", "Casebook Serif";
}
"""


def site(made: dict[Face, bytes], fallbacks: list[str]) -> str:
    """The site's sheet: stacks, faces with the characters each holds, fallbacks."""
    faces = [_rule(face, made[face], SITE_SHEET) for face in made if face.folder == SITE]
    note = "/* The reader's own fonts, sized like ours, until ours arrive. */"
    return "\n".join([_HEAD, _SITE_STACKS, *faces, note, *fallbacks]) + "\n"


def book(made: dict[Face, bytes]) -> str:
    """The book's sheet: stacks and faces."""
    faces = [_rule(face, b"", BOOK_SHEET) for face in made if face.folder == BOOK]
    return "\n".join([_HEAD, _BOOK_STACKS, *faces]) + "\n"


def _rule(face: Face, made: bytes, sheet: str) -> str:
    url = posixpath.relpath(face.file, posixpath.dirname(sheet))
    kind = "woff2" if face.file.endswith("woff2") else "truetype"
    weight = face.weight if isinstance(face.weight, int) else f"{face.weight[0]} {face.weight[1]}"
    lines = [
        f'font-family: "{face.family}";',
        f'src: url("{url}") format("{kind}");',
        f"font-weight: {weight};",
        f"font-style: {'italic' if face.italic else 'normal'};",
    ]
    if made:
        lines += ["font-display: swap;", f"unicode-range: {unicode_range(covered(made))};"]
    return "\n".join(["@font-face {", *(f"  {line}" for line in lines), "}"])
