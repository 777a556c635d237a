"""One build for the preview: the files of the site, or what keeps it from being made.

The pages that somebody looks at come first. To read the record and make a few pages of it takes
a fraction of the time that all the pages take, and the checks that need all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from casebook.commands.errors import UsageError, bug_report
from casebook.commands.site import order, read
from casebook.load.pause import gc_paused
from casebook.output import Output
from casebook.problem import Problem, RecordError, errors
from casebook.render.layout_errors import place_in
from casebook.render.outputs import RenderAhead, render
from casebook.render.parts import Order
from casebook.serve.homes import Homes, homes
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
    homes: Homes = field(default_factory=Homes)
    """Where what the pages show was written."""

    def same_margins(self, other: Built) -> bool:
        """Would the preview add to every page what it adds after another build?"""
        return self.problems == other.problems and self.homes == other.homes


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is wanted before a build is done."""

    first: Callable[[Built], Iterable[str]] = lambda read: ()
    """Given what was read, the pages to be made first, the one most wanted before the others."""
    show: Callable[[Built], object] = lambda built: None
    """Called with each of them that there is, the first time with all static files too. Not
    called where one cannot be made: the whole build meets the same mistake, and says so."""
    waited: Callable[[], Collection[str]] = lambda: ()
    """Asked after each output: the pages that somebody waits for. They are made at once."""
    is_old: Callable[[], bool] = lambda: False
    """Asked after each output: is what is built not wanted any more?"""


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
    where = Homes()
    try:
        # The collector would go through the whole site that is shown, and find nothing.
        with gc_paused():
            draft = read(site, _quietly, draft=True)
            problems, texts = list(draft.problems), draft.files
            where = homes(draft.edition)
            built = Built(None, tuple(problems), texts, homes=where)
            if errors(problems):
                return built
            ordered = order(draft, PARTS, _quietly, live=True)
            early = _Early(ordered, built, ahead)
            early.begin()
        outputs = render(replace(ordered, pulse=early.go_on))
        return replace(built, files={output.path: output.data for output in outputs})
    except GivenUp:
        raise
    except RecordError as error:
        texts |= error.texts
        return Built(None, (*problems, *error.problems), texts, homes=where)
    except UsageError as error:
        return Built(None, (Problem(Spot("site.yaml", 1, 1), "no-site", str(error)),))
    except Exception as error:
        problem = _unreadable(error, site)
        if problem is None:
            return Built(None, tuple(problems), texts, bug_report(error, ["serve"]), where)
        return Built(None, (*problems, problem), texts, homes=where)


class _Early:
    """Makes pages out of their turn, and shows them."""

    def __init__(self, ordered: Order, read: Built, ahead: Ahead) -> None:
        self._make = RenderAhead(ordered)
        self._read = read
        self._ahead = ahead
        self._tried: set[str] = set()
        self._failed = False

    def begin(self) -> None:
        """Show the pages that are wanted first."""
        self.go_on()
        files = self._files(self._make.static)
        for path in self._ahead.first(self._read):
            page = self._page(path)
            if page:
                self._show({**files, **page})
                files = {}
            self.go_on()

    def go_on(self) -> None:
        """Show the pages that somebody waits for; GivenUp if nobody wants the build any more."""
        if self._ahead.is_old():
            raise GivenUp
        for path in self._ahead.waited():
            if path not in self._tried and (files := self._page(path)):
                self._show(files)

    def _show(self, files: Mapping[str, bytes]) -> None:
        self._ahead.show(replace(self._read, files=files))

    def _page(self, path: str) -> dict[str, bytes]:
        # After a mistake nothing more is shown that the mistake would soon take the place of.
        if path in self._tried or self._failed:
            return {}
        self._tried.add(path)
        return self._files(lambda: self._make.page(path))

    def _files(self, make: Callable[[], Iterable[Output]]) -> dict[str, bytes]:
        try:
            return {output.path: output.data for output in make()}
        except Exception:
            self._failed = True
            return {}


def _quietly(words: str) -> None:
    """Progress is not told: a build for the preview takes less time than reading of it."""


def _unreadable(error: Exception, site: Path) -> Problem | None:
    """A file that could not be read, or that went away while it was."""
    if not isinstance(error, OSError) or not isinstance(error.filename, str):
        return None
    reason = (error.strerror or "the system refuses").lower()
    where = Spot(place_in(site, Path(error.filename)), 1, 1)
    return Problem(where, "unreadable", f"this file cannot be read: {reason}")
