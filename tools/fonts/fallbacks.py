"""Faces from the reader's own machine, sized so that a page does not move when ours arrive.

`size-adjust` makes a line of the fallback as long as ours; `ascent-override` and
`descent-override` make it as high (CSS Fonts 5). The fallbacks are not measured themselves, they
belong to their makers, but through free fonts that were drawn to the same widths.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import packages
from characters import WESTERN, unicode_range
from faces import FACES, SITE, Face
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from packages import Package, Shelf

# A passage like those of a record, figures and capitals included; only its mean width matters.
SAMPLE = """On 7 January 2010 the police said that at least eleven people had been killed in three
parts of the city since the previous evening, and that two of the dead belonged to a party. A
spokesman for the other party denied any part in it and asked for an inquiry by a judge. The
newspaper's report of the following morning gives a higher number, and names neither the hospital
nor the official who counted. Nobody was charged; a second account, written from the consulate a
year later, repeats the figure and says that "most" of those killed were bystanders."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """A typeface that readers may have, and the free one with its widths."""

    family: str
    ours: str
    """The family of ours that it stands in for."""
    package: Package
    stem: str
    local: dict[tuple[int, str], tuple[str, ...]]
    """By weight and style, the full names that `local()` may find it under."""


def _names(*families: str, suffix: str = "", also: tuple[str, ...] = ()) -> tuple[str, ...]:
    return (*(family + suffix for family in families), *also)


FALLBACKS = (
    Fallback("Casebook Serif as Georgia", "Casebook Serif", packages.GELASIO, "gelasio", {
        (400, "normal"): _names("Georgia", "Gelasio"),
        (700, "normal"): _names("Georgia", "Gelasio", suffix=" Bold", also=("Georgia-Bold",)),
        (400, "italic"): _names("Georgia", "Gelasio", suffix=" Italic", also=("Georgia-Italic",)),
    }),
    Fallback("Casebook Serif as Times", "Casebook Serif", packages.TINOS, "tinos", {
        (400, "normal"): _names("Times New Roman", "Liberation Serif", "Tinos",
                                also=("TimesNewRomanPSMT",)),
        (700, "normal"): _names("Times New Roman", "Liberation Serif", "Tinos", suffix=" Bold",
                                also=("TimesNewRomanPS-BoldMT",)),
        (400, "italic"): _names("Times New Roman", "Liberation Serif", "Tinos", suffix=" Italic",
                                also=("TimesNewRomanPS-ItalicMT",)),
    }),
    Fallback("Casebook Serif as Noto", "Casebook Serif", packages.NOTO_SERIF, "noto-serif", {
        (400, "normal"): _names("Noto Serif", also=("NotoSerif", "NotoSerif-Regular")),
        (700, "normal"): _names("Noto Serif", suffix=" Bold", also=("NotoSerif-Bold",)),
        (400, "italic"): _names("Noto Serif", suffix=" Italic", also=("NotoSerif-Italic",)),
    }),
    Fallback("Casebook Sans as Arial", "Casebook Sans", packages.ARIMO, "arimo", {
        (400, "normal"): _names("Arial", "Helvetica", "Liberation Sans", "Arimo",
                                also=("ArialMT",)),
        (700, "normal"): _names("Arial", "Helvetica", "Liberation Sans", "Arimo", suffix=" Bold",
                                also=("Arial-BoldMT",)),
    }),
    Fallback("Casebook Sans as Roboto", "Casebook Sans", packages.ROBOTO, "roboto", {
        (400, "normal"): _names("Roboto", also=("Roboto-Regular",)),
        (700, "normal"): _names("Roboto", suffix=" Bold", also=("Roboto-Bold",)),
    }),
)  # fmt: skip


def rules(made: dict[Face, bytes], shelf: Shelf) -> list[str]:
    """An `@font-face` rule for each weight and style of each fallback."""
    return [
        _rule(fallback, weight, style, made, shelf)
        for fallback in FALLBACKS
        for weight, style in fallback.local
    ]


def _rule(
    fallback: Fallback, weight: int, style: str, made: dict[Face, bytes], shelf: Shelf
) -> str:
    ours = _ours(made, fallback.ours, weight, style)
    theirs = TTFont(
        shelf.file(fallback.package, f"files/{fallback.stem}-latin-{weight}-{style}.woff2")
    )
    size = mean_width(ours) / mean_width(theirs)
    em = ours["head"].unitsPerEm
    names = ", ".join(f'local("{name}")' for name in fallback.local[weight, style])
    return f"""@font-face {{
  font-family: "{fallback.family}";
  src: {names};
  font-weight: {weight};
  font-style: {style};
  size-adjust: {size:.2%};
  ascent-override: {ours["hhea"].ascent / em / size:.2%};
  descent-override: {-ours["hhea"].descent / em / size:.2%};
  line-gap-override: 0%;
  unicode-range: {unicode_range(WESTERN)};
}}"""


def _ours(made: dict[Face, bytes], family: str, weight: int, style: str) -> TTFont:
    """Our face as the fallback's weight would show it: its heaviest where that one is bold."""
    face = next(
        face
        for face in FACES
        if face.folder == SITE
        and face.family == family
        and face.italic == (style == "italic")
        and not face.stem.endswith("-more")
    )
    font = TTFont(io.BytesIO(made[face]))
    if isinstance(face.weight, tuple):
        font = instancer.instantiateVariableFont(
            font, {"wght": face.weight[1] if weight > 400 else face.weight[0]}
        )
    return font


def mean_width(font: TTFont) -> float:
    """The mean advance of the sample's characters in ems."""
    names, widths = font.getBestCmap(), font["hmtx"]
    letters = " ".join(SAMPLE.split())
    total: int = sum(widths[names[ord(letter)]][0] for letter in letters)
    return total / len(letters) / int(font["head"].unitsPerEm)
