"""A long text that is looked through part by part holds what it holds as a whole."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.withheld import cleared, parts, places
from casebook.withheld.names import Withheld, hashed
from casebook.withheld.places import in_text

SALT = "0123456789abcdef0123456789abcdef"
NAMES = Withheld(SALT, (hashed(SALT, "Zorvan Quillby"), hashed(SALT, "Bertram Oddfellow")))
WORDS = ["harbour", "quay", "watch", "rope", "lamp", "fire", "march", "vote", "council", "boat"]


def record(entries: int) -> str:
    chance = random.Random(7)

    def words(most: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(most))

    return "".join(
        f"event-{n}:\n  kind: fire\n  title: {words(4)}\n  accounts:\n    - from: log p{n}\n"
        f"      says: >\n        At [[quay]] there was {words(60)}. [@log p{n}]\n"
        for n in range(entries)
    )


LONG = record(150)


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    cleared.cleared_of.cache_clear()


def found(text: str) -> list[tuple[int, int]]:
    return [(one.where.line, one.where.column) for one in in_text(NAMES, text, "a.yaml")]


def found_at_first(text: str) -> list[tuple[int, int]]:
    cleared.cleared_of.cache_clear()
    return found(text)


PUT_IN = st.sampled_from(
    ["Zorvan Quillby", "Zorvan", "Quillby", "Bertram", "oddfellow:\n", "\nzorvan", "\nquillby:\n",
     "<!-- ", " -->", "<b ", ">", "{{ ", " }}", "{% ", "%}", "[@log ", "]", "[[", "|", "](", ")",
     "&#90;orvan", "\\x5aorvan", "\n", "\nshort:\n  kind: x\n", "\n\n", "-", "\u00ad", " "]
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LONG)), PUT_IN), min_size=1, max_size=5))
def test_after_an_edit_the_same_is_found_as_at_first(edits: list[tuple[int, str]]) -> None:
    # Many edits fall near the edges of entries, where a name could slip between two parts.
    edges = [edge.start() for edge in parts._EDGE.finditer(LONG)]
    text = LONG
    for position, put in edits:
        near = min(edges, key=lambda edge: abs(edge - position))
        at = near if position % 2 else position
        text = text[:at] + put + text[at:]
    expected = found_at_first(text)
    cleared.cleared_of.cache_clear()
    assert found(LONG) == []
    assert found(text) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" Zorvan\n", "quillby:\n  kind: fire\n"),
        (" Zorvan <!--\n", "word:\n  kind: x --> Quillby\n"),
        (" Zorvan [@log\n", "word: p1] Quillby\n"),
        (" Zor\n", "van:\n  quill-by: fire\n"),
    ],
)
def test_a_name_over_the_edge_of_two_entries_is_found(before: str, after: str) -> None:
    edge = LONG.index("event-70:")
    text = LONG[:edge] + before + after + LONG[edge:]
    expected = found_at_first(text)
    assert expected
    cleared.cleared_of.cache_clear()
    assert found(LONG) == []
    assert found(text) == expected


def test_a_name_over_several_short_entries_is_found() -> None:
    edge = LONG.index("event-70:")
    text = LONG[:edge] + "zor:\nvan:\nquill:\nby:\n" + LONG[edge:]
    expected = found_at_first(text)
    assert expected
    cleared.cleared_of.cache_clear()
    assert found(LONG) == []
    assert found(text) == expected


def test_only_what_is_near_an_edit_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(LONG) == []
    looked: list[str] = []
    real = places._spans

    def spans(withheld: Withheld, source: str) -> Iterator[tuple[int, int]]:
        looked.append(source)
        return real(withheld, source)

    monkeypatch.setattr(places, "_spans", spans)
    edited = LONG.replace("event-70:\n  kind: fire", "event-70:\n  kind: blaze")
    assert found(edited) == []
    assert 1 <= len(looked) <= 3 and all(len(each) < 5_000 for each in looked)
    assert all("event-70:" in each for each in looked)
    # The same again, and the first again, are known.
    looked.clear()
    assert found(edited) == found(LONG) == [] and not looked


def test_other_names_are_looked_for_in_all_of_it() -> None:
    assert found(LONG) == []
    others = Withheld(SALT, (hashed(SALT, "At quay there"),))
    assert len(list(in_text(others, LONG, "a.yaml"))) == 150
