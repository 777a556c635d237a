"""Quotations are phrases, not passages."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Edition
from casebook.edit.walk import walk
from casebook.model.types import Line
from casebook.problem import Problem
from casebook.spot import Spot, locate

MOST_WORDS = 25


def are_short(edition: Edition) -> Iterator[Problem]:
    """No quotation has more than 25 words, in a field or in prose."""
    for of_kind in edition.entries.values():
        for entry in of_kind.values():
            for value in walk(entry.record):
                if isinstance(value.type, Line) and value.type.quoted:
                    yield from _judge(value.at, value.value, len(value.value))
    for prose in edition.prose.values():
        source = edition.manuscript.files.get(prose.text.at.file, "")
        for quotation in prose.quotations:
            if len(quotation.words.split()) > MOST_WORDS:
                at = locate(source, prose.text, quotation.offset)
                yield from _judge(at, quotation.words, quotation.length)


def _judge(at: Spot, words: str, length: int) -> Iterator[Problem]:
    count = len(words.split())
    if count > MOST_WORDS:
        yield Problem(
            at,
            "long-quotation",
            f"a quotation of {count} words; {MOST_WORDS} are the most",
            "quote a phrase and give the rest in your own words",
            length=length,
        )
