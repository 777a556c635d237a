"""A printed number and what it counts, read as one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from built_sites import built, text

from casebook.interface import ENGLISH, counted
from casebook.model.figures import Figure
from casebook.render.typography import typographic


@pytest.mark.parametrize(
    ("printed", "unit", "whole"),
    [
        ("152", "deaths", "152 deaths"),
        ("more than 1,000", "people killed", "more than 1,000 people killed"),
        ("an additional 47", "deaths", "an additional 47 deaths"),
        ("as many as 18m", "inhabitants", "as many as 18m inhabitants"),
        ("around 3 to 4 million", "people", "around 3 to 4 million people"),
        ("200 or more", "deaths", "200 or more deaths"),
        ("70 per cent", "of the murders", "70 per cent of the murders"),
        ("Two", "attempts", "Two attempts"),
        ("dozens", "people killed", "dozens: people killed"),
        ("four-year", "years of torture", "four-year: years of torture"),
        ("$160b", "US dollars", "$160b: US dollars"),
        ("450,000 people in 1947", "inhabitants", "450,000 people in 1947: inhabitants"),
        ("from 10 to 20", "deaths", "from 10 to 20: deaths"),
        ("four days of violence", "days of violence", "four days of violence"),
        ("Four days of Violence", "days of violence, at sea", "Four days of Violence, at sea"),
        ("ten deaths", "deaths at sea", "ten deaths at sea"),
        ("", "deaths", ": deaths"),
    ],
)
def test_a_number_and_what_it_counts(printed: str, unit: str, whole: str) -> None:
    assert printed + counted(printed, unit, ENGLISH) == whole


def test_another_language_has_its_own_small_numbers_and_no_english() -> None:
    urdu = replace(ENGLISH, language="ur", numbers=("صفر", "ایک", "دو"))
    assert counted("دو", "ہلاکتیں", urdu) == " ہلاکتیں"
    assert counted("۱۲", "ہلاکتیں", urdu) == " ہلاکتیں"
    assert counted("درجنوں", "ہلاکتیں", urdu) == ": ہلاکتیں"
    assert counted("two", "deaths", urdu) == ": deaths"


def test_no_figure_of_ours_says_its_unit_twice() -> None:
    site = built("own")
    for entry in site.edition.of("figure"):
        figure = entry.record
        assert isinstance(figure, Figure)
        heading = text(site.pages[entry.path].find(".//h1"))
        assert heading.startswith(typographic(entry.title))
        words = entry.title.split()
        for length in (1, 2, 3):
            runs = [words[at : at + length] for at in range(len(words))]
            again = [one for one, next_ in zip(runs, runs[length:], strict=False) if one == next_]
            assert not again, entry.title
