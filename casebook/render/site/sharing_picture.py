"""Pictures for sharing: 1200 by 630, drawn from words with the book's fonts.

The same words give the same bytes: letters are placed by Pillow's own simple layout, which asks
the system for nothing, and that is why only scripts that need no shaping are drawn.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFont

from casebook.render.site.sharing_card import Card

if TYPE_CHECKING:
    Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1200, 630
"""What every platform shows whole."""
_EDGE = 80
_WIDE = WIDTH - 2 * _EDGE
_TOP = 58
_FACES = {"title": "serif-display-600", "site": "serif-600", "label": "sans-600", "text": "sans"}
_SIZES = (96, 88, 80, 74, 68, 62, 54, 48)
"""Of a title, the first in which it fits."""
_LINES = 3
_LEADING = 1.13
_BESIDE = 34
_ROW = 48
"""The size of what stands above and below the title, and of a line of it."""

# Paper, ink, soft ink, line and accent of the light theme (static/css/site.css).
_PAPER: Colour = (0xFB, 0xF9, 0xF4)
_INKS: tuple[Colour, ...] = (
    (0x1D, 0x1B, 0x18),
    (0x5F, 0x59, 0x4F),
    (0x8A, 0x1C, 0x1C),
    (0xDC, 0xD4, 0xC5),
)
_INK, _SOFT, _ACCENT, _LINE = range(len(_INKS))
_STEPS = 16
"""Shades from paper to an ink: enough for smooth edges, and few enough for a light file."""


class Letters:
    """The fonts of a build's pictures."""

    def __init__(self, layouts: Sequence[Path]) -> None:
        """From some folders of layouts, the first that has a face winning."""
        self._files = {
            use: next(
                path
                for folder in layouts
                if (path := folder / "book" / "fonts" / f"casebook-{face}.ttf").is_file()
            )
            for use, face in _FACES.items()
        }
        self._fonts: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}
        self._known: set[int] | None = None

    def has(self, words: str) -> bool:
        """Can these words be drawn, letter for letter?"""
        if self._known is None:
            maps = [TTFont(path, lazy=True).getBestCmap() for path in self._files.values()]
            self._known = set(maps[0]).intersection(*maps[1:])
        return self._known.issuperset(map(ord, words))

    def font(self, use: str, size: int) -> ImageFont.FreeTypeFont:
        """A face in a size."""
        found = self._fonts.get((use, size))
        if found is None:
            found = ImageFont.truetype(
                str(self._files[use]), size, layout_engine=ImageFont.Layout.BASIC
            )
            self._fonts[use, size] = found
        return found


@lru_cache(maxsize=4)
def letters(*layouts: Path) -> Letters:
    """The fonts in some folders, opened once."""
    return Letters(layouts)


def draw(card: Card, letters: Letters) -> bytes:
    """A card as a PNG: the site's name, a double rule, the title, and at the foot when and who."""
    sheet = _Sheet(letters)
    sheet.write(card.site, "site", 38, _TOP, _INK)
    for offset in (62, 68):
        sheet.rule(_TOP + offset)
    above = _TOP + 108
    if card.kicker:
        sheet.write(card.kicker, "label", _BESIDE - 3, above, _ACCENT)
        above += 52
    below = [*sheet.lines(card.date, _INK), *sheet.lines(card.told, _SOFT)]
    below_top = HEIGHT - _TOP - _ROW * len(below)
    for number, (line, ink) in enumerate(below):
        sheet.write(line, "text", _BESIDE, below_top + _ROW * number, ink)
    sheet.title(card.title, above, below_top - 30)
    return sheet.png()


class _Sheet:
    """A drawing in a few inks, each a mask of its own until the end."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._masks = [Image.new("L", (WIDTH, HEIGHT)) for _ in _INKS]
        self._pens = [ImageDraw.Draw(mask) for mask in self._masks]

    def write(self, words: str, use: str, size: int, top: int, ink: int) -> None:
        """One line; too long a one is cut."""
        font = self._letters.font(use, size)
        self._pens[ink].text((_EDGE, top), _cut(words, font), fill=255, font=font)

    def rule(self, top: int) -> None:
        """A line from edge to edge."""
        self._pens[_LINE].rectangle((_EDGE, top, WIDTH - _EDGE - 1, top + 2), fill=255)

    def lines(self, words: str, ink: int) -> Iterator[tuple[str, int]]:
        """Words in two lines at most, each with its ink."""
        lines = _lines(words, self._letters.font("text", _BESIDE))
        if len(lines) > 2:
            lines = [lines[0], " ".join(lines[1:])]
        yield from ((line, ink) for line in lines)

    def title(self, words: str, top: int, bottom: int) -> None:
        """A title in the largest size in which it fits between two heights."""
        for size in _SIZES:
            font = self._letters.font("title", size)
            lines = _lines(words, font)
            if len(lines) <= _LINES and len(lines) * size * _LEADING <= bottom - top:
                break
        most = max(1, int((bottom - top) / (size * _LEADING)))
        if len(lines) > most:
            lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
        else:
            lines = _balanced(lines, font)
        for number, line in enumerate(lines):
            self.write(line, "title", size, top + round(number * size * _LEADING), _INK)

    def png(self) -> bytes:
        """The drawing with a palette of its inks."""
        palette: list[int] = []
        whole = Image.new("L", (WIDTH, HEIGHT))
        for ink, mask in enumerate(self._masks):
            first = ink * _STEPS
            shade = [first + value * _STEPS // 256 if value >= 256 // _STEPS else 0
                     for value in range(256)]  # fmt: skip
            whole = ImageChops.lighter(whole, mask.point(shade))
            for step in range(_STEPS):
                palette += _mixed(_INKS[ink], step / (_STEPS - 1))
        # A palette's picture has the same pixels as its numbers.
        drawn = Image.frombytes("P", whole.size, whole.tobytes())
        drawn.putpalette(palette)
        packed = io.BytesIO()
        drawn.save(packed, "PNG", optimize=False, compress_level=9)
        return packed.getvalue()


def _mixed(ink: Colour, share: float) -> list[int]:
    return [round(p + (i - p) * share) for p, i in zip(_PAPER, ink, strict=True)]


def _lines(words: str, font: ImageFont.FreeTypeFont, width: int = _WIDE) -> list[str]:
    """Words in lines that are no wider than that, unless a word alone is."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(lines: list[str], font: ImageFont.FreeTypeFont) -> list[str]:
    """The same words in as many lines, of about the same length."""
    words, best = " ".join(lines), lines
    for width in range(_WIDE, _WIDE // 2, -20):
        found = _lines(words, font, width)
        if len(found) > len(lines):
            break
        best = found
    return best


def _cut(words: str, font: ImageFont.FreeTypeFont) -> str:
    """A line as far as it fits."""
    shown = words
    while font.getlength(shown) > _WIDE and len(shown) > 1:
        shown = shown.removesuffix("…")[:-1].rstrip() + "…"
    return shown
