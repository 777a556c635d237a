"""Dates: what is read, what is refused and with which advice, order, words, relations."""

from __future__ import annotations

import datetime
import os
import pickle
import re
import subprocess
import sys
import time
from dataclasses import fields, replace
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casebook.dates import (
    ENGLISH,
    Date,
    DateError,
    display,
    months,
    overlaps,
    parse_date,
    short,
    within,
)
from casebook.dates.grammar import read
from casebook.spot import Spot, Text

FORMS = [
    # text, earliest, latest, precision, in words (with _ for the no-break space)
    ("2010-01-07", "2010-01-07", "2010-01-07", "day", "7_January 2010"),
    ("2012-02-29", "2012-02-29", "2012-02-29", "day", "29_February 2012"),
    ("2010-01", "2010-01-01", "2010-01-31", "month", "January 2010"),
    ("2012-02", "2012-02-01", "2012-02-29", "month", "February 2012"),
    ("2010", "2010-01-01", "2010-12-31", "year", "2010"),
    ("9999", "9999-01-01", "9999-12-31", "year", "9999"),
    ("0050", "0050-01-01", "0050-12-31", "year", "0050"),
    (" 2010\n", "2010-01-01", "2010-12-31", "year", "2010"),
    ("2011-21", "2011-03-01", "2011-05-31", "season", "spring 2011"),
    ("2011-22", "2011-06-01", "2011-08-31", "season", "summer 2011"),
    ("2011-23", "2011-09-01", "2011-11-30", "season", "autumn 2011"),
    ("2011-24", "2011-12-01", "2012-02-29", "season", "winter 2011–12"),
    ("1999-24", "1999-12-01", "2000-02-29", "season", "winter 1999–2000"),
    ("2011-07~", "2011-07-01", "2011-07-31", "month", "about July 2011"),
    ("2011-07?", "2011-07-01", "2011-07-31", "month", "July 2011, uncertain"),
    ("2011-07%", "2011-07-01", "2011-07-31", "month", "about July 2011, uncertain"),
    ("198X", "1980-01-01", "1989-12-31", "decade", "1980s"),
    ("198X~", "1980-01-01", "1989-12-31", "decade", "about the 1980s"),
    ("190X", "1900-01-01", "1909-12-31", "decade", "1900–1909"),
    ("000X", "0001-01-01", "0009-12-31", "decade", "0001–0009"),
    ("19XX", "1900-01-01", "1999-12-31", "century", "1900–1999"),
    ("2010-XX", "2010-01-01", "2010-12-31", "year", "a month in 2010"),
    ("2010-01-XX", "2010-01-01", "2010-01-31", "month", "a day in January 2010"),
    ("2010-XX-XX", "2010-01-01", "2010-12-31", "year", "a day in 2010"),
    ("2010-01-07/2010-01-10", "2010-01-07", "2010-01-10", "interval", "7–10_January 2010"),
    (
        "2009-12-28/2010-01-04", "2009-12-28", "2010-01-04", "interval",
        "28_December 2009 – 4_January 2010",
    ),
    (
        "2010-01-28/2010-02-04", "2010-01-28", "2010-02-04", "interval",
        "28_January – 4_February 2010",
    ),
    ("2010-01-01/2010-11", "2010-01-01", "2010-11-30", "interval", "1_January – November 2010"),
    ("2011-06/2011-07", "2011-06-01", "2011-07-31", "interval", "June–July 2011"),
    ("2009-12/2010-01", "2009-12-01", "2010-01-31", "interval", "December 2009 – January 2010"),
    ("2009/2011", "2009-01-01", "2011-12-31", "interval", "2009–2011"),
    ("2010/2010-05", "2010-01-01", "2010-05-31", "interval", "2010 – May 2010"),
    ("2010-01-07/2010-01-07", "2010-01-07", "2010-01-07", "interval", "7_January 2010"),
    ("2009~/2011", "2009-01-01", "2011-12-31", "interval", "about 2009 – 2011"),
    ("2009/2011?", "2009-01-01", "2011-12-31", "interval", "2009 – 2011 (uncertain)"),
    ("2010-01~/2010-03~", "2010-01-01", "2010-03-31", "interval", "about January–March 2010"),
    (
        "2010-01-XX/2010-02-03", "2010-01-01", "2010-02-03", "interval",
        "from a day in January 2010 to 3_February 2010",
    ),
    ("198X/199X", "1980-01-01", "1999-12-31", "interval", "1980s–1990s"),
    ("2011-21/2011-23", "2011-03-01", "2011-11-30", "interval", "spring–autumn 2011"),
    ("2009-06/..", "2009-06-01", None, "interval", "from June 2009"),
    ("2009-06/", "2009-06-01", None, "interval", "from June 2009, end unknown"),
    ("../2010-01-10", None, "2010-01-10", "interval", "until 10_January 2010"),
    ("/2010-01-10", None, "2010-01-10", "interval", "until 10_January 2010, start unknown"),
    ("../198X", None, "1989-12-31", "interval", "until the 1980s"),
    ("2011-07~/..", "2011-07-01", None, "interval", "from about July 2011"),
    ("[2008,2009]", "2008-01-01", "2009-12-31", "set", "2008 or 2009"),
    ("[2009, 2008]", "2008-01-01", "2009-12-31", "set", "2009 or 2008"),
    ("[2008,2009,2010]", "2008-01-01", "2010-12-31", "set", "2008, 2009 or 2010"),
    ("[2008?,2009]", "2008-01-01", "2009-12-31", "set", "2008 (uncertain) or 2009"),
    ("[2010-01-07,2010-01-09]", "2010-01-07", "2010-01-09", "set", "7 or 9_January 2010"),
    (
        "[2010-01-07,2010-02-09]", "2010-01-07", "2010-02-09", "set",
        "7_January or 9_February 2010",
    ),
    ("[2008..2010]", "2008-01-01", "2010-12-31", "set", "one year of 2008–2010"),
    (
        "[2010-01-03..2010-01-20]", "2010-01-03", "2010-01-20", "set",
        "one day of 3–20_January 2010",
    ),
    ("[2008..2010-05]", "2008-01-01", "2010-05-31", "set", "some time in 2008 – May 2010"),
    ("[..2010-01-10]", None, "2010-01-10", "set", "by 10_January 2010"),
    ("[2010-01-10..]", "2010-01-10", None, "set", "10_January 2010 or later"),
    ("[2005,2008..2010]", "2005-01-01", "2010-12-31", "set", "2005 or one year of 2008–2010"),
    (
        "[1760-01, 1760-12..]", "1760-01-01", None, "set",
        "January 1760 or December 1760 or later",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "earliest", "latest", "precision", "words"), FORMS)
