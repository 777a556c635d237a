"""From a published font to the bytes of one of our faces: subset, pinned, renamed."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from faces import Face
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._n_a_m_e import table__n_a_m_e
from fontTools.varLib import instancer

# Copyright, version, trademark and licence stay as their authors wrote them.
_KEPT_NAMES = (0, 5, 7, 13, 14)
_STYLES = {400: "Regular", 600: "Semibold", 620: "Semibold"}


def cut(face: Face, source: Path) -> bytes:
    """The face's file: TrueType for the book, WOFF2 for the site; the same bytes on every run.

    Raises what fontTools raises when the source is not the font that the face describes.
    """
    font = TTFont(source, recalcTimestamp=False)
    _lend_glyphs(font)
    _subset(font, face)
    if face.axes:
        # Subset first: it is faster, and an instance must be saved before it can be subset.
        font = instancer.instantiateVariableFont(font, face.axes)
        if "fvar" in font:
            font["fvar"].instances = []
    if face.line:
        _set_line(font, *face.line)
    font["OS/2"].usWeightClass = face.weight if isinstance(face.weight, int) else face.weight[0]
    _rename(font, face)
    font.flavor = "woff2" if face.file.endswith("woff2") else None
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def covered(made: bytes) -> frozenset[int]:
    """The characters that a finished face holds."""
    return frozenset(TTFont(io.BytesIO(made), lazy=True).getBestCmap())


def _lend_glyphs(font: TTFont) -> None:
    """Lets the hyphen stand for the non-breaking hyphen where a source forgot it.

    A font that lacks a character sends it, and with it half a word, to some other font.
    """
    held = font.getBestCmap()
    lent = held.get(0x2010) or held.get(0x2D)
    if lent and 0x2011 not in held:
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format != 14:
                table.cmap[0x2011] = lent


def _subset(font: TTFont, face: Face) -> None:
    options = subset.Options()
    options.layout_features = list(face.features)
    options.hinting = False  # Screens of today and PDF do without, and it is a third of a file.
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [*_KEPT_NAMES, 256, *range(257, 300)]
    options.name_languages = [0x409]
    options.drop_tables += ["STAT", "meta", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=face.keep)
    level = logging.getLogger("fontTools").level
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    cutter.subset(font)
    logging.getLogger("fontTools").setLevel(level)


def _set_line(font: TTFont, ascent: int, descent: int) -> None:
    """One height of line in all three places that systems read it from, but for Windows' clip."""
    scale = font["head"].unitsPerEm / 1000
    for table, up, down, gap in (
        ("hhea", "ascent", "descent", "lineGap"),
        ("OS/2", "sTypoAscender", "sTypoDescender", "sTypoLineGap"),
    ):
        setattr(font[table], up, round(ascent * scale))
        setattr(font[table], down, round(descent * scale))
        setattr(font[table], gap, 0)
    font["OS/2"].fsSelection |= 1 << 7  # USE_TYPO_METRICS


def _rename(font: TTFont, face: Face) -> None:
    """Names the face ours, as the Open Font License asks of a changed font whose name is reserved.

    Records that carry copyright, trademark and licence are left alone.
    """
    table: table__n_a_m_e = font["name"]
    axes = {axis.axisNameID for axis in font["fvar"].axes} if "fvar" in font else set()
    table.names = [n for n in table.names if n.nameID in _KEPT_NAMES or n.nameID in axes]
    weight = face.weight if isinstance(face.weight, int) else face.weight[0]
    style = _STYLES[weight]
    slope = "Italic" if face.italic else ""
    plain = style == "Regular"
    full = " ".join(part for part in (face.family, "" if plain else style, slope) if part)
    postscript = f"{face.family.replace(' ', '')}-{'' if plain and slope else style}{slope}"
    names = {
        1: face.family if plain else f"{face.family} {style}",
        2: slope or "Regular",
        3: f"{table.getDebugName(5)};{face.stem}",
        4: full,
        6: postscript,
    }
    if not plain:
        names |= {16: face.family, 17: f"{style} {slope}".strip()}
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    table.names.sort()
    bits = font["OS/2"].fsSelection & ~0b1100001
    font["OS/2"].fsSelection = bits | (1 if face.italic else 0) | (0 if slope else 1 << 6)
    font["head"].macStyle = 0b10 if face.italic else 0
