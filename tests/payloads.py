"""Attacks as texts, and a record that holds them in every field of every kind.

The record is made from the declarations in `casebook.model`: a field that is declared tomorrow is
filled as well. It is written as YAML and read like any other, so nothing comes past the loader.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from prose_reading import read
from tiny import write
from whole import WHOLE

from casebook.dates import Date
from casebook.load.directory import load
from casebook.load.manuscript import Manuscript
from casebook.load.odd_characters import first_odd
from casebook.load.scalars import ADDRESS, Reader, Wrong
from casebook.model import Model
from casebook.model.documents import Excerpt, Page
from casebook.model.record import Fields, From, Record, Ref, Unnamed, fields_of
from casebook.model.site import Site
from casebook.model.sources import Source
from casebook.model.types import (
    Address,
    Choice,
    Day,
    Edtf,
    FieldType,
    Language,
    Line,
    ListOf,
    MapOf,
    Number,
    Part,
    PlaceInSource,
    Prose,
    Reference,
    Slug,
    Units,
    Who,
    WordOrList,
    YesNo,
)
from casebook.problem import Problem, Severity
from casebook.prose import Form
from casebook.spot import Spot, Text

DATA = Path(__file__).parent / "data" / "payloads"
BETWEEN = " ∎ "
"""Between the payloads of one text."""
OURS = (
    '"><script src="https://evil.example/x.js"></script>',
    "'><img src=x onerror=__hit=1>",
    "</title></textarea></style></script><script>__hit=1</script>",
    "</template><svg/onload=__hit=1>",
    "{{ 7*7 }}{% raw %}{{ config }}",
    "]]><!--><base href=//evil.example/>",
    "--></script><iframe srcdoc='<script>parent.__hit=1</script>'>",
    '{"@context": "x"}</script><script>__hit=1</script>',
    "\\u003c/script>\\u003cscript>__hit=1",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    '<meta http-equiv=refresh content="0;url=https://evil.example/">',
    "<form action=https://evil.example><button formaction=javascript:__hit=1>",
    '<a href="javascript:__hit=1" target=_blank>go</a>',
    "javascript:__hit=1//",
    "data:text/html,<script>opener.__hit=1</script>",
    "&lt;script&gt;__hit=1&lt;/script&gt;&#60;b&#62;",
    "constructor __proto__ hasOwnProperty toString",
    "onmouseover=__hit=1 autofocus onfocus=__hit=1 x=",
    "`${__hit=1}` $& $1 $` \\0",
    "=HYPERLINK(1)",
    "+1+cmd|'/C calc'!A0",
    "-2+3",
    "@SUM(1,1)",
    "﷽ اردو نام‌ها ‏یہ ‎x",
)
"""Those that neither list has: for templates, JSON-LD, `<template>`, search and filters."""
ADDRESSES = (
    "https://example.org/?q='onmouseover='__hit=1",
    "https://example.org/javascript:__hit=1",
    "https://example.org/&quot;onload=__hit=1",
    "https://example.org/%22%3E%3Cscript%3E__hit=1%3C/script%3E",
    "https://example.org/(a)[b]*c*_d_#top",
    "http://example.org:80/;%00",
)


@cache
def payloads() -> tuple[str, ...]:
    """All of them, each once."""
    lists = [json.loads((DATA / f"{name}.json").read_text("utf-8")) for name in _LISTS]
    return tuple(dict.fromkeys((*OURS, *(one for found in lists for one in found))))


_LISTS = ("dompurify", "naughty")


def taken(typed: str, type_: FieldType) -> str | None:
    """What the loader makes of a text in a field; None where it refuses it, with a problem."""
    problems: list[Problem] = []
    if first_odd(typed) >= 0:
        return None
    try:
        value = Reader(problems.append).scalar(Text(typed, Spot("a.yaml", 1, 1, '"')), type_, "x")
    except Wrong:
        assert problems
        return None
    assert not problems
    return str(value)


def in_prose(payload: str) -> Iterator[str]:
    """A payload as prose: as it is where that is sound, as code, and with every sign escaped."""
    if first_odd(payload) >= 0 or not payload.strip():
        return
    one_line = " ".join(payload.split())
    ticks = "``" if "`" in one_line else "`"
    for typed in (
        payload,
        f"{ticks} {one_line} {ticks}",
        "".join(f"\\{ch}" if ch in _SIGNS else ch for ch in one_line),
    ):
        found = read(f"a {typed} b", Form.BLOCK).problems
        if not any(problem.severity is Severity.ERROR for problem in found):
            yield typed


_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


@dataclass
class Batches:
    """The payloads, drawn together so that each text holds several."""

    lines: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By the most characters that a line may have."""
    prose: tuple[str, ...] = ()
    """For fields that hold paragraphs."""
    runs: tuple[str, ...] = ()
    """For fields that hold one run of words."""

    def count(self, cls: type) -> int:
        """How many records of a kind it takes for each of its fields to hold all."""
        return max((len(self.of(one)) for one in _texts(cls)), default=1)

    def of(self, type_: FieldType) -> tuple[str, ...]:
        """The texts for a field of a type."""
        match type_:
            case Line():
                return self.lines[type_.largest]
            case Address():
                return ADDRESSES
            case Prose(block=True):
                return self.prose
        return self.runs