def test_what_is_read(
    text: str, earliest: str | None, latest: str | None, precision: str, words: str
) -> None:
    date = parse_date(text)
    assert date.text == text.strip()
    assert str(date.earliest or "") == (earliest or "")
    assert str(date.latest or "") == (latest or "")
    assert date.precision == precision
    assert display(date) == words.replace("_", "\u00a0")


REFUSALS = [
    # text, where it goes wrong, part of the hint
    ("", 0, "write 2010, 2010-01 or 2010-01-07"),
    ("January 2010", 0, "write 2010-01"),
    ("  January 2010", 2, "write 2010-01"),
    ("7 January 2010", 2, "write 2010-01-07"),
    ("January 7, 2010", 0, "write 2010-01-07"),
    ("7th Jan. 2010", 1, "write 2010-01-07"),
    ("spring 2011", 0, "write 2011-21"),
    ("about July 2011", 0, "write 2011-07~"),
    ("c. 2010", 0, "write 2010~"),
    ("since June 2009", 0, "write 2009-06/.."),
    ("2008 or 2009", 5, "write [2008,2009]"),
    ("2008 to 2009", 5, "write 2008/2009"),
    ("1980s", 4, "write 198X"),
    ("20th century", 2, "write 19XX"),
    ("yesterday", 0, "write 2010, 2010-01 or 2010-01-07"),
    ("2010-1-7", 5, "write 2010-01-07"),
    ("2010-1", 5, "write 2010-01"),
    ("2010-01-7/2010-1-9", 8, "write 2010-01-07/2010-01-09"),
    ("2010-01-07/2010-1-9", 16, "write 2010-01-07/2010-01-09"),
    ("07/01/2010", 5, "2010-01-07 for 7\u00a0January 2010, or write 2010-07-01 for 1\u00a0July"),
    ("25/01/2010", 5, "write 2010-01-25"),
    ("01/25/2010", 5, "write 2010-01-25"),
    ("30-02-2010", 0, "write the year first"),
    ("2010/01/07", 7, "write 2010-01-07"),
    ("2010/11", 5, "write 2010-11 for November 2010, or write 2010/2011 for 2010–2011"),
    ("20100107", 0, "write 2010-01-07"),
    ("2010 01 07", 4, "write 2010-01-07"),
    ("2010–01–07", 4, "write 2010-01-07"),
    ("2009–2011", 4, "write 2009/2011"),
    ("2010-01-07–2010-01-10", 10, "write 2010-01-07/2010-01-10"),
    ("2009-2011", 0, "write 2009/2011"),
    ("2010-01-07/10", 11, "write 2010-01-07/2010-01-10"),
    ("08", 0, "write all four, as 2008"),
    ("'08", 0, "write all four, as 2008"),
    ("07-01-10", 0, "the year first"),
    ("7/1/10", 3, "year first"),
    ("٢٠١٠-٠١-٠٧", 0, "write 2010-01-07"),
    ("2010-01-0７", 9, "write 2010-01-07"),
    ("2010-01-07T10:00", 10, "write 2010-01-07"),
    ("2010-01-07 10:00", 11, "write 2010-01-07"),
    ("12:30", 0, "write the day alone"),
    ("2010-02-30", 8, "a day from 01 to 28, or 2010-02"),
    ("2010-01/2010-02-30", 16, "a day from 01 to 28, or 2010-02"),
    ("1900-02-29", 8, "a day from 01 to 28"),
    ("2010-01-00", 8, "or 2010-01"),
    ("2010-13", 5, "write a month from 01 to 12"),
    ("2010-25", 5, "24 winter"),
    ("2010-00", 5, "write 2010"),
    ("2011-21-05", 7, "write 2011-21 alone"),
    ("9999-24", 0, "write 9999-12"),
    ("0000", 0, "from 0001 to 9999"),
    ("10000", 0, "four digits"),
    ("-0500", 0, "four digits"),
    ("2010?-01", 4, "write 2010-01?"),
    ("?2010", 0, "write 2010?"),
    ("2010~?", 4, "write 2010%"),
    ("198x", 3, "write 198X"),
    ("1XXX", 0, "as 198X or 19XX"),
    ("XXXX", 0, "as 198X or 19XX"),
    ("198X-05", 4, "write 198X alone"),
    ("2010-XX-07", 8, "write 2010-XX-XX"),
    ("2010-1X", 5, "write [2010-10..2010-12]"),
    ("2010-01-1X", 8, "write [2010-01-10..2010-01-19]"),
    ("2011/2009", 5, "write 2009/2011"),
    ("2010-05-02/2010-05-01", 11, "write 2010-05-01/2010-05-02"),
    ("../..", 0, "leave the date out"),
    ("/", 0, "leave the date out"),
    ("2009 / 2010", 4, "write 2009/2010"),
    ("2010/2011/2012", 9, "a span as 2010-01-07/2010-01-10"),
    ("2008..2010", 4, "write 2008/2010"),
    ("{2008,2009}", 0, "write square brackets [2008,2009]"),
    ("[2008,2009]?", 11, "[2008~,2009]"),
    ("2010/[2008,2009]", 5, "write the span from the first"),
    ("[2008..2010-13]", 12, "write a month from 01 to 12"),
    ("[2011..2009]", 7, "write 2009..2011"),
    ("[2008]", 0, "write 2008 without brackets"),
    ("[2008..2008]", 1, "write 2008 alone"),
    ("[2008,2008]", 6, "write each date once"),
    ("[2008, 2010-02-30]", 15, "a day from 01 to 28"),
    ("[2008,]", 6, "[2008,2009]"),
    ("[]", 1, "[2008,2009]"),
    ("[..]", 1, "[..2010]"),
    ("[2008/2009]", 5, "[2008..2010]"),
    ("[2008,2009", 9, "write [2008,2009]"),
    ("[2008", 4, "at the end"),
    ("2008]", 4, "write both"),
    ("[January 2008, 2009]", 1, "write [2008-01,2009]"),
    ("2010!", 4, "write 2010"),
    ("2010" + " " * 97, 100, "at most 100 characters"),
    ("[" + ",".join(["2008"] * 21) + "]", 100, "at most 100 characters"),
]


