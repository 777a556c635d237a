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
    for end in _END.finditer(text):
        if text[end.start()] == ".":
            before = text[: end.start()].rsplit(maxsplit=1)
            last = before[-1].strip("“‘\"'([").casefold() if before else ""
            initial = len(last.rpartition(".")[2]) < 2
            if initial or last in _SHORT:
                continue
        return text[: end.end()].rstrip()
    return text.strip()
