"""A record of any size, all of it invented, to lay books out from."""

from __future__ import annotations

import random
from pathlib import Path

_EVENTS_A_PAGE = 1.5
_PAGES_BESIDE = 22
"""Of a book of any size: cover, contents, sources and the like."""
_LEAST = 12

_WORDS = [
    "harbour", "quay", "watch", "night", "rowers", "office", "paper", "crane", "rope", "lamp",
    "fire", "march", "strike", "vote", "council", "boat", "warehouse", "letter", "witness",
    "clerk", "captain", "dock", "ferry", "toll", "strand", "market", "bell", "signal", "tide",
    "saw", "heard", "told", "counted", "burnt", "stopped", "closed", "opened", "left", "came",
    "stood", "ran", "asked", "refused", "paid",
]  # fmt: skip
_SOURCES = 6
_YEARS = range(1901, 1925)


def events_for(pages: int) -> int:
    """How many events a record has whose book has about so many pages."""
    return round((pages - _PAGES_BESIDE) * _EVENTS_A_PAGE)


def write_record(folder: Path, events: int, seed: int = 1951) -> Path:
    """The files of a record of so many events, twelve at least; the same for the same seed."""
    made = random.Random(seed)
    events = max(_LEAST, events)
    people, places, claims = events // 8 + 3, events // 10 + 3, events // 2 + 2

    def words(least: int, most: int) -> str:
        return " ".join(made.choice(_WORDS) for _ in range(made.randint(least, most)))

    def sentence(least: int = 7, most: int = 18) -> str:
        return words(least, most).capitalize() + "."

    def text(sentences: int) -> str:
        return " ".join(sentence() for _ in range(sentences))

    def person() -> str:
        return f"person-{made.randrange(people)}"

    def place() -> str:
        return f"place-{made.randrange(places)}"

    def where() -> str:
        return f"paper-{made.randrange(_SOURCES)} p{made.randint(1, 400)}"

    files = {"site.yaml": _SITE}
    files["sources.yaml"] = "".join(
        f"paper-{n}:\n  title: The Paper of the {n}th Quay\n  short: Paper {n}\n"
        f"  kind: newspaper\n  publisher: Publisher {n}\n  date: 1930-01-0{n + 1}\n"
        f"  units: p1-p400\n  covers: 1901/1924\n  stance: {sentence()}\n"
        "  condition: Complete.\n  quotation_limit: 60\n"
        for n in range(_SOURCES)
    )
    files["people.yaml"] = "".join(
        f"person-{n}:\n  name: {_name(n)}\n  living: dead\n  died: 1940\n"
        "  basis:\n    outside: A parish book has it.\n    cite: https://example.org/book\n"
        f"  summary: >\n    {text(3)} [@{where()}]\n"
        for n in range(people)
    )
    files["parties.yaml"] = "".join(
        f"party-{n}:\n  name: Party of the {n}th Quay\n  short: Party {n}\n  kind: union\n"
        f"  summary: >\n    {text(2)} [@{where()}]\n"
        for n in range(12)
    )
    files["places.yaml"] = "".join(
        f"place-{n}:\n  name: Quay {_name(n)}\n  kind: quay\n"
        f"  summary: >\n    {text(2)} [@{where()}]\n"
        for n in range(places)
    )
    timeline = []
    for n in range(events):
        accounts = "".join(
            f"    - from: {where()}\n      says: >\n        {text(made.randint(1, 4))} At"
            f" [[{place()}]] stood [[{person()}]] of the [[party-{made.randrange(12)}]].\n"
            for _ in range(made.choice((1, 2, 2, 3)))
        )
        timeline.append(
            f"event-{n}:\n  kind: fire\n  title: {words(3, 7).capitalize()}, {_name(n)}\n"
            f"  date: {made.choice(_YEARS)}-{made.randint(1, 12):02}-{made.randint(1, 28):02}\n"
            f"  accounts:\n{accounts}"
        )
    files["timeline.yaml"] = "".join(timeline)
    charges = []
    for n in range(claims):
        by, party = person(), f"party-{made.randrange(12)}"
        charges.append(
            f"charge-{n}:\n  kind: allegation\n  title: Charge of {words(2, 5)}, {_name(n)}\n"
            f"  by: {by}\n  about: {party}\n"
            f"  says: >\n    [[{by}]] said so. {text(2)}\n  from: {where()}\n"
            f"  events: event-{made.randrange(events)}\n"
        )
        if n % 2:
            charges.append(
                f"  replies:\n    - {{claim: answer-{n}, reply: direct}}\n"
                f"answer-{n}:\n  kind: denial\n  title: Answer of {words(2, 4)}, {_name(n)}\n"
                f"  by: {party}\n  says: >\n    [[{party}]] denied it. {text(1)}\n"
                f"  from: {where()}\n"
            )
        else:
            charges.append("  replies: none-printed\n")
    files["claims.yaml"] = "".join(charges)
    files["figures.yaml"] = "".join(
        f"figure-{n}:\n  printed: a dozen\n  value: 12\n  measure: loss\n"
        f"  unit: crates lost\n  counted_by: source\n  from: {where()}\n"
        f"  events: event-{made.randrange(events)}\n"
        for n in range(events // 4)
    )
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def edit_one(folder: Path, more: str = "") -> None:
    """Change one word of an event in the middle for one as long, or add sentences to it."""
    path = folder / "timeline.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    said = [number for number, line in enumerate(lines) if line == "      says: >"]
    number = said[len(said) // 2] + 1
    first, rest = lines[number].strip().split(" ", 1)
    lines[number] = f"        {first[::-1].capitalize()} {rest} {more}".rstrip()
    path.write_text("\n".join(lines), encoding="utf-8")


def _name(number: int) -> str:
    """An invented name, unlike the others."""
    sounds = ("ba", "do", "fe", "gri", "ka", "lu", "mo", "ne", "ri", "so", "ta", "vu")
    last = "".join(sounds[(number // 12**place + place) % 12] for place in range(3))
    return f"{sounds[number % 12].capitalize()}n {last.capitalize()}"


_SITE = """\
format: 1
title: The Quays
subtitle: Invented for measuring
address: https://example.org/quays/
language: en-GB
editors:
  - Nobody At All
licence: CC0
"""
