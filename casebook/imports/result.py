"""What was read from somebody's file: records to add, and what was not carried."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.load.odd_characters import first_odd
from casebook.load.scalars import SLUG
from casebook.prose.slugs import slug_of

MOST = 5_000
"""Things in one file: slides, people, bodies and memberships together."""
LONGEST = 20_000
"""Characters in one field of prose."""


class NotRead(Exception):  # noqa: N818 - what is wrong is the file's, not ours
    """A file that is not of its format, in words for whoever gave it."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing of the file that the record does not get.

    It does not repeat what stood there, which may be a name that is withheld; a rule's message
    may, and has been through the guard.
    """

    where: str
    """The unit of the file, such as `s12`; nothing for the file as a whole."""
    what: str
    """The field, by the name it has in the file."""
    why: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record to add."""

    kind: str
    id: str
    unit: str
    """The unit of the file that it is drawn from."""
    fields: dict[str, object]
    """Its fields as `yaml_text` writes them."""
    without_prose: dict[str, object] | None = None
    """The same with no words but its title, for where its prose cannot stand in a record."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file holds, as a record would have it."""

    title: str
    """What the file calls itself; nothing if it does not."""
    units: tuple[tuple[str, str], ...]
    """Each unit of the file, by its label, with its words: the copy to prove quotations with."""
    records: tuple[Incoming, ...]
    losses: tuple[Loss, ...]


@dataclass(slots=True)
class Ids:
    """Gives ids: the same file has the same ones each time, and no two things share one."""

    given: set[str]

    def take(self, words: str, otherwise: str) -> str:
        """An id made of words, or of others where those have no ASCII letters."""
        found = shortened_slug(words) or otherwise
        id_, number = found, 2
        while id_ in self.given or id_ == "index":
            id_ = f"{found[:70].rstrip('-')}-{number}"
            number += 1
        self.given.add(id_)
        return id_


def shortened_slug(words: str) -> str:
    """A slug of at most 60 characters that ends at a word's end, or nothing."""
    slug = slug_of(words[:400])
    if len(slug) > 60:
        slug = slug[:61].rpartition("-")[0] or slug[:60]
    return slug if SLUG.fullmatch(slug) else ""


def clean(words: object) -> str:
    """A text without what has no place in a record; nothing for what is no text or number."""
    if isinstance(words, bool) or not isinstance(words, str | int | float):
        return ""
    text = str(words)
    if first_odd(text) >= 0:
        text = "".join(
            ch if ch in "\n\t" or first_odd(ch) < 0 else " " if ch.isspace() else "" for ch in text
        )
    return text.strip()


def one_line(words: object) -> str:
    """A text on one line."""
    return " ".join(clean(words).split())
