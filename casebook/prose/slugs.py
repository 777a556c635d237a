"""Slugs: the ids of records, notes and headings."""

from __future__ import annotations

import re
import unicodedata

SLUG = r"[a-z0-9]+(?:-+[a-z0-9]+)*"
"""A lower-case ASCII slug, for use inside a regular expression."""


def slug_of(words: str) -> str:
    """A slug made of words, or "" where they hold no letter or digit that ASCII knows.

    Accents are taken off (Unicode NFKD), apostrophes dropped, all else becomes a hyphen.
    """
    folded = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "")).strip("-")
