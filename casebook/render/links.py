"""Where a record stands in one output: what a link to it points at."""

from __future__ import annotations

from typing import Protocol

from casebook.edit.edition import Entry


class Links(Protocol):
    """How one output addresses what is in it."""

    def to(self, entry: Entry) -> str:
        """The address of a record, from where the link stands."""

    def to_unit(self, source: Entry, unit: str) -> str:
        """The address of the account of one unit of a source."""

    def to_index(self, folder: str) -> str:
        """The address of the list of a kind of record."""

    def to_file(self, path: str) -> str:
        """The address of another file of the output, by its path from the top."""


class SiteLinks:
    """Addresses in the site, relative, so that it works from any folder and from file://."""

    def __init__(self, up: str) -> None:
        """`up` leads from the page to the top of the site: nothing, or `../`."""
        self._up = up

    def to(self, entry: Entry) -> str:
        """`people/ID.html`, from here."""
        return self._up + entry.path

    def to_unit(self, source: Entry, unit: str) -> str:
        """`sources/ID.html#p3`, from here."""
        return f"{self._up}{source.path}#{unit}" if unit else self._up + source.path

    def to_index(self, folder: str) -> str:
        """`people/index.html`, from here."""
        return f"{self._up}{folder}/index.html"

    def to_file(self, path: str) -> str:
        """Any file of the site, from here."""
        return self._up + path
