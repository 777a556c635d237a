"""Files of the record change together or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from registering import bytes_of, run, whole

from casebook.publish.errors import PublishError
from casebook.publish.several_files import write_together


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def changes(folder: Path) -> dict[Path, bytes | None]:
    return {
        folder / "a": b"new a",
        folder / "new/d": b"new d",
        folder / "b": b"new b",
        folder / "c": None,
    }


AFTER = {"a": b"new a", "b": b"new b", "new/d": b"new d"}


def test_all_of_them(folder: Path) -> None:
    (folder / "a").chmod(0o640)
    write_together(changes(folder))
    assert bytes_of(folder) == AFTER
    assert (folder / "a").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_one(folder: Path) -> None:
    (folder / "link").symlink_to("a")
    write_together({folder / "link": b"through it"})
    assert (folder / "link").is_symlink()
    assert (folder / "a").read_bytes() == b"through it"


@pytest.mark.parametrize(
    ("step", "at"),
    [("unlink", 1), *((step, at) for step in ("mkstemp", "fsync", "replace") for at in (1, 2, 3))],
)
def test_none_where_a_step_fails(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, at: int
) -> None:
    before = bytes_of(folder)
    count = 0
    owner: Any = {"mkstemp": tempfile, "fsync": os}.get(step, Path)
    real = getattr(owner, step)

    def failing(*given: object, **named: object) -> object:
        nonlocal count
        count += 1
        if count == at:
            raise OSError(errno.ENOSPC, "No space left on device", "there")
        return real(*given, **named)

    monkeypatch.setattr(owner, step, failing)
    with pytest.raises(PublishError) as error:
        write_together(changes(folder))
    assert "No space left on device" in error.value.message
    assert error.value.hint == "nothing was changed"
    monkeypatch.undo()
    assert bytes_of(folder) == before


def test_what_cannot_be_put_back_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, count = Path.replace, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count > 1:
            raise OSError(errno.EIO, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(PublishError) as error:
        write_together({folder / "a": b"new a", folder / "b": b"new b"})
    assert str(folder / "a") in error.value.hint
    assert str(folder / "b") not in error.value.hint
    monkeypatch.undo()
    assert {path.name for path in folder.iterdir()} == {"a", "b", "c"}


def test_a_rename_that_fails_half_way_leaves_the_record_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = whole(tmp_path)
    assert run("register", "--site", site) == 0
    before = bytes_of(site)
    real, count = Path.replace, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == 4:
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    assert run("rename", "place", "long-mole", "long-quay", "--site", site) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert count > 4, "the files before it were put back"
    assert bytes_of(site) == before
