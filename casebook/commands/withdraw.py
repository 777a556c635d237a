"""`withdraw KIND ID --why "..."`: a record is taken out, and the register says why."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from casebook.commands.errors import EXIT_DONE, UsageError

if TYPE_CHECKING:
    from casebook.commands.change import Change, Reading
    from casebook.edit.edition import Entry
    from casebook.problem import Problem

HELP = "Take a record out; its number is kept, and its address says why it went."
_MOST = 500
"""Characters of the reason, as the register takes them."""


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    from casebook.commands.change import dry_run_option

    parser.add_argument("kind", metavar="KIND", help="the kind of record, such as `claim`")
    parser.add_argument("id", metavar="ID", help="its id")
    parser.add_argument("--why", required=True, help="why, in a sentence that readers will see")
    dry_run_option(parser)


def run(given: argparse.Namespace) -> int:
    """Take the record out of its file, unless anything refers to it."""
    from casebook.commands.change import carry_out, read_for_change, today, with_register
    from casebook.edit.registering import withdrawn
    from casebook.problem import RecordError

    kind, id_, why = given.kind, given.id, _reason(given.why)
    reading = read_for_change(given.site)
    entry = reading.entry(kind, id_)
    one = reading.register.find(kind, id_)
    kept = one is not None and not one.is_gone
    # A record that somebody took out by hand is still in the register, and is withdrawn there.
    if entry is None and not kept:
        raise reading.no_such(kind, id_)
    change: Change = {}
    if entry is not None:
        if wrong := _still_used(reading, entry):
            raise RecordError(wrong, reading.files)
        change = _change(reading, entry)
    with_register(change, reading.register, withdrawn(reading.register, kind, id_, why, today()))
    carry_out(reading.manuscript, change, given.dry_run)
    print(f"{kind} `{id_}` {'would be' if given.dry_run else 'is'} withdrawn: {why}")
    if not kept:
        print("It was not in the register, so nothing is left of it.")
    return EXIT_DONE


def _reason(words: str) -> str:
    why = " ".join(words.split())
    if not why or len(why) > _MOST or not why.isprintable() or "[[" in why:
        raise UsageError(f"--why takes a sentence of plain words, {_MOST} characters at most")
    return why


def _lines_of(reading: Reading, entry: Entry) -> tuple[int, int]:
    """The line where a record begins, and the one where the next does or one past the last."""
    at = entry.record.at
    starts = [
        other.record.at.line
        for other in reading.index.entries[entry.kind.name].values()
        if other.record.at.file == at.file and other.record.at.line > at.line
    ]
    return at.line, min(starts, default=reading.files[at.file].count("\n") + 2)


def _still_used(reading: Reading, entry: Entry) -> list[Problem]:
    """A problem for each place that refers to the record, those in itself left out."""
    from casebook.edit.uses import spot_of_use
    from casebook.problem import Problem

    first, next_ = (1, 0) if not entry.kind.folder else _lines_of(reading, entry)
    file = entry.record.at.file
    found = {spot_of_use(use, reading.files) for use in reading.uses if use.target is entry}
    message = f"{entry.kind.name} `{entry.id}` is still referred to here"
    hint = "take the reference out, or let it name another record, before it is withdrawn"
    return [
        Problem(spot, "still-used", message, hint, length=len(entry.id))
        for spot in sorted(found)
        if spot.file != file or (entry.kind.folder and not first <= spot.line < next_)
    ]


def _change(reading: Reading, entry: Entry) -> Change:
    from casebook.edit.uses import without_lines
    from casebook.load.kept import PROOFS_FOLDER

    file = entry.record.at.file
    change: Change = {file: None}
    others = [
        other
        for other in reading.index.entries[entry.kind.name].values()
        if other.record.at.file == file and other is not entry
    ]
    if entry.kind.folder and others:
        written = reading.bytes_of(file).decode()
        if _in_braces(reading, entry):
            raise UsageError(f"{file} holds its records in braces: write them one a line first")
        change[file] = without_lines(written, *_lines_of(reading, entry)).encode()
    if entry.kind.name == "source" and entry.id in reading.manuscript.proofs:
        change[f"{PROOFS_FOLDER}/{entry.id}.yaml"] = None
    return change


def _in_braces(reading: Reading, entry: Entry) -> bool:
    """Are the records of this one's file written in YAML's flow style, perhaps on one line?"""
    from casebook.edit.uses import spot_of_id

    file = entry.record.at.file
    below = reading.index.entries[entry.kind.name].values()
    keys = [one.record.at for one in below if one.record.at.file == file]
    if len({key.line for key in keys}) < len(keys) or len({key.column for key in keys}) > 1:
        return True
    line = reading.files[file].split("\n")[keys[0].line - 1]
    return "{" in line[: spot_of_id(entry, reading.files).column - 1]
