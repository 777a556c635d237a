"""Texts in files that are no text: what pictures say of themselves, and plain words in others.

PNG (ISO/IEC 15948) keeps texts in chunks, compressed or not; JPEG (ITU-T T.81) in comments and
application segments, which hold Exif, XMP and IPTC; WebP in RIFF chunks; fonts in a table. Pixels
and outlines are left out, and what is compressed: a few letters stand in any noise by chance.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_LARGEST = 1 << 20
"""Bytes that a compressed text of a picture is unpacked to at most."""
_PNG = b"\x89PNG\r\n\x1a\n"
_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_ASCII = rb"[\x20-\x7e]"
_RUNS = re.compile(
    rb"(?:[\t\r\n\x20-\x7e]|[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){6,}"
    rb"|(?:" + _ASCII + rb"\x00){6,}|(?:\x00" + _ASCII + rb"){6,}"
)
"""What reads like words: six characters in a row, in UTF-8 or UTF-16."""


def texts_in(data: bytes) -> Iterator[str]:
    """The texts of a picture or any other file, each in the encodings it may be in."""
    try:
        if data.startswith(_PNG):
            parts = list(_png(data))
        elif data.startswith(b"\xff\xd8"):
            parts = list(_jpeg(data))
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            parts = list(_webp(data))
        elif data[:4] in _FONTS:
            parts = list(_font(data))
        elif data[:4] in (b"wOFF", b"wOF2"):
            parts = []  # compressed throughout
        else:
            parts = _RUNS.findall(data)
    except (IndexError, ValueError):
        parts = _RUNS.findall(data)
    for part in parts:
        yield from _decoded(part)


def _decoded(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    if not data.isascii():
        yield data.decode("latin-1")
    if b"\x00" in data:
        for start in (0, 1):
            yield data[start:].decode("utf-16-le", "replace")
            yield data[start:].decode("utf-16-be", "replace")


def _png(data: bytes) -> Iterator[bytes]:
    position = len(_PNG)
    while position < len(data):
        length = int.from_bytes(data[position : position + 4])
        kind = data[position + 4 : position + 8]
        chunk = data[position + 8 : position + 8 + length]
        position += 12 + length
        if kind in (b"IDAT", b"fdAT"):
            continue
        yield chunk
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            yield from _unpacked(chunk)
        if kind == b"IEND":
            yield from _RUNS.findall(data[position:])
            return


def _unpacked(chunk: bytes) -> Iterator[bytes]:
    """The compressed text of a chunk, which begins somewhere after its keyword."""
    start = chunk.find(b"\x00")
    for position in range(start + 1, min(start + 200, len(chunk))):
        if chunk[position] != 0x78:  # what a zlib stream begins with (RFC 1950)
            continue
        try:
            yield zlib.decompressobj().decompress(chunk[position:], _LARGEST)
        except zlib.error:
            continue
        return


def _jpeg(data: bytes) -> Iterator[bytes]:
    position = 2
    while position < len(data):
        if data[position] != 0xFF:
            raise ValueError("no marker")
        kind = data[position + 1]
        if kind == 0xFF:
            position += 1
        elif kind == 0xDA:
            # The pixels, to the last end of image; what is hung on behind them is read.
            yield from _RUNS.findall(data[data.rfind(b"\xff\xd9") :])
            return
        elif kind in (0xD8, 0xD9, 0x01) or 0xD0 <= kind <= 0xD7:
            position += 2
        else:
            length = int.from_bytes(data[position + 2 : position + 4])
            if length < 2:
                raise ValueError("no length")
            if kind == 0xFE or 0xE0 <= kind <= 0xEF:
                yield data[position + 4 : position + 2 + length]
            position += 2 + length


def _font(data: bytes) -> Iterator[bytes]:
    """The table of names of a font (OpenType, ISO/IEC 14496-22)."""
    for number in range(int.from_bytes(data[4:6])):
        table = data[12 + 16 * number : 28 + 16 * number]
        start, length = int.from_bytes(table[8:12]), int.from_bytes(table[12:16])
        if table[:4] == b"name":
            yield data[start : start + length]


def _webp(data: bytes) -> Iterator[bytes]:
    position = 12
    while position + 8 <= len(data):
        kind = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        if kind not in (b"VP8 ", b"VP8L", b"ALPH", b"ANMF"):
            yield data[position + 8 : position + 8 + length]
        position += 8 + length + length % 2
    yield from _RUNS.findall(data[position:])
