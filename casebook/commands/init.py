"""`init DIR`: a small complete record to begin from."""

from __future__ import annotations

import argparse
from pathlib import Path

from casebook.commands.errors import EXIT_DONE, UsageError

HELP = "Start a record in an empty folder: a small complete specimen to take apart."

_HIDDEN = {"gitignore": ".gitignore"}
"""Files of the specimen that get a dot in front: packages leave hidden files behind."""


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="a folder that is empty or not there yet"
    )


def run(given: argparse.Namespace) -> int:
    """Copy the specimen, all of it or nothing, and say what to type next."""
    folder: Path = given.folder
    _must_be_empty(folder)
    number = _copy(folder)
    here = folder.resolve() == Path.cwd()
    print(f"{folder}: a record in {number} files; README.md says what each is for")
    print("Go on with `serve`, `check` and `build`" + ("" if here else f", with --site {folder}"))
    print("`schema` makes your editor know the fields, and offer the ids there are")
    return EXIT_DONE


def _must_be_empty(folder: Path) -> None:
    try:
        standing = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise UsageError(f"{folder} is a file; `init` takes a folder") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{folder} cannot be looked into: {reason.lower()}") from None
    if standing:
        others = f" and {len(standing) - 1} more" if len(standing) > 1 else ""
        raise UsageError(
            f"{folder} is not empty: it holds {standing[0]}{others}; `init` takes an empty folder, "
            "or the name of a new one"
        )


def _copy(folder: Path) -> int:
    """Write every file of the specimen; if one cannot be written, take all of them away."""
    from casebook.publish.one_file import write_file
    from casebook.shipped import shipped_folder

    specimen = shipped_folder("specimen")
    files = sorted(path for path in specimen.rglob("*") if path.is_file())
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    written: list[Path] = []
    try:
        for file in files:
            name = file.relative_to(specimen)
            path = folder / name.with_name(_HIDDEN.get(name.name, name.name))
            written.append(path)
            write_file(path, file.read_bytes().decode("utf-8"))
    except BaseException:
        _take_away(folder, written, made)
        raise
    return len(files)


def _take_away(folder: Path, written: list[Path], made: list[Path]) -> None:
    for path in written:
        path.unlink(missing_ok=True)
    inside = {parent for path in written for parent in path.parents if folder in parent.parents}
    # The deepest folders first: each must be empty before it goes.
    for parent in [*sorted(inside, key=lambda one: -len(one.parts)), *made]:
        try:
            parent.rmdir()
        except OSError:
            continue