def batches(chosen: tuple[str, ...]) -> Batches:
    """The chosen payloads as lines of each length that any field may have, and as prose."""
    found = Batches()
    for most in _lengths():
        lines = [text for one in chosen if (text := taken(one, Line(most))) is not None]
        found.lines[most] = tuple(_packed(lines, most)) or ("é",)
    sound = [typed for one in chosen for typed in in_prose(one)]
    found.prose = tuple("\n\n".join(f"a {typed} b" for typed in some) for some in _by(sound, 12))
    inline = [typed for typed in sound if "\n" not in typed]
    found.runs = tuple(" ".join(f"a {typed} b" for typed in some) for some in _by(inline, 12))
    return found


def _packed(lines: list[str], most: int) -> Iterator[str]:
    """As few texts as hold all lines: the longest first, each into the first that has room.

    Our own come before those of the lists, so that a sample holds them.
    """
    texts: list[str] = []
    for line in sorted(dict.fromkeys(lines), key=lambda one: (one not in OURS, -len(one))):
        for at, text in enumerate(texts):
            if len(text) + len(BETWEEN) + len(line) <= most:
                texts[at] += BETWEEN + line
                break
        else:
            texts.append(line)
    yield from texts


def _by(items: list[str], size: int) -> Iterator[list[str]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]


UNNAMED = Line(200)
"""What is said of somebody who is not named."""


@cache
def _texts(cls: type) -> tuple[FieldType, ...]:
    """The types of all texts that are somewhere within the fields of a declaration."""
    found: list[FieldType] = []

    def look(type_: FieldType) -> None:
        match type_:
            case Line() | Prose() | Address():
                found.append(type_)
            case Who():
                found.append(UNNAMED)
            case Part():
                for one in fields_of(type_.fields):
                    look(one.type)
            case ListOf() | MapOf() | WordOrList():
                look(type_.item)

    for one in fields_of(cls):
        look(one.type)
    # What a document says below its fields.
    return (*found, Prose(block=True)) if cls in (Page, Excerpt) else tuple(found)


@cache
def _lengths() -> tuple[int, ...]:
    """The lengths that lines may have, of all that are declared."""
    texts = (one for cls in (*Model().records, Site, Page, Excerpt) for one in _texts(cls))
    return tuple(sorted({one.largest for one in texts if isinstance(one, Line)}))


Say = Callable[[FieldType], str]
"""The next text for a field: a line, an address or prose."""


class Typed:
    """Says batch after batch, each field beginning at another one."""

    def __init__(self, found: Batches) -> None:
        self._found = found
        self.said: list[tuple[str, bool]] = []
        """All it said, in order, and whether that was a line."""
        self._turn = 0

    def begin(self, turn: int) -> None:
        """The next record, or copy of one."""
        self._turn = turn

    def __call__(self, type_: FieldType) -> str:
        self._turn += 1
        texts = self._found.of(type_)
        said = texts[self._turn % len(texts)]
        assert not isinstance(type_, Address) or ADDRESS.fullmatch(said)
        self.said.append((said, isinstance(type_, Line)))
        return said


