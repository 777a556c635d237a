"""A declared kind of record as tables.

A record is a row of its kind's table. Whatever it holds several of is a table of its own, whose
rows lead to their owner: `claims.csv`, `claims_about.csv`, `events_accounts_quote.csv`.
"""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Entry
from casebook.model import Model
from casebook.model.record import Kind, Record
from casebook.model.types import ListOf, MapOf, Part, WordOrList
from casebook.render.data.columns import RECORDS, cells, columns, foreign_keys
from casebook.render.data.reading import READING
from casebook.render.data.schema import Column, ForeignKey, Table
from casebook.render.data.slots import Slot, slots
from casebook.render.data.tables import Plan, is_titled
from casebook.render.desk import Desk
from casebook.render.sentences import sentence

Folders = dict[str, str]
"""The table of each kind of record."""


def plans(model: Model) -> dict[str, Plan]:
    """The plan of each kind's own table, by the kind's name."""
    folders = {name: kind.folder for name, kind in model.kinds.items()}
    return {name: _root(model.by_name[name], folders) for name in model.kinds}


def every_table(plan: Plan) -> Iterator[Table]:
    """The table of a plan and all below it."""
    yield plan.table
    for _, child in plan.children:
        yield from every_table(child)


def _root(cls: type[Record], folders: Folders) -> Plan:
    kind = cls.declares
    titled = is_titled(kind, cls)
    held = tuple(slot for slot in slots(cls) if not (titled and slot.name == "title"))
    carried = tuple(slot for slot in held if isinstance(slot.type, WordOrList))
    found = [Column("id", f"the {kind.name}'s id", required=True)]
    if kind.letter:
        found.append(Column("number", "its number, given once and never again"))
    if titled:
        found.append(Column("title", "what the record is called", required=True))
    found += _own_columns(held)
    found += (column for column, _ in READING.get(kind.name, ()))
    found.append(Column("path", "where it is read, from the top of the site", required=True))
    table = Table(
        kind.folder, kind.plural, kind.about, tuple(found), ("id",), _own_keys(held, folders)
    )
    return Plan(table, kind, held, children=_children(kind, table, held, folders, carried))


def _own_columns(held: tuple[Slot, ...]) -> list[Column]:
    found: list[Column] = []
    for slot in held:
        if isinstance(slot.type, WordOrList):
            words = " or ".join(f"`{word}`" for word in slot.type.words)
            found.append(Column(slot.name, f"{slot.field.doc}: {words}, or ids"))
        elif not slot.several:
            found += columns(slot.name, slot.type, slot.field.doc, slot.required)
    return found


def _own_keys(held: tuple[Slot, ...], folders: Folders) -> tuple[ForeignKey, ...]:
    return tuple(
        key
        for slot in held
        if not slot.several
        for key in foreign_keys(slot.name, slot.type, folders)
    )


def _children(
    kind: Kind,
    owner: Table,
    held: tuple[Slot, ...],
    folders: Folders,
    carried: tuple[Slot, ...],
    step: str = "",
) -> tuple[tuple[Slot, Plan], ...]:
    return tuple(
        (slot, _child(kind, owner, slot, folders, carried, step)) for slot in held if slot.several
    )


def _child(
    kind: Kind,
    owner: Table,
    slot: Slot,
    folders: Folders,
    carried: tuple[Slot, ...],
    step: str,
) -> Plan:
    """The table of what a slot holds several of; `step` is what its owner is among its like."""
    type_ = slot.type
    assert isinstance(type_, ListOf | MapOf | WordOrList)
    to_owner = tuple(
        f"{kind.name}_id" if name == "id" else f"{step}_position" if name == "position" else name
        for name in owner.primary
    )
    found = [
        Column(name, "the record it belongs to" if at == 0 else "the row it belongs to",
               "string" if at == 0 else "integer", required=True)
        for at, name in enumerate(to_owner)
    ]  # fmt: skip
    found.append(Column("position", "its place among its like, from 1", "integer", required=True))
    if isinstance(type_, MapOf):
        key = ("language", "the language (BCP 47)") if type_.languages else ("key", "of what")
        found.append(Column(*key, required=True))
    name = f"{owner.name}_{slot.name}"
    inside = slots(type_.item.fields) if isinstance(type_.item, Part) else ()
    brings = tuple(one for one in carried if one is not slot)
    keys = [ForeignKey(to_owner, owner.name, owner.primary)]
    if inside:
        found += _own_columns(inside)
        keys += _own_keys(inside, folders)
    else:
        found += columns(slot.name, type_.item, slot.field.doc, required=True)
        keys += foreign_keys(slot.name, type_.item, folders)
    found += (
        Column(one.name, f"as in {kind.folder}.csv: no row of a {kind.name} is without it")
        for one in brings
    )
    title = f"{owner.title}: {slot.name.replace('_', ' ')}"
    primary = (*to_owner, "position")
    table = Table(name, title, sentence(slot.field.doc) + ".", tuple(found), primary, tuple(keys))
    below = _children(kind, table, inside, folders, carried, slot.name)
    item = None if inside else type_.item
    return Plan(table, kind, inside, item, isinstance(type_, MapOf), below, brings)


def records_table(model: Model) -> Table:
    """The table of every record of every kind, with what no row of it may be without."""
    found = (
        Column("kind", "the kind of record", required=True, choices=tuple(model.kinds)),
        Column("id", "its id, unique among its kind", required=True),
        Column("number", "its number, if it has one"),
        Column("title", "what it is called", required=True),
        Column("replies", "of a claim: who answered it, as in claims.csv"),
        Column("path", "where it is read, from the top of the site", required=True),
    )
    about = "Every record by kind and id, to which references of several kinds lead."
    return Table(RECORDS, "All records", about, found, ("kind", "id"))


def record_row(desk: Desk, plan: Plan, entry: Entry) -> list[str]:
    """A record as a row of the table of every record."""
    replies = [
        cells(desk, slot.type, slot.of(entry.record))[0]
        for slot in plan.slots
        if isinstance(slot.type, WordOrList)
    ]
    return [
        entry.kind.name,
        entry.id,
        entry.number,
        entry.title,
        "; ".join(replies),
        entry.path,
    ]
