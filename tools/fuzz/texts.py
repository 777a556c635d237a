"""What is typed in a field: prose, dates, units and places, and names that are withheld."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from tools.fuzz.target import Target, files, small_record, text_of

if TYPE_CHECKING:
    from casebook.withheld.names import Withheld


def _prose(data: bytes) -> None:
    from casebook.prose import Form, parse_prose, plain_text, render_html
    from casebook.spot import Spot, Text

    small_record()
    from prose_reading import Linker

    text = text_of(data)
    for form in Form:
        problems: list[object] = []
        typed = Text(text, Spot("a.md", 1, 1, "raw"))
        prose = parse_prose(typed, form, problems.append, text)
        html = str(render_html(prose, Linker()))
        low = html.lower()
        for bad in ("<script", "<iframe", "<img", "javascript:", " onerror", "<svg", "<style"):
            if bad in low:
                # Words may say all this; markup may not.
                assert bad.lstrip("<") in text.lower() and "<" + bad.lstrip("<") not in low, html
        plain_text(prose, lambda _: "")


def proses() -> Iterator[bytes]:
    """Prose to begin from, of the records and the tests."""
    yield from files("sites/*/content/*/*.md", "prose/**/*.md", "prose/*")
    small_record()
    from prose_reading import PIECES

    for piece in PIECES:
        yield piece.encode("utf-8", "replace")


def _dates(data: bytes) -> None:
    from casebook.dates import DateError, display, parse_date, short
    from casebook.dates.relations import months, overlaps, within

    text = text_of(data)
    try:
        date = parse_date(text)
    except DateError as error:
        assert error.message, "it is refused and nothing is said"
        assert "\n" not in error.hint, error.hint
        return
    assert display(date)
    assert short(date)
    assert date.earliest is None or date.latest is None or date.earliest <= date.latest, text
    assert overlaps(date, date), text
    within(date, date)
    for number, _ in enumerate(months(date)):
        if number > 200_000:
            raise AssertionError("it has months without end")


def _some_dates() -> Iterator[bytes]:
    for text in (
        "2010-01-07", "2010-24", "201X", "20XX", "2010-01-XX", "2010-XX", "2010-01-07~", "2010?",
        "2010-01-07~/2010-01-10", "2009-06/..", "../2010-01", "2009-06/", "/2009-12-31",
        "[2010-01-07,2010-01-08]", "[2010-01-07..2010-01-10]", "[..2010]", "[2010-01-10..]",
        "7/1/2010", "7 January 2010", "c. 1987", "early 2010", "Jan-Feb 2010", "-0044", "Y17E7",
        "2010-02-30", "{1,2}", "2004-06-(01)~/2004-06-20", "1984?-06", "2010-W01", "1-2/3-4",
    ):  # fmt: skip
        yield text.encode()


def _units(data: bytes) -> None:
    from casebook.model.units import UnitError, parse_places, parse_units, ranges, tidy

    declared, _, places = text_of(data).partition("\n")
    try:
        units = parse_units(declared)
        assert parse_units(ranges(units)) == units
        assert parse_places(tidy(places), units) == parse_places(places, units)
    except UnitError:
        return


def _withheld(data: bytes) -> None:
    from casebook.withheld.places import covered, covered_lines, in_bytes, in_text

    small_record()
    withheld = _names()
    text = text_of(data)
    list(in_text(withheld, text, "f.yaml"))
    list(in_bytes(withheld, data, "f.pdf"))
    assert not withheld.holds(covered(withheld, text)), "a name is left after it was covered"
    covered_lines(withheld, text)


@cache
def _names() -> Withheld:
    small_record()
    from hidden_names import NAMES, withheld

    return withheld(*NAMES)


def _some_names() -> Iterator[bytes]:
    _names()
    from hidden_names import NAMES

    for name in NAMES:
        yield name.encode()
        yield f"a {name.upper()}, b\n{name.replace(' ', '-')}".encode()


PROSE_WORDS = (
    "[[", "]]", "[@", "[^", "[^n]: ", "](", "![", "**", "*", "_", "`", "```\n", "> ", "- ", "1. ",
    "## ", "|", "|-|", "<b>", "<!--", "&amp;", "&#0;", "\\", '"', "\u201c", "https://",
    "javascript:", "<https://a.b>", "\n\n", "---\n",
)  # fmt: skip
"""What the language of prose is made of."""

TARGETS: dict[str, Target] = {
    "prose": Target(_prose, proses, words=PROSE_WORDS, share=4),
    "dates": Target(_dates, _some_dates, 120, ("/", "..", "[", "]", "~", "?", "%", "X", "-")),
    "units": Target(
        _units, lambda: iter((b"h1, p1-p9\np2-p4", b"p01-p12, s1b\ns1b")), 400, (",", "-", "p1")
    ),
    "withheld": Target(_withheld, _some_names, 2_000),
}
