"""What an audit finds: on which page, by which rule, and what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

_MOST_PAGES = 4
"""Pages that are named for one mistake: a layout's stands on all of its pages."""


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong with one page."""

    rule: str
    """The rule's own name, to be looked up where the audit's rules are explained."""
    words: str
    """What is wrong, and where on the page."""
    page: str
    """The path of the page or file, and how it was looked at where that matters."""
    todo: str = ""
    """What to do."""


def shown(findings: Iterable[Finding]) -> str:
    """The findings for a reader: the same one on many pages stands there once."""
    pages: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in sorted(set(findings)):
        pages[one.rule, one.words, one.todo].append(one.page)
    lines = []
    for (rule, words, todo), found in pages.items():
        lines.append(f"  {rule}: {words}")
        more = len(found) - _MOST_PAGES
        named = ", ".join(found[:_MOST_PAGES]) + (f" and {more} more" if more > 0 else "")
        lines.append(f"      on {named}")
        if todo:
            lines.append(f"      {todo}")
    return "\n".join(lines)
