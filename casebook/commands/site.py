"""What several commands begin with: the record in a directory, read and checked."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.commands.errors import UsageError
from casebook.edit.edit import edit
from casebook.edit.edition import Edition
from casebook.load.directory import load
from casebook.model import Model
from casebook.problem import Problem, RecordError, errors
from casebook.render.outputs import render
from casebook.render.parts import Order
from casebook.render.withheld import problems_of_files
from casebook.shipped import shipped_folder
from casebook.withheld.guard import guarded

if TYPE_CHECKING:
    from casebook.render.site.again import PageMemory


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as far as it could be read, with everything found on the way."""

    edition: Edition
    problems: list[Problem]
    texts: dict[str, str] = field(default_factory=dict)
    """Files beside the record's own in which problems were found, such as layouts."""

    @property
    def files(self) -> dict[str, str]:
        """The texts that were read, for showing a problem's line."""
        return {**self.edition.manuscript.files, **self.texts}

    @property
    def counts(self) -> dict[str, int]:
        """How many records of each kind there are."""
        kinds = self.edition.manuscript.model.kinds
        return {name: len(self.edition.of(name)) for name in kinds}


def read(site: Path, progress: Callable[[str], None], draft: bool = False) -> Draft:
    """Load and edit the record in a directory; UsageError if there is no such directory.

    In a draft, quotations that await their proof are stamped and not refused.
    """
    if not _is_folder(site):
        raise UsageError(f"there is no folder {site}; --site takes the folder that holds site.yaml")
    progress("Reading the record")
    manuscript, problems = load(site, Model())
    progress("Checking it")
    edition, more = edit(manuscript, draft)
    folders = _folders(site, "layouts"), _folders(site, "static")
    names = problems_of_files(manuscript, *folders)
    found = [*problems, *more, *names]
    return Draft(edition, guarded(found, manuscript.files, manuscript.withheld))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name too long, or with a character no file can have
        return False


def order(
    draft: Draft,
    parts: frozenset[str],
    progress: Callable[[str], None],
    *,
    jobs: int = 1,
    live: bool = False,
    release: bool = False,
    paper: str = "",
    cache: Path | None = None,
    memory: PageMemory | None = None,
) -> Order:
    """What is to be rendered; the record's own layouts and static files stand in for ours."""
    root = draft.edition.manuscript.root
    return Order(
        edition=draft.edition,
        parts=parts,
        layouts=_folders(root, "layouts"),
        static=_folders(root, "static"),
        jobs=jobs,
        release=release,
        paper=paper,
        live=live,
        cache=cache,
        memory=memory,
        progress=progress,
    )


def _folders(root: Path, name: str) -> list[Path]:
    ours = shipped_folder(name)
    own = root / name
    return [own, ours] if own.is_dir() and own.resolve() != ours.resolve() else [ours]


def link_problems(draft: Draft, parts: frozenset[str], progress: Callable[[str], None]) -> None:
    """Render without keeping, for the checks that need pages; adds to the draft's problems."""
    if errors(draft.problems):
        return
    try:
        render(order(draft, parts, progress))
    except RecordError as error:
        draft.problems.extend(error.problems)
        draft.texts.update(error.texts)


def cores() -> int:
    """How many processes may run at once."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:
        return max(1, os.cpu_count() or 1)
