"""The W3C's checker (vnu, the Nu Html Checker) over every page, style sheet and drawing."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from finding import Finding
from whole_site import WholeSite

JAR = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"
_AT_ONCE = 2000
"""Files in one call: their names must fit into a command."""

TOO_NEW = ("“@container”", "“container-type”", "“paint-order”")
"""Of the standards of CSS and in every browser of today, and not yet known to the checker."""


def files_of(site: WholeSite) -> list[str]:
    """What is checked: every page, and what pages are styled and drawn with."""
    others = (
        path.relative_to(site.folder).as_posix()
        for ending in ("*.css", "*.svg")
        for path in site.folder.rglob(ending)
    )
    return sorted([*site.layouts, *others])


def audit(site: WholeSite, files: Iterable[str]) -> list[Finding]:
    """Every error of the checker. Its warnings are advice, and some of them wrong for a page
    that was checked as a file: from there no style sheet is of the policy's own host.
    """
    paths = list(files)
    found: list[Finding] = []
    for at in range(0, len(paths), _AT_ONCE):
        for message in checked(site.folder, paths[at : at + _AT_ONCE]):
            if message["type"] != "info" and not _too_new(message):
                found.append(_finding(site, message))
    return found


def checked(folder: Path, paths: list[str]) -> list[dict[str, Any]]:
    """The checker's messages on some files; SystemExit where it cannot run."""
    if not JAR.is_file():
        raise SystemExit("The HTML checker is missing: `make audit` installs it with npm.")
    if shutil.which("java") is None:
        raise SystemExit("The HTML checker needs Java: install `default-jre-headless`.")
    command = ["java", "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always"]
    command += ["--also-check-css", "--also-check-svg", *paths]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    try:
        messages: list[dict[str, Any]] = json.loads(ran.stdout)["messages"]
    except (ValueError, KeyError) as broken:
        said = (ran.stderr or ran.stdout)[-500:]
        raise SystemExit(f"The HTML checker did not answer: {said}") from broken
    return messages


def _too_new(message: dict[str, Any]) -> bool:
    words = str(message["message"])
    return words.startswith("CSS: ") and any(name in words for name in TOO_NEW)


def _finding(site: WholeSite, message: dict[str, Any]) -> Finding:
    page = str(message.get("url", "")).rpartition(f"{site.folder.name}/")[2]
    where = f"{page}:{message['lastLine']}" if "lastLine" in message else page
    return Finding(f"vnu {message['type']}", str(message["message"]), where)