@pytest.mark.parametrize(("text", "offset", "hint"), REFUSALS)
def test_what_is_refused(text: str, offset: int, hint: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse_date(text)
    assert hint in refusal.value.hint
    assert refusal.value.offset == offset
    assert refusal.value.message and not refusal.value.message.endswith(".")
    assert str(refusal.value) == refusal.value.message


def test_a_wrong_day_or_month_is_not_read_as_a_span() -> None:
    for text in ("2010-13", "2011-21-05", "2010-02-30", "2008-09-10-11"):
        with pytest.raises(DateError) as refusal:
            parse_date(text)
        assert "/" not in refusal.value.hint


def test_what_is_shown_can_be_typed_and_the_hint_gives_the_date_back() -> None:
    """An editor copies words from the site into the record."""
    for text in (
        "2010-01-07", "2010-01", "2011-06/2011-07", "2010-01-07/2010-01-10", "2009-06/..",
        "2009-12-28/2010-01-04", "../2010-01-10", "[..2010-01-10]", "[2010-01-10..]", "198X",
        "2011-07~", "2011-07?", "2011-07%", "[2008,2009,2010]", "[2010-01-07,2010-01-09]",
        "2010-01-XX", "2011-22",
    ):  # fmt: skip
        with pytest.raises(DateError) as refusal:
            parse_date(display(parse_date(text)))
        assert refusal.value.hint == f"write {text}"


def test_flags() -> None:
    def flags(text: str) -> str:
        date = parse_date(text)
        names = ("is_day", "approximate", "uncertain", "open_start", "open_end")
        return " ".join(name for name in names if getattr(date, name))

    assert flags("2010-01-07") == "is_day"
    assert flags("2010-01-07%") == "is_day approximate uncertain"
    assert flags("2010-01") == ""
    assert flags("2010-01~/2010-03") == "approximate"
    assert flags("2010-01/2010-03?") == "uncertain"
    assert flags("2010-01?/..") == "uncertain open_end"
    assert flags("[..2010-01-10]") == "open_start"
    assert flags("[2008~,2009]") == "approximate"
    assert flags("[2005,2008?..2010]") == "uncertain"
    unknown = parse_date("/2010"), parse_date("2010/")
    assert [(date.unknown_start, date.unknown_end) for date in unknown] == [
        (True, False),
        (False, True),
    ]
    assert not parse_date("../2010").unknown_start
    assert not parse_date("2010/..").unknown_end


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("2010", ""),
        ("2009/2010", ""),
        ("[2008,2010-05~]", "2008 2010-05~"),
        ("[2008..2010]", "2008 2009 2010"),
        ("[2010-11..2011-02]", "2010-11 2010-12 2011-01 2011-02"),
        ("[2009-02-27..2009-03-02]", "2009-02-27 2009-02-28 2009-03-01 2009-03-02"),
        ("[2010-23..2011-22]", "2010-23 2010-24 2011-21 2011-22"),
        ("[9998-24..9999-23]", "9998-24 9999-21 9999-22 9999-23"),
        ("[9998..9999]", "9998 9999"),
        ("[2005,2008..2010]", "2005 2008 2009 2010"),
        ("[2008,2008..2009]", "2008 2009"),
        ("[2001..2020]", " ".join(str(year) for year in range(2001, 2021))),
        ("[2001..2021]", ""),
        ("[1990,2001..2020]", ""),
        ("[2008~..2010]", ""),
        ("[198X..199X]", ""),
        ("[2008..2010-05]", ""),
        ("[..2010]", ""),
        ("[2008,2010..]", ""),
    ],
)
def test_alternatives(text: str, alternatives: str) -> None:
    assert " ".join(str(date) for date in parse_date(text).alternatives) == alternatives


