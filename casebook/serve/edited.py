"""Which record an edit was made in, and which words of it: where a browser may be led."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casebook.serve.homes import Homes
from casebook.spot import Spot

_MOST_FILES = 3
"""Files that one edit may change and still be somebody's edit, and no checkout of a branch."""
_MOST_WORDS = 600
"""Characters of edited lines that a page is searched for."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an edit can be seen."""

    page: str
    words: str
    """The lines that were edited, as they are now."""


def edited(before: Mapping[str, str], now: Mapping[str, str], homes: Homes) -> Target | None:
    """Where the edit between two readings of a record can be seen; None where that is nowhere.

    In: the texts of its files then and now, and the homes of its records now. Of several places
    it is the first. What was only taken out can be seen where it was.
    """
    changed = sorted(
        file for file, text in now.items() if file in before and before[file] != text
    ) or sorted(file for file in now if file not in before)
    if not before or not changed or len(changed) > _MOST_FILES:
        return None
    for file in changed:
        first, lines = _differing(before.get(file, ""), now[file])
        page = homes.page_of(Spot(file, first, 1))
        if page:
            return Target(page, " ".join(" ".join(lines).split())[:_MOST_WORDS])
    return None


def _differing(before: str, now: str) -> tuple[int, list[str]]:
    """The number of the first line that differs, and the lines that are new or other."""
    old, new = before.split("\n"), now.split("\n")
    most = min(len(old), len(new))
    first = next((n for n in range(most) if old[n] != new[n]), most)
    last = next((n for n in range(most - first) if old[-1 - n] != new[-1 - n]), most - first)
    return min(first + 1, len(new)), new[first : len(new) - last]
