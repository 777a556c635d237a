"""Pictures: a mark stands where its number is, and nothing is drawn that is not in the record."""

from __future__ import annotations

import datetime
import gzip
import math
import re
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from built_sites import SITES, Built, Page, build, built, classes, text
from hypothesis import given
from hypothesis import strategies as st
from tiny import LOG, SITE, judge, write

from casebook.dates import parse_date
from casebook.edit.edition import Edition
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.views.coverage import strip
from casebook.render.views.figures import ComparisonView, comparison_view
from casebook.render.views.pictures.ground import ground
from casebook.render.views.pictures.labels import (
    MOST_LINES,
    Box,
    Wish,
    broken,
    drawable,
    place_labels,
    wide,
)
from casebook.render.views.pictures.maps import locator, map_view
from casebook.render.views.pictures.marks import Extent, mark, time_mark
from casebook.render.views.pictures.months import strip_view
from casebook.render.views.pictures.plans import Plan
from casebook.render.views.pictures.scale import DIGIT, NARROW, axis, time_axis
from casebook.render.views.pictures.ties import ties_view

NUMBERS = st.one_of(
    st.integers(0, 10**12).map(float),
    st.floats(0.001, 1e9, allow_nan=False),
    st.just(0.0),
)
HUNDREDTH = 0.0051
SVG = "{http://www.w3.org/2000/svg}"


def desk_of(edition: Edition) -> Desk:
    return Desk(edition, SiteLinks(""))


# Axes


@given(st.lists(NUMBERS, min_size=1, max_size=12), st.lists(NUMBERS, max_size=3))
def test_an_axis_begins_at_nought_and_has_even_steps(
    values: list[float], opening: list[float]
) -> None:
    found = axis(values, opening)
    assert found is not None
    assert found.first == 0
    assert found.last >= max(values + opening)
    assert (found.ticks[0].at, found.ticks[-1].at) == (0, 100)
    assert found.ticks[0].words == "0"
    at = [tick.at for tick in found.ticks]
    steps = {round(b - a, 1) for a, b in pairwise(at)}
    assert max(steps) - min(steps) < 0.11
    printed = [float(tick.words.replace(",", "")) for tick in found.ticks]
    for tick, value in zip(found.ticks, printed, strict=True):
        assert found.at(value) == pytest.approx(tick.at, abs=0.011)
    for value in opening:
        assert found.at(value) <= 87.5 + HUNDREDTH, "an arrow has room to run"


@given(st.lists(NUMBERS, min_size=1, max_size=12))
def test_the_words_of_an_axis_do_not_meet_on_the_narrowest_page(values: list[float]) -> None:
    found = axis(values)
    assert found is not None
    if len(found.ticks) == 2:
        return
    ends = []
    for tick in found.ticks:
        long = len(tick.words) * DIGIT
        at = tick.at * NARROW / 100
        start = {"start": at, "middle": at - long / 2, "end": at - long}[tick.anchor]
        ends.append((start, start + long))
    assert all(a[1] <= b[0] for a, b in pairwise(ends))


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e200, 1e-200, -1e300])
def test_what_has_no_even_steps_has_no_axis(value: float) -> None:
    assert axis([1.0, value]) is None
    assert axis([]) is None


def test_an_axis_goes_below_nought_only_for_what_is_there() -> None:
    found = axis([-3.0, 12.0])
    assert found is not None
    assert found.first <= -3
    assert "0" in [tick.words for tick in found.ticks]
    nothing = axis([0.0])
    assert nothing is not None
    assert nothing.last > nothing.first == 0


# Marks


