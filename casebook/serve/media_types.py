"""Media types of the files of a site (IANA's names).

Kept here and not asked of the system, whose table differs from one computer to the next.
"""

from __future__ import annotations

from pathlib import PurePosixPath

_TEXTS = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "csv": "text/csv",
    "txt": "text/plain",
    "md": "text/markdown",
    "bib": "text/plain",
    "ris": "text/plain",
    "ics": "text/calendar",
    "xml": "application/xml",
    "svg": "image/svg+xml",
    "json": "application/json",
    "geojson": "application/geo+json",
    "jsonld": "application/ld+json",
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "webmanifest": "application/manifest+json",
}
_OTHERS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "woff": "font/woff",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def media_type(path: str) -> str:
    """The type to serve a path with, with its encoding where it is a text."""
    suffix = PurePosixPath(path).suffix[1:].lower()
    if suffix in _TEXTS:
        return f"{_TEXTS[suffix]}; charset=utf-8"
    return _OTHERS.get(suffix, "application/octet-stream")
