"""The YAML language server that editors run, asked over its own protocol (LSP, standard input).

It is the real one, of npm, at the version that tools/language-server pins. What would go out to
the network ends it.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / "tools/language-server"
SERVER = TOOL / "node_modules/yaml-language-server/bin/yaml-language-server"
PATIENCE = 60.0

Json = dict[str, Any]


def installed() -> Path:
    """The server's program; skips the test where npm cannot bring it."""
    if not SERVER.is_file() and (shutil.which("node") is None or shutil.which("npm") is None):
        pytest.skip("there is no Node here to run the language server with")
    filled = subprocess.run(
        ["sh", "tools/ensure-npm", "tools/language-server"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if filled.returncode and not SERVER.is_file():
        pytest.skip(f"npm could not install the language server: {filled.stderr[-300:]}")
    return SERVER


class Client:
    """An editor with one folder open, and no more of an editor than a test needs."""

    def __init__(self, process: subprocess.Popen[bytes], settings: Json) -> None:
        self._process = process
        self._settings = settings
        self._inbox: queue.Queue[Json | None] = queue.Queue()
        self._last = 0
        self._version = 0
        self._open: set[str] = set()
        self.diagnosed: dict[str, list[Json]] = {}
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        out = self._process.stdout
        assert out is not None
        while line := out.readline():
            length = 0
            while line.strip():
                name, _, value = line.decode().partition(":")
                if name.lower() == "content-length":
                    length = int(value)
                line = out.readline()
            self._inbox.put(json.loads(out.read(length)))
        self._inbox.put(None)

    def _send(self, message: Json) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        stream.flush()

    def _next(self) -> Json:
        """The next answer or notice; what the server itself asks is answered on the way."""
        message = self._inbox.get(timeout=PATIENCE)
        if message is None:
            assert self._process.stderr is not None
            raise AssertionError(f"the server ended: {self._process.stderr.read().decode()}")
        if "id" in message and "method" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        elif message.get("method") == "textDocument/publishDiagnostics":
            given = message["params"]
            self.diagnosed[given["uri"]] = given["diagnostics"]
        return message

    def _answer(self, message: Json) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [
            self._settings.get(item.get("section", ""), {}) for item in message["params"]["items"]
        ]

    def ask(self, method: str, given: Json) -> Any:
        self._last += 1
        self._send({"id": self._last, "method": method, "params": given})
        while True:
            message = self._next()
            if message.get("id") == self._last and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def tell(self, method: str, given: Json) -> None:
        self._send({"method": method, "params": given})

    def open(self, path: Path, text: str | None = None) -> list[Json]:
        """Open a file, with a text that need not be saved; what the server finds wrong in it."""
        uri, words = path.as_uri(), path.read_text("utf-8") if text is None else text
        self.diagnosed.pop(uri, None)
        self._version += 1
        item: Json = {"uri": uri, "version": self._version}
        if uri in self._open:
            change = {"textDocument": item, "contentChanges": [{"text": words}]}
            self.tell("textDocument/didChange", change)
        else:
            self._open.add(uri)
            shown = {"textDocument": {**item, "languageId": "yaml", "text": words}}
            self.tell("textDocument/didOpen", shown)
        while uri not in self.diagnosed:
            self._next()
        return self.diagnosed[uri]

    def complete(self, path: Path, line: int, column: int) -> list[Json]:
        """What can be typed at a place, both counted from 0."""
        at = {"textDocument": {"uri": path.as_uri()}, "position": position(line, column)}
        found = self.ask("textDocument/completion", at)
        items: list[Json] = found["items"] if isinstance(found, dict) else found or []
        return items

    def hover(self, path: Path, line: int, column: int) -> str:
        at = {"textDocument": {"uri": path.as_uri()}, "position": position(line, column)}
        found = self.ask("textDocument/hover", at)
        return str(found["contents"]["value"]) if found else ""


def position(line: int, column: int) -> Json:
    return {"line": line, "character": column}


@contextmanager
def editor(folder: Path, settings: Json) -> Iterator[Client]:
    """The server with a folder open; `settings` are those that an editor would hold for it."""
    program = installed()
    process = subprocess.Popen(
        ["node", "--require", str(TOOL / "no-network.cjs"), str(program), "--stdio"],
        cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "NODE_OPTIONS": ""},
    )  # fmt: skip
    try:
        yaml = {
            name.removeprefix("yaml."): value
            for name, value in settings.items()
            if name.startswith("yaml.")
        }
        nested: Json = {"schemaStore": {"enable": False}, "completion": True, "hover": True,
                        "validate": True, **yaml}  # fmt: skip
        client = Client(process, {"yaml": nested})
        client.ask("initialize", _hello(folder))
        client.tell("initialized", {})
        client.tell("workspace/didChangeConfiguration", {"settings": {"yaml": nested}})
        yield client
        client.ask("shutdown", {})
    finally:
        process.kill()
        process.wait()


def _hello(folder: Path) -> Json:
    item = {"snippetSupport": True, "documentationFormat": ["markdown", "plaintext"]}
    return {
        "processId": os.getpid(),
        "rootPath": str(folder),
        "rootUri": folder.as_uri(),
        "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
        "capabilities": {
            "textDocument": {
                "completion": {"completionItem": item, "contextSupport": True},
                "hover": {"contentFormat": ["markdown", "plaintext"]},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True, "didChangeConfiguration": {}},
        },
    }
