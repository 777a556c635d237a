"""`prove SOURCE FILE`: compare every quotation from a source with its text, and seal it."""

from __future__ import annotations

import argparse
from pathlib import Path

from casebook.commands.errors import EXIT_DONE, EXIT_PROBLEMS, UsageError

HELP = "Prove the quotations from a source against a numbered copy of its text."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("source", metavar="SOURCE", help="the id of the source")
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="its numbered copy: label, tab, text on each line"
    )


def run(given: argparse.Namespace) -> int:
    """Write content/proofs/SOURCE.yaml, if every quotation stands where it says it does."""
    from casebook.commands.progress import Progress
    from casebook.commands.report import print_problems
    from casebook.commands.site import read
    from casebook.edit.proving import proof_text, prove
    from casebook.load.kept import PROOFS_FOLDER
    from casebook.problem import errors
    from casebook.proof.copy import read_copy
    from casebook.publish.one_file import write_file

    progress = Progress()
    draft = read(given.site, progress, draft=True)
    progress.done()
    source = draft.edition.entries.get("source", {}).get(given.source)
    if source is None:
        raise UsageError(f"there is no source `{given.source}` in this record")
    copy = read_copy(given.file)
    proved = prove(draft.edition, source, copy)
    others = [problem for problem in errors(draft.problems) if problem.rule != "units-differ"]
    if proved.problems:
        print_problems([*proved.problems, *others], draft.files)
        return EXIT_PROBLEMS
    path = given.site / PROOFS_FOLDER / f"{source.id}.yaml"
    write_file(path, proof_text(proved, copy))
    print(f"{path}: {proved.count} quotations from {source.id} proved, {len(proved.seals)} seals")
    if others:
        print_problems(others, draft.files)
        return EXIT_PROBLEMS
    return EXIT_DONE
