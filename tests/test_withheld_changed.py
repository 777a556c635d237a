"""What changed in a text that was looked through is looked at again, and nothing is missed."""

from __future__ import annotations

import random

import pytest
from hidden_names import NAME, NAMES, URDU, withheld
from hypothesis import given, settings
from hypothesis import strategies as st
from test_withheld_pages import PAGES

from casebook.withheld.changed import changes
from casebook.withheld.pages import PageScan

LINES = st.lists(st.sampled_from("abcdefgh"), max_size=24)


@given(LINES, LINES)
def test_what_stands_between_two_runs_stood_so_before(old: list[str], new: list[str]) -> None:
    found = changes(old, new)
    assert found is not None
    if not found:
        assert old == new
        return
    edges = [0, *(edge for run in found for edge in run), len(new)]
    assert edges == sorted(edges)
    before = "\n".join(["", *old, ""])
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if first < last:
            assert "\n".join(["", *new[first:last], ""]) in before


def test_lines_put_in_taken_out_and_moved_are_runs() -> None:
    old = [str(number) for number in range(10_000)]
    assert changes(old, old) == []
    assert changes(old, [*old[:7000], "new", *old[7000:]]) == [(7000, 7001)]
    assert changes(old, [*old[:7000], *old[7001:]]) == [(7000, 7000)]
    assert changes(old, [*old[:5], *old[10:20], *old[5:10], *old[20:]]) == [
        (5, 5), (15, 15), (20, 20),
    ]  # fmt: skip
    assert changes(old, old[::-1]) is None


@settings(max_examples=500)
@given(st.lists(PAGES, min_size=1, max_size=12), st.data())
def test_a_text_is_only_clear_if_it_holds_no_name(parts: list[str], data: st.DataObject) -> None:
    hidden = withheld(*NAMES)
    markup = data.draw(st.booleans())
    between = "</p>\n<p>" if markup else "\n"
    at = data.draw(st.integers(0, len(parts)))
    more = data.draw(st.lists(PAGES, max_size=2))
    out = data.draw(st.integers(0, 2))
    old, new = between.join(parts), between.join([*parts[:at], *more, *parts[at + out :]])

    def holds(text: str) -> bool:
        scan = PageScan(hidden)
        return any(True for _ in (scan.markup(text) if markup else scan.lines(text)))

    if not holds(old) and PageScan(hidden).clear_since(old, new, markup):
        assert not holds(new), (old, new)


@pytest.mark.parametrize("markup", [True, False])
def test_a_name_that_an_edit_puts_together_is_found(markup: bool) -> None:
    chance = random.Random(11)
    hidden = withheld(NAME, URDU)
    words = [f"{one}{two}" for one in ("Har", "qu", "le", "o", "ti") for two in ("bour", "by", "n")]

    def line() -> str:
        text = " ".join(chance.choices(words, k=chance.choice((0, 1, 9))))
        return f"<p id='n{chance.randrange(999)}'>{text}</p>" if markup else f"{text},"

    for _ in range(300):
        lines = [line() for _ in range(40)]
        first, last = chance.choice((NAME, URDU)).split(" ")
        pieces = [f"<b>{first}</b>", "<i>", "-", "</i>", f"{last}"]
        if not markup:
            pieces = [first, "-", "2"[:0], last]
        at = chance.randrange(40)
        new = [*lines[:at], *pieces, *lines[at:]]
        # Each part of the name stood there before, and now no other letters part them.
        apart = chance.randrange(at + 1, at + len(pieces))
        old = [*new[:apart], line() + " other words", *new[apart:]]
        scan = PageScan(hidden)
        text, before = "\n".join(new), "\n".join(old)
        look = scan.markup if markup else scan.lines
        assert list(look(text))
        if list(look(before)):
            continue
        assert not scan.clear_since(before, text, markup)
        elsewhere = [*old, "and more"]
        assert scan.clear_since(before, "\n".join(elsewhere), markup)
