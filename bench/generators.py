"""How long Casebook takes for a site, beside Hugo, Eleventy and Zola making the same pages.

    python bench/generators.py             100, 1,000 and 10,000 events
    python bench/generators.py --events 1000 --rounds 5
    python bench/generators.py --write     put the tables into docs/performance.md

`make bench` installs the others first. Before anything is timed, the pages of all are compared: the
same words, links and ids, on every page. Then the generators take turns, round after round: a first
build, one in which nothing changed, one with an event edited. Medians are given, with the least and
the most. Nothing is asserted of the times: the targets are set beside them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.builders import OURS, PEERS_OF_OURS, STANDARD, Builder, Site, machine  # noqa: E402
from bench.equal import differences, pages  # noqa: E402
from bench.measure import (  # noqa: E402
    BenchError,
    Run,
    busy,
    peak_memory,
    preview,
    timed,
    times,
)
from bench.site_record import SENTENCE, edited, sentence_of, write_record  # noqa: E402
from bench.table import Made, Setting, Size, Told, document, tables  # noqa: E402
from casebook.commands.site import read  # noqa: E402
from casebook.edit.edition import Edition  # noqa: E402

DOCUMENT = ROOT / "docs" / "performance.md"
EXTRAS = frozenset(("404", "a-z", "accessibility", "reading", "rules"))
"""Pages that Casebook makes of every record, and the others do not."""
STEPS = ("cold", "unchanged", "edited")
PROOF = 100
"""Events of the record whose pages are compared."""


def main() -> int:
    """Compare, measure, and print the tables."""
    given = _options()
    others = [one for one in (STANDARD, *PEERS_OF_OURS) if one.name in given.beside]
    builders = [OURS, *(one for one in others if one.version())]
    for absent in (one.name for one in others if one not in builders):
        _tell(f"{absent} is not installed here, or does not run")
    setting = Setting(
        machine=machine(),
        day=time.strftime("%-d %B %Y"),
        busy=busy(),
        versions=tuple(dict.fromkeys(one.version() for one in builders)),
    )
    with TemporaryDirectory(prefix="casebook-bench-") as folder:
        prove_equal(Path(folder) / "proof", builders)
        total = sum(events**0.5 for events in given.events)
        found = []
        for events in given.events:
            seconds = given.minutes * 60 * events**0.5 / total
            place = Path(folder) / str(events)
            found.append(measure(place, events, builders, given.rounds, seconds))
            rmtree(place)
            if given.write:  # each time: what was measured is not lost if the next size fails
                text = document(DOCUMENT.read_text(encoding="utf-8"), tables(setting, found))
                DOCUMENT.write_text(text, encoding="utf-8")
    print("\n".join(tables(setting, found)))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--events", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--rounds", type=int, default=7, help="at most so many (default: 7)")
    parser.add_argument(
        "--minutes",
        type=float,
        default=15,
        help="begin no further round after about so long, but for a second (default: 15)",
    )
    names = [one.name for one in (STANDARD, *PEERS_OF_OURS)]
    parser.add_argument(
        "--beside", nargs="+", choices=names, default=names, help="with what (default: all)"
    )
    parser.add_argument("--write", action="store_true", help="put the table into its document")
    return parser.parse_args()


def edition_of(folder: Path, events: int) -> Edition:
    """The record as others get it worked out; BenchError if anything is wrong with it."""
    draft = read(write_record(folder, events), lambda words: None)
    if draft.problems:
        raise BenchError(f"the record is not sound: {draft.problems[0].message}")
    return draft.edition


def prove_equal(folder: Path, builders: list[Builder], events: int = PROOF) -> int:
    """Build one record with all and compare every page; the number of pages.

    BenchError at the first difference, or if one has pages that others have not.
    """
    edition = edition_of(folder / "record", events)
    sites = written(folder, builders, events, edition)
    for builder in builders:
        timed(builder.build(sites[builder.name]), sites[builder.name].folder, folder / "log.txt")
    ours = pages(sites[OURS.name].output)
    wanted = [place for place in ours if place not in EXTRAS]
    for builder in builders:
        made = set(pages(sites[builder.name].output))
        if made - EXTRAS != set(wanted):
            odd = sorted((made - EXTRAS) ^ set(wanted))
            raise BenchError(f"{builder.name} has other pages: {', '.join(odd[:5])}")
        if builder in PEERS_OF_OURS:
            for one in differences(sites[OURS.name].output, sites[builder.name].output, wanted):
                raise BenchError(f"{builder.name} has another page: {one}")
    _tell(f"{len(wanted)} pages of {events} events are the same in all")
    return len(wanted)


def written(
    folder: Path, builders: list[Builder], events: int, edition: Edition
) -> dict[str, Site]:
    """The record for each, by name."""
    return {
        builder.name: builder.write(folder / str(number), events, edition)
        for number, builder in enumerate(builders)
    }


def measure(
    folder: Path, events: int, builders: list[Builder], rounds: int, seconds: float
) -> Size:
    """All that is measured of a record of so many events, in about so many seconds."""
    _tell(f"{events} events: writing them")
    begun = time.monotonic()
    # Nothing that was needed to write them shall stand in the way of what is measured.
    sites = written(folder, builders, events, edition_of(folder / "record", events))
    log = folder / "log.txt"
    memory, made = {}, {}
    for builder in builders:
        site = sites[builder.name]
        _tell(f"{events} events: memory of {builder.name}")
        memory[builder.name] = peak_memory(builder.build(site), site.folder, log)
        made[builder.name] = _made(site.output)
    runs: dict[tuple[str, str], list[Run]] = defaultdict(list)
    shown: dict[str, list[float]] = defaultdict(list)
    for builder in builders:
        _tell(f"{events} events: preview of {builder.name}")
        shown[builder.name] = previewed(builder, sites[builder.name], log, rounds, seconds / 20)
    done, last = 0, 0.0
    while done < rounds and (done < 2 or time.monotonic() - begun + last < seconds):
        started = time.monotonic()
        _tell(f"{events} events: round {done + 1}")
        # Each is first in its turn, lest one always come after the same other.
        turn = builders[done % len(builders) :] + builders[: done % len(builders)]
        one_round(turn, sites, done, log, runs)
        done, last = done + 1, time.monotonic() - started
    told = {
        builder.name: Told(
            made=made[builder.name],
            memory=memory[builder.name],
            shown=times(shown[builder.name]),
            **{step: times([run.seconds for run in runs[builder.name, step]]) for step in STEPS},
            work=times([run.work for run in runs[builder.name, "cold"]]),
            check=times([run.seconds for run in runs[builder.name, "check"]])
            if runs[builder.name, "check"]
            else None,
        )
        for builder in builders
    }
    wanted = [place for place in pages(sites[OURS.name].output) if place not in EXTRAS]
    return Size(events, len(wanted), done, told)


def one_round(
    builders: list[Builder],
    sites: dict[str, Site],
    number: int,
    log: Path,
    runs: dict[tuple[str, str], list[Run]],
) -> None:
    """Each step once with each, in turns; what they took is added to `runs`."""
    for step in STEPS:
        for builder in builders:
            site = sites[builder.name]
            if step == "cold":
                site.forget()
            if step == "edited":
                edit(site, sentence_of(number))
            runs[builder.name, step].append(timed(builder.build(site), site.folder, log))
            if step == "edited":
                look(builder, site, number)
    for builder in builders:
        if builder.check is not None:
            site = sites[builder.name]
            runs[builder.name, "check"].append(timed(builder.check(site), site.folder, log))
    for site in sites.values():
        edit(site)


def edit(site: Site, sentence: str = SENTENCE) -> float:
    """Save an event with a sentence in place of the one that it had; the moment before."""
    text = edited(site.edited.read_text(encoding="utf-8"), sentence)
    begun = time.perf_counter()
    site.edited.write_text(text, encoding="utf-8")
    return begun


def look(builder: Builder, site: Site, number: int) -> None:
    """BenchError unless the edit is in what was built."""
    place = builder.page.removesuffix(".html").strip("/")
    page = pages(site.output)[place]
    if sentence_of(number) not in page.read_text(encoding="utf-8"):
        raise BenchError(f"{builder.name} built a page without the edit")


def previewed(builder: Builder, site: Site, log: Path, edits: int, seconds: float) -> list[float]:
    """Seconds from an edit until the preview shows it, of several, each after it came to rest.

    After so many seconds no further edit is made, but for a second.
    """
    found: list[float] = []
    with preview(lambda port: builder.serve(site, port), site.folder, builder.page, log) as shown:
        shown.shows(SENTENCE)
        begun = time.monotonic()
        while len(found) < edits and (len(found) < 2 or time.monotonic() - begun < seconds):
            shown.settle()
            sentence = sentence_of(len(found))
            saved = edit(site, sentence)
            found.append(shown.shows(sentence) - saved)
    edit(site)
    return found


def _made(folder: Path) -> Made:
    files = [path for path in folder.rglob("*") if path.is_file()]
    html = [path for path in files if path.suffix == ".html"]
    return Made(len(files), len(html), sum(path.stat().st_size for path in html))


def _tell(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BenchError as error:
        sys.exit(f"bench: {error}")
