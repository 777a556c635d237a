"""What the preview adds to a page: where it was written, and what is doubtful in it.

It stands in what is served alone, and nothing that is built ever holds it. Warnings and notes
are shown on the page of the record they belong to, and all of them in a list on every page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from casebook.commands.report import summarise
from casebook.interface import ENGLISH
from casebook.problem import Problem, Severity, in_order
from casebook.render.jinja import site_environment
from casebook.serve.build import Built
from casebook.serve.editors import Editor
from casebook.serve.shown import ShownProblem, shown
from casebook.shipped import shipped_folder

FILES = ".preview/"
"""Where the preview's own style sheet and script are: no file of a site is hidden."""
MOST = 100
"""How many warnings and notes the list on every page has."""

_MAIN = re.compile(rb"<main\b[^>]*>")
_BODY_END = b"</body>"


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning or note, with its line and where its record is shown."""

    shown: ShownProblem
    page: str
    """The address of the page it belongs to; nothing where there is none."""
    name: str
    """What is shown there."""
    href: str
    """Opens the place in the editor; nothing where none is set."""


@dataclass(frozen=True, slots=True)
class Margin:
    """What is added to one page."""

    where: str
    """Where it is written, as `timeline.yaml:12`; nothing for a page made from many records."""
    href: str
    """Opens that in the editor; nothing where none is set."""
    here: tuple[Remark, ...]
    """What is doubtful in the record that the page is of."""
    all: tuple[Remark, ...]
    summary: str
    """How many warnings and notes there are."""
    further: int
    """How many of them the list leaves out."""
    is_last: bool
    """Is the page of the last good site, while there are problems?"""
    now: str
    """The address of the page as it is now."""


def margin(built: Built, page: str, editor: Editor, is_last: bool = False) -> Margin:
    """What is added to a page, by its path, given what was last found."""
    doubts = _doubts(built)
    spot = built.homes.spot_of(page)
    here = [problem for problem in doubts if page and built.homes.page_of(problem.where) == page]
    return Margin(
        where=f"{spot.file}:{spot.line}" if spot is not None else "",
        href=editor.link(spot) if spot is not None else "",
        here=tuple(_remarks(here[:MOST], built, editor)),
        all=tuple(_remarks(doubts[:MOST], built, editor)),
        summary=summarise(doubts),
        further=max(0, len(doubts) - MOST),
        is_last=is_last,
        now=quote(f"/{page}"),
    )


@dataclass(frozen=True, slots=True)
class Added:
    """The margin of a page as HTML: what stands before its main part, and at its end."""

    before: bytes = b""
    after: bytes = b""


def as_html(margin: Margin) -> Added:
    """The margin as HTML; nothing where its own layout fails, as it may while someone edits it."""
    try:
        template = site_environment(ENGLISH, shipped_folder("layouts")).get_template("preview.html")
        parts: Any = template.make_module({"margin": margin})
        return Added(str(parts.here).encode(), str(parts.strip).encode())
    except Exception:
        return Added()


def with_margin(html: bytes, added: Added) -> bytes:
    """The page with its margin: what is doubtful before its main part, the rest at its end."""
    main = _MAIN.search(html)
    if main is not None and added.before.strip():
        html = html[: main.end()] + added.before + html[main.end() :]
    start, end, rest = html.rpartition(_BODY_END)
    return start + added.after + end + rest if end else html + added.after


def own_file(name: str) -> bytes | None:
    """The preview's own style sheet or script; None for any other name."""
    return _own_file(name) if name in ("preview.css", "preview.js") else None


@lru_cache(maxsize=2)
def _own_file(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()


def _doubts(built: Built) -> list[Problem]:
    return [each for each in in_order(built.problems) if each.severity is not Severity.ERROR]


def _remarks(problems: Iterable[Problem], built: Built, editor: Editor) -> Iterable[Remark]:
    for problem in problems:
        page = built.homes.page_of(problem.where)
        name = built.homes.names.get(page, "the front page" if page else "")
        href = editor.link(problem.where)
        yield Remark(shown(problem, built.texts), f"/{quote(page)}" if page else "", name, href)
