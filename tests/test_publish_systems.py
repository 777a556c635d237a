"""Systems and disks that offer less."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import stat
import sys
from pathlib import Path

import pytest
from publishing import NEW, OLD, names, outputs, stays

from casebook.publish import MARKER, Published, publish
from casebook.publish import durable as durable_module
from casebook.publish import exchange as exchange_module


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A destination where the old edition stands, alone in its parent."""
    destination = tmp_path / "site" / "output"
    publish(outputs(OLD), destination)
    return destination


def test_without_an_exchange(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "_system_call", lambda: None)
    assert publish(outputs(NEW), out) == Published(written=2, unchanged=1, removed=1)
    stays(out, NEW)


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.EPERM])
def test_a_disk_without_an_exchange(out: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def call(one: bytes, other: bytes) -> int:
        ctypes.set_errno(code)
        return -1

    monkeypatch.setattr(exchange_module, "_system_call", lambda: call)
    publish(outputs(NEW), out)
    stays(out, NEW)


@pytest.mark.parametrize("how", ["killed", "interrupted"])
def test_without_an_exchange_stopped_between_the_renames(
    out: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    rename = Path.rename

    def stop(path: Path, target: Path) -> Path:
        if target == out and path.name != ".output.casebook-previous":
            if how == "killed":
                os._exit(9)
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(exchange_module, "_system_call", lambda: None)
        patch.setattr(Path, "rename", stop)
        if how == "interrupted":
            with pytest.raises(KeyboardInterrupt):
                publish(outputs(NEW), out)
        else:
            child = os.fork()
            if child == 0:
                publish(outputs(NEW), out)
                os._exit(0)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
            assert not out.exists()
            with pytest.raises(ValueError, match="two outputs"):
                publish(outputs(NEW) * 2, out)
            patch.undo()

            def fail(done: int, total: int) -> None:
                raise ZeroDivisionError

            with pytest.raises(ZeroDivisionError):  # the next build fails too
                publish(outputs(NEW), out, progress=fail)
    stays(out)


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in exchange_module._NUMBERS,
    reason="the number of the call is not known",
)
def test_the_bare_system_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Musl:
        def __init__(self) -> None:
            self.syscall = ctypes.CDLL(None, use_errno=True).syscall

    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    (other / "inside").mkdir(parents=True)
    bare = Musl()
    monkeypatch.setattr(ctypes, "CDLL", lambda *args, **options: bare)
    assert exchange_module.exchange(one, other)
    assert (names(one), names(other)) == (["inside"], [])
    with pytest.raises(FileNotFoundError):
        exchange_module.exchange(one, tmp_path / "nowhere")


def test_without_syncfs_every_new_file_is_brought_to_the_disk(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[int, bool]] = []
    fsync = os.fsync

    def noted(fd: int) -> None:
        found = os.fstat(fd)
        synced.append((found.st_ino, stat.S_ISDIR(found.st_mode)))
        fsync(fd)

    monkeypatch.setattr(durable_module, "_sync_all", lambda folder: False)
    monkeypatch.setattr(os, "fsync", noted)
    publish(outputs(NEW), out)
    stays(out, NEW)
    fresh = [out / "index.html", out / "people/a.html", out / MARKER]
    assert {inode for inode, folder in synced if not folder} == {f.stat().st_ino for f in fresh}
    folders = [out, out / "events", out / "people", out.parent]
    assert {inode for inode, folder in synced if folder} == {f.stat().st_ino for f in folders}
    assert synced[-1] == (out.parent.stat().st_ino, True), "the exchange itself, last"
