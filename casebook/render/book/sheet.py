"""A gathering laid out: what stands on which of its pages, and what it becomes in the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebook.memory.blobs import damaged_if_not_as_packed, pack, unpack
from casebook.render.book.pieces import Piece, unpacked


@dataclass(slots=True)
class Sheet:
    """What one layout of a gathering tells. Its pages count from 1."""

    count: int
    anchors: dict[str, int]
    links: list[tuple[str, int]]
    """The anchor that each link inside the book leads to, and the page the link is on."""
    printed: list[tuple[str, str]]
    """The anchor that every printed page number leads to, and the number."""
    piece: Piece | None = None
    """Nothing where only the pages were asked for."""
    files: dict[str, bytes] | None = None
    """The font files it uses, by their digests, where they come with it."""

    def packed(self) -> bytes:
        """As bytes."""
        values = [self.count, self.anchors, self.links, self.printed, list(self.files or ())]
        piece = self.piece.packed() if self.piece else b""
        return pack(values, [piece, *(self.files or {}).values()])


def unpacked_sheet(data: bytes) -> Sheet:
    """A sheet that was packed; Damaged if it is not whole."""
    values, blobs = unpack(data)
    with damaged_if_not_as_packed():
        (count, anchors, links, printed, files), (piece, *faces) = values, blobs
        return Sheet(
            count,
            anchors,
            [tuple(one) for one in links],
            [tuple(one) for one in printed],
            unpacked(piece) if piece else None,
            dict(zip(files, faces, strict=True)),
        )


class Sheets:
    """The sheets of a whole book, in order, read as one layout."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets

    @property
    def count(self) -> int:
        """How many pages it has."""
        return sum(sheet.count for sheet in self.sheets)

    def starts(self) -> list[int]:
        """The first page of each sheet."""
        starts = [1]
        for sheet in self.sheets:
            starts.append(starts[-1] + sheet.count)
        return starts[:-1]

    def anchors(self) -> dict[str, int]:
        """The page of every anchor, in the order of the book."""
        found: dict[str, int] = {}
        for sheet, start in zip(self.sheets, self.starts(), strict=True):
            for name, page in sheet.anchors.items():
                found.setdefault(name, start + page - 1)
        return found

    def links(self) -> Iterator[tuple[str, int]]:
        """The anchor that each link inside the book leads to, and the page the link is on."""
        for sheet, start in zip(self.sheets, self.starts(), strict=True):
            for target, page in sheet.links:
                yield target, start + page - 1

    def printed(self) -> Iterator[tuple[str, str]]:
        """The anchor that every printed page number leads to, and the number."""
        for sheet in self.sheets:
            yield from sheet.printed