_MARKED_UP = (
    "`code`, *one*, **two**, [a link](https://example.org/), <https://example.org/>, a\\\nb"
)
_IN_BLOCKS = """

- one
- two

3. three

| a | b |
|:--|--:|
| c | d |

```
e
```

---

f
"""


class Harmless:
    """Says words that nothing reads as anything, each of its own: the control."""

    def __init__(self) -> None:
        self.said = 0

    def begin(self, turn: int) -> None:
        """As for payloads."""

    def __call__(self, type_: FieldType) -> str:
        word = f"Zqx{self.said}w"
        self.said += 1
        if isinstance(type_, Line) and type_.largest < len(word):
            return "x"
        match type_:
            case Address():
                return f"https://example.org/{word}"
            case Prose():
                return f"{word} {_MARKED_UP}{_IN_BLOCKS if type_.block else ''}"
        return word


def record(folder: Path, say: Typed | Harmless, copies: Callable[[type], int]) -> Path:
    """A record in a folder: of each kind, so many copies of one record with all texts said."""
    manuscript, maker = _begun(folder, say)
    files = {"site.yaml": _site(maker, manuscript, say, 0)}
    for kind, of_kind in manuscript.records.items():
        fullest = _fullest(of_kind)
        lines = [f"{id_}: {json.dumps(maker.plain(one))}" for id_, one in of_kind.items()]
        for copy in range(copies(type(fullest))):
            say.begin(copy)
            # Each copy refers to copies of others, so that no page tells of all.
            maker.copied = {
                one.id: f"{one.id}-{copy % copies(type(one))}"
                for one in map(_fullest, manuscript.records.values())
            }
            typed = json.dumps(maker.fields(fullest), ensure_ascii=False)
            lines.append(f"{fullest.id}-{copy}: {typed}")
        files[f"{manuscript.model.kinds[kind].file}.yaml"] = "\n".join(lines) + "\n"
    maker.copied = {}
    about, [log] = next(iter(manuscript.pages.values())), manuscript.excerpts
    for copy in range(max(copies(Page), copies(Excerpt))):
        say.begin(copy)
        files[f"content/pages/about-{copy}.md"] = (
            f"---\n{_top(maker.fields(about))}---\n\n## The light\n\n{say(Prose(block=True))}\n"
        )
        say.begin(copy)
        of = {"source": f"{log.source.id}-{copy}"} if copy < copies(Source) else {}
        if copy == 0 or of:
            files[f"content/excerpts/log-{copy}.md"] = (
                f"---\n{_top(maker.fields(log) | of)}---\n\n{say(Prose(block=True))}\n"
            )
    return write(folder / "record", files)


def sites(folder: Path, say: Typed | Harmless, copies: int) -> Iterator[Path]:
    """Small records whose sites say one text of each field after the other."""
    manuscript, maker = _begun(folder, say)
    for copy in range(copies):
        yield write(
            folder / f"site-{copy}", WHOLE | {"site.yaml": _site(maker, manuscript, say, copy)}
        )


def _begun(folder: Path, say: Typed | Harmless) -> tuple[Manuscript, _Maker]:
    manuscript, problems = load(write(folder / "base", WHOLE), Model())
    assert not problems
    return manuscript, _Maker(
        say, {kind: next(iter(of)) for kind, of in manuscript.records.items()}
    )


def _site(maker: _Maker, manuscript: Manuscript, say: Typed | Harmless, copy: int) -> str:
    say.begin(copy)
    # Where the site is read is no text: its path is part of every link of the page for the lost.
    fields = maker.fields(manuscript.site) | {"address": "https://example.org/"}
    for brief in fields["briefs"]:
        brief["about"] = [next(iter(manuscript.records["event"]))]  # as an empty one is refused
    return _top(fields)


