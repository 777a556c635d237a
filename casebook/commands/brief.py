"""`brief`: a short book on one matter, to a file of its own."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.commands.errors import EXIT_DONE, EXIT_PROBLEMS, UsageError

if TYPE_CHECKING:
    from casebook.edit.briefs import Ask
    from casebook.edit.edition import Edition

HELP = "Make a short book on one person, party, place, source or time."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    many = {"action": "append", "default": [], "metavar": "ID"}
    parser.add_argument("--about", help="a record it is about, `ID` or `KIND:ID`", **many)  # type: ignore[arg-type]
    parser.add_argument("--place", help="a place, with all that lies in it", **many)  # type: ignore[arg-type]
    parser.add_argument("--source", help="a source that it is drawn from", **many)  # type: ignore[arg-type]
    parser.add_argument(
        "--from", dest="first", default="", metavar="DATE", help="from its first day on (EDTF)"
    )
    parser.add_argument(
        "--to", dest="last", default="", metavar="DATE", help="to its last day (EDTF)"
    )
    parser.add_argument("--title", default="", help="what it is called (default: what was asked)")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="the PDF to be written"
    )


def run(given: argparse.Namespace) -> int:
    """Select what was asked for, lay it out, and write the one file."""
    from casebook.commands.progress import Progress
    from casebook.commands.report import print_problems
    from casebook.commands.site import order, read
    from casebook.edit.briefs import AskError
    from casebook.problem import RecordError, errors
    from casebook.publish.several_files import write_together
    from casebook.render.book.briefs import brief_title
    from casebook.render.book.unavailable import BookUnavailable
    from casebook.render.outputs import render_brief

    progress = Progress()
    draft = read(given.site, progress)
    progress.done()
    if errors(draft.problems):
        print_problems(draft.problems, draft.files)
        return EXIT_PROBLEMS
    try:
        ask = asked(draft.edition, given)
        title = given.title or brief_title(draft.edition, ask)
        output = render_brief(
            order(draft, frozenset(("book",)), progress), ask, title, given.output.name
        )
    except AskError as error:
        raise UsageError(str(error)) from error
    except BookUnavailable as missing:
        raise UsageError(str(missing)) from missing
    except RecordError as error:
        progress.done()
        print_problems([*draft.problems, *error.problems], {**draft.files, **error.texts})
        return EXIT_PROBLEMS
    finally:
        progress.done()
    write_together({given.output: output.data})
    print(f"{given.output}: a brief, {title}")
    return EXIT_DONE


def asked(edition: Edition, given: argparse.Namespace) -> Ask:
    """What the options ask for; AskError where they name what is not there."""
    from casebook.edit.briefs import Ask, span_of, spoken
    from casebook.model.site import ABOUT

    return Ask(
        tuple(spoken(edition, words, ABOUT, "--about") for words in given.about),
        tuple(spoken(edition, words, ("place",), "--place") for words in given.place),
        tuple(spoken(edition, words, ("source",), "--source") for words in given.source),
        span_of(given.first, given.last),
    )
