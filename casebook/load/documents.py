"""Markdown files with front matter: narrative pages and annotated excerpts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.load.shape import Shaper, is_slug
from casebook.load.yaml_reader import MapNode, read_text, read_yaml
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


def read_documents(
    root: Path,
    folder: str,
    head: type[Fields],
    files: dict[str, str],
    report: Callable[[Problem], None],
) -> Iterator[Document]:
    """The documents of content/FOLDER/, by name; what is read is added to `files`."""
    directory = root / "content" / folder
    if not directory.is_dir():
        return
    for path in sorted(directory.glob("*.md")):
        file = f"content/{folder}/{path.name}"
        if not is_slug(path.stem):
            hint = "use lower-case letters, digits and hyphens, such as `who-counts.md`"
            report(Problem(Spot(file, 1, 1), "bad-name", f"{path.name} cannot be a name", hint))
            continue
        source = read_text(path, file, report)
        if source is None:
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
        shaper.problem(
            start,
            "no-front-matter",
            f"{file} has no front matter",
            "begin with a line `---`, the fields, and another line `---`",
        )
        return Document(name, _silent(head, start), Text(source, Spot(file, 1, 1, "raw")))
    wrong: list[Problem] = []
    # The fence's own line is left blank, so that the lines of the front matter keep their numbers.
    node = read_yaml("\n" + front, file, wrong.append)
    for problem in wrong:
        report(problem)
    if node is None and wrong:
        values = _silent(head, start)
    else:
        values = shaper.values(MapNode({}, start) if node is None else node, head, file, start)
    body = "\n".join(source.split("\n")[body_line - 1 :])
    return Document(name, values, Text(body, Spot(file, body_line, 1, "raw")))


def _split(source: str) -> tuple[str | None, int]:
    """The front matter, without its fences, and the line where the body begins."""
    lines = source.split("\n")
    if lines[0].rstrip() != _FENCE:
        return None, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]), number + 2
    return None, 1


def _silent(head: type[Fields], start: Spot) -> dict[str, Any]:
    """Empty values, the reason for them having been reported."""
    return Shaper(lambda problem: None).values(MapNode({}, start), head, "", start)
