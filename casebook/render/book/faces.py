"""The fonts of the gatherings made into one font a face, with the glyphs that any of them uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

_UNUSED = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "STAT", "name", "OS/2",
           "post", "cmap", "meta")  # fmt: skip
"""Tables that nothing reads in a font that is called up by the numbers of its glyphs."""
_KEPT = ("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")


@dataclass(slots=True)
class Face:
    """A font as far as it is used: enough to embed it anew."""

    file: str
    """The digest of the whole font file."""
    name: str
    family: str
    flags: int
    italic_angle: float
    ascent: int
    descent: int
    stem: int
    widths: dict[int, float] = field(default_factory=dict)
    letters: dict[int, str] = field(default_factory=dict)
    """What each glyph is read as."""

    def values(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self) | {
            "widths": list(self.widths.items()),
            "letters": list(self.letters.items()),
        }

    @staticmethod
    def of(values: dict[str, Any]) -> Face:
        """Back from that."""
        widths = {int(glyph): width for glyph, width in values["widths"]}
        letters = {int(glyph): text for glyph, text in values["letters"]}
        return Face(**(values | {"widths": widths, "letters": letters}))

    def key(self) -> tuple[str, str]:
        """The same for all that can be one font."""
        return self.file, self.name


def face_of(fonts: Sequence[Any]) -> tuple[Face, bytes] | None:
    """The face of WeasyPrint's fonts by one name, and its file; None where it is not plain.

    Plain is a static TrueType font without colour or bitmaps in which no letter was missing; any
    other stays with its gathering as WeasyPrint embedded it.
    """
    data = _file(fonts[0]) if fonts else None
    if data is None or data[:4] not in (b"\x00\x01\x00\x00", b"true"):
        return None
    first = fonts[0]
    unusual = {"fvar", "CBDT", "EBDT", "SVG ", "COLR", "sbix"} & set(first.tables)
    if unusual or first.index or any(one.missing or one.bitmap for one in fonts):
        return None
    face = Face(
        file=sha256(data).hexdigest(),
        name=first.name.decode().removeprefix("/"),
        family=first.family,
        flags=first.flags,
        italic_angle=first.italic_angle,
        ascent=first.ascent,
        descent=first.descent,
        stem=first.stemv,
    )
    for one in fonts:
        face.widths = {**one.widths, **face.widths}
        face.letters = {**one.to_unicode, **face.letters}
    return face, data


def _file(font: Any) -> bytes | None:  # noqa: ANN401
    """The whole font file, of which WeasyPrint keeps a part only once it has been embedded."""
    try:
        from weasyprint.text.fonts import get_hb_object_data

        data: bytes | None = get_hb_object_data(font.hb_face)
    except (ImportError, AttributeError, TypeError):  # not its public part: it may go
        return None
    return data


def joined(faces: Iterable[Face]) -> Face:
    """One face with all that some of the same key use; the first has the say."""
    first, *rest = faces
    widths, letters = dict(first.widths), dict(first.letters)
    for one in rest:
        widths = {**one.widths, **widths}
        letters = {**one.letters, **letters}
    values = first.values() | {"widths": widths.items(), "letters": letters.items()}
    return Face.of(values)


def subset(data: bytes, glyphs: Iterable[int]) -> bytes:
    """A TrueType font with some of its glyphs, which keep their numbers."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    options = Options(
        retain_gids=True, notdef_outline=True, hinting=False, glyph_names=False,
        layout_features=[], drop_tables=[*Options().drop_tables, *_UNUSED],
        ignore_missing_unicodes=True, ignore_missing_glyphs=True,
    )  # fmt: skip
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(gids=sorted(glyphs))
    subsetter.subset(font)
    for table in [tag for tag in font.keys() if tag not in (*_KEPT, "GlyphOrder")]:  # noqa: SIM118
        del font[table]
    out = BytesIO()
    font.save(out)
    return out.getvalue()
