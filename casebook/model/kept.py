"""Files that the commands keep and editors review: proofs of quotations, names withheld."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.model.record import Fields, a, the
from casebook.model.types import Line, ListOf, Number, Part, Units
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

    hash: Text = the(Line(80), "the salted hash of its letters (BLAKE2b, 160 bits)")
    length: int = the(Number(1, 200, whole=True), "how many letters it has")
    head: int = the(Number(0, 1023, whole=True), "ten bits of the hash of its first letters")


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldNames(Fields):
    """withheld.yaml: names that stand nowhere in what is published."""

    salt: Text = the(Line(128), "what is hashed with every name, made once at random")
    names: tuple[WithheldName, ...] = a(ListOf(Part(WithheldName)), "the names, each spelling")
