"""Casebook as whoever installs it gets it: built, and put into an environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = (
    "casebook", "layouts", "static", "pyproject.toml", "setup.py", "README.md", "LICENSE",
    "THIRD-PARTY.md",
)  # fmt: skip
"""What the package is made of. The record, the tests and the documents stay behind."""
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.egg-info")


def source(folder: Path) -> Path:
    """The sources alone, so that building leaves nothing in the checkout."""
    folder.mkdir(parents=True)
    for name in PARTS:
        part = ROOT / name
        if part.is_dir():
            shutil.copytree(part, folder / name, ignore=LEFT_OUT)
        else:
            shutil.copy2(part, folder / name)
    return folder


def offline() -> dict[str, str]:
    """An environment in which pip asks no index and builds with what the tests have."""
    return {
        **os.environ,
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads a "no" option turned off as: no isolation
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def run(
    command: Sequence[str | Path], folder: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; what it wrote is in the answer."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=env or offline(),
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def build(folder: Path, kind: str, into: Path) -> Path:
    """Build a `wheel` or an `sdist` of the sources in a folder, as pip would."""
    code = f"import sys; from setuptools import build_meta; build_meta.build_{kind}(sys.argv[1])"
    built = run([sys.executable, "-c", code, into], folder)
    assert built.returncode == 0, f"{built.stdout}{built.stderr}"
    assert "Warning" not in built.stderr and "warn(" not in built.stderr, built.stderr
    (file,) = into.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return file


@cache
def libraries() -> str:
    """Where the libraries are that the tests have."""
    return sysconfig.get_paths()["purelib"]


def lend_libraries(environment: Path) -> None:
    """Let an environment see the libraries that the tests have, as if they were installed."""
    (folder,) = environment.glob("lib/python3*/site-packages")
    (folder / "lent.pth").write_text(f"{libraries()}\n", encoding="utf-8")
