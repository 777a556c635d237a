"""The command line: its words, its exit codes, and what it prints."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import LOG, SITE, write
from whole import WHOLE

import casebook
from casebook.cli import main
from casebook.commands import COMMANDS
from casebook.commands.github import as_annotation
from casebook.commands.report import as_text, summarise
from casebook.model import Model
from casebook.problem import Problem, Severity
from casebook.spot import Spot

ROOT = Path(casebook.__file__).parent.parent
BROKEN = SITE.replace("language: en", "language: Englisch")


def run(*arguments: str | Path) -> int:
    """The exit code, also where argparse leaves by SystemExit."""
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as end:
        assert isinstance(end.code, int)
        return end.code


Capture = pytest.CaptureFixture[str]


def test_a_sound_record_is_said_to_be_sound(tmp_path: Path, capsys: Capture) -> None:
    assert run("check", "--site", write(tmp_path, WHOLE)) == 0
    out, err = capsys.readouterr()
    assert out.startswith("No problems. The record holds: ")
    assert out.count("\n") == 1
    assert err == ""


def test_problems_are_shown_with_their_line_and_end_in_1(tmp_path: Path, capsys: Capture) -> None:
    assert run("check", "--site", write(tmp_path, {"site.yaml": BROKEN})) == 1
    assert capsys.readouterr().out == (
        "site.yaml:3:11: `language` of site.yaml should have a language code, not `Englisch` "
        "(bad-name)\n"
        "    | language: Englisch\n"
        "    |           ^^^^^^^^\n"
        "    use a code such as `ur` or `pt-BR`\n"
        "1 problem\n"
    )


def test_warnings_alone_end_in_0(tmp_path: Path, capsys: Capture) -> None:
    assert run("check", "--site", write(tmp_path, {"site.yaml": SITE, "sources.yaml": LOG})) == 0
    out = capsys.readouterr().out
    assert "warning: nothing refers to source `log` (unmentioned)" in out
    assert out.endswith("1 warning\n")
    assert "No problems" not in out


def test_a_build_refuses_a_broken_record_and_writes_nothing(
    tmp_path: Path, capsys: Capture
) -> None:
    site = write(tmp_path / "site", {"site.yaml": BROKEN})
    assert run("build", "--site", site, "--only", "data", "--output", tmp_path / "out") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "(bad-name)" in err
    assert not (tmp_path / "out").exists()
    assert not (site / "output").exists()


def test_without_a_command_it_builds(tmp_path: Path, capsys: Capture) -> None:
    site = write(tmp_path / "site", {"site.yaml": SITE})
    assert run("--site", site, "--only", "data") == 0
    assert json.loads((site / "output" / "data" / "site.json").read_text())["format"] == 1
    assert "files" in capsys.readouterr().out


def test_nothing_at_all_builds_the_record_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write(tmp_path, {"site.yaml": BROKEN}))
    assert run() == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "--site", "no-such-folder"], "there is no folder no-such-folder"),
        (["build", "--site", "no-such-folder"], "there is no folder"),
        (["check", "--format", "xml"], "invalid choice"),
        (["build", "--only", "pdf"], "some of html,data,book"),
        (["build", "--only", ""], "some of html,data,book"),
        (["build", "--only", "html,dta"], "dta"),
        (["build", "--jobs", "0"], "from 1 to 256"),
        (["build", "--jobs", "many"], "from 1 to 256"),
        (["biuld"], "invalid choice"),
        (["check", "--sight", "x"], "unrecognized"),
        (["--only", "pdf"], "some of html,data,book"),
    ],
)
def test_wrong_usage_ends_in_2(arguments: list[str], says: str, capsys: Capture) -> None:
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err


def test_a_bug_of_ours_ends_in_3_with_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    class Stop(BaseException):
        """Such as a library's own, which is no Exception."""

    for error in (ZeroDivisionError, Stop, RecursionError):

        def fail(root: Path, model: Model, error: type[BaseException] = error) -> None:
            raise error("something odd")

        monkeypatch.setattr("casebook.commands.site.load", fail)
        assert run("check", "--site", tmp_path, "--format", "json") == 3
        out, err = capsys.readouterr()
        assert out == ""
        assert "not in your record" in err
        assert f"Casebook {casebook.__version__}" in err
        assert f"check --site {tmp_path} --format json" in err
        assert "something odd" in err
        assert "Traceback" in err


def test_stopping_it_is_no_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def stop(root: Path, model: Model) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("casebook.commands.site.load", stop)
    assert run("check", "--site", tmp_path) == 130
    assert capsys.readouterr().err == "\ncasebook: stopped; nothing is left half done\n"


def test_json_is_one_object_and_nothing_else(tmp_path: Path, capsys: Capture) -> None:
    files = {
        "site.yaml": BROKEN,
        "sources.yaml": LOG,
        "people/a.yaml": "ada:\n  name: آدا\n  living: no\n"
        "  summary: >\n    Keeps\n    [[lite]].\n",
        "peple.yaml": "",
    }
    assert run("check", "--format", "json", "--site", write(tmp_path / "s", files)) == 1
    out, err = capsys.readouterr()
    assert err == ""
    report = json.loads(out)
    assert list(report) == ["problems", "counts"]
    assert report["counts"] == dict.fromkeys(Model().kinds, 0) | {"source": 1, "person": 1}
    for problem in report["problems"]:
        assert list(problem) == ["file", "line", "column", "rule", "severity", "message", "hint"]
    assert [(p["file"], p["line"], p["column"], p["severity"]) for p in report["problems"]] == [
        ("people/a.yaml", 3, 11, "error"),
        ("people/a.yaml", 6, 5, "error"),
        ("peple.yaml", 1, 1, "warning"),
        ("site.yaml", 3, 11, "error"),
    ]
    assert report["problems"][0] == {
        "file": "people/a.yaml",
        "line": 3,
        "column": 11,
        "rule": "not-a-choice",
        "severity": "error",
        "message": "`living` of person `ada` cannot be `no`",
        "hint": "it can be `alive` or `dead` or `presumed-alive`",
    }


