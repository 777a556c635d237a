"""`init`: the specimen, whole or not at all, and fit to be shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from built_sites import SPECIMEN, built, parse, text

from casebook.cli import main
from casebook.commands.site import Draft, link_problems, read
from casebook.edit.rules.register import for_release
from casebook.model import KINDS
from casebook.model.sources import Source
from casebook.publish import one_file
from casebook.publish.errors import PublishError

LONGEST_QUOTATION = 25


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def checked(folder: Path) -> Draft:
    draft = read(folder, lambda words: None)
    link_problems(draft, frozenset(("html", "data")), lambda words: None)
    return draft


def test_it_copies_the_specimen_and_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "not there" / "record"
    assert main(["init", str(folder)]) == 0
    expected = files(SPECIMEN)
    expected[".gitignore"] = expected.pop("gitignore")
    assert files(folder) == expected
    said = capsys.readouterr().out
    assert f"--site {folder}" in said
    assert f"{len(expected)} files" in said


def test_an_empty_folder_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "."]) == 0
    assert (tmp_path / "site.yaml").is_file()
    assert "--site" not in capsys.readouterr().out


def test_a_folder_that_holds_something_is_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".hidden").write_text("mine", encoding="utf-8")
    assert main(["init", str(tmp_path)]) == 2
    assert files(tmp_path) == {".hidden": b"mine"}
    said = capsys.readouterr().err
    assert ".hidden" in said and "not empty" in said
    # The second time it is our own record that stands there.
    assert main(["init", str(tmp_path / "record")]) == 0
    before = files(tmp_path)
    assert main(["init", str(tmp_path / "record")]) == 2
    assert files(tmp_path) == before


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    assert main(["init", str(file)]) == 2
    assert "is a file" in capsys.readouterr().err
    assert main(["init", str(file / "below")]) == 2
    assert main(["init", f"{tmp_path}/a\0b"]) == 2
    assert files(tmp_path) == {"file": b"mine"}


@pytest.mark.parametrize("there", [False, True])
def test_what_cannot_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    write, count = one_file.write_file, 0

    def fails_in_the_middle(path: Path, words: str) -> None:
        nonlocal count
        count += 1
        if count > len(files(SPECIMEN)) // 2:
            raise PublishError("the disk is full")
        write(path, words)

    monkeypatch.setattr(one_file, "write_file", fails_in_the_middle)
    folder = tmp_path / "new" / "record"
    if there:
        folder.mkdir(parents=True)
    assert main(["init", str(folder)]) == 2
    assert count > 10
    assert list(tmp_path.rglob("*")) == ([folder.parent, folder] if there else [])


def test_the_specimen_has_no_problem_not_even_a_note() -> None:
    draft = checked(SPECIMEN)
    assert draft.problems == []
    assert for_release(draft.edition, []) == []


def test_it_shows_every_kind_of_record_and_of_page() -> None:
    draft = checked(SPECIMEN)
    assert [kind for kind, number in draft.counts.items() if not number] == []
    held = [entry.id for entry in draft.edition.of("source") if _held(entry.record)]
    assert set(draft.edition.excerpts) == set(held)
    pages = {path.stem for path in (SPECIMEN / "content/pages").iterdir()}
    assert {"home", "bottom-line", "method", "corrections"} <= pages
    # A comment at the top of each file of records says what it is for.
    for kind in KINDS:
        first = (SPECIMEN / f"{kind.declares.file}.yaml").read_text(encoding="utf-8")
        assert first.startswith("# "), kind.declares.file


def _held(record: object) -> bool:
    return isinstance(record, Source) and record.is_held


def test_it_shows_what_a_record_has_to_be_careful_with() -> None:
    words = "\n".join(path.read_text("utf-8") for path in SPECIMEN.glob("*.yaml"))
    fields = set(re.findall(r"^ *(?:- )?([a-z_]+):", words, re.M))
    values = set(re.findall(r"^ *(?:- )?(?:[a-z_]+: )?([a-z-]+)$", words, re.M))
    assert fields >= {
        "inferred", "outside", "held", "after", "before", "part_of", "may_be", "identified",
        "victims", "unnamed", "points", "quote", "speaker", "via", "replies", "compare", "low",
        "qualifier", "out_of", "bearing", "position", "posts", "also", "stance", "cite", "note",
    }  # fmt: skip
    assert values >= {
        "none-printed", "not-adverse", "direct", "general", "earlier", "not-stated", "shared",
        "apart", "allegation", "testimony", "opinion", "threat", "no",
    }  # fmt: skip


@pytest.mark.parametrize("source", ["stanley", "trial", "jolliffe", "smith"])
def test_its_quotations_are_in_its_copies(tmp_path: Path, source: str) -> None:
    """After a change: prove them again, and keep what is written to content/proofs/."""
    folder = tmp_path / "record"
    assert main(["init", str(folder)]) == 0
    copy = folder / f"copies/{source}.numbered.txt"
    assert main(["prove", "--site", str(folder), source, str(copy)]) == 0
    proof = f"content/proofs/{source}.yaml"
    assert (folder / proof).read_bytes() == (SPECIMEN / proof).read_bytes()


def test_a_changed_quotation_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    assert main(["init", str(folder)]) == 0
    file = folder / "claims.yaml"
    words = file.read_text(encoding="utf-8")
    file.write_text(words.replace("A dastardly attack", "A cowardly attack"), encoding="utf-8")
    assert {problem.rule for problem in checked(folder).problems} == {"awaiting-proof"}


def test_no_copy_is_published() -> None:
    """A text may be quoted from; the copy that the quotations are proved against stays behind."""
    run = LONGEST_QUOTATION + 1
    of_copies = set()
    for copy in (SPECIMEN / "copies").iterdir():
        for line in copy.read_text(encoding="utf-8").splitlines():
            words = re.findall(r"\w+", line.partition("\t")[2].casefold())
            of_copies |= {tuple(words[at : at + run]) for at in range(len(words) - run + 1)}
    assert len(of_copies) > 1000
    for path, data in built("specimen").files.items():
        assert "copies" not in path
        if path.endswith((".html", ".json", ".csv", ".js")):
            said = text(parse(path, data).html) if path.endswith(".html") else data.decode()
            words = re.findall(r"\w+", said.casefold())
            runs = {tuple(words[at : at + run]) for at in range(len(words) - run + 1)}
            assert not runs & of_copies, path


def test_a_name_withheld_in_it_is_looked_for(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    assert main(["init", str(folder)]) == 0
    assert main(["withhold", "--site", str(folder), "Mr", "Buxton"]) == 0
    assert checked(folder).problems == []
    page = folder / "content/pages/method.md"
    page.write_text(page.read_text("utf-8") + "\nThe house was Mr Buxton's.\n", encoding="utf-8")
    assert {problem.rule for problem in checked(folder).problems} == {"withheld-name"}
