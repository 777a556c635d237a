"""What was measured, as tables in Markdown: set beside the targets, met or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.builders import ELEVENTY, HUGO, OURS, STANDARD, ZOLA
from bench.measure import Times

BEGIN, END = "<!-- measured -->", "<!-- end -->"
"""Between these lines of its document the tables stand."""

_BUSY = 0.2
"""Cores at work on other things, above which the machine is said to have been busy."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What it was all measured on."""

    machine: str
    day: str
    busy: float
    """How many cores were at work on other things when it began."""
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What a build wrote."""

    files: int
    pages: int
    bytes: int
    """Of the pages."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one generator took for one record."""

    made: Made
    cold: Times
    unchanged: Times
    edited: Times
    work: Times
    """Seconds of processors that a cold build took."""
    shown: Times
    """From an edit until the preview shows it."""
    memory: int
    """The most bytes that a cold build held."""
    check: Times | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """All that was measured of one record."""

    events: int
    pages: int
    """Those that all make."""
    rounds: int
    told: dict[str, Told]
    """By generator."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is hoped for, as a part of what Hugo takes."""

    words: str
    ours: Callable[[Told], float]
    theirs: Callable[[Told], float]
    most: dict[int, float]
    """By the number of events."""


TARGETS = (
    Target(
        "cold build / Hugo's", lambda one: one.cold.median, lambda one: one.cold.median,
        {1_000: 1.0, 10_000: 0.6},
    ),
    Target(
        "nothing changed / Hugo's cold build",
        lambda one: one.unchanged.median, lambda one: one.cold.median, {10_000: 0.02},
    ),
    Target(
        "one event edited / Hugo's cold build",
        lambda one: one.edited.median, lambda one: one.cold.median, {10_000: 0.2},
    ),
    Target(
        "one event edited / until Hugo's server shows it",
        lambda one: one.edited.median, lambda one: one.shown.median, {10_000: 0.2},
    ),
    Target(
        "until the preview shows an edit / until Hugo's does",
        lambda one: one.shown.median, lambda one: one.shown.median, {},
    ),
    Target(
        "peak memory / Hugo's", lambda one: one.memory, lambda one: one.memory, {10_000: 1.0}
    ),
)  # fmt: skip


def tables(setting: Setting, sizes: list[Size]) -> list[str]:
    """The lines: what it was measured on, a table for each size, and one of the targets."""
    lines = [f"Measured on {setting.day}: {setting.machine}. {'; '.join(setting.versions)}."]
    if setting.busy > _BUSY:
        lines[0] += (
            f" **The machine was busy with other things** ({setting.busy:.1f} cores when it began):"
            " the times are too long and uneven, and only rough ratios can be read from them."
        )
    for size in sizes:
        lines += ["", *_size(size)]
    if any(HUGO.name in size.told for size in sizes):
        lines += ["", *_targets(sizes)]
    return lines


def document(text: str, lines: list[str]) -> str:
    """A document with the tables in place of those that it had; ValueError if it has no place."""
    before, begin, rest = text.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the document has no lines {BEGIN} and {END}")
    return "\n".join((f"{before}{begin.rstrip()}", "", *lines, "", f"{end}{after}"))


def _size(size: Size) -> Iterator[str]:
    names = [one.name for one in (OURS, STANDARD, HUGO, ELEVENTY, ZOLA) if one.name in size.told]
    told = [size.told[name] for name in names]
    yield f"### {size.events:,} events, {size.pages:,} pages, {size.rounds} rounds"
    yield ""
    yield f"| | {' | '.join(names)} |"
    yield "|---|" + "---:|" * len(names)
    rows: tuple[tuple[str, Callable[[Told], str]], ...] = (
        ("cold build", lambda one: _seconds(one.cold)),
        ("– work of processors in it", lambda one: _seconds(one.work)),
        ("nothing changed", lambda one: _seconds(one.unchanged)),
        ("one event edited", lambda one: _seconds(one.edited)),
        ("until the preview shows an edit", lambda one: _seconds(one.shown)),
        ("`check`", lambda one: _seconds(one.check) if one.check else "–"),
        ("peak memory", lambda one: f"{one.memory / 2**20:,.0f} MB" if one.memory else "–"),
        ("files written", lambda one: f"{one.made.files:,}"),
        ("pages among them", lambda one: f"{one.made.pages:,}"),
        ("their size", lambda one: f"{one.made.bytes / 1e6:,.1f} MB"),
    )
    for words, cell in rows:
        yield f"| {words} | {' | '.join(cell(one) for one in told)} |"


def _targets(sizes: list[Size]) -> Iterator[str]:
    known = [size for size in sizes if HUGO.name in size.told]
    yield "### Beside Hugo"
    yield ""
    yield f"| | | {' | '.join(f'{size.events:,} events' for size in known)} |"
    yield "|---|---|" + "---|" * len(known)
    for target in TARGETS:
        for name in (OURS.name, STANDARD.name):
            cells = [_against(target, size, name) for size in known]
            yield f"| {target.words} | {name} | {' | '.join(cells)} |"


def _against(target: Target, size: Size, name: str) -> str:
    """A ratio; where there is a target for these pages, it too and whether it is met.

    Targets are of equal pages: our own layouts hold more, and are only set beside them.
    """
    theirs = target.theirs(size.told[HUGO.name])
    if name not in size.told or not theirs:
        return "–"
    ratio = target.ours(size.told[name]) / theirs
    most = target.most.get(size.events) if name == OURS.name else None
    words = f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.2f}"
    if most is None:
        return words
    return f"{words}, {'met' if ratio <= most else '**missed**'} (at most {most:g})"


def _seconds(found: Times) -> str:
    """`2.41 s (2.38–2.60)`."""
    return f"{found.median:.2f} s ({found.least:.2f}–{found.most:.2f})"
