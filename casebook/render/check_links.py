"""Every internal link of the pages leads to a file of the build, and to a place in it."""

from __future__ import annotations

import html
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote

from casebook.output import Output
from casebook.problem import Problem, did_you_mean
from casebook.spot import Spot

_MOST_HINTS = 20
_OPENINGS = (' href="', ' src="', ' content="0; url=')
"""What stands before a link: also before one that a page leads on to by itself."""
_OUTSIDE = ("http:", "https:", "mailto:")


@dataclass(frozen=True, slots=True)
class Found:
    """What a page offers to links, and what its own ask for."""

    ids: tuple[str, ...]
    """As often as they stand there."""
    links: tuple[str, ...]
    """Each once, as it is written; those that lead outside are left out."""


def links_of(outputs: Iterable[Output]) -> dict[str, Found]:
    """The links of all pages among some outputs, by the path of the page."""
    return {
        output.path: _found(output.data.decode(errors="replace"))
        for output in outputs
        if output.path.endswith(".html")
    }


def _found(text: str) -> Found:
    links = chain.from_iterable(_attributes(text, opening) for opening in _OPENINGS)
    inside = (link for link in dict.fromkeys(links) if not link.startswith(_OUTSIDE))
    return Found(tuple(_attributes(text, ' id="')), tuple(inside))


def check_links(
    paths: Iterable[str],
    found: Mapping[str, Found],
    top: str = "",
    promised: Iterable[str] = (),
) -> Iterator[Problem]:
    """A problem for each link whose file or fragment is not there.

    `paths` are those of all outputs, `found` what their pages hold.

    `top` is what a link from the top of the host begins with, such as `/record/`; `promised` are
    paths of files that are still to be made.

    Splitting at the attribute is enough, as the pages come from our own escaping layouts, and
    it costs a tenth of parsing them.
    """
    pages = list(paths)
    there = {*pages, *promised}
    ids: dict[str, frozenset[str]] = {}
    for path, page in found.items():
        ids[path] = frozenset(page.ids)
        if len(ids[path]) < len(page.ids):
            for name, times in Counter(page.ids).items():
                if times > 1:
                    yield _problem(path, f"the id `{name}` stands {times} times on the page", "")
    hints = 0
    for path, one in found.items():
        folder = posixpath.dirname(path)
        for link in one.links:
            file, _, fragment = link.partition("#")
            # What follows the question mark tells a page's script what to show of it.
            plain, asks, _ = file.partition("?")
            target = _target(unquote(plain), folder, top) if plain else path
            if asks and target in there and target not in ids:
                target = _target(unquote(file), folder, top)
            if target not in there:
                message, missing, known = "which is not there", target, pages
            elif fragment and target in ids and unquote(fragment) not in ids[target]:
                message, missing, known = "not there", fragment, list(ids[target])
                target = f"#{fragment} of {target}"
            else:
                continue
            # Near matches among all pages are dear: one mistake in a layout breaks every page.
            hint = did_you_mean(missing, known) if hints < _MOST_HINTS else ""
            hints += 1
            yield _problem(path, f"a link leads to {target}, {message}", hint)


def _target(file: str, folder: str, top: str) -> str:
    """The path that a link leads to; one to a folder means nothing from file://, so none."""
    if top and file.startswith(top):
        return posixpath.normpath(file[len(top) :] or "index.html")
    return posixpath.normpath(posixpath.join(folder, file))


def _attributes(text: str, opening: str) -> list[str]:
    return [html.unescape(part.partition('"')[0]) for part in text.split(opening)[1:]]


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(Spot(path, 1, 1), "broken-link", message, hint or "mend the layout")
