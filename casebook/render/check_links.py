"""Every internal link of the pages leads to a file of the build, and to a place in it."""

from __future__ import annotations

import html
import posixpath
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from casebook.output import Output
from casebook.problem import Problem, did_you_mean
from casebook.spot import Spot

_OPENINGS = (' href="', ' src="', ' content="0; url=')
"""What stands before a link: also before one that a page leads on to by itself."""
_OUTSIDE = ("http:", "https:", "mailto:")


def check_links(outputs: Iterable[Output], top: str = "") -> Iterator[Problem]:
    """A problem for each link whose file or fragment is not there.

    `top` is what a link from the top of the host begins with, such as `/record/`.

    Splitting at the attribute is enough, as the pages come from our own escaping layouts, and
    it costs a tenth of parsing them.
    """
    pages = {output.path: output.data for output in outputs}
    ids: dict[str, set[str]] = {}
    texts = {path: data.decode() for path, data in pages.items() if path.endswith(".html")}
    for path, text in texts.items():
        found = _attributes(text, ' id="')
        ids[path] = set(found)
        for name in (
            sorted({name for name in found if found.count(name) > 1})
            if (len(ids[path]) != len(found))
            else ()
        ):
            yield _problem(path, f"the id `{name}` stands twice on the page", "")
    for path, text in texts.items():
        folder = posixpath.dirname(path)
        for link in dict.fromkeys(
            link for opening in _OPENINGS for link in _attributes(text, opening)
        ):
            if link.startswith(_OUTSIDE):
                continue
            file, _, fragment = link.partition("#")
            target = _target(unquote(file), folder, top) if file else path
            if target not in pages:
                yield _problem(
                    path,
                    f"a link leads to {target}, which is not there",
                    did_you_mean(target, pages),
                )
            elif fragment and target in ids and unquote(fragment) not in ids[target]:
                hint = did_you_mean(fragment, ids[target])
                yield _problem(path, f"a link leads to #{fragment} of {target}, not there", hint)


def _target(file: str, folder: str, top: str) -> str:
    """The path that a link leads to; one to a folder means nothing from file://, so none."""
    if top and file.startswith(top):
        return posixpath.normpath(file[len(top) :] or "index.html")
    return posixpath.normpath(posixpath.join(folder, file))


def _attributes(text: str, opening: str) -> list[str]:
    return [html.unescape(part[: part.index('"')]) for part in text.split(opening)[1:]]


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(Spot(path, 1, 1), "broken-link", message, hint or "mend the layout")
