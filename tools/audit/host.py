"""A host for the audits: the site at its own folder, compressed, with the headers to be sent."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from whole_site import MOVES_ON, WholeSite

from casebook.render.hosting import headers_of
from casebook.serve.media_types import media_type

SLOW_FONTS = 0.15
"""Seconds that a font is late: a page must lie still also when its letters come after it."""

_REFRESH = re.compile(rb'<meta http-equiv="refresh"[^>]*>\n?')


@contextmanager
def hosted(site: WholeSite, *, slow_fonts: bool = False, stay: bool = False) -> Iterator[str]:
    """The site over HTTP, on this machine alone; its address is given, ending in a slash.

    With `stay`, pages that lead on by themselves do not, so that they can be looked at.
    """

    class Handler(_Handler):
        pass

    Handler.site, Handler.slow_fonts, Handler.stay = site, slow_fonts, stay
    with _Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{site.top}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that moves on hangs up in the middle."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: WholeSite
    slow_fonts: bool
    stay: bool

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        inside = path.removeprefix(self.site.top) if path.startswith(self.site.top) else "404.html"
        if path == "/robots.txt":  # it is asked for at the top of a host alone
            inside = "robots.txt"
        inside = f"{inside}index.html" if not inside or inside.endswith("/") else inside
        file = (self.site.folder / inside).resolve()
        known = file.is_file() and file.is_relative_to(self.site.folder.resolve())
        if not known or inside == "404.html":
            inside, file = "404.html", self.site.folder / "404.html"
        if self.slow_fonts and inside.endswith(".woff2"):
            time.sleep(SLOW_FONTS)
        encoding, data = "", file.read_bytes()
        if self.stay and self.site.layouts.get(inside) == MOVES_ON:
            data = _REFRESH.sub(b"", data)
        elif "gzip" in self.headers.get("Accept-Encoding", ""):
            packed = file.with_name(f"{file.name}.gz")
            if packed.is_file():
                encoding, data = "gzip", packed.read_bytes()
        self.send_response(404 if inside == "404.html" else 200)
        for name, value in headers_of(inside).items():
            # They are for a site at the top of its host.
            self.send_header(name, value.replace("</static/", f"<{self.site.top}static/"))
        self.send_header("Content-Type", media_type(inside))
        self.send_header("Content-Length", str(len(data)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
