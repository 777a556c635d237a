"""What is remembered of a file's entries is what reading the whole file gives, place by place."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path
from typing import Any

import pytest
from built_sites import HARBOUR, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.load import entries
from casebook.load.entries import Shaped, known_entries, remember, shaped
from casebook.load.moving import moved
from casebook.load.yaml_reader import MapNode, read_yaml
from casebook.model import Model
from casebook.model.record import Record
from casebook.problem import Problem
from casebook.spot import Spot, Text

MODEL = Model()
EVENT = MODEL.by_name["event"]
FILES = sorted(
    (path, kind)
    for folder in (ROOT, HARBOUR)
    for kind in MODEL.kinds.values()
    for path in (folder / f"{kind.file}.yaml", *(folder / kind.file).glob("*.yaml"))
    if path.is_file()
)


def plain(value: Any) -> Any:
    """A value with all its places: texts are equal wherever they stand."""
    if isinstance(value, Text):
        return str(value), tuple(value.at)
    if dataclasses.is_dataclass(value):
        return type(value).__name__, [
            (field.name, plain(getattr(value, field.name))) for field in dataclasses.fields(value)
        ]
    if isinstance(value, dict):
        return [(plain(key), plain(each)) for key, each in value.items()]
    return [plain(each) for each in value] if isinstance(value, tuple | list) else value


def whole(source: str, cls: type[Record]) -> list[Shaped] | None:
    """The records of a file read as one; None where anything is refused as YAML."""
    wrong: list[Problem] = []
    node = read_yaml(source, "a.yaml", wrong.append)
    if wrong or not isinstance(node, MapNode) or not node.entries:
        return None
    return [shaped(id_, each, cls) for id_, each in node.entries.items()]


def known_of(source: str, cls: type[Record]) -> None:
    """Read a file for the first time."""
    entries._memory_of.cache_clear()
    found = whole(source, cls)
    assert found is not None
    remember(source, "a.yaml", cls, found)


@pytest.mark.parametrize(("path", "kind"), FILES, ids=lambda one: getattr(one, "name", None))
def test_a_real_file_is_known_wherever_it_is_edited(path: Path, kind: Any) -> None:
    source, cls = path.read_text(encoding="utf-8"), MODEL.by_name[kind.name]
    lines = source.split("\n")
    chance = random.Random(path.name)
    known_of(source, cls)
    assert plain(known_entries(source, "a.yaml", cls)) == plain(whole(source, cls))
    for _ in range(6):
        number = chance.randrange(len(lines))
        now = [*lines]
        match chance.randrange(3):
            case 0:
                now.insert(number, "# A comment of its own.")
            case 1:
                now[number] += " and more"
            case _:
                del now[number]
        edited = "\n".join(now)
        found, expected = known_entries(edited, "a.yaml", cls), whole(edited, cls)
        # It may not know; what it does know is right.
        assert found is None or plain(found) == plain(expected), number
        assert expected is None or found is not None or "---" in edited, number


PIECES = st.sampled_from(
    ["a:\n", "b:\n", "b-c: x\n", "  kind: fire\n", "  title: One\n", "  title: >\n    two\n",
     "   three\n", "# c\n", "  # c\n", "\n", "  date: 1901\n", '  title: "x\n', 'y"\n',
     "  x: [1,\n",
     "  2]\n", "  x: {a: b}\n", "- a\n", "---\n", "...\n", "%TAG ! x\n", "null:\n", "a: &x y\n",
     "  title: *x\n", "'a':\n", "? a\n", "A:\n", "a b:\n", "  x: |+\n    z\n\n", "\u2028", "\t\n",
     "a:b\n", "  says:\n    - one\n"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14), st.lists(PIECES, max_size=14), st.lists(PIECES, max_size=6))
def test_whatever_is_typed_is_known_rightly_or_not_at_all(
    head: list[str], tail: list[str], new: list[str]
) -> None:
    first, second = "".join((*head, *tail)), "".join((*head, *new, *tail))
    entries._memory_of.cache_clear()
    found = whole(first, EVENT)
    if found is None:
        remember("a:\n  kind: fire\n", "a.yaml", EVENT, whole("a:\n  kind: fire\n", EVENT) or [])
    else:
        remember(first, "a.yaml", EVENT, found)
    for source in (first, second, first):
        known = known_entries(source, "a.yaml", EVENT)
        assert known is None or plain(known) == plain(whole(source, EVENT)), source


def test_only_what_changed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "".join(f"event-{n}:\n  kind: fire\n  title: Fire {n}\n" for n in range(50))
    known_of(source, EVENT)
    read: list[str] = []

    def reading(source: str, *rest: Any) -> Any:
        read.append(source)
        return read_yaml(source, *rest)

    monkeypatch.setattr("casebook.load.entries.read_yaml", reading)
    first = known_entries(source, "a.yaml", EVENT) or []
    assert not read and len(first) == 50
    second = known_entries(source.replace("Fire 7\n", "Fire Seven\n"), "a.yaml", EVENT) or []
    assert read == ["event-7:\n  kind: fire\n  title: Fire Seven\n"]
    assert [one.record is other.record for one, other in zip(first, second, strict=True)] == [
        n != 7 for n in range(50)
    ]
    third = known_entries("# A line.\n" + source, "a.yaml", EVENT) or []
    assert len(read) == 3  # the first entry, which has the comment, and the seventh as it was
    assert third[-1].record.at.line == first[-1].record.at.line + 1


def test_what_is_in_the_file_no_more_is_forgotten() -> None:
    one, other = ("".join(f"{n}{k}:\n  kind: fire\n" for k in range(9)) for n in "ab")
    known_of(one + other, EVENT)
    known_entries(one, "a.yaml", EVENT)
    assert len(entries._memory_of("a.yaml").known) == 9


def test_the_same_file_as_another_kind_is_not_known() -> None:
    source = "a:\n  name: One\n"
    known_of(source, MODEL.by_name["person"])
    assert known_entries(source, "a.yaml", EVENT) is None


def test_what_holds_no_place_stays_the_same_object() -> None:
    text = Text("words", Spot("a.yaml", 3, 1))
    assert plain(moved((text, 7, None), 2)) == [("words", ("a.yaml", 5, 1, "")), 7, None]
    date = object()
    assert moved((date,), 2)[0] is date
