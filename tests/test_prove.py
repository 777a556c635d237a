"""`prove SOURCE FILE`, and what a build without the text makes of the proof it wrote."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from built_sites import HARBOUR
from tiny import LOG, SITE, judge, rules, write

from casebook.cli import main
from casebook.problem import errors

SECRET = "Sephardine"
COPY = f"""\
p1\tThe crew did not, {SECRET} says, leave the burning boat.
p2\tTwo boats sank off the mole, and {SECRET} counted 1,350 barrels.
p3\tNobody of the crew’s own was lost.
"""
OTHER = COPY.replace("Two boats", "Three boats").replace("did not", "did")
PAGE = "---\ntitle: A page\n---\n\n"
PROOF = "content/proofs/log.yaml"


def record(root: Path, body: str, **files: str) -> Path:
    return write(
        root,
        {"site.yaml": SITE, "sources.yaml": LOG, "content/pages/a.md": PAGE + body, **files},
    )


def run(root: Path, copy: str = COPY, source: str = "log") -> int:
    file = root.parent / "log.numbered.txt"
    file.write_text(copy, encoding="utf-8")
    return main(["prove", "--site", str(root), source, str(file)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_what_is_proved_is_demanded_and_found(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(root, 'They "did not ... leave" it [@log p1]; "two boats" sank [@log p2]. Both: '
                 '"Two boats" [@log p2].\n')  # fmt: skip
    assert rules(errors(judge(root)[1])) == ["awaiting-proof"] * 3
    assert run(root) == 0
    out = capsys.readouterr().out
    assert out == f"{PROOF}: 3 quotations from log proved, 2 seals\n"
    assert judge(root)[1] == []
    first = (root / PROOF).read_bytes()
    assert SECRET not in first.decode()
    assert run(root) == 0
    assert (root / PROOF).read_bytes() == first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("leave the", "leave a"),
        ("[@log p1]", "[@log p2]"),
        ("[@log p1]", "[@log p1-p2]"),
        ("[@log p1]", "[@log p2, p1]"),
        ("[@log p1]", "[@wire p1]"),
        ('"leave the burning boat"', '"the burning boat"'),
        ('"leave the burning boat"', '"leave the burning"'),
        ('"leave the burning boat"', '"leave burning the boat"'),
        ('"leave the burning boat"', '"leave the Burning boat"'),
        ('"leave the burning boat"', '"leave the burn boat"'),
        ('"leave the burning boat"', '"leave the ‘burning’ boat"'),
        ('"leave the burning boat"', '"leave the … boat"'),
        ("1,350", "1350"),
        ("1,350", "1,530"),
    ],
)
def test_any_slip_after_the_proof_stops_the_build(root: Path, old: str, new: str) -> None:
    body = (
        'It says "leave the burning boat" [@log p1] and "1,350 barrels" [@log p2].\n\n'
        "Of the [[wire]].\n"
    )
    wire = LOG.replace("log:", "wire:", 1)
    record(root, body, **{"sources.yaml": LOG + wire})
    assert run(root) == 0
    assert errors(judge(root)[1]) == []
    assert old in body
    record(root, body.replace(old, new), **{"sources.yaml": LOG + wire})
    assert rules(errors(judge(root)[1])) == ["awaiting-proof"]


def test_a_proof_copied_to_another_source_proves_nothing(root: Path) -> None:
    wire = LOG.replace("log:", "wire:", 1)
    body = 'It says "two boats" [@{} p2].\n\nOf [[log]] and [[wire]].\n'
    record(root, body.format("log"), **{"sources.yaml": LOG + wire})
    assert run(root) == 0
    record(root, body.format("wire"), **{"sources.yaml": LOG + wire})
    assert rules(errors(judge(root)[1])) == ["awaiting-proof"]
    write(root, {"content/proofs/wire.yaml": (root / PROOF).read_bytes()})
    (problem,) = errors(judge(root)[1])
    assert (problem.rule, problem.where[:2]) == ("proof-copied", ("content/proofs/wire.yaml", 3))


def test_a_form_that_is_forgiven_needs_no_new_proof(root: Path) -> None:
    record(root, 'It says "leave the burning boat" [@log p1], "the crew’s own" [@log p3].\n')
    assert run(root) == 0
    record(root, 'It says "Leave the\nburning boat." [@log p1], "… the crew\'s own" [@log p3].\n')
    assert judge(root)[1] == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("text: ", "text: 0", 1),
        lambda text: text.replace("  - ", "  - 0", 1),
        lambda text: text[: text.index("  - ")] + "  - " + "0" * 40 + "\n",
        lambda text: text[: text.index("seals:")],
    ],
)
def test_a_proof_edited_by_hand_proves_nothing(root: Path, edit: object) -> None:
    assert callable(edit)
    record(root, 'It says "leave the burning boat" [@log p1].\n')
    assert run(root) == 0
    file = root / PROOF
    file.write_text(edit(file.read_text()))
    assert rules(errors(judge(root)[1])) == ["awaiting-proof"]


def test_a_proof_of_another_copy_proves_nothing(root: Path) -> None:
    record(root, 'It says "the crew’s own" [@log p3].\n')
    assert run(root) == 0
    first = (root / PROOF).read_text()
    assert run(root, OTHER) == 0
    second = (root / PROOF).read_text()
    assert not set(first.split("seals:")[1].split()) & set(second.split("seals:")[1].split()) - {
        "-"
    }


@pytest.mark.parametrize(
    ("quotation", "hint"),
    [
        ('"two boats" [@log p1]', "they stand at p2"),
        ('"did leave the burning boat" [@log p1]', "up to `leave`"),
        ('"zebras" [@log p1]', "letter for letter"),
        ('"Two boats sank. Nobody" [@log p2-p3]', "up to `.`"),
        ('"sank … two boats" [@log p2]', "up to `two`"),
    ],
)
def test_what_is_not_in_the_copy_is_told_and_none_of_the_copy_shown(
    root: Path, quotation: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    record(root, f"It says {quotation}.\n")
    assert run(root) == 1
    told = "".join(capsys.readouterr())
    assert "(not-in-source)" in told
    assert hint in told.replace("they are the copy's words up", "up")
    assert not {SECRET, "barrels", "mole", "counted"} & set(told.replace(",", " ").split())
    assert not (root / PROOF).exists()


def test_the_old_proof_stays_while_anything_is_wrong(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(root, 'It says "two boats" [@log p2] and "the crew’s own" [@log p3].\n')
    assert run(root) == 0
    before = (root / PROOF).read_bytes()
    record(root, 'It says "two boats" [@log p2].\n', **{"people.yaml": "ada: [\n"})
    assert run(root) == 1
    assert "people.yaml" in capsys.readouterr().err
    assert (root / PROOF).read_bytes() == before


def test_units_of_the_copy_and_the_source_must_agree(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(root, 'It says "two boats" [@log p2].\n')
    assert run(root, COPY + "p4\tAn end.\n") == 1
    told = capsys.readouterr().err
    assert "units-differ" in told
    assert "write `units: p1-p4`" in told
    assert not (root / PROOF).exists()


def test_a_new_copy_mends_an_old_proof(root: Path) -> None:
    record(root, 'It says "two boats" [@log p2].\n')
    for old in ("text: x\n", "text: x\nunits: p1-p9\n", "a: ["):
        write(root, {PROOF: old})
        assert run(root) == 0, old
        assert judge(root)[1] == []


def test_stale_seals_are_noted_and_taken_out(root: Path) -> None:
    record(root, 'It says "two boats" [@log p2] and "the crew’s own" [@log p3].\n')
    assert run(root) == 0
    record(root, 'It says "two boats" [@log p2].\n')
    assert rules(judge(root)[1]) == ["unused-seal"]
    assert run(root) == 0
    assert judge(root)[1] == []


def test_who_names_no_source_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(root, "Of the [[log]] and the [[wire]].\n", **{"sources.yaml": LOG + WIRE})
    for source, words in (("lgo", "did you mean `log`?"), ("wire", "`held: no`")):
        assert run(root, source=source) == 2
        assert words in capsys.readouterr().err


WIRE = "wire:\n  title: A wire\n  kind: wire\n  publisher: None\n  date: 2020\n  held: no\n"


EVENT = """\
fire:
  kind: fire
  title: A fire{title}
  date: 2020-04
  accounts:
    - from: log p2
      date: 2020-04
      basis:
        inferred: it says "two boats"{cite}
      says: Boats "sank off the mole"{cite}.
      points:
        boats: '"Two boats"'
  outside:
    - fact: The mole was built in 1900{fact}.
      cite: https://example.org/
