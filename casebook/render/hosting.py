"""What a host should say beside each file: the headers of a public site.

They are listed once. `_headers`, which some hosts read, is made from them; `docs/nginx.conf` says
the same and a test compares the two.
"""

from __future__ import annotations

import re

from casebook.output import Output

HEADERS_PATH = "_headers"
"""Where Netlify, Cloudflare Pages and several others look for headers."""

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""The policy that every page also bears itself, for hosts that send no headers."""

EVERYWHERE = {
    # What a page cannot say of itself: that no other site may show it in a frame.
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Whoever follows a link to another site is not known there to have read this one.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every file. `Strict-Transport-Security` is for whoever runs the host to decide."""

ASK_EACH_TIME = "public, max-age=0, must-revalidate"
"""For what one edition changes together: pages, data, the book. Unchanged, they are a 304."""

TEN_MINUTES = "public, max-age=600"
"""For styles, scripts and pictures: a reader's walk asks once, a new edition soon shows."""

ONE_WEEK = "public, max-age=604800"
"""For fonts, which hardly ever change and are the heaviest part of a page."""

KEPT = {
    "static/css/": TEN_MINUTES,
    "static/fonts/": ONE_WEEK,
    "static/images/": TEN_MINUTES,
    "static/scripts/": TEN_MINUTES,
}
"""By folder, how long a browser may keep a file unasked. No name here bears a hash, as one on
every page would make each edit rewrite them all, so nothing is kept for ever.
"""

FACES = ("casebook-serif", "casebook-sans")
"""The two faces of nearly all text. A hosted page takes a face only if it comes before the first
words are drawn, so that no line jumps; named ahead, these do come in time on a first visit. Only a
host can name them: in a page the same words would be an error where it is opened from a folder.
"""

PRELOAD = ", ".join(
    f'</static/fonts/{face}.woff2>; rel=preload; as=font; type="font/woff2"; crossorigin'
    for face in FACES
)
"""Sent with pages, by hosts that can tell pages from other files."""

FACES_SHEET = "static/css/fonts.css"

OPEN = {"data/": "*"}
"""By folder, whose scripts may read a file: open data is for programs of other sites too."""


def headers_of(path: str) -> dict[str, str]:
    """The headers for one file of a site."""
    found = {**EVERYWHERE, "Cache-Control": ASK_EACH_TIME}
    for folder, kept in KEPT.items():
        if path.startswith(folder):
            found["Cache-Control"] = kept
    if path.endswith(".html"):
        found["Link"] = PRELOAD
    for folder, whose in OPEN.items():
        if path.startswith(folder):
            found["Access-Control-Allow-Origin"] = whose
    return found


def headers_file() -> Output:
    """`_headers`, for a site at the top of its host.

    Where two blocks name one header these hosts join both values, so no two blocks do. Asking
    each time is what they do by themselves, and is left to them; and a block for pages alone,
    which `Link` needs, not all of them know.
    """
    blocks = {"/*": EVERYWHERE}
    for folder, kept in KEPT.items():
        blocks[f"/{folder}*"] = {"Cache-Control": kept}
    for folder, whose in OPEN.items():
        blocks[f"/{folder}*"] = {"Access-Control-Allow-Origin": whose}
    lines = []
    for path, headers in blocks.items():
        lines += [path, *(f"  {name}: {value}" for name, value in headers.items())]
    return Output(HEADERS_PATH, ("\n".join(lines) + "\n").encode())


def hosted(output: Output) -> Output:
    """A file as a public site has it.

    There a face that comes late waits for the next page, and no line jumps. Opened from a folder
    no face is kept from one page to the next, and one that waited would never be seen. Naskh
    comes late there too: many devices lack letters of Urdu, and words would be empty boxes.
    """
    if output.path != FACES_SHEET:
        return output
    return Output(output.path, _FACE.sub(_waiting, output.data))


_FACE = re.compile(rb"@font-face \{[^}]*\}")


def _waiting(face: re.Match[bytes]) -> bytes:
    if b'"Casebook Naskh"' in face[0]:
        return face[0]
    return face[0].replace(b"font-display: swap", b"font-display: optional")
