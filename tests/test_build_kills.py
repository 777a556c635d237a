"""A build killed at any moment of its whole course: one whole edition, and all is well after."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import alive_in_group
from two_states import BROKEN, Run, Site, quick_disk, warm

__all__ = ["quick_disk"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes in /proc"),
]
KILLS = 12
MANY = 300
STEPS = 260
"""So many times, or less, a build changes something on the disk."""
PARTS = ("html", "html", "html", "html,data")
WRITING = ("os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.chmod")


@pytest.fixture
def site(quick_disk: Path) -> Site:
    warm(quick_disk / "warm")
    found = Site(quick_disk / "record")
    for parts in sorted(set(PARTS)):
        found.learn(parts)
    return found


def die_at(step: int) -> Callable[[], None]:
    """Kills the process before the step of so many at which it changes something on the disk."""

    def begin() -> None:
        here, steps = os.getpid(), 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal steps
            writes = event in WRITING
            if event == "open" and isinstance(arguments[2], int):
                writes = bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
            if writes and os.getpid() == here:
                steps += 1
                if steps == step:
                    os.kill(here, signal.SIGKILL)

        sys.addaudithook(count)

    return begin


def kill_itself(run: Run, dice: random.Random, usual: float) -> None:
    """Kills a build at a random moment, by itself or with all that it began."""
    pause(run, dice.uniform(0, usual))
    # A process leads no group before it says so.
    if dice.random() < 0.5 and os.getpgid(run.pid) == run.pid:
        os.killpg(run.pid, signal.SIGKILL)
    else:
        os.kill(run.pid, signal.SIGKILL)


def kill_a_child(run: Run, dice: random.Random) -> bool:
    """Kills one of the processes that a build begins, soon after; was there one?"""
    while not run.has_ended():
        if alive_in_group(run.pid) not in ([], [run.pid]):
            pause(run, dice.uniform(0, 0.02))
            for pid in set(alive_in_group(run.pid)) - {run.pid}:
                os.kill(pid, signal.SIGKILL)
                return True
    return False


def pause(run: Run, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not run.has_ended():
        time.sleep(0.0005)


@pytest.mark.parametrize(
    "kills", [KILLS, pytest.param(MANY, marks=[pytest.mark.long, pytest.mark.timeout(1800)])]
)
def test_killed_at_any_moment(kills: int, site: Site) -> None:
    dice = random.Random(1947)
    site.edit("A")
    assert site.build("--only", "html") == 0
    stands = ("A", "html")
    usual, seen = 0.5, dict.fromkeys(("old", "new", "litter", "told", "too late"), 0)
    for kill in range(kills):
        how = ("moment", "step", "child" if kill % 8 == 2 else "moment", "step")[kill % 4]
        # Mostly another state than the one that stands; sometimes the same, or one that fails.
        other = "AB".replace(stands[0], "")
        letter = other if how == "child" else dice.choice([*other * 5, stands[0], BROKEN])
        parts = dice.choice(PARTS)
        options = ("--only", parts, "--jobs", "2" if how == "child" else dice.choice("12"))
        site.edit(letter)
        if how == "step":
            run = Run(site, *options, before=die_at(dice.randint(1, STEPS)))
        else:
            run = Run(site, *options)
            if how == "moment":
                kill_itself(run, dice, usual)
            elif not kill_a_child(run, dice):
                how = "too late"
        code = run.end()
        run.others_end()
        after = site.stands()
        assert after in {stands, (letter, parts)}, (kill, how)
        seen["new" if after != stands else "old"] += 1
        seen["litter"] += bool(site.litter())
        if how == "child" and code == 2:
            seen["told"] += 1
            assert "was stopped by SIGKILL" in run.said()
            assert after == stands
            assert site.litter() == []
        else:
            seen["too late"] += code >= 0
            assert code in (-signal.SIGKILL, 0, 1), run.said()
        # What comes next is another edit as often as not, and it is not disturbed.
        stands = after
        if letter == BROKEN:
            assert site.build(*options) == 1
            assert site.stands() == stands
            letter = "A"
            site.edit(letter)
        elif dice.random() < 0.5:
            letter = "B" if letter == "A" else "A"
            site.edit(letter)
        start = time.monotonic()
        assert site.build(*options) == 0
        usual = (4 * usual + time.monotonic() - start) / 5
        stands = site.stands()
        assert stands == (letter, parts), kill
        assert site.litter() == [], kill
    print(seen, round(usual, 2))
    assert min(seen["old"], seen["new"], seen["litter"], seen["told"]) > 0, seen
    assert seen["too late"] < kills / 2, f"most kills came too late: {seen}"
