"""What the commands change in the register, and how it is written."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import replace

from casebook.edit.edition import Edition, Entry
from casebook.edit.rules.register import is_registered
from casebook.load.register import REGISTER_FILE
from casebook.model.kept import Register, Registered
from casebook.spot import Spot, Text

_HERE = Spot(REGISTER_FILE, 1, 1)
_NUMBER = re.compile(r"([A-Z])([0-9]+)")
_HEAD = """\
# Every address and number that was ever given. The commands register, rename and withdraw keep
# this file; nothing is taken out of it, so that old links and numbers lead somewhere for good.
"""


def registered(edition: Edition, day: str) -> Register:
    """The register with whatever is new in it: events in order of time, others as in the files."""
    register = edition.manuscript.register
    entries = _copy(register)
    highest = _highest(register)
    for kind in (*edition.manuscript.model.kinds, "page"):
        below = entries.setdefault(kind, {})
        for entry in _in_turn(edition, kind):
            one = below.get(entry.id) or _entry(day)
            letter = entry.kind.letter
            if letter and not one.number and not one.is_gone:
                highest[letter] = highest.get(letter, 0) + 1
                one = replace(one, number=_text(f"{letter}{highest[letter]:02}"))
            below[entry.id] = one
    return Register(entries, kept=True)


def _in_turn(edition: Edition, kind: str) -> Iterable[Entry]:
    entries = edition.chronology if kind == "event" else edition.of(kind)
    return [entry for entry in entries if is_registered(kind, entry.id)]


def _highest(register: Register) -> dict[str, int]:
    """The highest number given so far, by its letter: also those of what was withdrawn."""
    found: dict[str, int] = {}
    for below in register.entries.values():
        for one in below.values():
            if match := _NUMBER.fullmatch(one.number or ""):
                found[match[1]] = max(found.get(match[1], 0), int(match[2]))
    return found


def news(before: Register, after: Register) -> list[str]:
    """What is new in a register, a few words for each kind: `event 2 new, E05 to E06`."""
    found = []
    for kind, below in after.entries.items():
        entered = [id_ for id_ in below if before.find(kind, id_) is None]
        numbers = [
            str(one.number)
            for id_, one in below.items()
            if one.number and one.number != before.number(kind, id_)
        ]
        if entered or numbers:
            given = f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else "".join(numbers)
            found.append(f"{kind} {len(entered)} new" + (f", {given}" if given else ""))
    return found


def renamed(register: Register, kind: str, old: str, new: str, day: str) -> Register:
    """The register after a record was renamed: the number goes with it, the old id leads on.

    A record that was never entered leaves nothing behind, nor does one whose id was another's.
    """
    one = register.find(kind, old)
    if one is None or one.is_gone:
        return register
    entries = _copy(register)
    # Back to an id that was its own before: that address had a day already.
    before = register.find(kind, new)
    entries[kind][new] = replace(_entry(str(before.day) if before else day), number=one.number)
    entries[kind][old] = replace(
        one, number=None, renamed_to=_text(new), withdrawn=None, gone=_text(day)
    )
    return replace(register, entries=entries)


def withdrawn(register: Register, kind: str, id_: str, why: str, day: str) -> Register:
    """The register after a record was withdrawn: its number stays, with why it went.

    A record that was never entered leaves nothing behind, nor does one whose id was another's.
    """
    one = register.find(kind, id_)
    if one is None or one.is_gone:
        return register
    entries = _copy(register)
    entries[kind][id_] = replace(one, withdrawn=_text(why), gone=_text(day))
    return replace(register, entries=entries)


def may_take(register: Register, kind: str, old: str, new: str) -> bool:
    """May a record take this id? Not if it is, or was, another's."""
    one = register.find(kind, new)
    return one is None or (one.renamed_to is not None and register.leads_to(kind, new) == old)


def register_text(register: Register) -> str:
    """register.yaml as it is written."""
    text = _HEAD
    for kind, below in register.entries.items():
        if below:
            text += f"\n{kind}:\n" + "".join(_lines(id_, one) for id_, one in below.items())
    return text


def _lines(id_: str, one: Registered) -> str:
    lines = [f"  {_key(id_)}:"]
    for field in ("number", "day", "renamed_to", "gone"):
        value = getattr(one, field)
        if value is not None:
            lines.append(f"    {field}: {_key(str(value))}")
    if one.withdrawn is not None:
        words = textwrap.wrap(one.withdrawn, 90, break_long_words=False, break_on_hyphens=False)
        lines += ["    withdrawn: >", *(f"      {line}" for line in words)]
    return "\n".join(lines) + "\n"


def _key(word: str) -> str:
    """A slug as YAML takes it for itself: `null` alone it would take for nothing."""
    return f'"{word}"' if word == "null" else word


def _copy(register: Register) -> dict[str, dict[str, Registered]]:
    entries: Mapping[str, Mapping[str, Registered]] = register.entries
    return {kind: dict(below) for kind, below in entries.items()}


def _entry(day: str) -> Registered:
    return Registered(at=_HERE, spots={}, day=_text(day))


def _text(words: str) -> Text:
    return Text(words, _HERE)
