"""Texts of prose, each parsed once, also over several builds in one preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from casebook.problem import Problem
from casebook.prose import Form, Prose, parse_prose
from casebook.spot import Spot, Text

_MOST = 50_000
"""Texts that are remembered: those of some 10,000 events."""
_NOWHERE = Spot("", 1, 1, "raw")


def parsed(text: Text, form: Form, report: Callable[[Problem], None], file: str) -> Prose:
    """What `parse_prose` gives; `file` is the whole file that holds the text.

    What a text holds depends on its words alone, and only its problems on where it stands. So
    the words are parsed once, and again only where there is something wrong with them.
    """
    found = _of_words(str(text), form)
    return parse_prose(text, form, report, file) if found is None else replace(found, text=text)


@lru_cache(maxsize=_MOST)
def _of_words(words: str, form: Form) -> Prose | None:
    """The words parsed; None where something is wrong with them."""
    wrong: list[Problem] = []
    prose = parse_prose(Text(words, _NOWHERE), form, wrong.append, words)
    return None if wrong else prose
