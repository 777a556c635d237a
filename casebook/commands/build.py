"""`build`: the record, checked and published to output/."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.commands.errors import EXIT_DONE, EXIT_PROBLEMS, UsageError
from casebook.commands.progress import Progress

if TYPE_CHECKING:
    from casebook.commands.site import Draft
    from casebook.memory.inputs import Inputs
    from casebook.memory.note import Asked, Done
    from casebook.problem import Problem
    from casebook.publish import Published
    from casebook.render.site.again import PageMemory

HELP = "Build the site, the data and the briefing book into output/."
CACHE = ".casebook-cache"
"""The folder, in the record's, of what is kept from build to build. It can be deleted."""
_PARTS = ("html", "data", "book")


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="where to write, from the current folder (default: output/ in the record's folder)",
    )
    parser.add_argument(
        "--only",
        metavar="PARTS",
        type=_parts,
        default=frozenset(_PARTS),
        help="some of html,data,book; what is not named is neither written nor linked",
    )
    parser.add_argument(
        "--jobs", type=_jobs, metavar="N", help="processes at once (default: as many as cores)"
    )
    parser.add_argument(
        "--draft",
        action="store_true",
        help="go on past quotations that await proof, and stamp them",
    )
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help=f"make everything anew and keep nothing in {CACHE}/, as --release does",
    )
    parser.add_argument(
        "--paper",
        type=_paper,
        metavar="{A4,Letter}",
        help="the paper of the book (default: as site.yaml says, else A4)",
    )
    parser.add_argument(
        "--release",
        action="store_true",
        help="add what only a public site needs: compressed copies, headers, offline.zip",
    )
    parser.add_argument(
        "--format",
        choices=("text", "github"),
        default="text",
        help="what is wrong as text for people, or as annotations for github (default: text)",
    )


def _parts(words: str) -> frozenset[str]:
    parts = frozenset(word.strip() for word in words.split(",") if word.strip())
    strange = sorted(parts - set(_PARTS))
    if strange or not parts:
        raise argparse.ArgumentTypeError(
            f"{', '.join(strange) or 'nothing'}: it takes some of {','.join(_PARTS)}"
        )
    return parts


def _paper(words: str) -> str:
    from casebook.model.site import PAPERS  # dear to import, and seldom asked for

    if words not in PAPERS:
        raise argparse.ArgumentTypeError(f"{words}: it takes {' or '.join(PAPERS)}")
    return words


def _jobs(words: str) -> int:
    if not words.isdecimal() or not 1 <= int(words) <= 256:
        raise argparse.ArgumentTypeError(f"{words}: it takes a number from 1 to 256")
    return int(words)


def run(given: argparse.Namespace) -> int:
    """Check the record, render what was asked for, and publish it in one step.

    Where nothing was changed since the last build, only that is found out and said.
    """
    if given.draft and given.release:
        raise UsageError("--draft and --release cannot go together: a draft is not published")
    from casebook.load.pause import gc_resting

    # A second and a half of a build of 10,000 events went into looking through all that was made,
    # and of finding nothing to do more than a third.
    with gc_resting():
        return _run(given)


def _run(given: argparse.Namespace) -> int:
    destination = given.output if given.output is not None else given.site / "output"
    # What is published is made of the record alone, and not of files that lay about.
    cache = None if given.no_cache or given.release else given.site / CACHE
    if cache is None:
        return _build(given, destination, None)
    from casebook.memory.note import asked, nothing_to_do

    options = (*sorted(given.only), f"draft={given.draft}", f"paper={given.paper}")
    wanted = asked(given.site, destination, options)
    # An annotation for a program is made of more than the words of a report.
    done = nothing_to_do(cache, wanted) if given.format == "text" else None
    if done is None:
        return _build(given, destination, _Memory(cache, wanted))
    _tell_again(done)
    _say(destination, done.files, 0, done.files, 0)
    return EXIT_DONE


@dataclass(frozen=True, slots=True)
class _Memory:
    """Where a build may keep something for the next, and by what that will know it."""

    folder: Path
    asked: Asked

    def look(self) -> Inputs | None:
        from casebook.memory.inputs import look

        return look(Path(self.asked.site), _folders())

    def pages(self, before: Inputs) -> PageMemory:
        """What is known of the pages that stand at the destination."""
        from casebook.memory.pages import recall_pages
        from casebook.memory.standing import marks
        from casebook.render.site.again import PageMemory

        around = repr((before.around, self.asked.options))
        standing = marks(self.asked.destination) or {}
        return PageMemory(recall_pages(self.folder), around, standing, self.asked.destination)

    def keep(
        self,
        before: Inputs | None,
        published: Published,
        draft: Draft,
        files: int,
        pages: PageMemory | None,
    ) -> None:
        """Note a build that is done; nothing where that cannot be."""
        from casebook.commands.report import print_problems
        from casebook.memory.note import Done, remember
        from casebook.memory.pages import forget_pages, keep_pages
        from casebook.problem import in_order

        if before is None or published.leftover:
            return
        told = io.StringIO()
        print_problems(draft.problems, draft.files, told)
        first = in_order(draft.problems)[:1]
        done = Done(files, told.getvalue(), first[0].rule if first else "")
        standing = remember(self.folder, self.asked, _folders(), before, published.files, done)
        if standing is not None and pages is not None and pages.is_whole:
            keep_pages(self.folder, pages.notes(standing))
        else:
            forget_pages(self.folder)


