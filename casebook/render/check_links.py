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
from casebook.render.anchors import OPENINGS, OUTSIDE, anchors, attributes
from casebook.render.looked import Looked
from casebook.spot import Spot

_MOST_HINTS = 20


def check_links(
    outputs: Iterable[Output], top: str = "", promised: Iterable[str] = ()
) -> Iterator[Problem]:
    """A problem for each link whose file or fragment is not there.

    `top` is what a link from the top of the host begins with, such as `/record/`; `promised` are
    paths of files that are still to be made.
    """
    made = list(outputs)
    if not _all_lead_somewhere(made, top, promised):
        yield from _problems(made, top, promised)


def _all_lead_somewhere(outputs: Iterable[Output], top: str, promised: Iterable[str]) -> bool:
    """Is every link sound? Pages of one folder share most of theirs, so each is asked once."""
    there = set(promised)
    ids: dict[str, tuple[str, ...]] = {}
    links: dict[str, set[str]] = {}
    for output in outputs:
        path = output.path
        there.add(path)
        if not path.endswith(".html"):
            continue
        # One of these speaks for pages of its folder that were looked through before it.
        seen = output.anchors if isinstance(output, Looked) else None
        seen = anchors(output.data.decode(errors="replace")) if seen is None else seen
        if seen.odd:
            return False
        ids[path] = seen.ids
        links.setdefault(posixpath.dirname(path), set()).update(seen.links)
    wanted: dict[str, set[str]] = {}
    for folder, of_folder in links.items():
        for link in of_folder:
            file, _, fragment = link.partition("#")
            page, asks, _ = file.partition("?")
            if not page:
                return False  # it asks something of the page itself: looked at one by one
            target = _target(unquote(page), folder, top)
            if asks and target in there and target not in ids:
                target = _target(unquote(file), folder, top)
            if target not in there:
                return False
            if fragment and target in ids:
                wanted.setdefault(target, set()).add(unquote(fragment))
    return all(fragments.issubset(ids[page]) for page, fragments in wanted.items())


def _problems(outputs: Iterable[Output], top: str, promised: Iterable[str]) -> Iterator[Problem]:
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
        found_in = (_attributes(text, opening) for opening in OPENINGS)
        for link in dict.fromkeys(chain.from_iterable(found_in)):
            if link.startswith(OUTSIDE):
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
    return [html.unescape(each) for each in attributes(text, opening)]


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(Spot(path, 1, 1), "broken-link", message, hint or "mend the layout")
