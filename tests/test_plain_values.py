"""What is read as plainly sound is what the reader that explains mistakes gives for it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.load.nodes import ListNode, MapNode
from casebook.load.plain_values import plain_reader
from casebook.load.scalars import Wrong
from casebook.load.shape import Shaper
from casebook.model import KINDS
from casebook.model.record import fields_of
from casebook.model.types import FieldType
from casebook.problem import Problem
from casebook.spot import Spot, Text

TYPES = sorted({field.type for kind in KINDS for field in fields_of(kind)}, key=repr)
AT = Spot("a.yaml", 3, 5)
WORDS = st.text("ab-A1 :\n[\u00a0é~/.,XZ", max_size=12) | st.sampled_from(
    [
        *("ada", "event:ada", "person:ada", "ada lind", " ada", "ada ", "a" * 81, "not-stated"),
        *("source", "none-printed", "yes", "no", "12", "1,350", "en", "allegation", "direct"),
        *(
            "2010-01-07",
            "7/1/2010",
            "[2008,2009]",
            "2010~",
            "ft s1",
            "ft s1,s2 – s4",
            "ft ",
            "ft s",
        ),
        *("a line\n", "two\nlines\n", "a [[link]]", "x" * 301, "\n", "https://example.org/a"),
    ]
)
TEXTS = WORDS.map(lambda words: Text(words, AT))
SOMEONE = MapNode({Text("unnamed", AT): Text("a clerk", AT)}, AT)


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(TYPES), TEXTS | st.lists(TEXTS, max_size=3) | st.just(SOMEONE))
def test_plain_is_what_would_be_read_without_a_problem(
    type_: FieldType, typed: Text | MapNode | list[Text]
) -> None:
    node = ListNode(list(typed), AT) if isinstance(typed, list) else typed
    plain = plain_reader(type_)(node)
    if plain is None:
        return
    problems: list[Problem] = []
    try:
        read = Shaper(problems.append).value(node, type_, "it")
    except Wrong:
        read = None
    assert not problems
    assert plain == read and type(plain) is type(read)
    assert getattr(plain, "at", None) == getattr(read, "at", None)


@pytest.mark.parametrize("type_", TYPES, ids=repr)
def test_what_is_plain_is_known(type_: FieldType) -> None:
    """Most types have a reader of their own, or the short way would never be gone."""
    sound = ["a", "ada", "2010-01-07", "ft s1", *getattr(type_, "words", ())]
    if type(type_).__name__ in ("Line", "Prose", "Reference", "Who", "Choice", "Edtf", "Slug"):
        assert any(plain_reader(type_)(Text(words, AT)) is not None for words in sound)
