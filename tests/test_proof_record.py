"""The quotations of this repository's record: every one is sealed, and no slip keeps its seal.

No source's text is needed for it. `pytest -s tests/test_proof_record.py` prints the numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tiny import judge, rules, write

from casebook.edit.edition import Edition
from casebook.edit.quoted import Quoted, quotations
from casebook.model.sources import Source
from casebook.model.units import parse_units
from casebook.problem import errors
from casebook.proof.tokens import canonical

ROOT = Path(__file__).resolve().parents[1]
FILES = ("*.yaml", "claims/*.yaml", "figures/*.yaml", "content/*/*")


@pytest.fixture(scope="module")
def edition() -> Edition:
    found, problems = judge(ROOT)
    assert errors(problems) == []
    return found


def changed(words: str) -> Iterator[tuple[str, str]]:
    """What a slip may make of a quotation, and which sort of slip it is."""
    each = words.split()
    for at, word in enumerate(each):
        for other in (f"{word}s", f"un{word}", "not", word[1:], word.upper(), word.title()):
            # A capital at the edge is forgiven; a mark alone has none.
            yield "changed", " ".join([*each[:at], other, *each[at + 1 :]])
        yield "dropped", " ".join([*each[:at], *each[at + 1 :]])
        yield "joined", " ".join([*each[:at], "".join(each[at : at + 2]), *each[at + 2 :]])
        yield "put in", " ".join([*each[:at], "not", *each[at:]])
        if at + 1 < len(each):
            yield "swapped", " ".join([*each[:at], each[at + 1], word, *each[at + 2 :]])
    yield "put in", f"{words} not"


Slip = tuple[str, Quoted, str]
"""Which sort of slip, the quotation after it, and the hash of the text it is said to be from."""


def slips(quoted: Quoted, edition: Edition) -> Iterator[Slip]:
    """Every slip in a quotation's words, place or source that makes it another."""
    assert quoted.source is not None
    text = str(edition.manuscript.proofs[quoted.source.id].text)
    record = quoted.source.record
    assert isinstance(record, Source)
    for sort, words in changed(quoted.words):
        if canonical(words) != canonical(quoted.words):
            yield sort, replace(quoted, words=words), text
    units = parse_units(record.units or "")
    others = {quoted.places[1:], quoted.places[:-1], quoted.places[::-1]}
    others |= {(label,) for label in units} | {(*quoted.places, label) for label in units}
    for other in sorted(others - {quoted.places}):
        yield "place", replace(quoted, places=other), text
    yield "source", quoted, "0" * 64
    for id_, proof in edition.manuscript.proofs.items():
        if id_ != quoted.source.id:
            yield "source", quoted, str(proof.text)


def test_every_quotation_has_its_seal_and_every_seal_its_quotation(edition: Edition) -> None:
    found = list(quotations(edition))
    assert len(found) > 80
    used: dict[str, set[str]] = {id_: set() for id_ in edition.manuscript.proofs}
    for quoted in found:
        assert quoted.source is not None
        used[quoted.source.id].add(quoted.seal(edition.manuscript.proofs[quoted.source.id].text))
    for id_, proof in edition.manuscript.proofs.items():
        assert used[id_] == set(proof.seals), id_
        assert len(set(proof.seals)) == len(proof.seals)


def test_no_slip_in_any_quotation_keeps_a_seal(edition: Edition) -> None:
    """But where the slip makes another quotation of the record, which was proved as well."""
    found = list(quotations(edition))
    proofs = edition.manuscript.proofs
    seals = {one for proof in proofs.values() for one in proof.seals}
    proved = {(canonical(one.words), one.places, one.source) for one in found}
    tried: Counter[str] = Counter()
    elsewhere: set[tuple[str, str, str]] = set()
    for quoted in found:
        for sort, slip, text in slips(quoted, edition):
            if sort != "source" and (canonical(slip.words), slip.places, slip.source) in proved:
                elsewhere.add((sort, slip.words, ", ".join(slip.places)))
                continue
            tried[sort] += 1
            assert slip.seal(text) not in seals, (sort, slip)
    print(
        f"\n{len(found)} quotations, {len(seals)} seals; {sum(tried.values())} slips, all caught:"
    )
    print(dict(tried))
    print(f"{len(elsewhere)} more make another quotation that was proved:", sorted(elsewhere))
    assert set(tried) == {"changed", "dropped", "joined", "put in", "swapped", "place", "source"}
    assert sum(tried.values()) > 50 * len(found)
    assert len(elsewhere) < len(found) / 4


def test_neither_words_nor_places_stand_in_a_proof() -> None:
    for path in (ROOT / "content/proofs").glob("*.yaml"):
        lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
        for line in lines:
            assert re.fullmatch(
                r"text: [0-9a-f]{64}|units: [a-z0-9, -]+|seals:|  - [0-9a-f]{40}", line
            ), line


@pytest.mark.parametrize(
    "pattern",
    [
        r"(\n +quote: ['\"]?)(\w+)( \w)",
        r"(\n  printed: )(\w+)( \w)",
        r"(\[\[[^\]]*\]\][^\"\n]* \")(\w+)( \w)",
        r"(also:\n +- name: )(\w+)( \w[^\n]*\n +from)",
    ],
)
def test_a_word_changed_in_any_file_stops_the_build_at_its_line(
    tmp_path: Path, pattern: str
) -> None:
    files = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for glob in FILES
        for path in ROOT.glob(glob)
        if path.is_file()
    }
    tried = 0
    for name, text in files.items():
        for match in list(re.finditer(pattern, text))[:3]:
            slip = text[: match.start(2)] + "never" + text[match.end(2) :]
            _, problems = judge(write(tmp_path, {**files, name: slip}))
            assert "awaiting-proof" in rules(errors(problems)), (name, match.group())
            (problem,) = (one for one in errors(problems) if one.rule == "awaiting-proof")
            line = slip.count("\n", 0, match.start(2)) + 1
            assert (problem.where.file, problem.where.line) == (name, line)
            tried += 1
    assert tried > 0
