"""Two snapshots, change by change, the most weighty first."""

from __future__ import annotations

from casebook.editions.change import Change, Point
from casebook.editions.content import EXCERPT, GONE, SITE
from casebook.editions.leaves import leaves
from casebook.editions.names import KINDS, Names
from casebook.editions.snapshot import Data, Renaming, Snapshot
from casebook.editions.tell import Teller, cls_of
from casebook.interface import Interface


def compare(old: Snapshot, new: Snapshot, interface: Interface) -> tuple[Change, ...]:
    """Every change from an older edition to a newer one, in the words of a language."""
    return tuple(sorted(_Comparison(old, new, interface).changes(), key=lambda change: change.turn))


class _Comparison:
    def __init__(self, old: Snapshot, new: Snapshot, interface: Interface) -> None:
        self._renaming = Renaming(old, new)
        self._was = {(kind, now): id_ for (kind, id_), now in self._renaming.now.items()}
        self._old = Snapshot(self._renaming.applied(old))
        self._new = new
        self._kinds = {
            kind: None
            for kind in (SITE, *KINDS, *sorted({*old.content, *new.content}))
            if kind != GONE and kind not in old.unknown | new.unknown
        }
        self._before, self._after = Names(self._old, interface), Names(new, interface)
        self._teller = Teller(self._before, self._after)

    def changes(self) -> list[Change]:
        found = []
        for kind in self._kinds:
            before, after = self._old.of(kind), self._new.of(kind)
            for id_ in sorted({*before, *after}):
                change = self._of(kind, id_, before.get(id_), after.get(id_))
                if change is not None:
                    found.append(change)
        return found

    def _of(self, kind: str, id_: str, old: Data | None, new: Data | None) -> Change | None:
        if new is None:
            points = [self._gone(kind, id_)]
        elif old is None:
            points = [self._teller.added(kind, id_)]
        else:
            points = self._changed(kind, id_, old, new)
        if not points:
            return None
        names = self._before if new is None else self._after
        return Change(
            kind,
            id_,
            names.number(kind, id_) or self._before.number(kind, id_),
            names.title(kind, id_),
            names.reply(id_) if kind == "claim" else "",
            tuple(sorted(points, key=lambda point: point.weight)),
            new is not None,
            old is not None,
        )

    def _gone(self, kind: str, id_: str) -> Point:
        told = self._new.gone(kind, id_)
        why = told.get("withdrawn")
        return self._teller.gone(kind, why if isinstance(why, str) else "")

    def _changed(self, kind: str, id_: str, old: Data, new: Data) -> list[Point]:
        points = self._teller.changed(kind, id_, list(leaves(cls_of(kind), old, new)))
        # An excerpt goes by the id of its source, of which it is told.
        if kind != EXCERPT and (was := self._was.get((kind, id_))):
            points.append(self._teller.renamed(was, id_))
        return points
