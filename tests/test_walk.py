"""What is looked at quickly in a record, beside the long way to look at the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import judge, write
from whole import WHOLE

from casebook.edit.edition import Edition
from casebook.edit.quoted import has_mark
from casebook.edit.walk import texts_in, walk
from casebook.load.odd_characters import first_odd, has_odd
from casebook.model.actors import Party
from casebook.model.figures import Figure
from casebook.model.record import Fields, Unnamed, fields_of
from casebook.model.types import Part
from casebook.spot import Text


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return judge(write(tmp_path_factory.mktemp("whole") / "site", WHOLE))[0]


Long = tuple[str, Any, Any, Any]


def the_long_way(fields: Fields, path: str = "") -> Iterator[Long]:
    """Each value below a record: the fields that lead to it, its type, itself, and its holder."""
    for field in fields_of(type(fields)):
        value = getattr(fields, field.attribute)
        type_: Any = field.type
        if isinstance(value, tuple | dict) and hasattr(type_, "item"):
            type_ = type_.item
            values = list(value.values()) if isinstance(value, dict) else list(value)
        else:
            values = [] if value is None else [value]
        for each in values:
            if isinstance(type_, Part):
                yield from the_long_way(each, f"{path}{field.name}.")
            else:
                yield path + field.name, type_, each, fields


def test_a_walk_meets_every_value_in_turn(edition: Edition) -> None:
    kinds = edition.manuscript.records.values()
    records = [record for of_kind in kinds for record in of_kind.values()]
    documents = (edition.site, *edition.manuscript.pages.values(), *edition.manuscript.excerpts)
    # What is nothing but a number or a no is a value all the same.
    nought: list[Fields] = [replace(one, low=0) for one in records if isinstance(one, Figure)]
    nought += [replace(one, name_is_ours=False) for one in records if isinstance(one, Party)]
    assert nought
    met = 0
    for fields in (*records, *nought, *documents):
        found = walk(fields)
        short = [(one.path, one.type, id(one.value), id(one.holder)) for one in found]
        long = list(the_long_way(fields))
        assert short == [
            (path, type_, id(value), id(holder)) for path, type_, value, holder in long
        ]
        for one in found:
            # A value that knows its place is there, and any other where its field was written.
            assert one.at == getattr(one.value, "at", one.holder.spot(one.path.split(".")[-1]))
        words = [each.words if isinstance(each, Unnamed) else each for _, _, each, _ in long]
        assert [id(one) for _, one in texts_in(found)] == [
            id(one) for one in words if isinstance(one, Text)
        ]
        met += len(found)
    assert met > 150


@given(st.text("a\"“”&'é", max_size=4) | st.text(max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_mark_is_seen(words: str) -> None:
    assert has_mark(words) is (re.search('["“”&]', words) is not None)


@given(st.text(st.characters(), max_size=8))
@settings(max_examples=200, deadline=None)
def test_an_odd_character_is_seen(words: str) -> None:
    assert has_odd(words) is any(first_odd(ch) >= 0 for ch in words)


@pytest.mark.parametrize(
    "ch", [*map(chr, range(0x20)), "\x7f", "\x85", "\u2028", "\ud800", "\ufeff"]
)
def test_an_odd_character_is_seen_among_others(ch: str) -> None:
    assert has_odd(f"said\tنہیں{ch}\n") is (ch not in "\t\n")