@given(st.data())
def test_a_dot_stands_where_its_number_is_and_no_range_shrinks(data: st.DataObject) -> None:
    low = data.draw(NUMBERS)
    high = data.draw(st.one_of(st.just(low), NUMBERS.filter(lambda n: n >= low)))
    others = data.draw(st.lists(NUMBERS, max_size=4))
    of = Extent(
        low,
        high,
        open_low=data.draw(st.booleans()),
        open_high=data.draw(st.booleans()),
    )
    scale = axis([low, high, *others], [high] if of.open_high else [])
    assert scale is not None
    drawn = mark(scale, of)
    true = [(value - scale.first) / (scale.last - scale.first) * 100 for value in (low, high)]
    assert drawn.dots[0] == pytest.approx(true[0], abs=HUNDREDTH)
    assert drawn.dots[-1] == pytest.approx(true[1], abs=HUNDREDTH)
    slack = 1e-9
    assert drawn.start <= true[0] + slack
    assert drawn.end >= true[1] - slack
    if of.open_low:
        assert drawn.start == 0
    if of.open_high:
        assert drawn.end == 100
    assert 0 <= drawn.start <= drawn.end <= 100


@pytest.mark.parametrize(
    ("hedge", "kind", "about"),
    [
        ("", "point", False),
        ("exact", "point", False),
        ("about", "point", True),
        ("at-least", "from", False),
        ("more-than", "above", False),
        ("up-to", "up-to", False),
    ],
)
def test_how_a_number_is_hedged_is_how_it_is_drawn(
    tmp_path: Path, hedge: str, kind: str, about: bool
) -> None:
    view = compared(tmp_path, {"a": {"value": 40, "qualifier": hedge}, "b": {"value": 100}})
    first, second = view.picture.marks
    assert (first.kind, first.about) == (kind, about)
    assert second.kind == "point"
    assert kind in view.picture.kinds


def test_a_printed_range_has_both_its_ends_and_its_best(tmp_path: Path) -> None:
    view = compared(tmp_path, {"a": {"low": 20, "high": 60, "best": 50}, "b": {"value": 100}})
    found = view.picture
    assert found.axis is not None
    assert found.marks[0].dots == (found.axis.at(20), found.axis.at(60))
    assert found.marks[0].best == found.axis.at(50)
    assert found.kinds == ("point", "range", "best")


def test_a_number_that_nobody_counted_is_marked(tmp_path: Path) -> None:
    view = compared(tmp_path, {"a": {"value": 1, "status": "hypothetical"}, "b": {"value": 2}})
    assert [one.supposed for one in view.picture.marks] == [True, False]
    assert "supposed" in view.picture.kinds


DAYS = st.dates(datetime.date(1800, 1, 1), datetime.date(2100, 12, 31))


@given(st.lists(DAYS, min_size=1, max_size=8))
def test_a_day_stands_inside_its_axis_of_time(days: list[datetime.date]) -> None:
    found = time_axis(days)
    assert found is not None
    for day in days:
        drawn = time_mark(found, parse_date(day.isoformat()))
        assert drawn is not None
        assert 0 <= drawn.start < drawn.end <= 100
        true = (day - found.first).days / found.days * 100
        assert drawn.start <= true + 1e-9
        assert drawn.end >= true + 100 / found.days - 1e-9
    ends = [(t.at * NARROW / 100, len(t.words) * DIGIT) for t in found.ticks if t.words]
    assert all(a + long <= b for (a, long), (b, _) in pairwise(ends))
    assert all(a + long <= NARROW + 1e-6 for a, long in ends)
    assert found.ticks


@given(
    st.dates(datetime.date(2009, 1, 1), datetime.date(2012, 12, 31)),
    st.integers(0, 70),
)
def test_a_few_weeks_have_an_axis_of_their_own(day: datetime.date, more: int) -> None:
    other = day + datetime.timedelta(more)
    found = time_axis([day, other])
    assert found is not None
    months = (other.year - day.year) * 12 + other.month - day.month
    assert (found.days < 63) == (months <= 1 and other.year == day.year)
    assert found.first <= day <= other <= found.last
    assert found.ticks[0].at == 0
    if found.days < 63:
        assert found.ticks[0].words.startswith("1\u00a0")
        assert str(day.year) in found.begins
    ends = [(t.at * NARROW / 100, len(t.words) * DIGIT) for t in found.ticks if t.words]
    assert all(a + long <= b for (a, long), (b, _) in pairwise(ends))


