"""The note of the last build: by it the next one sees, in a moment, that there is nothing to do."""

# A path is noted as it was given, with no link in it followed.
# ruff: noqa: PTH100, PTH208

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from casebook.memory.files import forget, keep, recall, tidy
from casebook.memory.inputs import Inputs, look
from casebook.memory.standing import Mark, digest_of, has_fine_times, marks, settled

_NAME = "last-build"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What a build was asked for, as far as it shapes what is made."""

    site: str
    destination: str
    """From the root of the disk, as all that was noted is of one folder."""
    options: tuple[str, ...]
    umask: int
    """A fresh file would have the modes that this leaves."""


@dataclass(frozen=True, slots=True)
class Done:
    """What the last build came to."""

    files: int
    told: str
    """The report of the record's problems, as it was printed."""
    rule: str
    """The rule of the first of them; nothing where there was none."""


def asked(site: Path, destination: Path, options: Iterable[str]) -> Asked:
    """What is asked for, in the folder where we are and under the umask of today."""
    umask = os.umask(0)
    os.umask(umask)
    return Asked(os.path.abspath(site), os.path.abspath(destination), tuple(options), umask)


def nothing_to_do(folder: Path, wanted: Asked) -> Done | None:
    """What the last build came to, where this one would do the very same; None where it may not.

    Every file that a build reads is read, and its contents compared; of what was published,
    what the system says of every file and folder.
    """
    note = recall(folder, _NAME)
    values = note[0] if note is not None else None
    if not isinstance(values, dict) or values.get("format") != _FORMAT:
        return None
    if values.get("asked") != _plain(wanted):
        return None
    folders, files, told, rule = (values.get(name) for name in ("folders", "files", "told", "rule"))
    if not _are_names(folders) or not isinstance(files, int):
        return None
    if not isinstance(told, str) or not isinstance(rule, str):
        return None
    if _has_passing(wanted.destination):
        return None
    found = look(Path(wanted.site), folders)
    if found is None or values.get("inputs") != [found.generator, found.record]:
        return None
    standing = marks(wanted.destination)
    if standing is None or values.get("standing") != digest_of(standing):
        return None
    return Done(files, told, rule)


def remember(
    folder: Path,
    wanted: Asked,
    folders: Iterable[str],
    inputs: Inputs,
    published: Mapping[str, tuple[int, int, int, int]],
    done: Done,
) -> dict[str, Mark] | None:
    """Note a build: `inputs` from before it began, and what it published, by device, inode, size
    and time of writing. Gives the marks of what stands there now.

    None, and no note, where anything was changed meanwhile or the disk's clock is too coarse.
    """
    tidy(folder, _NAME)
    settled()
    standing = marks(wanted.destination)
    names = sorted(set(folders))
    if (
        standing is None
        or not has_fine_times(standing)
        or {path: mark[:4] for path, mark in standing.items() if mark[1]} != dict(published)
        or look(Path(wanted.site), names) != inputs
    ):
        forget(folder / _NAME)
        return None
    values = {
        "format": _FORMAT,
        "asked": _plain(wanted),
        "folders": names,
        "inputs": [inputs.generator, inputs.record],
        "standing": digest_of(standing),
        "files": done.files,
        "told": done.told,
        "rule": done.rule,
    }
    keep(folder, _NAME, values)
    return standing


def _plain(wanted: Asked) -> list[object]:
    return [wanted.site, wanted.destination, list(wanted.options), wanted.umask]


def _are_names(folders: object) -> TypeGuard[list[str]]:
    return isinstance(folders, list) and all(
        isinstance(name, str) and name and not name.startswith((".", "/")) for name in folders
    )


def _has_passing(destination: str) -> bool:
    """Is there something beside the destination that a killed build left, and the next tidies?"""
    parent, name = os.path.split(destination)
    try:
        return any(each.startswith(f".{name}.casebook-") for each in os.listdir(parent))
    except OSError:
        return True
