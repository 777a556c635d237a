"""The scripts behind the make targets: which Python, the environment, the system's programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")


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


def write_script(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


# Which Python


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('case "$2" in *print*) echo 3.9 ;; *) exit 1 ;; esac', "is 3.9"),
        ("exit 1", "does not start"),
    ],
)
def test_an_unfit_python_is_refused_in_one_line(tmp_path: Path, body: str, said: str) -> None:
    fake = write_script(tmp_path / "old python", f"#!/bin/sh\n{body}\n")
    answer = run("sh", "tools/python", PYTHON=str(fake))
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1
    assert "3.11 or newer" in answer.stderr
    assert f"{fake} {said}" in answer.stderr


def test_a_missing_python_is_refused_in_one_line() -> None:
    answer = run("sh", "tools/python", PYTHON="no-such-python")
    assert answer.returncode == 1
    assert "no-such-python was not found" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_fit_python_is_taken_as_named() -> None:
    assert run("sh", "tools/python", PYTHON=sys.executable).stdout == f"{sys.executable}\n"


# The environment

FAKE_PYTHON = """#!/bin/sh
case "$1 $2" in
"-m venv") echo venv >>"$LOG"; mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip") echo "pip $*" >>"$LOG"; exit "${PIP_STATUS:-0}" ;;
*) exec "$REAL_PYTHON" "$@" ;;
esac
"""


class Bench:
    """A folder with spaces in its name, the scripts, two locks, and a Python that only notes."""

    def __init__(self, tmp_path: Path) -> None:
        self.root = tmp_path / "a folder with spaces"
        shutil.copytree(
            ROOT / "tools", self.root / "tools", ignore=shutil.ignore_patterns("node_modules")
        )
        for lock in LOCKS:
            (self.root / lock).write_text("first\n", encoding="utf-8")
        self.log = self.root / "log"
        self.python = write_script(self.root / "a python", FAKE_PYTHON)

    def fill(self, lock: str = LOCKS[0], **env: str) -> tuple[int, list[str]]:
        """Ensure the environment; the exit status, and what was done for it."""
        self.log.write_text("", encoding="utf-8")
        known = {
            "PYTHON": str(self.python),
            "REAL_PYTHON": sys.executable,
            "LOG": str(self.log),
        }
        done = run("sh", "tools/ensure-venv", lock, cwd=self.root, **{**known, **env})
        return done.returncode, [line.split()[0] for line in self.log.read_text().splitlines()]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_second_run_does_nothing(bench: Bench) -> None:
    assert bench.fill() == (0, ["venv", "pip"])
    assert "--require-hashes -r requirements.lock" in bench.log.read_text()
    assert bench.fill() == (0, [])


def test_a_touched_lock_is_no_change_and_a_changed_one_is(bench: Bench) -> None:
    bench.fill()
    (bench.root / LOCKS[0]).touch()
    assert bench.fill() == (0, [])
    (bench.root / LOCKS[0]).write_text("second\n", encoding="utf-8")
    assert bench.fill() == (0, ["venv", "pip"])
    assert bench.fill() == (0, [])


def test_the_tests_needs_are_added_to_what_is_there(bench: Bench) -> None:
    bench.fill()
    assert bench.fill(LOCKS[1]) == (0, ["pip"])
    assert bench.fill(LOCKS[0]) == (0, [])
    assert bench.fill(LOCKS[1]) == (0, [])


def test_what_pip_could_not_fill_is_filled_the_next_time(bench: Bench) -> None:
    status, done = bench.fill(PIP_STATUS="1")
    assert (status, done) == (1, ["venv", "pip"])
    assert bench.fill() == (0, ["venv", "pip"])


def test_no_network_for_the_tests_leaves_the_site_buildable(bench: Bench) -> None:
    bench.fill()
    assert bench.fill(LOCKS[1], PIP_STATUS="1") == (1, ["pip"])
    assert bench.fill(LOCKS[0]) == (0, [])


def test_an_environment_whose_filling_was_killed_is_made_anew(bench: Bench) -> None:
    bench.fill()
    (bench.root / ".venv/unfinished").touch()
    assert bench.fill() == (0, ["venv", "pip"])


def test_an_environment_whose_python_has_gone_is_made_anew(bench: Bench) -> None:
    bench.fill()
    (bench.root / ".venv/bin/python").unlink()
    assert bench.fill() == (0, ["venv", "pip"])


# The system

TEST_PACKAGES = [
    *("chromium", "fonts-liberation", "libatomic1", "poppler-utils", "qpdf"),
    *("nginx", "rsync", "faketime", "libnginx-mod-http-brotli-static"),
]
OTHER_PACKAGES = {"node": ["nodejs", "npm"], "audits": ["default-jre-headless"]}

FAKE_APT = """#!/bin/sh
echo "$*" >>"$LOG"
[ "$APT" = down ] && exit 1
case "$*" in *update) exit 0 ;; esac
[ -e "$POLICY_RC_D" ] && echo held >>"$LOG.services"
for package in "$@"; do :; done
if [ "$APT" = hiccup ] && [ ! -e "$LOG.$package" ]; then : >"$LOG.$package"; exit 1; fi
case $package in
poppler-utils) programs="pdftotext pdftoppm" ;;
nodejs) programs=node ;;
default-jre-headless) programs=java ;;
*) programs=$package ;;
esac
for program in $programs; do
    printf '#!/bin/sh\\n' >"$BIN/$program"; chmod +x "$BIN/$program"