@pytest.mark.parametrize(
    ("date", "open_start", "open_end", "loose"),
    [
        ("/2010-03", True, False, False),
        ("2010-03/..", False, True, False),
        ("2010-03~", False, False, True),
        ("2010-03?", False, False, True),
        ("2010-03/2010-05", False, False, False),
    ],
)
def test_an_open_or_loose_time_is_drawn_so(
    date: str, open_start: bool, open_end: bool, loose: bool
) -> None:
    found = time_axis([datetime.date(2009, 1, 1), datetime.date(2011, 1, 1)])
    assert found is not None
    drawn = time_mark(found, parse_date(date))
    assert drawn is not None
    assert (drawn.open_start, drawn.open_end, drawn.loose) == (open_start, open_end, loose)
    assert time_mark(found, None) is None


# Comparisons


def compared(
    folder: Path, figures: dict[str, dict[str, object]], axis: str = "shared"
) -> ComparisonView:
    """The view of one comparison of some figures."""
    lines = ""
    for id_, fields in figures.items():
        given = {"printed": f"'{id_}'", "measure": "boats", "unit": "boats", **fields}
        given |= {"counted_by": "not-stated", "from": "log p1", "compare": "boats"}
        lines += f"{id_}:\n"
        lines += "".join(f"  {name}: {value}\n" for name, value in given.items() if value != "")
    files = {
        "site.yaml": SITE,
        "sources.yaml": LOG,
        "figures.yaml": lines,
        "comparisons.yaml": f"boats:\n  title: Boats\n  axis: {axis}\n  why: >\n    It says.\n",
    }
    edition, _ = judge(write(folder, files))
    return comparison_view(desk_of(edition), edition.entries["comparison"]["boats"])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("measure", "ships", "what is measured"),
        ("unit", "big boats", "what exactly is counted"),
        ("period", "2010-03", "the span of time"),
    ],
)
def test_unlike_figures_never_share_an_axis(
    tmp_path: Path, field: str, value: str, words: str
) -> None:
    view = compared(tmp_path, {"a": {"value": 1}, "b": {"value": 2, field: value}})
    assert view.shared, "also where the record wrongly says that they may"
    assert view.picture.axis is None
    assert view.picture.marks == ()
    assert view.picture.unlike == (words,)


def test_figures_kept_apart_have_no_axis_even_if_they_count_the_same(tmp_path: Path) -> None:
    view = compared(tmp_path, {"a": {"value": 1}, "b": {"value": 2}}, "apart")
    assert view.picture.axis is None
    assert view.picture.unlike == ()


def test_times_are_drawn_where_they_differ(tmp_path: Path) -> None:
    figures: dict[str, dict[str, object]] = {
        "a": {"value": 1, "period": "2010-03"},
        "b": {"value": 2, "period": "/2010-05"},
        "c": {"value": 3},
    }
    found = compared(tmp_path, figures, "apart").picture
    assert found.time is not None
    first, second, third = found.spans
    assert first is not None
    assert second is not None
    assert third is None
    assert not first.open_start
    assert second.open_start
    assert found.time_kinds == ("span", "open")


def inside(page: Page, name: str) -> list[Element]:
    return [one for one in page.html.iter() if name in classes(one)]


@pytest.mark.parametrize("name", SITES)
def test_every_figure_stands_once_in_the_picture_and_once_in_the_table(name: str) -> None:
    site = built(name)
    seen = 0
    for entry in site.edition.of("comparison"):
        page = site.pages[entry.path]
        members = sorted(f"../{one.path}" for one in site.edition.neighbours(entry, "figure")
                         if getattr(one.record, "compare", None) is not None)  # fmt: skip
        (rows,), (table,) = inside(page, "rows"), inside(page, "figures")
        for drawn in (rows, table):
            hrefs = [
                one.get("href") or ""
                for one in drawn.iter("a")
                if "printed" in classes(one)
            ]  # fmt: skip
            assert sorted(hrefs) == members, entry.id
        seen += len(members)
    assert seen > 3


