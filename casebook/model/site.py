"""site.yaml: what the whole record is called and how it is published."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.model.record import Fields, a, the
from casebook.model.types import Address, Choice, Language, Line, ListOf, Number, Prose
from casebook.spot import Text


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
    paper: Text | None = a(Choice(("A4", "Letter")), "the book's paper; A4 if left out")
