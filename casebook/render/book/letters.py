"""Letters that the book's faces lack: a record that uses one is told so, with the place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from casebook.problem import Problem
from casebook.spot import Spot

_LOGGED = re.compile(r"\.notdef glyph rendered for .* \(([U+0-9A-Fa-f, ]+)\)$")
_CODE = re.compile(r"U\+([0-9A-Fa-f]+)")


class MissingLetters(Exception):  # noqa: N818
    """No face of the book has some characters: `letters` are they."""

    def __init__(self, letters: str) -> None:
        self.letters = letters
        super().__init__(f"no face of the book has {letters!r}")


def unprintable(logged: Iterable[str]) -> str:
    """The characters that WeasyPrint's log says it could not draw, each once."""
    found = (_LOGGED.search(words) for words in logged)
    codes = (code for match in found if match for code in _CODE.findall(match[1]))
    return "".join(dict.fromkeys(chr(int(code, 16)) for code in codes))


def missing_letters(letters: str, files: Mapping[str, str]) -> list[Problem]:
    """A problem for each character, where it first stands in the record's files.

    One that stands in none of them is left out: it comes from a layout.
    """
    return [
        Problem(
            spot,
            "unprintable-letter",
            f"the book's typefaces have no {_name(letter)}",
            "spell it otherwise, or give this record faces of its own in "
            "layouts/book/fonts.css that have it",
        )
        for letter in letters
        if (spot := _first_place(letter, files)) is not None
    ]


def _first_place(letter: str, files: Mapping[str, str]) -> Spot | None:
    for name, text in files.items():
        position = text.find(letter)
        if position >= 0:
            start = text.rfind("\n", 0, position) + 1
            return Spot(name, text.count("\n", 0, position) + 1, position - start + 1)
    return None


def _name(letter: str) -> str:
    code = f"U+{ord(letter):04X}"
    name = unicodedata.name(letter, "").lower()
    shown = f"`{letter}` " if letter.isprintable() else ""
    return f"{shown}({code}{', ' + name if name else ''})"