@pytest.mark.parametrize("name", SITES)
def test_a_chart_has_a_dot_for_each_number_where_its_value_is(name: str) -> None:
    site = built(name)
    charts = 0
    for entry in site.edition.of("comparison"):
        view = comparison_view(desk_of(site.edition), entry)
        if view.picture.axis is None:
            assert not view.shared
            continue
        (rows,) = inside(site.pages[entry.path], "rows")
        # A number is a dot; a printed range has a cap at either end.
        at = [
            one.get("cx") or one.get("x1")
            for one in rows.iter()
            if (one.tag == f"{SVG}circle" and "about" not in classes(one)) or "cap" in classes(one)
        ]
        wanted = [f"{dot}%" for one in view.picture.marks for dot in one.dots]
        assert at == wanted
        assert text(rows).endswith(view.picture.axis.ticks[-1].words)
        charts += 1
    assert charts


# Months


@pytest.mark.parametrize("name", SITES)
def test_the_strip_is_dark_where_no_source_reports(name: str) -> None:
    site = built(name)
    months = strip(site.edition)
    cells = inside(site.pages["index.html"], "month")
    assert len(cells) == len(months) > 2
    for cell, month in zip(cells, months, strict=True):
        assert ("dark" in classes(cell)) == month.dark
        assert len(list(cell.iter(f"{SVG}rect"))) == month.events
        links = [one.get("href") for one in cell.iter("a")]
        assert links == ([f"timeline.html#event-{month.dated[0].id}"] if month.dated else [])
        (words,) = [one for one in cell.iter("span") if "hide" in classes(one)]
        assert text(words).startswith(f"{month.name} {month.year}: ")


@pytest.mark.parametrize("name", SITES)
def test_the_lanes_of_the_strip_are_the_months_that_each_source_reports(name: str) -> None:
    edition = built(name).edition
    months = strip(edition)
    view = strip_view(desk_of(edition), months)
    assert view is not None
    drawn = {
        (lane.href, year.year, month)
        for year in view.years
        for lane in year.lanes
        for run in lane.runs
        for month in range(run.month, run.month + run.months)
    }
    assert drawn == {(s.path, m.year, m.month) for m in months for s in m.reporting}
    assert view.dark == sum(month.dark for month in months)
    for year in view.years:
        for month in year.months:
            assert all(0 <= top < month.high for top in month.bars)
    assert strip_view(desk_of(edition), ()) is None


# Ties


@pytest.mark.parametrize("name", SITES)
def test_ties_are_offices_parts_and_members_and_each_is_drawn(name: str) -> None:
    edition = built(name).edition
    posts = len([one for p in edition.of("person") for one in getattr(p.record, "posts", ())])
    within = len([p for p in edition.of("party") if getattr(p.record, "within", None)])
    members = len([one for p in edition.of("party") for one in getattr(p.record, "members", ())])
    desk = desk_of(edition)
    up = [tie for kind in ("person", "party") for e in edition.of(kind)
          for tie in ties_view(desk, e).up]  # fmt: skip
    down = [tie for e in edition.of("party") for tie in ties_view(desk, e).down]
    assert len(up) == posts + within + members > 0
    in_bodies = [tie for tie in up if tie.other]
    assert len(down) == len(in_bodies), "each tie is drawn at both its ends"
    assert {tie.kind for tie in up + down} <= {"office", "part", "member"}


