"""Numbers and addresses last: what was given is never lost, and never given again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from casebook.edit.edition import HOME, Edition, Entry
from casebook.load.register import REGISTER_FILE
from casebook.model.documents import Page
from casebook.model.kept import Registered
from casebook.model.record import articled
from casebook.problem import Problem, Severity, near
from casebook.spot import Spot

UNREGISTERED = "unregistered"
_DIGITS = re.compile(r"0[1-9]|[1-9][0-9]{1,6}")
"""What follows the letter: 01 to 99, then as many digits as it takes."""


def addresses_last(edition: Edition) -> Iterator[Problem]:
    """What has an address in the register is in the record, or was renamed or withdrawn.

    And whatever was renamed or withdrawn keeps its id to itself.
    """
    for kind, id_, one in _entries(edition):
        record = edition.entries.get(kind, {}).get(id_)
        if one.is_gone:
            if record is not None:
                yield _reused(kind, record, one)
            if one.renamed_to is not None and not _is_known(edition, kind, str(one.renamed_to)):
                target = one.renamed_to
                message = f"{kind} `{id_}` leads on to `{target}`, which is not in the register"
                hint = _meant(str(target), edition.manuscript.register.entries[kind])
                where = one.spot("renamed_to")
                yield Problem(where, "address-lost", message, hint, length=len(target))
        elif record is None and not edition.manuscript.may_be_lost([kind], id_):
            yield _lost(edition, kind, id_, one)


def _lost(edition: Edition, kind: str, id_: str, one: Registered) -> Problem:
    register = edition.manuscript.register
    strangers = [other for other in edition.entries[kind] if not register.find(kind, other)]
    message = f"{kind} `{id_}` was published and is no longer in the record"
    hint = f"put it back, or run `withdraw {kind} {id_}` with the reason"
    if found := near(id_, strangers):
        now = found[0]
        hint = f"if it is called `{now}` now, run `rename {kind} {id_} {now}`; else {hint}"
    return Problem(one.at, "address-lost", message, hint, length=len(id_))


def _reused(kind: str, record: Entry, one: Registered) -> Problem:
    went = "renamed" if one.renamed_to is not None else "withdrawn"
    day = f" on {one.gone}" if one.gone else ""
    message = f"`{record.id}` was the id of {articled(kind)} that was {went}{day}"
    hint = "give this one another id: old links still lead to the other"
    return Problem(record.record.at, "id-reused", message, hint, length=len(record.id))


def _is_known(edition: Edition, kind: str, id_: str) -> bool:
    known = edition.manuscript.register.find(kind, id_) is not None
    return known or id_ in edition.entries.get(kind, {})


def _meant(id_: str, known: Iterable[str]) -> str:
    found = near(id_, known)
    return f"did you mean `{found[0]}`?" if found else "name the id that the record goes by now"


def entries_are_whole(edition: Edition) -> Iterator[Problem]:
    """An entry of the register says one thing of a record, and when."""
    register = edition.manuscript.register
    for kind, id_, one in _entries(edition):
        message = ""
        if one.renamed_to is not None and one.withdrawn is not None:
            message = "was both renamed and withdrawn"
        elif one.is_gone and one.gone is None:
            message = "lacks `gone`, the day when it was renamed or withdrawn"
        elif one.gone is not None and not one.is_gone:
            message = "has the day it went but neither `renamed_to` nor `withdrawn`"
        elif one.gone is not None and one.gone < one.day:
            message = "was gone before it was entered"
        elif (end := register.find(kind, register.leads_to(kind, id_))) and end.renamed_to:
            message = "is renamed in a circle"
        if message:
            hint = "put back what the commands wrote, or mend it by hand"
            words = f"{kind} `{id_}` in {REGISTER_FILE} {message}"
            yield Problem(one.at, "register-entry", words, hint, length=len(id_))


def numbers_are_given_once(edition: Edition) -> Iterator[Problem]:
    """A number has its kind's letter, belongs to one record, and is not taken away."""
    firsts: dict[str, Registered] = {}
    given: dict[str, dict[int, Registered]] = defaultdict(dict)
    for kind, id_, one in _entries(edition):
        if one.number is None:
            continue
        number, at = str(one.number), one.spot("number")
        letter = edition.kind(kind).letter
        if not letter or number[:1] != letter or not _DIGITS.fullmatch(number[1:]):
            message = f"{kind} `{id_}` cannot have the number `{number}`"
            hint = "its kind has no numbers; take the line out"
            if letter:
                hint = f"a number is {letter} and at least two digits, such as {letter}07"
            yield Problem(at, "bad-number", message, hint, length=len(number))
        elif number in firsts:
            message = f"the number {number} belongs to {kind} `{_id_of(edition, firsts[number])}`"
            hint = "take out the later one, and run `register` for a new number"
            yield Problem(at, "number-twice", message, hint, length=len(number))
        else:
            firsts[number] = one
            given[letter][int(number[1:])] = one
    for letter, numbers in given.items():
        in_turn = sorted(numbers)
        for last, next_ in zip([0, *in_turn], in_turn, strict=False):
            if next_ > last + 1:
                message = f"the number {letter}{last + 1:02}, given before this one, is not here"
                hint = "put back the entry that had it: one that is withdrawn keeps its number"
                at, length = numbers[next_].spot("number"), len(str(numbers[next_].number))
                yield Problem(at, "number-lost", message, hint, length=length)
                break


