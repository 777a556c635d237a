"""Words as search compares them, so that each way of writing a name finds it.

Folded away: case; accents and vowel signs; composed and decomposed letters, ligatures and
presentation forms; the Arabic and Urdu forms of one letter; hamza and elongation; invisible
characters; apostrophes, and the English genitive; the commas of thousands. `static/scripts/
fold.js` folds in the same way, and a test compares the two: change both or neither.
"""

from __future__ import annotations

import re
import unicodedata

ONE_LETTER = {
    # Arabic, Persian and Urdu keyboards have forms of their own for one letter.
    "ي": "ی", "ى": "ی", "ے": "ی", "ې": "ی", "ۍ": "ی", "ك": "ک", "ڪ": "ک", "ګ": "گ",
    "ة": "ہ", "ه": "ہ", "ھ": "ہ", "ە": "ہ", "ۃ": "ہ", "ٱ": "ا", "ں": "ن",
    # The hamza is left out as often as it is written; the elongation is none of the name.
    "ء": "", "ٴ": "", "ـ": "",
    # Letters with a stroke, and ligatures, that Unicode does not take apart.
    "ß": "ss", "ς": "σ", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i",
    "æ": "ae", "œ": "oe", "þ": "th",
    "’": "'", "`": "'",
    **{chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x966) for n in range(10)},
}  # fmt: skip
_WITHIN = re.compile("[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Scripts whose vowels are marks, without which two words would be one."""
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u30ff\u31f0-\u31ff\u3400-\u9fff]"
)
"""Thai, Lao, Burmese, Khmer, Chinese and Japanese: a word a letter."""
_MODIFIERS = re.compile("[\u02b9-\u02df]")
"""Letters in name only: apostrophes, and the signs that stand for ayn and hamza."""
_THOUSANDS = re.compile(r"([0-9]),(?=[0-9]{3}(?![0-9]))")


class _Folded(dict[int, str]):
    """What becomes of each character of a decomposed, lower-case text."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _letter(chr(code))
        return folded


def _letter(ch: str) -> str:
    if ch in ONE_LETTER:
        return ONE_LETTER[ch]
    if ch in "',":
        return ch
    category = unicodedata.category(ch)
    if category == "Cf" or _MODIFIERS.match(ch):
        return ""
    if category[0] == "M" and not _WITHIN.match(ch):
        return ""
    if category[0] not in "LNM":
        return " "
    return f" {ch} " if _WITHOUT_SPACES.match(ch) else ch


_FOLDED = _Folded()


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    text = _THOUSANDS.sub(r"\1", text.translate(_FOLDED)).replace(",", " ")
    if "'" not in text:
        return text.split()
    bare = (word.removesuffix("'s").replace("'", "") for word in text.split())
    return [word for word in bare if word]


def folded(text: str) -> str:
    """The same as one string: what two spellings of one name have in common."""
    return " ".join(words(text))
