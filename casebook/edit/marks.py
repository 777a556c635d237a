"""What looks like a quotation to a reader and is none that can be proved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casebook.edit.edition import Edition
from casebook.edit.quoted import MARKED, NAMES
from casebook.edit.walk import of_record, texts_in, values_of
from casebook.model.record import Record
from casebook.model.sources import Source
from casebook.model.types import Line
from casebook.model.types import Prose as ProseType
from casebook.prose import Prose
from casebook.spot import Spot, Text, locate

_SINGLE = re.compile(
    r"(?<![\w'’])['‘](?=[^\W\d_])[^'‘’\n]{0,300}?(?:\w['’]\w[^'‘’\n]{0,300}?){0,9}"
    r"(?<=[\w.,;:!?…])['’](?!\w)"
)
"""Opens before a letter, closes after a word: no apostrophe does both."""

_BLOCK = re.compile(r"^[ \t]*(?:(?:[-*+]|[0-9]+[.)])[ \t]+)*>", re.MULTILINE)


def set_as_quotations(edition: Edition) -> Iterator[tuple[Spot, int, bool]]:
    """What looks like a quotation and is none: where, how long, is it a block?

    Several words in single quotation marks, outside double ones; and block quotations.
    """
    for text in _texts(edition):
        marked = "'" in text or "‘" in text
        prose = edition.prose.get(text.at)
        if not marked and (prose is None or ">" not in text):
            continue
        file = edition.manuscript.files.get(text.at.file, "")
        if prose is not None and ">" in text and _has_block(prose):
            found = _BLOCK.search(text)
            start = found.end() - 1 if found else 0
            yield locate(file, text, start), 1, True
        for found in _SINGLE.finditer(_without_quotations(text, prose)) if marked else ():
            # One word may be held at arm's length so; several look like somebody's words.
            if len(found.group().split()) > 1:
                yield locate(file, text, found.start()), len(found.group()), False


def _texts(edition: Edition) -> Iterator[Text]:
    """Every text that the editors wrote and that may look like a quotation, as they wrote it."""
    for of_kind in edition.entries.values():
        for entry in of_kind.values():
            yield from of_record(entry.record, _of_record)
    yield from (page.record.body for page in edition.of("page"))  # type: ignore[attr-defined]
    for excerpt in edition.manuscript.excerpts:
        yield from (text for text in (excerpt.title, excerpt.body) if text is not None)
    if edition.site.notice is not None:
        yield edition.site.notice


def _of_record(record: Record) -> tuple[Text, ...]:
    found = []
    printed = isinstance(record, Source)
    for value, words in texts_in(values_of(record)):
        if not ("'" in words or ">" in words or "‘" in words):
            continue
        if isinstance(value.type, Line) and value.type.quoted:
            continue
        field = value.path.rpartition(".")[2]
        if isinstance(value.type, ProseType) or not (printed or field in NAMES):
            found.append(words)
    return tuple(found)


def _has_block(prose: Prose) -> bool:
    bodies = (prose.tokens, *prose.bodies.values())
    return any(token.type == "blockquote_open" for body in bodies for token in body)


def _without_quotations(text: Text, prose: Prose | None) -> str:
    """The text with blanks in place of what stands in double marks."""
    if prose is None:
        return MARKED.sub(lambda found: " " * len(found.group()), text)
    words = str(text)
    for quotation in prose.quotations:
        start, end = quotation.offset, quotation.offset + quotation.length
        words = words[:start] + " " * (end - start) + words[end:]
    return words
