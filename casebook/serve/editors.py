"""Links that open a place of the record in an editor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from casebook.spot import Spot

EDITORS = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
}
"""The addresses by which editors let themselves be opened, by their names."""

_TEMPLATE = re.compile(r"(?!(?:javascript|data|vbscript|blob|file):)[a-z][a-z0-9+.-]*:[!-~]+", re.I)
_PLACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor that is opened by an address, or none."""

    template: str = ""
    root: Path = Path()
    """The folder of the record."""

    def link(self, spot: Spot) -> str:
        """The address that opens a place; nothing where there is no editor."""
        if not self.template:
            return ""
        path = (self.root / spot.file).as_posix()
        path = path if path.startswith("/") else f"/{path}"  # a drive of Windows
        values = {"path": quote(path), "line": str(spot.line), "column": str(spot.column)}
        return _PLACES.sub(lambda found: values[found[1]], self.template)


NO_EDITOR = Editor()


def template_of(words: str) -> str:
    """The address of an editor by its name, or one that is given as it is.

    ValueError with what is wrong with it.
    """
    if words in EDITORS:
        return EDITORS[words]
    if "{" not in words:
        raise ValueError(f"{words}: the editors are {', '.join(EDITORS)}; or give an address")
    if not _TEMPLATE.fullmatch(words):
        raise ValueError(f"{words}: this is no address that opens an editor")
    places = _PLACES.findall(words)
    unknown = [each for each in places if each not in ("path", "line", "column")]
    if unknown or "path" not in places:
        raise ValueError(f"{words}: it takes {{path}}, {{line}} and {{column}}, and needs {{path}}")
    return words
