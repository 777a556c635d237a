"""Whatever is edited, in whatever order: the preview shows what a first build would show."""

from __future__ import annotations

import functools
import gc
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from built_sites import HARBOUR, ROOT

from casebook.edit import parsed
from casebook.edit.by_object import ByObject
from casebook.prose import Form, Prose
from casebook.render import jinja
from casebook.serve.build import Ahead, Built, build
from casebook.withheld.cleared import Cleared
from casebook.withheld.names import hashed

pytestmark = pytest.mark.long

LOOKED_AT = ("index.html", "events/crane-falls.html", "people/ada-thorne.html", "method.html")


def make_site(folder: Path) -> Path:
    """The harbour with layouts of its own, most of them a copy of ours."""
    left_out = shutil.ignore_patterns("expected", "output", "copies")
    site = Path(shutil.copytree(HARBOUR, folder / "site", ignore=left_out))
    own = shutil.ignore_patterns("person.html", "book")
    shutil.copytree(ROOT / "layouts", site / "layouts", ignore=own)
    return site


def forget() -> None:
    """Empty every memory of Casebook's that outlives a build."""
    gc.unfreeze()  # a command that ran before put them where the collector does not look
    memories = [
        each
        for each in gc.get_objects()
        if isinstance(each, functools._lru_cache_wrapper)
        and str(each.__module__).startswith("casebook.")
    ]
    assert len(memories) >= 5
    for each in memories:
        each.cache_clear()


@dataclass(frozen=True)
class Shown:
    """What a build came to, and what was shown ahead of it."""

    built: Built
    ahead: Mapping[str, bytes] | None


def shown(site: Path) -> Shown:
    ahead: list[Built] = []
    built = build(site, Ahead(lambda read: LOOKED_AT, ahead.append))
    assert not built.bug, built.bug
    files = {path: data for each in ahead for path, data in (each.files or {}).items()}
    return Shown(built, files if ahead else None)


def differences(warm: Shown, cold: Shown) -> list[str]:
    """What is not the same: files, problems, or what was shown ahead."""
    found = []
    for one, other in ((warm.built.files, cold.built.files), (warm.ahead, cold.ahead)):
        if one is None or other is None:
            found += [] if one is other else ["one was made and the other not"]
        else:
            found += [
                path for path in one.keys() | other.keys() if one.get(path) != other.get(path)
            ]
    if warm.built.problems != cold.built.problems or warm.built.texts != cold.built.texts:
        found.append("problems")
    if warm.built.homes != cold.built.homes:
        found.append("homes")
    return sorted(set(found))


# Edits. Each changes the folder of a record, and can be made at any time.


def reworded(file: str, old: str, new: str) -> Callable[[Path, random.Random], None]:
    """Words replaced and, the next time, put back."""

    def edit(site: Path, chance: random.Random) -> None:
        path = site / file
        text = path.read_text(encoding="utf-8")
        # One may be a part of the other, so the longer is looked for first.
        there = next(words for words in sorted((old, new), key=len)[::-1] if words in text)
        instead = new if there == old else old
        path.write_text(text.replace(there, instead, 1), encoding="utf-8")

    return edit


def added(file: str, more: str) -> Callable[[Path, random.Random], None]:
    """Something at the end of a file that is there every other time."""

    def edit(site: Path, chance: random.Random) -> None:
        path = site / file
        text = path.read_text(encoding="utf-8")
        new = text.removesuffix(more) if text.endswith(more) else text + more
        path.write_text(new, encoding="utf-8")

    return edit


