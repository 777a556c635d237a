"""What of a record an editor can offer: its ids with their titles, and words it uses already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casebook.edit.edition import Edition, Entry
from casebook.edit.walk import walk_parts
from casebook.model.claims import Claim
from casebook.model.record import Fields, Record, fields_of
from casebook.model.sources import Source
from casebook.model.types import MapOf, Slug

MOST = 3000
"""Records of a kind that are offered at most: the files that an editor reads would be too long."""

Use = tuple[type[Fields], str]
"""A class and one of its fields."""


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record that can be referred to."""

    kind: str
    id: str
    about: str
    """Its number and title; a claim's with what answers it."""
    units: str | None = None
    """For a held source, the labels of its places."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a record holds; nothing, where only the model is known."""

    records: Mapping[str, tuple[KnownRecord, ...]] = field(default_factory=dict)
    """By kind, in the order of the files."""
    used: Mapping[Use, tuple[str, ...]] = field(default_factory=dict)
    """Short names that a field has been given, or names in a map of its, each once, in order."""

    def of(self, kinds: tuple[str, ...]) -> list[tuple[str, KnownRecord]]:
        """The records of some kinds with what is typed for each: `id`, or `kind:id` if need be."""
        found = [record for kind in kinds for record in self.records.get(kind, ())]
        times: dict[str, int] = {}
        for record in found:
            times[record.id] = times.get(record.id, 0) + 1
        return [(one.id if times[one.id] == 1 else f"{one.kind}:{one.id}", one) for one in found]


def known(edition: Edition) -> Known:
    """What an edition holds. Titles with a withheld name in them are left out."""
    records = {
        kind: tuple(_record(edition, entry) for entry in edition.of(kind)[-MOST:])
        for kind in edition.manuscript.model.kinds
    }
    used: dict[Use, dict[str, None]] = {}
    for kind in edition.manuscript.model.kinds:
        for entry in edition.of(kind):
            _note_names(entry.record, used)
            for part in walk_parts(entry.record):
                _note_names(part, used)
    holds = edition.manuscript.withheld.holds
    told = {
        use: tuple(sorted(name for name in names if not holds(name))) for use, names in used.items()
    }
    return Known(records, told)


def _note_names(fields: Fields, used: dict[Use, dict[str, None]]) -> None:
    for each in fields_of(type(fields)):
        value = getattr(fields, each.attribute)
        names = used.setdefault((type(fields), each.name), {})
        if isinstance(each.type, Slug) and value:
            names[str(value)] = None
        elif isinstance(each.type, MapOf) and not each.type.languages and value:
            names.update(dict.fromkeys(value))


def _record(edition: Edition, entry: Entry) -> KnownRecord:
    title = entry.id if edition.manuscript.withheld.holds(entry.title) else entry.title
    about = f"{entry.number} {title}".lstrip() + _reply(entry.record)
    source = entry.record
    units = str(source.units or "") if isinstance(source, Source) and source.is_held else None
    return KnownRecord(entry.kind.name, entry.id, about, units)


def _reply(record: Record) -> str:
    """What answers an allegation: it is shown nowhere without."""
    if not isinstance(record, Claim) or record.replies == "not-adverse":
        return ""
    if record.replies == "none-printed":
        return " (no reply printed)"
    answers = ", ".join(reply.claim.id for reply in record.answered_by)
    return f" (answered by {answers})" if answers else " (its reply is not filled in)"
