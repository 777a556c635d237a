"""A work as it is cited, whatever the format: a source, or a page of the record itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casebook.dates import Date
from casebook.edit.edition import Entry
from casebook.model.record import Ref
from casebook.model.sources import Source
from casebook.prose import plain_text
from casebook.render.data.citations.kinds import Sort, sort_of
from casebook.render.desk import Desk
from casebook.render.sentences import basis_sentences, stopped


@dataclass(frozen=True, slots=True)
class Work:
    """One work, ready to be written in any format."""

    id: str
    sort: Sort
    kind: str
    """What sort of document it is, in words: of a source, in those of the editors."""
    title: str
    """In brackets where it is the editors': librarians' sign for what the document lacks."""
    short: str
    authors: tuple[str, ...]
    """Whole names, never divided by guess; in brackets where nobody is named."""
    publisher: str
    number: str
    address: str
    date: Date | None
    notes: tuple[str, ...]
    """Sentences. Of a source: whether its text is held, how its date and identity are known, its
    stance."""
    edition: str = ""


def works(desk: Desk) -> tuple[Work, ...]:
    """Every source, in the order of the files."""
    return tuple(source_work(desk, entry) for entry in desk.edition.of("source"))


def source_work(desk: Desk, entry: Entry) -> Work:
    """One source."""
    source = entry.record
    assert isinstance(source, Source)
    reference = _line(source.reference or "")
    is_address = reference.lower().startswith(("http://", "https://"))
    title = _line(source.title)
    return Work(
        id=entry.id,
        sort=sort_of(source.kind),
        kind=source.kind.replace("-", " "),
        title=f"[{title}]" if source.title_is_ours else title,
        short=_line(source.short or ""),
        authors=tuple(
            desk.edition.entry(agent).title
            if isinstance(agent, Ref)
            else f"[{_line(desk.edition.words(agent))}]"
            for agent in source.author
        ),
        publisher=_publisher(desk, source),
        number="" if is_address else reference,
        address=reference if is_address else "",
        date=source.date,
        notes=tuple(_notes(desk, source)),
    )


def _publisher(desk: Desk, source: Source) -> str:
    """Who brought it out, by full name: a label is short for those who have read the record."""
    prose = desk.edition.prose[source.publisher.at]
    return plain_text(
        prose, lambda one: one.words or desk.edition.mentioned(one, source.publisher).title
    )


def _notes(desk: Desk, source: Source) -> Iterator[str]:
    if not source.is_held:
        yield "The editors do not hold its text."
    if source.title_is_ours:
        yield "The title is the editors'."
    yield f"Date as recorded (EDTF): {source.date.text}."
    if source.sent is not None:
        yield f"Sent (EDTF): {source.sent.text}."
    yield from basis_sentences(desk, "Its date", source.basis)
    yield from basis_sentences(desk, "That it is this document", source.identified)
    if source.stance is not None:
        yield f"Stance: {stopped(desk.plain(source.stance))}"


def _line(words: str) -> str:
    return " ".join(words.split())
