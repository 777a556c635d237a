"""Files read with care: bounded, UTF-8, one kind of line end; and the pause while reading."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.load.pause import gc_paused
from casebook.load.text_file import MAX_FILE
from casebook.load.yaml_reader import read_text, read_yaml
from casebook.problem import Problem
from casebook.spot import Spot


def _read_file(path: Path) -> tuple[str | None, list[Problem]]:
    problems: list[Problem] = []
    return read_text(path, "f.yaml", problems.append), problems


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_text_is_read_with_one_kind_of_line_end(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(("\ufeff" + text).encode())
    assert _read_file(path) == (text.replace("\r\n", "\n").replace("\r", "\n"), [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("bad", [b"\xff", b"\xe9 ", b"\xed\xa0\x80", b"\xc0\x80", b"\xd8"])
def test_bytes_that_are_not_utf8_are_placed(tmp_path: Path, end: str, bom: str, bad: bytes) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(f"{bom}ایک{end}é: 🜚x".encode() + bad + b"\nmore\n")
    text, (problem,) = _read_file(path)
    assert text is None
    assert problem.rule == "not-utf8"
    assert problem.where == Spot("f.yaml", 2, 6)
    path.write_bytes(bom.encode() + bad)
    assert _read_file(path)[1][0].where == Spot("f.yaml", 1, 1)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("missing", "", "pipe", "loop", "nul\0"):
        text, (problem,) = _read_file(tmp_path / name)
        assert text is None
        assert problem.rule == "unreadable"
        assert problem.where == Spot("f.yaml", 1, 1)
    assert _read_file(Path("/dev/zero"))[1][0].rule == "unreadable"


def test_size_is_bounded_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    with path.open("wb") as stream:
        stream.truncate(MAX_FILE)
    assert _read_file(path)[1] == []
    with path.open("wb") as stream:
        stream.truncate(1 << 40)  # a sparse file: a terabyte long, and no room for it in memory
    text, problems = _read_file(path)
    assert text is None
    assert [p.rule for p in problems] == ["too-large"]
    problems = []
    read_yaml("a" * (MAX_FILE + 1), "f.yaml", problems.append)
    assert [p.rule for p in problems] == ["too-large"]


# The collector.


def test_the_collector_is_paused_and_put_back() -> None:
    assert gc.isenabled()
    with gc_paused():
        assert not gc.isenabled()
        with gc_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), gc_paused():
        raise KeyError
    assert gc.isenabled()
