"""The timeline as a page: what stands where, and what each event can be found by."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree.ElementTree import Element

import pytest
from built_sites import SITES, Built, Page, built, classes, text
from test_site_pages import weight
from tiny import LOG, SITE, judge, write

from casebook.edit.edition import Entry
from casebook.model.events import Event
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.site.timeline import timeline_view
from casebook.render.views.choices import NAMES, RECORDS

KILOBYTE = 1024


@pytest.fixture(params=SITES, scope="module")
def site(request: pytest.FixtureRequest) -> Built:
    return built(request.param)


def timeline(site: Built) -> Page:
    return site.pages["timeline.html"]


def events_of(site: Built) -> dict[str, Element]:
    """The events on the rail by their ids, in the order of the page."""
    rail = [one for one in timeline(site).html.iter("li") if "dated" in classes(one)]
    found = [(str(one.get("id")).removeprefix("event-"), one) for one in rail if one.get("id")]
    assert len(dict(found)) == len(found)
    return dict(found)


def ids(element: Element, name: str) -> list[str]:
    return (element.get(f"data-{name}") or "").split()


def offered(site: Built) -> dict[str, dict[str, Element]]:
    """The choices of each list, by their ids."""
    lists = list(timeline(site).html.iter("select"))
    return {
        str(one.get("name")): {
            str(option.get("value")): option for option in one.iter("option") if option.get("value")
        }
        for one in lists
    }


def test_the_whole_chronology_stands_there_in_order(site: Built) -> None:
    assert list(events_of(site)) == [entry.id for entry in site.edition.chronology]
    hidden = [one for one in timeline(site).find(".//main").iter() if one.get("hidden") is not None]
    assert [classes(one)[-1] for one in hidden] == ["all", "none"], "what is for filters alone"


def test_an_event_bears_what_it_refers_to(site: Built) -> None:
    for entry in site.edition.chronology:
        shown = events_of(site)[entry.id]
        for kind in ("person", "party"):
            assert ids(shown, kind) == [one.id for one in site.edition.linked(entry, kind)]
        assert isinstance(entry.record, Event)
        tellers = [site.edition.entry(one.from_.source).id for one in entry.record.accounts]
        assert ids(shown, "source") == list(dict.fromkeys(tellers))
        assert ids(shown, "kind") == [str(entry.record.kind)]


def holders(site: Built, place: Entry) -> list[str]:
    above = getattr(place.record, "within", None)
    return [place.id, *(holders(site, site.edition.entry(above)) if above else [])]


def test_an_event_bears_the_places_that_hold_its_places(site: Built) -> None:
    higher = 0
    for entry in site.edition.chronology:
        places = site.edition.linked(entry, "place")
        wanted = {id_ for place in places for id_ in holders(site, place)}
        assert set(ids(events_of(site)[entry.id], "place")) == wanted
        higher += len(wanted) - len(places)
    assert higher > 1


def test_what_some_event_has_is_offered_and_nothing_else(site: Built) -> None:
    lists = offered(site)
    assert tuple(lists) == NAMES
    for name, options in lists.items():
        events = events_of(site).values()
        assert set(options) == {id_ for one in events for id_ in ids(one, name)}
        words = [text(option).casefold() for option in options.values()]
        assert words == sorted(words)


def test_names_in_other_scripts_and_as_printed_are_looked_through_too() -> None:
    site = built("own")
    option = offered(site)["person"]["altaf-hussain"]
    assert text(option) == "Altaf Hussain"
    assert "الطاف" in str(option.get("data-names"))
    # A source's title tells of the whole article, so no event is found by it.
    assert not any(one.get("data-names") for one in offered(site)["source"].values())


def test_the_pages_of_records_lead_to_their_events(site: Built) -> None:
    """The link narrows to what the page lists, a place's also to what lies in it."""
    led = 0
    for path, page in site.pages.items():
        for link in page.html.iter("a"):
            to, _, query = str(link.get("href")).partition("?")
            if not query or to.startswith("https:"):
                continue
            assert to == "../timeline.html", path
            ((name, (id_,)),) = parse_qs(query, strict_parsing=True).items()
            assert site.edition.entries[name][id_].path == path
            assert id_ in offered(site)[name]
            left = [event for event, one in events_of(site).items() if id_ in ids(one, name)]
            listed = [
                str(one.get("id")).removeprefix("event-")
                for one in page.html.iter("li")
                if "dated" in classes(one)
            ]
            assert set(listed) <= set(left) if name == "place" else listed == left, path
            assert left
            led += 1
    wanted = [
        entry
        for kind in RECORDS
        if kind != "source"
        for entry in site.edition.of(kind)
        if entry.id in offered(site)[kind]
    ]
    assert led == len(wanted) > 5


