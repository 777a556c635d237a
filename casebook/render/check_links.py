"""Every internal link of the pages leads to a file of the build, and to a place in it."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from casebook.output import Output
from casebook.problem import Problem, did_you_mean
from casebook.render.anchors import Found, found_in
from casebook.render.looked import Looked
from casebook.spot import Spot

_MOST_HINTS = 20


def links_of(outputs: Iterable[Output]) -> dict[str, Found]:
    """The links of all pages among some outputs, by the path of the page."""
    found: dict[str, Found] = {}
    known: dict[str, str] = {}
    for output in outputs:
        if isinstance(output, Looked) and output.found is not None:
            # What came from another process shares no string with any other page.
            links = (known.setdefault(link, link) for link in output.found.links)
            found[output.path] = Found(output.found.ids, tuple(links))
        elif output.path.endswith(".html"):
            found[output.path] = found_in(output.data.decode(errors="replace"))
    return found


def check_links(
    paths: Iterable[str],
    found: Mapping[str, Found],
    top: str = "",
    promised: Iterable[str] = (),
) -> Iterator[Problem]:
    """A problem for each link whose file or fragment is not there.

    `paths` are those of all outputs, `found` what their pages hold.

    `top` is what a link from the top of the host begins with, such as `/record/`, as an address
    spells it; `promised` are paths of files that are still to be made.
    """
    pages = list(paths)
    top = unquote(top)
    there = {*pages, *promised}
    if not _all_lead_somewhere(there, found, top):
        yield from _problems(pages, there, found, top)


def _all_lead_somewhere(there: set[str], found: Mapping[str, Found], top: str) -> bool:
    """Is every link sound? Pages of one folder share most of theirs, so each is asked once."""
    ids = {path: frozenset(page.ids) for path, page in found.items()}
    links: dict[str, set[str]] = {}
    for path, page in found.items():
        if len(ids[path]) < len(page.ids):
            return False
        links.setdefault(posixpath.dirname(path), set()).update(page.links)
        for link in page.links:
            if link[:1] in _OF_ITSELF and (link[:1] != "#" or not _is_here(link, ids[path])):
                return False
    wanted: dict[str, set[str]] = {}
    for folder, of_folder in links.items():
        for link in of_folder:
            if link.startswith("#"):
                continue
            file, _, fragment = link.partition("#")
            plain, asks, _ = file.partition("?")
            target = _target(unquote(plain), folder, top)
            if asks and target in there and target not in ids:
                target = _target(unquote(file), folder, top)
            if target not in there:
                return False
            if fragment and target in ids:
                wanted.setdefault(target, set()).add(unquote(fragment))
    return all(fragments <= ids[page] for page, fragments in wanted.items())


_OF_ITSELF = ("", "#", "?")
"""How links begin that lead to the page they stand on; few but those to places are asked for."""


def _is_here(link: str, ids: frozenset[str]) -> bool:
    return len(link) == 1 or unquote(link[1:]) in ids


def _problems(
    pages: list[str], there: set[str], found: Mapping[str, Found], top: str
) -> Iterator[Problem]:
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


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(Spot(path, 1, 1), "broken-link", message, hint or "mend the layout")
