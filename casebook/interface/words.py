"""What one language has to say for the interface."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from casebook.dates import ENGLISH as ENGLISH_DATES
from casebook.dates import ENGLISH_BRIEF, Words
from casebook.interface.direction import direction
from casebook.interface.plurals import RULES

_PLACE = re.compile(r"%\((\w+)\)s")

Said = str | Mapping[str, str]
"""A phrase in the language, or its forms by their plural category."""


@dataclass(frozen=True)
class Interface:
    """The words of one language. A phrase is known by its English, which stands for itself
    where the language has none.
    """

    language: str = "en"
    """A BCP 47 tag."""
    phrases: Mapping[str, Said] = field(default_factory=dict)
    """By the English; one that depends on a number by its English singular."""
    plurals: str = "one-other"
    """The name of its rule among `plurals.RULES`."""
    numbers: tuple[str, ...] = (
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    )  # fmt: skip
    """Small numbers as they stand before a noun, from none on."""
    digits: str = "0123456789"
    """The ten digits that the interface counts and dates with."""
    thousands: str = ","
    comma: str = ", "
    semicolon: str = "; "
    last_and: str = " and "
    """What stands between the parts of a list, and before its last."""
    quotes: tuple[str, str] = ("“", "”")
    stop: str = "."
    dates: Words = ENGLISH_DATES
    brief_dates: Words = ENGLISH_BRIEF

    def __hash__(self) -> int:
        return hash((self.language, len(self.phrases)))

    @cached_property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)

    def say(self, phrase: str, **values: object) -> str:
        """A phrase in the language, its placeholders filled if values are given."""
        found = self.phrases.get(phrase, phrase)
        if not isinstance(found, str):
            found = list(found.values())[-1]
        return found % values if values else found

    def say_number(self, one: str, several: str, number: int) -> str:
        """The form of a phrase that goes with a number, its placeholders not yet filled.

        `one` and `several` are the English, by the first of which the phrase is known.
        """
        found = self.phrases.get(one)
        if found is None:
            return one if number == 1 else several
        if isinstance(found, str):
            return found
        form = "zero" if number == 0 and "zero" in found else RULES[self.plurals].form(number)
        return found.get(form) or list(found.values())[-1]

    def count(self, one: str, several: str, number: int, **values: object) -> str:
        """The same with its placeholders filled: `%(n)s` with the number in words if it is small,
        `%(num)s` with its digits.
        """
        given = {"n": self.in_words(number), "num": self.number(number), **values}
        return self.say_number(one, several, number) % given

    def forms(self, one: str, several: str) -> Mapping[str, str]:
        """Every form of a phrase that depends on a number, by plural category: for a script, which
        asks the browser which of them a number takes. `zero` may be among them.
        """
        found = self.phrases.get(one)
        if found is None:
            return {"one": one, "other": several}
        return {"other": found} if isinstance(found, str) else found

    def number(self, number: float) -> str:
        """A number in digits: `11,200`."""
        shown = f"{number:,}" if isinstance(number, int) else f"{number:,.12g}"
        shown = shown.replace(",", self.thousands)
        return self.in_digits(shown)

    def in_digits(self, text: str) -> str:
        """The same text with the digits of the language."""
        return text.translate(self._digits) if self._digits else text

    @cached_property
    def _digits(self) -> dict[int, str]:
        ours = "0123456789"
        return {} if self.digits == ours else {ord(a): b for a, b in zip(ours, self.digits)}  # noqa: B905

    def in_words(self, number: int) -> str:
        """A number as it stands before a noun: `no`, `ten`, `11`."""
        small = 0 <= number < len(self.numbers)
        return self.numbers[number] if small else self.number(number)

    def listed(self, items: Sequence[str]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        if len(items) < 2:
            return "".join(items)
        return self.comma.join(items[:-1]) + self.last_and + items[-1]


def phrase(words: str) -> str:
    """The same words: marks a phrase that stands in a table, to be said where it is used."""
    return words


def placeholders(phrase: str) -> frozenset[str]:
    """The names of the places that values fill: `who` of "By %(who)s"."""
    return frozenset(_PLACE.findall(phrase))


ENGLISH = Interface()