def turned(file: str) -> Callable[[Path, random.Random], None]:
    """The last entry of a file first, and the others after it."""

    def edit(site: Path, chance: random.Random) -> None:
        path = site / file
        entries = re.split(r"^(?=[a-z])", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        path.write_text("".join([entries[0], entries[-1], *entries[1:-1]]), encoding="utf-8")

    return edit


def numbered(site: Path, chance: random.Random) -> None:
    """A number in a title, another one each time; all lines below move now and then."""
    path = site / "timeline.yaml"
    text = path.read_text(encoding="utf-8")
    lines = "\n" * chance.randrange(3)
    event, _, rest = text.partition("  title: ")
    title, _, rest = rest.partition("\n")
    title = f"{title.split(' (')[0]} ({chance.randrange(100)})"
    path.write_text(f"{lines}{event.lstrip()}  title: {title}\n{rest}", encoding="utf-8")


def unnoticed(site: Path, chance: random.Random) -> None:
    """A layout put in another's place, with the same size and time of change."""
    path, new = site / "layouts/event.html", site / "new"
    text, times = path.read_text(encoding="utf-8"), path.stat()
    swapped = {"kicker": "rekcik", "rekcik": "kicker"}
    old = next((word for word in swapped if word in text), "")
    new.write_text(text.replace(old, swapped[old]) if old else text, encoding="utf-8")
    os.utime(new, ns=(times.st_atime_ns, times.st_mtime_ns))
    new.replace(path)


def come_and_gone(file: str, text: str) -> Callable[[Path, random.Random], None]:
    """A file that is there every other time."""

    def edit(site: Path, chance: random.Random) -> None:
        path = site / file
        if path.exists():
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return edit


def withheld(*names: str) -> Callable[[Path, random.Random], None]:
    """Some names withheld, and no others."""

    def edit(site: Path, chance: random.Random) -> None:
        found = [hashed(SALT, name) for name in names]
        entries = "".join(
            f"  - hash: {one.hash}\n    length: {one.length}\n    head: {one.head}\n"
            for one in sorted(found, key=lambda one: one.hash)
        )
        text = f"salt: {SALT}\nnames:\n{entries}"
        (site / "withheld.yaml").write_text(text, encoding="utf-8")

    return edit


def nothing_withheld(site: Path, chance: random.Random) -> None:
    (site / "withheld.yaml").unlink(missing_ok=True)


SALT = "0123456789abcdef0123456789abcdef"
OWN = "{% extends 'base.html' %}{% block main %}<h1>{{ title }}</h1>{% endblock %}"
NEW_EVENT = """\
mole-is-repaired:
  kind: repair
  title: The mole is repaired
  date: 1912-07
  accounts:
    - from: log p5
      says: >
        The [[long-mole]] was repaired, after [[crane-falls]].
"""
EDITS: dict[str, Callable[[Path, random.Random], None]] = {
    "title": numbered,
    "date": reworded("timeline.yaml", "date: 1912-06\n", "date: 1912-05\n"),
    "mentions": reworded(
        "people.yaml", "The harbour master, who kept", "The master of it, who'd kept"
    ),
    "account": reworded("timeline.yaml", "because a shackle was worn", "for want of a pin"),
    "name": reworded("people.yaml", "name: Ada Thorne", "name: Ada Thorne the Elder"),
    "mark": reworded("parties.yaml", "mark: D", "mark: U"),
    "claim": reworded("claims/log.yaml", "short in June", "short in the June of that year"),
    "reply": reworded("claims/log.yaml", "  kind: denial\n", "  kind: denial\n  date: 1912-08\n"),
    "page": reworded(
        "content/pages/method.md", "is a word of the files", "is one of [[ada-thorne]]"
    ),
    "note": reworded("content/pages/method.md", "Kept by [[idris-vane]]", "Kept by a hand"),
    "front page": reworded("content/pages/home.md", "Nothing in it is true", "All of it is untrue"),
    "comment": reworded("people.yaml", "ada-thorne:\n", "ada-thorne: # a comment\n"),
    "line above": reworded("timeline.yaml", "\n  title: ", "\n  # One more.\n  title: "),
    "two lines above": reworded(
        "claims/log.yaml", "  kind: denial\n", "  # 1\n  # 2\n  kind: denial\n"
    ),
    "entries in another order": turned("timeline.yaml"),
    "site": reworded("site.yaml", "title: Merrow Quay 1912", "title: Merrow Quay"),
    "notice": reworded("site.yaml", "notice: Everything", "notice: Nearly everything"),
    "new event": added("timeline.yaml", NEW_EVENT),
    "new page": come_and_gone(
        "content/pages/tides.md", "---\ntitle: Tides\n---\n\nHigh at [[merrow-quay]].\n"
    ),
    "new style sheet": come_and_gone("static/css/own.css", "p { margin: 0 }\n"),
    "layout": reworded("layouts/event.html", "Point by point", "One by one"),
    "macro": reworded("layouts/macros.html", 'class="claim', 'class="own claim'),
    "base": reworded("layouts/base.html", "</body>", "<!-- end --></body>"),
    "layout put in place": unnoticed,
    "layout of its own": come_and_gone("layouts/person.html", OWN),
    "layout of one page": come_and_gone("layouts/page-method.html", OWN),
    "withheld": withheld("Zorvan Quillby"),
    "more withheld": withheld("Zorvan Quillby", "Bertram Oddfellow"),
    "nothing withheld": nothing_withheld,
    "a name in prose": reworded("timeline.yaml", "whose word is not said", "Zorvan Quillby's word"),
    "a name in a layout": reworded(
        "layouts/home.html", "{% block main %}", "{% block main %}Bertram Oddfellow"
    ),
    "broken reference": reworded("people.yaml", "[[log]]", "[[logg]]"),
    "broken register": come_and_gone(
        "register.yaml", "event:\n  crane-falls:\n    number: E07\n    day: 2026-01-31\n"
    ),
    "broken YAML": reworded("places.yaml", "\n", "\n  - [\n"),
    "broken layout": reworded("layouts/base.html", "{{ title }}", "{{ titel }}"),
    "broken link": reworded(
        "layouts/claim.html", "{% block main %}", '{% block main %}<a href="no">'
    ),
}

BREAKING = tuple(name for name in EDITS if name.startswith(("broken", "a name")))
STEPS = 14
SEEDS = (2, 3)
"""Between them they deal every edit."""


def history(seed: int) -> list[list[str]]:
    """The names of the edits of each step. What was broken in one is mended in the next.

    The edits are dealt like cards, so that each has its turn.
    """
    chance = random.Random(seed)
    cards: list[str] = []
    steps: list[list[str]] = []
    broken: list[str] = []
    for _ in range(STEPS):
        if len(cards) < 5:
            cards = [name for name in chance.sample(list(EDITS), len(EDITS)) if name not in cards]
        edits = [cards.pop() for _ in range(chance.choice((1, 2, 3, 4)))]
        steps.append([*broken, *(name for name in edits if name not in broken)])
        broken = [name for name in edits if name in BREAKING and name not in broken]
    return steps


def shown_in_turn(steps: Sequence[Sequence[str]], folder: Path) -> Iterator[Shown]:
    """A record edited step by step, and what is shown after each."""
    site = make_site(folder)
    chance = random.Random(0)
    yield shown(site)
    for edits in steps:
        for name in edits:
            EDITS[name](site, chance)
        yield shown(site)


def first_builds(steps: Sequence[Sequence[str]], folder: Path) -> list[Shown]:
    """The same, each built as if it were the first."""
    found = []
    forget()
    for each in shown_in_turn(steps, folder):
        found.append(each)
        forget()
    return found


def come_to_something(found: list[Shown]) -> bool:
    """Were there sound states and broken ones, and did most edits change what is shown?"""
    made = [each.built.files is not None for each in found]
    broken = any(one and not other for one, other in pairwise(made))
    mended = any(other and not one for one, other in pairwise(made))
    changes = [differences(one, other) for one, other in pairwise(found)]
    several = sum(1 for each in changes if len(each) > 1)
    return broken and mended and made.count(True) > STEPS / 2 and several > STEPS / 2


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_remembered_changes_nothing(seed: int, tmp_path: Path) -> None:
    steps = history(seed)
    cold = first_builds(steps, tmp_path / "cold")
    assert come_to_something(cold)
    for step, warm in enumerate(shown_in_turn(steps, tmp_path / "warm")):
        assert differences(warm, cold[step]) == [], f"after {steps[:step]}"


def test_every_edit_is_made() -> None:
    assert set(EDITS) == {name for seed in SEEDS for step in history(seed) for name in step}


def layouts_go_by_name(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("casebook.render.jinja._Layouts._winner", lambda self, name: name)


def layouts_go_by_time(patch: pytest.MonkeyPatch) -> None:
    real = jinja._Layouts._winner
    patch.setattr(jinja._Layouts, "_winner", lambda self, name: (real(self, name) or ())[:2])


def prose_goes_by_its_length(patch: pytest.MonkeyPatch) -> None:
    known: dict[tuple[int, str], Any] = {}
    real = parsed._of_words

    def of_words(words: str, form: Form) -> Prose | None:
        return known.setdefault((len(words), words[-20:]), real(words, form))

    patch.setattr(parsed, "_of_words", of_words)
    # What is simple is read again and not remembered by its words, and its tokens are made of the
    # text that is asked about: here all is remembered, and given as it is.
    patch.setattr(parsed, "read_simple", lambda text, form: None)
    patch.setattr(parsed, "replace", lambda prose, text: prose)


def names_are_not_asked_for(patch: pytest.MonkeyPatch) -> None:
    everywhere = Cleared()
    for module in ("casebook.withheld.places", "casebook.render.withheld"):
        patch.setattr(f"{module}.cleared_of", lambda withheld: everywhere)


def entries_stay_on_their_lines(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("casebook.load.entries._moved", lambda shaped, by: shaped)


def things_go_by_their_names(patch: pytest.MonkeyPatch) -> None:
    known: dict[tuple[object, str], Any] = {}

    def of(self: object, thing: Any, make: Callable[[Any], Any]) -> Any:
        name = getattr(thing, "id", str(thing))
        return known.setdefault((self, name), make(thing))

    patch.setattr(ByObject, "of", of)


@pytest.mark.parametrize(
    ("forgetful", "edits"),
    [
        (layouts_go_by_name, ["layout"]),
        (layouts_go_by_name, ["layout of its own"]),
        (layouts_go_by_time, ["layout put in place"]),
        (prose_goes_by_its_length, ["mentions"]),
        (entries_stay_on_their_lines, ["line above"]),
        (entries_stay_on_their_lines, ["two lines above"]),
        (things_go_by_their_names, ["account"]),
        (names_are_not_asked_for, ["withheld", "a name in a layout", "more withheld"]),
    ],
)
def test_a_memory_that_is_wrong_is_found_out(
    forgetful: Callable[[pytest.MonkeyPatch], None],
    edits: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The test above can fail; and these edits come out right with the memories as they are."""
    steps = [[name] for name in edits]
    cold = first_builds(steps, tmp_path / "cold")
    warm = list(shown_in_turn(steps, tmp_path / "warm"))
    assert [differences(one, other) for one, other in zip(warm, cold, strict=True)] == [
        [] for _ in cold
    ]
    forget()
    forgetful(monkeypatch)
    wrong = list(shown_in_turn(steps, tmp_path / "wrong"))
    monkeypatch.undo()
    forget()
    assert differences(wrong[0], cold[0]) == []
    assert differences(wrong[-1], cold[-1]) != []
