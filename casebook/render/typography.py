"""Typographer's marks for plain words: what a keyboard types straight, print sets curly."""

from __future__ import annotations

import re

_OPENING_DOUBLE = re.compile(r'(^|[\s(\[–—])"')
_OPENING_SINGLE = re.compile(r"(^|[\s(\[–—“])'(?=\w)(?!\d0s)")


def typographic(words: str) -> str:
    """The same words with curly quotation marks and apostrophes, and real ellipses."""
    if "'" not in words and '"' not in words and "..." not in words:
        return str(words)
    words = _OPENING_DOUBLE.sub("\\1“", words).replace('"', "”")
    words = _OPENING_SINGLE.sub("\\1‘", words).replace("'", "’")
    return words.replace("...", "…")
