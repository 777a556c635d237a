"""Tiny records for tests: written to a folder, loaded and edited in process."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from casebook.edit.edit import edit
from casebook.edit.edition import Edition
from casebook.load.directory import load
from casebook.model import Model
from casebook.problem import Problem, in_order

SITE = "format: 1\ntitle: A Tiny Record\nlanguage: en\n"

LOG = """\
log:
  title: The log
  kind: report
  publisher: The harbour office
  date: 2020-05
  stance: takes no side
  condition: whole
  quotation_limit: 50
  units: p1-p3
"""


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by their paths below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def judge(root: Path, model: Model | None = None) -> tuple[Edition, list[Problem]]:
    """The edition of a record, and every problem found in it, in order."""
    manuscript, problems = load(root, model or Model())
    edition, more = edit(manuscript)
    return edition, in_order(problems + more)


def rules(problems: list[Problem]) -> list[str]:
    """The rules of some problems, in their order."""
    return [problem.rule for problem in problems]
