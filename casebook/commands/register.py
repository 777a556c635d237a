"""`register`: number what has none, and enter every new address."""

from __future__ import annotations

import argparse

from casebook.commands.errors import EXIT_DONE

HELP = "Give every new event, claim and figure its number, and enter every new address."

BEFORE = frozenset(
    ("address-lost", "bad-number", "id-reused", "number-lost", "number-twice", "register-entry")
)
"""What has to be mended first: else a record renamed by hand would get a second number."""


def options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    from casebook.commands.change import dry_run_option

    dry_run_option(parser)


def run(given: argparse.Namespace) -> int:
    """Write register.yaml, if anything is new."""
    from casebook.commands.change import Change, carry_out, read_for_change, today, with_register
    from casebook.edit.edit import edit
    from casebook.edit.registering import news, registered
    from casebook.load.register import REGISTER_FILE
    from casebook.problem import RecordError

    reading = read_for_change(given.site)
    edition, problems = edit(reading.manuscript)
    if wrong := [problem for problem in problems if problem.rule in BEFORE]:
        raise RecordError(wrong, reading.files)
    before, after = reading.register, registered(edition, today())
    told = news(before, after)
    if not told:
        print(f"{REGISTER_FILE}: nothing is new")
        return EXIT_DONE
    change: Change = {}
    with_register(change, before, after)
    carry_out(reading.manuscript, change, given.dry_run)
    would = "would get " if given.dry_run else ""
    print(f"{REGISTER_FILE}: {would}" + "; ".join(told))
    return EXIT_DONE
