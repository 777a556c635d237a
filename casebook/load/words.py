"""The words of the interface in the record's language: our own file, then the record's.

A file is `words/LANGUAGE.yaml`. Ours lie in the package; a record's own may change any of them,
give a language that we have no file for, and say in words what its slugs mean.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.dates import Words
from casebook.interface import CATEGORIES, ENGLISH, RULES, Interface, placeholders
from casebook.load.nodes import ListNode, MapNode, Node
from casebook.load.scalars import shortened
from casebook.load.yaml_reader import read_text, read_yaml
from casebook.problem import Problem, Severity, did_you_mean
from casebook.spot import Spot, Text

WORDS_FOLDER = "words"
SHIPPED = Path(__file__).resolve().parent.parent / WORDS_FOLDER
MOST_PHRASES = 5000
LONGEST_PHRASE = 800
_PLACE = re.compile(r"%\(\w+\)s")
_LISTS = ("comma", "semicolon", "last_and", "stop", "thousands", "plurals", "digits")
_DATES = {field.name for field in dataclasses.fields(Words)}

Report = Callable[[Problem], None]


def read_interface(root: Path, language: Text, files: dict[str, str], report: Report) -> Interface:
    """The interface in a language; in English, with a warning, where nobody has its words.

    `ur-PK` is looked for as that, then as `ur`. What is wrong in the record's own file is
    reported (`bad-words`), and left out.
    """
    if not language:  # reported where it was read
        return ENGLISH
    interface, known = Interface(str(language)), _names(language)[-1:] == ["en"]
    for name in reversed(_names(language)):
        shipped = SHIPPED / f"{name}.yaml"
        if shipped.is_file():
            known = True
            interface = _with_file(interface, shipped, shipped.name, {}, _fail)
        shown = f"{WORDS_FOLDER}/{name}.yaml"
        if os.path.lexists(root / shown):
            known = True
            interface = _with_file(interface, root / shown, shown, files, report)
    if not known:
        report(
            Problem(
                language.at, "no-words",
                f"nobody has put the words of the interface into `{language}` yet, and its pages "
                "will say them in English",
                f"write words/{language}.yaml, as docs/languages.md says",
                Severity.WARNING, len(language),
            )
        )  # fmt: skip
    return interface


def _names(language: str) -> list[str]:
    """`ur-PK`, `ur`: plain words, which lead nowhere else."""
    parts = language.split("-")
    names = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    return [name for name in names if name.replace("-", "").isalnum()]


def _fail(problem: Problem) -> None:
    where = problem.where
    raise AssertionError(f"{where.file}:{where.line}: {problem.message} ({problem.rule})")


def _with_file(
    interface: Interface, path: Path, shown: str, files: dict[str, str], report: Report
) -> Interface:
    source = read_text(path, shown, report)
    if source is None:
        return interface
    files[shown] = source
    node = read_yaml(source, shown, report, longest_key=LONGEST_PHRASE)
    if not isinstance(node, MapNode):
        if node is not None:
            report(_bad(node.at, f"{shown} should hold sections", "begin with `phrases:`"))
        return interface
    return _Reading(interface, report).read(node)


def _bad(at: Spot, message: str, hint: str, length: int = 1) -> Problem:
    return Problem(at, "bad-words", message, hint, length=length)


@dataclass
class _Reading:
    """One file put over what is known so far."""

    interface: Interface
    report: Report

    def read(self, node: MapNode) -> Interface:
        changes: dict[str, Any] = {}
        for key, value in node.entries.items():
            match key:
                case "plurals":
                    if self._choice(key, value, RULES):
                        changes["plurals"] = str(value)
                case "numbers" | "quotes":
                    found = self._texts(key, value)
                    if found and (key == "numbers" or self._so_many(key, value, found, 2)):
                        changes[str(key)] = found
                case "dates" | "brief_dates":
                    changes[str(key)] = self._dates(key, value, getattr(self.interface, key))
                case "phrases":
                    pass  # once the plural rule is known
                case _ if key in _LISTS:
                    if (text := self._text(key, value)) is not None:
                        changes[str(key)] = str(text)
                case _:
                    known = (*_LISTS, "numbers", "quotes", "dates", "brief_dates", "phrases")
                    self.bad(
                        key, f"there is no section `{shortened(key)}`", did_you_mean(key, known)
                    )
        if len(changes.get("digits", "0123456789")) != 10:
            self.bad(node, "`digits` should be ten characters", "write them from nought to nine")
            del changes["digits"]
        self.interface = dataclasses.replace(self.interface, **changes)
        if "digits" in changes:
            self.interface = self._dated(changes["digits"])
        phrases = node.entries.get(Text("phrases", node.at))
        if phrases is not None:
            found_phrases = {**self.interface.phrases, **dict(self._phrases(phrases))}
            self.interface = dataclasses.replace(self.interface, phrases=found_phrases)
        return self.interface

    def _dated(self, digits: str) -> Interface:
        ours = self.interface
        return dataclasses.replace(
            ours,
            dates=dataclasses.replace(ours.dates, digits=digits),
            brief_dates=dataclasses.replace(ours.brief_dates, digits=digits),
        )

    def _phrases(self, node: Node) -> Iterator[tuple[str, Any]]:
        if not isinstance(node, MapNode):
            self.bad(node, "`phrases` should hold phrases by their English", "write `Events: ...`")
            return
        for number, (phrase, said) in enumerate(node.entries.items()):
            if number == MOST_PHRASES:
                self.bad(phrase, f"there are more than {MOST_PHRASES} phrases", "leave some out")
                return
            if isinstance(said, Text):
                if self._has_places(phrase, said):
                    yield str(phrase), str(said)
            elif isinstance(said, MapNode):
                if forms := self._forms(phrase, said):
                    yield str(phrase), forms
            else:
                self.bad(said, f"`{shortened(phrase)}` should have one phrase", "write its words")

    def _forms(self, phrase: Text, node: MapNode) -> dict[str, str]:
        """The forms of a phrase in the order of the categories, the last the most general."""
        needed = RULES[self.interface.plurals].forms
        for key in node.entries:
            if key not in needed and key != "zero":
                self.bad(key, f"`{shortened(key)}` is no form here", f"write {', '.join(needed)}")
                return {}
        for form in needed:
            if form not in node.entries:
                self.bad(phrase, f"`{shortened(phrase)}` has no form `{form}`", f"add `{form}:`")
                return {}
        found: dict[str, str] = {}
        for name in CATEGORIES:
            said = node.entries.get(Text(name, node.at))
            if isinstance(said, Text) and self._has_places(phrase, said, some=True):
                found[name] = str(said)
        return found

    def _has_places(self, phrase: Text, said: Text, some: bool = False) -> bool:
        """Has a phrase the same placeholders as its English? A form may have fewer: it may say
        its number itself, or in digits (`%(num)s`) where English has a word (`%(n)s`).
        """
        wanted, given = placeholders(phrase), placeholders(said)
        if some:
            given -= _NUMBERS
        if "%" in said and not _fills(said):
            self.bad(said, "a `%` here begins no placeholder", "write `%%` for a per cent sign")
        elif given - wanted or (wanted - given and not some):
            names = ", ".join(f"`%({name})s`" for name in sorted(wanted)) or "none"
            self.bad(said, f"`{shortened(phrase)}` has other placeholders", f"they are: {names}")
        elif phrase.count("[") != said.count("[") or phrase.count("]") != said.count("]"):
            self.bad(said, "the words of the link are not marked", "put [ and ] around them")
        else:
            return True
        return False

    def _dates(self, key: Text, node: Node, words: Words) -> Words:
        if not isinstance(node, MapNode):
            self.bad(node, f"`{key}` should hold the words for dates", "write `months: [...]`")
            return words
        found: dict[str, Any] = {}
        for name, value in node.entries.items():
            if name in ("months", "seasons"):
                many = 12 if name == "months" else 4
                texts = self._texts(name, value)
                if texts and self._so_many(name, value, texts, many):
                    found[str(name)] = texts
            elif name in _DATES:
                text = self._text(name, value)
                if text is not None and self._is_pattern(text, str(name)):
                    found[str(name)] = str(text).replace("~", "\u00a0")
            else:
                message = f"no part of a date is called `{shortened(name)}`"
                self.bad(name, message, did_you_mean(name, _DATES))
        return dataclasses.replace(words, **found)

    def _is_pattern(self, text: Text, name: str) -> bool:
        """Does a pattern ask for no more than it is given?"""
        try:
            text.format(**_GIVEN.get(name, {}))
        except (KeyError, IndexError, ValueError, AttributeError):
            places = ", ".join("{" + one + "}" for one in _GIVEN.get(name, {})) or "none"
            self.bad(text, f"`{name}` has other places than it is given", f"they are: {places}")
            return False
        return True

    def _choice(self, key: Text, value: Node, known: Any) -> bool:  # noqa: ANN401
        if isinstance(value, Text) and value in known:
            return True
        self.bad(value, f"`{key}` is none of the rules there are", f"write {', '.join(known)}")
        return False

    def _text(self, key: Text, value: Node) -> Text | None:
        if isinstance(value, Text):
            return value
        self.bad(value, f"`{key}` should be one text", "write it in quotation marks")
        return None

    def _texts(self, key: Text, value: Node) -> tuple[str, ...]:
        items = value.items if isinstance(value, ListNode) else []
        if items and all(isinstance(one, Text) for one in items):
            return tuple(str(one) for one in items)
        self.bad(value, f"`{key}` should be a list of words", "write [a, b]")
        return ()

    def _so_many(self, key: Text, value: Node, found: tuple[str, ...], many: int) -> bool:
        if len(found) != many:
            self.bad(value, f"`{key}` should be {many} words", "give each of them")
        return len(found) == many

    def bad(self, at: Node, message: str, hint: str) -> None:
        spot, length = (at.at, len(at)) if isinstance(at, Text) else (at.at, 1)
        self.report(_bad(spot, message, hint, max(1, length)))


def _fills(said: str) -> bool:
    """Is every per cent sign part of a placeholder, or doubled?"""
    return "%" not in _PLACE.sub("", said.replace("%%", ""))


_NUMBERS = frozenset(("n", "num"))


def _given(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "")


_GIVEN: dict[str, dict[str, str]] = {
    "day": _given("day", "month", "year"),
    "day_in_year": _given("day", "month", "year"),
    "month": _given("month", "year"),
    "season": _given("season", "year"),
    "winter": _given("season", "year", "next"),
    "decade": _given("year"),
    **{name: _given("date") for name in (
        "the", "about", "uncertain", "part_uncertain", "since", "since_unknown", "until",
        "until_unknown", "by", "or_later",
    )},
    **{name: _given("span") for name in (
        "a_day", "a_month", "one_day", "one_month", "one_season", "one_year", "some_time",
    )},
    **{name: _given("start", "end") for name in ("tight", "wide", "stretch")},
}  # fmt: skip
"""What each pattern of `dates.Words` is given."""
