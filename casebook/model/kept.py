"""Files that the commands keep: proofs, names withheld, the register, editions frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casebook.model.record import Fields, a, the
from casebook.model.types import Day, Line, ListOf, Number, Part, Slug, Units
from casebook.spot import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof(Fields):
    """content/proofs/SOURCE.yaml: which copy of a source was compared, and a seal a quotation."""

    text: Text = the(Line(), "the hash of the numbered copy (SHA-256)")
    units: Text = the(Units(), "the labels of its units, in order")
    seals: tuple[Text, ...] = a(
        ListOf(Line(80), 20_000), "a seal for each quotation, in order of place"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldName(Fields):
    """One spelling of a name that is withheld."""

    hash: Text = the(Line(80), "the salted hash of its letters, and what proves the entry whole")
    length: int = the(Number(1, 200, whole=True), "how many letters it has")
    head: int = the(Number(0, 1023, whole=True), "ten bits of the hash of its first letters")


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldNames(Fields):
    """withheld.yaml: names that stand nowhere in what is published."""

    salt: Text = the(Line(128), "what is hashed with every name, made once at random")
    names: tuple[WithheldName, ...] = a(ListOf(Part(WithheldName)), "the names, each spelling")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Fields):
    """One entry of register.yaml: an address that was given, and what became of it."""

    number: Text | None = a(Line(12), "its number, for events, claims and figures")
    day: Text = the(Day(), "when it was entered")
    renamed_to: Text | None = a(Slug(), "the id it goes by now")
    withdrawn: Text | None = a(Line(500), "why it was taken out of the record")
    gone: Text | None = a(Day(), "when it was renamed or withdrawn")

    @property
    def is_gone(self) -> bool:
        """Does the record no longer go by this id?"""
        return self.renamed_to is not None or self.withdrawn is not None


@dataclass(frozen=True, slots=True)
class Register:
    """register.yaml: every address and number that was ever given."""

    entries: Mapping[str, Mapping[str, Registered]] = field(default_factory=dict)
    """By kind, then by id, in the order of the file."""
    kept: bool = False
    """Is there a register at all?"""
    whole: bool = True
    """False where some of it could not be read, which has been reported."""

    def find(self, kind: str, id_: str) -> Registered | None:
        """The entry of an id, None where it was never entered."""
        return self.entries.get(kind, {}).get(id_)

    def number(self, kind: str, id_: str) -> str:
        """The number of a record, nothing if it has none."""
        entry = self.find(kind, id_)
        return str(entry.number) if entry is not None and entry.number else ""

    def leads_to(self, kind: str, id_: str) -> str:
        """The id at the end of the renamings that begin with this one."""
        seen = {id_}
        while (entry := self.find(kind, id_)) is not None and entry.renamed_to:
            id_ = str(entry.renamed_to)
            if id_ in seen:  # a circle, which is an error of its own
                break
            seen.add(id_)
        return id_


@dataclass(frozen=True, slots=True)
class FrozenEdition:
    """What editions/ID.json says of itself: an edition as it was on the day it was frozen."""

    id: str
    number: int
    """Which it is, counted from 1."""
    day: str
    digest: str
    """The hash of its content, from which the id was taken unless names were covered since."""
    file: str
    """Where it lies, below the folder of the record."""

    @property
    def turn(self) -> tuple[int, str, str]:
        """What editions are put in order by, the oldest first."""
        return self.number, self.day, self.id