def test_a_chronology_reads_naturally() -> None:
    order = [
        "19XX", "198X", "1980",
        "2008/..", "2008/2010", "[2008,2009]", "2008", "2008?", "2008-01", "2008-01-01",
        "2009-12-28/2010-01-04", "2009-12-28",
        "2010", "2010-XX", "2010~", "2010-01", "2010-01-XX", "2010-01-01",
        "2010-01-07/2010-01-10", "2010-01-07",
        "../2010-01-10", "/2010-01-10", "[..2010-01-10]", "2010-01-10/", "2010-01-10",
        "2010-21", "2010-03", "2010-24", "2010-12", "../2010", "2011",
    ]  # fmt: skip
    dates = [parse_date(text) for text in order]
    assert [str(date) for date in sorted(dates)] == order
    assert all(a < b and b > a and a <= b and b >= a and a != b for a, b in pairwise(dates))


def test_equal_means_written_alike() -> None:
    assert parse_date("2010") == parse_date(" 2010 ")
    assert len({parse_date("2010"), parse_date("2010 "), parse_date("2010~")}) == 2
    assert parse_date("2010-01-07") != "2010-01-07"
    with pytest.raises(TypeError):
        _ = parse_date("2010") < "2011"


@pytest.mark.parametrize(
    ("text", "year", "words", "brief"),
    [
        ("2010-01-07/2010-01-10", 2010, "7–10_January", "7–10_Jan"),
        ("2010-01-07/2010-01-10", 2011, "7–10_January 2010", "7–10_Jan 2010"),
        ("2010-06/2010-07", 2010, "June–July", "Jun–Jul"),
        ("2010-07%", 2010, "about July, uncertain", "c._Jul?"),
        ("2010-01-XX", 2010, "a day in January", "a day in Jan"),
        ("2010-21", 2010, "spring", "spring"),
        ("2010-24", 2010, "winter 2010–11", "winter 2010–11"),
        ("2010", 2010, "2010", "2010"),
        ("[..2010-01-10]", 2010, "by 10_January", "by 10_Jan"),
        ("/2010-01-10", 2010, "until 10_January, start unknown", "? – 10_Jan"),
        ("2010-06/", 2010, "from June, end unknown", "Jun – ?"),
        ("[2010-01-07,2010-02-09]", 2010, "7_January or 9_February", "7_Jan or 9_Feb"),
        # A year left out at one end only would be read as that of the other.
        ("2009-12/2010-01", 2009, "December 2009 – January 2010", "Dec 2009 – Jan 2010"),
        ("198X~", 2010, "about the 1980s", "c._1980s"),
    ],
)
def test_year_in_sight(text: str, year: int, words: str, brief: str) -> None:
    date = parse_date(text)
    assert display(date, within_year=year) == words.replace("_", "\u00a0")
    assert short(date, year) == brief.replace("_", "\u00a0")


