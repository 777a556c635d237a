"""Disks that are full, closed or elsewhere; builds that meet; clocks and times that lie."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from publishing import NOBODY, ROOT
from serving import Running
from two_states import CACHED, Run, Site, at_step, quick_disk, warm

__all__ = ["quick_disk"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="it forks, and looks into /proc"),
]
STEPS = 306
"""So many times, or less, a build changes something on the disk."""
HTML = ("--only", "html")
LONG = [pytest.mark.long, pytest.mark.timeout(1800)]


@pytest.fixture
def site(quick_disk: Path) -> Site:
    """The record, built in state A and then edited to B."""
    warm(quick_disk / "warm")
    found = Site(quick_disk / "record")
    found.learn("html")
    found.edit("A")
    assert found.build(*HTML) == 0
    found.edit("B")
    return found


def sound_afterwards(site: Site) -> None:
    """The next build, with nothing in its way, is right, and leaves nothing beside it."""
    assert site.build(*HTML) == 0
    assert site.stands() == ("B", "html")
    assert site.litter() == []


# What the disk refuses


def refuse(code: int, since: int, only: int = 0) -> Callable[[], None]:
    """The disk takes nothing from one step on, or not that one."""

    def begin() -> None:
        state = {"on": False}
        here = os.getpid()

        def fail() -> None:
            if only:
                raise OSError(code, os.strerror(code))
            state["on"] = True

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            grows = event in ("os.mkdir", "os.link") or (
                event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
            )
            # A full disk still lets one remove and rename.
            if state["on"] and grows and os.getpid() == here:
                raise OSError(code, os.strerror(code))

        at_step(since, fail)()
        sys.addaudithook(hook)

    return begin


@pytest.mark.parametrize("many", [False, pytest.param(True, marks=LONG)])
def test_refused_at_any_step(site: Site, many: bool) -> None:
    """Each step in turn is refused: the disk is full from then on, or fails just there."""
    dice = random.Random(5)
    # The last few are of the notes for the next build, without which it is a first one.
    steps = range(1, STEPS + 1) if many else (1, 2, *sorted(dice.sample(range(3, 160), 3)), 300)
    outcomes = set()
    for turn, step in enumerate(steps):
        code, words = ((errno.ENOSPC, "no room left"), (errno.EIO, "could not be written"))[
            turn % 2
        ]
        stands = site.stands()[0]
        letter = "B" if stands == "A" else "A"
        site.edit(letter)
        run = Run(site, *HTML, "--jobs", "1", before=refuse(code, step, only=turn % 2))
        ended = run.end()
        after = site.stands()[0]
        assert site.litter() == [], (step, run.said())
        outcomes.add(ended)
        if ended == 0:
            assert after == letter
        else:
            assert ended == 2, run.said()
            assert "Traceback" not in run.said()
            assert words in run.said()
            assert after == stands
    assert outcomes == {0, 2}
    site.edit("B")
    sound_afterwards(site)


@pytest.mark.long
def test_a_disk_of_any_size(site: Site, tmp_path: Path) -> None:
    """From one that holds nothing to one that holds all: full at one write after another."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32m", "none", os.fspath(disk)]
    if not ROOT or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a disk here")
    try:
        full = Site(disk / "record", site.states)
        full.edit("A")
        assert full.build(*HTML) == 0
        used = int(subprocess.check_output(["du", "-sk", disk], text=True).split()[0])
        full.edit("B")
        outcomes = []
        for more in (4, 16, 64, 180, 260, 340, 420, 500, 580, 1200, 8000):
            remount = ["mount", "-o", f"remount,size={used + more}k", os.fspath(disk)]
            subprocess.run(remount, check=True)
            run = Run(full, *HTML, "--jobs", "2")
            outcomes.append(run.end())
            run.others_end()
            assert full.litter() == []
            if outcomes[-1]:
                assert outcomes[-1] == 2, run.said()
                assert "no room left on the disk for `output`" in run.said()
                assert full.stands() == ("A", "html")
            else:
                assert full.stands() == ("B", "html")
        assert outcomes[0] == 2, "it was never full"
        assert outcomes == sorted(outcomes, reverse=True)
        sound_afterwards(full)
    finally:
        subprocess.run(["umount", "-l", os.fspath(disk)], check=True)


@pytest.mark.skipif(not ROOT, reason="needs an account for which something is forbidden")
@pytest.mark.parametrize("closed", ["record", "cache", "output", "inside"])
def test_what_may_only_be_read(site: Site, closed: str) -> None:
    """The folder of all, that of the cache, that of the site, or one in it."""
    folder = {
        "record": site.folder,
        "cache": site.folder / ".casebook-cache",
        "output": site.output,
        "inside": site.output / "events",
    }[closed]
    subprocess.run(["chown", "-R", str(NOBODY), site.folder.parent], check=True)
    site.folder.parent.chmod(0o755)
    folder.chmod(0o555)

    def as_nobody() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    for _ in range(2):
        run = Run(site, *HTML, before=as_nobody)
        ended = run.end()
        if closed == "record":
            assert ended == 2
            assert f"you may not write in `{site.folder}`" in run.said()
            assert site.stands() == ("A", "html")
        else:
            # What is replaced is renamed, and a folder's name is not in it.
            assert ended == 0, run.said()
            assert site.stands() == ("B", "html")
        assert site.litter() == []
    folder = folder if folder.exists() else site.folder
    folder.chmod(0o755)
    run = Run(site, *HTML, before=as_nobody)
    assert run.end() == 0
    assert site.stands() == ("B", "html")
    assert site.litter() == []