done
"""

# Whether the machine has libatomic, fonts and a module of nginx is for its fake apt to say.
FAKE_SYSTEM_PYTHON = f"""#!/bin/sh
case "$2" in
*libatomic*) [ -e "$BIN/libatomic1" ]; exit ;;
*Liberation*) [ -e "$BIN/fonts-liberation" ]; exit ;;
*ngx_http_brotli*) [ -e "$BIN/libnginx-mod-http-brotli-static" ]; exit ;;
esac
exec "{sys.executable}" "$@"
"""


class Machine:
    """A machine with hardly anything on it: a path of its own, a user, perhaps an apt."""

    def __init__(self, tmp_path: Path, *, apt: bool = True) -> None:
        self.root = tmp_path / "a folder with spaces"
        shutil.copytree(
            ROOT / "tools", self.root / "tools", ignore=shutil.ignore_patterns("node_modules")
        )
        self.bin = tmp_path / "bin"
        self.bin.mkdir()
        for name in ("sh", "dirname", "mktemp", "rm", "tail", "chmod"):
            found = shutil.which(name)
            assert found is not None
            (self.bin / name).symlink_to(found)
        write_script(self.bin / "python3", FAKE_SYSTEM_PYTHON)
        write_script(self.bin / "sleep", "#!/bin/sh\n")
        write_script(self.bin / "id", '#!/bin/sh\necho "$WHO"\n')
        if apt:
            write_script(self.bin / "apt-get", FAKE_APT)
        self.log = tmp_path / "log"
        self.log.touch()
        self.policy = tmp_path / "policy-rc.d"

    def ensure(
        self, *groups: str, root: bool = True, apt: str = "up"
    ) -> subprocess.CompletedProcess[str]:
        return run(
            "sh",
            "tools/ensure-system",
            *groups,
            cwd=self.root,
            PATH=str(self.bin),
            BIN=str(self.bin),
            LOG=str(self.log),
            WHO="0" if root else "1000",
            APT=apt,
            POLICY_RC_D=str(self.policy),
        )

    def installed(self) -> list[str]:
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [line.split()[-1] for line in lines if " install " in line]


def test_root_gets_what_is_missing_and_only_once(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.ensure("tests").returncode == 0
    assert machine.installed() == TEST_PACKAGES
    again = machine.ensure("tests")
    assert (again.stdout, again.stderr) == ("", "")
    assert machine.installed() == TEST_PACKAGES


def test_a_mirror_that_fails_once_is_asked_again(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.ensure("tests", apt="hiccup").stderr == ""
    assert machine.ensure("-n", "tests").returncode == 0


def test_without_apt_answering_the_work_goes_on(tmp_path: Path) -> None:
    answer = Machine(tmp_path).ensure("tests", apt="down")
    assert answer.returncode == 0
    assert answer.stderr.splitlines()[-1].startswith("Missing: Chromium")


def test_anyone_else_is_told_in_one_line_what_to_install(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    answer = machine.ensure("tests", root=False)
    assert answer.returncode == 0
    assert len(answer.stderr.splitlines()) == 1
    assert "as root: apt-get install " + " ".join(TEST_PACKAGES) in answer.stderr
    assert machine.installed() == []


def test_a_server_that_is_installed_does_not_begin_to_serve(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.ensure("tests")
    assert (tmp_path / "log.services").read_text().split() == ["held"] * len(TEST_PACKAGES)
    assert not machine.policy.exists(), "afterwards other services start as ever"
    quiet = Machine(tmp_path / "another")
    quiet.ensure("audits")
    assert not (tmp_path / "another/log.services").exists(), "nothing to hold back"


def test_a_policy_that_was_there_stays(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.policy.write_text("ours\n", encoding="utf-8")
    machine.ensure("tests")
    assert machine.policy.read_text(encoding="utf-8") == "ours\n"


@pytest.mark.parametrize(("group", "packages"), OTHER_PACKAGES.items())
def test_other_groups_have_needs_of_their_own(
    group: str, packages: list[str], tmp_path: Path
) -> None:
    machine = Machine(tmp_path)
    assert machine.ensure(group).returncode == 0
    assert machine.installed() == packages


# What npm brings

FAKE_NPM = """#!/bin/sh
echo "$*" >>"$LOG"
[ "${NPM_STATUS:-0}" = 0 ] && mkdir -p node_modules
exit "${NPM_STATUS:-0}"
"""


class Larder:
    """A folder with a lock, and an npm that only notes."""

    def __init__(self, tmp_path: Path) -> None:
        self.root = tmp_path / "a folder with spaces"
        (self.root / "tools/audit").mkdir(parents=True)
        shutil.copy(ROOT / "tools/ensure-npm", self.root / "tools")
        self.lock = self.root / "tools/audit/package-lock.json"
        self.lock.write_text("first\n", encoding="utf-8")
        self.bin = tmp_path / "bin"
        self.bin.mkdir()
        write_script(self.bin / "npm", FAKE_NPM)
        self.log = tmp_path / "log"
        self.log.touch()

    def fill(self, npm: bool = True, status: int = 0) -> tuple[int, int]:
        """The exit status, and how often npm was asked until now."""
        path = f"{self.bin}:/usr/bin:/bin" if npm else str(self._without_npm())
        done = run(
            *("sh", "tools/ensure-npm", "tools/audit"),
            cwd=self.root,
            PATH=path,
            LOG=str(self.log),
            NPM_STATUS=str(status),
        )
        return done.returncode, len(self.log.read_text(encoding="utf-8").splitlines())

    def _without_npm(self) -> Path:
        bare = self.root / "bare"
        bare.mkdir()
        for name in ("sh", "dirname", "cmp"):
            found = shutil.which(name)
            assert found is not None
            (bare / name).symlink_to(found)
        return bare


def test_npm_is_asked_once_for_each_lock_and_runs_no_scripts(tmp_path: Path) -> None:
    larder = Larder(tmp_path)
    assert larder.fill() == (0, 1)
    assert "ci --ignore-scripts" in larder.log.read_text(encoding="utf-8")
    assert larder.fill() == (0, 1)
    larder.lock.write_text("second\n", encoding="utf-8")
    assert larder.fill() == (0, 2)


def test_what_npm_could_not_fill_is_filled_the_next_time(tmp_path: Path) -> None:
    larder = Larder(tmp_path)
    assert larder.fill(status=1) == (1, 1)
    assert larder.fill() == (0, 2)
    larder.lock.write_text("second\n", encoding="utf-8")
    assert larder.fill(npm=False) == (1, 2)


def test_where_there_is_no_apt_the_line_does_not_name_it(tmp_path: Path) -> None:
    answer = Machine(tmp_path, apt=False).ensure("tests")
    assert answer.returncode == 0
    assert len(answer.stderr.splitlines()) == 1
    assert "your package manager" in answer.stderr
    assert "apt" not in answer.stderr


def test_only_a_missing_venv_stops_the_work(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    write_script(
        machine.bin / "python3",
        '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\n'
        f'[ "$1" = - ] && exit 1\nexec "{sys.executable}" "$@"\n',
    )
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert machine.ensure("book", root=False).returncode == 0
    answer = machine.ensure("venv", "book", root=False)
    assert answer.returncode == 1
    assert f"{package} libpango-1.0-0" in answer.stderr


def test_a_group_that_is_not_known_is_refused(tmp_path: Path) -> None:
    assert Machine(tmp_path).ensure("pictures").returncode == 2


@pytest.mark.skipif("CI" not in os.environ, reason="a contributor may lack some of it")
def test_the_checks_run_with_all_they_need() -> None:
    answer = run("sh", "tools/ensure-system", "-n", "venv", "book", "tests")
    assert answer.returncode == 0, answer.stdout
