"""What GitHub is told of a record: annotations, the summary of a run, the comment on a change."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from markdown_it import MarkdownIt
from tiny import LOG, SITE, write

from casebook.cli import main
from casebook.commands.github import (
    as_annotation,
    as_summary,
    folder_in_repository,
    inert,
    print_annotations,
    weightiest_first,
)
from casebook.commands.report import print_explained, rule_page
from casebook.model import KINDS
from casebook.problem import Problem, Severity
from casebook.spot import Spot

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "tools/pull-request/comment.py"
RUN = "https://github.com/casebook-record/karachi/actions/runs/1"
HOSTILE = (
    "@team #12 GH-3 https://evil.example www.evil.example a@evil.example ![x](https://e.example/p)"
    " [x](y) <img src=x> <!-- --> **bold** `code` | cell | ~~gone~~ &lt; <script>alert(1)</script>"
    " \u202eturned\u200b $x$ :tada:"
)


def problem(rule: str, line: int = 1, severity: Severity = Severity.ERROR, **more: Any) -> Problem:
    given = {"message": f"about {rule}", "hint": "do this", **more}
    return Problem(Spot("people.yaml", line, 3), rule, severity=severity, **given)


# Annotations


def test_what_weighs_most_comes_first_and_one_of_each_rule_before_its_second() -> None:
    found = [
        problem("unmentioned", 1, Severity.WARNING),
        *(problem("unknown-reference", line) for line in range(2, 40)),
        problem("unregistered", 3, Severity.NOTE),
        problem("no-reply", 70),
        problem("bad-date", 90),
    ]
    told = [(p.rule, p.where.line) for p in weightiest_first(found)]
    assert told[:4] == [
        ("unknown-reference", 2), ("no-reply", 70), ("bad-date", 90), ("unknown-reference", 3),
    ]  # fmt: skip
    assert told[-2:] == [("unmentioned", 1), ("unregistered", 3)]
    assert len(told) == len(found)


def test_a_message_cannot_give_a_second_command() -> None:
    words = "x\r\n::set-env name=A::b\n%0A::error::c"
    found = problem("r", message=words, hint="1%\n2")
    line = as_annotation(found)
    assert line.splitlines() == [line]
    assert line.startswith("::error file=people.yaml,line=1,col=3,title=r::")
    assert _unescaped(line.split("::", 2)[2]) == f"{words}\n1%\n2"


def _unescaped(data: str) -> str:
    """As GitHub's runner reads the words of a command."""
    return data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_the_way_to_a_file_begins_at_the_repository(tmp_path: Path) -> None:
    (tmp_path / "records/karachi").mkdir(parents=True)
    workspace = str(tmp_path)
    assert folder_in_repository(tmp_path / "records/karachi", workspace) == "records/karachi"
    assert folder_in_repository(tmp_path, workspace) == "."
    assert folder_in_repository(Path("elsewhere"), "") == "elsewhere"
    assert folder_in_repository(tmp_path, str(tmp_path / "records")) == tmp_path.as_posix()
    found = problem("r")
    assert "file=records/karachi/people.yaml," in as_annotation(found, "records/karachi")
    assert "file=people.yaml," in as_annotation(found, ".")


ENV = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "casebook-record/karachi",
    "GITHUB_SHA": "0" * 40,
    "GITHUB_WORKSPACE": str(ROOT),
}


def test_the_summary_is_a_table_with_links_to_the_line_and_to_the_rule() -> None:
    words = as_summary([problem("bad-date", 4, message="`2/3/1987` is no date")], "a b", ENV)
    html = MarkdownIt("gfm-like", {"linkify": False}).render(words)
    blob = f"https://github.com/casebook-record/karachi/blob/{'0' * 40}"
    assert f'<a href="{blob}/a%20b/people.yaml?plain=1#L4">a b/people.yaml:4</a>' in html
    assert f'<a href="{blob}/docs/rules/bad-date.md">bad-date</a>' in html
    assert "<code>2/3/1987</code> is no date" in html
    assert "do this" in html
    assert html.count("<tr>") == 2


def test_what_was_typed_makes_no_row_no_link_and_no_picture_in_the_summary() -> None:
    words = as_summary([problem("r", message=f"`{HOSTILE}` and {HOSTILE} `", hint="")], ".", ENV)
    html = MarkdownIt("gfm-like", {"linkify": False}).render(words)
    assert re.findall(r"<(\w+)", html).count("tr") == 2
    assert html.count("<td") == 4
    assert not re.search(r"<(img|script|s|em)\b", html)
    assert re.findall(r'href="(.*?)"', html) == [
        f"https://github.com/casebook-record/karachi/blob/{'0' * 40}/people.yaml?plain=1#L1"
    ]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "\u202e" not in html


