"""One text file of the record, read with care: bounded, UTF-8, one kind of line end."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from casebook.problem import Problem
from casebook.spot import Spot

MAX_FILE = 16 * 1024 * 1024
"""The most bytes a file may hold."""

_BOM = "\ufeff"
_MERGE_MARK = re.compile(r"^(<{7}|>{7})(?: .*)?$", re.MULTILINE)


def read_text(path: Path, file: str, report: Callable[[Problem], None]) -> str | None:
    """The text of a file with newlines for line ends and no byte order mark; None after a problem.

    In: where the file is, the name to report it by, and where problems go. Reports
    `unreadable` (missing, refused, not a regular file, or a link out of
    the record), `too-large` (over 16 MiB, seen
    before it is read), `not-utf8` (at the first bad byte) and `merge-marks` (at each place
    where git has left two versions).
    """
    top = Spot(file, 1, 1)
    try:
        if _leads_out(path, file):
            message = "this is a link that leads out of the record"
            hint = "put the file itself here: the record holds all that it is made from"
            report(Problem(top, "unreadable", message, hint))
            return None
        status = path.stat()
        # Opening anything else may wait for ever (a named pipe) or never end (a device).
        if not stat.S_ISREG(status.st_mode):
            folder = stat.S_ISDIR(status.st_mode)
            what = "a folder" if folder else "not a regular file"
            report(Problem(top, "unreadable", f"this is {what}, where a file should be"))
            return None
        with path.open("rb") as stream:
            # The size is asked first and the reading bounded too: a file may grow between.
            data = b"" if status.st_size > MAX_FILE else stream.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        report(Problem(top, "unreadable", f"this file cannot be read: {reason.lower()}"))
        return None
    if status.st_size > MAX_FILE or len(data) > MAX_FILE:
        report(too_large(file))
        return None
    try:
        text = unified(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        report(_not_utf8(data, error.start, file))
        return None
    unmerged = list(_unmerged(text, file))
    for problem in unmerged:
        report(problem)
    return None if unmerged else text


def _leads_out(path: Path, file: str) -> bool:
    """Does a link on the way to a file lead out of the folder that its name counts from?

    What is read may be shown, in pages and in messages, and a link may point at anything that
    whoever builds can read.
    """
    above = Path(*path.parts[: -len(Path(file).parts)] or (".",))
    inside = os.path.realpath(above)
    real = os.path.realpath(path)
    return os.path.commonpath((inside, real)) != inside


def unified(source: str) -> str:
    """The same text with a newline for every line end, and without a byte order mark before it."""
    if source.startswith(_BOM):
        source = source[1:]
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    return source


def too_large(file: str) -> Problem:
    """The problem of a file over the bound."""
    hint = "split it: a file may become a folder of the same name"
    message = f"this file is larger than {MAX_FILE // (1024 * 1024)} MiB"
    return Problem(Spot(file, 1, 1), "too-large", message, hint)


def _not_utf8(data: bytes, start: int, file: str) -> Problem:
    before = unified(data[:start].decode("utf-8"))
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    message = f"the byte {data[start]:02X} here is not UTF-8 text"
    hint = "save the file with the encoding UTF-8"
    return Problem(Spot(file, line, column), "not-utf8", message, hint)


def _unmerged(text: str, file: str) -> Iterator[Problem]:
    """A problem for each pair of marks that git leaves, at the first of the two.

    What stands between them is two versions of the same lines. Whatever a reader of YAML or
    Markdown would say of it would lead away from the mistake.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    opened = False
    for mark in _MERGE_MARK.finditer(text):
        begins = mark[1][0] == "<"
        if begins or not opened:
            where = Spot(file, text.count("\n", 0, mark.start()) + 1, 1)
            message = "git has left two versions of the same lines here, between its marks"
            hint = (
                "keep the lines that are right, and delete the three that begin with "
                "`<<<<<<<`, `=======` and `>>>>>>>`"
            )
            yield Problem(where, "merge-marks", message, hint, length=7)
        opened = begins
