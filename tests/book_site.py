"""A small record for tests of the book. Everything and everybody in it is invented."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kept import folder
from proving import with_proofs

from casebook.edit.edit import edit
from casebook.edit.edition import Edition
from casebook.load.directory import load
from casebook.model import Model
from casebook.problem import errors
from casebook.render.parts import Order
from casebook.shipped import shipped_folder

SITE = """\
format: 1
title: The Quarrel of Vellmark
subtitle: What two papers wrote of the harbour in 1951
address: https://example.org/vellmark/
language: en-GB
editors:
  - Ines Dorn
  - Piet Aalto
licence: CC0
handling: For training only
"""

SOURCES = """\
gazette:
  title: Night on the Quay
  short: Gazette
  kind: newspaper
  publisher: The Vellmark Gazette
  date: 1951-03-04
  units: h1, p1-p6
  covers: 1951-03
  stance: It belongs to a brother of the harbour master.
  condition: A clipping, complete.
  quotation_limit: 60
post:
  title: The Harbour Burns
  short: Post
  kind: newspaper
  publisher: The Evening Post
  author: {unnamed: a reporter}
  date: 1951-03-05
  units: s1-s20
  covers: 1951-03
  derives_from: telegram
  stance: It prints the dockers’ side.
  condition: A transcript without its last line.
  lost: commas
  quotation_limit: 60
telegram:
  title: The telegram that the Post worked from
  title_is_ours: yes
  kind: telegram
  publisher: not known
  date: 1951-03?
  held: no
"""

PEOPLE = """\
ada-tarn:
  name: Ada Tarn
  native:
    ur: زرتاشہ خان
  also:
    - name: Mrs Tarn-Holt
      from: post s4
  posts:
    - post: Harbour master
      party: harbour-office
      attested: 1951-03
      from: gazette p1
  living: dead
  died: 1970-01-02
  basis:
    outside: A parish book has the day.
    cite: https://example.org/parish
  not_to_confuse: ada-torn
  summary: >
    Master of the harbour of [[vellmark]]. [@gazette p1]
ada-torn:
  name: Ada Torn
  living: presumed-alive
  summary: >
    A clerk of the [[harbour-office]], named once. [@post s9]
"""

PARTIES = """\
harbour-office:
  name: The Harbour Office of Vellmark
  short: Harbour Office
  kind: office
  summary: >
    Runs the harbour.
league:
  name: League of Dockers
  short: League
  native:
    ur: مزدور اتحاد
  kind: union
  mark: L
  may_be:
    - id: watch
      because: both are said to meet in one shed; no paper says that they are one
  summary: >
    The dockers’ own body, which [[ada-tarn]] would not receive. [@post s4]
watch:
  name: Night watch
  name_is_ours: yes
  kind: gang
  summary: >
    Men on the quay at night.
"""

PLACES = """\
vellmark:
  name: Vellmark
  kind: town
  position: {lat: 54.5, lon: -3.25, precision: town, cite: "https://example.org/map"}
  summary: >
    A harbour town.
east-quay:
  name: East Quay
  kind: quay
  within: vellmark
  bearing: {of: vellmark, way: east, cite: "https://example.org/map"}
  stronghold:
    - of: league
      from: post s3
      note: as the paper has it
"""

COMMUNITIES = """\
rowers:
  name: The rowers
  summary: >
    Families of boatmen. [@post s10]
"""

TIMELINE = """\
fire-on-the-quay:
  kind: fire
  title: A shed burns on East Quay
  date: 1951-03-03
  accounts:
    - from: gazette p2
      says: >
        A shed of the [[league]] on [[east-quay]] burnt down in the night.
      quote: burnt to the posts
      points:
        hour: about two
        hurt: nobody
    - from: post s2, s5-s6
      by: {unnamed: a rower}
      via: {unnamed: a telegraph clerk}
      date: 1951-03-02/1951-03-03
      basis:
        inferred: it says the night before the Sunday
      says: >
        The shed was set alight, so one of the [[rowers]] told the paper.
      points:
        hour: before midnight
  identified:
    inferred: one quay, one shed, one night
  outside:
    - fact: The third of March 1951 was a Saturday.
      cite: https://example.org/calendar
march-to-the-office:
  kind: protest
  title: Dockers march to the Harbour Office
  after: fire-on-the-quay
  accounts:
    - from: post s12
      says: >
        Dockers walked to the [[harbour-office]] and asked for [[ada-tarn]].
old-quarrel:
  kind: dispute
  title: A quarrel over berths begins
  date: "1950~"
  basis:
    outside: A court record names the year.
    cite: https://example.org/court
  accounts:
    - from: gazette p5
      says: >
        The [[league]] and the [[harbour-office]] fell out over berths.
