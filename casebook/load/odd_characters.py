"""Characters that cannot be seen and have no place in a record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from casebook.problem import Problem
from casebook.spot import Spot

MOST_REPORTED = 100
"""How many odd characters of one file are named one by one."""

# Joiners, soft breaks, the plain direction marks (U+00AD, U+061C, U+200B-F) and what varies a
# letter (U+FE00-F) are not here: some scripts need them, and `edit/rules/letters.py` asks what
# stands beside them. Fillers, hidden operators and tags are, which none needs. So are U+0085,
# U+2028 and U+2029: YAML would take them for line ends where an editor shows none, and every
# line number after them would be wrong.
_ODD = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u034f\u115f\u1160\u17b4\u17b5\u2028-\u202e\u2060-\u206f\u3164"
    r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    r"\U000e0000-\U000e00ff\U000f0000-\U0010ffff"
    + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 15))
    + "]"
)
_STAND_IN = "\ufffd"
_SEEN = b"\t\n" + bytes(range(0x20, 0x7F))
"""What of ASCII is not odd: nearly all of most files."""


def first_odd(text: str) -> int:
    """The index of the first odd character of a text, or -1."""
    found = _ODD.search(text)
    return found.start() if found else -1


def has_odd(source: str) -> bool:
    """Is there an odd character in a long text?"""
    # To drop what is plainly sound takes a fortieth of what looking at each character takes; of
    # what is left, a text has some hundred distinct characters at most.
    rest = source.encode("utf-8", "surrogatepass").translate(None, _SEEN)
    return bool(rest) and first_odd("".join(set(rest.decode("utf-8", "surrogatepass")))) >= 0


def odd_character(ch: str, where: Spot) -> Problem:
    """The problem for one odd character at a place."""
    name = unicodedata.name(ch, "").lower()
    named = f"U+{ord(ch):04X} ({name})" if name else f"U+{ord(ch):04X}"
    return Problem(
        where,
        "odd-character",
        f"{_kind(ch)} stands here: {named}",
        "delete it, or type the words here again by hand",
    )


def without_odd_characters(source: str, file: str, report: Callable[[Problem], None]) -> str:
    """The same text with U+FFFD in place of every odd character, so that all places stay.

    In: the text of a file, with newlines for line ends. Reports each odd character at its place
    (`odd-character`); beyond the first hundred of a file, only how many more there are.
    """
    if not has_odd(source):
        return source
    last, count = Spot(file, 1, 1), 0
    for spot, ch in _places(source, file):
        last, count = spot, count + 1
        if count <= MOST_REPORTED:
            report(odd_character(ch, spot))
    if count > MOST_REPORTED:
        message = f"{count - MOST_REPORTED} more characters that cannot be seen, the last one here"
        report(Problem(last, "odd-character", message, "is this a text file?"))
    return _ODD.sub(_STAND_IN, source)


def _places(source: str, file: str) -> Iterator[tuple[Spot, str]]:
    for number, line in enumerate(source.split("\n"), 1):
        for found in _ODD.finditer(line):
            yield Spot(file, number, found.start() + 1), found.group()


def _kind(ch: str) -> str:
    category = unicodedata.category(ch)
    if category == "Cs":
        return "half of a character pair"
    if category == "Co":
        return "a private-use character, which only one font knows,"
    if category == "Cn":
        return "a code that is no character"
    if ch in "\u0085\u2028\u2029":
        return "a line end that editors do not show"
    if ch == "\ufeff":
        return "a byte order mark inside the text"
    if ch in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        return "an invisible character that turns the reading direction"
    if category == "Cc":
        return "a control character"
    return "a sign that cannot be seen"