def _fullest(of_kind: Mapping[str, Record]) -> Record:
    return max(of_kind.values(), key=lambda one: len(one.spots))


def _top(fields: dict[str, Any]) -> str:
    return "".join(
        f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items()
    )


class _Maker:
    """Values as YAML would have them: those that were there, with every text said anew."""

    def __init__(self, say: Say, first: dict[str, str]) -> None:
        self._say = say
        self._first = first
        """By kind, a record to refer to."""
        self.copied: dict[str, str] = {}
        """What to refer to in place of some ids."""

    def plain(self, fields: Fields) -> dict[str, Any]:
        """As it was."""
        values = {one.name: getattr(fields, one.attribute) for one in fields_of(type(fields))}
        return {name: _as_typed(value) for name, value in values.items() if value not in (None, ())}

    def fields(self, fields: Fields) -> dict[str, Any]:
        """The same fields, and all others that hold texts."""
        found = {}
        for one in fields_of(type(fields)):
            value = getattr(fields, one.attribute)
            if value not in (None, ()):
                found[one.name] = self._again(one.type, value)
            elif _holds_text(one.type):
                found[one.name] = self._new(one.type)
        return found

    def _again(self, type_: FieldType, value: Any) -> Any:
        match type_, value:
            case ((ListOf() | WordOrList()), tuple()):
                return [self._again(type_.item, one) for one in value]
            case MapOf(), dict():
                return {name: self._again(type_.item, one) for name, one in value.items()}
            case Part(), Fields():
                return self.fields(value)
            case Who(), Unnamed():
                return {"unnamed": self._say(UNNAMED)}
            case ((Line() | Prose() | Address()), _):
                return self._say(type_)
        return _as_typed(value, self.copied)

    def _new(self, type_: FieldType) -> Any:
        match type_:
            case ListOf():
                return [self._new(type_.item)]
            case WordOrList():
                return type_.words[0]
            case MapOf():
                return {"ur" if type_.languages else "a-name": self._new(type_.item)}
            case Part():
                return {
                    one.name: self._new(one.type)
                    for one in fields_of(type_.fields)
                    if one.required or _holds_text(one.type)
                }
            case Who():
                return {"unnamed": self._say(UNNAMED)}
            case Line() | Prose() | Address():
                return self._say(type_)
            case Reference():
                first = self._first[type_.kinds[0]]
                return f"{type_.kinds[0]}:{self.copied.get(first, first)}"
            case PlaceInSource():
                return f"{self.copied.get('harbour-log', 'harbour-log')} p1"
            case Choice():
                return type_.words[0]
            case Number():
                return str(max(1, int(type_.lowest))) if type_.lowest > float("-inf") else "1"
        return {Edtf: "2020-04", Day: "2020-04-01", YesNo: "yes", Slug: "a-word", Units: "p1",
                Language: "en"}[type(type_)]  # fmt: skip


def _as_typed(value: Any, copied: Mapping[str, str] = MappingProxyType({})) -> Any:
    match value:
        case Fields():
            values = {one.name: getattr(value, one.attribute) for one in fields_of(type(value))}
            return {
                name: _as_typed(one, copied)
                for name, one in values.items()
                if one not in (None, ())
            }
        case Ref():
            id_ = copied.get(value.id, value.id)
            return f"{value.kinds[0]}:{id_}" if len(value.kinds) == 1 else id_
        case From():
            id_ = copied.get(value.source.id, value.source.id)
            return f"{id_} {value.places}".strip()
        case Unnamed():
            return {"unnamed": str(value.words)}
        case Date():
            return value.text
        case bool():
            return "yes" if value else "no"
        case tuple():
            return [_as_typed(one, copied) for one in value]
        case dict():
            return {str(name): _as_typed(one, copied) for name, one in value.items()}
    return str(value)


def _holds_text(type_: FieldType) -> bool:
    match type_:
        case Line() | Prose() | Address():
            return True
        case Part():
            return any(_holds_text(one.type) for one in fields_of(type_.fields))
        case ListOf() | MapOf():
            return _holds_text(type_.item)
    return False
