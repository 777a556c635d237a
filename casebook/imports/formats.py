"""The formats that can be brought in, listed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet

from casebook.imports.popolo import read_popolo
from casebook.imports.result import Brought
from casebook.imports.timelinejs import read_timelinejs

Taken = Mapping[str, AbstractSet[str]]
"""By kind, the ids that records of other kinds have."""
Read = Callable[[str, str, Taken], Brought]
"""From the text of a file and the id of the source that it is; NotRead if it is not of the
format."""

FORMATS: dict[str, Read] = {
    "popolo": read_popolo,
    "timelinejs": read_timelinejs,
}
