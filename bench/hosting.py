"""How fast nginx serves a record as docs/nginx.conf has it, beside nginx that only sends files.

    .venv/bin/python bench/hosting.py [--site DIR] [--seconds N] [--rounds N] [--connections N]

`--site` is a folder built with `build --release`; without it our own record is built so. Two
nginx of one worker each are asked by turns, with wrk, on the loopback of this computer: one with
the configuration of docs/, and one whose whole configuration is a `root` with the very same bytes
in it, compressed already. What the first does more is all that a reader's safety and the record's
freshness cost: headers, the choice of a copy, the page for lost readers.

Printed are the median of the rounds in requests a second, the time to answer for half of them and
for 99 of 100, the work of a processor for each, and how both compare. Last, a thousand connections
at once, where not one request may fail. Nothing else is asserted: what is fast depends on the
computer. wrk and nginx share its processors, so a server of its own answers more.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
MODULES = (Path("/usr/lib/nginx/modules"), Path("/usr/share/nginx/modules"))
BROTLI = "ngx_http_brotli_static_module.so"
LOST = "no-such-page.html"
MANY = 1000
"""Connections at once that a page must stand, however long each waits."""
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


class BenchError(Exception):
    """What is timed does not work, so that its time would say nothing."""


@dataclass(frozen=True)
class Request:
    """One kind of request, asked over and over."""

    name: str
    path: str
    accept: str = "gzip, deflate, br"
    known: bool = False
    """Does the browser have the file already, and ask only whether it is still good?"""

    def headers(self, port: int) -> dict[str, str]:
        """What is sent with it."""
        sent = {"Accept-Encoding": self.accept}
        if self.known:
            sent["If-None-Match"] = answer(port, self.path, sent)[1]["etag"]
        return sent


@dataclass(frozen=True)
class Load:
    """What wrk saw."""

    rate: float
    half: float
    most: float
    """Milliseconds in which half of the requests, and 99 of 100, were answered."""
    work: float
    """Microseconds of a processor that nginx had for each: on a busy computer the fairer number."""
    errors: str
    """What went wrong, in wrk's words; nothing where nothing did."""


@dataclass(frozen=True)
class Server:
    """An nginx of ours, of one worker."""

    port: int
    process: subprocess.Popen[bytes]

    def work(self) -> float:
        """Seconds of a processor that its worker has had."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        (worker,) = task.read_text(encoding="ascii").split()
        words = Path(f"/proc/{worker}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def requests(site: Path) -> list[Request]:
    """What readers ask for."""
    event = min(
        (site / "events").glob("*.html"), key=lambda path: (path.name == "index.html", path)
    )
    return [
        Request("home", "index.html"),
        Request("home, gzip", "index.html", accept="gzip"),
        Request("home, not compressed", "index.html", accept="identity"),
        Request("home, not changed (304)", "index.html", known=True),
        Request("an event", f"events/{event.name}"),
        Request("timeline", "timeline.html"),
        Request("style sheet", "static/css/site.css"),
        Request("typeface", "static/fonts/casebook-serif.woff2"),
        Request("no such page (404)", LOST),
    ]


def answer(port: int, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    """One answer: status, headers, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", f"/{path}", headers=headers)
        found = connection.getresponse()
        return found.status, {k.lower(): v for k, v in found.getheaders()}, found.read()
    finally:
        connection.close()


