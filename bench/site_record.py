"""A record of any number of events, all of it invented, to build sites from.

The same for the same seed. Whatever `check` asks for is there, so that it finds nothing.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

from casebook.withheld.names import hashed

SEED = 1951
YEARS = range(1901, 1925)
SENTENCE = "Nobody had yet spoken of the lamp."
"""Stands once in every record, in the event that `edited` changes."""
_SENTENCES = re.compile(re.escape(SENTENCE) + r"|The lamp was spoken of \d+ times\.")
KEEPER = "event-1"
"""The event it stands in."""

_PARTIES = 60
_NAMES_WITHHELD = 19
_LAYOUTS = Path(__file__).resolve().parent / "layouts"

_WORDS = (
    *("harbour", "quay", "watch", "night", "rowers", "office", "paper", "crane", "rope", "lamp"),
    *("fire", "march", "strike", "vote", "council", "boat", "warehouse", "letter", "witness"),
    *("clerk", "captain", "dock", "ferry", "toll", "strand", "market", "bell", "signal", "tide"),
    *("saw", "heard", "told", "counted", "burnt", "stopped", "closed", "opened", "left", "came"),
    *("stood", "ran", "asked", "refused", "paid"),
)
_SOUNDS = ("ba", "do", "fe", "gri", "ka", "lu", "mo", "ne", "ri", "so", "ta", "vu")
_KINDS = ("fire", "march", "meeting", "strike", "quarrel", "vote", "wreck")


def write_record(folder: Path, events: int, seed: int = SEED, own_layouts: bool = False) -> Path:
    """The files of a record of so many events, in a folder that need not be there.

    With `own_layouts` it has layouts of its own, which have their equals in `peers/`.
    """
    for name, text in files(events, seed).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    if own_layouts:
        copytree(_LAYOUTS, folder / "layouts")
        copytree(_LAYOUTS.parent / "static", folder / "static")
    return folder


def files(events: int, seed: int = SEED) -> dict[str, str]:
    """The same by path. A record has fewer people, places and sources the fewer events it has."""
    hand = _Hand(random.Random(seed), events)
    timeline: dict[str, list[str]] = defaultdict(list)
    for year, text in hand.events():
        timeline[f"timeline/{year}.yaml"].append(text)
    return {
        "site.yaml": _SITE,
        "withheld.yaml": _withheld(),
        "sources.yaml": "".join(map(hand.source, range(hand.sources))),
        "people.yaml": "".join(map(hand.person, range(hand.people))),
        "parties.yaml": "".join(map(hand.party, range(hand.parties))),
        "places.yaml": "".join(map(hand.place, range(hand.places))),
        **{name: "".join(texts) for name, texts in sorted(timeline.items())},
    }


def edited(text: str, sentence: str = SENTENCE) -> str:
    """A file with this in place of the sentence that stands once in a record.

    It serves the record's own file and those made of it for others, edited before or not.
    """
    return _SENTENCES.sub(sentence, text)


def sentence_of(round_: int) -> str:
    """What stands there after the edit of a round."""
    return f"The lamp was spoken of {round_} times."


class _Hand:
    """Writes the records, one after another, with chance in its hand."""

    def __init__(self, chance: random.Random, events: int) -> None:
        self._chance = chance
        self._all = events
        self._years = max(1, min(len(YEARS), events // 10))
        self.people = max(3, events * 16 // 100)
        self.places = max(3, events * 12 // 100)
        self.parties = max(2, min(_PARTIES, events // 10))
        self.sources = max(3, events // 100)

    def source(self, n: int) -> str:
        return (
            f"paper-{n}:\n  title: The Paper of {_name(n)}\n  short: Paper {n}\n"
            f"  kind: newspaper\n  publisher: Publisher {n}\n  date: 1930-01-{n % 28 + 1:02}\n"
            f"  units: p1-p400\n  covers: 1901/1924\n  stance: {self._sentence()}\n"
            "  condition: Complete.\n  quotation_limit: 60\n"
        )

    def person(self, n: int) -> str:
        return (
            f"person-{n}:\n  name: {_name(n)}\n  living: presumed-alive\n"
            f"  summary: >\n    {self._text(3)} [@{self._where()}]\n"
        )

    def party(self, n: int) -> str:
        return (
            f"party-{n}:\n  name: The Union of {_name(n)}\n  short: Union {n}\n  kind: union\n"
            f"  summary: >\n    {self._text(2)} [@{self._where()}]\n"
        )

    def place(self, n: int) -> str:
        return (
            f"place-{n}:\n  name: Quay {_name(n)}\n  kind: quay\n"
            f"  summary: >\n    {self._text(2)} [@{self._where()}]\n"
        )

    def events(self) -> Iterator[tuple[int, str]]:
        """Each with its year. The first are years as a whole, which others are part of."""
        for n in range(self._all):
            year = YEARS[n % self._years]
            whole = n < self._years
            date, within = (str(year), True) if whole else self._date(year)
            text = (
                f"event-{n}:\n  kind: {'year' if whole else self._chance.choice(_KINDS)}\n"
                f"  title: {self._title()}\n  date: {date}\n"
            )
            if within and not whole and n % 4 == 0:
                text += f"  part_of: event-{n % self._years}\n"
            accounts = [self._account(n, 0)]
            accounts += [self._account(n, k) for k in range(1, self._chance.choice((2, 2, 3)))]
            yield year, f"{text}  accounts:\n{''.join(accounts)}"

    def _account(self, n: int, k: int) -> str:
        """What one source says. The first sees to it that nobody and nothing is left out."""
        chance = self._chance
        person, place, party, paper = (
            f"{kind}-{n % number if not k else chance.randrange(number)}"
            for kind, number in (
                ("person", self.people),
                ("place", self.places),
                ("party", self.parties),
                ("paper", self.sources),
            )
        )
        said = [
            f"{self._text(chance.randint(1, 3))} At [[{place}]] stood [[{person}]] of the"
            f" [[{party}]]; *{self._some(2, 4)}*, it {self._some(3, 8)}."
        ]
        if f"event-{n}" == KEEPER and not k:
            said.insert(0, SENTENCE)
        if chance.random() < 0.3:
            said.append(
                f"{self._text(1)} The [[person-{chance.randrange(self.people)}|{self._some(1, 2)}]]"
                f" **{self._some(1, 2)}** of it. [@{self._where()}]"
            )
        if chance.random() < 0.1:
            said.append(f"- {self._text(1)}\n        - {self._text(1)}")
        if chance.random() < 0.1:
            said.append(
                f"See [the {self._some(1, 1)}](https://example.org/{chance.randint(1, 999)})."
            )
        words = "\n\n        ".join(said)
        return f"    - from: {paper} p{chance.randint(1, 400)}\n      says: |\n        {words}\n"

    def _date(self, year: int) -> tuple[str, bool]:
        """A date in EDTF, and whether it lies in its year for certain."""
        chance = self._chance
        month, day = chance.randint(1, 12), chance.randint(1, 25)
        exact = f"{year}-{month:02}-{day:02}"
        by_the_way = (
            (f"{year}-{month:02}", True),
            (f"{exact}/{year}-{month:02}-{day + 3:02}", True),
            (f"{exact}~", False),
            (f"{year}-{month:02}?", False),
            (f"{year}-{chance.randint(21, 23)}", False),
            (f'"[{exact},{year}-{month:02}-{day + 1:02}]"', False),
        )
        return (exact, True) if chance.random() < 0.6 else chance.choice(by_the_way)

    def _title(self) -> str:
        return f"{self._some(3, 6).capitalize()}, {_name(self._chance.randrange(1700))}"

    def _where(self) -> str:
        return f"paper-{self._chance.randrange(self.sources)} p{self._chance.randint(1, 400)}"

    def _some(self, least: int, most: int) -> str:
        chance = self._chance
        return " ".join(chance.choice(_WORDS) for _ in range(chance.randint(least, most)))

    def _sentence(self) -> str:
        return f"{self._some(7, 18).capitalize()}."

    def _text(self, sentences: int) -> str:
        return " ".join(self._sentence() for _ in range(sentences))


def _name(number: int) -> str:
    """An invented name, unlike the others."""
    last = "".join(_SOUNDS[(number // 12**place + place) % 12] for place in range(3))
    return f"{_SOUNDS[number % 12].capitalize()}n {last.capitalize()}"


def _withheld() -> str:
    """Names that nothing holds, so that they are looked for as they are in a real record."""
    salt = "0123456789abcdef" * 2
    found = [hashed(salt, f"Zorvan Quill{'by' * n}") for n in range(_NAMES_WITHHELD)]
    found.sort(key=lambda name: name.hash)
    entries = "".join(
        f"  - hash: {one.hash}\n    length: {one.length}\n    head: {one.head}\n" for one in found
    )
    return f"salt: {salt}\nnames:\n{entries}"


# No address: a site without one has no sharing pictures, no map for robots and no feed.
_SITE = """\
format: 1
title: The Quays
subtitle: Invented for measuring
language: en-GB
editors:
  - Nobody At All
licence: CC0
"""
