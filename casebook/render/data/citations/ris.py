"""RIS: a line a field, a tag of two signs, and a line that ends each work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casebook.dates import Date
from casebook.render.data.citations.dates import certain_day, certain_month
from casebook.render.data.citations.works import Work


def to_ris(works: Sequence[Work]) -> bytes:
    """Works one after another, in UTF-8, with the line ends that the format asks for."""
    lines = [line for work in works for line in (*_lines(work), "ER  - ", "")]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _lines(work: Work) -> Iterator[str]:
    for tag, value in _fields(work):
        # A value is one line: what follows a line end would be read as a tag.
        if words := " ".join(value.split()):
            yield f"{tag}  - {words}"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", work.sort.ris
    yield "ID", work.id
    yield "TI", work.title
    yield "ST", work.short
    for name in work.authors:
        yield "AU", name
    yield ("T2" if work.sort.periodical else "PB"), work.publisher
    yield "M1", work.number
    yield "ET", work.edition
    yield "UR", work.address
    yield from _dates(work.date)
    yield "M3", work.kind
    for note in work.notes:
        yield "N1", note


def _dates(date: Date | None) -> Iterator[tuple[str, str]]:
    """PY and DA (`YYYY/MM/DD/`), as far as they are known; the notes have the whole date."""
    if date is None:
        return
    first, last = date.earliest, date.latest
    if first is None or last is None or first.year != last.year:
        return
    yield "PY", f"{first.year:04d}"
    month, day = certain_month(date), certain_day(date)
    if month is not None:
        last_part = f"{day.day:02d}" if day is not None else ""
        yield "DA", f"{month.year:04d}/{month.month:02d}/{last_part}/"