def test_the_summary_is_no_larger_than_github_takes_and_says_what_is_left_out() -> None:
    found = [problem("r", line, message="x" * 200) for line in range(1, 9000)]
    words = as_summary(found, ".", ENV)
    assert len(words.encode()) < 1_000_000
    rows = words.count("\n| error |")
    assert words.endswith(f"\n{len(found) - rows} more are in the log of this step.\n")


def test_the_summary_is_added_to_and_ten_of_a_kind_are_announced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "summary"
    file.write_text("before\n")
    env = {**ENV, "GITHUB_STEP_SUMMARY": str(file)}
    print_annotations([problem("r", line) for line in range(1, 11)], ROOT, env)
    assert "summary" not in capsys.readouterr().out
    print_annotations([problem("r", line) for line in range(1, 12)], ROOT, env)
    *annotations, last = capsys.readouterr().out.splitlines()
    assert len(annotations) == 11 and "All are in the summary" in last
    words = file.read_text()
    assert words.startswith("before\n### 10 problems\n")
    assert words.count("| error |") == 21


@pytest.mark.parametrize("command", ["check", "build"])
def test_both_commands_annotate_and_write_the_summary(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site = write(tmp_path / "s", {"site.yaml": SITE + "lisence: x\n", "sources.yaml": LOG})
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert main([command, "--format", "github", "--site", str(site)]) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::")]
    assert told[0].startswith("::error file=s/site.yaml,line=4,col=1,title=unknown-field::")
    assert "unknown&#45;field" in (summary := (tmp_path / "summary").read_text()) or (
        "unknown-field" in summary
    )
    assert not (site / "output").exists()


def test_words_without_marks_are_left_as_they_are() -> None:
    assert inert("nothing refers to it, 100 times; see there.") == (
        "nothing refers to it, 100 times; see there."
    )
    assert inert("a `b` c") == "a <code>b</code> c"
    assert inert("a ` c") == "a &#96; c"


def test_on_a_terminal_the_page_of_a_rule_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.chdir(ROOT)
    for stream, told in ((Terminal(), "docs/rules/bad-date.md"), (io.StringIO(), "")):
        print_explained([problem("bad-date")], stream)
        print_explained([], stream)
        assert stream.getvalue().strip().endswith(told)
        assert bool(stream.getvalue()) == bool(told)
    assert rule_page("no-such-rule") is None


# The comment


def script() -> ModuleType:
    """The script that makes the comment; it is no module of a package."""
    spec = importlib.util.spec_from_file_location("comment", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


COMMENT = script()

CHANGES: list[dict[str, Any]] = [
    {
        "kind": "claim", "id": "holt-says-so", "number": "C40", "title": "Holt says so",
        "reply": "no reply printed", "added": True, "gone": False,
        "points": [{"weight": "claim", "facts": ["allegation added"], "wording": []}],
    },
    {
        "kind": "figure", "id": "deaths-2009", "number": "F22", "title": "152 deaths", "reply": "",
        "added": False, "gone": False,
        "points": [{"weight": "figure", "facts": ["from 152 to 153"], "wording": []}],
    },
    {
        "kind": "event", "id": "four-days", "number": "E25", "title": "Four days", "reply": "",
        "added": False, "gone": False,
        "points": [{
            "weight": "wording", "facts": ["title, reworded"],
            "wording": [{"op": "same", "words": "Four"}, {"op": "old", "words": "nights"},
                        {"op": "new", "words": "days"}],
        }],
    },
]  # fmt: skip
"""As `diff --format json` writes it."""


def archive(changes: object, name: str = "meaning.json") -> bytes:
    data = changes if isinstance(changes, bytes) else json.dumps({"changes": changes}).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, data)
    return made.getvalue()


def shown(words: str) -> str:
    """The comment as GitHub would set it."""
    return str(MarkdownIt("gfm-like", {"linkify": False}).render(words))


def test_the_comment_says_what_the_change_means_and_where() -> None:
    words = COMMENT.comment(COMMENT.read(archive(CHANGES)), RUN, "https://a.github.io/k/")
    assert words.startswith(f"{COMMENT.MARK}\n**3 changes**")
    assert "- **C40** Holt says so (no reply printed)\n  - allegation added\n" in words
    html = shown(words)
    assert '<a href="https://a.github.io/k/figures/deaths-2009.html">F22</a>' in html
    assert '<a href="https://a.github.io/k/events/four-days.html">E25</a>' in html
    assert "claims/holt-says-so" not in html, "there is no page of it yet"
    assert "title, reworded: Four <del>nights</del> <ins>days</ins>" in html
    assert f'<a href="{RUN}">' in html
    assert (
        "<a href"
        not in shown(COMMENT.comment(COMMENT.read(archive([CHANGES[1]])), RUN)).split("The site")[0]
    )


def test_a_change_of_nothing_is_told_too() -> None:
    assert "**Nothing changes**" in COMMENT.comment([], RUN)


@pytest.mark.parametrize("field", ["kind", "id", "number", "title", "reply", "fact", "words"])
def test_nothing_typed_is_anything_but_words(field: str) -> None:
    change = json.loads(json.dumps(CHANGES[2]))
    for hostile in (HOSTILE, "1. one\n2. two", "- [ ] task", "# head", "\n\n---\n\n```\n", "../x"):
        if field == "fact":
            change["points"][0]["facts"] = [hostile]
        elif field == "words":
            change["points"][0]["wording"][1]["words"] = hostile
        else:
            change[field] = hostile
        words = COMMENT.comment(COMMENT.read(archive([change])), RUN, "https://a.github.io/k/")
        html = shown(words)
        body = html.split("<p>The site")[0]
        assert set(re.findall(r"<(\w+)", body)) <= {"p", "strong", "ul", "li", "a", "del", "ins"}, (
            html
        )
        assert body.count("<li>") == 2
        links = re.findall(r'href="(.*?)"', html)
        assert set(links) <= {RUN, "https://a.github.io/k/events/four-days.html"}
        text = re.sub(r"<[^>]+>", "", body)
        assert not re.search(r"[@#]\w|://|www\.|GH-", text), text


def test_a_comment_is_no_longer_than_github_takes() -> None:
    changes = [dict(CHANGES[1], title="|" * 300) for _ in range(2000)]
    words = COMMENT.comment(COMMENT.read(archive(changes)), RUN)
    assert len(words) < 60_000
    assert re.search(r"- and 1,9\d\d more\n", words)
    many = [dict(CHANGES[1], points=CHANGES[1]["points"] * 500)]
    assert "  - and 490 more\n" in COMMENT.comment(COMMENT.read(archive(many)), RUN)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"no zip", id="no zip"),
        pytest.param(archive(CHANGES, "../../meaning.json"), id="another name"),
        pytest.param(archive(b"\x00" * 40_000_000), id="a bomb"),
        pytest.param(archive(CHANGES)[:-30], id="cut off"),
        pytest.param(archive(b"\xff\xfe{}"), id="not UTF-8"),
        pytest.param(archive(b'{"changes":' + b"[" * 100_000), id="nested"),
        pytest.param(archive(b'{"changes": [' + b"1" * 5000 + b"]}"), id="a number"),
        pytest.param(archive({"a": 1}), id="no list"),
        pytest.param(archive([{"kind": "event"}]), id="fields are missing"),
        pytest.param(archive([dict(CHANGES[1], title=["x"])]), id="a list for a title"),
        pytest.param(archive([dict(CHANGES[1], points=[{"facts": [1]}])]), id="a number for words"),
        pytest.param(b"x" * 1_000_001, id="too large"),
    ],
)
def test_what_diff_would_not_write_is_refused(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "meaning.zip"
    file.write_bytes(data)
    ran = subprocess.run(
        [sys.executable, "-I", SCRIPT, file, "--run", RUN], capture_output=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert re.fullmatch(rb"No comment: [\w ,.`-]+\.\n", ran.stderr), ran.stderr


def test_an_address_that_is_none_is_refused() -> None:
    for address in ("javascript:alert(1)", "https://a/)![x](y", "http://a.example/", "https://a b"):
        with pytest.raises(COMMENT.RefusedError):
            COMMENT.comment([], address)
        with pytest.raises(COMMENT.RefusedError):
            COMMENT.comment([], RUN, address)


def test_the_script_knows_where_the_pages_of_each_kind_are() -> None:
    folders = {kind.declares.name: kind.declares.folder for kind in KINDS}
    assert {kind: f"{folder}/" for kind, folder in folders.items()} | {"page": ""} == (
        COMMENT.FOLDERS
    )
