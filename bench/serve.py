"""How long an edit takes to show in the preview.

    .venv/bin/python bench/serve.py [--site DIR | --events N] [--rounds N]

Starts `serve` on a copy of a record with one page open, edits one file at a time, and asks for the
page whenever the preview tells it to reload, until it shows the edit. Prints the median of the
rounds, the best and the worst, and how long the whole build took that followed: all pages, all
data, and the checks that need them. Nothing is asserted: what is fast depends on the computer, and
on what else it does.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from book_record import write_record
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from casebook.withheld.names import hashed  # noqa: E402

ASKING = 0.01
"""Seconds between two looks at what the preview says on its terminal."""
PATIENCE = 120
BROKEN = " [[there-is-no-such-record]]"

Change = Callable[[str, int], str]


@dataclass(frozen=True)
class Edit:
    """One kind of edit: what is done to a file in a round, and where it shows as what."""

    name: str
    file: str
    change: Change
    page: str
    sign: str
    """What the page holds then; `%d` stands for the round."""
    mend: str = ""
    """The same for the undoing of it, where that is told too."""


def edits(site: Path) -> Iterator[Edit]:
    """The edits, on the first event of a record and its page called `method`, or another."""
    timeline = (site / "timeline.yaml").read_text(encoding="utf-8")
    found = re.search(r"^([a-z0-9-]+):\n(?:  .*\n)*?  title: (.*)$", timeline, re.MULTILINE)
    assert found, "timeline.yaml has no event with a title"
    event, title = f"events/{found[1]}.html", f"  title: {found[2]}\n"
    pages = {path.stem: path for path in sorted((site / "content/pages").glob("*.md"))}
    pages.pop("home", None)
    page = "method" if "method" in pages else next(iter(pages))
    prose = f"content/pages/{page}.md"
    words = "\n\nThe words of round %d.\n"
    yield Edit(
        "YAML", "timeline.yaml",
        lambda text, n: text.replace(title, f"  title: The title of round {n}\n", 1),
        event, "The title of round %d",
    )  # fmt: skip
    # All that stands below is on other lines then.
    yield Edit(
        "YAML, lines added", "timeline.yaml",
        lambda text, n: text.replace(title, f"  # {n}\n  # {n}\n  title: A title after {n}\n", 1),
        event, "A title after %d",
    )  # fmt: skip
    yield Edit("Markdown", prose, lambda text, n: text + words % n, f"{page}.html", words.strip())
    yield Edit(
        "layout of all pages", "layouts/base.html",
        lambda text, n: text.replace("</body>", f"<!-- round {n} --></body>"),
        event, "<!-- round %d -->",
    )  # fmt: skip
    yield Edit(
        "style sheet", "static/css/site.css",
        lambda text, n: f"{text}\n/* round {n} */\n", "static/css/site.css", "/* round %d */",
    )  # fmt: skip
    yield Edit(
        "broken Markdown", prose, lambda text, n: text + words % n + BROKEN,
        f"{page}.html", "there is no record", "</footer>",
    )  # fmt: skip
    yield Edit(
        "broken layout", "layouts/base.html",
        lambda text, n: text.replace("{{ title }}", "{{ no }}"),
        event, "is undefined", "</footer>",
    )  # fmt: skip


class Serving:
    """`serve` as people start it, and one connection to it."""

    def __init__(self, site: Path, log: Path) -> None:
        self._log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    str(ROOT / "build.py"),
                    "serve",
                    "--port",
                    "0",
                    "--site",
                    str(site),
                ],
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        found = self._until(lambda: re.search(r"http://127\.0\.0\.1:(\d+)/", self._said()))
        self._port = int(found[1])
        self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        self._loop = asyncio.new_event_loop()
        self._browser = self._loop.run_until_complete(self._connected())

    async def _connected(self) -> WebSocketClientConnection:
        """An open page's line to the preview, by livereload's protocol."""
        request = HTTPRequest(
            f"ws://127.0.0.1:{self._port}/livereload",
            headers={"Origin": f"http://127.0.0.1:{self._port}"},
        )
        browser = await websocket_connect(request)
        hello = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}
        await browser.write_message(json.dumps(hello))
        return browser

    def _said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def _until(self, found: Callable[[], re.Match[str] | None]) -> re.Match[str]:
        end = time.monotonic() + PATIENCE
        while (match := found()) is None:
            if self._process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"the preview failed:\n{self._said()}")
            time.sleep(ASKING)
        return match

    def builds(self) -> list[float]:
        """Seconds that each whole build took so far."""
        return [float(seconds) for seconds in re.findall(r"built in ([0-9.]+) s", self._said())]

    def after(self, builds: int) -> float:
        """Wait until there were more than so many builds; the seconds of the last."""
        self._until(lambda: re.search("", "") if len(self.builds()) > builds else None)
        return self.builds()[-1]

    def get(self, page: str) -> str:
        """What is at an address now."""
        self._connection.request("GET", f"/{page}")
        return self._connection.getresponse().read().decode()

    async def _told(self) -> str | bytes | None:
        return await asyncio.wait_for(self._browser.read_message(), PATIENCE)

    def open(self, page: str) -> None:
        """Look at a page from now on."""
        self.get(page)
        info = {"command": "info", "url": f"http://127.0.0.1:{self._port}/{page}"}
        self._loop.run_until_complete(self._say(info))

    async def _say(self, words: dict[str, str]) -> None:
        await self._browser.write_message(json.dumps(words))

    def shows(self, page: str, sign: str) -> float:
        """Ask for a page when told to, until it shows something, and give the moment."""
        while True:
            told = self._loop.run_until_complete(self._told())
            if told is None:
                raise SystemExit(f"the preview hung up:\n{self._said()}")
            if json.loads(told)["command"] == "reload" and sign in self.get(page):
                return time.perf_counter()

    def stop(self) -> None:
        """Ctrl-C."""
        self._browser.close()
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE)


def timed(serving: Serving, path: Path, text: str, page: str, sign: str) -> tuple[float, float]:
    """Save a text; seconds until a page shows a sign of it, and until all was built."""
    builds = len(serving.builds())
    path.write_text(text, encoding="utf-8")
    saved = time.perf_counter()
    return serving.shows(page, sign) - saved, serving.after(builds)


def told(name: str, times: list[tuple[float, float]]) -> str:
    """A line of the table."""
    shown, built = [one for one, _ in times], [one for _, one in times]
    figures = (median(shown), min(shown), max(shown), median(built))
    return f"{name:24}" + "".join(f"{seconds:10.2f} s" for seconds in figures)


def invented(folder: Path, events: int) -> Path:
    """A record of so many events, with a page of prose and names that are withheld."""
    record = write_record(folder / "record", events)
    page = record / "content/pages/method.md"
    page.parent.mkdir(parents=True)
    page.write_text("---\ntitle: Method\n---\n\nNothing in it is true.\n", encoding="utf-8")
    salt = "0123456789abcdef" * 2
    names = sorted(
        (hashed(salt, f"Zorvan Quill{'by' * n}") for n in range(19)), key=lambda one: one.hash
    )
    entries = "".join(
        f"  - hash: {one.hash}\n    length: {one.length}\n    head: {one.head}\n" for one in names
    )
    (record / "withheld.yaml").write_text(f"salt: {salt}\nnames:\n{entries}", encoding="utf-8")
    return record


def copied(site: Path, to: Path) -> Path:
    """The record with the generator's layouts and static files, to edit them as its own."""
    to.mkdir()
    for path in [*site.glob("*.yaml"), *(site / name for name in ("content", "claims", "figures"))]:
        if path.is_dir():
            shutil.copytree(path, to / path.name)
        elif path.exists():
            shutil.copy2(path, to)
    for name in ("layouts", "static"):
        shutil.copytree(ROOT / name, to / name)
        if site.resolve() != ROOT and (site / name).is_dir():
            shutil.copytree(site / name, to / name, dirs_exist_ok=True)
    return to


