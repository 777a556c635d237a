"""What there is to download: every file of data, and what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from casebook.edit.edition import Edition
from casebook.interface import phrase
from casebook.model.record import Kind
from casebook.render.data.citations import FORMATS
from casebook.render.data.coverage import coverage_data
from casebook.render.data.planning import every_table, plans, records_table
from casebook.render.data.popolo import actors
from casebook.render.data.schema import Table
from casebook.render.data.tables import rows_of
from casebook.render.data.timelinejs import dated


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of data that can be downloaded."""

    path: str
    """From the top of the site."""
    name: str
    """Its name in the package."""
    title: str
    about: str
    format: str
    mediatype: str
    count: int
    """How many rows or records it holds."""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class DataGroup:
    """The files that hold one kind of record, or those of the record as a whole."""

    id: str
    title: str
    files: tuple[DataFile, ...]


def groups(edition: Edition) -> Iterator[DataGroup]:
    """Every file of data but the package itself, by what it holds; none that would be empty."""
    model = edition.manuscript.model
    whole = [
        _json("site", "The record as a whole", "What it is called and who answers for it.", 1),
        _json("edition", "The edition", "Its name, and the editions frozen before it.", 1),
    ]
    records = sum(len(edition.of(name)) for name in model.kinds)
    if records:
        whole.append(_csv(records_table(model), records))
    if covered := coverage_data(edition):
        about = "Which held sources report each month, which events are dated to it or touch it."
        whole.append(_json("coverage", "Month by month", about, len(covered["months"])))
    if slides := sum(1 for _ in dated(edition)):
        about = "The dated events with their accounts, for TimelineJS3; dates as words and numbers."
        whole.append(_json("timelinejs", "The chronology for TimelineJS", about, slides))
    if listed := len(actors(edition)):
        about = "Who acts, and the offices that sources attest, for programs that read Popolo."
        whole.append(_json("popolo", "People and bodies as Popolo", about, listed))
    yield DataGroup("whole", phrase("The record as a whole"), tuple(whole))
    for name, plan in plans(model).items():
        entries = edition.of(name)
        if not entries:
            continue
        counts = Counter(row.plan.table.name for entry in entries for row in rows_of(plan, entry))
        files = [_csv(one, counts[one.name]) for one in every_table(plan) if counts[one.name]]
        kind = plan.kind
        about = f"{kind.plural} with all their fields, by id; prose as Markdown and in plain words."
        files.append(_json(kind.folder, f"{kind.plural} as JSON", about, len(entries)))
        yield DataGroup(kind.folder, kind.plural, (*files, *_citations(kind, len(entries))))


def _csv(table: Table, count: int) -> DataFile:
    path = f"data/{table.name}.csv"
    return DataFile(path, table.name, table.title, table.about, "csv", "text/csv", count, table)


def _json(name: str, title: str, about: str, count: int) -> DataFile:
    path = f"data/{name}.json"
    return DataFile(path, f"{name}-json", title, about, "json", "application/json", count)


def _citations(kind: Kind, count: int) -> Iterator[DataFile]:
    if kind.name == "source":
        for one in FORMATS:
            path = f"data/{kind.folder}.{one.ending}"
            yield DataFile(
                path,
                f"{kind.folder}-{one.name}",
                f"{kind.plural} as {one.title}",
                one.about,
                one.ending.rpartition(".")[2],
                one.mediatype,
                count,
            )
