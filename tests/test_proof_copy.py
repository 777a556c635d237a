"""Numbered copies: what `label` makes, what is read, and what is told of a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proving import copy_of

from casebook.cli import main
from casebook.model.units import parse_units, ranges
from casebook.problem import Problem, RecordError
from casebook.proof.copy import label_text, read_copy
from casebook.proof.tokens import tokens


def wrong(tmp_path: Path, data: bytes) -> list[Problem]:
    file = tmp_path / "copy.txt"
    file.write_bytes(data)
    with pytest.raises(RecordError) as raised:
        read_copy(file)
    assert "secret" not in "".join(one.message + one.hint for one in raised.value.problems)
    return list(raised.value.problems)


def test_paragraphs_and_sentences_are_labelled() -> None:
    assert label_text("A ferry.\n\n  It \t sank. Twice.\r\nNo more.") == (
        "p1\tA ferry.\np2\tIt sank. Twice.\np3\tNo more.\n"
    )
    assert label_text('One ferry. “It sank.” Then? (No.) "Yes!" he said.\n') == (
        's1\tOne ferry.\ns2\t“It sank.”\ns3\tThen?\ns4\t(No.)\ns5\t"Yes!" he said.\n'
    )


@given(st.text(max_size=200))
def test_a_labelled_text_is_read_back_whole(text: str) -> None:
    labelled = label_text(text)
    if not labelled:
        assert not text.strip()
        return
    copy = copy_of(dict(line.split("\t") for line in labelled.split("\n") if line))
    assert " ".join(copy.units.values()).split() == text.split()
    assert tokens(" ".join(copy.units.values())) == tokens(" ".join(text.split()))
    assert parse_units(ranges(copy.labels)) == copy.labels


LABELS = st.from_regex(r"[a-c][0-9]{1,3}[ab]?", fullmatch=True)


@given(
    st.lists(LABELS, unique=True, min_size=1)
    | st.integers(0, 120).map(lambda start: [f"p{n:02}" for n in range(start, start + 30)])
)
def test_labels_are_written_as_they_are_read(labels: list[str]) -> None:
    assert parse_units(ranges(tuple(labels))) == tuple(labels)


def test_the_hash_is_of_labels_and_words_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"p1\tA\r\n\r\np2\tB\r\n")
    (tmp_path / "b").write_bytes(b"\xef\xbb\xbfp1\tA\np2\tB ")
    (tmp_path / "c").write_bytes(b"p1\tA\np3\tB\n")
    hashes = [read_copy(tmp_path / name).hash for name in "abc"]
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_bad_copy_is_told_by_line_and_none_of_it_is_shown(tmp_path: Path) -> None:
    found = wrong(tmp_path, b"p1\tsecret\nsecret words\np1\tsecret\np2\t \nP3\tsecret\n")
    assert [(one.where.line, one.rule) for one in found] == [
        (2, "bad-copy"), (3, "bad-copy"), (4, "bad-copy"), (5, "bad-copy"),
    ]  # fmt: skip
    assert wrong(tmp_path, b"\n")[0].message.endswith("is empty")
    assert wrong(tmp_path, b"p1\tsecret \xff\n")[0].message.endswith("is not UTF-8 text")
    with pytest.raises(RecordError):
        read_copy(tmp_path / "nowhere")


def test_the_command_prints_a_copy_and_its_units(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text("Ein Fährmann.\nZwei.\n", encoding="utf-8")
    assert main(["label", str(plain)]) == 0
    out, err = capfdbinary.readouterr()
    assert out == "p1\tEin Fährmann.\np2\tZwei.\n".encode()
    assert b"p1-p2" in err
    plain.write_text(" \n")
    assert main(["label", str(plain)]) == 2
    assert main(["label", str(tmp_path / "nowhere")]) == 2
    plain.write_bytes(b"\xff")
    assert main(["label", str(plain)]) == 2
    plain.write_text("a\n" * 20_001)
    assert main(["label", str(plain)]) == 2
    assert b"20,000 are the most" in capfdbinary.readouterr().err
