"""The web server's side of the preview: pages from memory, and livereload's web socket."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import httputil
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClosedError

from casebook.serve.edited import Target
from casebook.serve.margin import FILES, own_file, with_margin
from casebook.serve.media_types import media_type
from casebook.serve.preview import Answer, Preview

_HEAD_END = b"</head>"
_SIGN = "casebook:"
"""How a word to the preview's own script begins; livereload's knows only paths."""


def make_application(preview: Preview, port: int) -> Application:
    """Serves what the preview shows, to whoever asks for this computer by one of its own names."""
    handlers: list[Any] = [
        ("/livereload", Reloading, {"preview": preview, "origins": _own_names(port)}),
        ("/livereload.js", LiveReloadJSHandler),
        ("/.*", Page, {"preview": preview, "port": port}),
    ]
    return _Guarded(
        handlers,
        hosts=_own_names(port),
        log_function=lambda handler: None,
        websocket_max_message_size=65536,
    )


def reload_browsers(paths: list[str]) -> None:
    """Tell every browser that is looking what to load again."""
    # livereload keeps its browsers at the class: there is one preview in a process.
    for browser in list(LiveReloadHandler.waiters):
        for path in paths:
            browser.tell_to_reload(path)


def lead_browsers(target: Target) -> None:
    """Lead every browser that is looking to a page, and to words on it."""
    reload_browsers([_SIGN + json.dumps({"go": f"/{quote(target.page)}", "words": target.words})])


def renew_margins() -> None:
    """Tell every browser that what the preview adds to its page is other, and the page is not."""
    reload_browsers([_SIGN + json.dumps({})])


def part_from_browsers() -> None:
    """Close the connections to all browsers; they look for the server again by themselves."""
    for browser in list(LiveReloadHandler.waiters):
        browser.close()


def _own_names(port: int) -> frozenset[str]:
    names = ("127.0.0.1", "localhost", "[::1]")
    with_port = {f"{name}:{port}" for name in names}
    return frozenset(with_port.union(names) if port == 80 else with_port)


class _Guarded(Application):
    """Refuses requests made under any name but this computer's own.

    A foreign site could otherwise let its own name lead to 127.0.0.1 and read the record in
    its visitor's browser (DNS rebinding).
    """

    def find_handler(self, request: httputil.HTTPServerRequest, **kwargs: Any) -> Any:  # noqa: ANN401
        # Not `request.host`, which is 127.0.0.1 where a request names none. A target that is a
        # whole address counts for more than the header (RFC 9112, 3.2.2): nobody needs one here.
        hosts = request.headers.get_list("Host")
        named = len(hosts) == 1 and hosts[0].lower() in self.settings["hosts"]
        if not named or not (request.uri or "").startswith("/"):
            return self.get_handler_delegate(request, _Refused)
        return super().find_handler(request, **kwargs)


class _Refused(RequestHandler):
    def prepare(self) -> None:
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("The preview answers only to this computer, as 127.0.0.1 or localhost.\n")


class Page(RequestHandler):
    """A file of the site from memory, or the page of problems."""

    def initialize(self, preview: Preview, port: int) -> None:
        self._preview = preview
        self._port = port

    def set_default_headers(self) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        # Without this any site that is open in the browser could embed scripts that hold data.
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        # Nor may one show its pages in a frame of its own. This cannot be said in a page.
        self.set_header("Content-Security-Policy", "frame-ancestors 'none'")

    async def get(self) -> None:
        path = unquote(self.request.path)
        if path.startswith(f"/{FILES}"):
            self._own(path.removeprefix(f"/{FILES}"))
            return
        while (answer := self._preview.answer(path)) is None:
            await self._preview.news()
        if answer.elsewhere:
            self.redirect(quote(answer.elsewhere))
            return
        self.set_status(answer.status)
        self.set_header("Content-Type", answer.type)
        # A page bears the stamp of what it shows, so it must not come back from a cache; the
        # rest is asked for again each time, and sent only if it differs.
        self.set_header("Cache-Control", "no-store" if answer.is_page else "no-cache")
        self._is_page = answer.is_page
        data = self._listening(answer) if answer.is_page else answer.data
        # Not awaited: a browser that has gone meanwhile is no error.
        self.finish(data)

    async def head(self) -> None:
        await self.get()

    def compute_etag(self) -> str | None:
        return None if getattr(self, "_is_page", True) else super().compute_etag()

    def _own(self, name: str) -> None:
        data = own_file(name)
        if data is None:
            self.send_error(404)
            return
        self.set_header("Content-Type", media_type(name))
        self.set_header("Cache-Control", "no-cache")
        self._is_page = False
        self.finish(data)

    def _listening(self, answer: Answer) -> bytes:
        """A page with its margin, and with livereload's script.

        That finds the server by its own address. `snipver` is what its protocol has for the
        version of whoever put the script there; it is told to the server when the page
        connects. The `</head>` may be left out in HTML.
        """
        html, preview = answer.data, self._preview
        if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
            html = with_margin(html, preview.margin(answer.page, answer.is_last))
        address = f"/livereload.js?port={self._port}&amp;snipver={preview.stamp}"
        head = (
            f'<link rel="stylesheet" href="/{FILES}preview.css">'
            f'<script defer src="{address}"></script>'
            f'<script defer src="/{FILES}preview.js"></script>'
        ).encode()
        if _HEAD_END in html:
            return html.replace(_HEAD_END, head + _HEAD_END, 1)
        return html + head


class Reloading(LiveReloadHandler):  # type: ignore[misc]
    """livereload's web socket, for pages of this preview alone."""

    def initialize(self, preview: Preview, origins: frozenset[str]) -> None:
        self._preview = preview
        self._origins = {f"http://{name}" for name in origins}
        self._shown: object = None

    def check_origin(self, origin: str) -> bool:
        return origin.lower() in self._origins

    def on_message(self, message: str | bytes) -> None:
        """Carry out livereload's handshake; a page that shows something older must reload.

        It may have been loaded during a build, or before the server was last started.
        """
        try:
            said = json.loads(message)
            command = said["command"]
            super().on_message(message)
        except (ValueError, KeyError, TypeError, AttributeError):
            self.close(1002, "not livereload's protocol")
            return
        if command == "hello":
            self._shown = said.get("snipver")
        elif command == "info":
            self._preview.opened(self, unquote(urlsplit(str(said.get("url", ""))).path))
            if self._shown != self._preview.stamp:
                self.tell_to_reload("*")

    def on_close(self) -> None:
        """A page that is closed or left is not looked at any more."""
        self._preview.closed(self)
        super().on_close()

    def tell_to_reload(self, path: str) -> None:
        """Send the browser word of one path that changed."""
        word = {"command": "reload", "path": path, "liveCSS": True, "liveImg": False}
        try:
            self.write_message(word)
        except WebSocketClosedError:
            self.on_close()
