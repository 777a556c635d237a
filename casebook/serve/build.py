"""One build for the preview: the files of the site, or what keeps it from being made.

The pages that somebody looks at come first. To read the record and make a few pages of it takes
a fraction of the time that all the pages take, and the checks that need all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from casebook.commands.errors import UsageError, bug_report
from casebook.commands.site import order, read
from casebook.problem import Problem, RecordError, errors
from casebook.render.layout_errors import place_in
from casebook.render.outputs import render, render_ahead
from casebook.render.parts import Order
from casebook.spot import Spot

PARTS = frozenset(("html", "data"))
"""Not the book, which takes longer than an edit should; what is not built is not linked."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    files: Mapping[str, bytes] | None = None
    """The site by path; None where it could not be made."""
    problems: tuple[Problem, ...] = ()
    """Everything found, warnings too."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The files that the problems speak of, for showing their lines."""
    bug: str = ""
    """A report to paste, where it was Casebook that failed."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is wanted before a build is done."""

    paths: Collection[str] = ()
    """The pages to be made first."""
    show: Callable[[Mapping[str, bytes]], object] = lambda files: None
    """Called with those of them that there are and all static files. Not called where they
    cannot be made: the whole build meets the same mistake, and says so."""
    is_old: Callable[[], bool] = lambda: False
    """Asked before each page: is what is built not wanted any more?"""


class GivenUp(Exception):  # noqa: N818  (nothing went wrong)
    """A build that was not wanted any more."""


def build(site: Path, ahead: Ahead = Ahead()) -> Built:
    """The site in memory, with nothing written anywhere. It says what is wrong, and raises
    nothing but GivenUp.

    A mistake in the record gives its problems, a mistake in a layout the problem at its line,
    a file that cannot be read the problem that says so, and anything else a report of a bug.
    """
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    try:
        draft = read(site, _quietly, draft=True)
        problems, texts = list(draft.problems), draft.files
        if errors(problems):
            return Built(None, tuple(problems), texts)
        ordered = order(draft, PARTS, _quietly, live=True)
        _show_ahead(ordered, ahead)
        outputs = render(replace(ordered, pulse=lambda: _go_on(ahead)))
        files = {output.path: output.data for output in outputs}
        return Built(files, tuple(problems), texts)
    except GivenUp:
        raise
    except RecordError as error:
        return Built(None, (*problems, *error.problems), {**texts, **error.texts})
    except UsageError as error:
        return Built(None, (Problem(Spot("site.yaml", 1, 1), "no-site", str(error)),))
    except Exception as error:
        problem = _unreadable(error, site)
        if problem is None:
            return Built(None, tuple(problems), texts, bug_report(error, ["serve"]))
        return Built(None, (*problems, problem), texts)


def _show_ahead(ordered: Order, ahead: Ahead) -> None:
    _go_on(ahead)
    try:
        files = {output.path: output.data for output in render_ahead(ordered, ahead.paths)}
    except Exception:
        return
    ahead.show(files)


def _go_on(ahead: Ahead) -> None:
    if ahead.is_old():
        raise GivenUp


def _quietly(words: str) -> None:
    """Progress is not told: a build for the preview takes less time than reading of it."""


def _unreadable(error: Exception, site: Path) -> Problem | None:
    """A file that could not be read, or that went away while it was."""
    if not isinstance(error, OSError) or not isinstance(error.filename, str):
        return None
    reason = (error.strerror or "the system refuses").lower()
    where = Spot(place_in(site, Path(error.filename)), 1, 1)
    return Problem(where, "unreadable", f"this file cannot be read: {reason}")
