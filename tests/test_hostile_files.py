"""Files that are no files, lead elsewhere, or hold too much: refused, in time and in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from tiny import LOG, SITE, judge, rules, write

from casebook.cli import main
from casebook.edit.rules.letters import mixed, unseen
from casebook.editions.frozen import edition_in
from casebook.load.directory import MAX_PROBLEMS, load
from casebook.load.text_file import MAX_FILE
from casebook.load.yaml_reader import MAX_PROBLEMS as MAX_OF_A_FILE
from casebook.load.yaml_reader import read_yaml
from casebook.memory.blobs import Damaged, pack
from casebook.model import Model
from casebook.model.units import MOST_UNITS, UnitError, parse_places, parse_units
from casebook.problem import Problem, RecordError
from casebook.proof.copy import read_copy
from casebook.render.book.cache import Cache
from casebook.render.book.sheet import unpacked_sheet

SECRET = "root:x:0:0: a line that must not be told"
SECONDS, MEBIBYTES = 20, 512
"""What reading one file may take; twice and more of what the slowest takes."""
READ = """\
import resource, sys, time
from casebook.load.pause import gc_paused
from casebook.load.yaml_reader import read_yaml
def height(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
source = {source}
before, begun, problems = height(), time.process_time(), []
with gc_paused():
    read_yaml(source, "f.yaml", problems.append)
print(len(problems), (height() - before) // 1024, time.process_time() - begun)
"""


@pytest.mark.parametrize(
    "name", ["people.yaml", "content/pages/x.md", "withheld.yaml", "register.yaml"]
)
def test_a_link_out_of_the_record_is_not_followed(tmp_path: Path, name: str) -> None:
    """What is read may be shown, and a link may point at anything that whoever builds can read."""
    secret = write(tmp_path, {"secret": SECRET}) / "secret"
    root = write(tmp_path / "site", {"site.yaml": SITE})
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).symlink_to(secret)
    manuscript, problems = load(root, Model())
    assert "unreadable" in rules(problems)
    assert any("leads out of the record" in problem.message for problem in problems)
    assert not any(SECRET in text for text in manuscript.files.values())


@pytest.mark.parametrize("folder", ["people", "content", "content/excerpts", "words"])
def test_nor_is_a_folder_that_is_one(
    tmp_path: Path, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = {"a.yaml": f"{SECRET}\n", "excerpts/a.md": SECRET, "a.md": SECRET, "en.yaml": SECRET}
    write(tmp_path / "outside", outside)
    root = write(tmp_path / "site", {"site.yaml": SITE})
    (root / folder).parent.mkdir(parents=True, exist_ok=True)
    (root / folder).symlink_to(tmp_path / "outside")
    main(["check", "--site", str(root)])
    assert "must not be told" not in "".join(capsys.readouterr())


def test_a_link_within_the_record_is(tmp_path: Path) -> None:
    write(
        tmp_path / "real",
        {"site.yaml": SITE, "own/log.yaml": LOG, "about": "---\ntitle: A\n---\nB\n"},
    )
    (tmp_path / "real" / "sources.yaml").symlink_to("own/log.yaml")
    (tmp_path / "link").symlink_to("real")
    for root in (tmp_path / "real", tmp_path / "link"):
        assert list(load(root, Model())[0].records["source"]) == ["log"]


@pytest.mark.timeout(20)
def test_nothing_waits_for_a_pipe_or_reads_a_device_to_its_end(tmp_path: Path) -> None:
    root = write(tmp_path / "site", {"site.yaml": SITE, "sources.yaml": LOG})
    (root / "editions").mkdir()
    (root / "content" / "proofs").mkdir(parents=True)
    os.mkfifo(root / "editions" / "aaaa-bbbb.json")
    os.mkfifo(root / "content" / "proofs" / "log.yaml")
    (root / "editions" / "aaaa-cccc.json").symlink_to("/dev/zero")
    (root / "people.yaml").symlink_to("/dev/stdin")
    found = rules(load(root, Model())[1])
    assert found.count("damaged-edition") == 2
    assert found.count("unreadable") == 2
    assert edition_in(root / "editions" / "aaaa-bbbb.json") is None
    with pytest.raises(RecordError) as caught:
        read_copy(Path("/dev/zero"))
    assert "larger than" in caught.value.problems[0].message
    with pytest.raises(RecordError) as caught:
        read_copy(Path("nul\0"))
    assert "cannot be read" in caught.value.problems[0].message


@pytest.mark.parametrize(
    "source",
    [
        f'"a: [" + "x," * {MAX_FILE // 2 - 4} + "]"',
        f'"a: [" + "[]," * {MAX_FILE // 3 - 4} + "]"',
        f'"a:\\n" + "- x\\n" * {MAX_FILE // 4 - 4}',
        f'"a: [" + "~," * {MAX_FILE // 2 - 4} + "]"',
        '"".join(f"k{n}: x\\n" for n in range(1_400_000))',
        f'"\\n" * {MAX_FILE - 4} + "a: b"',
        f'"a: [" + "x #," * {MAX_FILE // 4 - 4} + "]"',
    ],
    ids=["items", "lists", "lines", "nulls", "keys", "blank", "comments"],
)
@pytest.mark.slow
def test_the_largest_file_takes_bounded_time_and_memory(source: str) -> None:
    """In a process of its own: how high memory was cannot be asked twice of one."""
    done = subprocess.run(
        [sys.executable, "-c", READ.format(source=source)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    count, memory, seconds = done.stdout.split()
    assert int(count) <= MAX_OF_A_FILE + 1
    assert int(memory) < MEBIBYTES
    assert float(seconds) < SECONDS


def test_a_file_with_too_many_mistakes_is_given_up() -> None:
    problems: list[Problem] = []
    assert read_yaml("a:\n" * (MAX_OF_A_FILE + 500), "f.yaml", problems.append) is None
    assert rules(problems) == ["yaml-null"] * MAX_OF_A_FILE + ["too-many"]
    problems.clear()
    assert read_yaml("a:\n" * 30, "f.yaml", problems.append) is not None


def test_a_record_with_too_many_mistakes_tells_the_first(tmp_path: Path) -> None:
    fields = "".join(f"  nme{n}: x\n" for n in range(MAX_PROBLEMS + 700))
    root = write(tmp_path, {"site.yaml": SITE, "people.yaml": f"ada:\n{fields}"})
    problems = load(root, Model())[1]
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1].rule == "too-many"
    assert "702 more" in problems[-1].message


def test_places_without_end_are_refused() -> None:
    units = parse_units(f"p1-p{MOST_UNITS}")
    assert len(parse_places(f"p1-p{MOST_UNITS}, p1-p{MOST_UNITS}", units)) == MOST_UNITS
    with pytest.raises(UnitError, match="more than"):
        parse_places(", ".join([f"p1-p{MOST_UNITS}"] * 3), units)


@pytest.mark.parametrize(
    "values",
    [1, None, [], {}, [1, 2], [[1, 2, 3, 4, 5]], [1, {}, [1], [[]], []], [1, {}, [], [], ["a"]]],
)
def test_a_sheet_that_is_whole_and_not_ours_is_damaged(tmp_path: Path, values: object) -> None:
    for blobs in ([], [b"x"], [b"", b"y", b"z"]):
        with pytest.raises(Damaged):
            unpacked_sheet(pack(values, blobs))
    for body in (b"", b"\0" * 8, (1 << 62).to_bytes(8, "big"), (2).to_bytes(8, "big") + b"[]"):
        with pytest.raises(Damaged):
            unpacked_sheet(sha256(body).digest() + body)
    cache = Cache(tmp_path)
    cache.put("a", b"b")
    [kept] = tmp_path.glob("*.part")
    kept.write_bytes(pack(None, [b"b", b"c"]))
    assert Cache(tmp_path).get("a") is None


# Letters that look like others, and signs that turn the direction of what follows.


@pytest.mark.parametrize("id_", ["pаul", "ada‮x", "ａda", "ada\u200d", "Ada", "ada​", "ı", "ſ"])
def test_an_id_is_plain_letters(tmp_path: Path, id_: str) -> None:
    people = f'"{id_}":\n  name: Ada\n  living: alive\n  summary: Keeps it.\n'
    _, problems = judge(write(tmp_path, {"site.yaml": SITE, "people.yaml": people}))
    assert {"bad-id", "odd-character"} & set(rules(problems))
    _, problems = judge(write(tmp_path, {"content/pages/pаge.md": "---\ntitle: A\n---\nB\n"}))
    assert "bad-name" in rules(problems)


@pytest.mark.parametrize("sign", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
def test_no_text_turns_the_direction_of_what_follows(tmp_path: Path, sign: str) -> None:
    """Neither as it is nor as an escape, and no message turns the terminal either."""
    for typed in (sign, f"\\u{ord(sign):04x}"):
        people = f'ada:\n  name: "Ada {typed}Lind"\n  living: alive\n  summary: Keeps it.\n'
        _, problems = judge(write(tmp_path, {"site.yaml": SITE, "people.yaml": people}))
        assert "odd-character" in rules(problems)
        assert not any(sign in f"{one.message}{one.hint}" for one in problems)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Ad\u0430 Lind", ["Ad\u0430"]),
        ("P\uff41ul", ["P\uff41ul"]),
        ("\u0421\u041e\u0420 of the quay", ["\u0421\u041e\u0420"]),
        ("\U0001d40fdul", ["\U0001d40fdul"]),
        ("al-\u0642\u0627\u0639\u062f\u06c1 Lind\u0642", ["Lind\u0642"]),
        ("\u0410\u0434\u0430 \u041b\u0438\u043d\u0434", []),
        ("Sa\u00efd \u00c5str\u00f6m-\u00d8 \ufb01n", []),
        ("the \u041f\u0440\u0430\u0432\u0434\u0430 of Moscow", []),
        ("10 \u00b5g, \u2126, x\u00b2, n\u1d43, \u212b", []),
        ("\u6771\u4eac\u30bf\u30ef\u30fc \u306e", []),
        ("cafe\u0301s", []),
        ("\u0634\u06c1\u0631", []),
    ],
)  # fmt: skip
def test_letters_of_two_scripts_in_a_word_are_told(words: str, told: list[str]) -> None:
    """UTS #39 within a word, and a word that looks Latin where Latin stands."""
    assert [words[start:end] for start, end, _ in mixed(words)] == told


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Ad\u200ba", [2]),
        ("\u200dAda", [0]),
        ("Ada\u00ad", [3]),
        ("Ada\u200f Lind", [3]),
        ("Ada 5\ufe0f", [5]),
        ("\u0646\u0627\u0645\u200c\u06c1\u0627", []),
        ("Ada \u200f\u0646\u0627\u0645\u200e", []),
        ("\u0915\u094d\u200d\u0937", []),
        ("\u2764\ufe0f \U0001f469\u200d\U0001f680", []),
    ],
)
def test_signs_that_nobody_sees_stand_where_they_are_needed(words: str, places: list[int]) -> None:
    assert unseen(words) == places


@pytest.mark.parametrize("sign", [*"\u034f\u115f\u2060\u2063\u206a\u3164\uffa0\ufffa\U000e0061"])
def test_signs_that_no_script_needs_stand_nowhere(tmp_path: Path, sign: str) -> None:
    people = f"ada:\n  name: Ada\n  living: alive\n  summary: Keeps {sign}it.\n"
    _, problems = judge(write(tmp_path, {"site.yaml": SITE, "people.yaml": people}))
    assert "odd-character" in rules(problems)
