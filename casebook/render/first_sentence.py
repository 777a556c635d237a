"""Where the first sentence of a text ends."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?۔؟。]+[”’\"')\]]*\s+(?=[“‘\"'(\[]*[^\W\d_a-z])")
_TITLES = "adm art capt col cpl dr gen gov hon jr lt ltd maj mr mrs ms prof rep rev sen sgt sr"
_OTHERS = "al cf ch co etc fig inc no nos p para pp sec st supt vol vs"
_MONTHS = "jan feb mar apr jun jul aug sep sept oct nov dec"
_SHORT = frozenset(f"{_TITLES} {_OTHERS} {_MONTHS}".split())
"""Words with a full stop that seldom end a sentence."""


def first_sentence(text: str) -> str:
    """The first sentence of some plain words; all of them where none is seen to end.

    In doubt it is the longer one: a stop after an initial or a known abbreviation ends nothing.
    """
    words = " ".join(text.split(" "))
    for end in _END.finditer(words):
        before = words[: end.start()].split()
        last = before[-1].strip("“‘\"'([").casefold() if before else ""
        initial = len(last.split(".")[-1]) < 2
        if words[end.start()] == "." and (initial or last in _SHORT):
            continue
        return words[: end.end()].rstrip()
    return words.strip()
