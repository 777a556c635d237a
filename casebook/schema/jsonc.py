"""Editors' settings, JSON with comments: where its members stand, so that one can be put in.

Nothing is parsed and written anew: comments, order and indentation of a person's own settings stay
as they are.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_BLANK = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL = re.compile(r"-?[0-9][0-9.eE+-]*|true|false|null")
_DEEPEST = 50


class NotSettings(ValueError):  # noqa: N818 - it is no error of ours, and says what a text is not
    """A text that is no object of JSON with comments."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an object: its key, and where its value stands."""

    key: str
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Object:
    """An object: where its braces are, and its members in order."""

    start: int
    end: int
    """After its closing brace."""
    members: tuple[Member, ...]

    def find(self, key: str) -> Member | None:
        """The last member of a key, which is the one that counts."""
        return next((one for one in reversed(self.members) if one.key == key), None)


def whole(text: str) -> Object:
    """The object that a text is; NotSettings if it is none."""
    found, end = object_at(text, _skip(text, 0)), 0
    end = _skip(text, found.end)
    if end != len(text):
        raise NotSettings("something stands after the settings")
    return found


def object_at(text: str, start: int, depth: int = 0) -> Object:
    """The object that begins at a place; commas may stand after the last member."""
    if text[start : start + 1] != "{" or depth > _DEEPEST:
        raise NotSettings("an object was expected")
    members: list[Member] = []
    at = _skip(text, start + 1)
    while text[at : at + 1] != "}":
        key = _STRING.match(text, at)
        colon = _skip(text, key.end()) if key else at
        if key is None or text[colon : colon + 1] != ":":
            raise NotSettings("a key and a colon were expected")
        value = _skip(text, colon + 1)
        end = _end_of_value(text, value, depth)
        members.append(Member(_said(key[0]), at, value, end))
        at = _after_comma(text, end, "}")
    return Object(start, at + 1, tuple(members))


def _end_of_value(text: str, at: int, depth: int) -> int:
    opening = text[at : at + 1]
    if opening == "{":
        return object_at(text, at, depth + 1).end
    if opening == "[" and depth <= _DEEPEST:
        at = _skip(text, at + 1)
        while text[at : at + 1] != "]":
            at = _after_comma(text, _end_of_value(text, at, depth + 1), "]")
        return at + 1
    found = _STRING.match(text, at) or _LITERAL.match(text, at)
    if found is None:
        raise NotSettings("a value was expected")
    return found.end()


def _after_comma(text: str, at: int, closing: str) -> int:
    """Where the next member begins, or the closing bracket stands."""
    at = _skip(text, at)
    if text[at : at + 1] == ",":
        return _skip(text, at + 1)
    if text[at : at + 1] != closing:
        raise NotSettings(f"a comma or {closing} was expected")
    return at


def _said(string: str) -> str:
    try:
        return str(json.loads(string))
    except ValueError:
        raise NotSettings("a key is no JSON string") from None


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    assert found is not None  # it matches nothing as well
    return found.end()
