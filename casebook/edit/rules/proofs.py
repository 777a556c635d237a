"""Proofs are of a source of the record, made with a copy of the units that it declares."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Edition
from casebook.edit.rules.select import sound
from casebook.model.kept import Proof
from casebook.model.sources import Source
from casebook.model.units import parse_units
from casebook.problem import Problem, Severity, did_you_mean
from casebook.proof.tokens import LOSSES


def fit_their_source(edition: Edition) -> Iterator[Problem]:
    """A proof is of a source of the record, and its copy has the units the source declares."""
    sources = edition.entries.get("source", {})
    of_text: dict[str, str] = {}
    for id_, proof in edition.manuscript.proofs.items():
        entry = sources.get(id_)
        record = entry.record if entry is not None else None
        if not isinstance(record, Source):
            if not edition.manuscript.may_be_lost(("source",), id_):
                message = f"there is no source `{id_}` that these proofs could be of"
                hint = did_you_mean(id_, sources) or "delete the file"
                yield Problem(proof.at, "proof-of-nothing", message, hint)
            continue
        if of_text.setdefault(proof.text, id_) != id_:
            yield _copied(id_, of_text[proof.text], proof)
        if ("source", id_) not in edition.manuscript.broken and (
            (parse_units(record.units) if record.units else ()) != parse_units(proof.units)
        ):
            yield Problem(
                record.spot("units"),
                "units-differ",
                f"the numbered copy of `{id_}` has other units than the source declares",
                f"write `units: {proof.units}`; or prove again with the copy that has these",
                length=len(record.units or "x"),
            )


def _copied(id_: str, first: str, proof: Proof) -> Problem:
    return Problem(
        proof.spot("text"),
        "proof-copied",
        f"the proof of `{id_}` is of the same text as that of `{first}`",
        f"run `prove {id_} FILE` with its own copy, or delete the file",
        length=len(proof.text),
    )


def losses_are_known(edition: Edition) -> Iterator[Problem]:
    """A word of `lost` that is nearly one of those with a meaning is probably meant as it."""
    for entry, source in sound(edition, Source):
        for mark in source.lost:
            near = [name for name in LOSSES if mark != name and _alike(mark, name)]
            if near:
                message = f"`{mark}` in `lost` of source `{entry.id}` has no effect on proofs"
                hint = f"write `{near[0]}` to say that the copy lacks these marks"
                yield Problem(mark.at, "unknown-loss", message, hint, Severity.WARNING, len(mark))


def _alike(mark: str, name: str) -> bool:
    bare = mark.casefold().removeprefix("the ").replace(" ", "-").removesuffix("s")
    return _MEANT.get(bare, bare) == name.removesuffix("s")


_MEANT = dict.fromkeys(("quote", "quote-mark", "inverted-comma"), "quotation-mark")
