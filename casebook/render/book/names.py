"""What the index of names lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from casebook.edit.edition import Edition, Entry
from casebook.render.book.links import anchor_of
from casebook.render.typography import typographic

NAMED = ("person", "party", "place", "community")
"""The kinds whose records the index lists."""

_ARTICLE = re.compile(r"^(?:a|an|the) (?=\S)")


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A name, with the pages that name it; or another name, and where to look."""

    words: str
    anchor: str
    see: str = ""
    """The name it stands under, where it is not that itself."""


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """The names that begin with one letter."""

    letter: str
    lines: tuple[IndexLine, ...]


def index_groups(edition: Edition) -> tuple[IndexGroup, ...]:
    """Every name under its first letter, in the order of the alphabet."""
    lines = sorted(_lines(edition), key=lambda line: (_letters(line.words), line.anchor))
    return tuple(
        IndexGroup(letter, tuple(under))
        for letter, under in groupby(lines, key=lambda line: _letters(line.words)[:1].upper())
    )


def _lines(edition: Edition) -> Iterator[IndexLine]:
    for kind in NAMED:
        for entry in edition.of(kind):
            name = typographic(entry.title)
            yield IndexLine(name, anchor_of(entry))
            for other in _other_names(entry, name):
                yield IndexLine(other, anchor_of(entry), see=name)


def _other_names(entry: Entry, name: str) -> list[str]:
    """The names it also goes by, but for those that would stand right beside its own."""
    variants = [str(variant.name) for variant in getattr(entry.record, "also", ())]
    found = dict.fromkeys(typographic(words) for words in (entry.label, *variants))
    first = _letters(name).split()[:1]
    return [words for words in found if words != name and _letters(words).split()[:1] != first]


def _letters(words: str) -> str:
    """What a name is sorted by: without case, marks and articles."""
    plain = "".join(
        ch for ch in unicodedata.normalize("NFD", words) if not unicodedata.combining(ch)
    ).casefold()
    return _ARTICLE.sub("", plain.lstrip("‘’“”'\"("), count=1)