DATES = {
    "year-alone": ("1990", "1990", ""),
    "month-unsaid": ("1990-XX", "1990", ""),
    "spring": ("1990-21", "1990", ""),
    "month": ("1990-03", "1990", "March"),
    "day-unsaid": ("1990-04-XX", "1990", "April"),
    "day": ("1990-05-06", "1990", "May"),
    "span": ("1990-06-30/1990-08", "1990", "June"),
    "about": ("1990-07~/1990-09~", "1990", "July"),
    "one-of": ("[1990-08-03,1990-09]", "1990", "August"),
    "between": ("[1990-10..1990-12-18]", "1990", "October"),
    "from": ("1990-11/..", "1990", "November"),
    "by": ("[..1990-12-11]", "1990", "December"),
    "years": ("1991/1993", "1991", ""),
    "from-year-to-day": ("[1992..1993-04-02]", "1992", ""),
    "until-year": ("/1993", "1993", ""),
    "decade": ("200X", "2000", ""),
}


def test_an_event_stands_where_its_date_begins_as_closely_as_that_is_known(tmp_path: Path) -> None:
    written = "".join(
        f'{id_}:\n  kind: notice\n  title: A notice\n  date: "{date}"\n  accounts:\n'
        "    - from: log p1\n      says: So it says.\n"
        for id_, (date, _, _) in DATES.items()
    )
    written += (
        "after-it:\n  kind: notice\n  title: A notice\n  after: day\n  accounts:\n"
        "    - from: log p1\n      says: So it says.\n"
    )
    record = {"site.yaml": SITE, "sources.yaml": LOG, "timeline.yaml": written}
    edition, problems = judge(write(tmp_path, record))
    assert [one for one in problems if one.rule != "unregistered"] == []
    view = timeline_view(Desk(edition, SiteLinks("")))
    found = {
        item.card.id: (year.title, month.title)
        for year in view.years
        for month in year.months
        for item in month.events
    }
    assert found.pop("after-it") == ("1990", "May"), "it stands with what it came after"
    assert found == {id_: (year, month) for id_, (_, year, month) in DATES.items()}
    assert [(one.id, one.title) for one in view.years[0].months[1:3]] == [
        ("m1990-03", "March"),
        ("m1990-04", "April"),
    ]


def test_the_rail_never_goes_back(tmp_path: Path) -> None:
    """What came after something loosely dated may stand later than its own date begins."""
    event = "{}:\n  kind: k\n  title: T\n  {}\n  accounts:\n    - from: log p1\n      says: So.\n"
    written = (
        event.format("first", "date: 1990-03")
        + event.format("second", "date: 1991-05/1993")
        + event.format("third", "date: 1990-03/1992\n  after: second")
        + event.format("fourth", "date: 1991\n  after: third")
        + event.format("fifth", "date: 1991-05-07")
    )
    record = {"site.yaml": SITE, "sources.yaml": LOG, "timeline.yaml": written}
    edition, _ = judge(write(tmp_path, record))
    view = timeline_view(Desk(edition, SiteLinks("")))
    found = [
        (month.id, [item.card.id for item in month.events])
        for year in view.years
        for month in year.months
    ]
    assert [year.id for year in view.years] == ["y1990", "y1991"]
    assert found == [("m1990-03", ["first"]), ("m1991-05", ["second", "third", "fourth", "fifth"])]


def test_years_and_months_are_headings_and_places_to_jump_to(site: Built) -> None:
    page = timeline(site)
    nav = [one for one in page.html.iter("nav") if classes(one) == ["years"]]
    years = [one for one in page.html.iter("section") if classes(one) == ["year"]]
    leads = [link.get("href") for one in nav for link in one.iter("a")]
    wanted = [f"#{one.get('aria-labelledby')}" for one in years]
    assert leads == (wanted if len(years) > 1 else [])
    for month in (one for one in page.html.iter("section") if classes(one) == ["month"]):
        heading = month.find("h3")
        assert heading is not None
        assert heading.get("id") == month.get("aria-labelledby")
        assert re.fullmatch(r"[A-Z][a-z]+ \d{4}", text(heading)), "the year is said as well"


def test_every_mark_on_the_rail_is_explained(site: Built) -> None:
    key = next(one for one in timeline(site).html.iter("details") if "key" in classes(one))
    explained = {mark for one in key.iter("li") for mark in classes(one)}
    drawn = {mark for one in events_of(site).values() for mark in classes(one)}
    assert drawn <= explained


def test_the_page_is_light(site: Built) -> None:
    assert weight(site.files["timeline.html"]) <= 60 * KILOBYTE
    asked = {str(one.get("src")) for one in timeline(site).html.iter("script") if one.get("src")}
    scripts = {f"static/scripts/{name}.js" for name in ("timeline-first", "timeline")}
    assert scripts <= asked
    assert sum(weight(site.files[path]) for path in scripts) <= 5 * KILOBYTE
    # What folds words, and the buttons of citations, come later.
    later = {f"static/scripts/{name}.js" for name in ("fold", "cite", "search")}
    assert later <= set(site.files)
    assert not later & asked
    assert sum(weight(site.files[path]) for path in asked) <= 5.75 * KILOBYTE
    links = [one for one in timeline(site).html.iter("link") if one.get("rel") == "stylesheet"]
    sheets = [str(one.get("href")) for one in links if one.get("media") != "print"]
    assert "static/css/timeline.css" in sheets
    assert sum(weight(site.files[path]) for path in sheets) <= 10 * KILOBYTE
