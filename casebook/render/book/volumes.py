"""The books that are made of a record: the whole, and each brief that site.yaml names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casebook.edit.briefs import Ask, ask_of
from casebook.edit.edition import Edition
from casebook.render.book.briefs import brief_cover, brief_desk, brief_opening
from casebook.render.book.chapters import Chapter, chapters
from casebook.render.book.cover import CoverView, cover_view
from casebook.render.book.links import BookLinks
from casebook.render.desk import Desk
from casebook.render.parts import BOOK_PATH, brief_path


@dataclass(frozen=True, slots=True)
class Volume:
    """One book before it is laid out."""

    path: str
    """Of the file."""
    cover: CoverView
    chapters: tuple[Chapter, ...]

    @property
    def name(self) -> str:
        """What it is called while it is made: a title may hold what no message repeats."""
        return "the book" if self.path == BOOK_PATH else self.path


def volumes(edition: Edition) -> Iterator[Volume]:
    """The whole record, then the briefs in the order of site.yaml."""
    yield whole_volume(edition)
    for brief in edition.site.briefs:
        ask = ask_of(edition, brief)
        yield brief_volume(edition, ask, str(brief.title), brief_path(str(brief.id)))


def whole_volume(edition: Edition) -> Volume:
    """The book of the whole record."""
    desk = Desk(edition, BookLinks())
    return Volume(BOOK_PATH, cover_view(desk), chapters(desk))


def brief_volume(edition: Edition, ask: Ask, title: str, path: str) -> Volume:
    """One brief; AskError if it would be empty."""
    desk = brief_desk(edition, ask)
    return Volume(path, brief_cover(desk, title), chapters(desk, brief_opening(desk)))
