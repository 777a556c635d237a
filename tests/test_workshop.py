"""The workshop: make targets, the locks, the workflow, and what no file may name."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
SHELL_SCRIPTS = ("tools/python", "tools/ensure-system", "tools/ensure-venv", "tools/ensure-npm")
BASH_SCRIPTS = ("tools/lock", ".ci/run")


def run(*command: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command with some more environment, and never as part of an outer make."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "PYTHON"))}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**inherited, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# The Makefile


def phony_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    line = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert line is not None
    return set(line.group(1).split())


def test_help_explains_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    rules = set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))
    shown = run("make", "help").stdout
    explained = dict(re.findall(r"^  make ([a-z-]+) +(\S.+)$", shown, re.MULTILINE))
    assert rules == phony_targets() == set(explained)
    assert {"site", "test", "check", "serve", "lint", "clean", "help"} <= set(explained)


@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("site", ".venv/bin/python build.py build --only html"),
        ("check", ".venv/bin/python build.py check --only html"),
        ("serve", ".venv/bin/python build.py serve --only html"),
        ("test", ".venv/bin/python -m pytest -x"),
        ("audit", ".venv/bin/python tools/audit --only html"),
        ("bench", ".venv/bin/python bench/generators.py --only html"),
        ("lint", ".venv/bin/python -m mypy --strict"),
    ],
)
def test_a_target_sees_to_its_needs_first(target: str, command: str) -> None:
    plan = run("make", "-n", target, "ARGS=--only html", "PYTEST_ARGS=-x").stdout.splitlines()
    assert command in plan
    assert plan[0].startswith("sh tools/ensure-system venv")
    assert plan[1].startswith("sh tools/ensure-venv requirements")


@pytest.mark.parametrize("name", SHELL_SCRIPTS + BASH_SCRIPTS)
def test_scripts_are_executable_and_parse(name: str) -> None:
    assert (ROOT / name).stat().st_mode & stat.S_IXUSR
    parsed = run("bash" if name in BASH_SCRIPTS else "sh", "-n", ROOT / name)
    assert parsed.returncode == 0, parsed.stderr


# The locks


def pinned(lock: str) -> dict[str, tuple[str, frozenset[str]]]:
    """The version and the hashes of each distribution that a lock names."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    text = re.sub(r"^ *#.*$", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        pin = re.fullmatch(
            r"([\w.-]+)==([\w.]+)(?: ; [^-]+?)?((?: +--hash=sha256:[0-9a-f]{64})+)", line
        )
        assert pin is not None, line
        name, version, hashes = pin.groups()
        assert canonicalize_name(name) not in found
        found[canonicalize_name(name)] = (version, frozenset(hashes.split()))
    return found


def wanted(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = list(project["dependencies"])
    for extra in extras:
        texts += project["optional-dependencies"][extra]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ()), (LOCKS[1], ("dev",))])
def test_a_lock_pins_all_that_the_project_names(lock: str, extras: tuple[str, ...]) -> None:
    pins = pinned(lock)
    for requirement in wanted(*extras):
        version, hashes = pins[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement
        assert hashes


def test_the_tests_run_with_the_versions_that_build() -> None:
    development = pinned(LOCKS[1])
    for name, pin in pinned(LOCKS[0]).items():
        assert development[name] == pin


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.findall(r"://|^-|file:|^[^ #]+ @ |(?:^|\s)/\S+", text, re.MULTILINE)


@pytest.mark.parametrize("tool", ["audit", "language-server"])
def test_the_lock_of_npm_pins_by_hash_and_names_no_registry(tool: str) -> None:
    folder = ROOT / "tools" / tool
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    packages = {path: one for path, one in lock["packages"].items() if path}
    for name, version in wanted["dependencies"].items():
        assert packages[f"node_modules/{name}"]["version"] == version, "pinned, and not a range"
    for path, one in packages.items():
        assert one["integrity"].startswith("sha512-"), path
        assert "resolved" not in one, f"{path} is tied to one registry"


# The workflow


def workflow() -> dict[str, Any]:
    text = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def test_actions_are_pinned_by_commit_with_their_version() -> None:
    text = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    uses = re.findall(r"^ *(?:- )?uses: (.+)$", text, re.MULTILINE)
    assert len(uses) >= 2
    for line in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_the_workflow_may_read_and_nothing_else() -> None:
    flow = workflow()
    assert flow["permissions"] == {"contents": "read"}
    assert set(flow["on"]) == {"pull_request", "push"}
    for job in flow["jobs"].values():
        assert "permissions" not in job
        assert int(job["timeout-minutes"]) <= 60
        checkouts = [s for s in job["steps"] if s.get("uses", "").startswith("actions/checkout@")]
        assert checkouts
        assert all(s["with"]["persist-credentials"] == "false" for s in checkouts)


def test_the_workflow_runs_what_contributors_run() -> None:
    commands = [step.get("run") for job in workflow()["jobs"].values() for step in job["steps"]]
    assert [c for c in commands if c and c.startswith("make ")] == [
        "make lint",
        "make test",
        "make site",
    ]


# The repository


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"(pypi|pythonhosted|npmjs|deb\.debian)\.(org|com)", id="registry"),
        pytest.param(r"(^|[^[:alnum:]_./-])/(home|Users|root|work|workspace)/", id="path"),
    ],
)
def test_no_file_names_a_registry_or_one_machines_folders(pattern: str) -> None:
    git = ("git", "-c", "safe.directory=*")
    if shutil.which("git") is None or run(*git, "rev-parse", "--git-dir").returncode != 0:
        pytest.skip("not a git checkout")
    found = run(*git, "grep", "-nIE", "--untracked", pattern)
    assert found.returncode == 1, found.stdout or found.stderr


def test_every_font_has_its_licence_beside_it_and_is_credited() -> None:
    credits = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8")
    for folder in (ROOT / "static/fonts", ROOT / "layouts/book/fonts"):
        licences = {path.name.removesuffix(".OFL.txt") for path in folder.glob("*.OFL.txt")}
        fonts = [path for path in folder.iterdir() if path.suffix in {".woff2", ".ttf", ".otf"}]
        assert fonts
        for font in fonts:
            family = max((name for name in licences if font.name.startswith(name)), key=len)
            assert f"{family.replace('-', ' ').title()}" in credits
