"""A folder that all processes of one run of the tests share. It goes when the run ends."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

VARIABLE = "CASEBOOK_TESTS_KEPT"
"""Names the folder to the processes that a run begins."""


def make() -> Path:
    """Make the folder, for this process and all that it begins."""
    found = Path(tempfile.mkdtemp(prefix="casebook-tests-"))
    os.environ[VARIABLE] = str(found)
    return found


def remove() -> None:
    """Remove the folder."""
    shutil.rmtree(os.environ.pop(VARIABLE, ""), ignore_errors=True)


def folder(name: str) -> Path:
    """A folder in it. A process that is of no run has one to itself."""
    if VARIABLE not in os.environ:
        make()
        atexit.register(remove)
    found = Path(os.environ[VARIABLE]) / name
    found.mkdir(parents=True, exist_ok=True)
    return found
