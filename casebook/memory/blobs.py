"""Values and bytes as one run of bytes that says when it was damaged.

What is read back may have been cut off, mixed up or written by somebody else: it is JSON and
plain bytes, never code, and counts for nothing unless its digest agrees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

_DIGEST = 32
_LENGTH = 8
_NOT_AS_PACKED = (
    LookupError, TypeError, ValueError, AttributeError, RecursionError, StopIteration,
    OverflowError,  # to JSON 1e999 is a number, and no whole one
)  # fmt: skip


class Damaged(ValueError):  # noqa: N818
    """The bytes are not what was once packed."""


def pack(values: Any, blobs: Sequence[bytes] = ()) -> bytes:  # noqa: ANN401
    """JSON values and blobs in one."""
    head = json.dumps([values, [len(blob) for blob in blobs]], separators=(",", ":")).encode()
    body = b"".join((len(head).to_bytes(_LENGTH, "big"), head, *blobs))
    return sha256(body).digest() + body


def unpack(data: bytes) -> tuple[Any, list[bytes]]:
    """What was packed; Damaged if it is not that any more."""
    body = memoryview(data)[_DIGEST:]
    if len(data) < _DIGEST + _LENGTH or sha256(body).digest() != data[:_DIGEST]:
        raise Damaged
    start = _LENGTH + int.from_bytes(body[:_LENGTH], "big")
    blobs = []
    with damaged_if_not_as_packed():
        values, lengths = json.loads(bytes(body[_LENGTH:start]))
        for length in lengths:
            blobs.append(bytes(body[start : start + length]))
            start += length
    return values, blobs


@contextmanager
def damaged_if_not_as_packed() -> Iterator[None]:
    """For taking values apart: whatever is not there, or is of another type, counts as damage.

    A digest that agrees says that bytes are whole, and not that it was we who packed them.
    """
    try:
        yield
    except _NOT_AS_PACKED:
        raise Damaged from None
