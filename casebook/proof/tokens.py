"""Words that can be compared: what is forgiven in a quotation, and nothing else.

Forgiven, wherever they stand: how lines break and how wide spaces are; the form of quotation
marks, of apostrophes and of dashes; the form of accents and of ligatures such as `ﬁ` (Unicode
NFC). At the edges of a quotation: a capital at the first letter, full stops at the end,
ellipses, and quotation marks that enclose it. Between two words: an ellipsis that is written,
where it stands for words left out. And for a source that says so, the marks its copy has lost.
Never a word, and no other mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

ELLIPSIS = "…"
DASH = "–"
QUOTE = '"'

_FORMS = str.maketrans(
    dict.fromkeys("‘’‚‛′`´ʼʹ＇‹›", "'")
    | dict.fromkeys("“”„‟″«»＂", QUOTE)
    | dict.fromkeys("‐‑‒−﹘－", "-")
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)
_ELLIPSES = re.compile(r"\[\s*(?:\.\.\.|…)\s*\]|\.\.\.|\.\s\.\s\.")
_DASHES = re.compile(r"[—―]|---?|(?<=\s)[–-](?=\s)")
"""A dash stands between words; a hyphen, and the `–` of `2009–11`, stands inside one."""

_MARKS = "".join(
    chr(code) for code in range(0x300, 0x3100) if unicodedata.category(chr(code))[0] == "M"
)
_TOKEN = re.compile(
    rf"[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"  # initials: U.S, e.g
    rf"|(?:(?<![^\W_])\.(?=\d))?[^\W_]"  # a word or a number, also .5
    rf"(?:[^\W_]|['-](?=[^\W_])|(?<=\d)[.,:/](?=\d)|[{_MARKS}]|[\u200c\u200d](?=[^\W_]))*"
    rf"|\S"
)
LOSSES = ("apostrophes", "quotation-marks", "dashes")
"""What a source's `lost` may name with a meaning for proofs: marks that its copy lacks."""


def tokens(text: str, lost: Iterable[str] = ()) -> tuple[str, ...]:
    """The words and marks of a text, in order, forms made alike.

    `lost` names what the copy has lost; those marks are then left out.
    """
    plain = unicodedata.normalize("NFC", text).translate(_FORMS)
    plain = _ELLIPSES.sub(f" {ELLIPSIS} ", plain)
    plain = _DASHES.sub(f" {DASH} ", plain)
    # What is still a short dash stands inside a word.
    plain = re.sub(rf"(?<=\S){DASH}(?=\S)", "-", plain)
    gone: set[str] = set()
    for name in lost:
        if name == "apostrophes":
            plain = plain.replace("'", "")
        elif name == "quotation-marks":
            gone |= {"'", QUOTE}
        elif name == "dashes":
            gone.add(DASH)
    found = (token for token in _TOKEN.findall(plain) if token not in gone)
    return tuple(QUOTE if token == "'" else DASH if token == "-" else token for token in found)


def canonical(words: str, lost: Iterable[str] = ()) -> tuple[str, ...]:
    """The tokens of a quotation with its edges made alike.

    Its seal is made over all its marks; it is compared without those that the copy has lost.
    """
    found = list(tokens(words, lost))
    while found and found[-1] in (".", ELLIPSIS, QUOTE):
        found.pop()
    while found and found[0] in (ELLIPSIS, QUOTE):
        found.pop(0)
    if found:
        found[0] = small(found[0])
    return tuple(found)


def count_words(words: str) -> int:
    """How many words a quotation has: marks and ellipses do not count, a number counts one."""
    return sum(1 for token in tokens(words) if any(ch.isalnum() for ch in token))


def small(word: str) -> str:
    """The word with a small first letter: a capital at a quotation's edge is forgiven."""
    return word[:1].lower() + word[1:]
