"""A record of thousands of events, for what must stay quick: invented, and made by counting."""

from __future__ import annotations

from pathlib import Path

from built_sites import ROOT
from tiny import SITE, judge, write

from casebook.edit.edition import Edition
from casebook.problem import errors
from casebook.render.parts import Order
from casebook.render.site.pages import plan
from casebook.render.site.render import PageWork
from casebook.render.site.static_files import static_files

PEOPLE, PARTIES, PLACES, SOURCES, KINDS = 120, 40, 80, 12, 15
_WORDS = (
    *("harbour", "tally", "crane", "notice", "sheds", "meeting", "quarrel", "ledger", "sling"),
    *("wages", "evening", "handbill", "watchman", "barrels", "ferry", "market", "lantern"),
    *("warehouse", "petition", "council"),
)
URDU = "یوسف کریمی"
"""The name of the first person in their own script, with letters that keyboards have two of."""


def timeline_of(folder: Path, number: int) -> Path:
    """Make the timeline of so many events in a folder, with all it uses; gives the page."""
    edition, problems = judge(write(folder / "record", files(number)))
    assert not errors(problems), problems[:3]
    return page_of(edition, folder / "site")


def page_of(edition: Edition, folder: Path) -> Path:
    """Make the timeline of a record in a folder, with all it uses and no other page."""
    layouts, static = [ROOT / "layouts"], [ROOT / "static"]
    order = Order(edition=edition, parts=frozenset(("html",)), layouts=layouts, static=static)
    pages = [page for page in plan(order) if page.path == "timeline.html"]
    outputs = [PageWork(order, pages)(0), *static_files(static)]
    write(folder, {one.path: one.data for one in outputs})
    return folder / "timeline.html"


def files(number: int) -> dict[str, str]:
    """The record. Every event has three sentences, two people, two parties and a place."""
    people = "".join(
        f"person-{n}:\n  name: Person{n} of Mörl{n}\n  living: alive\n  summary: A person.\n"
        + (f"  native:\n    ur: {URDU}\n" if not n else "")
        for n in range(PEOPLE)
    )
    parties = "".join(
        f"party-{n}:\n  name: Party number {n}\n  kind: party\n  summary: A party.\n"
        for n in range(PARTIES)
    )
    # Ten towns, each holding its streets.
    places = "".join(
        f"place-{n}:\n  name: Place {n}\n  kind: street\n"
        + (f"  within: place-{n % 10}\n" if n > 9 else "")
        for n in range(PLACES)
    )
    sources = "".join(
        f"source-{n}:\n  title: Paper number {n}\n  kind: newspaper\n  publisher: P\n"
        "  date: 1999-12-31\n  stance: none\n  condition: whole\n  quotation_limit: 50\n"
        "  units: p1-p9\n"
        for n in range(SOURCES)
    )
    return {
        "site.yaml": SITE,
        "people.yaml": people,
        "parties.yaml": parties,
        "places.yaml": places,
        "sources.yaml": sources,
        "timeline.yaml": "".join(map(_event, range(number))),
    }


def _event(n: int) -> str:
    said = " ".join(_WORDS[(n * 7 + k * (1 + n % 5)) % len(_WORDS)] for k in range(32))
    return (
        f"event-{n}:\n  kind: kind-{n % KINDS}\n  title: The {_WORDS[n % 20]} of day {n}\n"
        f"  date: {1960 + n // 60}-{n // 5 % 12 + 1:02d}-{n % 28 + 1:02d}\n"
        f"  accounts:\n    - from: source-{n % SOURCES} p{n % 9 + 1}\n      says: >\n"
        f"        [[person-{n % PEOPLE}]] and [[person-{n * 7 % PEOPLE}]] of\n"
        f"        [[party-{n % PARTIES}]] met [[party-{n * 3 % PARTIES}]] at\n"
        f"        [[place-{n % PLACES}]]. There was {said}.\n"
    )
