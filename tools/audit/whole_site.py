"""The site that is audited: a release of the record, in a folder, and which layout made what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from casebook.commands.site import cores, order, read
from casebook.problem import errors
from casebook.render.jinja import first_template, site_environment
from casebook.render.outputs import render
from casebook.render.site.chrome import top_of
from casebook.render.site.pages import plan

PARTS = frozenset(("html", "data"))
"""The book is a PDF, and has audits of its own among the tests."""

_DRESS = re.compile(r'(?:href|src)="[./]*(static/(?:css|scripts)/[^"]+)"(?! media="print")')

MOVES_ON = "moved.html"
"""The layout of pages that lead on by themselves to where a record is now."""


@dataclass(frozen=True)
class WholeSite:
    """A release, written out."""

    folder: Path
    """Where its files lie."""
    top: str
    """The folder of its host that it is made for: `/`, `/karachi/`."""
    layouts: dict[str, str]
    """The layout of every page, by the page's path."""

    def size(self, path: str) -> int:
        """Bytes of a file as it is sent compressed, with gzip; as it lies where it has no copy."""
        packed = self.folder / f"{path}.gz"
        return (packed if packed.is_file() else self.folder / path).stat().st_size

    def largest(self, layout: str) -> str:
        """The page of a layout that has most bytes."""
        paths = [path for path, name in self.layouts.items() if name == layout]
        return max(paths, key=lambda path: ((self.folder / path).stat().st_size, path))

    def most_dressed(self, layout: str) -> str:
        """The page of a layout that loads most styles and scripts, in bytes as they are sent."""
        paths = [path for path, name in self.layouts.items() if name == layout]
        return max(paths, key=lambda path: (self._dress(path), path))

    def _dress(self, path: str) -> int:
        html = (self.folder / path).read_text(encoding="utf-8")
        return sum(self.size(one) for one in set(_DRESS.findall(html)))

    def of_every_layout(self) -> list[str]:
        """One page of each layout, its largest."""
        return [self.largest(layout) for layout in sorted(set(self.layouts.values()))]


def build(record: Path, folder: Path, progress: Callable[[str], None]) -> WholeSite:
    """Build a record as for everybody, into an empty folder."""
    draft = read(record, progress)
    if errors(draft.problems):
        raise SystemExit("The record has problems; `make check` names them.")
    wanted = order(draft, PARTS, progress, jobs=cores(), release=True)
    for output in render(wanted):
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.data)
    environment = site_environment(wanted.edition.interface, *wanted.layouts)
    layouts = {
        page.path: str(first_template(environment, list(page.layouts)).name)
        for page in plan(wanted)
    }
    return WholeSite(folder, top_of(wanted) or "/", layouts)
