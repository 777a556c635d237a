"""Files whose names look like a slip: nothing would read them, and nobody would notice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from casebook.load.documents import printable
from casebook.load.kept import PROOFS_FOLDER
from casebook.load.words import WORDS_FOLDER
from casebook.model import Model
from casebook.problem import Problem, Severity, near
from casebook.spot import Spot

OTHER_FILES = ("site", "register", "withheld")
"""Root files that are not a kind of record."""


def strange_files(root: Path, model: Model) -> Iterator[Problem]:
    """Warn (`unread-file`) of YAML files at the root, or in a kind's folder, that are not read."""
    kinds = list(model.kinds.values())
    stems = [kind.file for kind in kinds] + list(OTHER_FILES)
    # Whoever looks for the file of the events may well call it by their kind or address.
    meant = {word: kind.file for kind in kinds for word in (kind.name, kind.folder)}
    meant |= {stem: stem for stem in stems}
    for path in _yaml(root):
        stem = path.stem.lower()
        if path.suffix == ".yaml" and path.stem in stems:
            continue
        names = [stem] if stem in meant else near(stem, stems)
        if names:
            files = dict.fromkeys(f"{meant[name]}.yaml" for name in names)
            yield _unread(path.name, " or ".join(files))
    for kind in kinds:
        for path in _yaml(root / kind.file):
            if path.suffix != ".yaml":
                yield _unread(f"{kind.file}/{path.name}", f"{kind.file}/{path.stem}.yaml")
    for folder in (PROOFS_FOLDER, WORDS_FOLDER):
        for path in _yaml(root / folder):
            if path.suffix != ".yaml":
                yield _unread(f"{folder}/{path.name}", f"{folder}/{path.stem}.yaml")


def _unread(file: str, instead: str) -> Problem:
    name = printable(file)
    message = f"nothing reads {name}"
    hint = f"name it {printable(instead)}"
    return Problem(Spot(name, 1, 1), "unread-file", message, hint, Severity.WARNING)


def _yaml(folder: Path) -> list[Path]:
    """The files of a folder that look like YAML, by name; hidden ones are not ours."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in (".yaml", ".yml") and not path.name.startswith(".")
    )