def test_another_language_is_another_table() -> None:
    german = replace(
        ENGLISH,
        months=(
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
            "Oktober", "November", "Dezember",
        ),
        day="{day}. {month} {year}",
        by="bis spätestens {date}",
        last_or=" oder ",
    )  # fmt: skip
    assert display(parse_date("[..2010-03-10]"), german) == "bis spätestens 10. März 2010"
    assert display(parse_date("[2008,2009]"), german) == "2008 oder 2009"


@pytest.mark.parametrize(
    ("a", "b", "meet", "inside"),
    [
        ("2010-01-07", "2010-01", True, True),
        ("2010-01", "2010-01-07", True, False),
        ("2010-01", "2010-02", False, False),
        ("2010-01", "2010-01", True, True),
        ("2010-01/2010-03", "2010-03/2010-05", True, False),
        ("2010", "2009/..", True, True),
        ("2009/..", "2010", True, False),
        ("2009/..", "2008/", True, True),
        ("../2008", "2009/..", False, False),
        ("[..2010-01-10]", "2009", True, False),
        ("2009", "[2008,2010]", False, False),
        ("2010-05", "[2008,2010]", True, True),
        ("[2008,2009]", "2008/2010", True, True),
        ("[2008,2011]", "2008/2010", True, False),
    ],
)
def test_overlaps_and_within(a: str, b: str, meet: bool, inside: bool) -> None:
    assert overlaps(parse_date(a), parse_date(b)) is meet
    assert overlaps(parse_date(b), parse_date(a)) is meet
    assert within(parse_date(a), parse_date(b)) is inside


