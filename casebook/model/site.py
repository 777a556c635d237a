"""site.yaml: what the whole record is called and how it is published."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.dates import Date
from casebook.model.record import Fields, Ref, a, the
from casebook.model.types import (
    Address,
    Choice,
    Edtf,
    Language,
    Line,
    ListOf,
    Number,
    Part,
    Prose,
    Reference,
    Slug,
)
from casebook.spot import Text

PAPERS = ("A4", "Letter")
_LONGEST = 400
ABOUT = (
    "event", "person", "party", "community", "place", "source", "figure", "comparison", "claim",
    "term",
)  # fmt: skip
"""The kinds of record that a brief can be about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Fields):
    """A short book on one matter, made with every build. What is given must all be met."""

    id: Text = the(Slug(), "its address, `briefs/ID.pdf`")
    title: Text = the(Line(80), "what it is called")
    about: tuple[Ref, ...] = a(ListOf(Reference(ABOUT)), "records it is about; any of them will do")
    place: tuple[Ref, ...] = a(ListOf(Reference(("place",))), "places, with all that lies in them")
    source: tuple[Ref, ...] = a(ListOf(Reference(("source",))), "sources it is drawn from")
    from_: Date | None = a(Edtf(), "the first day, month or year it is of")
    to: Date | None = a(Edtf(), "the last day, month or year it is of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening(Fields):
    """The lines that a chapter of the book opens with; what is left out is said by counts."""

    recorded: Text | None = a(Line(_LONGEST), "what is recorded in the chapter")
    disputed: Text | None = a(Line(_LONGEST), "what is in dispute there")
    not_to_say: Text | None = a(Line(_LONGEST), "what must not be said from it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings(Fields):
    """The lines of each chapter, by the kind of record that it holds."""

    event: Opening | None = a(Part(Opening), "of the chronology")
    person: Opening | None = a(Part(Opening), "of who is who")
    party: Opening | None = a(Part(Opening), "of parties and bodies")
    community: Opening | None = a(Part(Opening), "of communities")
    place: Opening | None = a(Part(Opening), "of places")
    figure: Opening | None = a(Part(Opening), "of figures")
    claim: Opening | None = a(Part(Opening), "of claims and replies")
    source: Opening | None = a(Part(Opening), "of sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Fields):
    """The record as a whole."""

    format: int = the(Number(1, 1, whole=True), "the format of these files: 1")
    title: Text = the(Line(80), "the record's title")
    subtitle: Text | None = a(Line(), "what it is about, in one line")
    address: Text | None = a(Address(), "where the site will be read")
    language: Text = the(Language(), "the language it is written in (BCP 47)")
    editors: tuple[Text, ...] = a(ListOf(Line()), "who edits it")
    contact: Text | None = a(Line(), "where replies and requests for removal are sent")
    licence: Text | None = a(Line(), "under which licence the record may be used")
    handling: Text | None = a(Line(), "the handling line of the printed book")
    notice: Text | None = a(Prose(), "the quiet line at the top of every page")
    paper: Text | None = a(Choice(PAPERS), "the book's paper; A4 if left out")
    openings: Openings | None = a(Part(Openings), "what the chapters of the book open with")
    briefs: tuple[Brief, ...] = a(ListOf(Part(Brief), 30), "short books, each on one matter")
