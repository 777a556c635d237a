"""Quotations are short, say whence they come, and are proved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from casebook.edit.edition import Edition, Entry
from casebook.edit.marks import set_as_quotations
from casebook.edit.quoted import Quoted, quotations
from casebook.model.sources import Source
from casebook.problem import Problem, Severity
from casebook.proof.tokens import canonical, count_words

MOST_WORDS = 25
AWAITING_PROOF = "awaiting-proof"


def are_honest(edition: Edition) -> Iterator[Problem]:
    """Each quotation: at most 25 words, from a source that is named, proved against its copy."""
    found = list(quotations(edition))
    sealed = {id_: frozenset(proof.seals) for id_, proof in edition.manuscript.proofs.items()}
    used: dict[str, set[str]] = {id_: set() for id_ in sealed}
    waiting: set[str] = set()
    unclear = bool(edition.manuscript.broken or edition.manuscript.lost)
    for quoted in found:
        yield from _short(quoted)
        source = quoted.source
        if not quoted.said:
            yield _nowhere(quoted)
        elif source is None or _reported(edition, quoted, source):
            unclear = True
        else:
            proof = edition.manuscript.proofs.get(source.id)
            seal = quoted.seal(proof.text) if proof is not None else ""
            if seal in sealed.get(source.id, ()):
                used[source.id].add(seal)
            else:
                waiting.add(source.id)
                yield _awaiting(edition, quoted, source)
    yield from _within_limits(found)
    # While something else is to be mended, nobody can say which seals are left over.
    for id_, seals in sealed.items() if not unclear else ():
        if id_ in edition.entries["source"] and id_ not in waiting and seals - used[id_]:
            yield _unused(edition, id_, len(seals - used[id_]))


def marks_are_double(edition: Edition) -> Iterator[Problem]:
    """Nothing looks like a quotation but what stands in double marks, and so is proved."""
    for at, length, block in set_as_quotations(edition):
        if block:
            message = "a block quotation looks like a source's words and cannot be proved"
            hint = "leave out the `>`; quote a phrase in double marks, with its place"
            yield Problem(at, "block-quotation", message, hint, length=length)
        else:
            message = "words in single quotation marks look like a quotation and are not proved"
            hint = "use double marks for a source's words, *emphasis* for your own"
            yield Problem(at, "single-marks", message, hint, length=length)


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
    hint = "add its place after them, such as [@report p3]; or take the marks away"
    if quoted.plain:
        hint = "this field cannot name one: say it in your own words, without the marks"
    return Problem(
        quoted.at,
        "quotation-without-source",
        "words in quotation marks do not say which source they are from",
        hint,
        length=quoted.length,
    )


def _reported(edition: Edition, quoted: Quoted, source: Entry) -> bool:
    """Is a mistake reported already that must be mended before this can be proved?"""
    record = source.record
    broken = edition.manuscript.broken
    return (
        not isinstance(record, Source)
        or not record.is_held
        or bool(record.units and not quoted.places)
        or (source.kind.name, source.id) in broken
        or ("proof", source.id) in broken
    )


def _awaiting(edition: Edition, quoted: Quoted, source: Entry) -> Problem:
    where = f"at {', '.join(quoted.places)}" if quoted.places else "and says no place in it"
    hint = f"an editor who holds the text runs `prove {source.id} FILE`"
    if source.id in edition.manuscript.proofs:
        hint += "; if you did not mean to change it, put the old words back"
    return Problem(
        quoted.at,
        AWAITING_PROOF,
        f"this quotation from `{source.id}` {where} is awaiting proof",
        hint,
        Severity.WARNING if edition.draft else Severity.ERROR,
        length=quoted.length,
    )


def _unused(edition: Edition, id_: str, count: int) -> Problem:
    proof = edition.manuscript.proofs[id_]
    seals = "one seal belongs" if count == 1 else f"{count} seals belong"
    return Problem(
        proof.spot("seals"),
        "unused-seal",
        f"{seals} to no quotation that the record has",
        f"`prove {id_} FILE` takes what is no longer quoted out",
        Severity.NOTE,
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
                length=len(str(limit)),
            )