@pytest.mark.parametrize("name", SITES)
def test_an_attested_month_never_fills_the_axis(name: str) -> None:
    edition = built(name).edition
    desk = desk_of(edition)
    views = [ties_view(desk, e) for kind in ("person", "party") for e in edition.of(kind)]
    marks = [
        tie.mark
        for view in views
        for tie in view.all
        if tie.mark is not None
        and [date.split()[0] for date in tie.dates] == ["attested"]
        and not tie.dates[0].split()[1].isdecimal()  # a whole year may
    ]
    assert marks
    assert all(drawn.end - drawn.start < 60 for drawn in marks)


@pytest.mark.parametrize(
    ("dates", "sure", "open_start", "open_end"),
    [
        ("since: 2005\nuntil: 2010", (2006, 2010), False, False),
        ("since: 2005\nattested: 2009", (2006, 2010), False, True),
        ("until: 2010\nattested: 2005", (2005, 2010), True, False),
        ("since: 2005", None, False, True),
        ("until: 2010", None, True, False),
        ("since: 2010\nuntil: 2010", None, False, False),
        ("attested: 2010", None, False, False),
    ],
)
def test_of_an_office_only_what_lies_between_two_dates_is_sure(
    tmp_path: Path,
    dates: str,
    sure: tuple[int, int] | None,
    open_start: bool,
    open_end: bool,
) -> None:
    lines = "".join(f"      {line}\n" for line in dates.split("\n"))
    people = (
        f"ada:\n  name: Ada\n  living: alive\n  posts:\n    - post: Mate\n{lines}"
        "      from: log p1\n  summary: >\n    A mate. [@log p1]\n"
    )
    files = {"site.yaml": SITE, "sources.yaml": LOG, "people.yaml": people}
    edition, _ = judge(write(tmp_path, files))
    view = ties_view(desk_of(edition), edition.entries["person"]["ada"])
    drawn = view.all[0].mark
    assert drawn is not None
    assert view.time is not None
    assert (drawn.open_start, drawn.open_end) == (open_start, open_end)
    if sure is None:
        assert drawn.sure is None
    else:
        at = [view.time.before(datetime.date(year, 1, 1)) for year in sure]
        assert drawn.sure == pytest.approx(at, abs=0.011)


@pytest.mark.parametrize("name", SITES)
def test_no_claim_is_drawn_as_a_tie(name: str) -> None:
    site = built(name)
    for kind in ("person", "party"):
        for entry in site.edition.of(kind):
            for tree in (*inside(site.pages[entry.path], "ties"),):
                assert "/claims/" not in " ".join(a.get("href") or "" for a in tree.iter("a"))


# Maps


def places(given: dict[str, str]) -> dict[str, str]:
    lines = ""
    for id_, fields in given.items():
        lines += f"{id_}:\n  name: {id_.title()}\n  kind: town\n"
        lines += "".join(f"  {line}\n" for line in fields.split("\n") if line)
        lines += "  summary: >\n    A place. [@log p1]\n"
    return {"site.yaml": SITE, "sources.yaml": LOG, "places.yaml": lines}


def at(lat: float, lon: float, precision: str = "point") -> str:
    return (
        f"position:\n  lat: {lat}\n  lon: {lon}\n  precision: {precision}\n"
        "  cite: https://example.org/"
    )


def toward(way: str, of: str) -> str:
    return f"bearing:\n  of: {of}\n  way: {way}\n  cite: https://example.org/"


def ground_of(folder: Path, given: dict[str, str]) -> Edition:
    edition, _ = judge(write(folder, places(given)))
    return edition


def by_id(plan: Plan) -> dict[str, tuple[float, float]]:
    return {one.id: (one.x, one.y) for one in plan.places}


