"""What the preview serves, and to whom."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import ROOT, Running, make_site

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview that nobody edits, for tests that only ask."""
    folder = tmp_path_factory.mktemp("quiet")
    running = Running(make_site(folder / "site"), folder / "logs")
    yield running
    assert running.stop() == 0


def test_pages_come_with_their_types_and_are_not_kept(quiet: Running) -> None:
    kinds = {
        "/": "text/html; charset=utf-8",
        "/events/mill-opens.html?from=here": "text/html; charset=utf-8",
        "/events/": "text/html; charset=utf-8",
        "/static/css/tiny.css": "text/css; charset=utf-8",
        "/data/events.json": "application/json; charset=utf-8",
        "/data/events.csv": "text/csv; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
        "/static/fonts/casebook-serif.woff2": "font/woff2",
    }
    for path, type_ in kinds.items():
        status, headers, body = quiet.get(path)
        assert (status, headers["content-type"]) == (200, type_), path
        assert headers["cache-control"] == ("no-store" if "html" in type_ else "no-cache")
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert ("etag" in headers) == ("html" not in type_)
        for added in (b"/livereload.js?", b"/.preview/preview.js", b"/.preview/preview.css"):
            assert (added in body) == ("html" in type_)
        head = quiet.get(path, "HEAD")
        assert head[0] == 200 and head[1]["content-length"] == str(len(body)) and head[2] == b""
    assert json.loads(quiet.get("/data/events.json")[2])["mill-opens"]["title"] == "The mill opens"


def test_what_a_browser_has_already_is_not_sent_again(quiet: Running) -> None:
    tag = quiet.get("/static/css/tiny.css")[1]["etag"]
    assert quiet.get("/static/css/tiny.css", If_None_Match=tag)[::2] == (304, b"")


def test_an_unknown_address_gets_the_page_that_says_so(quiet: Running) -> None:
    within = ("/../", "/%2e%2e/", "/static/../", "/")
    strange = ("/nothing.html", "/events/nothing.html", "/%00", "/%ff", "//evil.example/..")
    for path in (*strange, *(f"{start}site.yaml" for start in within)):
        status, headers, body = quiet.get(path)
        assert status == 404, path
        assert headers["content-type"].startswith("text/html")
        assert b"Page not found" in body and b"language: en" not in body
    assert quiet.get("/events")[0] == 302
    assert quiet.get("/events")[1]["location"] == "/events/"
    assert quiet.get("/", "POST")[0] == 405


def test_the_book_is_neither_built_nor_linked(quiet: Running) -> None:
    assert quiet.get("/briefing.pdf")[0] == 404
    assert b"briefing.pdf" not in quiet.get("/")[2]


def test_only_this_computers_own_names_are_answered(quiet: Running) -> None:
    for name in ("127.0.0.1", "localhost", "LOCALHOST", "[::1]"):
        assert quiet.get("/", Host=f"{name}:{quiet.port}")[0] == 200
    foreign = ("evil.example", f"evil.example:{quiet.port}", "127.0.0.1", "localhost:1",
               f"127.0.0.1.evil.example:{quiet.port}")  # fmt: skip
    for host in foreign:
        for path in ("/", "/data/events.json", "/livereload.js", "/livereload", "/none"):
            status, _, body = quiet.get(path, Host=host)
            assert status == 403, (host, path)
            assert b"mill" not in body
    assert quiet.get("/livereload", Host="evil.example", **UPGRADE)[0] == 403


ANSWERED, REFUSED = (200,), (400, 403)


def status_of(running: Running, request: str) -> int:
    """The status of the answer to a request as it is typed; 0 where there is none."""
    with socket.create_connection(("127.0.0.1", running.port), timeout=5) as connection:
        connection.sendall(request.replace("PORT", str(running.port)).encode())
        head = connection.makefile("rb").readline()
    return int(head.split()[1]) if head else 0


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", ANSWERED),
        ("GET / HTTP/1.0\r\nHost: 127.0.0.1:PORT\r\n\r\n", ANSWERED),
        ("GET / HTTP/1.1\r\nHost: [::1]:PORT\r\n\r\n", ANSWERED),
        # Named by nothing, by two names, or by almost the right one.
        ("GET / HTTP/1.0\r\n\r\n", REFUSED),
        ("GET / HTTP/1.1\r\n\r\n", REFUSED),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", REFUSED),
        ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nHost: evil.example\r\n\r\n", REFUSED),
        ("GET / HTTP/1.1\r\nHost: localhost.:PORT\r\n\r\n", REFUSED),
        ("GET / HTTP/1.1\r\nHost: localhost:0PORT\r\n\r\n", REFUSED),
        ("GET / HTTP/1.1\r\nHost: [::2]:PORT\r\n\r\n", REFUSED),
        ("GET / HTTP/1.1\r\nHost: [::ffff:127.0.0.1]:PORT\r\n\r\n", REFUSED),
        ("GET / HTTP/1.1\r\nHost: 127.1:PORT\r\n\r\n", REFUSED),
        ("GET / HTTP/1.1\r\nHost: evil@localhost:PORT\r\n\r\n", REFUSED),
        # A target that is a whole address takes the place of the header.
        ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", REFUSED),
        ("GET http://localhost:PORT/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", REFUSED),
    ],
)
def test_a_request_names_this_computer_once_and_by_its_own_name(
    quiet: Running, request_: str, status: tuple[int, ...]
) -> None:
    assert status_of(quiet, request_) in status


def test_no_other_site_shows_it_in_a_frame(quiet: Running) -> None:
    for path in ("/", "/static/css/tiny.css", "/none", "/.preview/preview.js"):
        assert quiet.get(path)[1]["content-security-policy"] == "frame-ancestors 'none'"


def test_only_its_own_pages_hear_of_edits(quiet: Running) -> None:
    own = f"http://localhost:{quiet.port}"
    assert quiet.get("/livereload", Origin=own, **UPGRADE)[0] == 101
    for origin in ("http://evil.example", f"https://localhost:{quiet.port}", "null",
                   f"{own}.evil.example", f"http://evil.example:{quiet.port}"):  # fmt: skip
        assert quiet.get("/livereload", Origin=origin, **UPGRADE)[0] == 403, origin


def test_nobody_else_can_reach_it(quiet: Running) -> None:
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", quiet.port), timeout=2).close()


def test_a_port_that_is_taken_is_said_so(tmp_path: Path, quiet: Running) -> None:
    for port, words in ((str(quiet.port), "--port 0"), ("99999", "from 0 to 65535")):
        ended = subprocess.run(
            [sys.executable, ROOT / "build.py", "serve", "--site", tmp_path, "--port", port],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        assert ended.returncode == 2
        assert port in ended.stderr and words in ended.stderr
        assert "Traceback" not in ended.stderr and not ended.stdout