def _id_of(edition: Edition, entry: Registered) -> str:
    return next(id_ for _, id_, one in _entries(edition) if one is entry)


def everything_is_registered(edition: Edition) -> Iterator[Problem]:
    """Note what has no number or address yet, once for each kind.

    A record without a register is left alone until it has an address of its own to last.
    """
    if edition.manuscript.register.kept or edition.site.address:
        yield from unregistered(edition)


def unregistered(edition: Edition) -> Iterator[Problem]:
    """What has no number or address yet: a note for each kind, one for all without a register."""
    register = edition.manuscript.register
    hint = "run `register`, which enters whatever is new"
    if not register.whole:
        return
    if not register.kept:
        if any(_to_be_registered(edition)):
            where = Spot("site.yaml", 1, 1)
            message = f"this record has no {REGISTER_FILE}: no number or address in it is kept yet"
            yield Problem(where, UNREGISTERED, message, hint, Severity.NOTE)
        return
    missing: dict[str, list[Entry]] = defaultdict(list)
    for entry in _to_be_registered(edition):
        one = register.find(entry.kind.name, entry.id)
        if one is None or (entry.kind.letter and not one.number and not one.is_gone):
            missing[entry.kind.name].append(entry)
    for kind, entries in missing.items():
        first = entries[0]
        message = f"{kind} `{first.id}` is not in the register, or has no number there yet"
        if len(entries) > 1:
            more = len(entries) - 1
            message += f" ({more} more of its kind {'is' if more == 1 else 'are'} not either)"
        at, length = first.record.at, len(first.id)
        yield Problem(at, UNREGISTERED, message, hint, Severity.NOTE, length)


def for_release(edition: Edition, problems: Iterable[Problem]) -> list[Problem]:
    """The same problems, with everything that is not registered as errors: it is published now."""
    others = [problem for problem in problems if problem.rule != UNREGISTERED]
    return others + [replace(one, severity=Severity.ERROR) for one in unregistered(edition)]


def is_registered(kind: str, id_: str) -> bool:
    """Does a record of this kind and id belong in the register? Every one but the front page."""
    return (kind, id_) != (Page.declares.name, HOME)


def _to_be_registered(edition: Edition) -> Iterator[Entry]:
    for kind, of_kind in edition.entries.items():
        yield from (entry for id_, entry in of_kind.items() if is_registered(kind, id_))


def _entries(edition: Edition) -> Iterator[tuple[str, str, Registered]]:
    """Every entry of the register that can be judged, in the order of the file."""
    for kind, entries in edition.manuscript.register.entries.items():
        for id_, one in entries.items():
            if is_registered(kind, id_):
                yield kind, id_, one
