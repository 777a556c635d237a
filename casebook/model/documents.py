"""Markdown documents of the record: narrative pages and annotated excerpts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casebook.model.record import Fields, Kind, Record, Ref, a, the
from casebook.model.types import Line, Reference
from casebook.spot import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Record):
    """A narrative page of content/pages/: its id is its file's name, and its address."""

    declares: ClassVar[Kind] = Kind(
        name="page",
        plural="Pages",
        file="content/pages",
        folder="",
        about="Narrative pages.",
        expects_mention=False,
    )
    title: Text = the(Line(), "the page's title")
    summary: Text | None = a(Line(), "what it is about, in one line")
    body: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt(Fields):
    """An annotated excerpt of content/excerpts/: what a source says, in order, with notes."""

    source: Ref = the(Reference(("source",)), "the source it gives an account of")
    title: Text | None = a(Line(), "its heading")
    body: Text
