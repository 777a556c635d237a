"""What the disk refuses is said plainly, and the old edition stays."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from publishing import NEW, OLD, ROOT, names, outputs, stays, tree, unprivileged

from casebook.publish import Published, PublishError, publish


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A destination where the old edition stands, alone in its parent."""
    destination = tmp_path / "site" / "output"
    publish(outputs(OLD), destination)
    return destination


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that any account may enter (pytest's own are closed)."""
    folder = Path(tempfile.mkdtemp(prefix="casebook-test-"))
    folder.chmod(0o777)
    yield folder
    for path, _, _ in os.walk(folder):
        Path(path).chmod(0o700)
    shutil.rmtree(folder)


def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "none", os.fspath(disk)]
    if not ROOT or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a disk here")
    try:
        publish(outputs(OLD), disk / "output")
        with pytest.raises(PublishError, match="no room left on the disk for `output`"):
            publish(outputs(NEW | {f"{n}.html": b"x" * 5000 for n in range(99)}), disk / "output")
        stays(disk / "output")
        subprocess.run(["mount", "-o", "remount,ro", os.fspath(disk)], check=True)
        with pytest.raises(PublishError, match="can only be read"):
            publish(outputs(NEW), disk / "output")
        stays(disk / "output")
        refuse_mount = pytest.raises(PublishError, match="a disk is mounted there")
        subprocess.run(["mount", "-o", "remount,rw", os.fspath(disk)], check=True)
        shutil.rmtree(disk / "output")
        with refuse_mount:
            publish(outputs(NEW), disk)
        assert names(disk) == []
        assert names(tmp_path) == ["disk"]
    finally:
        subprocess.run(["umount", "-l", os.fspath(disk)], check=True)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "no room left on the disk for `output`"),
        (errno.EDQUOT, "share of the disk"),
        (errno.EIO, "`output` could not be written: input/output error"),
    ],
)
def test_a_disk_that_fails_half_way(
    out: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    write = os.write
    calls = 0

    def failing(fd: int, data: bytes) -> int:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise OSError(code, os.strerror(code))
        return write(fd, data[:2])  # a disk may also take only a part at once

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", failing)
        with pytest.raises(PublishError, match=words) as caught:
            publish(outputs(NEW), out)
    assert calls == 4
    assert "the earlier output is as it was" in caught.value.hint
    stays(out)


def test_writes_in_parts_are_whole(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda fd, data: write(fd, data[:1]))
        publish(outputs(NEW), out)
    stays(out, NEW)


def test_a_limit_on_file_sizes(out: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(PublishError, match="larger than this disk or account allows"):
            publish(outputs(NEW | {"book.pdf": b"x" * 100_001}), out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    stays(out)


def test_a_name_too_long_for_the_disk(out: Path) -> None:
    long = "\u06a9" * 200
    with pytest.raises(PublishError, match=f"too long for this disk: `x/{long}`"):
        publish(outputs(NEW | {f"x/{long}": b""}), out)
    stays(out)
    with pytest.raises(PublishError, match="too long for this disk"):
        publish(outputs(NEW), out.with_name("y" * 300))
    stays(out)


def test_a_parent_that_may_not_be_written_in(shared: Path) -> None:
    destination = shared / "site" / "output"
    publish(outputs(OLD), destination)
    destination.parent.chmod(0o555)
    told = unprivileged(lambda: publish(outputs(NEW), destination))
    assert told.startswith(f"PublishError: you may not write in `{destination.parent}`")
    told = unprivileged(lambda: publish(outputs(NEW), destination.parent / "a" / "b"))
    assert told.startswith("PublishError: you may not write in")
    stays(destination)


def test_an_old_folder_closed_by_its_owner_is_still_removed(shared: Path) -> None:
    destination = shared / "site" / "output"
    outside = shared / "outside"

    def work() -> Published:
        publish(outputs(OLD), destination)
        outside.mkdir(mode=0o755)
        (destination / "events" / "link").symlink_to(outside)
        (destination / "events").chmod(0o500)
        (destination / "data").chmod(0)
        return publish(outputs(NEW), destination)

    # events/one.html can be read and is shared; data/gone.csv cannot even be counted
    assert unprivileged(work) == repr(Published(written=2, unchanged=1, removed=0))
    stays(destination, NEW)
    assert stat.S_IMODE(outside.stat().st_mode) == 0o755, "links are not followed"


@pytest.mark.skipif(not ROOT, reason="needs two accounts")
def test_what_cannot_be_removed_is_reported(shared: Path) -> None:
    destination = shared / "output"
    assert "written=3" in unprivileged(lambda: publish(outputs(OLD), destination))
    (destination / "events").chmod(0o755)
    os.chown(destination / "events", 0, 0)
    told = unprivileged(lambda: publish(outputs(NEW), destination))
    assert tree(destination) == NEW
    strays = [name for name in names(shared) if name != "output"]
    assert len(strays) == 1
    assert strays[0] in told
    assert publish(outputs(NEW), destination).leftover == ()
    stays(destination, NEW)