"""


@pytest.mark.parametrize("source", ["gazette", "log"])
def test_the_harbours_proofs_are_those_of_its_copies(tmp_path: Path, source: str) -> None:
    site = tmp_path / "harbour"
    shutil.copytree(HARBOUR, site)
    kept = site / f"content/proofs/{source}.yaml"
    before = kept.read_bytes()
    assert (
        main(["prove", "--site", str(site), source, str(site / f"copies/{source}.numbered.txt")])
        == 0
    )
    assert kept.read_bytes() == before


def test_words_in_marks_are_proved_wherever_they_stand(root: Path) -> None:
    """In a basis, a point, a cited place; and nowhere without one."""
    event = EVENT.format(title="", cite="", fact="")
    record(root, "Of the [[fire]].\n", **{"timeline.yaml": event})
    assert rules(errors(judge(root)[1])) == ["awaiting-proof"] * 3
    assert run(root) == 0
    assert errors(judge(root)[1]) == []
    for slot in ({"title": ' of \\"two boats\\"'}, {"fact": ', "two boats"'}):
        words = EVENT.format(**{"title": "", "cite": "", "fact": "", **slot})
        words = words.replace("title: A fire of", 'title: "A fire of').replace(
            'boats\\"', 'boats\\""'
        )
        record(root, "Of the [[fire]].\n", **{"timeline.yaml": words})
        assert rules(errors(judge(root)[1])) == ["quotation-without-source"], slot
    moved = EVENT.format(title="", cite=" [@log p3]", fact="")
    record(root, "Of the [[fire]].\n", **{"timeline.yaml": moved})
    assert rules(errors(judge(root)[1])) == ["awaiting-proof"] * 2, "the citation says whence"


def test_words_of_a_source_are_counted_once(root: Path) -> None:
    limit = LOG.replace("quotation_limit: 50", "quotation_limit: 6")
    twice = '"two boats … sank" [@log p2], again "Two boats ... sank." [@log p2-p3]'
    body = f'It says {twice} and "1,350 barrels, lost" [@log p2].\n'
    record(root, body, **{"sources.yaml": limit})
    assert "too-much-quoted" not in rules(judge(root)[1])
    record(root, body.replace("again", '"more" [@log p3]'), **{"sources.yaml": limit})
    (problem,) = (one for one in judge(root)[1] if one.rule == "too-much-quoted")
    assert problem.message == "7 words of `log` are quoted in all; 6 are the most"
