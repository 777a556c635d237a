"""A build killed at any moment of its whole course: one whole edition, and all is well after."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from processes import alive_in_group
from two_states import BROKEN, Run, Site, at_step, quick_disk, warm

__all__ = ["quick_disk"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes in /proc"),
]
LONG = [pytest.mark.long, pytest.mark.timeout(1800)]
MANY = 300
STEPS = 306
"""So many times, or less, a build changes something on the disk."""
PARTS = ("html", "html", "html", "html,data")


@pytest.fixture
def site(quick_disk: Path) -> Site:
    warm(quick_disk / "warm")
    found = Site(quick_disk / "record")
    for parts in sorted(set(PARTS)):
        found.learn(parts)
    return found


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


# The quick run kills what publishes, a dozen times and at every step: test_publish_kills.
@pytest.mark.long
@pytest.mark.timeout(1800)
def test_killed_at_any_moment(site: Site) -> None:
    dice = random.Random(1947)
    site.edit("A")
    assert site.build("--only", "html") == 0
    stands = ("A", "html")
    usual, seen = 0.5, dict.fromkeys(("old", "new", "litter", "told", "too late"), 0)
    for kill in range(MANY):
        how = ("moment", "step", "child" if kill % 8 == 2 else "moment", "step")[kill % 4]
        # Mostly another state than the one that stands; sometimes the same, or one that fails.
        other = "AB".replace(stands[0], "")
        letter = other if how == "child" else dice.choice([*other * 5, stands[0], BROKEN])
        parts = dice.choice(PARTS)
        options = ("--only", parts, "--jobs", "2" if how == "child" else dice.choice("12"))
        site.edit(letter)
        if how == "step":
            run = Run(
                site,
                *options,
                before=at_step(
                    dice.randint(1, STEPS), lambda: os.kill(os.getpid(), signal.SIGKILL)
                ),
            )
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
    assert seen["too late"] < MANY / 2, f"most kills came too late: {seen}"


def test_what_one_run_said_is_not_taken_for_the_words_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal waits for a word. Sent at the word of the run before, it ended a process that was
    not listening yet, with the code 99 of a build that never began."""
    site = Site(tmp_path / "record")
    first = Run(site, "--only", "nothing of the kind")
    first.end()
    assert "nothing of the kind" in first.said()
    monkeypatch.setattr(os, "setsid", lambda: time.sleep(0.2))
    second = Run(site, "--only", "html")
    assert second.said() == ""
    second.end()


@pytest.mark.parametrize(
    ("number", "many"),
    [
        (signal.SIGTERM, False),
        *(
            pytest.param(number, many, marks=LONG)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
            for many in (False, True)
            if many or number != signal.SIGTERM
        ),
    ],
)
def test_asked_to_end_it_tidies_and_ends(site: Site, number: signal.Signals, many: bool) -> None:
    """At steps of its work, and at moments; all that it began is asked too, as by a terminal."""
    dice = random.Random(int(number))
    site.edit("A")
    assert site.build("--only", "html") == 0
    # The last few are of the notes for the next build; those before, of the old folder's removal.
    steps = range(1, STEPS + 1, 3) if many else (5, 77, 200, STEPS - 6, STEPS - 2)
    seen = {"asked": 0, "too late": 0}
    for turn, step in enumerate(steps):
        stands = site.stands()[0]
        letter = "B" if stands == "A" else "A"
        site.edit(letter)
        begun = time.monotonic()
        if turn % 4 < 3:
            ask = at_step(step, lambda: os.killpg(os.getpid(), number))
            run = Run(site, "--only", "html", "--jobs", "2", before=ask)
        else:
            run = Run(site, "--only", "html", "--jobs", "2")
            while "Checking" not in run.said() and not run.has_ended():
                time.sleep(0.001)
            pause(run, dice.uniform(0, 0.3))
            begun = time.monotonic()
            with suppress(ProcessLookupError):  # it has just ended
                os.killpg(run.pid, number)
        code = run.end()
        run.others_end()
        assert time.monotonic() - begun < 30
        assert site.litter() == [], step
        assert site.stands()[0] in (stands, letter)
        if code == 0:
            assert site.stands()[0] == letter
            seen["too late"] += 1
            continue
        seen["asked"] += 1
        if number == signal.SIGINT:
            assert code == 130, run.said()
            assert run.said().endswith("\ncasebook: stopped; nothing is left half done\n")
        else:
            assert code == -number, "whoever sent it wants to see that it was heeded"
        assert "Traceback" not in run.said()
    assert seen["asked"] > seen["too late"], seen
    site.edit("B")
    assert site.build("--only", "html") == 0
    assert site.stands() == ("B", "html")
