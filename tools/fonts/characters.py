"""The characters each cut of a face keeps, and how CSS writes a set of characters."""

from __future__ import annotations

from collections.abc import Iterable


def _span(*bounds: tuple[int, int]) -> frozenset[int]:
    return frozenset(code for first, last in bounds for code in range(first, last + 1))


def _of(letters: str) -> frozenset[int]:
    return frozenset(map(ord, letters))


_ASCII = _span((0x20, 0x7E))
# Spaces that join or part figures, and hyphens that hold or give way.
_SPACES = _of("\u00a0\u00ad\u2009\u2011\u202f")

CORE = _ASCII | _SPACES | _of("“”‘’–—…•·¶§†‡←→↑↓↗×−≥≤½№°©€£₨")
"""What almost every English page needs. It must fit the first view's weight."""

MORE = (
    _span((0xA1, 0x17F))  # Latin-1 and Latin Extended-A
    | _of("ḍḏḥḫḳḵḷṃṇṛṣṭṯẓẕẖẏḌḎḤḪḲḴḶṂṆṚṢṬṮẒẔẎ")  # transliteration of Urdu, Arabic, Sindhi
    | _of("ʹʻʼʾʿ")
    | _span((0x300, 0x304), (0x306, 0x308), (0x323, 0x324))
    | {0x30C, 0x32E, 0x331, 0x35F}
    | _of("‐―‚„‹›′″⁄≈≠∞↔↕↖↘↙")
) - CORE
"""Letters with marks and rarer signs, in a second file that is fetched only where one occurs."""

LATIN = CORE | MORE
"""Both together, for the book, where nothing is fetched."""

MONO = _ASCII | _of("\u00a0¶§–—“”‘’…")
"""Numbers of records, and a cable's plain text."""

_ARABIC_LETTERS = _span((0x621, 0x63A), (0x640, 0x64A))
_URDU_LETTERS = _of("ٹپچڈڑژکگںھہۂۃۀیےۓە")
_ARABIC_MARKS = _span((0x610, 0x615), (0x64B, 0x658), (0x670, 0x670))
_ARABIC_FIGURES = _span((0x660, 0x669), (0x6F0, 0x6F9))
# The signs that stand before a number, a year, a note or a page, then punctuation.
_ARABIC_SIGNS = _span((0x600, 0x603), (0x66A, 0x66D)) | _of("،؍؛؟۔ﷲﷺ")
_JOINERS = _span((0x200C, 0x200F))
_BESIDE_URDU = _of("\u0020\u00a0!()*+-./:[]0123456789«»‘’“”–—…◌")

URDU = (
    _ARABIC_LETTERS
    | _URDU_LETTERS
    | _ARABIC_MARKS
    | _ARABIC_FIGURES
    | _ARABIC_SIGNS
    | _JOINERS
    | _BESIDE_URDU
)
"""Urdu and Arabic as names and quotations print them, with the punctuation inside them, so that a
name in brackets is one run of one face."""

NEIGHBOURS = URDU | _of("ٻڀٺٽٿڄڃڇڊڌڍڏڦڪڳڱڻ۽۾" + "ټڅځډړږښګڼۍې")
"""Urdu with the letters of Sindhi and Pashto, which names and titles of newspapers bring."""

WESTERN = _span((0x0, 0x2FF), (0x1E00, 0x1EFF), (0x2000, 0x2BFF)) - _JOINERS
"""What a fallback face may stand in for: it must leave Arabic script to the faces made for it."""


def unicode_range(codes: Iterable[int]) -> str:
    """The value of the CSS descriptor `unicode-range` (CSS Fonts 4) that holds just these codes."""
    spans: list[tuple[int, int]] = []
    for code in sorted(set(codes)):
        if spans and spans[-1][1] == code - 1:
            spans[-1] = (spans[-1][0], code)
        else:
            spans.append((code, code))
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)
