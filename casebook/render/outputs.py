"""The outputs a build can make, listed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from casebook.load.pause import gc_paused, gc_working
from casebook.load.text_file import read_text
from casebook.output import Kept, Output
from casebook.problem import Problem, RecordError
from casebook.render.check_links import check_links, links_of
from casebook.render.data import render_data
from casebook.render.layout_errors import layout_problem, place_in
from casebook.render.parts import OFFLINE_PATH, Order
from casebook.render.release import pack
from casebook.render.site.chrome import top_of
from casebook.render.site.render import SinglePages, render_site
from casebook.render.site.static_files import static_files
from casebook.render.withheld import problems_of_outputs

if TYPE_CHECKING:
    from casebook.edit.briefs import Ask

Each = TypeVar("Each", Output, Output | Kept)
Render = Callable[[Order], Iterator[Output | Kept]]


def _book(order: Order) -> Iterator[Output]:
    # WeasyPrint takes longer to import than most sites to build.
    from casebook.render.book.render import render_book

    return render_book(order)


OUTPUTS: dict[str, tuple[str, Render]] = {
    "html": ("Rendering the site", render_site),
    "data": ("Writing the data", render_data),
    "book": ("Laying out the book", _book),
}
"""By the part of a build: the words for its progress, and what makes it. A new output is one
function from an Order to Outputs, and a place in this table."""


def _made(order: Order, make: Callable[[Order], Iterator[Each]]) -> list[Each]:
    """The outputs of one part; a mistake in a layout becomes the problem at its line."""
    try:
        # To set a book makes cycles; pages make none, and all they are made of is kept.
        with gc_working() if make is _book else gc_paused():
            return list(_in_steps(order, make))
    except RecordError:
        raise
    except Exception as error:
        site = order.edition.manuscript.root
        texts: dict[str, str] = {}

        def read_layout(path: Path) -> str:
            file = place_in(site, path)
            texts[file] = read_text(path, file, lambda problem: None) or ""
            return texts[file]

        problem = layout_problem(error, order.layouts, site, read_layout)
        if problem is None:
            raise
        raise RecordError([problem], texts) from error


def _in_steps(order: Order, make: Callable[[Order], Iterator[Each]]) -> Iterator[Each]:
    for output in make(order):
        order.pulse()
        yield output


def _refuse(found: Iterable[Problem]) -> None:
    if problems := list(found):
        raise RecordError(problems)


class RenderAhead:
    """Makes pages of the site before all others, and its static files.

    They are looked through for withheld names. Where their links lead cannot be said before
    there is the rest, so `render` must follow. RecordError with the problems if any are found.
    """

    def __init__(self, order: Order) -> None:
        """What the pages need is made with the first that is asked for."""
        self._order = replace(order, pulse=lambda: None)
        self._pages: SinglePages | None = None

    def static(self) -> list[Output]:
        """The static files that the pages use."""
        return self._sound(lambda order: static_files(order.static))

    def page(self, path: str) -> list[Output]:
        """The page at a path; nothing where none is."""
        return self._sound(lambda order: self._all(order).page(path))

    def _all(self, order: Order) -> SinglePages:
        if self._pages is None:
            self._pages = SinglePages(order)
        return self._pages

    def _sound(self, make: Callable[[Order], Iterator[Output]]) -> list[Output]:
        made = _made(self._order, make)
        _refuse(problems_of_outputs(self._order.edition, made))
        return made


def render_brief(order: Order, ask: Ask, title: str, path: str) -> Output:
    """One brief, looked through for withheld names.

    AskError if it would be empty; RecordError with the problems if any are found.
    """
    from casebook.render.book.render import render_volume
    from casebook.render.book.volumes import brief_volume

    volume = brief_volume(order.edition, ask, title, path)
    made = _made(order, lambda order: iter((render_volume(order, volume),)))
    _refuse(problems_of_outputs(order.edition, made))
    return made[0]


def render(order: Order) -> list[Output]:
    """All that was ordered, looked through for withheld names and links that lead nowhere.

    RecordError with the problems if any are found.
    """
    made = render_again(replace(order, memory=None))
    return [output for output in made if isinstance(output, Output)]


def render_again(order: Order) -> list[Output | Kept]:
    """The same, where a page that the order's memory knows to be as it was need not be made.

    It was looked through when it was made, for the same names, and its links are checked with
    all others.
    """
    outputs: list[Output | Kept] = []
    beside_the_site: list[Output] = []
    for part, (words, make) in OUTPUTS.items():
        if part in order.parts:
            order.progress(words)
            made = _made(order, make)
            fresh = [output for output in made if isinstance(output, Output)]
            # Before anything else is done with them, or said of them.
            _refuse(problems_of_outputs(order.edition, fresh, order.published))
            outputs += made
            beside_the_site += fresh if part != "html" else []
    if "html" in order.parts:
        # The zip holds what is checked here, and is made after it.
        _check_links(order, outputs)
    if order.release:
        whole = tuple(output for output in outputs if isinstance(output, Output))
        outputs += pack(order, whole, _offline(order, beside_the_site))
    return outputs


def _check_links(order: Order, outputs: list[Output | Kept]) -> None:
    found = links_of(output for output in outputs if isinstance(output, Output))
    if order.memory is not None:
        kept = [output.path for output in outputs if isinstance(output, Kept)]
        found |= {path: order.memory.found(path) for path in kept}
    promised = (OFFLINE_PATH,) if order.release else ()
    paths = [output.path for output in outputs]
    # As a first build would tell of them.
    found = {path: found[path] for path in paths if path in found}
    _refuse(check_links(paths, found, top_of(order), promised))
    if order.memory is not None:
        order.memory.checked(found)


def _offline(order: Order, beside: Iterable[Output]) -> Iterator[Output]:
    """The site as it is read from a folder, and what stands beside it.

    It is a plain build's, which has no link to its own zip and nothing that is for hosts alone.
    """
    if "html" not in order.parts:
        return
    order.progress("Rendering the site to be read offline")
    made = _made(replace(order, release=False, memory=None), render_site)
    yield from (output for output in made if isinstance(output, Output))
    yield from beside
