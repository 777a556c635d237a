"""What was written: every record and document, references still ids, every value with its spot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casebook.interface import ENGLISH, Interface
from casebook.model import Model
from casebook.model.documents import Excerpt, Page
from casebook.model.kept import FrozenEdition, Proof, Register
from casebook.model.record import Record
from casebook.model.site import Site
from casebook.withheld.names import Withheld


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All that was read from a site directory."""

    root: Path
    model: Model
    site: Site
    records: Mapping[str, Mapping[str, Record]]
    """By kind, then by id, in the order of the files."""
    pages: Mapping[str, Page]
    excerpts: tuple[Excerpt, ...]
    broken: frozenset[tuple[str, str]]
    """Records (kind, id) whose shape is wrong: known by id, judged no further."""
    files: Mapping[str, str]
    """The text of every file read, for showing a line and finding places in it."""
    proofs: Mapping[str, Proof] = field(default_factory=dict)
    """What was proved of quotations, by the id of their source."""
    withheld: Withheld = field(default_factory=Withheld)
    """The names that may stand nowhere."""
    register: Register = field(default_factory=Register)
    """Every address and number that was ever given."""
    frozen: tuple[FrozenEdition, ...] = ()
    """The editions that were frozen, the oldest first; what they say is read where it is needed."""
    interface: Interface = ENGLISH
    """The interface's words in the record's language."""
    lost: frozenset[tuple[str, str]] = frozenset()
    """Records (kind, id) that could not be read at all; an id of "" stands for any of the kind."""

    def may_be_lost(self, kinds: Iterable[str], id_: str) -> bool:
        """May a record of this id be one that could not be read, and was reported?"""
        return bool(self.lost) and any(
            (kind, id_) in self.lost or (kind, "") in self.lost for kind in kinds
        )
