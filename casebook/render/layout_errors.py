"""Mistakes in layouts, as problems at their line: Jinja reports them as exceptions."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path

import jinja2
import markupsafe
from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

from casebook.problem import Problem, did_you_mean
from casebook.render import lean
from casebook.spot import Spot

GIVEN = ("chrome", "view", "backlinks", "title", "description", "section", "path")
"""The names every layout of a page may use."""

_LIBRARIES = (
    *(Path(file).resolve().parent for file in (jinja2.__file__, markupsafe.__file__)),
    Path(lean.__file__).resolve(),
)
"""Whose work it is to do what a layout's line says: what fails in them is the line's fault."""
_OBJECT = re.compile(r"'(?:([\w.]+)\.)?(\w+) object'")
_NO_SUCH = re.compile(_OBJECT.pattern + " has no (?:attribute|element)")
_NAME = re.compile(r"'(\w+)'")
_TYPES = {"NoneType": "nothing", "str": "text", "int": "number", "float": "number"}
_TYPE = re.compile(rf"\b(?:{'|'.join(_TYPES)})\b")


def place_in(site: Path, path: Path) -> str:
    """How a file is called in a problem: from the site directory, or in full outside it."""
    top, found = site.resolve(), path.resolve()
    return (found.relative_to(top) if found.is_relative_to(top) else found).as_posix()


def layout_problem(
    error: Exception, folders: list[Path], site: Path, read: Callable[[Path], str]
) -> Problem | None:
    """The mistake of a layout that an exception stands for; None where it is something else.

    `folders` hold the layouts, `read` gives the text of one. Whatever Jinja itself raises is a
    layout's mistake; any other exception is one if it arose in a layout's own line, and not in
    our code that the line called.
    """
    if isinstance(error, UnicodeDecodeError):
        return _not_utf8(folders, site)
    if isinstance(error, TemplateSyntaxError) and error.filename:
        words = f"this layout cannot be read: {_plain(error.message or 'it is not complete')}"
        at = (Path(error.filename), error.lineno)
        return _problem(at, site, read, "layout-syntax", words, "")
    at_line = _place(error, folders)
    if isinstance(error, TemplateNotFound) and at_line is None:
        words = f"there is no layout {error.message or error.name}"
        where = Spot("layouts/" + str(error.name).split(" or ")[-1], 1, 1)
        return Problem(where, "no-layout", words, "every kind of page has a layout of its name")
    if at_line is None:
        return None
    match error:
        case TemplateNotFound():
            words, hint = f"there is no layout {error.message or error.name}", ""
            rule = "no-layout"
        case UndefinedError():
            words = f"this layout asks for what is not there: {_plain(str(error))}"
            rule, hint = "layout-name", _names_near(str(error))
        case _:
            words = f"this layout fails here: {_plain(str(error) or type(error).__name__)}"
            rule, hint = "layout-failure", ""
    return _problem(at_line, site, read, rule, words, hint)


def _place(error: Exception, folders: list[Path]) -> tuple[Path, int] | None:
    """The layout's line in which an exception arose."""
    tops = [folder.resolve() for folder in folders]
    found: tuple[Path, int] | None = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename).resolve()
        if any(path.is_relative_to(top) for top in tops):
            found = path, line
        elif not isinstance(error, TemplateError) and not any(
            path.is_relative_to(library) for library in _LIBRARIES
        ):
            found = None
    return found


def _problem(
    at: tuple[Path, int],
    site: Path,
    read: Callable[[Path], str],
    rule: str,
    message: str,
    hint: str,
) -> Problem:
    """Marked is the last name of the message that stands in the line, or else the whole line."""
    path, number = at
    lines = read(path).split("\n")
    line = lines[number - 1] if number <= len(lines) else ""
    start, length = len(line) - len(line.lstrip()), max(1, len(line.strip()))
    code = max(0, line.find("{"))  # the same word may stand in the HTML before it
    for name in _NAME.findall(message):
        if found := re.compile(rf"\b{name}\b").search(line, code):
            start, length = found.start(), len(name)
    where = Spot(place_in(site, path), number, start + 1)
    return Problem(where, rule, message, hint, length=length)


def _plain(message: str) -> str:
    """Jinja's words without names of our code and of Python's types."""
    words = _NO_SUCH.sub("nothing there is called", message)
    words = _TYPE.sub(lambda found: _TYPES[found[0]], words)
    return _OBJECT.sub(lambda found: f"a {found[2]}", words).rstrip(".")


def _names_near(message: str) -> str:
    """The names that may be meant, or all there are."""
    missing = _NAME.findall(message)
    owner = _OBJECT.search(message)
    known: tuple[str, ...] = GIVEN
    if owner is not None:
        cls = getattr(sys.modules.get(owner.group(1) or ""), owner.group(2), None)
        if cls is None or not is_dataclass(cls):
            return ""
        known = tuple(field.name for field in fields(cls))
    if not missing:
        return ""
    return did_you_mean(missing[-1], known) or f"there are {', '.join(known)}"


def _not_utf8(folders: list[Path], site: Path) -> Problem | None:
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            data = path.read_bytes()
            try:
                data.decode()
            except UnicodeDecodeError as error:
                line = data.count(b"\n", 0, error.start) + 1
                where = Spot(place_in(site, path), line, 1)
                hint = "save the file with the encoding UTF-8"
                return Problem(where, "not-utf8", "this layout is not UTF-8 text here", hint)
    return None
