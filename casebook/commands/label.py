"""`label FILE`: a numbered copy of a plain text, to prove quotations against."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from casebook.commands.errors import EXIT_DONE, UsageError

HELP = "Print a numbered copy of a plain text: label, tab, text, a line a unit."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the plain text")


def run(given: argparse.Namespace) -> int:
    """Print the copy; the editor keeps it outside the record, where it is not published."""
    from casebook.proof.copy import label_text

    try:
        text = given.file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{given.file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{given.file} is not UTF-8 text") from error
    if not text.strip():
        raise UsageError(f"{given.file} is empty")
    sys.stdout.write(label_text(text))
    return EXIT_DONE
