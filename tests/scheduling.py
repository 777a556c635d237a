"""Which modules of tests run first, and which stay in one process.

A module stays in one process, with what it built. So do those that read the pages of our own
record one by one, as each process would have to parse all of them anew. What takes longest comes
first, so that no process is left alone with it at the end.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadFileScheduling

PAGES = (
    *("replies_travel", "jsonld", "languages", "search", "share", "cite", "reading_pages"),
    *("site_pages", "feed", "downloads", "citations", "no_totals", "data_package"),
)
"""They parse the pages of our own record."""
LONG = (
    *("serve", "widths", "access", "timeline_browser", "axe", "book", "payloads"),
    *("search_browser", "site_browser", "again", "prose_bounds", "publish_kills", "brief"),
    *("withheld_files", "pictures_browser", "notes_browser", "withhold", "schema", "print"),
    *("book_parts", "proof_record", "package", "rename", "draft", "book_proof", "hostile_files"),
    *("edition_freeze", "prose_pathological", "release", "bench_generators", "book_structure"),
)
"""They take from half a minute down to four seconds, the longest first."""
_RANKS = {f"tests/test_{name}.py": rank for rank, name in enumerate((*PAGES, *LONG))}
_TOGETHER = {f"tests/test_{name}.py" for name in PAGES}


def module_of(nodeid: str) -> str:
    """The module of a test."""
    return nodeid.partition("::")[0]


def scope_of(nodeid: str) -> str:
    """What a test shares a process with: the name of its module, or of several."""
    module = module_of(nodeid)
    return "pages" if module in _TOGETHER else module


def longest_first(items: list[pytest.Item]) -> None:
    """Put the modules that take longest first; in a module tests stay as they stand."""
    items.sort(key=lambda item: _RANKS.get(module_of(item.nodeid), len(_RANKS)))


class ByWhatIsBuilt(LoadFileScheduling):  # type: ignore[misc]
    """Gives each process whole scopes."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
