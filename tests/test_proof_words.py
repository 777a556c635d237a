"""What is forgiven in a quotation, in its stated way, and that nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from proving import copy_of

from casebook.proof.match import breaks_at, occurs
from casebook.proof.seals import seal
from casebook.proof.tokens import canonical, count_words, tokens

COPY = copy_of(
    {
        "h1": "The Ferry Question",
        "p1": "The ferrymen’s guild did not, its clerk Oda Brandt says, sell the boats. It lent them.",  # noqa: E501
        "p2": "This year 1,350 crossings were made — “a record” — and 12 boats re-formed the line.",
        "p3": "Nobody drowned. The well-known bell-ringer of Upper Wells rang at 7:30, not at 8.",
        "p4": "The U.S. consul (a Mr. Pym) paid .5 crowns; others paid 3/4 or 2009-11 rates.",
        "p5": "He waited... and waited.",
    }
)
LABELS = COPY.labels
LOST = copy_of({"p1": "The guilds boats were lent not sold he said a record"})


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("sell the boats", "p1"),
        ("sell  the\nboats", "p1"),
        ("Sell the boats.", "p1"),
        ("it lent them", "p1"),
        ("The ferrymen's guild", "p1"),
        ("… did not … sell the boats", "p1"),
        ("did not ... sell the boats", "p1"),
        ("did not [...] sell the boats", "p1"),
        ("did not . . . sell the boats", "p1"),
        ("crossings were made – 'a record' – and", "p2"),
        ('crossings were made -- "a record" -- and', "p2"),
        ("crossings were made—“a record”—and", "p2"),
        ("“a record”", "p2"),
        ("12 boats re‑formed the line", "p2"),
        ("well-known", "p3"),
        ("the U.S.", "p4"),
        ("2009–11 rates", "p4"),
        ("waited… and waited", "p5"),
    ],
)
def test_what_is_forgiven_is_accepted(words: str, place: str) -> None:
    assert occurs(words, (place,), COPY)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("sold the boats", "p1"),  # a word changed
        ("did, its clerk Oda Brandt says, sell", "p1"),  # a "not" removed inside
        ("guild sell the boats", "p1"),  # fragments joined without an ellipsis
        ("sell boats the", "p1"),  # words swapped
        ("sell the boats … did not", "p1"),  # an ellipsis, in the wrong order
        ("sell the … sell the boats", "p1"),  # the same words twice
        ("The ferrymen’s guild … Nobody drowned", "p1 p3"),  # over a unit that is not named
        ("sell the boats", "p2"),  # another place
        ("sell the boats", ""),  # no place
        ("It lent them. This year", "p1"),  # runs into a unit that is not named
        ("did not its clerk", "p1"),  # a comma gone
        ("did not; its clerk", "p1"),  # a comma changed
        ("Nobody drowned, The", "p3"),
        ("sell the Boats", "p1"),  # case inside
        ("sell the boats. it lent", "p1"),
        ("did not … It Lent them", "p1"),
        ("did not … Sell the boats", "p1"),  # a capital after an ellipsis is no edge
        ("is year", "p2"),  # a word cut
        ("This yea", "p2"),
        ("ell the boat", "p1"),
        ("known", "p3"),  # part of a hyphened word
        ("bell", "p3"),
        ("well known", "p3"),  # hyphen games
        ("wellknown", "p3"),
        ("well—known", "p3"),
        ("well - known", "p3"),
        ("bell-ringer-of", "p3"),
        ("reformed the line", "p2"),
        ("1350 crossings", "p2"),  # numbers
        ("1.350 crossings", "p2"),
        ("350 crossings", "p2"),
        ("1 350 crossings", "p2"),
        ("1,35 crossings", "p2"),
        ("1, 350 crossings", "p2"),
        ("30", "p3"),
        ("7.30", "p3"),
        ("5 crowns", "p4"),
        ("4 or", "p4"),
        ("11 rates", "p4"),
        ("S. consul", "p4"),
        ("US consul", "p4"),
        ("made a record", "p2"),  # marks inside left out
        ("made — a record — and", "p2"),
        ("made, “a record”, and", "p2"),
        ("the ferrymens guild", "p1"),  # an apostrophe gone
        ("the ferrymen", "p1"),
        ("a Mr. Pym", "p3"),
        ("consul a Mr. Pym", "p4"),
        ("waited and waited", "p5"),  # the source's own ellipsis left out
        ("consul [a Mr. Pym]", "p4"),
        ("sell [all] the boats", "p1"),
        ("…", "p1"),
        ("“”", "p1"),
        ("sell … … boats", "p1"),
        ("", "p1"),
    ],
)
def test_nothing_else_is(words: str, places: str) -> None:
    assert not occurs(words, tuple(places.split()), COPY)


def test_neighbours_that_are_both_named_are_one_text() -> None:
    assert occurs("It lent them. This year", ("p1", "p2"), COPY)
    assert occurs("It lent … re-formed the line. Nobody drowned", ("p1", "p2", "p3"), COPY)
    assert not occurs("It lent them. Nobody drowned", ("p1", "p3"), COPY)
    assert occurs("This year", ("p9", "p2"), COPY), "a label that the copy lacks is no match"


def test_what_the_copy_has_lost_is_forgiven_where_the_source_says_so() -> None:
    words = "guild's boats were lent — not sold — he said 'a record'"
    assert occurs(words, ("p1",), LOST, ("apostrophes", "dashes"))
    assert occurs('lent not sold he said "a record"', ("p1",), LOST, ("quotation-marks",))
    assert not occurs(words, ("p1",), LOST, ("apostrophes",))
    assert not occurs(words, ("p1",), LOST, ("the last line",))
    assert not occurs("guild's boats", ("p1",), LOST, ("quotation-marks",))
    assert not occurs("guild's boats sold", ("p1",), LOST, ("apostrophes",)), "words never"
    assert not occurs("not-sold", ("p1",), LOST, ("dashes",)), "a hyphen is no dash"


def test_the_seal_names_the_text_the_place_the_words_and_what_was_forgiven() -> None:
    made = {
        seal("a", ("p1",), "were"),
        seal("b", ("p1",), "were"),
        seal("a", ("p2",), "were"),
        seal("a", ("p1", "p2"), "were"),
        seal("a", ("p1",), "we're"),
        seal("a", ("p1",), "were", ("apostrophes",)),
        seal("a", ("p1",), "we're", ("apostrophes",)),
    }
    assert len(made) == 7
    assert seal("a", ("p1",), "Were.", ("the last line",)) == seal("a", ("p1",), "“were”")


@pytest.mark.parametrize(
    ("words", "places", "first"),
    [
        ("sell the boots", "p1", "boots"),
        ("did not … sell the boots", "p1", "boots"),
        ("did not … lend", "p1", "lend"),
        ("sell the boats", "p1", ""),
        ("xylophone", "p1", ""),
    ],
)
def test_where_a_quotation_leaves_the_text_is_told_in_its_own_words(
    words: str, places: str, first: str
) -> None:
    assert breaks_at(words, (places,), COPY, ()) == first


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("sell the boats", 3),
        ("sell … the — boats", 3),
        ("sell—the—boats", 3),
        ("1,350 crossings at 7:30", 4),
        ("a well-known man", 3),
        ("the U.S. consul’s “boats”", 4),
        ("…", 0),
        ("1/2 or .5", 3),
    ],
)
def test_words_are_counted_without_marks(words: str, count: int) -> None:
    assert count_words(words) == count


WORDS = st.lists(
    st.text("abcdeè", min_size=1, max_size=4) | st.sampled_from(["not", "1,350", "Mr."]),
    min_size=2,
    max_size=14,
)


@given(WORDS, st.data())
def test_every_true_fragment_proves(words: list[str], data: st.DataObject) -> None:
    copy = copy_of({"p1": " ".join(words), "p2": "zzz"})
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    fragment = " ".join(words[start:end])
    assert occurs(fragment, ("p1",), copy)
    assert occurs(fragment, ("p1", "p2"), copy)
    assert not occurs(fragment, ("p2",), copy)
    assert not occurs(fragment + " zz", ("p1", "p2"), copy)


@given(WORDS, st.data())
def test_any_change_to_a_word_makes_another_seal(words: list[str], data: st.DataObject) -> None:
    true = seal("text", ("p1",), " ".join(words))
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.text("abcdeè", min_size=1, max_size=4))
    assume(canonical(other) != canonical(words[at]))
    changed = [*words[:at], other, *words[at + 1 :]]
    dropped = [*words[:at], *words[at + 1 :]]
    assert seal("text", ("p1",), " ".join(changed)) != true
    assert seal("text", ("p1",), " ".join(dropped)) != true
    after = min(at + 1, len(words) - 1)
    if words[at] != words[after]:
        swapped = list(words)
        swapped[at], swapped[after] = swapped[after], swapped[at]
        assert seal("text", ("p1",), " ".join(swapped)) != true


@given(st.text(max_size=60))
def test_any_text_has_tokens_and_spaces_do_not_matter(words: str) -> None:
    found = tokens(words)
    assert tokens("  " + words + "\n") == found
    assert canonical(words) == canonical(" ".join(words.split()))
    assert count_words(words) <= len(found)
