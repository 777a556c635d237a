"""`schema`: what makes an editor know the fields and the ids of this record."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from casebook.commands.errors import EXIT_DONE, UsageError

if TYPE_CHECKING:
    from casebook.edit.edition import Edition
    from casebook.schema.files import SchemaFile

HELP = "Make an editor know the fields and ids of the record: JSON Schemas and its settings."

_PAUSE = 0.5
"""Seconds between two looks at the files."""


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--modelines",
        action="store_true",
        help="name its schema in a line at the top of each file, for editors other than VS Code",
    )
    ways.add_argument(
        "--no-settings", action="store_true", help="write the schemas, and leave settings alone"
    )
    parser.add_argument(
        "--follow",
        action="store_true",
        help="go on until stopped, and write the schemas anew after each edit",
    )


def run(given: argparse.Namespace) -> int:
    """Write the schemas and what leads an editor to them, and say what was done."""
    from casebook.commands.progress import Progress
    from casebook.commands.site import read
    from casebook.problem import errors

    progress = Progress()
    draft = read(given.site, progress)
    progress.done()
    if any(problem.rule == "no-site" for problem in draft.problems):
        raise UsageError(f"there is no site.yaml in {given.site}; --site takes a record's folder")
    schemas = made(draft.edition)
    changes = schema_changes(given.site, schemas)
    said = []
    if given.modelines:
        lines = modelines(given.site, schemas)
        changes |= lines
        said.append(f"{_files(len(lines))} now name their schema in a line at the top")
    elif not given.no_settings:
        changes |= settings(given.site, schemas)
        said.append("VS Code finds them by .vscode/settings.json")
    _write(changes)
    print("; ".join([f"{len(schemas)} schemas in .casebook-schema/", *said]))
    if found := len(errors(draft.problems)):
        noun = "is a problem" if found == 1 else f"are {found} problems"
        print(f"There {noun} in the record, so that some ids may be missing: see `check`")
    if given.follow:
        print("Following every edit; Ctrl-C stops it", flush=True)
        _follow(given.site)
    return EXIT_DONE


def _write(changes: Mapping[Path, bytes | None]) -> None:
    """Write what is other than it was."""
    from casebook.publish.several_files import write_together

    if new := {path: data for path, data in changes.items() if data != _bytes(path)}:
        write_together(new)


def _follow(site: Path) -> NoReturn:
    """Write the schemas anew after each edit."""
    from casebook.commands.site import read
    from casebook.serve.watch import snapshot

    before = snapshot(site)
    while True:
        time.sleep(_PAUSE)
        now = snapshot(site)
        if now == before:
            continue
        before = now
        edition = read(site, lambda words: None).edition
        # Half a line is typed: what it hides is there again in a moment, and is offered meanwhile.
        if not edition.manuscript.lost:
            _write(schema_changes(site, made(edition)))


def made(edition: Edition) -> list[SchemaFile]:
    """The schemas of a record, with its ids."""
    from casebook.schema.files import schema_files
    from casebook.schema.known import known

    return list(schema_files(edition.manuscript.model, known(edition)))


def schema_changes(site: Path, schemas: Iterable[SchemaFile]) -> dict[Path, bytes | None]:
    """The files of the schemas' folder: those to be there, and those to go."""
    from casebook.schema.settings import FOLDER, schema_path

    folder = site / FOLDER
    changes: dict[Path, bytes | None] = dict.fromkeys(sorted(folder.glob("*.json")))
    # They are made from the record, and another machine has other drafts: not for git.
    changes[folder / ".gitignore"] = b"*\n"
    for schema in schemas:
        words = json.dumps(schema.schema, ensure_ascii=False, indent=1) + "\n"
        changes[site / schema_path(schema)] = words.encode()
    return changes


def settings(site: Path, schemas: Iterable[SchemaFile]) -> dict[Path, bytes | None]:
    """VS Code's settings of the folder, ours put in; UsageError where they cannot be read."""
    from casebook.schema.jsonc import NotSettings
    from casebook.schema.settings import SETTINGS, associations, with_settings

    path, wanted = site / SETTINGS, associations(schemas)
    held = _bytes(path)
    try:
        text = None if held is None else held.decode("utf-8")
        return {path: with_settings(text, wanted).encode()}
    except (NotSettings, UnicodeDecodeError):
        lines = json.dumps({"yaml.schemas": wanted}, indent=2)
        raise UsageError(
            f"{path} cannot be read as settings, and was left as it is; --no-settings leaves it "
            f"out. These are the lines that it lacks:\n{lines}"
        ) from None


def modelines(site: Path, schemas: Iterable[SchemaFile]) -> dict[Path, bytes | None]:
    """The files that people type, those without a line that names a schema given one."""
    from casebook.schema.settings import with_modeline

    changes: dict[Path, bytes | None] = {}
    for schema in schemas:
        if schema.kept:
            continue
        for pattern in schema.files:
            for path in sorted(site.glob(pattern)) if pattern.endswith(".yaml") else ():
                if path.name.startswith("."):
                    continue
                data = _bytes(path) or b""
                try:
                    text = data.decode("utf-8")
                except UnicodeDecodeError:  # which `check` tells
                    continue
                new = with_modeline(text, path.relative_to(site).as_posix(), schema).encode()
                if new != data:
                    changes[path] = new
    return changes


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
