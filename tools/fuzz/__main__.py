"""`make fuzz ARGS="--minutes 60"`: all targets in turn, and what was found, made small.

python tools/fuzz                       ten minutes over all targets
python tools/fuzz --only prose csv      some of them
python tools/fuzz --again FILE          one input again, whichever target its folder names
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tools.fuzz.oracle import smallest, tried
from tools.fuzz.targets import KEPT, TARGETS

_WORKER = Path(__file__).with_name("worker.py")
_STOPS = {"timeout-": "it hung", "oom-": "it took too much memory", "crash-": "it crashed"}
"""How libFuzzer calls the inputs that ended a process."""


def main() -> int:
    """How it ends: 0 for no finding, 1 for some, and for a target of which nothing was read."""
    parser = argparse.ArgumentParser(prog="tools/fuzz", description="Fuzz the readers.")
    parser.add_argument("--minutes", type=float, default=10, help="over all targets together")
    parser.add_argument("--only", nargs="+", choices=TARGETS, default=list(TARGETS))
    parser.add_argument("--corpus", type=Path, help="a folder to keep the inputs found on the way")
    parser.add_argument(
        "--again", type=Path, metavar="FILE", help="run one input and say what it does"
    )
    given = parser.parse_args()
    if given.again:
        return _again(given.again)
    shares = sum(TARGETS[name].share for name in given.only)
    found, unread = 0, []
    with TemporaryDirectory(prefix="casebook-fuzz-") as above:
        for name in given.only:
            seconds = max(5, int(given.minutes * 60 * TARGETS[name].share / shares))
            folder = Path(above) / name
            folder.mkdir()
            corpus = (given.corpus or Path(above) / "corpus") / name
            print(f"{name}: {seconds} seconds", flush=True)
            done = _fuzz(name, folder, corpus, seconds)
            print(f"{name}: {done.told}, {len(list(corpus.iterdir())):,} kept", flush=True)
            found += _tell(name, folder)
            unread += [] if done.runs else [name]
    print(f"{found} findings" if found else "Nothing was found.")
    if unread:
        print(f"Nothing was read, and so nothing tried, of {', '.join(unread)}: see above.")
    return 1 if found or unread else 0


@dataclass
class _Done:
    """What the workers of one target came to."""

    runs: int = 0
    reached: int = 0
    """Branches of the code, by the worker that reached most."""
    memory: int = 0
    """MiB, of the worker that took most."""

    def add(self, log: str) -> bool:
        """Count in what libFuzzer says at the end of a worker; False where it says nothing."""
        stats = dict(re.findall(r"^stat::(\w+):\s+(\d+)$", log, re.M))
        if "number_of_executed_units" not in stats:
            return False
        self.runs += int(stats["number_of_executed_units"])
        self.memory = max(self.memory, int(stats.get("peak_rss_mb", 0)))
        self.reached = max(self.reached, 0, *map(int, re.findall(r"\bcov: (\d+)", log)))
        return True

    @property
    def told(self) -> str:
        return f"{self.runs:,} inputs, {self.reached:,} branches, {self.memory:,} MiB"


def _fuzz(name: str, folder: Path, corpus: Path, seconds: int) -> _Done:
    """Run workers until the time is up: one that hung or was killed is followed by another."""
    until = time.monotonic() + seconds
    done = _Done()
    while (left := int(until - time.monotonic())) >= 3:
        log = folder / "log.txt"
        with log.open("wb") as stream:
            subprocess.run(
                [sys.executable, str(_WORKER), name, str(folder), str(corpus), str(left)],
                stdout=stream,
                stderr=stream,
                check=False,
                timeout=left + 600,
            )
        words = log.read_text(encoding="utf-8", errors="replace")
        if not done.add(words):
            print(words[-3_000:])
            break
    return done


def _tell(name: str, folder: Path) -> int:
    """Say what was found, each made as small as it can be and kept as a test; how many."""
    run = TARGETS[name].run
    inputs = [*folder.glob("*.input"), *(one for stop in _STOPS for one in folder.glob(f"{stop}*"))]
    for path in inputs:
        data = path.read_bytes()
        said = next((words for stop, words in _STOPS.items() if path.name.startswith(stop)), "")
        if not said:
            data = smallest(run, data)
            finding = tried(run, data)
            said = finding.told if finding else path.with_suffix(".txt").read_text(encoding="utf-8")
        kept = KEPT / name / hashlib.sha256(data).hexdigest()[:12]
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)
        print(f"\n{said}\n{data!r:.2000}\nkept as {kept}: mend it, and it stays as a test\n")
    return len(inputs)


def _again(path: Path) -> int:
    finding = tried(TARGETS[path.parent.name].run, path.read_bytes())
    print(finding.told if finding else "It is read or refused as it should be.")
    return 1 if finding else 0


if __name__ == "__main__":
    sys.exit(main())
