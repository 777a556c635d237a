"""What the commands that change a record share: reading it, proving the change, writing it."""

from __future__ import annotations

import argparse
import datetime
import difflib
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from casebook.commands.errors import UsageError
from casebook.commands.report import safe_lines
from casebook.edit.edit import edit
from casebook.edit.edition import Entry
from casebook.edit.index import Index, make_index
from casebook.edit.registering import register_text
from casebook.edit.resolve import Resolver, Use
from casebook.edit.rules.register import is_registered
from casebook.load.directory import load
from casebook.load.manuscript import Manuscript
from casebook.load.register import REGISTER_FILE
from casebook.load.text_file import unified
from casebook.model import Model
from casebook.model.kept import Register
from casebook.problem import Problem, RecordError, did_you_mean, errors
from casebook.publish.several_files import write_together
from casebook.spot import Spot
from casebook.withheld.guard import guarded
from casebook.withheld.names import Withheld
from casebook.withheld.places import RULE, covered, covered_lines

_LINE = re.compile(r"[^\n]*\n|[^\n]+")

Change = dict[str, bytes | None]
"""What files of the record shall hold, by their names below its folder; None for one that goes."""


def today() -> str:
    """The day it is: commands may ask the clock, a build may not."""
    return datetime.date.today().isoformat()


def dry_run_option(parser: argparse.ArgumentParser) -> None:
    """`--dry-run`, the same for every command that changes the record."""
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would change, and change nothing"
    )


@dataclass(frozen=True)
class Reading:
    """A record whose every reference is known; no editorial rule has been asked."""

    manuscript: Manuscript
    index: Index
    uses: list[Use]

    @property
    def files(self) -> Mapping[str, str]:
        """The text of every file, by its name."""
        return self.manuscript.files

    @property
    def register(self) -> Register:
        """The register as it stands."""
        return self.manuscript.register

    def entry(self, kind: str, id_: str) -> Entry | None:
        """A record by its kind and id; UsageError for a kind that there is not."""
        if kind not in self.index.entries:
            hint = did_you_mean(kind, self.index.entries)
            hint = hint or "the kinds are " + ", ".join(self.index.entries)
            raise UsageError(f"there is no kind of record called `{kind}`: {hint}")
        if not is_registered(kind, id_):
            raise UsageError(f"`{id_}` is the front page, which keeps its address")
        return self.index.entries[kind].get(id_)

    def no_such(self, kind: str, id_: str) -> UsageError:
        """What to raise where there is no such record."""
        hint = did_you_mean(id_, self.index.entries[kind])
        return UsageError(f"there is no {kind} `{id_}`" + (f": {hint}" if hint else ""))

    def bytes_of(self, name: str) -> bytes:
        """A file as it is on the disk; UsageError where that is not what was read."""
        return bytes_of(self.manuscript, name)


def bytes_of(manuscript: Manuscript, name: str) -> bytes:
    """A file of the record as it is on the disk; UsageError where that is not what was read."""
    try:
        data = (manuscript.root / name).read_bytes()
        same = unified(data.decode()) == manuscript.files.get(name)
    except (OSError, ValueError):
        same = False
    if not same:
        raise UsageError(f"{name} was changed meanwhile, or has a strange name; try again")
    return data


def read_for_change(site: Path) -> Reading:
    """The record in a folder; RecordError while anything in it cannot be read or resolved.

    A reference that nobody can read cannot be renamed either.
    """
    if not site.is_dir():
        raise UsageError(f"there is no folder {site}; --site takes the folder that holds site.yaml")
    manuscript, problems = load(site, Model())
    index = make_index(manuscript)
    uses: list[Use] = []
    resolver = Resolver(manuscript, index, problems.append, uses=uses)
    resolver.everything()
    if wrong := errors(problems):
        names = [one for one in edit(manuscript)[1] if one.rule == RULE]
        told = guarded([*wrong, *names], manuscript.files, manuscript.withheld)
        raise RecordError(told[: len(wrong)], manuscript.files)
    return Reading(manuscript, index, uses)


def with_register(change: Change, before: Register, after: Register) -> None:
    """Add the register's new text to a change, if it is another than before."""
    if after is not before:
        change[REGISTER_FILE] = register_text(after).encode()


@dataclass(frozen=True, slots=True)
class Begun:
    """Lines of a file that somebody has still to fill in: there something may be wrong."""

    file: str
    first: int
    last: int

    def holds(self, spot: Spot) -> bool:
        """Is a place on these lines?"""
        return spot.file == self.file and self.first <= spot.line <= self.last


def carry_out(
    manuscript: Manuscript,
    change: Change,
    dry_run: bool,
    begun: Begun | None = None,
    known: Iterable[Problem] = (),
) -> None:
    """Make a change, or only show it; RecordError, and nothing done, if the record would suffer.

    `known` is what was found when the record was loaded, where that stops nothing.
    """
    _prove(manuscript, change, begun, known)
    if dry_run:
        print(shown(manuscript.root, change, manuscript.withheld), end="")
    else:
        write_together({manuscript.root / name: data for name, data in change.items()})


def _prove(
    manuscript: Manuscript, change: Change, begun: Begun | None, known: Iterable[Problem]
) -> None:
    """Read the record as it would be: nothing may be wrong with it that was not wrong before."""
    with tempfile.TemporaryDirectory(prefix="casebook-") as folder:
        root = Path(folder)
        held: Change = {name: text.encode() for name, text in manuscript.files.items()}
        for name, data in {**held, **change}.items():
            if data is not None:
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        after, problems = load(root, manuscript.model)
        problems += edit(after)[1]
    before = Counter(problem.rule for problem in errors([*known, *edit(manuscript)[1]]))
    problems = guarded(problems, after.files, manuscript.withheld)
    found = [one for one in errors(problems) if begun is None or not begun.holds(one.where)]
    counted = Counter(problem.rule for problem in found)
    worse = {rule for rule, number in counted.items() if number > before[rule]}
    new = [problem for problem in found if problem.rule in worse]
    if new:
        raise RecordError(new, after.files)


def shown(root: Path, change: Change, withheld: Withheld) -> str:
    """The change as a unified diff; a file that goes to another name as what it would hold.

    Names that are withheld are covered in it, also where they stand beside what changes.
    """
    words = ""
    for name, data in sorted(change.items()):
        old = _lines(_text(root / name), withheld)
        new = _lines("" if data is None else data.decode(), withheld)
        told = covered(withheld, name)
        before = told if old else "/dev/null"
        after = told if data is not None else "/dev/null"
        for line in difflib.unified_diff(old, new, before, after):
            words += safe_lines(line)
            words += "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
    return words


def _lines(text: str, withheld: Withheld) -> list[str]:
    # Not by splitlines, which also ends a line where no editor does.
    return _LINE.findall(covered_lines(withheld, text))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return ""
