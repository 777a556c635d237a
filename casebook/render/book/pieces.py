"""The PDF objects of one gathering, taken out of WeasyPrint before it writes them, to be merged.

Every reference, and every key into the tree that leads from marks on a page to tags, becomes an
open place in otherwise finished bytes. To merge is then to fill in numbers, which is fast, and no
PDF is ever parsed. Nothing private is touched: WeasyPrint hands its pydyf document to a finisher.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from casebook.memory.blobs import damaged_if_not_as_packed, pack, unpack
from casebook.render.book.faces import Face, face_of

ELSEWHERE = "casebook-book:"
"""The address of what stands in another gathering; becomes a link inside the book."""
PAGES, DOCUMENT, FIRST = 0, 1, 2
"""Places in the table of numbers: the merged page tree and tag `Document`, then our own."""
CHUNK = 200
"""Objects that are compressed together."""

_TOKEN = re.compile(
    rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]+>"  # strings, in which nothing is a reference
    rb"|\b([0-9]+) 0 R\b|(?<=/StructParent )([0-9]+)|(?<=/StructParents )([0-9]+)|%",
    re.DOTALL,
)
_OPEN = b"%7d"
_WIDTH = 7
"""Open places are always as wide, so that where objects begin is known before they have numbers."""

Opened = tuple[bytes, list[int], int]
"""An object's bytes with open places, what belongs in those, and how many signs % were doubled."""


@dataclass(slots=True)
class Template:
    """Some objects as bytes with open places, and what belongs in those, by the table."""

    text: bytes
    places: array[int]
    starts: list[int]
    """Where each object begins."""

    def filled(self, table: list[int]) -> bytes:
        """The bytes with the numbers of a table."""
        return self.text % tuple([table[place] for place in self.places])


@dataclass(slots=True)
class Body:
    """An object with a stream."""

    number: int
    head: Template
    data: bytes


@dataclass(slots=True)
class Piece:
    """A gathering as PDF objects, numbered by their places in a table.

    The table holds the numbers of what all share, then those of its own `objects`, then its
    `keys`; `fonts` are places of objects too.
    """

    objects: int
    keys: int
    pages: list[int]
    tags: list[int]
    """The tags right below `Document`."""
    parents: int
    """The node of the tree from keys to tags."""
    chunks: list[Template]
    chunked: list[int]
    """The places of the objects in the chunks, in order."""
    bodies: list[Body]
    destinations: list[tuple[str, int, float, float]]
    bookmarks: list[tuple[int, str, int, float, float, str]]
    ids: list[tuple[str, int]]
    """The name of each tag that others name, and its place."""
    head: dict[str, str]
    """What the document says of itself: the entries of its information, and its language."""
    metadata: bytes
    """The same as XMP."""
    faces: list[tuple[int, Face]] = field(default_factory=list)
    """The fonts that can be shared: the place of each, and what of it is used."""

    def packed(self) -> bytes:
        """As bytes, for another process or another day."""
        values: list[Any] = [
            self.objects, self.keys, self.pages, self.tags, self.parents, self.chunked,
            self.destinations, self.bookmarks, self.ids, self.head,
            [chunk.starts for chunk in self.chunks], [body.number for body in self.bodies],
            [(place, face.values()) for place, face in self.faces],
        ]  # fmt: skip
        blobs = [self.metadata]
        for chunk in self.chunks:
            blobs += [chunk.text, chunk.places.tobytes()]
        for body in self.bodies:
            blobs += [body.head.text, body.head.places.tobytes(), body.data]
        return pack(values, blobs)


def anchor_elsewhere(address: str) -> str:
    """The anchor that an address of another gathering means; nothing for any other address."""
    return unquote(address.removeprefix(ELSEWHERE)) if address.startswith(ELSEWHERE) else ""


def unpacked(data: bytes) -> Piece:
    """A piece that was packed; Damaged if it is not whole."""
    values, blobs = unpack(data)
    with damaged_if_not_as_packed():
        (objects, keys, pages, tags, parents, chunked, destinations, bookmarks, ids, head, starts,
         numbers, faces) = values  # fmt: skip
        rest = iter(blobs)
        metadata = next(rest)
        chunks = [Template(next(rest), _places(next(rest)), one) for one in starts]
        bodies = [
            Body(number, Template(next(rest), _places(next(rest)), [0]), next(rest))
            for number in numbers
        ]
        return Piece(
            objects, keys, pages, tags, parents, chunks, chunked, bodies,
            [tuple(one) for one in destinations], [tuple(one) for one in bookmarks],
            [tuple(one) for one in ids], head, metadata,
            [(place, Face.of(values)) for place, values in faces],
        )  # fmt: skip


