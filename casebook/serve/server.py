"""The preview from its start to its end: the port, the loop, and what the terminal is told."""

from __future__ import annotations

import asyncio
import errno
import gc
import socket
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from casebook.commands.errors import EXIT_DONE, UsageError
from casebook.commands.report import as_text, summarise
from casebook.problem import Problem, in_order
from casebook.serve.application import (
    lead_browsers,
    make_application,
    part_from_browsers,
    reload_browsers,
    renew_margins,
)
from casebook.serve.build import Ahead, Built, GivenUp, build
from casebook.serve.edited import Target, edited
from casebook.serve.editors import Editor
from casebook.serve.follow import follow
from casebook.serve.preview import EVERYTHING, Preview

SWITCHING = 0.0005
"""Seconds for which one thread may hold the interpreter while another waits for it. Whoever
builds holds it all the time, and Python's own 0.005 make a look at 130 files take 0.7 s."""

ADDRESS = "127.0.0.1"
"""Nobody but this computer can reach it."""


def serve(site: Path, port: int, lead: bool = False, editor: str = "") -> int:
    """Serve the record in a directory until Ctrl-C, and give the exit code.

    `port` 0 takes any that is free; `lead` leads browsers to the page of what was edited;
    `editor` is the address that opens a file (see `editors`). UsageError where there is no such
    directory, or where the port cannot be had. output/ is neither read nor written.
    """
    if not site.is_dir():
        raise UsageError(f"there is no folder {site}; --site takes the folder that holds site.yaml")
    sockets = _listen(port)
    switching = sys.getswitchinterval()
    sys.setswitchinterval(SWITCHING)
    try:
        asyncio.run(_serve(site, sockets, lead, Editor(editor, site.resolve())))
    except KeyboardInterrupt:
        print("\nThe preview has ended.", flush=True)
    finally:
        sys.setswitchinterval(switching)
        for each in sockets:
            each.close()
    return EXIT_DONE


def _listen(port: int) -> list[socket.socket]:
    try:
        return bind_sockets(port, ADDRESS)
    except OSError as error:
        match error.errno:
            case errno.EADDRINUSE:
                why = f"port {port} is taken by another program, perhaps another preview"
            case errno.EACCES | errno.EPERM:
                why = f"port {port} is not open to ordinary users"
            case _:
                why = f"port {port} cannot be had: {(error.strerror or str(error)).lower()}"
        hint = "choose another with --port, such as --port 8001, or any that is free with --port 0"
        raise UsageError(f"{why}; {hint}") from error


async def _serve(site: Path, sockets: list[socket.socket], lead: bool, editor: Editor) -> None:
    port = sockets[0].getsockname()[1]
    preview = Preview(editor)
    leading = Leading(lead)
    server = HTTPServer(make_application(preview, port))
    server.add_sockets(sockets)
    print(f"Preview at http://{ADDRESS}:{port}/ ... stop with Ctrl-C", flush=True)
    terminal = _Terminal()
    loop = asyncio.get_running_loop()
    # One thread does all building, so builds never overlap, and the loop goes on answering.
    with (
        ThreadPoolExecutor(1, "casebook-build") as worker,
        ThreadPoolExecutor(1, "casebook-look") as looking,
    ):

        async def rebuild(old: threading.Event) -> None:
            began = time.perf_counter()
            told: list[str] = []
            before = preview.read

            def first(read: Built) -> Sequence[str]:
                target = leading.read(read)
                return [*([target.page] if target else ()), *preview.looked_at]

            def tell(changed: list[str]) -> None:
                if changed == [EVERYTHING] and leading.target is not None:
                    lead_browsers(leading.target)
                else:
                    reload_browsers(changed)
                told.extend(changed)

            def show_ahead(built: Built) -> None:
                tell(preview.show_ahead(built))
                leading.done(built)

            ahead = Ahead(
                first,
                lambda built: loop.call_soon_threadsafe(show_ahead, built),
                lambda: preview.waited,
                old.is_set,
            )
            try:
                built = await loop.run_in_executor(worker, build, site, ahead)
            except GivenUp:
                return
            if built.files is None:
                leading.target = None
            changed = preview.show(built)
            tell(changed)
            if not told and built.files is not None and not built.same_margins(before):
                renew_margins()
            await loop.run_in_executor(worker, _settle)
            terminal.tell(built, time.perf_counter() - began, bool(told or changed))
            leading.done(built)

        try:
            await follow(site, looking, rebuild)
        finally:
            server.stop()
            part_from_browsers()
            await server.close_all_connections()


def _settle() -> None:
    """Put what is shown out of the garbage collector's way until the next build is done.

    It would look through the whole site and the record again and again while the next edit is
    read, for a third of the time that the edit takes to show. What nobody needs any more is
    looked for here, when all is shown.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


class Leading:
    """Where browsers are led to, if they are: to what was edited since they were last led."""

    def __init__(self, leads: bool) -> None:
        """Nothing was edited yet."""
        self.target: Target | None = None
        self._leads = leads
        self._seen: Mapping[str, str] = {}

    def read(self, built: Built) -> Target | None:
        """The record was read: where what was edited in it can be seen."""
        if self._leads:
            self.target = edited(self._seen, built.texts, built.homes)
        return self.target

    def done(self, built: Built) -> None:
        """All was built: what is edited from now on is new. A mistake is still to be mended."""
        if built.files is not None:
            self._seen = built.texts


class _Terminal:
    """A line for each build on standard output; what is wrong, when it changes, on the other."""

    def __init__(self) -> None:
        self._told: list[str] = []

    def tell(self, built: Built, seconds: float, changed: bool) -> None:
        words = list(_in_words(built.problems, built.texts)) + ([built.bug] if built.bug else [])
        if words != self._told:
            for each in words:
                print(each, file=sys.stderr, flush=True)
        self._told = words
        what = "a mistake in Casebook" if built.bug else summarise(built.problems) or "no problems"
        same = "" if changed else "; nothing to show has changed"
        print(f"{time.strftime('%H:%M:%S')}  built in {seconds:.2f} s: {what}{same}", flush=True)


def _in_words(problems: Iterable[Problem], texts: Mapping[str, str]) -> Iterable[str]:
    return (as_text(problem, texts) for problem in in_order(problems))
