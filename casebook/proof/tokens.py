"""Words that can be compared: what is forgiven in a quotation, and nothing else.

Forgiven: where lines break and how wide spaces are; the form of quotation marks, apostrophes
and dashes; a capital at the first letter and a full stop at the end; an ellipsis that is
written, where it stands for words left out; the form of accents and of the ligatures `ﬁ` and
`ﬂ` (Unicode NFC); and, for a source that says so, marks its copy has lost. Never a word.
"""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"

_FORMS = str.maketrans(
    dict.fromkeys("‘’‚‛′`´ʼʹ＇", "'")
    | dict.fromkeys("“”„‟″«»＂", '"')
    | dict.fromkeys("‐‑‒–—―−﹘－", "-")
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
)
_TOKEN = re.compile(
    r"\.\.\.|…"  # an ellipsis
    r"|[^\W_](?:[^\W_]|['.,:-](?=[^\W_])|[\u200c\u200d](?=[^\W_])|[\u0300-\u036f\u064b-\u065f\u0670])*"
    r"|\S"
)
LOSSES = {
    "apostrophes": "'",
    "quotation-marks": "\"'",
    "dashes": "-",
}
"""What a source's `lost` may name, and the marks that its copy then lacks."""


def tokens(text: str, lost: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The words and marks of a text, in order, forms made alike.

    Quotation marks are left out: a quotation within a quotation may be marked otherwise.
    `lost` names what the copy has lost; those marks are left out on both sides.
    """
    plain = unicodedata.normalize("NFC", text.replace("ﬁ", "fi").replace("ﬂ", "fl"))
    plain = plain.translate(_FORMS).replace("...", ELLIPSIS)
    for name in lost:
        for mark in LOSSES.get(name, ""):
            plain = plain.replace(mark, " " if mark == "-" else "")
    return tuple(token for token in _TOKEN.findall(plain) if token not in ('"', "'"))


def canonical(words: str, lost: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The tokens of a quotation with its edges made alike: what its seal is made over."""
    found = list(tokens(words, lost))
    while found and found[-1] in (".", ELLIPSIS):
        found.pop()
    while found and found[0] == ELLIPSIS:
        found.pop(0)
    if found:
        found[0] = _small(found[0])
    return tuple(found)


def count_words(words: str) -> int:
    """How many words a quotation has: marks and ellipses do not count."""
    return sum(1 for token in tokens(words) if any(ch.isalnum() for ch in token))


def _small(word: str) -> str:
    """The word with a small first letter."""
    return word[:1].lower() + word[1:]


def same_edge(word: str, other: str) -> bool:
    """Are these the same word, a capital at the first letter aside?"""
    return _small(word) == _small(other)
