"""Every file of data/."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from casebook.edit.edition import Edition, Entry
from casebook.output import Output
from casebook.render.data.citations import FORMATS, works
from casebook.render.data.columns import RECORDS
from casebook.render.data.coverage import coverage_data
from casebook.render.data.edition import edition_data
from casebook.render.data.listing import DataFile, groups
from casebook.render.data.package import package
from casebook.render.data.planning import plans, record_row
from casebook.render.data.popolo import actors, popolo_data
from casebook.render.data.records import as_json, fields_data, record_data
from casebook.render.data.sheet import to_csv
from casebook.render.data.tables import rows_of
from casebook.render.data.timelinejs import dated, timelinejs_data
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.parts import Order


def render_data(order: Order) -> Iterator[Output]:
    """A Data Package: tables and JSON for every kind that has records, sources as citations."""
    desk = Desk(order.edition, SiteLinks(""))
    made = {**_json_files(desk), **_citations(desk)}
    rows = _rows(desk)
    files: list[tuple[DataFile, Output]] = []
    for group in groups(order.edition):
        for file in group.files:
            if file.table is not None:
                made[file.path] = to_csv(file.table, rows.pop(file.table.name))
            files.append((file, Output(file.path, made.pop(file.path))))
    assert not made and not rows, "every file that is made is listed"
    yield from (output for _, output in files)
    yield package(order.edition, files)


def _json_files(desk: Desk) -> dict[str, bytes]:
    edition = desk.edition
    made = {}
    held = {}
    for kind in edition.manuscript.model.kinds.values():
        entries = edition.of(kind.name)
        if entries:
            held[kind.folder] = len(entries)
            records = {entry.id: record_data(desk, entry) for entry in entries}
            made[f"data/{kind.folder}.json"] = as_json(records)
    if covered := coverage_data(edition):
        made["data/coverage.json"] = as_json(covered)
    if any(dated(edition)):
        made["data/timelinejs.json"] = as_json(timelinejs_data(desk))
    if actors(edition):
        made["data/popolo.json"] = as_json(popolo_data(desk))
    made["data/site.json"] = as_json({**fields_data(desk, edition.site), "records": held})
    made["data/edition.json"] = as_json(edition_data(edition))
    return made


def _citations(desk: Desk) -> dict[str, bytes]:
    cited = works(desk)
    if not cited:
        return {}
    return {f"data/sources.{one.ending}": one.write(cited) for one in FORMATS}


def _rows(desk: Desk) -> dict[str, list[list[str]]]:
    """The rows of every table that has any: events in the order of time, all else as typed."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for plan in plans(desk.edition.manuscript.model).values():
        for entry in _in_order(desk.edition, plan.kind.name):
            found[RECORDS].append(record_row(desk, plan, entry))
            for row in rows_of(plan, entry):
                found[row.plan.table.name].append(row.cells(desk))
    return found


def _in_order(edition: Edition, kind: str) -> tuple[Entry, ...]:
    return edition.chronology if kind == "event" else edition.of(kind)
