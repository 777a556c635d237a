"""The interface's own words: what layouts and views say that no record does."""

from __future__ import annotations

from collections.abc import Mapping


class Interface:
    """The words of one language. A phrase is known by its English, which stands for itself
    where the language has none.
    """

    def __init__(self, language: str = "en", phrases: Mapping[str, str] | None = None) -> None:
        """`language` is a BCP 47 tag; `phrases` gives the words of that language by the English."""
        self.language = language
        self._phrases = phrases or {}

    def say(self, phrase: str) -> str:
        """A phrase in the language."""
        return self._phrases.get(phrase, phrase)

    def say_number(self, one: str, several: str, number: int) -> str:
        """A phrase that depends on a number."""
        return self.say(one if number == 1 else several)


ENGLISH = Interface()
