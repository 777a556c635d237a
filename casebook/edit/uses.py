"""Where exactly a record's id is written, and writing another in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from casebook.edit.edition import Entry
from casebook.edit.resolve import Use
from casebook.spot import Spot, Text, locate

_LINE_END = re.compile(r"(\r\n|\r|\n)")
_BOM = "\ufeff"


def spot_of_id(entry: Entry, files: Mapping[str, str]) -> Spot:
    """Where the id of a record stands that is a key in a YAML file."""
    at = entry.record.at
    return locate(files.get(at.file, ""), Text(entry.id, at), 0)


def spot_of_use(use: Use, files: Mapping[str, str]) -> Spot:
    """Where the id itself stands in a reference: after its kind, brackets and blanks."""
    file = files.get(use.at.file, "")
    id_, kind = use.target.id, use.target.kind.name
    if use.text is not None:
        written = use.text[use.offset : use.offset + use.length]
        found = re.search(rf"(?<![a-z0-9-])(?:{kind}:)?({id_})(?![a-z0-9:-])", written)
        offset = use.offset + (found.start(1) if found else 0)
        return locate(file, use.text, offset)
    start = locate(file, Text(id_, use.at), 0)
    if _after(file, start).startswith(f"{kind}:"):
        return start._replace(column=start.column + len(kind) + 1)
    return start


def _after(file: str, spot: Spot) -> str:
    """The rest of a line from a spot on."""
    lines = file.split("\n", spot.line)
    return lines[spot.line - 1][spot.column - 1 :] if spot.line <= len(lines) else ""


def is_plain(spot: Spot, id_: str, files: Mapping[str, str]) -> bool:
    """Is an id written letter for letter at a spot?

    Double quotation marks let one write a letter as an escape, or break a word over two lines.
    """
    after = _after(files.get(spot.file, ""), spot)
    return re.match(rf"{id_}(?![a-z0-9-])", after) is not None


def with_other_id(written: str, spots: Iterable[Spot], old: str, new: str) -> str:
    """A file's text with another id at some spots, and every other character as it was.

    `written` may have any line ends and begin with a byte order mark; spots count without.
    """
    parts = _LINE_END.split(written)
    for spot in sorted(spots, reverse=True):
        number = 2 * (spot.line - 1)
        mark = len(_BOM) if spot.line == 1 and written.startswith(_BOM) else 0
        line, start = parts[number], spot.column - 1 + mark
        assert line.startswith(old, start), f"{spot} does not hold {old}"
        parts[number] = line[:start] + new + line[start + len(old) :]
    return "".join(parts)


def without_lines(written: str, first: int, next_: int) -> str:
    """A file's text without the record that begins at a line, before the one where another does.

    Lines count from 1; `next_` is one past the last line where no other follows. Comments at
    the left edge below the record are taken to be about what follows, and stay; so do those
    above it.
    """
    parts = _LINE_END.split(written)
    lines = ["".join(parts[at : at + 2]) for at in range(0, len(parts), 2)]
    end = next_ - 1
    while end > first and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    while end < next_ - 1 and not lines[end].strip():
        end += 1
    kept = lines[: first - 1] + lines[end:]
    if end >= len(lines) - 1:
        # The last of a file leaves no blank lines behind it.
        while len(kept) > 1 and not kept[-1].strip():
            kept.pop()
    return "".join(kept)
