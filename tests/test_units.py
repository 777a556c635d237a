"""Labels of a source's units, and the places named by them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.model.units import LABEL, UnitError, parse_places, parse_units, tidy

UNITS = parse_units("h1, p1-p4, p4a, p5-p12, s1-s3")


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("p1", "p1"),
        ("h1, p1-p3", "h1 p1 p2 p3"),
        ("p1–3", "p1 p2 p3"),
        ("p1 - 3,h1", "p1 p2 p3 h1"),
        ("p1, p1a, p2", "p1 p1a p2"),
        ("p9-p11", "p9 p10 p11"),
        ("p08-p11", "p08 p09 p10 p11"),
        ("tab1-tab2", "tab1 tab2"),
    ],
)
def test_declared_units(typed: str, labels: str) -> None:
    assert parse_units(typed) == tuple(labels.split())


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "no place"),
        (" , ", "no place"),
        ("p1,,p2", "nothing between two commas"),
        ("p1, p1", "`p1` is declared twice"),
        ("p1-p3, p2", "`p2` is declared twice"),
        ("p3-p1", "runs backwards"),
        ("p1-s3", "same letter"),
        ("p1a-p3", "same letter"),
        ("p1-p99999", "too long"),
        ("p08-p9", "as many digits"),
        ("a1-a20000, b1", "more than 20000"),
        ("P1", "`P1`"),
        ("p", "`p`"),
        ("para1", "`para1`"),
        ("p1 p2", "`p1 p2`"),
        ("p١", "`p١`"),
    ],
)
def test_what_cannot_be_declared(typed: str, says: str) -> None:
    with pytest.raises(UnitError) as error:
        parse_units(typed)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("p1", "p1"),
        ("p4-p5", "p4 p4a p5"),
        ("p4-5", "p4 p4a p5"),
        ("h1-p2", "h1 p1 p2"),
        ("p2, p1", "p2 p1"),
        ("p1-p2, p2-p3", "p1 p2 p3"),
    ],
)
def test_places(typed: str, labels: str) -> None:
    assert parse_places(typed, UNITS) == tuple(labels.split())


@pytest.mark.parametrize(
    ("typed", "says", "label"),
    [
        ("p13", "`p13`", "p13"),
        ("p1, x9", "`x9`", "x9"),
        ("p1-p99", "`p99`", "p99"),
        ("page 3", "`page 3`", "page 3"),
        ("p3-p1", "runs backwards", ""),
        ("p1,", "nothing between", ""),
    ],
)
def test_places_that_are_not_there(typed: str, says: str, label: str) -> None:
    with pytest.raises(UnitError) as error:
        parse_places(typed, UNITS)
    assert says in str(error.value)
    assert error.value.label == label


def test_tidied() -> None:
    assert tidy("s43,s45–47 ,  s50 - s51") == "s43, s45-47, s50-s51"


letters = st.sampled_from(["s", "p", "h", "tab"])


@given(letters, st.integers(1, 9000), st.integers(0, 300))
@settings(deadline=None)
def test_a_range_declares_every_label_once_in_order(letter: str, low: int, more: int) -> None:
    units = parse_units(f"{letter}{low}-{letter}{low + more}")
    assert units == tuple(f"{letter}{number}" for number in range(low, low + more + 1))
    assert parse_places(f"{units[0]}-{units[-1]}", units) == units
    assert parse_places(f"{units[0]}–{low + more}", units) == units


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=6))
@settings(deadline=None)
def test_places_are_units_each_once_and_tidying_changes_nothing(labels: list[str]) -> None:
    typed = " ,".join(labels)
    assert parse_places(typed, UNITS) == tuple(dict.fromkeys(labels))
    assert tidy(tidy(typed)) == tidy(typed)
    assert parse_places(tidy(typed), UNITS) == parse_places(typed, UNITS)


@given(st.text(alphabet="ps019a,-– \n", max_size=30) | st.text(max_size=30))
@settings(deadline=None)
def test_any_text_is_units_or_an_error(text: str) -> None:
    try:
        units = parse_units(text)
    except UnitError:
        return
    assert all(LABEL.fullmatch(label) for label in units)
    assert len(set(units)) == len(units) > 0
    assert set(parse_places(text, units)) == set(units)
    # `Resolver` takes a place that is one of the labels for that unit, and asks no further.
    assert all(parse_places(label, units) == (label,) for label in units[:20])
