"""The gatherings joined into one PDF: pages, tags, bookmarks, destinations, fonts."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from casebook.render.book.faces import Face, joined
from casebook.render.book.pdf_file import Chunk, chunk_of, stream_object, write
from casebook.render.book.pieces import CHUNK, Piece

_CATALOG, _INFO, _PAGES, _ROOT, _DOCUMENT, _PARENTS, _METADATA, _FREE = range(1, 9)
"""The numbers of what the whole book has once."""
_LEAF = 100
"""Names in one leaf of a tree of names."""


@dataclass(slots=True)
class _Bookmark:
    level: int
    title: str
    page: int
    x: float
    y: float
    closed: bool
    number: int = 0
    below: list[_Bookmark] = field(default_factory=list)

    def shown(self) -> int:
        """How many bookmarks under it are seen while it is open."""
        return sum(1 + (0 if one.closed else one.shown()) for one in self.below)


class _Merge:
    def __init__(
        self, pieces: Sequence[Piece], subset_of: Callable[[str, tuple[int, ...]], bytes]
    ) -> None:
        self._pieces = pieces
        self._subset_of = subset_of
        self._next = _FREE
        self._plain: list[tuple[int, bytes]] = []
        self._streams: list[tuple[int, bytes]] = []
        self._fonts: dict[tuple[str, str], int] = {}

    def file(self, jobs: int) -> bytes:
        used: dict[tuple[str, str], list[Face]] = {}
        for piece in self._pieces:
            for _, face in piece.faces:
                used.setdefault(face.key(), []).append(face)
        self._fonts = {key: self._font(joined(faces)) for key, faces in used.items()}
        tables = list(self._tables())
        chunks = [
            Chunk(
                [table[place] for place in piece.chunked[first : first + len(chunk.starts)]],
                chunk.starts,
                chunk.filled(table),
            )
            for piece, table in zip(self._pieces, tables, strict=True)
            for first, chunk in zip(_starts(piece), piece.chunks, strict=True)
        ]
        self._whole(tables)
        chunks += [
            chunk_of(self._plain[start : start + CHUNK])
            for start in range(0, len(self._plain), CHUNK)
        ]
        return write(self._all_streams(tables), chunks, self._next, _CATALOG, _INFO, jobs)

    def _tables(self) -> Iterator[list[int]]:
        """For each piece the numbers that its open places are filled with."""
        keys = 0
        for piece in self._pieces:
            table = [_PAGES, _DOCUMENT, *range(self._next, self._next + piece.objects)]
            self._next += piece.objects
            for place, face in piece.faces:
                table[place] = self._fonts[face.key()]
            table += range(keys, keys + piece.keys)
            keys += piece.keys
            yield table

    def _all_streams(self, tables: list[list[int]]) -> Iterator[tuple[int, bytes]]:
        yield from self._streams
        for piece, table in zip(self._pieces, tables, strict=True):
            for body in piece.bodies:
                number = table[body.number]
                head = body.head.filled(table)
                yield (
                    number,
                    b"".join((b"%d 0 obj\n" % number, head, b"\nstream\n", body.data,
                              b"\nendstream\nendobj\n")),
                )  # fmt: skip

    def _add(self, text: bytes) -> int:
        number = self._next
        self._next += 1
        self._plain.append((number, text))
        return number

    def _add_stream(self, head: bytes, data: bytes) -> int:
        number = self._next
        self._next += 1
        data = zlib.compress(data, 9)
        self._streams.append((number, stream_object(number, head + b"/Filter/FlateDecode", data)))
        return number

    def _whole(self, tables: list[list[int]]) -> None:
        """What the book has once: catalog, information, trees."""
        first = self._pieces[0]
        pages = [table[at] for piece, table in self._each(tables) for at in piece.pages]
        tags = [table[at] for piece, table in self._each(tables) for at in piece.tags]
        parents = [table[piece.parents] for piece, table in self._each(tables)]
        keys = sum(piece.keys for piece in self._pieces)
        ids = {
            _string(name): b"%d 0 R" % table[at]
            for piece, table in self._each(tables)
            for name, at in piece.ids
        }
        destinations: dict[bytes, bytes] = {}
        for piece, table in self._each(tables):
            for name, at, x, y in piece.destinations:
                # The first of a name is meant, as in a document of HTML.
                place = f"[{table[at]} 0 R/XYZ {_decimal(x)} {_decimal(y)} 0]"
                destinations.setdefault(_string(name), place.encode())
        ids_tree, names_tree = self._name_tree(ids), self._name_tree(destinations)
        outlines = self._outlines(tables)
        language = _string(first.head["Lang"])
        known = {key: words for key, words in first.head.items() if key != "Lang"}
        info = b"".join(b"/%s%s" % (key.encode(), _string(known[key])) for key in sorted(known))
        self._plain += [
            (_CATALOG, b"<</Type/Catalog/Pages %d 0 R/Lang%s/MarkInfo<</Marked true>>"
             b"/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot %d 0 R"
             b"/Metadata %d 0 R/Names<</Dests %d 0 R>>%s>>"
             % (_PAGES, language, _ROOT, _METADATA, names_tree, outlines)),
            (_INFO, b"<<" + info + b">>"),
            (_PAGES, b"<</Type/Pages/Count %d/Kids%s>>" % (len(pages), _array(pages))),
            (_ROOT, b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d"
             b"/IDTree %d 0 R>>" % (_DOCUMENT, _PARENTS, keys, ids_tree)),
            (_DOCUMENT, b"<</Type/StructElem/S/Document/P %d 0 R/K%s>>" % (_ROOT, _array(tags))),
            (_PARENTS, b"<</Kids%s>>" % _array(parents)),
        ]  # fmt: skip
        # Left as it is, so that what reads no PDF can find it.
        metadata = stream_object(_METADATA, b"/Type/Metadata/Subtype/XML", first.metadata)
        self._streams.append((_METADATA, metadata))

    def _each(self, tables: list[list[int]]) -> Iterator[tuple[Piece, list[int]]]:
        return zip(self._pieces, tables, strict=True)

    def _name_tree(self, names: dict[bytes, bytes]) -> int:
        """A tree from names to what they mean, sorted by what the names say, byte by byte."""
        in_order = sorted(names, key=_said)
        leaves = []
        for start in range(0, len(in_order), _LEAF):
            some = in_order[start : start + _LEAF]
            pairs = b" ".join(name + b" " + names[name] for name in some)
            leaves.append(self._add(b"<</Limits[%s %s]/Names[%s]>>" % (some[0], some[-1], pairs)))
        return self._add(b"<</Kids%s>>" % _array(leaves) if leaves else b"<</Names[]>>")

    def _outlines(self, tables: list[list[int]]) -> bytes:
        """The bookmarks, as the entry of the catalog; nothing where there are none."""
        top = _Bookmark(0, "", 0, 0, 0, False)
        above = [top]
        for piece, table in self._each(tables):
            for level, title, at, x, y, state in piece.bookmarks:
                while above[-1].level >= level:
                    above.pop()
                one = _Bookmark(level, title, table[at], x, y, state == "closed")
                above[-1].below.append(one)
                above.append(one)
        if not top.below:
            return b""
        self._number(top)
        self._write(top)
        return b"/Outlines %d 0 R" % top.number

    def _number(self, bookmark: _Bookmark) -> None:
        bookmark.number = self._next
        self._next += 1
        for one in bookmark.below:
            self._number(one)

    def _write(self, bookmark: _Bookmark, entries: bytes = b"") -> None:
        below = bookmark.below
        if below:
            sign = -1 if bookmark.closed else 1
            ends = (below[0].number, below[-1].number, sign * bookmark.shown())
            entries += b"/First %d 0 R/Last %d 0 R/Count %d" % ends
        self._plain.append((bookmark.number, b"<<" + entries + b">>"))
        for index, one in enumerate(below):
            place = f"[{one.page} 0 R/XYZ {_decimal(one.x)} {_decimal(one.y)} 0]".encode()
            entries = b"/Title%s/Parent %d 0 R/Dest%s" % (
                _string(one.title), bookmark.number, place
            )  # fmt: skip
            if index:
                entries += b"/Prev %d 0 R" % below[index - 1].number
            if index < len(below) - 1:
                entries += b"/Next %d 0 R" % below[index + 1].number
            self._write(one, entries)

    def _font(self, face: Face) -> int:
        """A font for the whole book."""
        glyphs = tuple(sorted(face.widths))
        data = self._subset_of(face.file, glyphs)
        tag = "".join(chr(65 + byte % 26) for byte in sha256(data).digest()[:6])
        name = f"{tag}+{face.name.rpartition('+')[2]}".encode()
        file = self._add_stream(b"/Length1 %d" % len(data), data)
        flags = face.flags | (len(glyphs) > 1 and len(set(face.widths.values())) == 1)
        widest = max(face.widths.values(), default=0)
        descriptor = self._add(
            b"<</Type/FontDescriptor/FontName/%s/FontFamily%s/Flags %d/FontBBox[0 %d %s %d]"
            b"/ItalicAngle %s/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>"
            % (name, _string(face.family), flags, face.descent, _decimal(widest).encode(),
               face.ascent, _decimal(face.italic_angle).encode(), face.ascent, face.descent,
               face.ascent, face.stem, file)
        )  # fmt: skip
        by_number = self._add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)"
            b"/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/W%s/FontDescriptor %d 0 R>>"
            % (name, _widths(face), descriptor)
        )
        letters = self._add_stream(b"", _letters(face))
        return self._add(
            b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
            b"/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % (name, by_number, letters)
        )


def merge(
    pieces: Sequence[Piece], subset_of: Callable[[str, tuple[int, ...]], bytes], jobs: int = 1
) -> bytes:
    """One PDF of the pieces, in order.

    `subset_of` gives the font file of a digest with some of its glyphs. The bytes hang on
    nothing else: not on how many threads compress them.
    """
    return _Merge(pieces, subset_of).file(jobs)


def _starts(piece: Piece) -> Iterator[int]:
    at = 0
    for chunk in piece.chunks:
        yield at
        at += len(chunk.starts)


def _array(numbers: Iterable[int]) -> bytes:
    return b"[" + b" ".join(b"%d 0 R" % number for number in numbers) + b"]"


def _decimal(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _string(words: str) -> bytes:
    """Words as a PDF has them: plain where they are ASCII, else UTF-16 in hexadecimal."""
    if words.isascii():
        escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"({escaped})".replace("\r", r"\r").replace("\n", r"\n").encode()
    return b"<feff" + words.encode("utf-16-be").hex().encode() + b">"


def _said(string: bytes) -> bytes:
    """The bytes that a string of ours stands for."""
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode())
    plain = string[1:-1].replace(rb"\(", b"(").replace(rb"\)", b")")
    return plain.replace(rb"\\", b"\\")


def _widths(face: Face) -> bytes:
    """Runs of neighbouring glyphs: `1[500 520]7[300]`."""
    parts: list[str] = []
    before = -2
    for glyph, width in sorted(face.widths.items()):
        if glyph != before + 1:
            parts.append(f"{']' if parts else ''}{glyph}[")
        parts.append(f"{_decimal(width)} ")
        before = glyph
    return f"[{''.join(parts)}]]".encode() if parts else b"[]"


def _letters(face: Face) -> bytes:
    """What each glyph is read as, for whoever copies or hears the text."""
    lines = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
        "1 begincodespacerange", "<0000> <ffff>", "endcodespacerange",
    ]  # fmt: skip
    pairs = [
        f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>"
        for glyph, text in sorted(face.letters.items())
    ]
    for start in range(0, len(pairs), 100):
        some = pairs[start : start + 100]
        lines += [f"{len(some)} beginbfchar", *some, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()