def test_months() -> None:
    assert list(months(parse_date("2010-01-07"))) == [(2010, 1)]
    assert list(months(parse_date("2009-11-30/2010-02-01"))) == [
        (2009, 11), (2009, 12), (2010, 1), (2010, 2),
    ]  # fmt: skip
    assert list(months(parse_date("[2010-03,2009-12,2010-03-05]"))) == [(2009, 12), (2010, 3)]
    assert list(months(parse_date("[2010-01..]"))) == []
    assert list(months(parse_date("2010/.."))) == []
    assert list(months(parse_date("/2010"))) == []
    assert next(months(parse_date("0001/9999"))) == (1, 1)


def test_a_text_that_knows_its_place_gives_a_plain_one() -> None:
    date = parse_date(Text("2010-03-21", Spot("timeline.yaml", 3, 9)))
    assert type(date.text) is str


def test_dates_and_errors_travel_between_processes() -> None:
    date = parse_date("[2005,2008..2010]")
    copy = pickle.loads(pickle.dumps(date))
    assert copy == date
    assert copy.alternatives == date.alternatives
    error = pickle.loads(pickle.dumps(DateError("wrong", "write 2010", 3)))
    assert (error.message, error.hint, error.offset) == ("wrong", "write 2010", 3)


def test_neither_locale_nor_time_zone_matters() -> None:
    program = (
        "import locale, contextlib\n"
        "with contextlib.suppress(locale.Error): locale.setlocale(locale.LC_ALL, '')\n"
        "from casebook.dates import *\n"
        "for text in ('2010-03-07', '2010-12-31/2011-01-01', '[..2010-05]', '2011-24'):\n"
        "    date = parse_date(text)\n"
        "    print(ascii((date.earliest, date.latest, display(date), short(date))))\n"
    )
    root = Path(__file__).resolve().parent.parent
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "LC_ALL": language, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for language, zone in (("C", "Pacific/Kiritimati"), ("tr_TR.UTF-8", "Etc/GMT+12"))
    }
    assert len(answers) == 1
    assert "7\\xa0March 2010" in answers.pop()


def test_ten_thousand_different_dates_are_read_at_once() -> None:
    first = datetime.date(1950, 1, 1)
    texts = [(first + datetime.timedelta(days)).isoformat() for days in range(10_000)]
    seconds = []
    for mark in ("", "?", "~"):  # never from the cache
        marked = [text + mark for text in texts]
        start = time.process_time()
        for text in marked:
            parse_date(text)
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.2


# Properties

_year = st.integers(1, 9999).map(lambda year: f"{year:04d}") | st.sampled_from(
    ["2008", "2009", "2010", "2011"]
)
_day = st.dates().map(str)
_mark = st.sampled_from(["", "", "?", "~", "%"])
_single = st.builds(
    "{}{}".format,
    st.one_of(
        _day,
        _day.map(lambda day: day[:7]),
        _year,
        _year.map(lambda year: f"{year[:3]}X"),
        _year.map(lambda year: f"{year[:2]}XX"),
        _year.map(lambda year: f"{year}-XX"),
        _year.map(lambda year: f"{year}-XX-XX"),
        _day.map(lambda day: f"{day[:7]}-XX"),
        st.builds("{}-{}".format, _year.filter(lambda y: y != "9999"), st.integers(21, 24)),
    ),
    _mark,
)


def _in_order(pair: tuple[str, str]) -> tuple[str, str]:
    a, b = sorted(parse_date(text) for text in pair)
    return a.text, b.text


