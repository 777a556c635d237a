"""Which editions were frozen: the first line of each file of editions/."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from casebook.load.documents import printable
from casebook.model.kept import FrozenEdition
from casebook.problem import Problem
from casebook.spot import Spot

FOLDER = "editions"
FORMAT = 1
DAMAGED = "damaged-edition"
_HEAD = 4096
"""Bytes that the first line may have."""
_ID = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}")
_DAY = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_frozen(root: Path, report: Callable[[Problem], None]) -> tuple[FrozenEdition, ...]:
    """The editions frozen so far, the oldest first. What one says is not read for it."""
    folder = root / FOLDER
    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        if path.name.startswith("."):
            continue
        head = _head(path)
        if head is None or head.id != path.stem:
            report(damaged(f"{FOLDER}/{printable(path.name)}"))
        else:
            found.append(head)
    return tuple(sorted(found, key=lambda head: head.turn))


def damaged(file: str) -> Problem:
    """What is said of a file of editions/ that is not as `freeze` wrote it."""
    message = f"{file} is not as `freeze` wrote it"
    hint = "bring it back as it was; no edition is changed by hand"
    return Problem(Spot(file, 1, 1), DAMAGED, message, hint)


def _head(path: Path) -> FrozenEdition | None:
    try:
        # Opening anything but a file may wait for ever.
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            line = stream.readline(_HEAD).decode()
    except (OSError, ValueError):
        return None
    return head_of(line, f"{FOLDER}/{path.name}")


def head_of(line: str, file: str) -> FrozenEdition | None:
    """What the first line of a frozen edition says; None where it is none."""
    try:
        head = json.loads(line.rstrip().rstrip(",") + "}")
    except (ValueError, RecursionError):
        return None
    match head:
        case {
            "format": int(format_),
            "edition": str(id_),
            "number": int(number),
            "day": str(day),
            "sha256": str(digest),
        } if (
            format_ == FORMAT
            and number is not True
            and _ID.fullmatch(id_)
            and 0 < number < 1_000_000
            and _DAY.fullmatch(day)
            and _DIGEST.fullmatch(digest)
        ):
            return FrozenEdition(id_, number, day, digest, file)
    return None
