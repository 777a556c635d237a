"""Fitting what was brought in into a record: nothing is written that a check would refuse."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from casebook.commands.change import Reading
from casebook.commands.site import read
from casebook.imports.result import Incoming, Loss
from casebook.problem import Problem, RecordError, errors
from casebook.writing.yaml_text import record_text

_ROUNDS = 6
PROOF = "awaiting-proof"
_STAND_IN = """\
  kind: report
  publisher: x
  date: 9999-12-31
  stance: x
  condition: x
  quotation_limit: 5000
"""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What can be written."""

    files: dict[str, str]
    """The new files, by their names in the record."""
    records: tuple[Incoming, ...]
    losses: tuple[Loss, ...]
    quotations: int
    """Quotations that await their proof."""


def fitted(reading: Reading, source: str, source_text: str, found: Iterable[Incoming]) -> Fitted:
    """As much of what was found as the record can hold, in files of their own.

    `source_text` is the new source's file, or nothing where the record has the source. Where the
    prose of a record is refused, its title stands in for it; a record that is refused without
    prose is left out; each with the reason. RecordError if others of the record would suffer.
    """
    records, losses = list(found), list[Loss]()
    source_file = f"sources/{source}.yaml"
    known = others(read(reading.manuscript.root, _quiet).problems, ())
    for _ in range(_ROUNDS):
        files, owners = _files(reading, source, records)
        if source_text:
            # As it will be once it is filled in: the rules pass over what draws on a broken one.
            files[source_file] = source_text + _STAND_IN
        problems, texts = problems_with(reading.files, files)
        if new := list((others(problems, files) - known).elements()):
            raise RecordError(new, texts)
        wrong: dict[int, Problem] = {}
        for problem in problems:
            name, line = problem.where.file, problem.where.line
            if name in owners and problem.rule != PROOF:
                wrong.setdefault(owners[name][min(line, len(owners[name])) - 1], problem)
            elif name == source_file:
                raise RecordError([problem], texts)
        if not wrong:
            quotations = sum(one.rule == PROOF and one.where.file in owners for one in problems)
            if source_text:
                files[source_file] = source_text
            return Fitted(files, tuple(records), tuple(losses), quotations)
        for at, problem in sorted(wrong.items()):
            one = records[at]
            what = "text" if one.without_prose is not None else one.kind
            losses.append(Loss(one.unit, what, f"{problem.message} [{problem.rule}]"))
        records = [
            replace(one, fields=one.without_prose or {}, without_prose=None) if at in wrong else one
            for at, one in enumerate(records)
            if at not in wrong or one.without_prose is not None
        ]
    raise RecordError(wrong.values(), texts)


def _quiet(words: str) -> None:
    """Nothing is said of what is read on the way."""


def others(problems: Iterable[Problem], files: Iterable[str]) -> Counter[Problem]:
    """Errors that stand in other files than these."""
    own = set(files)
    return Counter(one for one in errors(problems) if one.where.file not in own)


def _files(
    reading: Reading, source: str, records: list[Incoming]
) -> tuple[dict[str, str], dict[str, list[int]]]:
    """The files of the records, and which record each line of them belongs to."""
    files: dict[str, str] = defaultdict(str)
    owners: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(records):
        name = f"{reading.manuscript.model.kinds[one.kind].file}/{source}.yaml"
        words = ("\n" if name in files else "") + record_text(one.id, one.fields)
        files[name] += words
        owners[name] += [at] * words.count("\n")
    return dict(files), owners


def problems_with(
    held: Mapping[str, str], new: Mapping[str, str]
) -> tuple[list[Problem], dict[str, str]]:
    """The errors of the record with the new files in it, and the texts they stand in."""
    with tempfile.TemporaryDirectory(prefix="casebook-") as folder:
        root = Path(folder)
        for name, text in {**held, **new}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        draft = read(root, _quiet)
    return errors(draft.problems), draft.files
