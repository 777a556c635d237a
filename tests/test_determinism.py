"""The same record gives the same bytes, whoever builds it, where, when and how."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built_sites import HARBOUR, ROOT

LEFT_OUT = ("expected", "output")
CODE = """
import sys
from casebook.render import parallel
parallel.WORTH_IT, parallel._CHUNK = 0, 3  # a small record in several processes too
from casebook.cli import main
sys.exit(main(sys.argv[1:]))
"""


def copied(name: str, to: Path) -> Path:
    """A copy of a record: the harbour, or our own without the generator."""
    if name == "harbour":
        return Path(shutil.copytree(HARBOUR, to, ignore=shutil.ignore_patterns(*LEFT_OUT)))
    to.mkdir(parents=True)
    for path in ROOT.glob("*.yaml"):
        shutil.copy2(path, to)
    for folder in ("content", "claims", "figures"):
        if (ROOT / folder).is_dir():
            shutil.copytree(ROOT / folder, to / folder)
    return to


def build(
    site: Path, output: Path, cwd: Path, jobs: int, environment: dict[str, str]
) -> dict[str, bytes]:
    """Build a record as a process of its own, and read what it wrote."""
    cwd.mkdir(parents=True, exist_ok=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    done = subprocess.run(
        [
            *(sys.executable, "-c", CODE, "build", "--only", "html,data"),
            *("--site", os.path.relpath(site, cwd), "--jobs", str(jobs)),
            *("--output", os.path.relpath(output, cwd)),
        ],
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    files = (path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("name", ["harbour", pytest.param("own", marks=[pytest.mark.long])])
def test_only_the_record_makes_the_bytes(name: str, tmp_path: Path) -> None:
    one = copied(name, tmp_path / "one")
    two = copied(name, tmp_path / "a folder with blanks" / "zwei")
    there = {"TZ": "Asia/Karachi", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    first = build(one, tmp_path / "out-1", tmp_path / "cwd-1", 1, there)
    here = {"TZ": "America/St_Johns", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"}
    here |= {"PYTHONHASHSEED": "4321", "SOURCE_DATE_EPOCH": "0", "COLUMNS": "20"}
    second = build(two, tmp_path / "deep" / "er" / "out-2", two, 2, here)
    assert same(first, second) == []
    for number, path in enumerate(sorted(one.rglob("*"))):
        os.utime(path, (10**9 + number, 10**9 - number))
    later = {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHONHASHSEED": "random", "PYTHONUTF8": "1"}
    third = build(one, tmp_path / "out-3", tmp_path / "cwd-3", 4, later)
    assert same(first, third) == []
    assert len(first) > 90


def same(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The files that are not the same in both."""
    assert set(one) == set(other)
    return [path for path, data in one.items() if other[path] != data]


def test_building_again_writes_nothing(tmp_path: Path) -> None:
    """The second build finds every file as it would write it, and leaves it alone."""
    site = copied("harbour", tmp_path / "site")
    output = tmp_path / "out"
    first = build(site, output, tmp_path, 1, {"PYTHONHASHSEED": "7"})
    times = {path: (output / path).stat().st_mtime_ns for path in first if path != "robots.txt"}
    assert build(site, output, tmp_path, 2, {"PYTHONHASHSEED": "8"}) == first
    assert {path: (output / path).stat().st_mtime_ns for path in times} == times
