"""Static files as they lie: what pages ask for, and what a record adds to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from casebook.output import Output, path_fault
from casebook.problem import Problem, RecordError
from casebook.shipped import shipped_folder
from casebook.spot import Spot

MIB = 1024 * 1024
MAX_STATIC = 64 * MIB
"""The most bytes of one static file."""
MAX_ALL = 512 * MIB
"""Of all of them: a build holds its site in memory until it is published."""


def static_files(folders: list[Path]) -> Iterator[Output]:
    """Static files from some folders, the first that has one by a name winning.

    RecordError for a folder that is a link, a name that will not do for a
    file of the site (`bad-name`), and for files beyond the bounds (`too-large`), which are seen
    before they are read.
    """
    seen: set[str] = set()
    size = 0
    for folder in folders:
        if not folder.is_dir():
            continue
        if folder.is_symlink() and folder != shipped_folder("static"):
            hint = "put the folder itself here: a link may lead to what nobody means to show"
            raise _refused("unreadable", folder.name, "is a link, and is not followed", hint)
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            hidden = any(part.startswith(".") for part in name.split("/"))
            if hidden or name in seen or path.is_symlink() or not path.is_file():
                continue
            seen.add(name)
            fault = path_fault(f"static/{name}")
            if fault:
                why = f"cannot be the name of a file of the site: {fault}"
                raise _refused("bad-name", f"static/{name}", why, "rename it")
            own = path.stat().st_size
            size += own
            if own > MAX_STATIC:
                why = f"is larger than {MAX_STATIC // MIB} MiB"
                raise _refused(
                    "too-large", f"static/{name}", why, "keep it elsewhere, and link to it"
                )
            if size > MAX_ALL:
                why = f"and the static files before it are more than {MAX_ALL // MIB} MiB in all"
                raise _refused("too-large", f"static/{name}", why, "keep some elsewhere")
            # Bounded once more: a file may grow between.
            with path.open("rb") as stream:
                yield Output(f"static/{name}", stream.read(MAX_STATIC))


def _refused(rule: str, file: str, why: str, hint: str) -> RecordError:
    return RecordError([Problem(Spot(file, 1, 1), rule, f"{file} {why}", hint)])
