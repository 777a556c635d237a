"""The headers a host is told to send, and the configuration of docs/ in the real nginx."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest
from built_sites import HARBOUR, PARTS
from playwright.sync_api import Page, Request

from casebook.commands.site import order, read
from casebook.render.hosting import (
    ASK_EACH_TIME,
    EVERYWHERE,
    POLICY,
    PRELOAD,
    headers_file,
    headers_of,
)
from casebook.render.outputs import render
from casebook.serve.media_types import media_type

ROOT = Path(__file__).resolve().parent.parent
CONFIGURATION = (ROOT / "docs/nginx.conf").read_text(encoding="utf-8")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
MODULES = (Path("/usr/lib/nginx/modules"), Path("/usr/share/nginx/modules"))
BROTLI = "ngx_http_brotli_static_module.so"

STRANGE = {
    ".hidden": b"not for readers",
    ".well-known/security.txt": b"Contact: mailto:record@example.org\n",
    "data/graph.jsonld": b"{}",
    "data/map.geojson": b"{}",
    "briefing.pdf": b"%PDF-1.7\n",
    "feed.atom": b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
    "calendar.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "data/nobody-knows.xyz": b"?",
}
"""Files that a release may have or a host may hold, beside the harbour's own."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Host:
    """An nginx of ours, and what it answers."""

    def __init__(self, port: int, errors: Path) -> None:
        self.port = port
        self.errors = errors
        self.address = f"http://127.0.0.1:{port}/"

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(
            method, f"/{path}", headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        answer = connection.getresponse()
        found = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        connection.close()
        return found


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _started(folder: Path, site: Path, configuration: str) -> tuple[Host, subprocess.Popen[bytes]]:
    """nginx with the configuration: only its port and paths are other than in docs/."""
    if NGINX is None:
        pytest.fail("these tests ask nginx, and there is none: install `nginx`")
    port = _free_port()
    ours, listens = re.subn(
        r"listen 80;\n +listen \[::\]:80;", f"listen 127.0.0.1:{port};", configuration
    )
    ours, roots = re.subn(r"root /var/www/record;", f"root {site};", ours)
    assert listens == roots == 1
    (folder / "record.conf").write_text(ours, encoding="utf-8")
    module = next((path / BROTLI for path in MODULES if (path / BROTLI).is_file()), None)
    load = f"load_module {module};\n" if module and "brotli_static" in configuration else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # As root nginx would serve as another user, who may not look into a folder of a test's.
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{load}{user}daemon off;\nworker_processes 1;\npid {folder}/pid;\n"
        f"error_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}include {folder}/record.conf;\n}}\n",
        encoding="utf-8",
    )
    command = [NGINX, "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 10
    while True:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return Host(port, folder / "error.log"), process
        assert process.poll() is None, (folder / "error.log").read_text()
        assert time.monotonic() < until
        time.sleep(0.02)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the harbour at the top of its host, and some strange files."""
    copy = tmp_path_factory.mktemp("record") / "harbour"
    shutil.copytree(HARBOUR, copy, ignore=shutil.ignore_patterns("expected"))
    settings = (copy / "site.yaml").read_text(encoding="utf-8")
    (copy / "site.yaml").write_text(
        settings.replace("https://example.org/merrow", "https://record.example.org"),
        encoding="utf-8",
    )
    wanted = order(read(copy, _quietly), PARTS, _quietly, release=True)
    folder = tmp_path_factory.mktemp("served")
    files = {one.path: one.data for one in render(wanted)}
    for path, data in {**files, **STRANGE}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def host(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    found, process = _started(tmp_path_factory.mktemp("nginx"), site, CONFIGURATION)
    yield found
    _stop(process)


def _quietly(words: str) -> None:
    pass


def test_every_file_comes_with_its_headers(host: Host, site: Path) -> None:
    for path in (
        *("index.html", "events/crane-falls.html", "static/css/site.css", "offline.zip"),
        *("static/fonts/casebook-serif.woff2", "static/images/icon.svg", "data/events.json"),
        *("data/events.csv", "sitemap.xml", "robots.txt", "briefing.pdf", "feed.atom"),
        *("data/graph.jsonld", "data/map.geojson", "calendar.ics", "data/sources.bib"),
    ):
        answer = host.ask(path)
        assert answer.status == 200, path
        assert answer.body == (site / path).read_bytes(), path
        for name, value in headers_of(path).items():
            assert answer.headers[name.lower()] == value, (path, name)
        assert answer.headers["content-type"] == media_type(path), path
        assert "access-control-allow-origin" in answer.headers or not path.startswith("data/")
        # Over plain HTTP a promise of HTTPS means nothing.
        assert "strict-transport-security" not in answer.headers
        assert not re.search(r"\d", answer.headers["server"]), "it says its version"
    assert host.ask("data/nobody-knows.xyz").headers["content-type"] == "application/octet-stream"


def test_compressed_copies_go_to_whoever_takes_them(host: Host, site: Path) -> None:
    for path in ("index.html", "static/css/site.css", "data/events.json", "sitemap.xml"):
        plain = (site / path).read_bytes()
        whole = host.ask(path)
        assert "content-encoding" not in whole.headers
        zipped = host.ask(path, Accept_Encoding="gzip")
        assert zipped.headers["content-encoding"] == "gzip"
        assert gzip.decompress(zipped.body) == plain
        smallest = host.ask(path, Accept_Encoding="gzip, deflate, br, zstd")
        assert smallest.headers["content-encoding"] == "br"
        assert brotli.decompress(smallest.body) == plain
        for answer in (whole, zipped, smallest):
            assert answer.headers["vary"] == "Accept-Encoding"
            assert answer.headers["content-type"] == media_type(path)
        assert len({one.headers["etag"] for one in (whole, zipped, smallest)}) == 3
    font = host.ask("static/fonts/casebook-serif.woff2", Accept_Encoding="gzip, br")
    assert "content-encoding" not in font.headers


def test_without_the_brotli_module_two_lines_less_will_do(site: Path, tmp_path: Path) -> None:
    less = re.sub(r"^ *brotli_static \w+;\n", "", CONFIGURATION, flags=re.MULTILINE)
    assert less != CONFIGURATION
    host, process = _started(tmp_path, site, less)
    try:
        answer = host.ask("index.html", Accept_Encoding="gzip, br")
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.body) == (site / "index.html").read_bytes()
    finally:
        _stop(process)


def test_what_has_not_changed_is_not_sent_again(host: Host) -> None:
    for how in ({}, {"Accept_Encoding": "br"}):
        first = host.ask("index.html", **how)
        again = host.ask("index.html", If_None_Match=first.headers["etag"], **how)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == first.headers["cache-control"]
        dated = host.ask("index.html", If_Modified_Since=first.headers["last-modified"], **how)
        assert dated.status == 304
    assert host.ask("index.html", If_None_Match='"another"').status == 200
    assert host.ask("offline.zip", Range="bytes=0-3").body == b"PK\x03\x04"


def test_a_new_edition_is_seen_at_once(site: Path, tmp_path: Path) -> None:
    """As docs/hosting.md has it: by a file's time and length, which copying must not undo."""
    copy = tmp_path / "copy"
    shutil.copytree(site, copy)
    host, process = _started(tmp_path, copy, CONFIGURATION)
    page, lost = copy / "index.html", "events/not-yet.html"
    try:
        for how in ({}, {"Accept_Encoding": "br"}, {"Accept_Encoding": "gzip"}):
            first = host.ask("index.html", **how)
            assert host.ask(lost).status == 404
            for path in (page, page.with_name("index.html.br"), page.with_name("index.html.gz")):
                data, times = path.read_bytes(), path.stat()
                path.write_bytes(data[::-1])
                os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
            # The same time and the same length: nginx cannot know, and the page warns of it.
            assert host.ask("index.html", If_None_Match=first.headers["etag"], **how).status == 304
            for path in (page, page.with_name("index.html.br"), page.with_name("index.html.gz")):
                os.utime(path, ns=(0, path.stat().st_mtime_ns + 10**9))
            new = host.ask("index.html", If_None_Match=first.headers["etag"], **how)
            assert (new.status, new.body) == (200, first.body[::-1])
            (copy / lost).write_bytes(b"new")
            assert host.ask(lost).body == b"new"
            (copy / lost).unlink()
        # What is there a second time, with its old time, as rsync -c leaves it, is not sent again.
        again = host.ask("timeline.html").headers["etag"]
        os.utime(copy / "timeline.html", ns=(0, (copy / "timeline.html").stat().st_mtime_ns))
        assert host.ask("timeline.html", If_None_Match=again).status == 304
    finally:
        _stop(process)


def test_copying_as_is_advised_leaves_alone_what_is_the_same(site: Path, tmp_path: Path) -> None:
    if shutil.which("rsync") is None:
        pytest.skip("there is no rsync here")
    words = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    found = re.search(r"`(rsync -rlc [^`]+)`", words)
    assert found is not None
    fresh, served = tmp_path / "fresh", tmp_path / "served"
    shutil.copytree(site, served)
    shutil.copytree(site, fresh, copy_function=shutil.copyfile)  # with the times of now
    (fresh / "index.html").write_bytes((site / "index.html").read_bytes()[::-1])
    before = {path: path.stat().st_mtime_ns for path in served.rglob("*") if path.is_file()}
    subprocess.run([*found[1].split(), f"{fresh}/", f"{served}/"], check=True)
    changed = [path.name for path, time in before.items() if path.stat().st_mtime_ns != time]
    assert changed == ["index.html"]
    assert (served / "index.html").read_bytes() == (fresh / "index.html").read_bytes()


def test_every_text_says_that_it_comes_in_several_codings(host: Host, site: Path) -> None:
    """Or a cache would send Brotli to whoever cannot read it."""
    for path in sorted(site.rglob("*.gz"))[::7]:
        name = path.relative_to(site).as_posix().removesuffix(".gz")
        if name in ("404.html", "_headers"):
            continue
        assert host.ask(name).headers["vary"] == "Accept-Encoding", name


def test_what_must_be_purged_is_all_that_may_be_kept(site: Path) -> None:
    """Nothing but what is told to readers outlives ten minutes, and no name is for ever."""
    kept: dict[int, set[str]] = {}
    for path in site.rglob("*"):
        if path.is_file():
            name = path.relative_to(site).as_posix()
            found = re.fullmatch(
                r"public, max-age=(\d+)(?:, must-revalidate)?", headers_of(name)["Cache-Control"]
            )
            assert found is not None, name
            kept.setdefault(int(found[1]), set()).add("/".join(name.split("/")[:2]))
    assert set(kept) == {0, 600, 604800}
    assert kept[604800] == {"static/fonts"}
    assert kept[600] <= {"static/css", "static/images", "static/scripts"}
    assert not any(name.startswith("static/") for name in kept[0])


@pytest.mark.parametrize(
    "path",
    [
        *("nothing.html", "events/nothing.html", "a/b/", "static/", "static/fonts/", "404.html"),
        *(".hidden", "static/.hidden", ".git/config", "_headers", "..%2f..%2fetc/passwd"),
    ],
)
def test_whatever_is_not_there_is_the_page_for_lost_readers(
    host: Host, site: Path, path: str
) -> None:
    answer = host.ask(path)
    if path.startswith(".."):
        assert answer.status == 400
        return
    assert answer.status == 404
    assert answer.body == (site / "404.html").read_bytes()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == headers_of("404.html")["Cache-Control"]
    assert answer.headers["content-security-policy"] == EVERYWHERE["Content-Security-Policy"]


def test_whoever_guesses_addresses_fills_no_log(host: Host) -> None:
    before = host.errors.read_bytes()
    for number in range(5):
        assert host.ask(f"wp-admin/{number}.php").status == 404
    assert host.errors.read_bytes() == before


def test_only_reading_is_possible_and_folders_have_their_page(host: Host, site: Path) -> None:
    assert host.ask("index.html", "POST").status == 405
    assert host.ask("", "HEAD").status == 200
    assert host.ask("").body == (site / "index.html").read_bytes()
    assert host.ask("events/").body == (site / "events/index.html").read_bytes()
    assert host.ask("events").headers["location"] == "/events/"
    known = host.ask(".well-known/security.txt")
    assert (known.status, known.body) == (200, STRANGE[".well-known/security.txt"])


def _unless_given_up(said: list[str]) -> Callable[[Request], None]:
    # An icon is asked for last, and given up where a test moves on first.
    def failed(one: Request) -> None:
        if one.failure != "net::ERR_ABORTED":
            said.append(f"{one.failure}: {one.url}")

    return failed


@pytest.mark.browser
def test_a_browser_has_nothing_to_say_against_it(host: Host, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.on("requestfailed", _unless_given_up(said))
    answers: dict[str, str] = {}
    page.on(
        "response", lambda one: answers.update({one.url: one.headers.get("content-encoding", "")})
    )
    for path in ("", "timeline.html", "sources/gazette.html", "people/yusuf-rahmat.html"):
        page.goto(host.address + path)
        page.evaluate("document.fonts.ready")
        assert page.evaluate("[...document.fonts].some((one) => one.status === 'loaded')")
        assert (
            page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
        )
    assert said == []
    # Chromium takes Brotli over plain HTTP too where the host is this machine.
    assert set(answers[host.address + "timeline.html"].split()) <= {"br", "gzip"}
    assert answers[host.address + "timeline.html"]


@pytest.mark.browser
def test_another_page_may_not_show_it_in_a_frame(host: Host, page: Page) -> None:
    page.goto("about:blank")
    for path in ("index.html", "robots.txt", "nothing.html"):
        with page.expect_event("framenavigated", lambda frame: frame.url != "about:blank") as shown:
            page.set_content(f'<iframe src="{host.address}{path}"></iframe>')
        assert shown.value.url.startswith("chrome-error:"), path


# The headers themselves


def test_pages_bear_the_policy_that_hosts_send(site: Path) -> None:
    meta = re.search(
        r'http-equiv="Content-Security-Policy" content="([^"]+)"',
        (site / "index.html").read_text(encoding="utf-8"),
    )
    assert meta is not None
    assert meta[1] == POLICY


def rules(text: str) -> dict[str, dict[str, str]]:
    """`_headers`, read as Netlify and Cloudflare Pages do."""
    found: dict[str, dict[str, str]] = {}
    block = ""
    for line in text.splitlines():
        if line.startswith("/"):
            block = line
            assert block not in found
            found[block] = {}
        else:
            name, value = re.fullmatch(r"  ([A-Za-z-]+): (.+)", line).groups()  # type: ignore[union-attr]
            found[block][name] = value
    return found


def test_the_headers_file_says_the_same(site: Path) -> None:
    blocks = rules((site / "_headers").read_text(encoding="utf-8"))
    paths = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    for path in paths:
        applied: dict[str, str] = {}
        for pattern, headers in blocks.items():
            if f"/{path}".startswith(pattern.removesuffix("*")):
                # Both hosts join the values of a header that two rules name.
                assert not set(headers) & set(applied), path
                applied.update(headers)
        wanted = headers_of(path)
        assert wanted.pop("Link", "") == (PRELOAD if path.endswith(".html") else "")  # see there
        # These hosts ask each time unless told otherwise.
        assert {"Cache-Control": "public, max-age=0, must-revalidate", **applied} == wanted
    for line in headers_file().data.decode().splitlines():
        assert len(line) < 2000, "Cloudflare reads no longer line"
    assert len(blocks) <= 100, "nor more rules"


AWS = """#!{python} -IS
# Stands for the real one: says what `s3 sync` would send, by its rule for patterns.
import fnmatch, json, pathlib, sys
words = iter(sys.argv[1:])
patterns, options = [], {{}}
for word in words:
    if word in ("--include", "--exclude"):
        patterns.append((word, next(words)))
    elif word in ("--content-type", "--cache-control"):
        options[word] = next(words)
if sys.argv[1:3] == ["s3", "sync"]:
    for path in pathlib.Path(sys.argv[3]).rglob("*"):
        name, sent = path.relative_to(sys.argv[3]).as_posix(), True
        for word, pattern in patterns:
            if fnmatch.fnmatch(name, pattern):
                sent = word == "--include"
        if sent and path.is_file():
            print(json.dumps([name, options["--content-type"], options["--cache-control"]]))
"""


def test_the_commands_for_s3_send_each_file_as_nginx_would(site: Path, tmp_path: Path) -> None:
    words = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    (commands,) = re.findall(r"```sh\n(send\(\).*?)```", words, re.DOTALL)
    (tmp_path / "output").symlink_to(site)
    aws = tmp_path / "bin" / "aws"
    aws.parent.mkdir()
    aws.write_text(AWS.format(python=sys.executable), encoding="utf-8")
    aws.chmod(0o755)
    path = f"{aws.parent}:{os.environ['PATH']}"
    told = subprocess.run(
        ["sh", "-eu", "-c", commands],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    sent = [json.loads(line) for line in told.stdout.splitlines()]
    files = (one.relative_to(site).as_posix() for one in site.rglob("*") if one.is_file())
    unsent = {*STRANGE, "_headers", ".casebook"} - {"briefing.pdf"}
    wanted = {one for one in files if one not in unsent and not one.endswith((".gz", ".br"))}
    assert sorted({name for name, *_ in sent} - unsent) == sorted(wanted)
    assert len({name for name, *_ in sent}) == len(sent), "a file goes twice"
    for name, type_, kept in sent:
        assert (type_, kept) == (media_type(name), headers_of(name)["Cache-Control"]), name


def test_what_is_written_on_hosting_gives_the_headers_there_are() -> None:
    words = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| `([A-Za-z-]+)` \| `([^`]+)` \|", words, re.MULTILINE))
    sent = {name: value for name, value in table.items() if name in EVERYWHERE}
    assert sent == EVERYWHERE
    kept = dict(re.findall(r"^\| `/(static/[a-z]+)/\*` \| `([^`]+)` \|", words, re.MULTILINE))
    assert kept
    for folder, value in kept.items():
        assert headers_of(f"{folder}/any")["Cache-Control"] == value
    assert f"| everything else | `{ASK_EACH_TIME}` |" in words
