"""Texts of prose, each parsed once, also over several builds in one preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from casebook.edit.by_object import ByObject
from casebook.problem import Problem
from casebook.prose import Form, Prose, parse_prose, read_simple
from casebook.spot import Spot, Text

_MOST = 50_000
"""Texts that are remembered: those of some 10,000 events."""
_NOWHERE = Spot("", 1, 1, "raw")


def parsed(text: Text, form: Form, report: Callable[[Problem], None], file: str) -> Prose:
    """What `parse_prose` gives; `file` is the whole file that holds the text.

    What a text holds depends on its words alone, and only its problems on where it stands. So
    the words are parsed once, and again only where there is something wrong with them.
    """

    def sound(text: Text) -> tuple[Form, Prose | None]:
        # To read a simple text takes no longer than to look it up.
        if (simple := read_simple(text, form)) is not None:
            return form, simple
        found = _of_words(str(text), form)
        return form, None if found is None else replace(found, text=text)

    as_form, prose = _of_texts().of(text, sound)
    if as_form is not form:
        _, prose = sound(text)
    return parse_prose(text, form, report, file) if prose is None else prose


@lru_cache(maxsize=1)
def _of_texts() -> ByObject[Text, tuple[Form, Prose | None]]:
    return ByObject()


def forget_other_texts() -> None:
    """Keep only what was made of texts that are asked for between two calls of this."""
    _of_texts().turn()


@lru_cache(maxsize=_MOST)
def _of_words(words: str, form: Form) -> Prose | None:
    """The words parsed; None where something is wrong with them."""
    wrong: list[Problem] = []
    prose = parse_prose(Text(words, _NOWHERE), form, wrong.append, words)
    return None if wrong else prose