def test_places_lie_on_a_plan_as_on_the_ground(tmp_path: Path) -> None:
    edition = ground_of(
        tmp_path, {"a": at(50, 10), "north": at(50.01, 10), "east": at(50, 10.01)}
    )  # fmt: skip
    ((wide_plan, _),) = map_view(desk_of(edition)).plans
    found = by_id(wide_plan)
    assert found["north"][1] < found["a"][1]
    assert found["north"][0] == pytest.approx(found["a"][0], abs=0.2)
    assert found["east"][0] > found["a"][0]
    up, right = found["a"][1] - found["north"][1], found["east"][0] - found["a"][0]
    assert right / up == pytest.approx(0.643, abs=0.02), "a degree of longitude is shorter"
    kilometres = float(wide_plan.bar.words.split()[0]) / (1 if "km" in wide_plan.bar.words else 1e3)
    assert up / (wide_plan.bar.long / kilometres) == pytest.approx(1.112, rel=0.02)


@pytest.mark.parametrize(
    ("way", "right", "down"),
    [("north", 0, -1), ("east", 1, 0), ("south-west", -1, 1), ("north-east", 1, -1)],
)
def test_a_direction_is_a_wedge_of_an_eighth(
    tmp_path: Path, way: str, right: int, down: int
) -> None:
    edition = ground_of(tmp_path, {"a": at(50, 10), "b": toward(way, "a")})
    ((plan, _),) = map_view(desk_of(edition)).plans
    found = by_id(plan)
    dx, dy = found["b"][0] - found["a"][0], found["b"][1] - found["a"][1]
    assert (dx > 1) - (dx < -1) == right
    assert (dy > 1) - (dy < -1) == down
    (drawn,) = [one for one in plan.places if one.id == "b"]
    assert drawn.wedge
    turns = [math.degrees(math.atan2(x2 - x1, y1 - y2)) for x1, y1, x2, y2 in drawn.edges]
    assert (turns[1] - turns[0]) % 360 == pytest.approx(45, abs=0.5)
    middle = math.degrees(math.atan2(dx, -dy))
    assert (middle - turns[0]) % 360 == pytest.approx(22.5, abs=0.5)


def test_nothing_is_drawn_that_is_not_located(tmp_path: Path) -> None:
    edition = ground_of(
        tmp_path,
        {
            "a": at(50, 10),
            "inner": "within: a",
            "lost": "",
            "of-lost": toward("north", "lost"),
            "near": toward("beside", "a"),
            "deep": "within: inner",
        },
    )
    view = map_view(desk_of(edition))
    ((plan, narrow),) = view.plans
    assert set(by_id(plan)) == set(by_id(narrow)) == {"a"}
    assert {how: [row.id for row in rows] for how, rows in view.groups} == {
        "position": ["a"],
        "bearing": ["of-lost", "near"],
        "inside": ["inner", "deep"],
        "nowhere": ["lost"],
    }
    listed = " ".join(str(link) for _, links in view.beside for link in links)
    assert all(f"places/{id_}.html" in listed for id_ in ("inner", "lost", "of-lost", "near"))
    desk = desk_of(edition)
    entries = edition.entries["place"]
    assert locator(desk, entries["lost"]) is None
    assert locator(desk, entries["of-lost"]) is None
    small = locator(desk, entries["deep"])
    assert small is not None
    assert "lies within A: no source says where." in small.words
    assert [one.around for one in small.plan.places] == [True]


def test_far_ground_has_a_plan_of_its_own(tmp_path: Path) -> None:
    edition = ground_of(
        tmp_path, {"a": at(50, 10), "b": at(50.1, 10), "c": at(-30, 100), "d": toward("east", "c")}
    )  # fmt: skip
    plans = map_view(desk_of(edition)).plans
    assert [set(by_id(plan)) for plan, _ in plans] == [{"a", "b"}, {"c", "d"}]


def test_where_the_day_changes_the_ground_is_whole(tmp_path: Path) -> None:
    edition = ground_of(tmp_path, {"a": at(0, 179.95), "b": at(0, -179.95)})
    ((plan, _),) = map_view(desk_of(edition)).plans
    assert by_id(plan)["a"][0] < by_id(plan)["b"][0]


SPOTS = st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
NAMES = st.text("abcdefghimMW ", min_size=1, max_size=40).filter(str.strip)


