"""`withhold`: a name that may stand nowhere, kept as a salted hash."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.commands.errors import EXIT_DONE, EXIT_PROBLEMS, UsageError

if TYPE_CHECKING:
    from casebook.commands.withheld_file import Added

HELP = "Add a name to withheld.yaml, as a salted hash, so that no build publishes it."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    from casebook.commands.change import dry_run_option

    parser.add_argument(
        "name",
        nargs="+",
        metavar="NAME",
        help="one spelling of the name; - reads spellings from the standard input, one a line, "
        "so that none stays in the shell's history",
    )
    dry_run_option(parser)


def run(given: argparse.Namespace) -> int:
    """Add the name, then say where it stands in the record, which it never repeats."""
    from casebook.commands.withheld_file import add
    from casebook.problem import RecordError

    site: Path = given.site
    if not (site / "site.yaml").is_file():
        raise UsageError("there is no site.yaml here; --site takes the folder that holds it")
    try:
        found = add(site, _names(given.name), given.dry_run)
    except ValueError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        reason = (error.strerror or "the system refuses").lower()
        raise UsageError(f"withheld.yaml cannot be written: {reason}") from None
    except RecordError as error:
        from casebook.commands.report import print_problems

        print_problems(error.problems, error.texts)
        return EXIT_PROBLEMS
    if given.dry_run:
        return _show(site, found)
    print(f"withheld.yaml: {_said(found.added, found.known)}; it holds {found.total} now")
    return _standing(site)


def _show(site: Path, found: Added) -> int:
    """The change to the file: hashes, and no name."""
    from casebook.commands.change import shown

    if found.added:
        print(shown(site, {"withheld.yaml": found.text.encode()}, found.names), end="")
    print(f"withheld.yaml: {_said(found.added, found.known, 'would be added')}")
    if not (site / "withheld.yaml").exists():
        print("Its salt is chosen anew when it is written, and the hashes with it.")
    return EXIT_DONE


def _names(given: list[str]) -> list[str]:
    """What is to be withheld. A name whose quotation marks were forgotten is one name."""
    if given == ["-"]:
        return [line for line in sys.stdin.read().splitlines() if line.strip()] or [""]
    return [" ".join(given)]


def _said(added: int, known: int, verb: str = "added") -> str:
    parts = []
    if added:
        parts.append(f"{added} name{'s' if added > 1 else ''} {verb}")
    if known:
        parts.append(f"{known} {'was' if known == 1 else 'were'} there already")
    return ", ".join(parts)


def _standing(site: Path) -> int:
    """Whether and where withheld names stand in the record, or would in what is made of it."""
    from casebook.commands.report import print_problems
    from casebook.commands.site import link_problems, read
    from casebook.withheld.places import RULE

    draft = read(site, lambda words: None)
    link_problems(draft, frozenset(("html", "data")), lambda words: None)
    found = [problem for problem in draft.problems if problem.rule == RULE]
    if not found:
        print("No withheld name stands in the record.")
        return EXIT_DONE
    print("Withheld names stand in the record. No build is made until they are taken out:")
    print_problems(found, draft.files, sys.stdout)
    return EXIT_PROBLEMS
