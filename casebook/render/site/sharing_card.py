"""The words of a picture for sharing, before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a picture, from its top to its foot; any but the title may be nothing."""

    path: str
    """Where the picture is in the site."""
    site: str
    kicker: str
    title: str
    date: str
    told: str
    """Who says so."""
    stop: str = "."
    """What ends a sentence in the record's language."""

    @property
    def words(self) -> str:
        """The same for who cannot see it."""
        return f"{self.stop} ".join(
            words for words in (self.site, self.kicker, self.title, self.date, self.told) if words
        )
