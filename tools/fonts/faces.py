"""Every face we cut, for the site and for the book: what from, how, and under which name."""

from __future__ import annotations

from dataclasses import dataclass, field

import characters
import packages
from packages import Package

_LATIN_FEATURES = ("kern", "liga", "onum", "lnum", "tnum", "pnum", "calt", "ccmp", "locl", "mark",
                   "mkmk")  # fmt: skip
_URDU_FEATURES = (*_LATIN_FEATURES, "isol", "init", "medi", "fina", "rlig", "rclt", "curs",
                  "abvm", "blwm")  # fmt: skip

SITE = "static/fonts"
BOOK = "layouts/book/fonts"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file and the `@font-face` rule that goes with it."""

    folder: str
    stem: str
    """The file's name without its ending."""
    family: str
    package: Package
    source: str
    """The font's path inside the package."""
    keep: frozenset[int]
    """Characters to keep; those the source lacks are left out."""
    features: tuple[str, ...] = _LATIN_FEATURES
    """OpenType features to keep."""
    axes: dict[str, float | tuple[float, float]] = field(default_factory=dict, hash=False)
    """Where to pin or limit the source's axes, if it is variable."""
    weight: int | tuple[int, int] = 400
    italic: bool = False
    line: tuple[int, int] | None = None
    """Ascent and descent in thousandths of an em, where they stand in for the source's own."""

    @property
    def file(self) -> str:
        """The file's path in the repository."""
        return f"{self.folder}/{self.stem}.{'woff2' if self.folder == SITE else 'ttf'}"


# Naskh is given the line of the serif, so that a line with an Urdu name in it stands no taller
# than the next. Nothing is clipped: browsers and PDF paint outside of the line as well.
_SERIF_LINE = (1036, -335)
_ROMAN = "VAR/SourceSerif4Variable-Roman.ttf"
_ITALIC = "VAR/SourceSerif4Variable-Italic.ttf"
_SANS_ROMAN = "VF/SourceSans3VF-Upright.ttf"
_TEXT = 20.0  # The optical size that the family calls Text.


def _two(stem: str, **rest: object) -> list[Face]:
    """The common characters in one file and the rarer ones in another."""
    cuts = ((stem, characters.CORE), (f"{stem}-more", characters.MORE))
    return [Face(SITE, name, keep=keep, **rest) for name, keep in cuts]  # type: ignore[arg-type]


def _site() -> list[Face]:
    serif = {"family": "Casebook Serif", "package": packages.SERIF}
    sans = {"family": "Casebook Sans", "package": packages.SANS}
    naskh = {
        "family": "Casebook Naskh",
        "package": packages.NASKH,
        "keep": characters.NEIGHBOURS,
        "features": _URDU_FEATURES,
        "line": _SERIF_LINE,
    }
    return [
        *_two("casebook-serif", **serif, source=_ROMAN, weight=(400, 620),
              axes={"opsz": _TEXT, "wght": (400.0, 620.0)}),
        # Two single weights: a page that has only one of them fetches half of a variable italic.
        *_two("casebook-serif-italic", **serif, source=_ITALIC, italic=True,
              axes={"opsz": _TEXT, "wght": 400.0}),
        *_two("casebook-serif-italic-620", **serif, source=_ITALIC, italic=True, weight=620,
              axes={"opsz": _TEXT, "wght": 620.0}),
        *_two("casebook-sans", **sans, source=_SANS_ROMAN, weight=(400, 650),
              axes={"wght": (400.0, 650.0)}),
        *_two("casebook-sans-italic", **sans, source="TTF/SourceSans3-It.ttf", italic=True),
        Face(SITE, "casebook-mono", "Casebook Mono", packages.MONO,
             "TTF/SourceCodePro-Regular.ttf", characters.MONO),
        Face(SITE, "casebook-naskh", **naskh,  # type: ignore[arg-type]
             source="NotoNaskhArabic_400Regular.ttf"),
        Face(SITE, "casebook-naskh-600", **naskh, weight=600,  # type: ignore[arg-type]
             source="NotoNaskhArabic_600SemiBold.ttf"),
        Face(SITE, "casebook-nastaliq", "Casebook Nastaliq", packages.NASTALIQ,
             "400Regular/NotoNastaliqUrdu_400Regular.ttf", characters.URDU, _URDU_FEATURES),
    ]  # fmt: skip


def _book() -> list[Face]:
    def latin(stem: str, family: str, package: Package, name: str, weight: int = 400,
              italic: bool = False) -> Face:  # fmt: skip
        return Face(BOOK, stem, family, package, f"TTF/{name}.ttf", characters.LATIN,
                    weight=weight, italic=italic)  # fmt: skip

    def naskh(stem: str, name: str, weight: int) -> Face:
        return Face(BOOK, stem, "Casebook Naskh", packages.NASKH, name, characters.NEIGHBOURS,
                    _URDU_FEATURES, weight=weight, line=_SERIF_LINE)  # fmt: skip

    serif, display = "Casebook Serif", "Casebook Serif Display"
    sans = "Casebook Sans"
    return [
        latin("casebook-serif", serif, packages.SERIF, "SourceSerif4-Regular"),
        latin("casebook-serif-italic", serif, packages.SERIF, "SourceSerif4-It", italic=True),
        latin("casebook-serif-600", serif, packages.SERIF, "SourceSerif4-Semibold", 600),
        latin("casebook-serif-600-italic", serif, packages.SERIF, "SourceSerif4-SemiboldIt",
              600, italic=True),
        latin("casebook-serif-display-600", display, packages.SERIF,
              "SourceSerif4Display-Semibold", 600),
        latin("casebook-serif-display-600-italic", display, packages.SERIF,
              "SourceSerif4Display-SemiboldIt", 600, italic=True),
        latin("casebook-sans", sans, packages.SANS, "SourceSans3-Regular"),
        latin("casebook-sans-italic", sans, packages.SANS, "SourceSans3-It", italic=True),
        latin("casebook-sans-600", sans, packages.SANS, "SourceSans3-Semibold", 600),
        latin("casebook-mono", "Casebook Mono", packages.MONO, "SourceCodePro-Regular"),
        naskh("casebook-naskh", "NotoNaskhArabic_400Regular.ttf", 400),
        naskh("casebook-naskh-600", "NotoNaskhArabic_600SemiBold.ttf", 600),
    ]  # fmt: skip


FACES: tuple[Face, ...] = (*_site(), *_book())
