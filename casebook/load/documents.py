"""Markdown files with front matter: narrative pages and annotated excerpts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.load.losses import refused_fields
from casebook.load.shape import Shaper, is_slug
from casebook.load.yaml_reader import MapNode, Node, read_text, read_yaml
from casebook.model.record import Fields
from casebook.problem import Problem
from casebook.spot import Spot, Text

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Document:
    """One Markdown file: the values of its front matter and its body."""

    name: str
    head: dict[str, Any]
    body: Text
    sound: bool
    """False where its front matter has problems."""


def read_documents(
    root: Path,
    folder: str,
    head: type[Fields],
    files: dict[str, str],
    report: Callable[[Problem], None],
    lost: Callable[[str], None],
) -> Iterator[Document]:
    """The documents of content/FOLDER/, by name.

    What is read is added to `files`; `lost` gets the names of those that cannot be read.
    """
    directory = root / "content" / folder
    if not directory.is_dir():
        return
    for path in sorted(directory.glob("*.md")):
        # Editors and file managers leave hidden files of their own beside the real ones.
        if path.name.startswith("."):
            continue
        file = f"content/{folder}/{printable(path.name)}"
        if not is_slug(path.stem):
            hint = "use lower-case letters, digits and hyphens, such as `who-counts.md`"
            message = f"{printable(path.name)} cannot be a name"
            report(Problem(Spot(file, 1, 1), "bad-name", message, hint))
            continue
        source = read_text(path, file, report)
        if source is None:
            lost(path.stem)
            continue
        files[file] = source
        yield _document(path.stem, file, source, head, report)


def _document(
    name: str, file: str, source: str, head: type[Fields], report: Callable[[Problem], None]
) -> Document:
    shaper = Shaper(report)
    start = Spot(file, 1, 1)
    front, body_line = _split(source)
    if front is None:
        opened = source.split("\n", 1)[0].rstrip() == _FENCE
        shaper.problem(
            start,
            "no-front-matter",
            f"the front matter of {file} is not closed"
            if opened
            else f"{file} has no front matter",
            "begin with a line `---`, the fields, and another line `---`",
        )
        body = "" if opened else source
        return Document(name, _silent(head, start), Text(body, Spot(file, 1, 1, "raw")), False)
    wrong: list[Problem] = []
    node: Node | None = MapNode({}, start)
    if holds_something(front):
        # The fence's own line is left blank, so that the lines below keep their numbers.
        node = read_yaml("\n" + front, file, wrong.append)
    for problem in wrong:
        report(problem)
    if node is None:
        values = _silent(head, start)
    else:
        shaper.refused = refused_fields(source, wrong)
        values = shaper.values(node, head, file, start)
    body = "\n".join(source.split("\n")[body_line - 1 :])
    at = Spot(file, body_line, 1, "raw")
    return Document(name, values, Text(body, at), shaper.sound and not wrong)


def holds_something(front: str) -> bool:
    """Is there anything but blank lines and comments?"""
    return any(line.strip() and not line.lstrip().startswith("#") for line in front.split("\n"))


def _split(source: str) -> tuple[str | None, int]:
    """The front matter, without its fences, and the line where the body begins."""
    lines = source.split("\n")
    if lines[0].rstrip() != _FENCE:
        return None, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]), number + 2
    return None, 1


def printable(name: str) -> str:
    """A file's name as it can be shown: bytes that are no UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _silent(head: type[Fields], start: Spot) -> dict[str, Any]:
    """Empty values, the reason for them having been reported."""
    return Shaper(lambda problem: None).values(MapNode({}, start), head, "", start)