_pair = st.tuples(_single, _single).map(_in_order)
_range = _pair.filter(lambda pair: pair[0] != pair[1]).map("..".join)
_members = st.lists(_single | _range, min_size=2, max_size=4, unique=True).map(",".join)
_written = st.one_of(
    _single,
    _pair.map("/".join),
    _single.map(lambda a: f"{a}/"),
    _single.map(lambda a: f"{a}/.."),
    _single.map(lambda a: f"/{a}"),
    _single.map(lambda a: f"../{a}"),
    _range.map(lambda inside: f"[{inside}]"),
    _single.map(lambda a: f"[{a}..]"),
    _single.map(lambda a: f"[..{a}]"),
    _members.map(lambda inside: f"[{inside}]"),
)
_dates = _written.map(parse_date)
_WORDS = (
    "January", "Jan", "spring", "2010", "2011", "10", "7", "7th", "-", "–", "/", "..", ",", "or",
    "to", "and", "by", "c.", "about", "198X", "1980s", "20th", "century", "[", "]", "{", "?", "~",
    "%", "from", "until", "later", "the", "day", "in", "2010-01", "2010-01-07", "uncertain",
)  # fmt: skip
_near_misses = st.text("0123456789Xx-/.,[]{}?~% TZ:–—٣ '", max_size=24) | st.lists(
    st.sampled_from(_WORDS),
    max_size=9,
).map(" ".join)


@given(st.text() | _near_misses | st.tuples(_written, _near_misses).map("".join))
@example("[" * 100)
@example("-" * 100)
@example(", " * 50)
@example("c." * 50)
@example("or " * 33)
@example("1 to " * 20)
def test_any_text_gives_a_date_or_a_refusal_with_advice(text: str) -> None:
    try:
        date = parse_date(text)
    except DateError as refusal:
        assert refusal.message
        assert "write" in refusal.hint
        assert 0 <= refusal.offset <= len(text)
        offered = re.fullmatch(r"write (\S+)", refusal.hint)
        if offered:
            assert parse_date(offered[1]).text != text.strip()
    else:
        assert date.text == text.strip()
        assert date.text.isascii()


@given(_dates)
def test_a_date_is_sound(date: Date) -> None:
    assert date.earliest is None or date.latest is None or date.earliest <= date.latest
    assert date.earliest or date.latest
    assert parse_date(date.text) == date
    afresh = read(date.text)
    assert all(getattr(afresh, f.name) == getattr(date, f.name) for f in fields(Date))
    assert within(date, date)
    assert overlaps(date, date)
    touched = list(months(date)) if (date.latest and date.earliest) else []
    assert touched == sorted(set(touched))
    assert bool(touched) is not (date.open_start or date.open_end)


@given(_dates)
def test_alternatives_lie_within_the_bounds(date: Date) -> None:
    assert len(date.alternatives) <= 20
    assert not date.alternatives or date.precision == "set"
    for one in date.alternatives:
        assert parse_date(one.text) == one
        assert one.earliest and date.earliest and date.earliest <= one.earliest
        assert one.latest and date.latest and one.latest <= date.latest
        assert within(one, date)


@given(_dates, st.none() | st.integers(1, 9999))
def test_words_are_never_empty_and_never_show_the_machine(date: Date, year: int | None) -> None:
    for said in (display(date), display(date, within_year=year), short(date, year)):
        assert said and said == said.strip()
        assert "None" not in said
        assert not set(said) & set("{}[]XZ/~%")
        assert "  " not in said


@given(_dates, _dates, _dates)
def test_order_is_total_and_consistent(a: Date, b: Date, c: Date) -> None:
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a == b) == (a.sort_key == b.sort_key)
    assert (a == b) <= (hash(a) == hash(b))
    assert len({tuple(sorted(order)) for order in permutations((a, b, c))}) == 1
    if a <= b and b <= c:
        assert a <= c


@given(_dates, _dates)
def test_what_lies_within_also_overlaps(a: Date, b: Date) -> None:
    assert overlaps(a, b) == overlaps(b, a)
    if within(a, b):
        assert overlaps(a, b)
