"""What a text must look like, as patterns that editors and `check` both read.

They are written for ECMAScript with its `u` flag, as JSON Schema asks, and mean the same in
Python. Blanks around a value are let pass, as the loader strips them.
"""

from __future__ import annotations

import re

from casebook.load import scalars
from casebook.model.units import LABEL


def _alone(pattern: str) -> str:
    """A pattern for the whole of a text, in the spelling of ECMAScript."""
    # A quotation mark needs no backslash, and with the `u` flag may not have one.
    plain = pattern.replace('\\"', '"')
    return rf"^\s*(?:{plain})\s*$"


def _ungrouped(pattern: str) -> str:
    return re.sub(r"\((?!\?)", "(?:", pattern)


# A name has at most 80 letters: the loader counts them with `$`, which must not see blanks.
_NAME = r"(?!\S{81})[a-z0-9]+(?:-[a-z0-9]+)*"
SLUG = _alone(_NAME)
LANGUAGE = _alone(scalars.LANGUAGE.pattern)
ADDRESS = _alone(scalars.ADDRESS.pattern.replace("(?=.{1,2000}$)", r"(?!\S{2001})"))
NUMBER = _alone(scalars.NUMBER.pattern)
WHOLE = _alone(r"-?[0-9]{1,15}")
FILLED = r"\S"

_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]|XX))?"
_SINGLE = (
    r"(?:(?!0000)[0-9]{4}"
    rf"(?:-(?:{_MONTH_DAY}|2[1-4]|XX(?:-XX)?))?"
    r"|[0-9]{3}X|[0-9]{2}XX)[?~%]?"
)
_MEMBER = rf"\s*(?:{_SINGLE}(?:\.\.(?:{_SINGLE})?)?|\.\.{_SINGLE})\s*"
DATE = _alone(
    rf"{_SINGLE}(?:/(?:{_SINGLE}|\.\.)?)?|(?:\.\.)?/{_SINGLE}|\[{_MEMBER}(?:,{_MEMBER})*\]"
)
DAY = _alone(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")

_LABEL = _ungrouped(LABEL.pattern)
_PLACE = rf"{_LABEL}(?:\s*[-–]\s*(?:{_LABEL}|[0-9]{{1,5}}))?"
_PLACES = rf"{_PLACE}(?:\s*,\s*{_PLACE})*"
UNITS = _alone(_PLACES)
PLACE_IN_SOURCE = _alone(rf"{_NAME}(?: +\s*{_PLACES})?")


def line(largest: int) -> str:
    """One line of at most so many characters, not blank and without `[[`."""
    return rf"^\n*(?![^\n]*\[\[)(?=[^\n]*\S)[^\n]{{1,{largest}}}\n*$"


def reference(kinds: tuple[str, ...]) -> str:
    """An id, or one of these kinds, a colon and an id."""
    return _alone(rf"(?:(?:{'|'.join(kinds)}):)?{_NAME}")


def either_way(kind: str, id_: str) -> str:
    """An id with or without its kind; one that is given with its kind, only so."""
    return id_ if ":" in id_ else f"(?:{kind}:)?{id_}"


def one_of(*words: str) -> str:
    """One of some words, themselves patterns."""
    return rf"^\s*(?:{'|'.join(words)})\s*$"


def in_source(*sources: str) -> str:
    """Any place in one of some sources."""
    return rf"^\s*(?:{'|'.join(sources)})(?:\s|$)"