"""

CLAIMS = """\
rower-blames-watch:
  kind: allegation
  title: A rower blames the night watch
  by: {unnamed: a rower}
  about: watch
  date: 1951-03-04
  says: >
    A man of the [[rowers]] said that the [[watch]] had lit the shed.
  from: post s6
  quote: "they had the lamp oil"
  replies: none-printed
  events: fire-on-the-quay
tarn-blames-league:
  kind: allegation
  title: Tarn says the League lit its own shed
  by: ada-tarn
  about: league
  says: >
    [[ada-tarn]] told the paper that the [[league]] had done it itself.
  from: gazette p3
  replies:
    - claim: league-denies
      reply: direct
  events: fire-on-the-quay
league-denies:
  kind: denial
  title: The League denies it
  by: league
  says: >
    The [[league]] called that a lie.
  from: gazette p4
  quote: "a plain lie"
"""

FIGURES = """\
loss-gazette:
  printed: some 400
  value: 400
  qualifier: about
  measure: loss
  unit: pounds lost
  period: 1951-03-03
  place: east-quay
  counted_by: harbour-office
  from: gazette p6
  compare: losses
  events: fire-on-the-quay
  note: >
    It does not say whether the boats are in it.
loss-post:
  printed: 1,100
  value: 1100
  measure: loss
  unit: pounds lost
  counted_by: not-stated
  from: post s8
  compare: losses
  events: fire-on-the-quay
marchers:
  printed: three hundred
  value: 300
  measure: marchers
  unit: people marching
  counted_by: source
  from: post s13
  events: march-to-the-office
"""

COMPARISONS = """\
losses:
  title: What the fire cost
  axis: apart
  why: >
    One counts the shed, the other does not say what it counts.
"""

GLOSSARY = """\
berth:
  name: Berth
  meaning: >
    A place to moor.
  cite: https://example.org/words
"""

METHOD = """\
---
title: How this was made
summary: In an afternoon.
---

## By hand

Two papers were read. The [[league]] is *spoken for*[^who] by one of them. [@post s1]

[^who]: **Voice.** The [[ada-tarn|harbour master]] is heard in the other.
"""

EXCERPT = """\
---
source: gazette
title: What the Gazette printed
---

The page begins with the harbour and its *master*[^master], [[ada-tarn]]. [@gazette h1, p1]

## The fire

A shed is "burnt to the posts"[^words]. [@gazette p2, p3, p4]

The cost is put at some 400 pounds. [@gazette p5, p6]

[^master]: **Office.** Her first year in it.

[^words]: **Words.** The only ones of a witness.
"""

_FILES = {
    "site.yaml": SITE,
    "sources.yaml": SOURCES,
    "people.yaml": PEOPLE,
    "parties.yaml": PARTIES,
    "places.yaml": PLACES,
    "communities.yaml": COMMUNITIES,
    "timeline.yaml": TIMELINE,
    "claims.yaml": CLAIMS,
    "figures.yaml": FIGURES,
    "comparisons.yaml": COMPARISONS,
    "glossary.yaml": GLOSSARY,
    "content/pages/method.md": METHOD,
    "content/excerpts/gazette.md": EXCERPT,
}
FILES = with_proofs(_FILES)


def write_site(into: Path, changes: dict[str, str] | None = None) -> Path:
    """The record's files in a folder, some of them other than above."""
    for name, text in {**FILES, **(changes or {})}.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return into


def read_site(of: Path) -> Edition:
    """The edition of the record in a folder, which must have no errors."""
    manuscript, problems = load(of, Model())
    edition, more = edit(manuscript)
    wrong = errors([*problems, *more])
    assert not wrong, wrong
    return edition


def order_of(edition: Edition, layouts: list[Path] | None = None) -> Order:
    """The book of an edition, with the layouts that come with the package."""
    return Order(
        edition,
        frozenset({"book"}),
        layouts if layouts is not None else [shipped_folder("layouts")],
        [shipped_folder("static")],
    )


@contextmanager
def sheets_kept() -> Iterator[Path]:
    """A cache for one book, with every sheet that books of this run were laid out in.

    Most of their chapters are the same, and none of them has to be laid out twice. A book forgets
    what it has no use for, so each has a folder of its own, of links to what is kept. What it adds
    is kept for those after it, in whatever process they are.
    """
    pool = folder("sheets")
    with tempfile.TemporaryDirectory() as own:
        book = Path(own) / "book"
        book.mkdir()
        for sheet in pool.iterdir():
            os.link(sheet, book / sheet.name)
        yield Path(own)
        for sheet in book.glob("*.part"):
            with contextlib.suppress(FileExistsError):
                os.link(sheet, pool / sheet.name)


@contextmanager
def nothing_kept() -> Iterator[Path]:
    """The same, where this book has to be laid out cold: what it adds is kept all the same."""
    with sheets_kept() as own:
        for sheet in (own / "book").iterdir():
            sheet.unlink()
        yield own
