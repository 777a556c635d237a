"""What is told of an import: what was not carried, what was refused, what was written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casebook.commands.report import safe
from casebook.imports.csv_records import Drawn
from casebook.imports.result import Loss
from casebook.withheld.names import Withheld
from casebook.withheld.places import covered

_SHOWN = 8
_REFUSED_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Report:
    """What is told of an import."""

    name: str
    """The file of the record that is written."""
    drawn: Drawn
    quotations: int
    precisions: Mapping[str, int]
    """How many dates there are of each precision."""


def data_of(report: Report, done: bool, withheld: Withheld) -> dict[str, Any]:
    """The report for programs."""
    drawn = report.drawn
    return {
        "files": [report.name] if done else [],
        "records": dict(Counter(one.kind for one in drawn.records)) if done else {},
        "dates": dict(report.precisions),
        "awaiting_proof": report.quotations,
        "not_carried": [
            {"where": loss.where, "what": covered(withheld, loss.what), "why": loss.why}
            for loss in drawn.losses
        ],
        "refused": [
            {
                "row": one.row,
                "column": covered(withheld, one.column),
                "why": one.why,
                "hint": one.hint,
            }
            for one in drawn.refused
        ],
    }


def say(report: Report, done: bool, dry_run: bool, withheld: Withheld) -> None:
    """Print the report for people; `done` says whether everything could come in."""
    drawn = report.drawn
    say_losses(drawn.losses, withheld)
    if drawn.refused:
        print("Refused:")
    for one in drawn.refused[:_REFUSED_SHOWN]:
        column = f", column `{covered(withheld, one.column)}`" if one.column else ""
        print(safe(f"  row {one.row}{column}: {one.why}"))
        if one.hint:
            print(safe(f"    {one.hint}"))
    if len(drawn.refused) > _REFUSED_SHOWN:
        print(f"  and {len(drawn.refused) - _REFUSED_SHOWN} more")
    if not done:
        rows = len({one.row for one in drawn.refused})
        why = f"{rows} row{'s are' if rows > 1 else ' is'} refused" if rows else "there is no row"
        print(f"Nothing was written: {why}.")
        return
    kind, number = drawn.records[0].kind, len(drawn.records)
    print(f"{'Would be written' if dry_run else 'Written'}: {kind} {number}, in {report.name}")
    if report.precisions:
        told = ", ".join(f"{name} {number}" for name, number in sorted(report.precisions.items()))
        print(f"Dates, by how closely they are known: {told}. See that no more is said than known.")
    if report.quotations:
        print(f"Quotations that await their proof: {report.quotations}; see `prove`.")
    print("Whatever was brought in is to be read: no private person may be named in it.")


def say_losses(losses: Iterable[Loss], withheld: Withheld) -> None:
    """Print what was not carried and why, each reason once, with where it was."""
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for loss in losses:
        grouped[loss.what, loss.why].append(loss.where)
    if grouped:
        print("Not carried:")
    for (what, why), places in grouped.items():
        named = [place for place in places if place]
        more = len(named) - _SHOWN
        at = ", ".join(named[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
        print(safe(f"  {covered(withheld, what)}: {why}{f' ({at})' if named else ''}"))
