"""A tiny record with layouts of its own, and its preview as people start it: as a process."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")
ROOT = Path(__file__).resolve().parent.parent

BASE = """\
<!doctype html>
<html lang="{{ chrome.language }}">
<head>
<meta charset="utf-8">
<title>{{ title }}</title>
<link rel="stylesheet" href="{{ chrome.up }}static/css/tiny.css">
</head>
<body>
<p id="shelf">Shelf one</p>
<main>{% block main %}<h1>{{ title }}</h1>{% endblock %}</main>
</body>
</html>
"""
PROSE = """\
{% extends "base.html" %}
{% block main %}
<h1>{{ title }}</h1>
{% for passage in PASSAGES %}{{ passage.html }}{% endfor %}
{% endblock %}
"""
PLAIN = '{% extends "base.html" %}\n'

FILES = {
    "site.yaml": "format: 1\ntitle: The mill at Ostrava Lane\nlanguage: en\n",
    "sources.yaml": """\
gazette:
  title: The Lane Gazette
  kind: newspaper
  publisher: The Lane Press
  date: 1931-05-02
  held: no
ledger:
  title: The mill's ledger
  kind: ledger
  publisher: The mill
  date: 1931
  units: p1-p4
  stance: >
    It is the owner's.
  condition: >
    Whole.
  quotation_limit: 40
""",
    "timeline.yaml": """\
mill-opens:
  kind: opening
  title: The mill opens
  date: 1931-05-01
  accounts:
    - from: ledger p2
      says: >
        The mill opened with eleven hands.
""",
    "content/pages/home.md": "---\ntitle: Home\n---\n\nWelcome to the lane.\n",
    "content/pages/morning.md": "---\ntitle: One morning\n---\n\nIt rained on [[mill-opens]].\n",
    "static/css/tiny.css": "h1 { color: rgb(1, 2, 3); }\n",
    "layouts/base.html": BASE,
    "layouts/home.html": PROSE.replace("PASSAGES", "view.lead.passages"),
    "layouts/page.html": PROSE.replace("PASSAGES", "view.passages"),
}
FILES |= {
    f"layouts/{name}.html": PLAIN
    for name in ("timeline", "404", "data", "events", "event", "sources", "source")
}


def make_site(folder: Path) -> Path:
    """The record, in a folder that is made."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def edit(path: Path, old: str, new: str) -> float:
    """Change the words of a file; gives the moment at which that was done."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return time.perf_counter()


def tree(folder: Path) -> dict[str, bytes]:
    """Every file in a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class Running:
    """A preview that runs. What it says goes to files, so that it never waits for a reader."""

    def __init__(
        self, site: Path, logs: Path, port: int = 0, code: str = "", options: Sequence[str] = ()
    ) -> None:
        """`code` runs in place of build.py, with the same arguments."""
        logs.mkdir(exist_ok=True)
        self._out, self._err = logs / "out.txt", logs / "err.txt"
        start = ["-c", code] if code else [str(ROOT / "build.py")]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    *start,
                    "serve",
                    *options,
                    "--port",
                    str(port),
                    "--site",
                    str(site),
                ],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env={**environment, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            )
        address = r"\APreview at http://127\.0\.0\.1:(\d+)/ "
        self.port = int(self.until(lambda: re.findall(address, self.out))[0])
        self.until(lambda: self.builds)

    @property
    def out(self) -> str:
        return self._out.read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        return self._err.read_text(encoding="utf-8")

    @property
    def builds(self) -> list[str]:
        """What each build came to, in the words of the terminal."""
        return re.findall(r"^\d\d:\d\d:\d\d  built in \d+\.\d\d s: (.+)$", self.out, re.MULTILINE)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def until(self, what: Callable[[], Found], seconds: float = 15) -> Found:
        end = time.monotonic() + seconds
        while not (found := what()):
            assert self.process.poll() is None, f"it ended: {self.out}\n{self.err}"
            assert time.monotonic() < end, f"in vain: {self.out}\n{self.err}"
            time.sleep(0.01)
        return found

    def get(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by their names in lower case, and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            own = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=own)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, b"" if answer.status == 101 else answer.read()
        finally:
            connection.close()

    def stop(self, seconds: float = 10) -> int:
        """Ctrl-C, and the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
