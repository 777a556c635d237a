"""The page shown in place of every other while the record, a layout or Casebook is at fault."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup, escape

from casebook.commands.report import as_text, summarise
from casebook.interface import ENGLISH
from casebook.problem import Problem, errors, in_order
from casebook.render.jinja import site_environment
from casebook.serve.build import Built
from casebook.serve.editors import NO_EDITOR, Editor
from casebook.serve.shown import ShownProblem, shown
from casebook.shipped import shipped_folder

MOST = 100
"""How many problems are shown; mending the first often mends the rest."""

LAST = ".last/"
"""Below it is the last good site while there are problems: no file of a site is hidden."""

_LINK = "<!-- the last good page -->"


@dataclass(frozen=True, slots=True)
class ShownError:
    """An error, and where its record can still be seen."""

    shown: ShownProblem
    last: str
    """The address of the record's page as it last was; nothing where there is none."""
    href: str
    """Opens the place in the editor; nothing where none is set."""


def problem_page(built: Built, good: Collection[str] = (), editor: Editor = NO_EDITOR) -> bytes:
    """A whole page of HTML, made without anything of the record's own; everything escaped.

    `good` are the pages of the last good site, which stay within reach.

    Should its own layout fail, as it may while someone edits it, the page is bare but says the
    same.
    """
    found = in_order(errors(built.problems))
    try:
        environment = site_environment(ENGLISH, shipped_folder("layouts"))
        html = environment.get_template("problems.html").render(
            problems=[_error(problem, built, good, editor) for problem in found[:MOST]],
            further=max(0, len(found) - MOST),
            summary=summarise(found),
            bug=built.bug,
            link=Markup(_LINK),
        )
    except Exception as error:
        words = "\n".join(_as_words(found, built.texts))
        why = f"layouts/problems.html failed: {error}"
        html = (
            "<!doctype html><html lang=en><head><title>Problems</title></head>"
            f"<body><pre>{escape(words)}\n{escape(built.bug)}\n{escape(why)}</pre></body></html>"
        )
    return html.encode(errors="replace")


def _as_words(problems: Iterable[Problem], texts: Mapping[str, str]) -> Iterable[str]:
    return (as_text(problem, texts) for problem in problems)


def with_last(notice: bytes, page: str, good: Collection[str]) -> bytes:
    """The page of problems as it stands at the address of one page, which may have been good."""
    link = ""
    for path, words in (
        (page, "This page as it last was"),
        ("index.html", "The site as it last was"),
    ):
        if path in good:
            address = escape(quote(f"/{LAST}{path}"))
            link = f'<p class="last"><a href="{address}">{words}</a>, before the last edits.</p>'
            break
    return notice.replace(_LINK.encode(), link.encode(), 1)


def _error(problem: Problem, built: Built, good: Collection[str], editor: Editor) -> ShownError:
    page = built.homes.page_of(problem.where)
    last = quote(f"/{LAST}{page}") if page in good else ""
    return ShownError(shown(problem, built.texts), last, editor.link(problem.where))
