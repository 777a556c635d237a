"""What a YAML file holds, before anyone asks what it means: maps, lists and texts with places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from casebook.spot import Spot, Text


@dataclass(slots=True)
class MapNode:
    """A YAML mapping, its entries in the order they were written."""

    entries: dict[Text, Node]
    """Keys are texts, so each knows its own spot; look one up by any equal string."""
    at: Spot


@dataclass(slots=True)
class ListNode:
    """A YAML sequence."""

    items: list[Node]
    at: Spot


Node: TypeAlias = "MapNode | ListNode | Text"
"""One value as it was typed: nothing is turned into a number, a date or a yes."""
