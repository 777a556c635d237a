"""The words for dates, one table a language; another language is another `Words`."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Words:
    """Names and patterns. In patterns {date}, {start}, {end} and {span} are words already made."""

    months: tuple[str, ...]
    """The twelve, January first."""
    seasons: tuple[str, ...]
    """The four, spring first."""
    day: str = "{day}\u00a0{month} {year}"
    day_in_year: str = "{day}\u00a0{month}"
    """A day whose year is said elsewhere."""
    month: str = "{month} {year}"
    season: str = "{season} {year}"
    winter: str = "{season} {year}–{next}"
    """A season that ends in the next year, of which {next} is what must be said."""
    decade: str = "{year}s"
    the: str = "the {date}"
    """A decade after a preposition."""

    about: str = "about {date}"
    uncertain: str = "{date}, uncertain"
    part_uncertain: str = "{date} (uncertain)"
    """One end or member of a longer date."""

    a_day: str = "a day in {span}"
    a_month: str = "a month in {span}"
    """Some day or month: 2010-01-XX, 2010-XX."""

    one_day: str = "one day of {span}"
    one_month: str = "one month of {span}"
    one_season: str = "one season of {span}"
    one_year: str = "one year of {span}"
    some_time: str = "some time in {span}"
    """One of the dates from the start to the end of a span."""

    tight: str = "{start}–{end}"
    """A span between two words or numbers."""
    wide: str = "{start} – {end}"
    """A span between phrases."""
    stretch: str = "from {start} to {end}"
    """A span from or to some day of a month, which a dash would leave unclear."""
    since: str = "from {date}"
    since_unknown: str = "from {date}, end unknown"
    until: str = "until {date}"
    until_unknown: str = "until {date}, start unknown"
    by: str = "by {date}"
    or_later: str = "{date} or later"
    comma: str = ", "
    last_or: str = " or "
    digits: str = "0123456789"
    """The ten digits that numbers are written with."""


ENGLISH = Words(
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    seasons=("spring", "summer", "autumn", "winter"),
)  # fmt: skip

ENGLISH_BRIEF = replace(
    ENGLISH,
    months=tuple(name[:3] for name in ENGLISH.months),
    the="{date}",
    about="c.\u00a0{date}",
    uncertain="{date}?",
    part_uncertain="{date}?",
    since_unknown="{date} – ?",
    until_unknown="? – {date}",
)