@pytest.mark.long
def test_output_on_another_disk(site: Site, tmp_path: Path) -> None:
    if site.folder.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no other disk here")
    there = Site(tmp_path / "there", site.states)
    there.folder.mkdir()
    options = (*HTML, "--output", str(there.output))
    for letter in "BAB":
        site.edit(letter)
        assert site.build(*options) == 0
        assert there.stands() == (letter, "html")
        assert [path.name for path in there.folder.iterdir()] == ["output"]
    run = Run(site, *options)
    assert run.end() == 0
    assert " 0 written" in run.said()
    assert site.stands() == ("A", "html"), "the other one is as it was"
    assert site.litter() == []


# Builds that meet


def test_builds_that_meet_leave_one_edition(site: Site) -> None:
    """Several at once, of a record that is edited under them, while the cache is deleted."""
    stop = threading.Event()
    cache = site.folder / ".casebook-cache"

    def delete() -> None:
        while not stop.wait(0.05):
            shutil.rmtree(cache, ignore_errors=True)

    deleting = threading.Thread(target=delete)
    for turn in range(3):
        site.edit("AB"[turn % 2])
        runs = [Run(site, *HTML, "--jobs", jobs) for jobs in "121"]
        if turn == 1:
            deleting.start()
        assert [run.end() for run in runs] == [0, 0, 0]
        assert site.stands() == ("AB"[turn % 2], "html")
    stop.set()
    deleting.join()
    # Edited while three build: each may have read the record of before, or that of now.
    runs = [Run(site, *HTML) for _ in range(3)]
    time.sleep(0.05)
    site.edit("B")
    codes = [run.end() for run in runs]
    assert set(codes) <= {0, 1}, "a record is read while it is half edited"
    sound_afterwards(site)
    assert {path.name for path in cache.iterdir()} == CACHED


def _shows(preview: Running, count: int) -> Callable[[], bool]:
    return lambda: preview.get("/events/event-7.html")[2].count(b"met others for long") == count


@pytest.mark.long
def test_a_preview_beside_builds(site: Site, tmp_path: Path) -> None:
    """Each sees the edits; neither takes from the other, and the preview writes nothing."""
    preview = Running(site.folder, tmp_path / "logs")
    try:
        assert site.stands() == ("A", "html")
        for letter in "ABAB":
            site.edit(letter)
            assert site.build(*HTML, "--jobs", "2") == 0
            assert site.stands() == (letter, "html")
            shown = site.states[letter, "html"]["events/event-7.html"].count(b"met others for long")
            preview.until(_shows(preview, shown), 60)
    finally:
        assert preview.stop(30) in (0, 130)
    assert site.stands() == ("B", "html")
    assert site.litter() == []


# Clocks and times


@pytest.mark.long
def test_the_times_of_the_record_mean_nothing(site: Site) -> None:
    """Each file keeps its size and the time it had, or is from another year: its words count."""
    path = site.folder / "people.yaml"
    for when in (0, 2**31 + 5, 4_000_000_000, None):
        found = path.stat()
        text = path.read_text(encoding="utf-8")
        other = text.replace("Keeper2 ", "Kooper2 ") if "Keeper2 " in text else ""
        path.write_text(other or text.replace("Kooper2 ", "Keeper2 "), encoding="utf-8")
        times = (found.st_atime_ns, found.st_mtime_ns)
        os.utime(path, ns=times if when is None else (when * 10**9, when * 10**9))
        assert path.stat().st_size == found.st_size
        assert site.build(*HTML) == 0
        page = (site.output / "people/person-2.html").read_text(encoding="utf-8")
        assert ("Kooper2" in page) == bool(other)
    sound_afterwards(site)


def test_a_published_file_that_was_changed_is_put_right(site: Site) -> None:
    """Changed in place, or another with its inode: same size, and its time set back."""
    sound_afterwards(site)
    for reuse in (False, True):
        for name in ("events/event-7.html", "static/css/site.css"):
            path = site.output / name
            found = path.stat()
            data = path.read_bytes()
            if reuse:
                path.unlink()
            path.write_bytes(data.replace(b"e", b"o"))
            os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
            assert path.stat().st_size == found.st_size
            sound_afterwards(site)


@pytest.mark.parametrize(
    "when",
    [
        pytest.param("1970-01-03", marks=pytest.mark.long),
        "2038-01-20",
        pytest.param("2100-02-28", marks=pytest.mark.long),
    ],
)
def test_any_day_gives_the_same_bytes(site: Site, when: str) -> None:
    """The whole program under another clock, cold and then with what it kept under this one."""
    faketime = shutil.which("faketime")
    if faketime is None:
        pytest.skip("there is no faketime: apt-get install faketime")
    program = [sys.executable, os.fspath(Path(__file__).parents[1] / "build.py"), "build"]
    under = [faketime, "-f", f"{when} 12:00:00"]
    asked = [*under, sys.executable, "-c", "import time; print(time.gmtime().tm_year)"]
    assert subprocess.check_output(asked, text=True).strip() == when[:4]
    command = [*under, *program, "--site", os.fspath(site.folder), *HTML]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert site.stands() == ("B", "html")
    site.edit("A")
    assert site.build(*HTML) == 0
    assert site.stands() == ("A", "html")
    assert site.litter() == []


def test_a_clock_that_jumps_meanwhile(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for the time of day is told another year each time."""

    def jumping() -> None:
        dice = random.Random(3)
        for name, unit in (("time", 1.0), ("time_ns", 1)):
            setattr(time, name, lambda unit=unit: dice.randint(0, 2**33) * unit)

    for letter in "BAB":
        site.edit(letter)
        for _ in range(2):
            run = Run(site, *HTML, "--jobs", "2", before=jumping)
            assert run.end() == 0, run.said()
            assert site.stands() == (letter, "html")
            assert site.litter() == []
