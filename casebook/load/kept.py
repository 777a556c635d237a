"""Reading the files that the commands keep."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from casebook.load.documents import printable
from casebook.load.shape import Shaper, is_slug
from casebook.load.yaml_reader import MapNode, read_text, read_yaml
from casebook.model.kept import Proof, WithheldNames
from casebook.model.record import Fields
from casebook.problem import Problem
from casebook.spot import Spot
from casebook.withheld.names import HashedName, Withheld, is_whole

WITHHELD_FILE = "withheld.yaml"
PROOFS_FOLDER = "content/proofs"
F = TypeVar("F", bound=Fields)


def read_withheld(root: Path, files: dict[str, str], report: Callable[[Problem], None]) -> Withheld:
    """The names of withheld.yaml; none where there is no such file.

    Reports `damaged-entry` for an entry that could find nothing: a name must never be let
    through because the file was mended by hand. Entries that are whole serve even then.
    """
    wrong: list[Problem] = []
    kept = read_withheld_file(root, files, wrong.append)
    for problem in wrong:
        report(problem)
    if kept is None:
        return Withheld()
    names = []
    for one in kept.names:
        name = HashedName(str(one.hash), one.length, one.head)
        if is_whole(str(kept.salt), name):
            names.append(name)
        elif not wrong:
            message = "this entry was changed, or the salt was, and it can find no name any more"
            hint = "bring the file back as it was, or withhold the name again"
            report(Problem(one.hash.at, "damaged-entry", message, hint, length=len(one.hash)))
    return Withheld(str(kept.salt), tuple(names))


def read_withheld_file(
    root: Path, files: dict[str, str], report: Callable[[Problem], None]
) -> WithheldNames | None:
    """What withheld.yaml holds, as far as it can be read; None where there is none."""
    # A link that leads nowhere is there as well, and is reported when it is read.
    if not os.path.lexists(root / WITHHELD_FILE):
        return None
    return _one(root, WITHHELD_FILE, WithheldNames, files, report, whole=False)


def read_proofs(
    root: Path,
    files: dict[str, str],
    report: Callable[[Problem], None],
    broken: set[tuple[str, str]],
) -> dict[str, Proof]:
    """The proofs of content/proofs/, by the id of the source.

    One that cannot be read is reported and goes among the `broken`, as `proof`: what it would
    have proved is not to blame.
    """
    found = {}
    folder = root / PROOFS_FOLDER
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        name = f"{PROOFS_FOLDER}/{printable(path.name)}"
        if path.name.startswith("."):
            continue
        if not is_slug(path.stem):
            message = f"{name} is named after no source"
            hint = "its name is the id of the source and .yaml; `prove` makes it"
            report(Problem(Spot(name, 1, 1), "proof-of-nothing", message, hint))
        elif (proof := _one(root, name, Proof, files, report)) is not None:
            found[path.stem] = proof
        else:
            broken.add(("proof", path.stem))
    return found


def _one(
    root: Path,
    file: str,
    cls: type[F],
    files: dict[str, str],
    report: Callable[[Problem], None],
    whole: bool = True,
) -> F | None:
    """A file that is one record; None where it cannot be read, which has been reported.

    `whole` asks for nothing to be wrong with it; else what is sound of it is given.
    """
    source = read_text(root / file, file, report)
    if source is None:
        return None
    files[file] = source
    wrong: list[Problem] = []
    node = read_yaml(source, file, wrong.append)
    for problem in wrong:
        report(problem)
    shaper = Shaper(report)
    start = Spot(file, 1, 1)
    if node is None and wrong:
        return None
    value = cls(**shaper.values(node if node is not None else MapNode({}, start), cls, file, start))
    return value if shaper.sound or not whole else None