@contextmanager
def nginx(folder: Path, server: str, load: str = "") -> Iterator[Server]:
    """A server of nginx. `PORT` stands for it in the configuration."""
    if NGINX is None:
        raise BenchError("there is no nginx")
    folder.mkdir()
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    user = "user root;\n" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    passing = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"{load}{user}daemon off;\nworker_processes 1;\nworker_rlimit_nofile 8192;\n"
        f"pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{ worker_connections 4096; }}\n"
        f"http {{\naccess_log off;\n{passing}{server.replace('PORT', str(port))}\n}}\n",
        encoding="utf-8",
    )
    command = [NGINX, "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 10
        while True:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None or time.monotonic() > until:
                raise BenchError((folder / "error.log").read_text(encoding="utf-8"))
            time.sleep(0.02)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(10)


def documented(site: Path) -> tuple[str, str]:
    """The configuration of docs/ for a folder, and what it needs loaded first."""
    text = (ROOT / "docs/nginx.conf").read_text(encoding="utf-8")
    text, listens = re.subn(r"listen 80;\n +listen \[::\]:80;", "listen 127.0.0.1:PORT;", text)
    text, roots = re.subn(r"root /var/www/record;", f"root {site};", text)
    if listens != 1 or roots != 1:
        raise BenchError("docs/nginx.conf is not as this bench knows it")
    module = next((path / BROTLI for path in MODULES if (path / BROTLI).is_file()), None)
    if module is None:
        raise BenchError("nginx has no Brotli module: install libnginx-mod-http-brotli-static")
    return text, f"load_module {module};\n"


def bare(folder: Path) -> str:
    """A `root`, and nothing that nginx does not do by itself."""
    return f"server {{ listen 127.0.0.1:PORT; root {folder}; sendfile on; }}"


def wrk(server: Server, request: Request, seconds: int, connections: int) -> Load:
    """Ask for one thing as often as can be."""
    headers = [f"-H{name}: {value}" for name, value in request.headers(server.port).items()]
    command = ["wrk", "--latency", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
    command += [*headers, f"http://127.0.0.1:{server.port}/{request.path}"]
    before = server.work()
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    work = server.work() - before
    if told.returncode:
        raise BenchError(told.stderr or told.stdout)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told.stdout)
    half, most = (re.search(rf"{part}%\s+([\d.]+)([a-z]+)", told.stdout) for part in (50, 99))
    count = re.search(r"(\d+) requests in", told.stdout)
    if rate is None or half is None or most is None or count is None:
        raise BenchError(told.stdout)
    wrong = re.findall(r"Socket errors: .*", told.stdout)
    if request.path != LOST:
        wrong += re.findall(r"Non-2xx or 3xx responses: \d+", told.stdout)
    return Load(
        float(rate[1]),
        float(half[1]) * _UNITS[half[2]],
        float(most[1]) * _UNITS[most[2]],
        work / int(count[1]) * 1e6,
        "; ".join(wrong),
    )


def same_bytes(port: int, asked: list[Request], folder: Path) -> list[Request]:
    """Lays what nginx of docs/ answers into a folder; the requests that get it bare."""
    found = []
    for number, one in enumerate(asked):
        fresh = {"Accept-Encoding": one.accept}
        status, _, body = answer(port, one.path, fresh)
        if status != (404 if one.path == LOST else 200):
            raise BenchError(f"{one.path}: {status}")
        if one.known and answer(port, one.path, one.headers(port))[0] != 304:
            raise BenchError(f"{one.path}: sent again though nothing has changed")
        path = f"{number}{Path(one.path).suffix}"
        (folder / path).write_bytes(body)
        found.append(Request(one.name, path, one.accept, one.known))
    return found


def main() -> None:
    """Build what is served, and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--site", type=Path, help="a release that is built already")
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=32)
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        raise BenchError("there is no wrk: install it with apt-get install wrk")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        site = given.site.resolve() if given.site else folder / "site"
        if given.site is None:
            build = [sys.executable, ROOT / "build.py", "build", "--release", "--output", site]
            subprocess.run([*build, "--only", "html,data"], check=True, stdout=subprocess.DEVNULL)
        (folder / "bare").mkdir()
        text, load = documented(site)
        with (
            nginx(folder / "a", text, load) as ours,
            nginx(folder / "b", bare(folder / "bare")) as other,
        ):
            asked = requests(site)
            plain = same_bytes(ours.port, asked, folder / "bare")
            measure(given, (ours, asked), (other, plain))
            crowd(given.seconds, ours, asked)


def measure(
    given: argparse.Namespace,
    ours: tuple[Server, list[Request]],
    other: tuple[Server, list[Request]],
) -> None:
    """Print a table, of what is asked of both by turns."""
    print(
        "| asked for | bytes | a second | p50 ms | p99 ms | work µs | bare | p50 | p99 | work |",
        end="",
    )
    print(" rate to bare | work to bare |\n|---" + "|---:" * 11 + "|")
    for number, one in enumerate(ours[1]):
        runs: tuple[list[Load], list[Load]] = ([], [])
        for _ in range(given.rounds):
            for side, (server, asked) in zip(runs, (ours, other), strict=True):
                load = wrk(server, asked[number], given.seconds, given.connections)
                if load.errors:
                    raise BenchError(f"{one.name}: {load.errors}")
                side.append(load)
        size = len(answer(ours[0].port, one.path, one.headers(ours[0].port))[2])
        pairs = list(zip(*runs, strict=True))
        rate = median(a.rate / b.rate for a, b in pairs)
        work = median(a.work / b.work for a, b in pairs)
        cells = [f"{cell}" for side in runs for cell in cells_of(side)]
        print(
            f"| {one.name} | {size:,} | {' | '.join(cells)} | {rate:.2f} | {work:.2f} |", flush=True
        )


def cells_of(runs: list[Load]) -> Iterator[str]:
    """The medians of some runs."""
    yield f"{median(run.rate for run in runs):,.0f}"
    yield f"{median(run.half for run in runs):.1f}"
    yield f"{median(run.most for run in runs):.1f}"
    yield f"{median(run.work for run in runs):.1f}"


def crowd(seconds: int, server: Server, asked: list[Request]) -> None:
    """Ask for each thing over a thousand connections at once."""
    for number, one in enumerate(asked):
        load = wrk(server, one, seconds, MANY)
        if load.errors:
            raise BenchError(f"{MANY} connections, {one.name}: {load.errors}")
        if not number:
            print(f"\n{MANY} connections at once:\n")
        print(
            f"- {one.name}: {load.rate:,.0f} a second, p99 {load.most:,.0f} ms, no errors",
            flush=True,
        )


if __name__ == "__main__":
    try:
        main()
    except BenchError as error:
        sys.exit(f"bench/hosting.py: {error}")
