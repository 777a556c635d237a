"""Proofs for invented records: a numbered copy that says what is quoted from it, and its seals.

Records of tests have no text behind them, so one is made up: each unit holds whatever the
record quotes from it. It is then proved as any other copy is.

`python tests/proving.py FOLDER...` writes the proofs of records that are kept in files.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from casebook.edit.edit import edit
from casebook.edit.edition import Edition
from casebook.edit.proving import proof_text, prove
from casebook.edit.quoted import quotations
from casebook.load.directory import load
from casebook.load.kept import PROOFS_FOLDER
from casebook.model import Model
from casebook.model.units import parse_units
from casebook.proof.copy import NumberedCopy, read_copy


def draft_of(root: Path) -> Edition:
    """The edition of a record whose quotations may await proof."""
    return edit(load(root, Model())[0], draft=True)[0]


def copy_of(lines: Mapping[str, str]) -> NumberedCopy:
    """A numbered copy of these units, read as from a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "copy.txt"
        file.write_text("".join(f"{k}\t{v}\n" for k, v in lines.items()), encoding="utf-8")
        return read_copy(file)


def invented_copies(edition: Edition) -> dict[str, NumberedCopy]:
    """For each source that is quoted, a copy in which the words stand where the record says."""
    copies = {}
    for entry in edition.of("source"):
        units = getattr(entry.record, "units", None)
        if not units:
            continue
        lines = {label: [f"Of {label} of this paper nothing else is known."]
                 for label in parse_units(units)}  # fmt: skip
        found = [one for one in quotations(edition) if one.source is entry and one.places]
        for one in found:
            lines[one.places[0]].append(f"It says, {one.words}, and more.")
        if found:
            copies[entry.id] = copy_of({label: " ".join(said) for label, said in lines.items()})
    return copies


def proofs_of(root: Path) -> dict[str, str]:
    """The proof files of a record, by their paths; fails if a quotation is not in its copy."""
    edition = draft_of(root)
    files = {}
    for id_, copy in invented_copies(edition).items():
        proved = prove(edition, edition.entries["source"][id_], copy)
        assert not proved.problems, proved.problems
        files[f"{PROOFS_FOLDER}/{id_}.yaml"] = proof_text(proved, copy)
    return files


def with_proofs(files: Mapping[str, str]) -> dict[str, str]:
    """The files of a record, and those that prove its quotations."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return {**files, **proofs_of(Path(folder))}


def write_proofs(root: Path) -> Path:
    """Prove the quotations of a record in a folder."""
    for name, text in proofs_of(root).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


if __name__ == "__main__":
    for given in sys.argv[1:]:
        write_proofs(Path(given))
