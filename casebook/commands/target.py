"""The file that a new record goes into: what it holds, and where in it the record belongs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casebook.commands.change import bytes_of
from casebook.commands.errors import UsageError
from casebook.dates import Date
from casebook.load.documents import holds_something
from casebook.load.losses import losses
from casebook.load.manuscript import Manuscript
from casebook.load.nodes import ListNode, MapNode, Node
from casebook.load.text_file import unified
from casebook.load.yaml_reader import read_yaml
from casebook.problem import Problem, RecordError
from casebook.spot import Text
from casebook.withheld.guard import guarded
from casebook.writing.insert import (
    CannotInsertError,
    Standing,
    place_in_order,
    standing,
    with_record,
)

_ALPHABETICAL = 3
"""Records from which on an alphabet is no chance."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file of records as it is, or as one that is still missing."""

    name: str
    written: str
    """Its text, with the line ends that it has."""
    node: MapNode | None
    """Nothing where it holds no record."""
    stands: Standing

    def with_record(
        self, manuscript: Manuscript, record: list[str], id_: str, date: Date | None
    ) -> tuple[str, int]:
        """The file's text with one more record, and the line where that begins.

        UsageError where it would not read as it did, and the record besides.
        """
        before, heading = self._place(manuscript, id_, date)
        text, first = with_record(self.written, self.stands, record, before, heading)
        node = read_yaml(unified(text), self.name, lambda problem: None)
        found = dict(node.entries) if isinstance(node, MapNode) else {}
        lines = [key.at.line for key in found if key == id_]
        kept = {key: value for key, value in found.items() if key != id_}
        if lines != [first] or _plain(kept) != _plain(self.node.entries if self.node else {}):
            raise UsageError(
                f"{self.name} is written in a way that no record can be put into: add it by hand"
            )
        return text, first

    def _place(self, manuscript: Manuscript, id_: str, date: Date | None) -> tuple[int | None, str]:
        """Which record of the file it is to stand before, and the heading it may go below."""
        if self.node is None:
            return None, ""
        ids = [str(key) for key in self.node.entries]
        if date is None:
            in_turn = len(ids) >= _ALPHABETICAL and ids == sorted(ids)
            return (place_in_order(ids, id_) if in_turn else None), ""
        dates = {
            record.id: getattr(record, "date", None)
            for below in manuscript.records.values()
            for record in below.values()
            if record.at.file == self.name
        }
        keys = [one.sort_key if (one := dates.get(each)) is not None else None for each in ids]
        first = date.earliest or date.latest
        return place_in_order(keys, date.sort_key), f"{first.year:04}" if first else ""


def target_of(manuscript: Manuscript, problems: Iterable[Problem], name: str) -> Target:
    """A file by its name in the record; RecordError where it cannot be read.

    `problems` are those found when the record was loaded.
    """
    if not os.path.lexists(manuscript.root / name):
        return Target(name, "", None, Standing())
    broken = [problem for problem in problems if problem.where.file == name]
    if name not in manuscript.files and broken:
        raise RecordError(guarded(broken, manuscript.files, manuscript.withheld), manuscript.files)
    written = bytes_of(manuscript, name).decode()
    source = manuscript.files[name]
    if not holds_something(source):
        return Target(name, written, None, Standing())
    wrong: list[Problem] = []
    node = read_yaml(source, name, wrong.append)
    left_out = losses(source, node if isinstance(node, MapNode) else None, wrong)
    if not isinstance(node, MapNode) or left_out.entries or left_out.rest:
        raise RecordError(guarded(broken, manuscript.files, manuscript.withheld), manuscript.files)
    try:
        return Target(name, written, node, standing(source, node))
    except CannotInsertError as error:
        raise UsageError(f"{name}: {error}") from None


def _plain(node: Mapping[Text, Node] | Node) -> object:
    """What a node holds, wherever it stands."""
    match node:
        case MapNode():
            return _plain(node.entries)
        case ListNode():
            return [_plain(one) for one in node.items]
        case Mapping():
            return [(str(key), _plain(value)) for key, value in node.items()]
    return str(node)
