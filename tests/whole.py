"""A small, sound record that fills in every field through which one record names another."""

from __future__ import annotations

from proving import with_proofs
from tiny import SITE

_FILES = {
    "site.yaml": SITE + "notice: A record of [[harbour-fire]].\n",
    "sources.yaml": """\
harbour-log:
  title: The harbour log
  kind: report
  publisher: The harbour office
  author: ada-lind
  date: 2020-05
  stance: takes no side
  condition: whole
  quotation_limit: 50
  units: p1-p6
  derives_from: lost-wire
  cites: [old-letter]
lost-wire:
  title: A wire
  kind: wire
  publisher: An agency
  date: 2020-04
  held: no
old-letter:
  title: A letter
  kind: letter
  publisher: Nobody
  date: 2019
  held: no
""",
    "people.yaml": """\
ada-lind:
  name: Ada Lind
  native:
    ur: آدا
  also:
    name: A. Lind
    from: harbour-log p1
  posts:
    post: keeper
    party: keepers-guild
    from: harbour-log p1
  living: alive
  not_to_confuse: ada-lund
  summary: Keeps the light on [[long-mole]].
ada-lund:
  name: Ada Lund
  living: alive
  summary: Another, see [[person:ada-lind|the keeper]].
""",
    "parties.yaml": """\
keepers-guild:
  name: The guild
  kind: guild
  within: pilots-union
  may_be:
    id: night-watch
    because: both keep [[long-mole]]
  members:
    - party: night-watch
      from: harbour-log p2
  summary: Of keepers.
pilots-union:
  name: The union
  kind: union
  summary: Of pilots.
night-watch:
  name: The watch
  kind: force
  summary: By night.
""",
    "communities.yaml": "fisher-folk:\n  name: Fisher folk\n",
    "places.yaml": """\
long-mole:
  name: The mole
  kind: quay
  within: old-town
  bearing:
    of: old-town
    way: north
    cite: https://example.org/mole
  stronghold:
    of: night-watch
    from: harbour-log p2
    note: As [[ada-lund]] has it.
  communities: fisher-folk
old-town:
  name: The old town
  kind: town
""",
    "timeline.yaml": """\
harbour-fire:
  kind: fire
  title: A boat burns
  date: 2020-04
  after: spring-flood
  before: the-inquiry
  part_of: bad-year
  accounts:
    - from: harbour-log p3
      by: ada-lind
      via: [keepers-guild, ada-lund]
      says: >
        A boat of [[fisher-folk]]
        burned, or "a ship" [@harbour-log p3; harbour-log p4],
        on [[place:long-mole]].
      quote: a ship
      speaker: ada-lund
  victims:
    - fisher-folk
    - unnamed: a boy
  people: ada-lund
  parties: [pilots-union]
  places: old-town
  communities: fisher-folk
  may_be:
    id: spring-flood
    because: nobody knows
spring-flood:
  kind: flood
  title: High water
  accounts:
    from: harbour-log p3
    says: The water rose.
  before: the-inquiry
the-inquiry:
  kind: inquiry
  title: An inquiry
  date: 2020-05
  accounts:
    from: "harbour-log p4"
    says: There was one.
bad-year:
  kind: year
  title: A bad year
  date: 2020
  accounts:
    from: harbour-log p4
    says: >-
      It was bad.
""",
    "figures.yaml": """\
boats-lost:
  printed: three boats
  value: 3
  measure: boats
  unit: boats
  part_of: boats-damaged
  additional_to: event:spring-flood
  place: old-town
  victims: fisher-folk
  counted_by: keepers-guild
  via: old-letter
  from: harbour-log p4
  events: harbour-fire
  compare: boat-counts
boats-damaged:
  printed: nine boats
  value: 9
  measure: boats
  unit: boats
  period: 2020-04
  place: old-town
  counted_by: source
  from: harbour-log p5
  compare: boat-counts
""",
    "comparisons.yaml": """\
boat-counts:
  title: Boats
  why: They differ, says [[ada-lund]].
  axis: shared
""",
    "claims.yaml": """\
ada-blames:
  kind: allegation
  by: ada-lind
  via: [night-watch]
  about: [keepers-guild, fisher-folk]
  says: >
    [[ada-lind]] blames [[keepers-guild]].
  from: harbour-log p5
  quote: asleep
  speaker: ada-lund
  replies:
    - claim: guild-denies
      reply: direct
  events: harbour-fire
guild-denies:
  kind: denial
  by: keepers-guild
  about: keepers-guild
  says: The guild says it was awake.
  from: harbour-log p6
union-says:
  kind: opinion
  by: not-stated
  says: Somebody says the light was out.
  from: harbour-log p6
""",
    "glossary.yaml": """\
sea-mole:
  name: mole
  also:
    - name: moll
      from: harbour-log p1
  meaning: A wall in the sea, such as [[long-mole]] [@harbour-log p1].
  from: harbour-log p1, p2
""",
    "content/excerpts/log.md": """\
---
source: harbour-log
---

The office of [[old-town]] names its keeper [@harbour-log p1-p2].

There was a "great fire"[^when], and more [@harbour-log p3-p4; harbour-log p5].
The guild denies it [@harbour-log p6].

[^when]: **Date.** See [[harbour-fire]] [@harbour-log p1].
""",
    "content/pages/about.md": """\
---
title: About
---

## The light

It is kept by [[ada-lind]], see [[boats-lost]] and
[[claim:union-says|a claim]] [@harbour-log p6].
""",
}

WHOLE: dict[str, str] = with_proofs(_FILES)
"""With the proofs of its quotations."""
