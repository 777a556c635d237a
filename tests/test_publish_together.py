"""Builds that are stopped, and builds that meet."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from publishing import NEW, OLD, names, outputs, stays, tree

import casebook
from casebook.publish import PublishError, publish
from casebook.publish import lock as lock_module


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A destination where the old edition stands, alone in its parent."""
    destination = tmp_path / "site" / "output"
    publish(outputs(OLD), destination)
    return destination


def test_a_keyboard_interrupt(tmp_path: Path, out: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(outputs(NEW), out, progress=interrupt)
    stays(out)
    with pytest.raises(KeyboardInterrupt):
        publish(outputs(NEW), tmp_path / "new" / "output", progress=interrupt)
    assert names(tmp_path) == ["site"], "folders made on the way are taken back"


PROGRAM = """
import os, signal, sys
from pathlib import Path
from casebook.output import Output
from casebook.publish import publish

what, destination = sys.argv[1], Path(sys.argv[2])
if what == "end":
    publish(
        [Output(f"{n}.html", b"new") for n in range(50)],
        destination,
        progress=lambda done, total: done == 20 and os.kill(os.getpid(), int(sys.argv[3])),
    )
else:
    for turn in range(12):
        letter = what if turn % 2 else what.lower()
        files = {f"{letter}/{n}.html": (letter * n).encode() for n in range(1, 40)}
        publish([Output(path, data) for path, data in files.items()], destination)
"""


def start(*arguments: object) -> subprocess.Popen[bytes]:
    package = Path(casebook.__file__).parents[1]
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": os.fspath(package)},
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_asked_to_end(out: Path, number: signal.Signals) -> None:
    assert start("end", out, int(number)).wait() == -number
    stays(out)


def test_handlers_are_left_as_they_were(out: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    publish(outputs(NEW), out, progress=lambda a, b: None)
    assert signal.getsignal(signal.SIGTERM) is before


def test_strays_of_killed_builds_are_removed_and_no_others(out: Path) -> None:
    parent = out.parent
    for name in (".output.casebook-0123abcd", ".output.casebook-ffffffff"):
        shutil.copytree(out, parent / name)
    spared = [".other.casebook-0123abcd", ".output.casebook-mine", "x.output.casebook-0123abcd"]
    for name in spared:
        (parent / name).mkdir()
    (parent / ".output.casebook-00000000").symlink_to(parent / spared[0])
    publish(outputs(OLD), out)
    assert names(parent) == sorted([*spared, ".output.casebook-00000000", "output"])
    assert tree(out) == OLD


def test_two_builds_at_once(out: Path) -> None:
    both = [start("A", out), start("B", out)]
    assert [build.wait() for build in both] == [0, 0]
    files = tree(out)
    assert names(out.parent) == ["output"]
    letter = next(iter(files))[0]
    assert letter in "AB"
    assert files == {f"{letter}/{n}.html": (letter * n).encode() for n in range(1, 40)}


def test_the_second_build_waits(out: Path) -> None:
    waits: list[float] = []
    errors: list[BaseException] = []

    def second() -> None:
        try:
            publish(outputs(NEW), out, waiting=waits.append, patience=30)
        except BaseException as error:
            errors.append(error)

    fd = os.open(out.parent, os.O_RDONLY)
    fcntl.flock(fd, fcntl.LOCK_EX)
    thread = threading.Thread(target=second)
    thread.start()
    while len(waits) < 3 and thread.is_alive():
        time.sleep(0.01)
    stays(out)
    os.close(fd)
    thread.join()
    assert not errors
    assert waits == sorted(waits)
    assert len(waits) >= 3
    stays(out, NEW)


@pytest.mark.parametrize("folders", [True, False])
def test_the_second_build_gives_up(
    out: Path, monkeypatch: pytest.MonkeyPatch, folders: bool
) -> None:
    if not folders:
        monkeypatch.setattr(lock_module, "_lock_folder", _no_folder_locks)
    with lock_module.locked(out, 0, None):
        start_time = time.monotonic()
        with pytest.raises(PublishError, match="another build is writing to `output`") as caught:
            publish(outputs(NEW), out, patience=0.3)
        assert 0.3 <= time.monotonic() - start_time < 5
        assert "we waited" in caught.value.hint
    stays(out)
    publish(outputs(NEW), out, patience=0)
    stays(out, NEW)


def _no_folder_locks(folder: Path) -> int | None:
    raise lock_module._NoFolderLocksError


def test_a_lock_file_deleted_by_its_holder_is_not_taken_for_a_lock(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = out.parent / ".output.casebook-lock"
    first = lock_module._lock_file(path)
    assert first is not None
    lock = lock_module._try

    def lock_late(fd: int) -> bool:
        """The holder deletes the file and lets go after it was opened, before it is locked."""
        lock_module._release(first, path)
        return lock(fd)

    with monkeypatch.context() as patch:
        patch.setattr(lock_module, "_try", lock_late)
        assert lock_module._lock_file(path) is None
    second = lock_module._lock_file(path)
    assert second is not None
    lock_module._release(second, path)
    stays(out)
