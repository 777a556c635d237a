"""How long a book takes, beside the same book laid out at once by WeasyPrint alone.

    python bench/book.py 300
    python bench/book.py 1000 --jobs 2

The peer is one document made from the same layouts, with the same breaks and the same words, in
which `target-counter` prints the page numbers. All is measured in one run, each in a process of
its own, from the finished Edition to the bytes of the PDF: the peer, a cold build, one in which
nothing changed, one with an event edited that moves no page, one with an event edited that moves
pages, and the peer again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.book_record import edit_one, events_for, write_record  # noqa: E402
from casebook.commands.site import cores, order, read  # noqa: E402
from casebook.problem import errors  # noqa: E402
from casebook.render.book.bindery import Bindery  # noqa: E402
from casebook.render.book.cache import Cache  # noqa: E402
from casebook.render.book.pages import PageMap  # noqa: E402
from casebook.render.book.press import Press  # noqa: E402
from casebook.render.book.render import _Book, render_book  # noqa: E402
from casebook.render.book.rounds import settle  # noqa: E402
from casebook.render.parts import Order  # noqa: E402

_NUMBER = re.compile(r'(<a class="page" href="#[^"]*">)[0-9]+</a>')
_COUNTED = "<style>.page::after { content: target-counter(attr(href), page) }</style></head>"


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    seconds: float
    work: float
    """Seconds of processors, of all its processes: on a busy machine the fairer number."""
    memory: int
    """Peak of any one process, in kilobytes."""
    told: Any = None


def measured(work: Callable[[], Any]) -> Cost:
    """Run something in a process of its own."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    process = fork.Process(target=_run, args=(work, theirs))
    process.start()
    theirs.close()
    cost: Cost = ours.recv()
    process.join()
    return cost


def _run(work: Callable[[], Any], line: Connection) -> None:
    begun, used = perf_counter(), _used()[0]
    told = work()
    seconds = perf_counter() - begun
    after, memory = _used()
    line.send(Cost(seconds, after - used, memory, told))


def _used() -> tuple[float, int]:
    """Seconds of processors, and kilobytes, of this process and those it waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both), max(one.ru_maxrss for one in both)


def at_once(given: Order, pages: PageMap) -> int:
    """The peer; returns the bytes of its PDF.

    The page map gives the index its lines; what is printed for a number is counted.
    """
    html = _NUMBER.sub(r"\1</a>", _Book(given).html(pages)).replace("</head>", _COUNTED, 1)
    press = Press(given.layouts, given.static, "A4")
    return len(press.pdf(press.lay_out(html)))


def by_gatherings(given: Order) -> int:
    """Ours; returns the bytes of its PDF."""
    [output] = render_book(given)
    return len(output.data)


def map_of(given: Order) -> PageMap:
    """Where everything stands in the book."""
    assert given.cache is not None
    book, bindery = _Book(given), Bindery(given, Cache(given.cache / "book"))
    sheets = settle(
        lambda pages, steady: bindery.lay_out(book.gatherings, book.texts(pages, steady)),
        book.read,
        given.progress,
    )
    return book.read(sheets)


def order_of(site: Path, jobs: int, cache: Path) -> Order:
    """What is to be laid out."""
    draft = read(site, _quietly, draft=True)  # nobody proved what is invented
    wrong = errors(draft.problems)
    assert not wrong, wrong[:3]
    given = order(draft, frozenset(("book",)), _quietly, jobs=jobs)
    return replace(given, cache=cache)


def _quietly(words: str) -> None:
    pass


def main() -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pages", type=int, nargs="?", default=300)
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--once", action="store_true", help="lay the peer out only once")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        site, cache = Path(folder) / "site", Path(folder) / "cache"
        orders = [order_of(write_record(site, events_for(given.pages)), given.jobs, cache)]
        edit_one(site)
        orders.append(order_of(site, given.jobs, cache))
        edit_one(site, more="So it went on, and on, and nobody could say why. " * 80)
        orders.append(order_of(site, given.jobs, cache))
        report(orders, given.once)


def report(orders: list[Order], once: bool) -> None:
    """Measure a record and its two edits."""
    first, still, moving = orders
    _tell("", "seconds", "of work", "MB at most", "times faster", "times less work")
    cold = measured(lambda: by_gatherings(first))
    known = measured(lambda: map_of(first)).told
    peers = [measured(lambda: at_once(first, known))]
    nothing = measured(lambda: by_gatherings(first))
    edited = measured(lambda: by_gatherings(still))
    moved = measured(lambda: by_gatherings(moving))
    if not once:
        peers.append(measured(lambda: at_once(first, known)))
    peer, least = min(one.seconds for one in peers), min(one.work for one in peers)
    for name, cost in (
        *(("at once", one) for one in peers),
        ("cold", cold),
        ("nothing changed", nothing),
        ("edit, no page moves", edited),
        ("edit, pages move", moved),
    ):
        ratios = f"{peer / cost.seconds:.1f}", f"{least / cost.work:.1f}"
        memory = str(cost.memory // 1024)
        _tell(name, f"{cost.seconds:.2f}", f"{cost.work:.2f}", memory, *ratios)
    size = f"{cold.told / 1e6:.2f} MB, at once {peers[0].told / 1e6:.2f} MB"
    print(f"{known.count} pages; {size}; {first.jobs} processes")


def _tell(*words: str) -> None:
    print(f"{words[0]:<20}" + "".join(f"{word:>17}" for word in words[1:]), flush=True)


if __name__ == "__main__":
    main()
