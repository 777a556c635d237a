"""An edition to be compared, whatever it was read from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casebook.edit.edition import Edition
from casebook.editions.content import EXCERPT, GONE, SITE, Content, id_of, present

Data = Mapping[str, Any]
"""A record by its fields, as `content.content_of` has it."""


@dataclass(frozen=True)
class Snapshot:
    """What one edition says."""

    content: Mapping[str, Mapping[str, Data]]
    id: str = ""
    """The edition's id; nothing where the data are not the whole of one."""
    day: str = ""
    """The day on which it was frozen."""
    unknown: frozenset[str] = field(default=frozenset())
    """The kinds that the data say nothing of, so that nothing is concluded from silence."""

    def of(self, kind: str) -> Mapping[str, Data]:
        """The records of a kind by their ids."""
        return self.content.get(kind, {})

    def gone(self, kind: str, id_: str) -> Data:
        """What became of an address that leads on, or whose record was withdrawn."""
        return self.of(GONE).get(f"{kind}:{id_}", {})

    def goes_by(self, kind: str, id_: str) -> str:
        """The id at the end of the renamings that begin with this one."""
        seen = {id_}
        while isinstance(now := self.gone(kind, id_).get("renamed_to"), str) and now not in seen:
            seen.add(now)
            id_ = now
        return id_


def snapshot_of(edition: Edition) -> Snapshot:
    """A record as it stands."""
    digest, content = present(edition)
    return Snapshot(content, id_of(digest))


_LINK = re.compile(r"\[\[(?:([a-z]+):)?([a-z0-9-]+)(?=[|\]\\])")
_CITED = re.compile(r"(\[@|; )([a-z0-9-]+)(?=[ ;\]])")


class Renaming:
    """An older snapshot in the ids of a newer one, so that a new id alone changes nothing else."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        """Finds what went by another id in `old`, and is in `new` under its new one."""
        self.now: dict[tuple[str, str], str] = {}
        for kind, records in old.content.items():
            if kind in (SITE, GONE):
                continue
            named = "source" if kind == EXCERPT else kind
            for id_ in records:
                now = new.goes_by(named, id_)
                if now != id_ and id_ not in new.of(kind) and now in new.of(kind):
                    self.now[kind, id_] = now
        self._kinds: dict[str, list[str]] = {}
        for kind, id_ in self.now:
            self._kinds.setdefault(id_, []).append(kind)

    def applied(self, old: Snapshot) -> Content:
        """The content of the older one, each record and each reference under its new id."""
        if not self.now:
            return {kind: dict(records) for kind, records in old.content.items()}  # type: ignore[arg-type]
        return {
            kind: {
                self.now.get((kind, id_), id_): {
                    name: self._value(value) for name, value in data.items()
                }
                for id_, data in records.items()
            }
            for kind, records in old.content.items()
        }

    def _value(self, value: Any) -> Any:  # noqa: ANN401
        match value:
            case str():
                return self._text(value) if "[" in value else value
            case list():
                return [self._value(item) for item in value]
            case {"kind": str(kind), "id": str(id_)} if len(value) == 2:
                return {"kind": kind, "id": self.now.get((kind, id_), id_)}
            case {"source": str(id_), "places": _}:
                return {**value, "source": self.now.get(("source", id_), id_)}
            case dict():
                return {name: self._value(item) for name, item in value.items()}
        return value

    def _text(self, text: str) -> str:
        text = _LINK.sub(self._link, text)
        return _CITED.sub(
            lambda m: m[1] + self.now.get(("source", m[2]), m[2]) if "[@" in text else m[0], text
        )

    def _link(self, match: re.Match[str]) -> str:
        kind, id_ = match[1], match[2]
        kinds = [kind] if kind else self._kinds.get(id_, [])
        now = next((self.now[one, id_] for one in kinds if (one, id_) in self.now), id_)
        return f"[[{kind}:{now}" if kind else f"[[{now}"
