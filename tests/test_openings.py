"""How an event's page opens: a sentence a witness, the strongest disagreement first."""

from __future__ import annotations

from pathlib import Path

import pytest
from built_sites import build, built, classes, text
from hypothesis import given
from hypothesis import strategies as st
from test_lineage import PEOPLE, source
from tiny import SITE, write

from casebook.model.events import Event
from casebook.render.first_sentence import first_sentence
from casebook.render.views.openings import disagreements

TIMELINE = """\
fire:
  kind: fire
  title: A fire
  date: 2020-04
  accounts:
    - from: post p1
      says: >
        The shed burned at two. Nobody was hurt.
      points: {hour: two, hurt: nobody, cause: a lamp}
    - from: echo p1
      by: ada
      says: >
        [[ada]] has it burn before midnight; see Mr. Moor. A man was hurt.
      points: {hour: before midnight, hurt: a man, cause: A  lamp}
    - from: late p1
      says: >
        Nothing was seen but smoke.
      points: {hurt: nobody}
    - from: copy p1
      says: >
        The paper says what another said.
      points: {hour: at three}
"""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    later = source("copy", "derives_from: post").replace("date: 2020-05", "date: 2020-09")
    sources = source("post") + source("echo") + source("late") + later
    return write(
        tmp_path,
        {
            "site.yaml": SITE,
            "sources.yaml": sources,
            "people.yaml": PEOPLE,
            "timeline.yaml": TIMELINE,
        },
    )


def test_who_differs_most_comes_first(record: Path) -> None:
    site = build(record)
    event = site.edition.entries["event"]["fire"].record
    assert isinstance(event, Event)
    assert [disagreements(event)[n] for n in range(4)] == [2, 2, 1, 1]
    page = site.pages["events/fire.html"]
    (opening,) = [one for one in page.html.iter("ul") if "opening" in classes(one)]
    assert [text(line) for line in opening.iter("li")] == [
        "Post ¶1 and Copy ¶1 · May 2020 The shed burned at two.",
        "Ada Moor Echo ¶1 · May 2020 Ada Moor has it burn before midnight; see Mr. Moor.",
        "Late ¶1 · May 2020 Nothing was seen but smoke.",
    ]


def test_the_grid_comes_before_the_accounts_in_full(record: Path) -> None:
    page = build(record).pages["events/fire.html"]
    at = [page.source.index(words) for words in ('class="opening"', 'id="points"', 'id="accounts"')]
    assert at == sorted(at)
    assert page.source.index('class="account"') > at[-1]
    (grid,) = [one for one in page.html.iter("table") if "grid" in classes(one)]
    rows = {text(row[0]): [text(cell) for cell in row[1:]] for row in grid.iter("tr")}
    assert rows["Hour"] == ["two", "before midnight", "silent", "at three"]
    assert rows["Hurt"] == ["nobody", "a man", "nobody", "silent"]
    marks = [text(one) for one in grid.iter("mark")]
    assert marks == ["two", "before midnight", "at three", "nobody", "a man", "nobody"]


def test_one_account_opens_the_page_itself() -> None:
    page = built("harbour").pages["events/strike.html"]
    assert not [one for one in page.html.iter("ul") if "opening" in classes(one)]
    assert page.source.index('class="account"') < page.source.index('id="points"')
    assert "The accounts in full" not in page.source


CASES = {
    "One. Two.": "One.",
    "Only one": "Only one",
    "Mr. Moor came. He left.": "Mr. Moor came.",
    "A. B. Moor of the U.S. Navy came. He left.": "A. B. Moor of the U.S. Navy came.",
    "In Jan. 2010 it burned. It was cold.": "In Jan. 2010 it burned.",
    "It was the 47. At least three were hurt.": "It was the 47.",
    "Was it? Nobody knows.": "Was it?",
    "He wrote “it burned.” Then he left.": "He wrote “it burned.”",
    "It cost 3.50 in all. More later.": "It cost 3.50 in all.",
    "یہ پہلا جملہ ہے۔ یہ دوسرا ہے۔": "یہ پہلا جملہ ہے۔",
}


@pytest.mark.parametrize("words", CASES, ids=str)
def test_the_first_sentence(words: str) -> None:
    assert first_sentence(words) == CASES[words]


@given(st.text(max_size=200))
def test_a_first_sentence_is_how_the_text_begins(words: str) -> None:
    found = first_sentence(words)
    assert words.strip().startswith(found.strip())
    assert bool(found.strip()) == bool(words.strip())
