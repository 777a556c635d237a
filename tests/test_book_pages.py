"""Page numbers of the book: how they settle, how the index writes them, and its small words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from casebook.problem import RecordError
from casebook.render.book.markup import (
    anchor_in,
    run_in,
    run_out,
    stopped,
    unit_words,
    within,
)
from casebook.render.book.pages import PageMap, index_numbers, page_link, runs, with_page
from casebook.render.book.rounds import ROUNDS, STEADY_FROM, prove, settle


@dataclass
class Laid:
    """A layout of our own: where things landed, and what was printed."""

    pages: PageMap
    numbers: list[tuple[str, str]] = field(default_factory=list)

    def printed(self) -> Iterator[tuple[str, str]]:
        return iter(self.numbers)


def laid(pages: PageMap, landed: dict[str, int]) -> Laid:
    """What printing some page map gives, where the outcome is known."""
    numbers = [(name, pages.number(name)) for name in landed]
    return Laid(PageMap(landed, {}, max(landed.values())), numbers)


def test_it_goes_on_until_nothing_moves() -> None:
    outcomes = [{"a": 1, "b": 3}, {"a": 1, "b": 4}, {"a": 2, "b": 4}, {"a": 2, "b": 4}]
    steps = iter(outcomes)
    steady: list[bool] = []
    said: list[str] = []

    def lay_out(pages: PageMap, is_steady: bool) -> Laid:
        steady.append(is_steady)
        return laid(pages, next(steps))

    done = settle(lay_out, lambda layout: layout.pages, said.append)
    assert done.numbers == [("a", "2"), ("b", "4")]
    assert steady == [False, False, False, True]
    assert STEADY_FROM == 4
    assert said[0] == "Laying out the book, pass 1"
    assert said[1] == "Laying out the book, pass 2, 3 pages"


def test_a_book_that_never_settles_is_refused() -> None:
    passes = 0

    def lay_out(pages: PageMap, steady: bool) -> Laid:
        nonlocal passes
        passes += 1
        return laid(pages, {"a": 3 if pages.anchors.get("a") == 2 else 2})

    with pytest.raises(RecordError) as caught:
        settle(lay_out, lambda layout: layout.pages, lambda words: None)
    assert passes == ROUNDS
    assert caught.value.problems[0].rule == "book-page-numbers"


def test_a_book_that_swings_settles_once_numbers_have_the_same_room() -> None:
    def lay_out(pages: PageMap, steady: bool) -> Laid:
        swings = 3 if pages.anchors.get("a") == 2 else 2
        return laid(pages, {"a": 5 if steady else swings})

    done = settle(lay_out, lambda layout: layout.pages, lambda words: None)
    assert done.numbers == [("a", "5")]


def test_a_wrong_number_is_never_let_through() -> None:
    pages = PageMap({"a": 2}, {}, 2)
    prove(Laid(pages, [("a", "2")]), pages)
    for wrong in ([("a", "3")], [("b", "2")], [("a", "2"), ("a", "12")]):
        with pytest.raises(AssertionError):
            prove(Laid(pages, wrong), pages)


def test_a_reference_names_its_page() -> None:
    pages = PageMap({"place-quay": 36}, {}, 40)
    link = Markup('<a class="ref" href="#place-quay">Quay</a>')
    assert anchor_in(link) == anchor_in("#place-quay") == "place-quay"
    assert with_page(pages, link, "place-quay").striptags() == "Quay, p. 36"
    assert 'href="#place-quay">36</a>' in page_link(pages, "place-quay")
    assert page_link(PageMap(), "place-quay").striptags() == "00"


def test_the_index_joins_runs_and_sets_the_own_page_apart() -> None:
    anchors = {"person-ada": 7, "one": 3, "two": 4, "three": 5, "six": 6}
    pages = PageMap(anchors, {"person-ada": (3, 4, 5, 6, 7, 8, 12)}, 12)
    shown = index_numbers(pages, "person-ada")
    assert shown.striptags() == "3–6, 7, 8, 12"
    assert "<b><a" in shown
    assert shown.count("<b>") == 1
    assert "#one" in shown  # on page 3, to which it leads
    assert ", 12" in shown  # nothing begins there: no link, but the number


@given(st.sets(st.integers(1, 200)), st.none() | st.integers(1, 200))
def test_runs_hold_just_the_numbers_given(numbers: set[int], apart: int | None) -> None:
    found = runs(sorted(numbers), apart)
    assert [n for first, last in found for n in range(first, last + 1)] == sorted(numbers)
    if apart in numbers:
        assert (apart, apart) in found
    for (_, last), (first, _) in itertools.pairwise(found):
        assert first > last + 1 or apart in (first, last)


def test_ids_in_a_page_are_its_own() -> None:
    html = Markup(
        '<h2 id="a">A</h2><p><a id="mark-n" href="#note-n">1</a> <a href="#person-x">x</a>'
    )
    found = within(html, "page-method", deeper=2)
    assert '<h4 id="page-method.text.a">A</h4>' in found
    assert 'id="page-method.text.mark-n" href="#page-method.text.note-n"' in found
    assert 'href="#person-x"' in found


def test_words_are_put_before_and_after() -> None:
    two = Markup("<p>One.</p>\n<p>Two.</p>\n")
    assert run_in(two, Markup("<b>W</b>")) == "<p><b>W</b> One.</p>\n<p>Two.</p>\n"
    assert run_out(two, Markup("<i>n</i>")) == "<p>One.</p>\n<p>Two.<i>n</i></p>\n"
    items = Markup("<ul><li>x</li></ul>")
    assert run_in(items, "<b>") == "<p>&lt;b&gt;</p>\n<ul><li>x</li></ul>"
    assert run_out(items, "n") == "<ul><li>x</li></ul>\n<p>n</p>\n"


@pytest.mark.parametrize(
    ("words", "with_stop"),
    [
        ("a court record", "a court record."),
        ("It burnt.", "It burnt."),
        (Markup("seen in <a>Lyme.</a>"), "seen in <a>Lyme.</a>"),
        ("so it says: “Why?”", "so it says: “Why?”"),
        ("a < b", "a &lt; b."),
        ("", ""),
    ],
)
def test_a_full_stop_is_put_where_there_is_none(words: str, with_stop: str) -> None:
    assert stopped(words) == with_stop


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (["p2"], "¶2"),
        (["h1", "p1"], "¶1"),
        (["h1"], "heading"),
        (["p2", "p3", "p4"], "¶2–4"),
        (["s1", "s2", "s5", "s7", "s8"], "s1–2, s5, s7–8"),
        (["s9", "s9b", "s10"], "s9, s9b, s10"),
    ],
)
def test_units_are_named_in_the_margin(labels: list[str], words: str) -> None:
    assert unit_words(labels) == words
