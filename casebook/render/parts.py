"""What a build may be asked for, and what all its parts are made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.edit.edition import Edition

if TYPE_CHECKING:
    from casebook.render.site.again import PageMemory

PARTS = ("html", "data", "book")
BOOK_PATH = "briefing.pdf"
OFFLINE_PATH = "offline.zip"


def brief_path(id_: str) -> str:
    """Where a brief that site.yaml names is found."""
    return f"briefs/{id_}.pdf"


@dataclass(frozen=True)
class Order:
    """One build: the edition, what of it is wanted, and where layouts and static files lie."""

    edition: Edition
    parts: frozenset[str]
    """Of `html`, `data`, `book`: what is not among them is neither written nor linked."""
    layouts: list[Path]
    """Folders of layouts, the record's own first."""
    static: list[Path]
    """Folders of static files, the record's own first."""
    jobs: int = 1
    """Processes that may render at once."""
    release: bool = False
    """Add what only a public site needs."""
    paper: str = ""
    """The paper of the book; as site.yaml says if empty."""
    live: bool = False
    """For the preview: without the policy that would block its reloading."""
    cache: Path | None = None
    """A folder for what may be kept from build to build; it may vanish at any time."""
    memory: PageMemory | None = None
    """What is known of the pages of the last build; None where every page is to be made."""
    progress: Callable[[str], None] = field(default=lambda words: None)
    pulse: Callable[[], None] = field(default=lambda: None)
    """Called after each output; it may raise, to give up a build that nobody wants any more."""

    def published(self, path: str) -> bytes | None:
        """What stands at a path since the last build, which looked it through for the names that
        are withheld now; None where that cannot be known.
        """
        return self.memory.published(path) if self.memory is not None else None
