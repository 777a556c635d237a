"""Which way a language is written, and which way a text runs."""

from __future__ import annotations

import re

RIGHT_TO_LEFT = ("ar", "fa", "he", "ps", "sd", "ug", "ur", "yi", "ckb", "pnb", "bal")

_RIGHTWARD = re.compile("[A-Za-z\u00c0-\u02af\u0370-\u058f\u0900-\u1fff]")
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def direction(language: str) -> str:
    """`rtl` or `ltr`, by the language or the script its code names."""
    parts = language.lower().split("-")
    if any(part in ("arab", "hebr", "aran") for part in parts[1:]):
        return "rtl"
    return "rtl" if parts[0] in RIGHT_TO_LEFT and "latn" not in parts else "ltr"


def is_mixed(words: str, within: str) -> bool:
    """Has a text letters that run against the direction (`rtl` or `ltr`) of what it stands in?"""
    return bool((_RIGHTWARD if within == "rtl" else _LEFTWARD).search(words))
