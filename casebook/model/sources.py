"""Sources: the witnesses, what each is and what its copy lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casebook.dates import Date
from casebook.model.parts import Basis
from casebook.model.record import Agent, Kind, Record, Ref, a, the
from casebook.model.types import (
    Edtf,
    Language,
    Line,
    ListOf,
    Number,
    Part,
    Prose,
    Reference,
    Slug,
    Units,
    Who,
    YesNo,
)
from casebook.spot import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """A document the record is drawn from, or one that such a document draws on."""

    declares: ClassVar[Kind] = Kind(
        name="source",
        plural="Sources",
        file="sources",
        folder="sources",
        about="The documents this record is drawn from, and what kind of witness each is.",
        short="short",
    )
    title: Text = the(Line(), "the title as printed, or ours")
    title_is_ours: bool | None = a(YesNo(), "yes where the document bears no title")
    short: Text | None = a(Line(40), "the short name used in citations; the id if left out")
    kind: Text = the(Slug(), "what sort of document, such as `diplomatic-cable`")
    publisher: Text = the(Prose(), "who issued it")
    language: Text | None = a(
        Language(), "the language it is written in (BCP 47); the record's own if left out"
    )
    author: tuple[Agent, ...] = a(ListOf(Who(back="Wrote")), "who wrote it")
    reference: Text | None = a(Line(), "its number or address")
    date: Date = the(Edtf(), "when it was written or published")
    sent: Date | None = a(Edtf(), "when it was sent, if later")
    basis: Basis | None = a(Part(Basis), "why, where the copy does not state the date")
    identified: Basis | None = a(Part(Basis), "why it is taken to be this document")
    held: bool | None = a(YesNo(), "no where the editors do not hold its text")
    units: Text | None = a(Units(), "the labels of its numbered copy, in order")
    covers: tuple[Date, ...] = a(ListOf(Edtf()), "the months it reports")
    derives_from: tuple[Ref, ...] = a(
        ListOf(Reference(("source",), back="Digested by")), "the documents it is a digest of"
    )
    cites: tuple[Ref, ...] = a(
        ListOf(Reference(("source",), back="Drawn on by")), "the documents it draws on in part"
    )
    marking: Text | None = a(Line(), "classification or copyright marks it bears")
    stance: Text | None = a(Prose(block=True), "what side it takes, if any; if held")
    condition: Text | None = a(Prose(block=True), "what its copy lacks; if held")
    lost: tuple[Text, ...] = a(ListOf(Line()), "marks the copy has lost, such as `apostrophes`")
    quotation_limit: int | None = a(
        Number(0, 5000, whole=True), "words that may be quoted from it in all; if held"
    )

    @property
    def is_held(self) -> bool:
        """Do the editors hold its text?"""
        return self.held is not False
