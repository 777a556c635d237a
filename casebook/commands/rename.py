"""`rename KIND OLD NEW`: another id for a record, and for every reference to it."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from casebook.commands.errors import EXIT_DONE, UsageError

if TYPE_CHECKING:
    from casebook.commands.change import Change, Reading
    from casebook.edit.edition import Entry
    from casebook.spot import Spot

HELP = "Give a record another id, wherever it is referred to; its old address leads on."


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    from casebook.commands.change import dry_run_option

    parser.add_argument("kind", metavar="KIND", help="the kind of record, such as `person`")
    parser.add_argument("old", metavar="OLD", help="its id")
    parser.add_argument("new", metavar="NEW", help="the id that it is to have")
    dry_run_option(parser)


def run(given: argparse.Namespace) -> int:
    """Change the id, every reference, and the register; and nothing else."""
    from casebook.commands.change import carry_out, read_for_change, today, with_register
    from casebook.edit.registering import may_take, renamed

    kind, old, new = given.kind, given.old, given.new
    reading = read_for_change(given.site)
    entry, taken = reading.entry(kind, old), reading.entry(kind, new)
    _check_new(kind, old, new)
    one = reading.register.find(kind, old)
    done_by_hand = entry is None and taken is not None and one is not None and not one.is_gone
    if entry is None and not done_by_hand:
        raise reading.no_such(kind, old)
    if taken is not None and not done_by_hand:
        raise UsageError(f"there is a {kind} `{new}` already")
    if not may_take(reading.register, kind, old, new):
        raise UsageError(f"`{new}` was the id of another {kind} once, and old links lead there")
    change: Change = {}
    places = 0
    if entry is not None:
        change, places = _change(reading, entry, new)
    with_register(change, reading.register, renamed(reading.register, kind, old, new, today()))
    carry_out(reading.manuscript, change, given.dry_run)
    will = "would be" if given.dry_run else "is now"
    print(f"{kind} `{old}` {will} `{new}`, and is referred to in {places} places")
    _say_what_is_left(reading, kind, old, registered=one is not None and not one.is_gone)
    return EXIT_DONE


def _check_new(kind: str, old: str, new: str) -> None:
    from casebook.load.shape import is_slug

    if not is_slug(new):
        hint = "an id is lower-case letters, digits and hyphens, such as `town-hall`"
        raise UsageError(f"`{new}` cannot be the id of a {kind}: {hint}")
    if new == old:
        raise UsageError(f"`{new}` is the id that it has")


def _change(reading: Reading, entry: Entry, new: str) -> tuple[Change, int]:
    """The files with the new id in them, and how many references were changed."""
    from casebook.edit.uses import spot_of_id, spot_of_use, with_other_id
    from casebook.load.kept import PROOFS_FOLDER

    uses = {spot_of_use(use, reading.files) for use in reading.uses if use.target is entry}
    spots = set(uses)
    if entry.kind.folder:  # the id of a page is the name of its file, and stands nowhere else
        spots.add(spot_of_id(entry, reading.files))
    _check_plain(spots, entry.id, reading)
    by_file: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        by_file[spot.file].append(spot)
    change: Change = {}
    for file, found in by_file.items():
        written = reading.bytes_of(file).decode()
        change[file] = with_other_id(written, found, entry.id, new).encode()
    moved = entry.record.at.file if not entry.kind.folder else ""
    if entry.kind.name == "source" and entry.id in reading.manuscript.proofs:
        moved = f"{PROOFS_FOLDER}/{entry.id}.yaml"
    if moved:
        folder, _, name = moved.rpartition("/")
        data = change.get(moved) or reading.bytes_of(moved)
        change[f"{folder}/{new}{name.removeprefix(entry.id)}"] = data
        change[moved] = None
    return change, len(uses)


def _check_plain(spots: Iterable[Spot], id_: str, reading: Reading) -> None:
    """RecordError where an id is written with escapes: nobody does, and it is easily undone."""
    from casebook.edit.uses import is_plain
    from casebook.problem import Problem, RecordError

    message = f"`{id_}` is not written letter for letter here"
    hint = "write it without escapes, and try again"
    wrong = [
        Problem(spot, "id-not-plain", message, hint)
        for spot in sorted(spots)
        if not is_plain(spot, id_, reading.files)
    ]
    if wrong:
        raise RecordError(wrong, reading.files)


def _say_what_is_left(reading: Reading, kind: str, old: str, registered: bool) -> None:
    if not registered:
        print("It was not in the register, so its old address leads nowhere.")
    layout = reading.manuscript.root / f"layouts/page-{old}.html"
    if kind == "page" and layout.exists():
        print(f"layouts/page-{old}.html still goes by the old name: rename it too.")
