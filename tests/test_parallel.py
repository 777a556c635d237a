"""Work in several processes: the same as in one, and an end to it whatever ends."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from processes import alive_in_group, children

from casebook.output import Output
from casebook.render import parallel
from casebook.render.parallel import in_parallel
from casebook.render.process_ended import ProcessEnded

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone"),
    pytest.mark.timeout(60),  # what must never be is that they wait for ever
]
LARGE = 3_000_000
"""Bytes that fit into no pipe."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A little work is dealt out as much is; and whatever happens, no process is left."""
    monkeypatch.setattr(parallel, "WORTH_IT", 1)
    monkeypatch.setattr(parallel, "_CHUNK", 3)
    before, files = children(), open_files()
    yield
    assert children() == before
    assert open_files() == files


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def page(number: int) -> Output:
    return Output(f"{number}.html", f"{number} ".encode() * (LARGE // 8 if number == 7 else 1))


def in_child_only(deed: Callable[[], object], at: int) -> Callable[[int], Output]:
    """Makes pages, and does something at one of them, if that is in another process."""
    here = os.getpid()

    def work(number: int) -> Output:
        if number == at and os.getpid() != here:
            deed()
        return page(number)

    return work


@pytest.mark.parametrize("jobs", [1, 2, 3, 50])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 31])
def test_the_same_in_the_same_order(count: int, jobs: int) -> None:
    assert list(in_parallel(page, count, jobs)) == [page(number) for number in range(count)]


def test_chunks_grow_where_there_are_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_MOST_CHUNKS", 5)
    made = list(in_parallel(page, 41, 2, lambda made: Output(made.path + "l", made.data)))
    assert [one.path for one in made] == [f"{number}.htmll" for number in range(41)]


def test_the_work_is_done_elsewhere() -> None:
    def where(number: int) -> Output:
        time.sleep(0.02)  # so that one cannot have it all
        return Output(f"{number}", str(os.getpid()).encode())

    pids = {one.data for one in in_parallel(where, 30, 3)}
    assert len(pids) == 3
    assert str(os.getpid()).encode() not in pids


@pytest.mark.parametrize("at", [0, 10, 29])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_is_killed_is_told_of(at: int, number: signal.Signals) -> None:
    die = in_child_only(lambda: os.kill(os.getpid(), number), at)
    with pytest.raises(ProcessEnded, match=f"was stopped by {number.name}$"):
        list(in_parallel(die, 30, 2))


def test_a_process_that_leaves_is_told_of() -> None:
    with pytest.raises(ProcessEnded, match=r"ended with 7$"):
        list(in_parallel(in_child_only(lambda: os._exit(7), 10), 30, 2))
    # An exit of Python's own, which is no exception that pages raise.
    with pytest.raises(ProcessEnded, match=r"ended with 1$"):
        list(in_parallel(in_child_only(lambda: sys.exit(0), 10), 30, 2))


def test_all_are_killed_while_they_send() -> None:
    """At random moments, most of them in the midst of a page that fits into no pipe."""

    def large(number: int) -> Output:
        return Output(str(number), bytes(LARGE))

    outcomes = set()
    others = children()  # such as the browser that other tests drive
    for turn in range(12):
        made = in_parallel(large, 30, 2)
        found = [next(made)]
        for pid in children() - others:
            os.kill(pid, signal.SIGKILL)
        try:
            found.extend(made)
        except ProcessEnded:
            outcomes.add("told")
        assert found == [large(number) for number in range(len(found))], turn
    assert outcomes == {"told"}


def test_what_raises_there_raises_here_with_its_traceback() -> None:
    def work(number: int) -> Output:
        if number in (11, 20):
            raise UnicodeDecodeError("utf-8", b"", 0, 1, str(number))  # pickles do not keep it
        return page(number)

    made = in_parallel(work, 30, 2)
    with pytest.raises(UnicodeDecodeError, match=r"11$") as raised:
        for number, one in enumerate(made):
            assert one == page(number)
    assert number == 10
    assert "in work" in "".join(traceback.format_tb(raised.tb))


def test_what_fails_there_alone_is_made_here() -> None:
    """Memory that was short, say."""

    def fail() -> None:
        raise MemoryError

    assert list(in_parallel(in_child_only(fail, 10), 30, 2)) == [page(n) for n in range(30)]


def test_whoever_wants_no_more_leaves_no_process() -> None:
    others = children()
    made = in_parallel(in_child_only(lambda: time.sleep(600), 12), 30, 2)
    assert next(made) == page(0)
    assert len(children() - others) >= 2
    assert isinstance(made, Iterator)
    made.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_others_end_with_the_one_that_began_them(how: signal.Signals) -> None:
    """They are in the midst of sending, of working, and of waiting for more."""
    reading, writing = os.pipe()
    leader = os.fork()
    if leader == 0:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)

        def work(number: int) -> Output:
            os.write(writing, b".")
            time.sleep(0.01)
            return Output(str(number), bytes(LARGE))

        try:
            for _ in in_parallel(work, 90, 3):
                time.sleep(0.05)
        except BaseException:
            os._exit(9)
        os._exit(0)
    os.close(writing)
    for _ in range(6):
        assert os.read(reading, 1)
    os.kill(leader, how)
    status = os.waitstatus_to_exitcode(os.waitpid(leader, 0)[1])
    assert status == (9 if how == signal.SIGINT else -how)
    until = time.monotonic() + 20
    while alive_in_group(leader) and time.monotonic() < until:
        time.sleep(0.02)
    assert alive_in_group(leader) == []
    os.close(reading)
