"""docs/tutorial.md, followed to the letter in an empty folder.

Its fenced blocks are the script: `sh` is run and must succeed (`sh fails` must not, `sh serve` runs
until it has answered), `text` is what the commands before it said, a block with a file's name is
added to that file, and a `diff` changes one.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from installing import ROOT, libraries, offline, source

from casebook.commands import COMMANDS

TUTORIAL = ROOT / "docs/tutorial.md"
MINUTES = 10


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what stands after it, its text and its line."""

    language: str
    info: str
    text: str
    line: int


def blocks(words: str) -> list[Block]:
    fences = re.finditer(r"^```(\S+) ?(.*)\n((?:.*\n)*?)^```$", words, re.M)
    return [
        Block(found[1], found[2], found[3], words.count("\n", 0, found.start()) + 1)
        for found in fences
    ]


@dataclass
class Reader:
    """Somebody at a terminal and an editor: one folder, one environment, what was said last."""

    folder: Path
    keep: Path
    env: dict[str, str]
    said: str = ""
    ran: list[str] = field(default_factory=list)

    def follow(self, block: Block) -> None:
        """Do what a block says; fails where it does not go as the tutorial says."""
        match block.language, block.info:
            case "sh", "serve":
                self.serve(block)
            case "sh", "fails" | "":
                self.type(block)
            case "text", "":
                self.expect(block)
            case "diff", name:
                self.change(name, block)
            case _, name:
                assert name, f"line {block.line}: which file?"
                file = self.folder / name
                file.parent.mkdir(exist_ok=True)
                with file.open("a", encoding="utf-8") as end:
                    end.write(block.text)

    def type(self, block: Block) -> None:
        """Run commands as one window of a shell would, one block after another."""
        state = self.keep / "state"
        script = f"set -euo pipefail\n{block.text}\nexport -p > {shlex.quote(str(state))}; pwd -P\n"
        ran = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60 * MINUTES,
            check=False,
        )
        self.said = ran.stdout
        self.ran += block.text.splitlines()
        expected = 1 if block.info == "fails" else 0
        assert ran.returncode == expected, f"line {block.line}\n{block.text}{ran.stdout}"
        if not expected:
            *_, here = ran.stdout.splitlines()
            self.folder = Path(here)
            code = "import json, os; print(json.dumps(dict(os.environ)))"
            kept = subprocess.run(
                ["bash", "-c", f". {shlex.quote(str(state))}; {sys.executable} -c '{code}'"],
                capture_output=True,
                text=True,
                check=True,
            )
            self.env = json.loads(kept.stdout)

    def expect(self, block: Block) -> None:
        """Every line of the block was said, in this order."""
        said = iter(re.sub("\u00a0", " ", self.said).splitlines())
        for line in block.text.splitlines():
            assert any(line == one for one in said), f"line {block.line}: {line}\n{self.said}"

    def change(self, name: str, block: Block) -> None:
        """Replace the lines with a minus by those with a plus; the others say where."""
        lines = block.text.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        file = self.folder / name
        words = file.read_text(encoding="utf-8")
        assert words.count(old) == 1, f"line {block.line}: {name} has not once\n{old}"
        file.write_text(words.replace(old, new), encoding="utf-8")

    def serve(self, block: Block) -> None:
        """Start the preview, open the address it prints, and stop it as Ctrl-C does."""
        (command,) = block.text.splitlines()
        self.ran.append(command)
        log = self.keep / "served"
        with log.open("wb") as output:
            server = subprocess.Popen(
                shlex.split(command),
                cwd=self.folder,
                env={**self.env, "PYTHONUNBUFFERED": "1"},
                stdout=output,
                stderr=subprocess.STDOUT,
                executable=_which(command, self.env),
                # A shell that runs the tests in the background lets them ignore Ctrl-C.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
            )
        try:
            until = time.monotonic() + 60
            while not (found := re.search(r"http://[\d.]+:\d+", log.read_text("utf-8"))):
                assert server.poll() is None and time.monotonic() < until, log.read_text("utf-8")
                time.sleep(0.1)
            with urllib.request.urlopen(found[0], timeout=60) as answer:
                assert "St Peter" in answer.read().decode("utf-8")
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def _which(command: str, env: dict[str, str]) -> str:
    found = shutil.which(command.split()[0], path=env["PATH"])
    assert found, command
    return found


@pytest.mark.pdf
@pytest.mark.overnight
@pytest.mark.timeout(60 * (MINUTES + 1))
def test_followed_to_the_letter_it_ends_with_a_site_and_a_book(tmp_path: Path) -> None:
    started = time.monotonic()
    folder, keep = tmp_path / "empty", tmp_path / "keep"
    folder.mkdir()
    keep.mkdir()
    # The clone that the first step asks for, and the libraries that pip would fetch for it.
    source(folder / "casebook")
    env = offline()
    env["PYTHONPATH"] = os.pathsep.join(filter(None, (env.get("PYTHONPATH"), libraries())))
    env["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), env["PATH"]))
    reader = Reader(folder, keep, env)
    for block in blocks(TUTORIAL.read_text(encoding="utf-8")):
        reader.follow(block)
    typed = {words.split()[1] for words in reader.ran if words.startswith("casebook ")}
    assert {"init", "serve", "check", "label", "prove", "register", "build"} <= typed
    public = folder / "public"
    assert (public / "briefing.pdf").read_bytes().startswith(b"%PDF")
    page = (public / "events/field-left-behind.html").read_text(encoding="utf-8")
    assert "a torn and gashed banner or two" in page and "E15" in page
    assert "https://record.example.org/events/field-left-behind.html" in page
    everything = "".join(path.read_text("utf-8") for path in public.rglob("*.html"))
    assert "Buxton" not in everything and "Orton" not in everything
    assert time.monotonic() - started < 60 * MINUTES


def test_every_command_in_it_exists() -> None:
    words = TUTORIAL.read_text(encoding="utf-8")
    typed = [block.text for block in blocks(words) if block.language == "sh"]
    named = re.findall(r"\bcasebook ([a-z]+)", "\n".join(typed))
    assert len(named) > 10
    assert set(named) <= set(COMMANDS)


def test_a_step_that_goes_wrong_is_found(tmp_path: Path) -> None:
    reader = Reader(tmp_path, tmp_path, dict(os.environ))
    (tmp_path / "file").write_text("one\ntwo\n", encoding="utf-8")
    wrong = (
        "```sh\nfalse\n```\n",
        "```sh fails\ntrue\n```\n",
        "```diff file\n-three\n+four\n```\n",
        "```text\nnever said\n```\n",
        "```yaml\nno: file\n```\n",
    )
    for words in wrong:
        (block,) = blocks(words)
        with pytest.raises(AssertionError):
            reader.follow(block)
    for words in (
        "```sh\necho said\n```\n",
        "```text\nsaid\n```\n",
        "```diff file\n-two\n+2\n```\n",
    ):
        (block,) = blocks(words)
        reader.follow(block)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "one\n2\n"
