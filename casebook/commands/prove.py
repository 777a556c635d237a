"""`prove SOURCE FILE`: compare every quotation from a source with its text, and seal it."""

from __future__ import annotations

import argparse
from pathlib import Path

from casebook.commands.errors import EXIT_DONE, EXIT_PROBLEMS, UsageError

HELP = "Prove the quotations from a source against a numbered copy of its text."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    from casebook.commands.change import dry_run_option

    parser.add_argument("source", metavar="SOURCE", help="the id of the source")
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="its numbered copy: label, tab, text on each line"
    )
    dry_run_option(parser)


def run(given: argparse.Namespace) -> int:
    """Write content/proofs/SOURCE.yaml, if every quotation stands where it says it does.

    With any other mistake in the record nothing is written: what could not be read would lose
    its seals.
    """
    from casebook.commands.change import shown
    from casebook.commands.progress import Progress
    from casebook.commands.report import print_problems
    from casebook.commands.site import read
    from casebook.edit.proving import proof_text, prove
    from casebook.load.kept import PROOFS_FOLDER
    from casebook.model.sources import Source
    from casebook.problem import did_you_mean, errors
    from casebook.proof.copy import read_copy
    from casebook.publish.one_file import write_file

    progress = Progress()
    draft = read(given.site, progress, draft=True)
    progress.done()
    sources = draft.edition.entries.get("source", {})
    source = sources.get(given.source)
    if source is None or not isinstance(source.record, Source):
        near = did_you_mean(given.source, sources)
        raise UsageError(
            f"there is no source `{given.source}` in this record" + (f"; {near}" if near else "")
        )
    if not source.record.is_held:
        raise UsageError(f"`{source.id}` says `held: no`: what is not held is not quoted")
    copy = read_copy(given.file)
    name = f"{PROOFS_FOLDER}/{source.id}.yaml"
    proved = prove(draft.edition, source, copy)
    # What is wrong with the old proof is mended by the new one.
    units = source.record.spot("units")
    others = [
        problem
        for problem in errors(draft.problems)
        if problem.where.file != name and (problem.rule, problem.where) != ("units-differ", units)
    ]
    if proved.problems or others:
        print_problems([*proved.problems, *others], draft.files)
        return EXIT_PROBLEMS
    text = proof_text(proved, copy)
    if given.dry_run:
        print(shown(given.site, {name: text.encode()}, draft.edition.manuscript.withheld), end="")
    else:
        write_file(given.site / name, text)
    print(
        f"{name}: {_number(proved.count, 'quotation')} from {source.id} "
        f"{'would be ' if given.dry_run else ''}proved, {_number(len(proved.seals), 'seal')}"
    )
    return EXIT_DONE


def _number(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
