"""Proving an edition's quotations from one source against its text."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.edit.edition import Edition, Entry
from casebook.edit.quoted import Quoted, quotations
from casebook.model.sources import Source
from casebook.model.units import parse_units, ranges
from casebook.problem import Problem
from casebook.proof.copy import NumberedCopy
from casebook.proof.match import breaks_at, occurs

_MOST_PLACES = 5


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
    """Look every quotation from a source up, word for word, at the place it names.

    What is said of a quotation that is not there repeats its own words at most, never the
    copy's, and the labels of its units.
    """
    record = source.record
    assert isinstance(record, Source)
    problems: list[Problem] = []
    declared = parse_units(record.units) if record.units else ()
    if declared != copy.labels:
        problems.append(
            Problem(
                record.spot("units"),
                "units-differ",
                f"`{source.id}` declares other units than this copy has",
                f"write `units: {ranges(copy.labels)}`, if it is the right copy",
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
            first = min(order[label] for label in quoted.places if label in order)
            made = quoted.seal(copy.hash)
            seals[made] = (first, made)
        else:
            problems.append(_absent(quoted, copy))
    return Proved(tuple(problems), tuple(sorted(seals, key=lambda one: seals[one])), count)


def _absent(quoted: Quoted, copy: NumberedCopy) -> Problem:
    where = f"at {', '.join(quoted.places)}" if quoted.places else "at any place that is named"
    return Problem(
        quoted.at,
        "not-in-source",
        f"these words do not stand {where} of the copy",
        _advice(quoted, copy),
        length=quoted.length,
    )


def _advice(quoted: Quoted, copy: NumberedCopy) -> str:
    lost = quoted.lost
    elsewhere = [label for label in copy.labels if occurs(quoted.words, (label,), copy, lost)]
    if elsewhere:
        more = ", and elsewhere" if len(elsewhere) > _MOST_PLACES else ""
        return f"they stand at {', '.join(elsewhere[:_MOST_PLACES])}{more}"
    word = breaks_at(quoted.words, quoted.places, copy, lost)
    if word:
        return f"they are the copy's words up to `{word}`: compare them from there on"
    return "compare them with the text, letter for letter"


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
