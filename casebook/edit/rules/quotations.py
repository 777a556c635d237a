"""Quotations are short, say whence they come, and are proved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from casebook.edit.edition import Edition, Entry
from casebook.edit.quoted import Quoted, quotations
from casebook.model.sources import Source
from casebook.model.units import parse_units
from casebook.problem import Problem, Severity
from casebook.proof.tokens import LOSSES, canonical, count_words

MOST_WORDS = 25
AWAITING_PROOF = "awaiting-proof"


def are_honest(edition: Edition) -> Iterator[Problem]:
    """Each quotation: at most 25 words, from a source that is named, proved against its copy."""
    found = list(quotations(edition))
    for quoted in found:
        yield from _short(quoted)
        if quoted.source is None:
            yield _nowhere(quoted)
        elif isinstance(quoted.source.record, Source) and quoted.source.record.is_held:
            yield from _proved(edition, quoted)
    yield from _within_limits(found)


def proofs_fit(edition: Edition) -> Iterator[Problem]:
    """A proof is of a source of the record, and its copy has the units the source declares."""
    sources = edition.entries.get("source", {})
    for id_, proof in edition.manuscript.proofs.items():
        entry = sources.get(id_)
        record = entry.record if entry is not None else None
        if not isinstance(record, Source):
            message = f"there is no source `{id_}` that these proofs could be of"
            yield Problem(proof.at, "proof-of-nothing", message, "delete the file")
        elif ("source", id_) not in edition.manuscript.broken and (
            parse_units(record.units or "x0") != parse_units(proof.units)
        ):
            yield Problem(
                record.spot("units"),
                "units-differ",
                f"the numbered copy of `{id_}` has other units than the source declares",
                f"write `units: {proof.units}`, or prove again with the right copy",
                length=len(record.units or "x"),
            )


def losses_are_known(edition: Edition) -> Iterator[Problem]:
    """A word of `lost` that is nearly one of those with a meaning is probably meant as it."""
    for entry in edition.of("source"):
        for mark in entry.record.lost if isinstance(entry.record, Source) else ():
            near = [name for name in LOSSES if mark != name and _alike(mark, name)]
            if near:
                message = f"`{mark}` in `lost` of source `{entry.id}` has no effect on proofs"
                hint = f"write `{near[0]}` to say that the copy lacks these marks"
                at = mark.at
                yield Problem(at, "unknown-loss", message, hint, Severity.WARNING, len(mark))


def _alike(mark: str, name: str) -> bool:
    bare = mark.casefold().replace(" ", "-").removesuffix("s")
    return bare == name.removesuffix("s")


def _short(quoted: Quoted) -> Iterator[Problem]:
    count = count_words(quoted.words)
    if count > MOST_WORDS:
        yield Problem(
            quoted.at,
            "long-quotation",
            f"a quotation of {count} words; {MOST_WORDS} are the most",
            "quote a phrase and give the rest in your own words",
            length=quoted.length,
        )


def _nowhere(quoted: Quoted) -> Problem:
    return Problem(
        quoted.at,
        "quotation-without-source",
        "words in quotation marks do not say which source they are from",
        "add its place after them, such as [@report p3]; or take the marks away",
        length=quoted.length,
    )


def _proved(edition: Edition, quoted: Quoted) -> Iterator[Problem]:
    source = quoted.source
    assert source is not None
    proof = edition.manuscript.proofs.get(source.id)
    if proof is not None and quoted.seal(proof.text) in proof.seals:
        return
    where = ", ".join(quoted.places) or "a place that is not named"
    yield Problem(
        quoted.at,
        AWAITING_PROOF,
        f"this quotation is awaiting proof that {source.id} has these words at {where}",
        f"whoever holds the text runs `prove {source.id} FILE`; or mend the words or the place",
        Severity.WARNING if edition.draft else Severity.ERROR,
        length=quoted.length,
    )


def _within_limits(found: list[Quoted]) -> Iterator[Problem]:
    """No more words of a source are quoted than it allows, each quotation counted once."""
    of_source: dict[Entry, dict[tuple[str, ...], Quoted]] = defaultdict(dict)
    for quoted in found:
        if quoted.source is not None and not quoted.number:
            of_source[quoted.source].setdefault(canonical(quoted.words), quoted)
    for source, each in of_source.items():
        limit = getattr(source.record, "quotation_limit", None)
        count = sum(count_words(quoted.words) for quoted in each.values())
        if limit is not None and count > limit:
            yield Problem(
                source.record.spot("quotation_limit"),
                "too-much-quoted",
                f"{count} words of `{source.id}` are quoted in all; {limit} are the most",
                "say more in your own words",
            )
