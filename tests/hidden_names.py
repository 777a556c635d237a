"""A record that withholds names, for tests: all of them are invented."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from whole import WHOLE

from casebook.cli import main
from casebook.withheld.names import Withheld, hashed

SALT = "salt of the tests"
NAME = "Zorvan Quillby"
URDU = "سعید کریمی"
NAMES = (NAME, URDU, "Élodie Brânză-Oake", "O'Malden Fenn", "Wexcombe", "王小明")


EXCERPT = "content/excerpts/log.md"
RECORD = {**WHOLE, EXCERPT: WHOLE[EXCERPT].replace("[[harbour-fire]] [@harbour-log p6]", "below")}
"""A record to hide names in, without anything wrong with it."""


def withheld(*names: str) -> Withheld:
    """The names, withheld."""
    return Withheld(SALT, tuple(hashed(SALT, name) for name in names))


def kept(*names: str) -> str:
    """A withheld.yaml of some names."""
    entries = sorted((hashed(SALT, name) for name in names), key=lambda name: name.hash)
    lines = [
        f"  - hash: {each.hash}\n    length: {each.length}\n    head: {each.head}\n"
        for each in entries
    ]
    return f"salt: {SALT}\nnames:\n{''.join(lines)}"


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder: what it holds, and when it was changed."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def run(*arguments: str | Path) -> int:
    """The exit code of a command."""
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as end:
        assert isinstance(end.code, int)
        return end.code


def has_no_name(words: str, *names: str) -> bool:
    """Is no name, nor any word of one, to be read?"""
    parts = {part.casefold() for name in names for part in (name, *name.split())}
    return not any(part in words.casefold() for part in parts)


def fed(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Let the standard input be some words."""
    monkeypatch.setattr("sys.stdin", io.StringIO(words))
