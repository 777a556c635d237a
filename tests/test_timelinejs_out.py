"""The chronology for TimelineJS: dates no closer than known, and no allegation alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from built_sites import HARBOUR, ROOT
from markupsafe import escape

from casebook.commands.site import order, read
from casebook.dates import parse_date
from casebook.edit.edition import Edition
from casebook.imports.formats import FORMATS
from casebook.model.events import Event
from casebook.render.data import render_data
from casebook.render.data.timelinejs import slide_dates, timelinejs_data
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.replies import reply_words


@pytest.fixture(scope="module")
def edition() -> Edition:
    return read(HARBOUR, lambda words: None).edition


@pytest.fixture(scope="module")
def timeline(edition: Edition) -> str:
    draft = read(HARBOUR, lambda words: None)
    made = render_data(order(draft, frozenset(("data",)), lambda words: None))
    return next(one.data for one in made if one.path == "data/timelinejs.json").decode()


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2010", {"year": 2010}, None),
        ("2010~", {"year": 2010}, None),
        ("2010-03", {"year": 2010, "month": 3}, None),
        ("2010-03-09", {"year": 2010, "month": 3, "day": 9}, None),
        ("2010-03-XX", {"year": 2010, "month": 3}, None),
        ("2010-XX-XX", {"year": 2010}, None),
        ("198X", {"year": 1980}, {"year": 1989}),
        ("2010-21", {"year": 2010, "month": 3}, {"year": 2010, "month": 5}),
        ("2010/2011-02", {"year": 2010}, {"year": 2011, "month": 2}),
        ("2010-03/..", {"year": 2010, "month": 3}, None),
        ("../2010-03", {"year": 2010, "month": 3}, None),
        ("[2010-03,2010-05]", {"year": 2010, "month": 3}, {"year": 2010, "month": 5}),
    ],
)
def test_numbers_go_no_closer_than_the_date(
    edtf: str, start: dict[str, int], end: dict[str, int] | None
) -> None:
    found = slide_dates(parse_date(edtf))
    assert (found["start_date"], found.get("end_date")) == (start, end)


def test_every_dated_event_is_a_slide_with_all_its_accounts(
    edition: Edition, timeline: str
) -> None:
    slides: dict[str, Any] = {one["unique_id"]: one for one in json.loads(timeline)["events"]}
    events = {entry.id: entry.record for entry in edition.of("event")}
    assert slides.keys() == {id_ for id_, one in events.items() if getattr(one, "date", None)}
    for id_, slide in slides.items():
        event = events[id_]
        assert isinstance(event, Event)
        linked = edition.site.address is not None
        words = slide["text"]["text"]
        assert words.count("<p>") >= len(event.accounts) + linked
        if event.basis is not None and event.basis.inferred is not None:
            assert "(inferred)" in slide["display_date"]


def test_a_claim_that_is_mentioned_says_who_answered_it() -> None:
    edition = read(ROOT, lambda words: None).edition
    whole = timelinejs_data(Desk(edition, SiteLinks("")))
    slides = {one["unique_id"]: one["text"]["text"] for one in whole["events"]}
    told = 0
    for entry in edition.of("event"):
        for edge in edition.edges_from.get(entry, ()):
            reply = reply_words(edition, edge.target)
            if edge.field == "accounts.says" and reply and entry.id in slides:
                assert f"({escape(reply)})" in slides[entry.id], entry.id
                told += 1
    assert told


def test_what_goes_out_comes_in_again(timeline: str) -> None:
    found = FORMATS["timelinejs"](timeline, "ours", {"event": frozenset()})
    slides = json.loads(timeline)["events"]
    assert [one.id for one in found.records] == [slide["unique_id"] for slide in slides]
    assert not [loss for loss in found.losses if loss.what in ("slide", "text", "headline")]