def main() -> None:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--site", type=Path, default=ROOT, help="the record (default: our own)")
    options.add_argument("--events", type=int, help="an invented record of so many events instead")
    options.add_argument("--rounds", type=int, default=15)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record = given.site if given.events is None else invented(Path(folder), given.events)
        site = copied(record, Path(folder) / "site")
        serving = Serving(site, Path(folder) / "log.txt")
        try:
            print(f"first build: {serving.after(0):.2f} s")
            heads = ("shows in", "at best", "at worst", "all built in")
            print(f"{'an edit of':24}" + "".join(f"{head:>12}" for head in heads))
            for edit in edits(site):
                path = site / edit.file
                before = path.read_text(encoding="utf-8")
                done: list[tuple[float, float]] = []
                undone: list[tuple[float, float]] = []
                serving.open(edit.page)
                for number in range(given.rounds):
                    sign = edit.sign.replace("%d", str(number))
                    text = edit.change(before, number)
                    done.append(timed(serving, path, text, edit.page, sign))
                    if edit.mend:
                        undone.append(timed(serving, path, before, edit.page, edit.mend))
                print(told(edit.name, done))
                if edit.mend:
                    print(told("  the same, mended", undone))
                builds = len(serving.builds())
                if path.read_text(encoding="utf-8") != before:
                    path.write_text(before, encoding="utf-8")
                    serving.after(builds)
        finally:
            serving.stop()


if __name__ == "__main__":
    main()
