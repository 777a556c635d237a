"""Month by month: who reports it, what is dated to it, and where nobody does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from built_sites import SITES, Built, build, built, classes, text
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import SITE, judge, write

from casebook.render.views.coverage import MOST_MONTHS, Month, beyond, strip

SOURCES = """\
early:
  title: The early paper
  short: Early
  kind: paper
  publisher: A press
  date: 2021
  stance: none
  condition: whole
  quotation_limit: 9
  units: p1
  covers: [2019-11/2020-01, 2020-04-10]
late:
  title: The late paper
  short: Late
  kind: paper
  publisher: A press
  date: 2021
  stance: none
  condition: whole
  quotation_limit: 9
  units: p1
  covers: 2020-04/2020-05
lost:
  title: A lost paper
  kind: paper
  publisher: Not seen, but for [[early]] and [[late]]; see [[lost]].
  date: 2021
  held: no
  covers: 2020-02
"""

DATES = {
    "day": "2019-12-05",
    "month": "2020-04",
    "night": "2020-05-30/2020-05-31",
    "new-year": "2019-12-31/2020-01-01",
    "winter": "2019-12/2020-03",
    "either": '"[2020-01-02,2020-04-03]"',
    "in-the-dark": "2020-02-14",
    "open": "2020-04/..",
    "by-then": '"[..2020-04-02]"',
    "before-all": "2018",
    "after-all": "2020-08-01",
}


def events(dates: dict[str, str]) -> str:
    return "".join(
        f"{id_}:\n  kind: fire\n  title: About {id_}\n  date: {date}\n  accounts:\n"
        "    - from: early p1\n      says: >\n        It burned.\n"
        for id_, date in dates.items()
    )


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return write(
        tmp_path, {"site.yaml": SITE, "sources.yaml": SOURCES, "timeline.yaml": events(DATES)}
    )


def by_text(record: Path) -> dict[str, Month]:
    edition, _ = judge(record)
    return {month.text: month for month in strip(edition)}


def ids(entries: object) -> list[str]:
    return [entry.id for entry in entries]  # type: ignore[attr-defined]


def test_only_held_sources_light_a_month(record: Path) -> None:
    months = by_text(record)
    assert list(months) == [
        "2019-11", "2019-12", "2020-01", "2020-02", "2020-03", "2020-04", "2020-05",
    ]  # fmt: skip
    assert [text for text, month in months.items() if month.dark] == ["2020-02", "2020-03"]
    assert months["2020-04"].sources == ("Early", "Late")
    assert months["2020-05"].sources == ("Late",)


def test_an_event_counts_in_a_month_only_if_it_is_dated_to_it_alone(record: Path) -> None:
    months = by_text(record)
    dated = {text: sorted(ids(month.dated)) for text, month in months.items() if month.dated}
    assert dated == {
        "2019-12": ["day"],
        "2020-02": ["in-the-dark"],
        "2020-04": ["month"],
        "2020-05": ["night"],
    }
    reaching = {text: sorted(ids(m.reaching)) for text, m in months.items() if m.reaching}
    assert reaching == {
        "2019-12": ["new-year", "winter"],
        "2020-01": ["either", "new-year", "winter"],
        "2020-02": ["winter"],
        "2020-03": ["winter"],
        "2020-04": ["either"],
    }


def test_what_stands_in_no_month_is_listed(record: Path) -> None:
    edition, _ = judge(record)
    outside = ids(beyond(edition, strip(edition)))
    assert sorted(outside) == ["after-all", "before-all", "by-then", "open"]


def test_the_strip_says_it_in_words(record: Path) -> None:
    page = build(record).pages["index.html"]
    (table,) = [one for one in page.html.iter("table") if "months" in classes(one)]
    cells = {
        (one.get("title") or "").split(":")[0]: one for one in table.iter("td") if one.get("title")
    }
    for name, words in {
        "December 2019": "reported by Early; one event dated to it, 2 reaching across it",
        "February 2020": "no source reports it; one event dated to it, 1 reaching across it",
        "April 2020": "reported by Early, Late; one event dated to it, 1 reaching across it",
        "November 2019": "reported by Early; no events dated to it",
    }.items():
        hidden = [one for one in cells[name].iter("span") if "hide" in classes(one)]
        assert [text(one) for one in hidden] == [words]
    assert "dark" in classes(cells["February 2020"])
    assert "1" in text(cells["February 2020"])
    listed = text(page.find(".//main"))
    loose = next(one for one in page.html.iter("details") if "beyond" in classes(one))
    assert "in none of these months" in listed
    assert "About before-all" in text(loose)
    assert "2018" in text(loose)


@pytest.mark.parametrize("name", SITES)
def test_the_data_say_what_the_strip_does(name: str) -> None:
    site: Built = built(name)
    data = json.loads(site.files["data/coverage.json"])
    shown = strip(site.edition)
    assert [one["month"] for one in data["months"]] == [month.text for month in shown]
    for one, month in zip(data["months"], shown, strict=True):
        assert one["sources"] == ids(month.reporting)
        assert one["events"] == ids(month.dated)
        assert one["reaching"] == ids(month.reaching)
    known = set(site.edition.entries["event"])
    placed = {id_ for one in data["months"] for id_ in (*one["events"], *one["reaching"])}
    assert placed.isdisjoint(data["beyond"])
    undated = {e.id for e in site.edition.of("event") if e.record.date is None}  # type: ignore[attr-defined]
    assert placed | set(data["beyond"]) | undated == known


@settings(deadline=None, max_examples=25)
@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(0, 400))
def test_months_follow_one_another(year: int, month: int, more: int) -> None:
    import tempfile

    last = year * 12 + month - 1 + more
    covers = f"{year}-{month:02d}/{last // 12}-{last % 12 + 1:02d}"
    sources = SOURCES.replace("covers: 2020-04/2020-05", f"covers: {covers}")
    sources = sources.replace("  covers: [2019-11/2020-01, 2020-04-10]\n", "")
    with tempfile.TemporaryDirectory() as folder:
        edition, _ = judge(write(Path(folder), {"site.yaml": SITE, "sources.yaml": sources}))
        shown = strip(edition)
    assert len(shown) == min(more + 1, MOST_MONTHS)
    at = [one.year * 12 + one.month - 1 for one in shown]
    assert at == list(range(year * 12 + month - 1, year * 12 + month - 1 + len(shown)))
    assert not any(one.dark for one in shown)