def test_json_of_a_sound_record_has_an_empty_list(tmp_path: Path, capsys: Capture) -> None:
    assert run("check", "--format", "json", "--site", write(tmp_path, {"site.yaml": SITE})) == 0
    report = json.loads(capsys.readouterr().out)
    assert report == {"problems": [], "counts": dict.fromkeys(Model().kinds, 0)}


def test_github_annotates_the_file_below_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    write(tmp_path / "a,b", {"site.yaml": BROKEN, "sources.yaml": LOG})
    monkeypatch.chdir(tmp_path)
    assert run("check", "--format", "github", "--site", "a,b") == 1
    assert capsys.readouterr().out.splitlines() == [
        "::error file=a%2Cb/site.yaml,line=3,col=11,title=bad-name::`language` of site.yaml should "
        "have a language code, not `Englisch`%0Ause a code such as `ur` or `pt-BR`",
        "::warning file=a%2Cb/sources.yaml,line=1,col=1,title=unmentioned::nothing refers to "
        "source `log`%0Arefer to it with [[log]] where it is spoken of, or take it out",
    ]


def test_github_escapes_what_would_end_a_command() -> None:
    problem = Problem(Spot("a:b%.yaml", 1, 2), "x,y", "100%\r\n::set", "", Severity.NOTE)
    assert as_annotation(problem, ".") == (
        "::notice file=a%3Ab%25.yaml,line=1,col=2,title=x%2Cy::100%25%0D%0A::set"
    )


def test_a_long_line_is_cut_to_the_place() -> None:
    line = "a " * 200 + "here" + " b" * 200
    text = as_text(Problem(Spot("x", 1, 401), "r", "m", length=4), {"x": line})
    _, shown, marks = text.split("\n")
    assert len(shown) <= 6 + 110
    assert shown[marks.index("^") :].startswith("here ")
    assert marks.count("^") == 4


def test_a_terminal_obeys_nothing_that_is_shown() -> None:
    evil = "a\x1b[31m\u202e\tb\x9b"
    text = as_text(Problem(Spot("x", 1, 1), "r", evil, evil), {"x": evil})
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert text.count("\ufffd") == 9


def test_a_place_beyond_the_line_is_marked_all_the_same() -> None:
    text = as_text(Problem(Spot("x", 1, 4), "r", "m", length=9), {"x": "abc"})
    assert text.endswith("    | abc\n    |    ^")
    assert as_text(Problem(Spot("x", 9, 1), "r", "m"), {"x": "abc"}) == "x:9:1: m (r)"


def test_summaries_count_each_severity() -> None:
    def some(number: int, severity: Severity) -> list[Problem]:
        return [Problem(Spot("x", n, 1), "r", "m", severity=severity) for n in range(number)]

    assert summarise(some(2, Severity.ERROR) + some(1, Severity.NOTE)) == "2 problems, 1 note"
    assert summarise(some(1, Severity.ERROR) + some(3, Severity.WARNING)) == "1 problem, 3 warnings"
    assert summarise([]) == ""


def test_help_names_every_command(capsys: Capture) -> None:
    assert run("--help") == 0
    out = capsys.readouterr().out
    for name, command in COMMANDS.items():
        assert re.search(rf"^ +{name} ", out, re.MULTILINE), name
        assert command.help.split(".")[0][:30] in " ".join(out.split())
        assert run(name, "--help") == 0
        assert ("--site DIR" in capsys.readouterr().out) == command.of_a_record


def test_version(capsys: Capture) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"Casebook {casebook.__version__}\n"


HEAVY = ("weasyprint", "livereload", "tornado", "fontTools", "pydantic", "html5lib", "pikepdf")


def python(code: str, *arguments: str | Path, **options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
        env={"PATH": "", "PYTHONPATH": str(ROOT)} | options,
    )


def test_a_check_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from casebook.cli import main; code = main(sys.argv[1:])\n"
        f"heavy = [name for name in {HEAVY} if name in sys.modules]\n"
        "assert not heavy, heavy\nsys.exit(code)"
    )
    done = python(code, "check", "--site", write(tmp_path, WHOLE))
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_command_line_alone_imports_next_to_nothing() -> None:
    code = (
        "import sys, casebook.cli\n"
        "assert not {'yaml', 'jinja2', 'markdown_it', 'multiprocessing'} & set(sys.modules)"
    )
    done = python(code)
    assert (done.returncode, done.stderr) == (0, b"")


def test_any_terminal_can_show_any_problem(tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE, "people.yaml": "ada:\n  نام: آدا\n"})
    code = "import sys; from casebook.cli import main; sys.exit(main(sys.argv[1:]))"
    for format_ in ("text", "json", "github"):
        arguments = ("check", "--site", tmp_path, "--format", format_)
        done = python(code, *arguments, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert (done.returncode, done.stderr) == (1, b""), format_
        assert b"unknown-field" in done.stdout


def test_who_stops_reading_gets_no_traceback(tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE, "people.yaml": "".join(f"a{n}: b\n" for n in range(3000))})
    code = "import sys; from casebook.cli import main; sys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", code, "check", "--site", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1
