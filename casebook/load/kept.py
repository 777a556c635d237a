"""Reading the files that the commands keep."""

from __future__ import annotations

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
from casebook.withheld.names import HashedName, Withheld

WITHHELD_FILE = "withheld.yaml"
PROOFS_FOLDER = "content/proofs"
F = TypeVar("F", bound=Fields)


def read_withheld(root: Path, files: dict[str, str], report: Callable[[Problem], None]) -> Withheld:
    """The names of withheld.yaml; none where there is no such file."""
    if not (root / WITHHELD_FILE).exists():
        return Withheld()
    kept = _one(root, WITHHELD_FILE, WithheldNames, files, report)
    if kept is None:
        return Withheld()
    names = tuple(HashedName(str(one.hash), one.length, one.head) for one in kept.names)
    return Withheld(str(kept.salt), names)


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
    root: Path, file: str, cls: type[F], files: dict[str, str], report: Callable[[Problem], None]
) -> F | None:
    """A file that is one record; None where it cannot be read, which has been reported."""
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
    return value if shaper.sound else None
