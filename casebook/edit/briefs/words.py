"""Which terms of the glossary are used in some records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from casebook.edit.edition import Edition, Entry
from casebook.edit.walk import values_of
from casebook.model.documents import Excerpt
from casebook.model.record import Unnamed
from casebook.model.terms import Term
from casebook.model.types import Line
from casebook.model.types import Prose as ProseType
from casebook.prose import plain_text
from casebook.spot import Text


def terms_used(
    edition: Edition, entries: Iterable[Entry], excerpts: Iterable[Excerpt] = ()
) -> list[Entry]:
    """The terms whose words stand in the texts of some records, in the order of their file.

    A term may be several words at once, with commas between; one in capitals alone is looked for
    in capitals.
    """
    words = "\n".join(_texts(edition, entries, excerpts))
    small = words.casefold()
    return [
        entry
        for entry in edition.of("term")
        if any(_stands(name, words, small) for name in _names(entry))
    ]


def _stands(name: str, words: str, small: str) -> bool:
    if not name.isupper():
        name, words = name.casefold(), small
    # The plain search first: most terms are in few texts, and a pattern is slow.
    return name in words and re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", words) is not None


def _names(entry: Entry) -> Iterator[str]:
    term = entry.record
    assert isinstance(term, Term)
    for words in (term.name, *(variant.name for variant in term.also)):
        yield from (name.strip() for name in words.split(",") if name.strip())


def _texts(
    edition: Edition, entries: Iterable[Entry], excerpts: Iterable[Excerpt]
) -> Iterator[str]:
    for entry in entries:
        for value in values_of(entry.record):
            text = value.value.words if isinstance(value.value, Unnamed) else value.value
            if isinstance(value.type, ProseType):
                yield _plain(edition, text)
            elif isinstance(text, Text) and isinstance(value.type, Line):
                yield str(text)
    for excerpt in excerpts:
        yield _plain(edition, excerpt.body)


def _plain(edition: Edition, text: Text) -> str:
    return plain_text(
        edition.prose[text.at],
        lambda mention: mention.words or edition.mentioned(mention, text).label,
    )
