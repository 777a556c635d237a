"""Where things stand in the book: every address is an anchor in the one document."""

from __future__ import annotations

from casebook.edit.edition import Entry

COVER = "cover"
CONTENTS = "contents"
BRIEF = "brief"
"""The chapter that a brief opens with. It says where all that the brief lacks can be read."""
NOT_IN_BOOK = ("home",)
"""Narrative pages that the book has no chapter for: its cover stands for them."""


def anchor_of(entry: Entry) -> str:
    """The anchor of a record or narrative page: `person-ID`."""
    if entry.kind.name == "page" and entry.id in NOT_IN_BOOK:
        return COVER
    return entry.key


def unit_anchor(source: Entry, unit: str) -> str:
    """The anchor of the account of a unit. No id holds a dot, so it is unlike any record's."""
    return f"{source.key}.{unit}"


class BookLinks:
    """Addresses inside the book."""

    def to(self, entry: Entry) -> str:
        """`#person-ID`."""
        return f"#{anchor_of(entry)}"

    def to_unit(self, source: Entry, unit: str) -> str:
        """`#source-ID.p3`; the source itself where no unit is named."""
        return f"#{unit_anchor(source, unit)}" if unit else self.to(source)

    def to_index(self, folder: str) -> str:
        """The contents: a list of a kind is a chapter, which they name."""
        return f"#{CONTENTS}"

    def to_file(self, path: str) -> str:
        """The cover, which gives the address where the record's other files are read."""
        return f"#{COVER}"
