"""Which form of a phrase goes with a number, after the plural rules of Unicode's CLDR.

A language's file names one of these rules. They are for whole numbers, which is all that an
interface counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The names of the forms. `zero` may be given in any language, for "none of them"."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The forms that a language needs, and which of them a number takes."""

    forms: tuple[str, ...]
    form: Callable[[int], str]


def _one(number: int) -> str:
    return "one" if number == 1 else "other"


def _none_or_one(number: int) -> str:
    return "one" if number in (0, 1) else "other"


def _east_slavic(number: int) -> str:
    ten, hundred = number % 10, number % 100
    if ten == 1 and hundred != 11:
        return "one"
    return "few" if ten in (2, 3, 4) and hundred not in (12, 13, 14) else "many"


def _polish(number: int) -> str:
    return "one" if number == 1 else _east_slavic(number).replace("one", "many")


def _czech(number: int) -> str:
    return "one" if number == 1 else "few" if number in (2, 3, 4) else "other"


def _arabic(number: int) -> str:
    if number < 3:
        return ("zero", "one", "two")[number]
    last = number % 100
    return "few" if 3 <= last <= 10 else "many" if last >= 11 else "other"


def _hebrew(number: int) -> str:
    return "one" if number == 1 else "two" if number == 2 else "other"


RULES: Mapping[str, Rule] = {
    "one-other": Rule(("one", "other"), _one),
    "none-or-one": Rule(("one", "other"), _none_or_one),
    "no-forms": Rule(("other",), lambda number: "other"),
    "one-two-other": Rule(("one", "two", "other"), _hebrew),
    "one-few-other": Rule(("one", "few", "other"), _czech),
    "polish": Rule(("one", "few", "many"), _polish),
    "east-slavic": Rule(("one", "few", "many"), _east_slavic),
    "arabic": Rule(("zero", "one", "two", "few", "many", "other"), _arabic),
}
"""By the name that a language's file gives in `plurals`: `one-other` is that of English, Urdu and
most of Europe; `none-or-one` of French, Hindi, Persian and Bengali; `no-forms` of Chinese,
Japanese, Indonesian and Thai; `one-two-other` of Hebrew; `one-few-other` of Czech and Slovak;
`east-slavic` of Russian, Ukrainian and Belarusian."""
