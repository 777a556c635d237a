"""`label FILE`: a numbered copy of a plain text, to prove quotations against."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from casebook.commands.errors import EXIT_DONE, UsageError

HELP = "Print a numbered copy of a plain text: label, tab, text, a line a unit."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the plain text")


def run(given: argparse.Namespace) -> int:
    """Print the copy; the editor keeps it outside the record, where it is not published."""
    from casebook.model.units import MOST_UNITS, ranges
    from casebook.proof.copy import label_text

    try:
        text = given.file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{given.file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{given.file} is not UTF-8 text") from error
    labelled = label_text(text)
    labels = tuple(line.partition("\t")[0] for line in labelled.split("\n") if line)
    if not labels:
        raise UsageError(f"{given.file} is empty")
    if len(labels) > MOST_UNITS:
        raise UsageError(f"{given.file} has {len(labels):,} units; {MOST_UNITS:,} are the most")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A copy is UTF-8 whatever the terminal's encoding: it is sent to a file.
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(labelled)
    print(f"Its units, for sources.yaml: {ranges(labels)}", file=sys.stderr)
    return EXIT_DONE
