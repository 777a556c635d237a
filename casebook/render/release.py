"""What only a public site needs: the whole site in one file, and compressed copies of texts."""

from __future__ import annotations

import gzip
import importlib.util
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casebook.edit.edition import Edition
from casebook.output import Output
from casebook.prose.slugs import slug_of
from casebook.render.hosting import headers_file
from casebook.render.parallel import in_parallel
from casebook.render.parts import OFFLINE_PATH, Order

COMPRESSED = frozenset(
    (
        *(".html", ".css", ".js", ".json", ".jsonld", ".geojson", ".svg", ".xml", ".atom", ".rss"),
        *(".txt", ".md", ".csv", ".bib", ".ris", ".ics", ".webmanifest"),
    )
)
"""How the names of texts end. Fonts, pictures, the book and the zip are compressed already."""

FOR_HOSTS = frozenset(("404.html", "robots.txt", "sitemap.xml"))
"""Files that are of use at an address alone, and mean nothing in a folder."""

_SMALLEST = 512
"""Bytes below which compressing saves nothing worth a request header."""
_LARGE = 1_000_000
"""Bytes from which Brotli's last quality takes seconds a file, and the one before it does."""
_LONGEST_NAME = 60
_README = "README.txt"


def pack(order: Order, outputs: Iterable[Output], offline: Iterable[Output]) -> Iterator[Output]:
    """`_headers`, a `.gz` and a `.br` beside every text, and the zip of the files `offline`.

    The same outputs give the same bytes: nothing in them is of now, of this machine or of the
    number of its processes. Without the brotli library there are no `.br`.
    """
    files = sorted(outputs, key=lambda output: output.path)
    yield headers_file()
    texts = [one for one in files if one.path[one.path.rfind(".") :] in COMPRESSED]
    work = _Compress([one for one in texts if len(one.data) >= _SMALLEST], not without_brotli())
    processes = f" in {order.jobs} processes" if order.jobs > 1 else ""
    order.progress(f"Compressing {len(work.files)} texts{processes}")
    yield from in_parallel(work, len(work), order.jobs)
    packed = sorted(offline, key=lambda output: output.path)
    if packed:
        order.progress(f"Packing {OFFLINE_PATH}")
        yield Output(OFFLINE_PATH, _zip(order.edition, packed))


def without_brotli() -> str:
    """Why there will be no `.br` files; nothing where there will be."""
    if importlib.util.find_spec("brotli") is not None:
        return ""
    return "the library brotli is missing; install it with `pip install brotli`"


def folder_of(edition: Edition) -> str:
    """The one folder that the zip unpacks into, after the record's title."""
    # ASCII has no en dash: 2009–2011 must not become one number.
    title = re.sub(r"[–—]", "-", edition.site.title)
    name = slug_of(title)[:_LONGEST_NAME].strip("-")
    return name or "record"


@dataclass(frozen=True)
class _Compress:
    """Makes any of the compressed copies, by number."""

    files: list[Output]
    brotli: bool

    def __len__(self) -> int:
        return len(self.files) * (1 + self.brotli)

    def __call__(self, number: int) -> Output:
        output = self.files[number % len(self.files)]
        if number < len(self.files):
            return Output(output.path + ".gz", gzip.compress(output.data, 9, mtime=0))
        return Output(output.path + ".br", _brotli(output.data))


def _brotli(data: bytes) -> bytes:
    import brotli  # a build that is no release does without it

    compressed: bytes = brotli.compress(data, quality=11 if len(data) < _LARGE else 10)
    return compressed


def _zip(edition: Edition, files: Iterable[Output]) -> bytes:
    folder = folder_of(edition)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for output in (Output(_README, _readme(edition)), *files):
            if output.path in FOR_HOSTS:
                continue
            # The earliest time a zip can name, and the rights of a file that anybody may read.
            entry = zipfile.ZipInfo(f"{folder}/{output.path}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, output.data)
    return packed.getvalue()


def _readme(edition: Edition) -> bytes:
    site, say = edition.site, edition.interface.say
    lines = [str(site.title)]
    if site.subtitle:
        lines.append(str(site.subtitle))
    lines += ["", say("To read it, unpack the whole folder and open index.html in any browser.")]
    lines += [say("Nothing needs to be installed, and no page asks the network for anything.")]
    for words, value in (
        (say("The newest edition:"), site.address),
        (say("Replies, corrections and requests for removal:"), site.contact),
        (say("Licence:"), site.licence),
    ):
        if value:
            lines += ["", f"{words} {value}"]
    # Some editors on Windows show a text on one line if its lines end otherwise.
    return ("\r\n".join(lines) + "\r\n").encode()
