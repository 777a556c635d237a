"""A text as words of bare letters, so that no way of writing a name hides it.

Folded away: case; spaces, hyphens, underscores and all punctuation; markup; the form of
letters in Unicode (composed or not, full width, ligatures, Arabic presentation forms, Arabic
and Urdu forms of one letter, elongation); accents and vowel signs; invisible characters;
possessive endings; and letters of other scripts that look like Latin ones.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Word(NamedTuple):
    """One folded word and where it stands in the text."""

    letters: str
    start: int
    end: int


_WITHIN = "\u0300-\u036f\u064b-\u065f\u0670\u0640\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
"""Accents, vowel signs, elongation and invisible characters: they do not end a word."""
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_WITHIN}'’‘`´ʼʹ＇])*")
_POSSESSIVE = re.compile(r"['’‘`´ʼʹ＇]\s?[sS]?$")
_LOOKALIKES = str.maketrans("аеіјкмнорстухѕԁԛԝαβεικνορτυχ", "aeijkmhopctyxsdqwabeikvoptux")
"""Cyrillic and Greek letters that pass for Latin ones."""

_ONE_LETTER = str.maketrans(
    {"ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ہ", "ه": "ہ", "ۀ": "ہ", "أ": "ا", "إ": "ا",
     "آ": "ا", "ٱ": "ا", "ؤ": "و", "ـ": ""}
)  # fmt: skip


def words(text: str) -> list[Word]:
    """The folded words of a text, in order. A word without letters or digits is left out."""
    found = []
    for match in _WORD.finditer(text):
        letters = _letters(match.group())
        if letters:
            found.append(Word(letters, match.start(), match.end()))
    return found


def letters(text: str) -> str:
    """All letters and digits of a text in one, folded: what a name is hashed by."""
    return "".join(word.letters for word in words(text))


@lru_cache(maxsize=65_536)
def _letters(word: str) -> str:
    bare = _POSSESSIVE.sub("", word)
    apart = unicodedata.normalize("NFKD", bare).casefold()
    kept = "".join(ch for ch in apart if ch.isalnum())
    return kept.translate(_ONE_LETTER).translate(_LOOKALIKES)