def _places(data: bytes) -> array[int]:
    places = array("I")
    places.frombytes(data)
    return places


def collect(document: Any, pdf: Any, owner: str) -> tuple[Piece, dict[str, bytes]]:  # noqa: ANN401
    """The piece of a finished layout, and by their digests the font files it shares.

    `owner` is an anchor of the gathering, by which the names of its tags are unlike those of
    any other.
    """
    return _Collector(document, pdf, owner).piece()


class _Collector:
    def __init__(self, document: Any, pdf: Any, owner: str) -> None:  # noqa: ANN401
        self._document = document
        self._pdf = pdf
        self._objects: list[Any] = pdf.objects
        root = self._at(pdf.catalog["StructTreeRoot"])
        self._tree: Any = self._at(root["ParentTree"])
        [self._top] = (self._at(kid) for kid in root["K"])
        self._pages: list[int] = pdf.pages["Kids"][::3]
        self._owner = owner
        self._table: dict[int, int] = {pdf.pages.number: PAGES, self._top.number: DOCUMENT}
        self._faces: dict[int, Face] = {}
        self._files: dict[str, bytes] = {}

    def piece(self) -> tuple[Piece, dict[str, bytes]]:
        self._link_elsewhere()
        ids = list(self._name_tags())
        self._share_fonts()
        kept = self._reached()
        for place, number in enumerate(kept, start=FIRST):
            self._table[number] = place
        parents = FIRST + len(kept)
        nums = self._tree["Nums"]
        keys = len(nums) // 2
        chunked = [n for n in kept if n not in self._faces and self._objects[n].compressible]
        streams = [n for n in kept if not self._objects[n].compressible]
        first_key = parents + 1
        texts = [self._opened(self._objects[number].data, first_key) for number in chunked]
        texts.append(self._leaf(nums, first_key))
        places = [*(self._table[number] for number in chunked), parents]
        head = {str(key): str(value.string) for key, value in self._pdf.info.items()}
        head["Lang"] = str(self._pdf.catalog["Lang"].string)
        piece = Piece(
            objects=len(kept) + 1,
            keys=keys,
            pages=[self._table[number] for number in self._pages],
            tags=[self._table[_number(kid)] for kid in self._top["K"]],
            parents=parents,
            chunks=[
                _template(texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)
            ],
            chunked=places,
            bodies=[self._body(number, first_key) for number in streams],
            destinations=list(self._destinations()),
            bookmarks=list(self._bookmarks()),
            ids=[(name, self._table[number]) for name, number in ids],
            head=head,
            metadata=self._stream_of(self._at(self._pdf.catalog["Metadata"])),
            faces=[(self._table[number], face) for number, face in self._faces.items()],
        )
        return piece, self._files

    def _at(self, reference: bytes) -> Any:  # noqa: ANN401
        return self._objects[_number(reference)]

    def _link_elsewhere(self) -> None:
        import pydyf

        for number in self._pages:
            for reference in self._objects[number].get("Annots", ()):
                note = self._at(reference)
                address = str(note["A"]["URI"].string) if "A" in note else ""
                if address.startswith(ELSEWHERE):
                    anchor = pydyf.String(anchor_elsewhere(address))
                    del note["A"]
                    note |= {"Contents": anchor, "Dest": anchor}

    def _name_tags(self) -> Iterator[tuple[str, int]]:
        """Tags that others name, given names that no other gathering gives."""
        import pydyf

        seen: set[int] = set()
        tags = (one for one in self._objects if isinstance(one, pydyf.Dictionary))
        for tag in tags:
            if tag.get("Type") != "/StructElem":
                continue
            named = [tag["ID"]] if "ID" in tag else []
            shown = tag.get("A")
            if isinstance(shown, dict):
                named += shown.get("Headers", [])
            for name in named:
                # One string stands in a heading and in each of its cells.
                if isinstance(name, pydyf.String) and id(name) not in seen:
                    seen.add(id(name))
                    name.string = f"{self._owner}.{name.string}"
            if "ID" in tag:
                yield str(tag["ID"].string), tag.number

    def _share_fonts(self) -> None:
        """Find the fonts that one file can serve in the whole book."""
        fonts = self._at(self._at(self._objects[self._pages[0]]["Resources"])["Font"])
        for name, reference in fonts.items():
            used = [one for one in self._document.fonts.values() if one.hash == name]
            found = face_of(used)
            if found is not None:
                face, data = found
                self._faces[_number(reference)] = face
                self._files[face.file] = data

    def _reached(self) -> list[int]:
        """The numbers of all objects that the pages and their tags need, rising."""
        found = {PAGES, self._pdf.pages.number, self._top.number}
        start = [*self._pages, *(_number(kid) for kid in self._top["K"])]
        start += self._references(self._tree.data)
        waiting = list(start)
        kept = set()
        while waiting:
            number = waiting.pop()
            if number in found:
                continue
            found.add(number)
            kept.add(number)
            if number in self._faces:
                continue  # made anew for all
            one = self._objects[number]
            data = one.data if one.compressible else _dictionary(one)
            waiting.extend(self._references(data))
        return sorted(kept)

    def _references(self, data: bytes) -> list[int]:
        return [int(match[1]) for match in _TOKEN.finditer(data) if match[1]]

    def _leaf(self, nums: list[Any], first_key: int) -> Opened:
        """The leaf of the tree from keys to tags that has the keys of this gathering."""
        last = first_key + len(nums) // 2 - 1
        parts = [b"<</Limits[" + _OPEN + b" " + _OPEN + b"]/Nums["]
        places = [first_key, last]
        for key, value in zip(nums[::2], nums[1::2], strict=True):
            data = value if isinstance(value, bytes) else value.data
            tags, more, _ = self._opened(data, first_key)
            parts.append(_OPEN + b" " + tags + b"\n")
            places += [first_key + key, *more]
        return b"".join(parts) + b"]>>", places, 0

    def _opened(self, text: bytes, first_key: int) -> Opened:
        places: list[int] = []
        signs = 0

        def opened(match: re.Match[bytes]) -> bytes:
            if match[1]:
                places.append(self._table[int(match[1])])
                return _OPEN + b" 0 R"
            if key := match[2] or match[3]:
                places.append(first_key + int(key))
                return _OPEN
            nonlocal signs
            signs += match[0].count(b"%")
            return match[0].replace(b"%", b"%%")

        return _TOKEN.sub(opened, text), places, signs

    def _body(self, number: int, first_key: int) -> Body:
        head, _, rest = self._objects[number].data.partition(b"\nstream\n")
        head = _template([self._opened(head, first_key)])
        return Body(self._table[number], head, rest.removesuffix(b"\nendstream"))

    def _stream_of(self, one: Any) -> bytes:  # noqa: ANN401
        return b"\n".join(
            part if isinstance(part, bytes) else str(part).encode() for part in one.stream
        )

    def _destinations(self) -> Iterator[tuple[str, int, float, float]]:
        names = self._pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        for name, place in zip(names[::2], names[1::2], strict=True):
            page, _, x, y, _ = place
            yield str(name.string), self._table[_number(page)], x, y

    def _bookmarks(self) -> Iterator[tuple[int, str, int, float, float, str]]:
        points = 0.75  # of a pixel of CSS
        for number, page in zip(self._pages, self._document.pages, strict=True):
            for level, label, (x, y), state in page.bookmarks:
                place = self._table[number]
                yield level, label, place, x * points, (page.height - y) * points, state


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _dictionary(stream: Any) -> bytes:  # noqa: ANN401
    """A stream's dictionary, without the cost of compressing what it holds."""
    import pydyf

    data: bytes = pydyf.Dictionary(stream.extra).data
    return data


def _template(texts: Iterable[Opened]) -> Template:
    places = array("I")
    starts = []
    parts = []
    at = 0
    for part, open_places, signs in texts:
        starts.append(at)
        parts.append(part)
        places.extend(open_places)
        at += len(part) + len(open_places) * (_WIDTH - len(_OPEN)) - signs + 1
    return Template(b"\n".join(parts), places, starts)
