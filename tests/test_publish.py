"""Publishing: output/ becomes exactly the outputs."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from publishing import NEW, OLD, Files, names, outputs, stays, tree

from casebook.output import Output, by_path, path_fault
from casebook.publish import MARKER, Published, publish
from casebook.publish.standing import twin


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A destination where the old edition stands, alone in its parent."""
    destination = tmp_path / "site" / "output"
    publish(outputs(OLD), destination)
    return destination


def test_a_fresh_folder_and_those_above_it(tmp_path: Path) -> None:
    destination = tmp_path / "a" / "b" / "output"
    assert publish(outputs(OLD), destination) == Published(written=3, unchanged=0, removed=0)
    stays(destination)


def test_an_empty_folder_is_replaced(tmp_path: Path) -> None:
    destination = tmp_path / "output"
    destination.mkdir()
    assert publish(outputs(OLD), destination).written == 3
    stays(destination)


def test_replacing_writes_links_and_removes(out: Path) -> None:
    before = (out / "events/one.html").stat()
    assert publish(outputs(NEW), out) == Published(written=2, unchanged=1, removed=1)
    stays(out, NEW)
    after = (out / "events/one.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert after.st_nlink == 1, "the old edition is gone"


def test_nothing_to_do_touches_nothing(out: Path) -> None:
    before = out.stat()
    calls: list[tuple[int, int]] = []
    done = publish(outputs(OLD), out, progress=lambda a, b: calls.append((a, b)))
    assert done == Published(written=0, unchanged=3, removed=0)
    assert out.stat() == before
    assert calls == [(3, 3)]
    stays(out)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda out: (out / "index.html").write_bytes(b"OLD"),
        lambda out: (out / "mine.txt").write_bytes(b"x"),
        lambda out: (out / "empty").mkdir(),
        lambda out: (out / "link").symlink_to("index.html"),
        lambda out: (out / "index.html").chmod(0o600),
        lambda out: (out / "events").chmod(0o700),
        lambda out: (out / "data/gone.csv").unlink(),
        lambda out: (out / MARKER).write_bytes(b"Made by Casebook. Long ago"),
    ],
)
def test_what_people_changed_in_the_output_is_put_right(
    out: Path, spoil: Callable[[Path], object]
) -> None:
    modes = {path: path.stat().st_mode for path in out.rglob("*")}
    marker = (out / MARKER).read_bytes()
    spoil(out)
    publish(outputs(OLD), out)
    stays(out)
    assert {path: path.stat().st_mode for path in out.rglob("*")} == modes
    assert (out / MARKER).read_bytes() == marker


def test_a_changed_file_is_a_new_one(out: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.html"
    os.link(out / "index.html", kept)
    publish(outputs(NEW), out)
    assert kept.read_bytes() == b"old"


def test_nothing_is_shared_through_symlinks(out: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "one.html").write_bytes(b"one")
    (elsewhere / "index.html").write_bytes(b"new!")
    shutil.rmtree(out / "events")
    (out / "events").symlink_to(elsewhere)
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(elsewhere / "index.html")
    assert publish(outputs(NEW), out).unchanged == 0
    assert tree(out) == NEW
    assert names(elsewhere) == ["index.html", "one.html"]
    assert (elsewhere / "one.html").stat().st_nlink == 1


def test_a_file_changed_or_replaced_since_it_was_compared_is_not_shared(tmp_path: Path) -> None:
    file, target = tmp_path / "file", tmp_path / "target"
    for later in (b"other", b"s"):
        file.write_bytes(b"same")
        found = twin(file, b"same", file.stat())
        assert found is not None
        file.write_bytes(later)
        assert not found.link(target)
        assert names(tmp_path) == ["file"]
    (tmp_path / "link").symlink_to(file)
    os.mkfifo(tmp_path / "pipe")
    for odd in ("link", "pipe", "nothing"):
        assert twin(tmp_path / odd, file.read_bytes(), file.stat()) is None


def test_where_links_fail_files_are_written(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise OSError(errno.EMLINK, "Too many links")

    monkeypatch.setattr(os, "link", refuse)
    assert publish(outputs(NEW), out) == Published(written=3, unchanged=0, removed=1)
    stays(out, NEW)


@pytest.mark.parametrize("umask", [0o022, 0o002, 0o027, 0o077])
def test_modes_follow_the_umask_of_the_day(out: Path, umask: int) -> None:
    earlier = os.umask(umask)
    try:
        publish(outputs(OLD), out)
    finally:
        os.umask(earlier)
    for path in (out, *out.rglob("*")):
        wanted = (0o777 if path.is_dir() else 0o666) & ~umask
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    stays(out)


def test_progress_counts_every_file(out: Path) -> None:
    calls: list[tuple[int, int]] = []
    publish(outputs(NEW), out, progress=lambda a, b: calls.append((a, b)))
    assert calls == [(1, 3), (2, 3), (3, 3)]


parts = st.text("aeé.-", min_size=1, max_size=3).filter(lambda part: not path_fault(part))
paths = st.lists(parts, min_size=1, max_size=3).map("/".join)
editions = st.dictionaries(paths, st.binary(max_size=3), max_size=12).filter(
    lambda files: _stand_together(files)
)


def _stand_together(files: Files) -> bool:
    try:
        by_path(outputs(files))
    except ValueError:
        return False
    return True


@settings(max_examples=60, deadline=None)
@given(st.lists(editions, min_size=1, max_size=3))
def test_the_destination_equals_the_outputs(row: list[Files]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        destination = Path(folder) / "output"
        before: Files = {}
        for files in row:
            done = publish(outputs(files), destination)
            stays(destination, files)
            same = {path for path in files if before.get(path) == files[path]}
            assert done.unchanged == len(same)
            assert done.written == len(files) - len(same)
            assert done.removed == len(before.keys() - files.keys())
            before = files


def test_a_renderer_that_fails_costs_nothing(out: Path) -> None:
    def broken() -> Iterator[Output]:
        yield Output("index.html", b"half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        publish(broken(), out)
    stays(out)


@pytest.mark.parametrize("path", ["index.html", MARKER, "INDEX.html"])
def test_outputs_that_cannot_stand_together_cost_nothing(out: Path, path: str) -> None:
    with pytest.raises(ValueError, match=r"two outputs want|cannot tell"):
        publish([*outputs(OLD), Output(path, b"")], out)
    stays(out)