@given(st.lists(st.tuples(NAMES, st.floats(20, 540), st.floats(20, 380)), max_size=40))
def test_no_label_lies_on_another_or_outside(some: list[tuple[str, float, float]]) -> None:
    frame = Box(4, 4, 556, 400)
    taken = [Box(x - 5, y - 5, x + 5, y + 5) for _, x, y in some]
    found = place_labels([Wish(words, x, y, 8) for words, x, y in some], frame, taken, 14)
    boxes = [label.box for label in found if label is not None]
    assert all(box.within(frame) for box in boxes)
    everything = boxes + taken
    for number, box in enumerate(boxes):
        assert not any(box.meets(other) for other in everything[number + 1 :])
    for label in found:
        if label is not None:
            assert len(label.lines) <= MOST_LINES
            assert all(wide(line, 14) <= label.box.right - label.box.left for line in label.lines)
            assert label.box.top < label.feet[0] - 9
            assert label.feet[-1] <= label.box.bottom


@given(st.text("abc def", max_size=60))
def test_breaking_a_name_loses_no_word(words: str) -> None:
    assert " ".join(broken(words)).split() == words.split()


def test_letters_that_join_are_not_drawn() -> None:
    assert drawable("Merrow Quay, Łódź")
    assert not drawable("مرو گھاٹ")
    assert not drawable("Lyari لیاری")
    assert not drawable("कराची")


def test_a_crowd_of_places_is_named_without_overlap(tmp_path: Path) -> None:
    given = {f"place-{n}": at(50 + n % 7 / 400, 10 + n // 7 / 400) for n in range(60)}
    edition = ground_of(tmp_path, given)
    ((*plans,),) = map_view(desk_of(edition)).plans
    for plan in plans:
        boxes = [one.label.box for one in plan.places if one.label is not None]
        assert len(boxes) > 15
        for number, box in enumerate(boxes):
            assert not any(box.meets(other) for other in boxes[number + 1 :])
        for one in plan.places:
            assert 0 < one.x < plan.width
            assert 0 < one.y < plan.height


@pytest.mark.parametrize("name", SITES)
def test_the_table_says_every_place_and_the_map_draws_those_that_can_be(name: str) -> None:
    site: Built = built(name)
    page = site.pages["map.html"]
    rows = {one.get("id") for one in page.html.iter("tr")} - {None}
    assert rows == {f"place-{entry.id}" for entry in site.edition.of("place")}
    drawn = [one for one in ground(site.edition) if one.drawn]
    for svg in inside(page, "plan"):
        linked = sorted(one.get("href") or "" for one in svg.iter(f"{SVG}a"))
        assert linked == sorted(one.entry.path for one in drawn)
        sizes = {one.get("font-size") for one in svg.iter(f"{SVG}text")}
        assert {float(size or 0) >= 12 for size in sizes} == {True}
    assert len(inside(page, "plan")) == 2 * len(map_view(desk_of(site.edition)).plans) > 0


def test_a_record_without_positions_has_no_map(tmp_path: Path) -> None:
    folder = write(tmp_path, places({"a": "", "b": "within: a"}))
    pages = build(folder).pages
    assert "map.html" not in pages
    assert "places/a.html" in pages
    assert "map.html" not in pages["places/a.html"].source


SHEET = re.compile(r'<link rel="stylesheet" href="[./]*(static/css/[a-z]+\.css)">')


@pytest.mark.parametrize("name", SITES)
def test_the_style_of_a_page_with_pictures_is_light(name: str) -> None:
    site = built(name)
    paths = ["index.html", "map.html", *(e.path for e in site.edition.of("person"))]
    for path in paths:
        sheets = SHEET.findall(site.pages[path].source)
        assert len(sheets) >= 3
        heavy = sum(len(gzip.compress(site.files[one], 9, mtime=0)) for one in sheets)
        assert heavy <= 10 * 1024, (path, sheets)
