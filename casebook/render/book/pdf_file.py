"""Writing a PDF: its objects in order, most of them compressed together, and where each stands."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256

HEADER = b"%PDF-1.7\n%\xc2\xb6\xc2\xb6\n"
_LEVEL = 6


@dataclass(slots=True)
class Chunk:
    """Objects that are written compressed together: their numbers, and the bytes of all."""

    numbers: Sequence[int]
    starts: Sequence[int]
    text: bytes

    def stream(self, number: int) -> bytes:
        """As the object of that number."""
        table = " ".join(
            f"{each} {start}" for each, start in zip(self.numbers, self.starts, strict=True)
        )
        first = table.encode() + b"\n"
        data = zlib.compress(first + self.text, _LEVEL)
        head = f"/Type/ObjStm/N {len(self.numbers)}/First {len(first)}".encode()
        return stream_object(number, head + b"/Filter/FlateDecode", data)


def chunk_of(objects: Sequence[tuple[int, bytes]]) -> Chunk:
    """Objects, each with its number, as a chunk."""
    starts = []
    at = 0
    for _, text in objects:
        starts.append(at)
        at += len(text) + 1
    return Chunk([number for number, _ in objects], starts, b"\n".join(t for _, t in objects))


def stream_object(number: int, head: bytes, data: bytes) -> bytes:
    """An object with a stream; `head` are the entries of its dictionary but for the length."""
    length = f"/Length {len(data)}>>\nstream\n".encode()
    return b"".join((b"%d 0 obj\n<<" % number, head, length, data, b"\nendstream\nendobj\n"))


def write(
    streams: Iterator[tuple[int, bytes]],
    chunks: Sequence[Chunk],
    count: int,
    root: int,
    info: int,
    jobs: int,
) -> bytes:
    """The file: objects with streams, each with its number, and chunks of all the others.

    Numbers below `count` are taken, from 1. Threads compress, as zlib lets them.
    """
    parts = [HEADER]
    at = len(HEADER)
    places: list[tuple[int, int, int]] = [(0, 0, 65535)] * (count + len(chunks) + 1)

    def add(number: int, data: bytes) -> None:
        nonlocal at
        places[number] = (1, at, 0)
        parts.append(data)
        at += len(data)

    for number, data in streams:
        add(number, data)
    numbers = range(count, count + len(chunks))
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        for number, chunk, data in zip(
            numbers, chunks, pool.map(Chunk.stream, chunks, numbers), strict=True
        ):
            for index, each in enumerate(chunk.numbers):
                places[each] = (2, number, index)
            add(number, data)
    last = count + len(chunks)
    places[last] = (1, at, 0)
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(5, "big") + more.to_bytes(2, "big")
        for kind, place, more in places
    )
    # Nothing but what is in the file tells one edition from another.
    name = sha256(b"".join(parts)).hexdigest()[:32]
    head = (
        f"/Type/XRef/Size {last + 1}/W[1 5 2]/Root {root} 0 R/Info {info} 0 R"
        f"/ID[<{name}><{name}>]/Filter/FlateDecode"
    )
    parts.append(stream_object(last, head.encode(), zlib.compress(table, _LEVEL)))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % at)
    return b"".join(parts)
