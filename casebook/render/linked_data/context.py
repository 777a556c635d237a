"""The record as seen from one page: how things are named in its JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casebook.edit.edition import Edition, Entry
from casebook.model.parts import Variant
from casebook.model.record import Agent, Ref
from casebook.render.desk import Desk
from casebook.spot import Text

Node = dict[str, Any]
"""A thing described, or a value of it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the description of one page is made with."""

    desk: Desk
    top: str
    """The site's address; where it has none, what leads to the top of the site from the page."""
    description: str
    """The page in a sentence or two; of a claim, with its reply."""

    @property
    def edition(self) -> Edition:
        """The record."""
        return self.desk.edition

    def id(self, path: str) -> str:
        """The `@id` of what the page at a path describes."""
        return self.top + path

    def ref(self, entry: Entry) -> Node:
        """A record, by its `@id` alone: it is described on its own page."""
        return {"@id": self.id(entry.path)}

    def refs(self, refs: Iterable[Ref]) -> list[Node]:
        """Several records."""
        return [self.ref(entry) for entry in self.edition.all(refs)]

    def agents(self, agents: Iterable[Agent]) -> list[Node]:
        """Those of some agents that have a record."""
        return self.refs(agent for agent in agents if isinstance(agent, Ref))


def names(also: Iterable[Variant], native: Mapping[str, Text] | None, *more: str) -> list[Any]:
    """Other names: short ones, those that sources print, and those of other languages."""
    found: list[Any] = [name for name in more if name]
    found += dict.fromkeys(str(variant.name) for variant in also)
    found += (
        {"@value": str(name), "@language": str(language)}
        for language, name in (native or {}).items()
    )
    return found


def slim(node: Mapping[str, Any]) -> Node:
    """A node without what is empty; a list of one is that one."""
    found = {}
    for key, value in node.items():
        if isinstance(value, list | tuple):
            value = list(value)
            value = value[0] if len(value) == 1 else value
        if value not in ("", None, [], {}):
            found[key] = value
    return found
