"""The package: nothing is left behind, and an installed `casebook` does what `build.py` does."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from installing import LEFT_OUT, ROOT, build, lend_libraries, offline, run, source

BESIDE = ("layouts", "static")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return build(source(folder / "source"), "wheel", folder)


def contents(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def of_the_repository() -> dict[str, bytes]:
    """Every file that the package needs, by the path it is installed at."""
    found = {}
    for name in ("casebook", *BESIDE):
        folder = ROOT / name
        for path in folder.rglob("*"):
            skipped = {part for part in path.relative_to(ROOT).parts if LEFT_OUT("", [part])}
            if path.is_file() and not skipped:
                inside = path.relative_to(ROOT if name == "casebook" else folder.parent)
                prefix = "" if name == "casebook" else "casebook/"
                found[f"{prefix}{inside.as_posix()}"] = path.read_bytes()
    return found


def test_the_wheel_holds_every_file_and_no_other(wheel: Path) -> None:
    held = contents(wheel)
    ours = {name: data for name, data in held.items() if ".dist-info/" not in name}
    expected = of_the_repository()
    assert sorted(ours) == sorted(expected)
    assert ours == expected
    for kind in ("layouts/base.html", "static/css/site.css", "specimen/site.yaml", "words/ur.yaml"):
        assert f"casebook/{kind}" in ours
    licences = [name for name in held if "/licenses/" in name]
    assert {Path(name).name for name in licences} == {"LICENSE", "THIRD-PARTY.md"}


def test_the_source_archive_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    archive = build(source(tmp_path / "source"), "sdist", tmp_path)
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    again = contents(build(unpacked, "wheel", tmp_path))
    before = contents(wheel)
    assert sorted(again) == sorted(before)
    changed = [name for name in before if before[name] != again[name]]
    assert changed == []


@pytest.fixture(scope="module")
def casebook(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that has the wheel and no checkout."""
    environment = tmp_path_factory.mktemp("environment") / "venv"
    made = run([sys.executable, "-m", "venv", "--without-pip", environment], environment.parent)
    assert made.returncode == 0, made.stderr
    lend_libraries(environment)
    python = environment / "bin" / "python"
    installed = run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel],
        environment.parent,
    )
    assert installed.returncode == 0, installed.stderr
    return environment / "bin" / "casebook"


def alone() -> dict[str, str]:
    """Nothing of the checkout can be imported by chance."""
    return {name: value for name, value in offline().items() if name != "PYTHONPATH"}


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.long
def test_what_is_installed_does_what_the_checkout_does(casebook: Path, tmp_path: Path) -> None:
    where = run(
        [casebook.with_name("python"), "-c", "import casebook; print(casebook.__file__)"],
        tmp_path,
        alone(),
    )
    assert Path(where.stdout.strip()).is_relative_to(casebook.parents[1])
    started = run([casebook, "init", "."], tmp_path, alone())
    assert started.returncode == 0, started.stderr
    checked = run([casebook, "check"], tmp_path, alone())
    assert (checked.returncode, checked.stdout.startswith("No problems.")) == (0, True)
    built = run([casebook, "build", "--only", "html,data"], tmp_path, alone())
    assert built.returncode == 0, built.stderr
    other = tmp_path / "by the checkout"
    by_hand = (sys.executable, ROOT / "build.py", "build", "--only", "html,data")
    ours = run([*by_hand, "--site", tmp_path, "--output", other], tmp_path, alone())
    assert ours.returncode == 0, ours.stderr
    theirs, mine = files(tmp_path / "output"), files(other)
    assert len(mine) > 150
    assert sorted(theirs) == sorted(mine)
    assert [path for path in mine if mine[path] != theirs[path]] == []


def test_it_goes_by_its_own_name(casebook: Path, tmp_path: Path) -> None:
    assert run([casebook, "--help"], tmp_path, alone()).stdout.startswith("usage: casebook ")
    checkout = run([sys.executable, ROOT / "build.py", "--help"], tmp_path, alone())
    assert checkout.stdout.startswith("usage: build.py ")
    assert run([casebook, "--version"], tmp_path, alone()).stdout.startswith("Casebook ")
