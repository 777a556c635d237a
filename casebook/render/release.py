"""What only a public site needs: compressed copies, and the whole site in one file."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable, Iterator

from casebook.output import Output

ZIP_PATH = "offline.zip"
COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".bib", ".ris")
_SMALLEST = 512
"""Bytes below which compressing saves nothing worth a request header."""


def pack(outputs: Iterable[Output]) -> Iterator[Output]:
    """offline.zip, which holds the site to be opened from a folder, and .gz and .br of texts.

    The same outputs give the same bytes: nothing in them is of now or of this machine.
    """
    files = sorted(outputs, key=lambda output: output.path)
    yield Output(ZIP_PATH, _zip(files))
    for output in files:
        if output.path.endswith(COMPRESSED) and len(output.data) >= _SMALLEST:
            yield Output(output.path + ".gz", gzip.compress(output.data, 9, mtime=0))
            yield Output(output.path + ".br", _brotli(output.data))


def _zip(files: Iterable[Output]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for output in files:
            entry = zipfile.ZipInfo(output.path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, output.data)
    return packed.getvalue()


def _brotli(data: bytes) -> bytes:
    import brotli  # comes with WeasyPrint's fonts; only a release needs it

    compressed: bytes = brotli.compress(data, quality=11)
    return compressed
