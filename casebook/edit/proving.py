"""Proving an edition's quotations from one source against its text."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.edit.edition import Edition, Entry
from casebook.edit.quoted import Quoted, quotations
from casebook.model.sources import Source
from casebook.model.units import parse_units
from casebook.problem import Problem
from casebook.proof.copy import NumberedCopy
from casebook.proof.match import occurs


@dataclass(frozen=True, slots=True)
class Proved:
    """What a comparison found."""

    problems: tuple[Problem, ...]
    """Quotations that do not stand where they say, and units that do not agree."""
    seals: tuple[str, ...]
    """One for each different quotation, in the order of places."""
    count: int
    """How many times the source is quoted."""


def prove(edition: Edition, source: Entry, copy: NumberedCopy) -> Proved:
    """Look every quotation from a source up, word for word, at the place it names."""
    record = source.record
    assert isinstance(record, Source)
    problems: list[Problem] = []
    declared = parse_units(record.units) if record.units else ()
    if declared != copy.labels:
        problems.append(
            Problem(
                record.spot("units"),
                "units-differ",
                f"the units of `{source.id}` are not those of this copy",
                f"write `units: {ranges(copy.labels)}`",
                length=len(record.units or "x"),
            )
        )
    order = {label: position for position, label in enumerate(copy.labels)}
    seals: dict[str, tuple[int, str]] = {}
    count = 0
    for quoted in quotations(edition):
        if quoted.source is not source:
            continue
        count += 1
        if occurs(quoted.words, quoted.places, copy, quoted.lost):
            first = min((order[label] for label in quoted.places), default=0)
            made = quoted.seal(copy.hash)
            seals[made] = (first, made)
        else:
            problems.append(_absent(quoted.words, quoted, copy))
    return Proved(tuple(problems), tuple(sorted(seals, key=lambda one: seals[one])), count)


def _absent(words: str, quoted: Quoted, copy: NumberedCopy) -> Problem:
    where = ", ".join(quoted.places) or "no place"
    elsewhere = [label for label in copy.labels if occurs(words, (label,), copy, quoted.lost)]
    found = f"they stand at {', '.join(elsewhere[:5])}"
    hint = found if elsewhere else "compare them with the text, letter for letter"
    return Problem(
        quoted.at,
        "not-in-source",
        f"these words do not stand at {where} of the copy",
        hint,
        length=quoted.length,
    )


def proof_text(proved: Proved, copy: NumberedCopy) -> str:
    """content/proofs/SOURCE.yaml."""
    lines = [
        "# Kept by `prove`: which copy of the source was compared, and a seal for each quotation.",
        "# A seal is a hash over the text's hash, the place and the words; do not edit by hand.",
        f"text: {copy.hash}",
        f"units: {ranges(copy.labels)}",
    ]
    if proved.seals:
        lines.append("seals:")
        lines += [f"  - {seal}" for seal in proved.seals]
    return "\n".join(lines) + "\n"


def ranges(labels: tuple[str, ...]) -> str:
    """Labels as `h1, p1-p9`: neighbours of one letter that count up are drawn together."""
    parts: list[tuple[str, str]] = []
    for label in labels:
        if parts and _next(parts[-1][1]) == label:
            parts[-1] = (parts[-1][0], label)
        else:
            parts.append((label, label))
    return ", ".join(first if first == last else f"{first}-{last}" for first, last in parts)


def _next(label: str) -> str:
    letters = label.rstrip("0123456789")
    digits = label[len(letters) :]
    return f"{letters}{int(digits) + 1}" if digits else ""
