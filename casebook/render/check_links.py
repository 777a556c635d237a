"""Every internal link of the pages leads to a file of the build, and to a place in it."""

from __future__ import annotations

import html
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import unquote

from casebook.output import Output
from casebook.problem import Problem, did_you_mean
from casebook.spot import Spot

_MOST_HINTS = 20
_OPENINGS = (' href="', ' src="', ' content="0; url=')
"""What stands before a link: also before one that a page leads on to by itself."""
_OUTSIDE = ("http:", "https:", "mailto:")


def check_links(
    outputs: Iterable[Output], top: str = "", promised: Iterable[str] = ()
) -> Iterator[Problem]:
    """A problem for each link whose file or fragment is not there.

    `top` is what a link from the top of the host begins with, such as `/record/`; `promised` are
    paths of files that are still to be made.

    Splitting at the attribute is enough, as the pages come from our own escaping layouts, and
    it costs a tenth of parsing them.
    """
    pages = {output.path: output.data for output in outputs}
    texts = {
        path: data.decode(errors="replace")
        for path, data in pages.items()
        if path.endswith(".html")
    }
    there = {*pages, *promised}
    ids: dict[str, set[str]] = {}
    for path, text in texts.items():
        found = Counter(_attributes(text, ' id="'))
        ids[path] = set(found)
        for name, times in found.items():
            if times > 1:
                yield _problem(path, f"the id `{name}` stands {times} times on the page", "")
    hints = 0
    for path, text in texts.items():
        folder = posixpath.dirname(path)
        found_in = (_attributes(text, opening) for opening in _OPENINGS)
        for link in dict.fromkeys(chain.from_iterable(found_in)):
            if link.startswith(_OUTSIDE):
                continue
            file, _, fragment = link.partition("#")
            # What follows the question mark tells a page's script what to show of it.
            page, asks, _ = file.partition("?")
            target = _target(unquote(page), folder, top) if page else path
            if asks and target in pages and target not in ids:
                target = _target(unquote(file), folder, top)
            if target not in there:
                message, missing, known = "which is not there", target, list(pages)
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
