"""The records of one YAML file, each read by itself and remembered by its own lines.

After an edit nearly every record of a long file is what it was. A file is cut where a line at
the left edge begins an entry, and a piece that was read before, as the same kind in the same
file, is not read again: if it stands on other lines now, what was read of it is moved there.

A file that is not plainly a list of entries is not cut, nor one in which anything at all is
refused as YAML: then `directory.load` reads it as a whole, and says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from casebook.load.moving import moved, moved_text
from casebook.load.odd_characters import has_odd
from casebook.load.shape import Shaper
from casebook.load.text_file import MAX_FILE
from casebook.load.yaml_reader import MapNode, Node, read_yaml
from casebook.model.record import Record
from casebook.problem import Problem
from casebook.spot import Text

_MOST_FILES = 2_000
"""Files whose records are remembered. Each is forgotten as soon as it is not in its file."""

_MOST_NEW = 200
"""New pieces that are read one by one: it takes half as long again as reading them together."""

_EDGE = re.compile(r"^[^ \n#].*$", re.MULTILINE)
"""A line that has something at the left edge which is no comment."""
_ENTRY = re.compile(r"[a-z0-9][a-z0-9-]*:(?: |$)")
"""How a line at the edge must begin, and then it can be nothing but the key of an entry."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """One entry of a file, read as a record of a kind."""

    id: Text
    record: Record
    problems: tuple[Problem, ...]
    """What was found while it was shaped."""
    sound: bool


def shaped(
    id_: Text, node: Node, cls: type[Record], refused: Collection[str] | None = None
) -> Shaped:
    """One entry as a record; `refused` are its fields that were refused as YAML, None for none."""
    problems: list[Problem] = []
    shaper = Shaper(problems.append)
    shaper.sound = refused is None
    shaper.refused = frozenset(refused or ())
    values: dict[str, Any] = shaper.values(node, cls, f"{cls.declares.name} `{id_}`", id_.at)
    return Shaped(id_, cls(id=str(id_), **values), tuple(problems), shaper.sound)


def known_entries(source: str, file: str, cls: type[Record]) -> list[Shaped] | None:
    """The records of a file, in its order, as they are known from its last reading.

    In: the text of the file (as from `read_text`), the name to report it by, and the class of
    its records. What is given is what reading the whole would give, and None where the whole
    must be read: where much is new, and where anything is refused as YAML.
    """
    memory = _memory_of(file)
    if memory.cls is not cls:
        return None
    memory.divide()
    pieces = list(_pieces(source))
    new = sum(text not in memory.known for _, text in pieces)
    if not pieces or new > _MOST_NEW:
        return None
    known: dict[str, _Read] = {}
    found = []
    for line, text in pieces:
        read = memory.known.get(text)
        if read is None:
            alone = _alone(text, file, line, cls)
            if alone is None:
                return None
            read = _Read(line, alone)
        elif read.line != line:
            read = _Read(line, _moved(read.shaped, line - read.line))
        known[text] = read
        found.append(read.shaped)
    if len({each.id for each in found}) < len(found):
        return None
    # What is not in the file any more is forgotten.
    memory.known = known
    return found


def remember(source: str, file: str, cls: type[Record], entries: list[Shaped]) -> None:
    """Keep the records of a file that was read as a whole, and in which nothing was refused."""
    memory = _memory_of(file)
    memory.cls, memory.undivided, memory.known = cls, (source, entries), {}


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a piece that began on a line."""

    line: int
    shaped: Shaped


class _Memory:
    """The pieces of one file, by their text, and the class that they were read as."""

    def __init__(self) -> None:
        self.cls: type[Record] | None = None
        self.known: dict[str, _Read] = {}
        self.undivided: tuple[str, list[Shaped]] | None = None
        """A file that was read as a whole, and not cut yet: who reads it once need not cut it."""

    def divide(self) -> None:
        """Cut the file that was read last into its pieces."""
        if self.undivided is None:
            return
        (source, entries), self.undivided = self.undivided, None
        pieces = list(_pieces(source))
        if [line for line, _ in pieces[1:]] == [each.id.at.line for each in entries[1:]]:
            self.known = {
                text: _Read(line, each) for (line, text), each in zip(pieces, entries, strict=False)
            }


@lru_cache(maxsize=_MOST_FILES)
def _memory_of(file: str) -> _Memory:
    return _Memory()


def _pieces(source: str) -> Iterator[tuple[int, str]]:
    """The lines of each entry and the number of the first; nothing where they cannot be told.

    Whatever stands before the first entry belongs to it.
    """
    if len(source) > MAX_FILE or has_odd(source):
        return
    starts = []
    for edge in _EDGE.finditer(source):
        if not _ENTRY.match(edge.group()):
            return
        starts.append(edge.start())
    line, position = 1, 0
    for end in (*starts[1:], len(source)) if starts else ():
        text = source[position:end]
        yield line, text
        line += text.count("\n")
        position = end


def _alone(text: str, file: str, line: int, cls: type[Record]) -> Shaped | None:
    """An entry by itself; None where anything in it is refused as YAML."""
    wrong: list[Problem] = []
    # Read as if it began the file, and moved to where it does begin.
    node = read_yaml(text, file, wrong.append)
    if wrong or not isinstance(node, MapNode) or len(node.entries) != 1:
        return None
    ((id_, value),) = node.entries.items()
    return _moved(shaped(id_, value, cls), line - 1)


def _moved(shaped: Shaped, by: int) -> Shaped:
    if not by:
        return shaped
    return Shaped(
        moved_text(shaped.id, by),
        moved(shaped.record, by),
        tuple(moved(problem, by) for problem in shaped.problems),
        shaped.sound,
    )
