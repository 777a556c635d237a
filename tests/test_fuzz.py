"""What fuzzing found once, and the fuzzer itself. How to fuzz is told in tools/fuzz/README.md."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from tools.fuzz import __main__ as fuzz
from tools.fuzz.oracle import smallest, tried
from tools.fuzz.targets import KEPT, TARGETS

KEPT_INPUTS = sorted(path for path in KEPT.glob("*/*") if path.is_file())
FEW = 6


@pytest.mark.parametrize("path", KEPT_INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_is_read_or_refused(path: Path) -> None:
    found = tried(TARGETS[path.parent.name].run, path.read_bytes())
    assert found is None, found.told


def test_what_was_kept_is_of_a_target() -> None:
    assert {path.name for path in KEPT.iterdir()} <= TARGETS.keys()
    assert KEPT_INPUTS


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_reads_what_it_begins_from(name: str) -> None:
    """And what is cut short or has one bit another: each target works without the fuzzer."""
    target = TARGETS[name]
    seeds = list(islice(target.seeds(), FEW))
    assert seeds
    for seed in seeds:
        data = seed[: target.longest]
        middle = len(data) // 2
        for one in (data, data[:middle], data[middle:], _flipped(data), b""):
            found = tried(target.run, one)
            assert found is None, found.told


def _flipped(data: bytes) -> bytes:
    at = len(data) // 3
    return data[:at] + bytes([data[at] ^ 8]) + data[at + 1 :] if data else data


def test_an_error_is_a_finding_and_is_made_small() -> None:
    def run(data: bytes) -> None:
        if b"x" in data and b"y" in data:
            raise KeyError(data)

    found = tried(run, b"....x....y....")
    assert found is not None
    assert found.signature.startswith("KeyError")
    assert smallest(run, b"....x....y....") == b"xy"
    assert tried(run, b"x") is None


def test_a_loop_is_a_finding() -> None:
    def run(data: bytes) -> None:
        while data:
            pass

    found = tried(run, b"x", seconds=0.1)
    assert found is not None
    assert found.signature == "TooLong"
    assert tried(run, b"", seconds=0.1) is None


def test_a_target_of_which_nothing_was_read_is_no_success(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As where its worker lacks a library and ends at once."""
    monkeypatch.setattr("sys.argv", ["tools/fuzz", "--only", "dates", "units"])

    def done(name: str, folder: Path, corpus: Path, seconds: int) -> fuzz._Done:
        corpus.mkdir(parents=True)
        return fuzz._Done(runs=5 if name == "dates" else 0)

    monkeypatch.setattr(fuzz, "_fuzz", done)
    assert fuzz.main() == 1
    assert "of units: see above" in capsys.readouterr().out
