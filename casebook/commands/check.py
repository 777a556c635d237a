"""`check`: all that a build does, short of the book and of writing."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from casebook.commands.errors import EXIT_DONE, EXIT_PROBLEMS
from casebook.commands.progress import Progress

if TYPE_CHECKING:
    from casebook.commands.site import Draft

HELP = "Check the record: all that build does, short of the book and of writing."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="text for people, json for programs, github for annotations (default: text)",
    )


def run(given: argparse.Namespace) -> int:
    """Check the record and print what is wrong with it."""
    from casebook.load.pause import gc_resting

    with gc_resting():
        return _run(given)


def _run(given: argparse.Namespace) -> int:
    from casebook.commands.github import print_annotations
    from casebook.commands.report import as_json, print_explained, print_problems
    from casebook.commands.site import link_problems, read
    from casebook.problem import errors

    progress = Progress(quiet=given.format != "text" or not sys.stderr.isatty())
    draft = read(given.site, progress)
    link_problems(draft, frozenset(("html", "data")), progress)
    progress.done()
    match given.format:
        case "json":
            print(as_json(draft.problems, draft.counts))
        case "github":
            print_annotations(draft.problems, given.site, os.environ)
        case _:
            print_problems(draft.problems, draft.files, sys.stdout)
            print_explained(draft.problems)
            if not draft.problems:
                print(_well(draft))
    return EXIT_PROBLEMS if errors(draft.problems) else EXIT_DONE


def _well(draft: Draft) -> str:
    kinds = draft.edition.manuscript.model.kinds
    held = ", ".join(
        f"{kinds[name].plural.lower()} {number}" for name, number in draft.counts.items() if number
    )
    return f"No problems. The record holds: {held or 'nothing yet'}."