def _folders() -> list[str]:
    """The folders of a record that a build reads, beside the files at its root."""
    from casebook.load.directory import FOLDERS
    from casebook.model import Model

    return [*FOLDERS, *(kind.file for kind in Model().kinds.values())]


def _build(given: argparse.Namespace, destination: Path, memory: _Memory | None) -> int:
    from casebook.publish.interrupt import tidy_end
    from casebook.render.process_ended import ProcessEnded

    try:
        with tidy_end():
            return _build_tidily(given, destination, memory)
    except ProcessEnded as error:
        raise UsageError(
            f"{error}, perhaps for want of memory; build again with --jobs 1, which takes less"
        ) from error


def _build_tidily(given: argparse.Namespace, destination: Path, memory: _Memory | None) -> int:
    from casebook.commands.site import cores, order, read
    from casebook.edit.rules.register import for_release
    from casebook.output import NotKeptError
    from casebook.problem import RecordError, errors
    from casebook.publish import publish
    from casebook.render.book.unavailable import BookUnavailable
    from casebook.render.outputs import render_again
    from casebook.render.parts import Order
    from casebook.render.release import without_brotli

    before = memory.look() if memory is not None else None
    pages = memory.pages(before) if memory is not None and before is not None else None
    progress = Progress()
    draft = read(given.site, progress, draft=given.draft)
    if given.release:
        draft.problems[:] = for_release(draft.edition, draft.problems)
    if errors(draft.problems):
        progress.done()
        _tell(given, draft.problems, draft.files)
        return EXIT_PROBLEMS
    parts: frozenset[str] = given.only
    without_book = ""

    def asked(parts: frozenset[str], pages: PageMemory | None = None) -> Order:
        return order(
            draft,
            parts,
            progress,
            jobs=given.jobs or cores(),
            release=given.release,
            paper=given.paper or "",
            cache=memory.folder if memory is not None else None,
            memory=pages,
        )

    try:
        try:
            outputs = render_again(asked(parts, pages))
        except BookUnavailable as missing:
            parts -= {"book"}
            without_book = str(missing)
            if not parts:
                raise UsageError(without_book) from missing
            pages = None
            outputs = render_again(asked(parts))
        progress(f"Writing {destination}")
        try:
            published = publish(outputs, destination, site=given.site)
        except NotKeptError:
            pages = None
            outputs = render_again(asked(parts))
            published = publish(outputs, destination, site=given.site)
        if memory is not None and not without_book:
            memory.keep(before, published, draft, len(outputs), pages)
    except RecordError as error:
        progress.done()
        _tell(given, [*draft.problems, *error.problems], {**draft.files, **error.texts})
        return EXIT_PROBLEMS
    finally:
        progress.done()
    _tell(given, draft.problems, draft.files)
    _say(destination, len(outputs), published.written, published.unchanged, published.removed)
    if without_book:
        print(f"There is no book: {without_book}", file=sys.stderr)
    if given.release and (lack := without_brotli()):
        print(f"There are no .br files: {lack}", file=sys.stderr)
    return EXIT_DONE


def _say(destination: Path, files: int, written: int, unchanged: int, removed: int) -> None:
    print(
        f"{destination}: {files} files, {written} written, {unchanged} unchanged, {removed} removed"
    )


def _tell_again(done: Done) -> None:
    """The problems of the last build, which this one would find again."""
    if not done.told:
        return
    from casebook.commands.report import explained_by, safe

    lines = done.told.removesuffix("\n").split("\n")
    print("\n".join(map(safe, lines)), file=sys.stderr)
    rule = done.explained
    explained_by(rule)


def _tell(given: argparse.Namespace, problems: Iterable[Problem], files: Mapping[str, str]) -> None:
    from casebook.commands.github import print_annotations
    from casebook.commands.report import print_explained, print_problems

    if given.format == "github":
        print_annotations(problems, given.site, os.environ)
    else:
        print_problems(problems, files)
        print_explained(problems)
