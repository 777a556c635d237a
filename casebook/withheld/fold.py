"""A text as words of bare letters, so that no way of writing a name hides it.

Folded away: case; spaces, hyphens, underscores and all other punctuation; the form of letters
in Unicode (composed or not, full width, ligatures, Arabic presentation forms, the Arabic and
Urdu forms of one letter, elongation); accents and vowel signs; invisible characters; and
letters of other scripts that look like Latin ones. Normalisation is NFKD of the Unicode
standard (UAX #15), with case folding.

A word also ends where digits begin and where a capital follows a small letter, so that a name
is found in `photoAdaLind2009.jpg`. Scripts written without spaces have a word a letter.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple


class Word(NamedTuple):
    """One folded word and where it stands in the text."""

    letters: str
    start: int
    end: int


_ONE_LETTER = str.maketrans(
    {
        # Arabic, Persian and Urdu keyboards have forms of their own for one letter.
        "ي": "ی", "ى": "ی", "ے": "ی", "ې": "ی", "ۍ": "ی", "ك": "ک", "ڪ": "ک",
        "ة": "ہ", "ه": "ہ", "ھ": "ہ", "ە": "ہ", "ۃ": "ہ", "ٱ": "ا", "ں": "ن", "ګ": "گ",
        # The hamza is left out as often as it is written; the elongation is none of the name.
        "ء": "", "ٴ": "", "ـ": "",
        # Letters with a stroke, and ligatures, that Unicode does not take apart.
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae",
        "œ": "oe", "þ": "th",
    }
)  # fmt: skip
_LOOKALIKES = str.maketrans("авеіјкмнорстухѕԁԛԝαβεικνορτυχ", "abeijkmhopctyxsdqwabeikvoptux")
"""Cyrillic and Greek letters that pass for Latin ones."""
_WITHIN = re.compile("[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Scripts whose vowels are marks, without which two names would be one."""
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u30ff\u31f0-\u31ff"
    "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Chinese and Japanese."""
_INVISIBLE = re.compile(
    "[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""What is not seen and yet counts as a letter or sign; other such characters are of class Cf."""
_APART = re.compile("[\u02b9-\u02df]")
"""Letters in name only: apostrophes, and the signs that stand for ayn and hamza."""
_RUN = re.compile(r"[0-9]+|[^0-9\s]+")
# It begins with the capital, which is rarer: five times faster than to begin with the small letter.
_HUMP = re.compile("[A-ZÀ-ÖØ-Þ](?<=[a-zß-öø-ÿ].)")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


class _Folded(dict[int, str]):
    """What becomes of each character: letters, a space where a word ends, or nothing."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


def _fold(ch: str) -> str:
    if _WITHOUT_SPACES.match(ch):
        return f" {_letters(ch)} "
    return _letters(ch)


def _letters(ch: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", ch).casefold())
    return "".join(map(_letter, apart)).translate(_ONE_LETTER).translate(_LOOKALIKES)


def _letter(ch: str) -> str:
    category = unicodedata.category(ch)
    if category == "Cf" or _INVISIBLE.match(ch):
        return ""
    if category[0] == "M":
        return ch if _WITHIN.match(ch) else ""
    if category == "Nd":
        return str(unicodedata.decimal(ch))
    return ch if category[0] in "LN" and not _APART.match(ch) else " "


_FOLDED = _Folded()


def bare_words(text: str) -> list[str]:
    """The folded words of a text, in order; each has a letter or digit at least."""
    return runs(folded(text))


def folded(text: str) -> str:
    """A text in folded letters; its words end at blanks, and where letters and digits meet."""
    if _HUMP.search(text):
        text = _HUMP.sub(r" \g<0>", text)
    if not text.isascii():
        # A dash or a curly quotation mark folds to ASCII, in which the rest is folded at once.
        nearly = _BEYOND_ASCII.sub(_fold_one, text)
        if nearly.isascii():
            text = nearly
    return text.translate(_FOLDED)


def runs(folded_text: str) -> list[str]:
    """The words of a text that is folded."""
    return _RUN.findall(folded_text)


def _fold_one(found: re.Match[str]) -> str:
    return _FOLDED[ord(found.group())]


def words(text: str) -> list[Word]:
    """The same words with their places: slower, for a text that holds something."""
    humps = {found.start() for found in _HUMP.finditer(text)}
    parts: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    length = 0
    for position, ch in enumerate(text):
        letters = _FOLDED[ord(ch)]
        if position in humps:
            letters = " " + letters
        if letters:
            starts.append(length)
            sources.append(position)
            parts.append(letters)
            length += len(letters)
    return list(_placed("".join(parts), starts, sources))


def _placed(text: str, starts: list[int], sources: list[int]) -> Iterator[Word]:
    for found in _RUN.finditer(text):
        first = sources[bisect_right(starts, found.start()) - 1]
        last = sources[bisect_right(starts, found.end() - 1) - 1]
        yield Word(found.group(), first, last + 1)


_POSSESSIVE = re.compile(r"['’‘`´ʼʹ＇]\s*[sS]?\s*$")


def letters(name: str) -> str:
    """All letters and digits of a name in one, folded: what it is hashed by."""
    return "".join(bare_words(_POSSESSIVE.sub("", name)))
