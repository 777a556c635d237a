"""`schema`: what it writes, what it leaves alone, and how it joins a person's own settings."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from built_sites import ROOT, SPECIMEN
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.cli import main
from casebook.model import KINDS
from casebook.schema.jsonc import NotSettings, whole
from casebook.schema.settings import KEY, with_settings

WANTED = {"./.casebook-schema/a.json": ["/a.yaml", "/a/*.yaml"]}
OURS = '"yaml.schemas"'


@pytest.fixture
def record(tmp_path: Path) -> Path:
    folder = tmp_path / "record"
    assert main(["init", str(folder)]) == 0
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def schema(record: Path, *options: str) -> int:
    return main(["schema", "--site", str(record), *options])


# The command


def test_it_writes_schemas_and_the_settings_that_lead_to_them(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts(record)
    capsys.readouterr()
    assert schema(record) == 0
    said = capsys.readouterr().out
    after = texts(record)
    new = {name: words for name, words in after.items() if name not in before}
    assert {name: words for name, words in after.items() if name in before} == before
    held = json.loads(new.pop(".vscode/settings.json"))["yaml.schemas"]
    assert new.pop(".casebook-schema/.gitignore") == "*\n"
    for path, files in held.items():
        assert path.removeprefix("./") in new
        assert all(file.startswith("/") and file.endswith(".yaml") for file in files)
    assert {f"/{kind.declares.file}.yaml" for kind in KINDS} < {
        f for fs in held.values() for f in fs
    }
    for words in new.values():
        assert json.loads(words)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert f"{len(new)} schemas" in said and ".vscode/settings.json" in said
    # No page is built from them, and nothing is made of them by `check`.
    assert main(["check", "--site", str(record)]) == 0


def test_git_leaves_the_schemas_alone(record: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("there is no git here")
    assert schema(record) == 0
    subprocess.run(["git", "init", "-q", str(record)], check=True)
    seen = subprocess.run(
        ["git", "-C", str(record), "status", "--short", "-uall"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "timeline.yaml" in seen
    assert ".casebook-schema" not in seen and ".vscode" not in seen


def test_again_it_writes_nothing_and_after_an_edit_what_that_changed(record: Path) -> None:
    assert schema(record) == 0
    before = {path: path.stat().st_mtime_ns for path in record.rglob("*.json")}
    assert schema(record) == 0
    assert {path: path.stat().st_mtime_ns for path in record.rglob("*.json")} == before
    people = record / "people.yaml"
    person = "new-one:\n  name: A New One\n  living: alive\n  summary: Of whom little is known.\n"
    people.write_text(people.read_text("utf-8") + "\n" + person, encoding="utf-8")
    (record / ".casebook-schema/gone.json").write_text("{}", encoding="utf-8")
    assert schema(record) == 0
    assert "A New One" in (record / ".casebook-schema/timeline.json").read_text("utf-8")
    assert not (record / ".casebook-schema/gone.json").exists()


def test_a_record_with_mistakes_has_its_schemas_all_the_same(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = record / "people.yaml"
    people.write_text(people.read_text("utf-8") + "\nhalf-written:\n  nam: X\n", encoding="utf-8")
    assert schema(record) == 0
    assert "see `check`" in capsys.readouterr().out
    assert (record / ".casebook-schema/people.json").is_file()


def test_it_follows_edits_and_waits_where_half_a_line_is_typed(record: Path) -> None:
    people, made = record / "people.yaml", record / ".casebook-schema/timeline.json"
    whole = people.read_text("utf-8")
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "build.py"), "schema", "--site", str(record), "--follow"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        while "Following" not in (line := process.stdout.readline()):
            assert line
        first = made.read_text("utf-8")
        people.write_text("'" + whole, encoding="utf-8")
        time.sleep(1.5)
        assert made.read_text("utf-8") == first
        person = "new-one:\n  name: A New One\n  living: alive\n  summary: Little is known.\n"
        people.write_text(f"{whole}\n{person}", encoding="utf-8")
        until = time.monotonic() + 30
        while "A New One" not in made.read_text("utf-8"):
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130


def test_a_folder_without_a_record_is_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert schema(tmp_path) == 2
    assert "no site.yaml" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_lines_at_the_top_of_files_are_put_there_once(record: Path) -> None:
    (record / "timeline").mkdir()
    (record / "timeline.yaml").rename(record / "timeline/all.yaml")
    own = "# yaml-language-server: $schema=https://example.org/mine.json\n"
    site = record / "site.yaml"
    site.write_text(own + site.read_text("utf-8"), encoding="utf-8")
    places = record / "places.yaml"
    places.write_bytes(places.read_bytes().replace(b"\n", b"\r\n"))
    before = texts(record)
    assert schema(record, "--modelines") == 0
    after = texts(record)
    line = "# yaml-language-server: $schema="
    assert after["timeline/all.yaml"] == (
        f"{line}../.casebook-schema/timeline.json\n{before['timeline/all.yaml']}"
    )
    assert after["people.yaml"].startswith(f"{line}.casebook-schema/people.json\n")
    assert places.read_bytes().startswith(f"{line}.casebook-schema/places.json\r\n".encode())
    # What has one keeps it, and what the commands keep is theirs.
    for name in ("site.yaml", "register.yaml"):
        assert after[name] == before[name]
    assert ".vscode/settings.json" not in after
    assert schema(record, "--modelines") == 0
    assert texts(record) == after
    assert main(["check", "--site", str(record)]) == 0


def test_settings_can_be_left_out(record: Path) -> None:
    assert schema(record, "--no-settings") == 0
    assert not (record / ".vscode").exists()
    assert (record / ".casebook-schema/site.json").is_file()


def test_settings_that_cannot_be_read_stop_it_before_it_writes(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record / ".vscode/settings.json"
    path.parent.mkdir()
    path.write_text("[1, 2", encoding="utf-8")
    assert schema(record) == 2
    said = capsys.readouterr().err
    assert OURS in said and "/timeline/*.yaml" in said
    assert path.read_text("utf-8") == "[1, 2"
    assert not (record / ".casebook-schema").exists()


# Settings


def without_comments(text: str) -> Any:
    """What the settings of these tests hold: their comments have lines of their own."""
    lines = [line for line in text.splitlines() if not line.strip().startswith("//")]
    bare = "\n".join(lines)
    return json.loads(bare.replace(",\n}", "\n}"))


def test_where_there_are_none_they_are_ours_alone() -> None:
    for nothing in (None, "", " \n"):
        assert json.loads(with_settings(nothing, WANTED)) == {KEY: WANTED}


HELD = """\
{
    // Ours is a long record.
    "editor.rulers": [100], /* and so are its lines: { */
    "a \\" key": {"deep": [{"yaml.schemas": 1}]},
    "files.exclude": {
        "**/output": true,
    },
}
"""


def test_what_a_person_wrote_stays_letter_for_letter() -> None:
    new = with_settings(HELD, WANTED)
    added = """
    "yaml.schemas": {
        "./.casebook-schema/a.json": [
            "/a.yaml",
            "/a/*.yaml"
        ]
    },"""
    assert new == "{" + added + HELD[1:]
    assert with_settings(new, WANTED) == new


def test_ours_are_put_among_the_schemas_of_others() -> None:
    theirs = (
        '{\n  "yaml.schemas": {\n    // mine\n    "https://example.org/x.json": "x.yaml"\n  }\n}\n'
    )
    new = with_settings(theirs, WANTED)
    assert "// mine" in new
    assert without_comments(new) == {KEY: WANTED | {"https://example.org/x.json": "x.yaml"}}
    old = new.replace('"/a.yaml"', '"/old.yaml"')
    assert old != new
    assert without_comments(with_settings(old, WANTED)) == without_comments(new)
    assert without_comments(with_settings('{"yaml.schemas": {}}', WANTED)) == {KEY: WANTED}
    assert without_comments(with_settings("{\n// nothing yet\n}", WANTED)) == {KEY: WANTED}


def test_line_ends_and_a_byte_order_mark_are_kept() -> None:
    new = with_settings('\ufeff{\r\n\t"a": 1\r\n}\r\n', WANTED)
    assert new.startswith('\ufeff{\r\n\t"yaml.schemas": {\r\n\t\t')
    assert new.count("\n") == new.count("\r\n")
    assert json.loads(new.removeprefix("\ufeff")) == {KEY: WANTED, "a": 1}


@pytest.mark.parametrize(
    "text",
    ["[]", "{", "{} {}", '{"a"}', '{"a": }', '{"a": 1 "b": 2}', "{a: 1}", '{"a": [1}', "nonsense",
     '{"yaml.schemas": []}', '{"\\x": 1}', "{" * 4000, '{"a":' * 4000, '{"a":' + "[" * 4000],
)  # fmt: skip
def test_what_is_no_settings_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotSettings):
        with_settings(text, WANTED)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.dictionaries(st.text(max_size=6).filter(lambda key: key != KEY), VALUES, max_size=4),
    st.sampled_from([None, 1, 2, 4, "\t"]),
    st.booleans(),
)
def test_any_settings_are_the_same_with_ours_besides(
    held: dict[str, Any], indent: int | str | None, plain: bool
) -> None:
    text = json.dumps(held, indent=indent, ensure_ascii=plain)
    new = with_settings(text, WANTED)
    assert json.loads(new) == held | {KEY: WANTED}
    assert with_settings(new, WANTED) == new
    assert len(whole(new).members) == len(held) + 1


def test_the_specimen_has_none_of_it() -> None:
    """They are made anew for each machine; a record in git does not carry them."""
    assert not (SPECIMEN / ".casebook-schema").exists()
    ignored = (SPECIMEN / "gitignore").read_text("utf-8").splitlines()
    assert {"/.casebook-schema/", "/.vscode/settings.json"} <= set(ignored)
