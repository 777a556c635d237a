"""`freeze`: the record as it stands becomes an edition, kept in editions/."""

from __future__ import annotations

import argparse

from casebook.commands.errors import EXIT_DONE, EXIT_PROBLEMS, UsageError
from casebook.commands.progress import Progress

HELP = "Keep the record as it stands as an edition, in editions/."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument(
        "--cover",
        action="store_true",
        help="freeze nothing, and cover withheld names in the editions that are frozen",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be frozen, and write nothing"
    )


def run(given: argparse.Namespace) -> int:
    """Write editions/ID.json, unless the record is broken or this edition is frozen already."""
    from casebook.commands import change
    from casebook.commands.report import print_problems
    from casebook.commands.site import link_problems, read
    from casebook.edit.rules.register import for_release
    from casebook.editions.content import id_of, present
    from casebook.editions.frozen import frozen_text, next_edition
    from casebook.problem import errors
    from casebook.publish.one_file import write_file

    if given.cover:
        return _cover(given)
    progress = Progress()
    draft = read(given.site, progress)
    # What is frozen is cited: everything in it must have the number it will keep.
    draft.problems[:] = for_release(draft.edition, draft.problems)
    link_problems(draft, frozenset(("html", "data")), progress)
    progress.done()
    if errors(draft.problems):
        print_problems(draft.problems, draft.files)
        return EXIT_PROBLEMS
    edition = draft.edition
    digest, content = present(edition)
    id_ = id_of(digest)
    for one in edition.manuscript.frozen:
        if one.id == id_:
            raise UsageError(f"edition {id_} is frozen already, since {one.day}: {one.file}")
    head = next_edition(edition.manuscript, id_, digest, change.today())
    if not given.dry_run:
        write_file(given.site / head.file, frozen_text(head, str(edition.site.title), content))
    print(f"{head.file}: edition {head.number}, {head.id}, {head.day}")
    return EXIT_DONE


def _cover(given: argparse.Namespace) -> int:
    """Write anew the editions that hold a withheld name, each under the id that it has."""
    from pathlib import Path

    from casebook.editions.frozen import cover_names, edition_in, frozen_text
    from casebook.load.frozen import read_frozen
    from casebook.load.kept import read_withheld
    from casebook.problem import Problem, RecordError
    from casebook.publish.several_files import write_together

    wrong: list[Problem] = []
    files: dict[str, str] = {}
    withheld = read_withheld(given.site, files, wrong.append)
    frozen = read_frozen(given.site, wrong.append)
    if wrong:
        raise RecordError(wrong, files)
    changes: dict[Path, bytes | None] = {}
    for head in frozen:
        path = given.site / head.file
        found = edition_in(path)
        if found is None:
            raise UsageError(f"{head.file} is not as `freeze` wrote it: bring it back first")
        after = cover_names(head, found.title, found.snapshot.content, withheld)
        if after is not None:
            changes[path] = frozen_text(*after).encode()
            print(f"{head.file}: names covered")
    if changes and not given.dry_run:
        write_together(changes)
    if not changes:
        print("No frozen edition holds a name that is withheld")
    return EXIT_DONE
