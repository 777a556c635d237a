"""One YAML file into plain nodes that know their places.

A record takes a small part of YAML 1.1 and refuses the rest aloud: maps with plain keys,
lists, and texts. Anchors, aliases, tags, merge keys, second documents and null values are
problems, and no text is ever turned into a number, a date or a yes.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from casebook.load import yaml_refusals as refused
from casebook.load.nodes import ListNode, MapNode, Node
from casebook.load.odd_characters import first_odd, odd_character, without_odd_characters
from casebook.load.text_file import MAX_FILE, read_text, too_large, unified
from casebook.load.yaml_parser import new_parser
from casebook.load.yaml_syntax import explain
from casebook.problem import Problem
from casebook.spot import Spot, Text, locate

__all__ = ["ListNode", "MapNode", "Node", "read_text", "read_yaml"]

MAX_DEPTH = 20
"""How many lists and maps may stand one inside the other."""
MAX_TEXT = 50_000
"""The most characters in one text."""
MAX_KEY = 200
"""The most characters in a key."""
MAX_VALUES = 600_000
"""The most keys and values in one file: each takes some 300 bytes of memory."""
MAX_PROBLEMS = 1_000
"""How many mistakes of one file are reported before the whole of it is given up."""
MAX_STOPS = 20
"""How many syntax errors of one file are reported before the rest of it is left unread."""

_new_spot = tuple.__new__
"""Makes a spot in half the time of `Spot(...)`: there are two for each line of a record."""
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_PLAIN_BUT_NO_KEY = _NULLS | {"<<"}
_ENTRY = re.compile(r"[\w\"'][^:]*:(?:\s|$)")
_COMMENT = re.compile(r"[ \t]*#")
_DIRECTIVE = re.compile(r"^%(?=TAG|YAML)", re.MULTILINE)


def read_yaml(
    source: str, file: str, report: Callable[[Problem], None], longest_key: int = MAX_KEY
) -> Node | None:
    """What a YAML file holds, or None where nothing of it can be read.

    In: the text of the file (as from `read_text`), the name to report it by, and where
    problems go. Reading goes on after a problem: what was refused is left out of the nodes,
    and after a syntax error it resumes with the next entry at the left edge (the entry with
    the error is left out whole). Reports `yaml-syntax`, `yaml-alias`, `yaml-tag`,
    `yaml-merge`, `yaml-documents`, `yaml-key`, `yaml-null` (also for a file that holds
    nothing), `yaml-comment`, `yaml-depth`, `duplicate-key`, `odd-character`, `too-long`,
    `too-many` and `too-large`; never raises for bad input, and never returns None without a
    report. The YAML is that of version 1.1, as PyYAML reads it. Read many files inside
    `gc_paused`.
    """
    if len(source) > MAX_FILE:
        report(too_large(file))
        return None
    source = without_odd_characters(unified(source), file, report)
    source = _without_directives(source, file, report)
    return _Reader(source, file, report, longest_key).read()


def _without_directives(source: str, file: str, report: Callable[[Problem], None]) -> str:
    """The source with its `%` lines made comments: thousands of them would stall the parser."""
    found = _DIRECTIVE.search(source) if "%" in source else None
    if not found:
        return source
    report(refused.directive(Spot(file, source.count("\n", 0, found.start()) + 1, 1)))
    return _DIRECTIVE.sub("#", source)


class _TooMuchError(Exception):
    """The file is given up: it holds more than can be read, or more mistakes than can be told."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _TooDeepError(Exception):
    """A value is nested so deeply that the entry holding it is given up."""

    def __init__(self, where: Spot) -> None:
        self.where = where


class _Reader:
    """One reading of one file."""

    def __init__(
        self, source: str, file: str, report: Callable[[Problem], None], longest_key: int
    ) -> None:
        self.source = source
        self.longest_key = longest_key
        # One empty line more: the C parser marks the end of a file there if its last line is open.
        self.lines = [*source.split("\n"), ""]
        self.file = file
        self._report = report
        self.root: Node | None = None
        self.resumable = True
        """Can reading go on at a later entry? Only below a map in block style."""
        self.base = 0
        """The line, from 0, at which the parser began: its marks count from there."""
        self.next: Callable[[], Event | None]
        self.reported: set[Spot] = set()
        """Where something is reported already: a syntax error there is the same mistake."""
        self.repeated: list[tuple[MapNode, Text]] = []
        self.wrong = 0
        """How many mistakes were reported."""

    def report(self, problem: Problem) -> None:
        self.wrong += 1
        if self.wrong > MAX_PROBLEMS:
            raise _TooMuchError(refused.too_many_problems(problem.where, MAX_PROBLEMS))
        where, last = problem.where, len(self.lines) - 1
        if where.line > last:
            end = Spot(self.file, last, len(self.lines[last - 1]) + 1)
            problem = dataclasses.replace(problem, where=end)
        self.reported.add(where)
        self._report(problem)

    def read(self) -> Node | None:
        try:
            return self._read()
        except _TooMuchError as error:
            self._report(error.problem)
            return None

    def _read(self) -> Node | None:
        source = self.source
        for _ in range(MAX_STOPS):
            try:
                self._document(source)
                break
            except (YAMLError, _TooDeepError) as error:
                start = self._next_entry(self._stopped(error))
            if start is None:
                break
            self.base = start
            source = "\n".join(self.lines[start:])
        self._report_repeated()
        return self.root

    def _document(self, source: str) -> None:
        self.next = new_parser(source).get_event
        # A value takes a character at least: only a long file is counted.
        if len(source) > MAX_VALUES:
            self.next = self._counted(self.next)
        self.next()
        if not isinstance(self.next(), DocumentStartEvent):
            self.report(refused.empty_file(self.file))
            return
        event = self.next()
        if isinstance(event, MappingStartEvent):
            # Kept from its start on, so that an error later on loses one entry and not all.
            root = self.root if isinstance(self.root, MapNode) else None
            self.root = root or MapNode({}, self._spot(event))
            self.resumable = not event.flow_style
            self._properties(event)
            self._entries(self.root, 1)
        else:
            self.resumable = isinstance(event, ScalarEvent)
            value = self._value(event, 0, None)
            self.root = value if self.root is None else self.root
        self.next()
        event = self.next()
        if isinstance(event, DocumentStartEvent):
            self.report(refused.second_document(self._spot(event)))

    def _counted(self, get_event: Callable[[], Event | None]) -> Callable[[], Event | None]:
        """The same events, up to as many as a file may have."""
        left = MAX_VALUES

        def get() -> Event | None:
            nonlocal left
            left -= 1
            event = get_event()
            if left < 0 and event is not None:
                raise _TooMuchError(refused.too_many_values(self._spot(event), MAX_VALUES))
            return event

        return get

    # From here to `_key` runs for every value of a record: kept plain, and few calls.

    def _value(self, event: Event | None, depth: int, key: Text | None) -> Node | None:
        """The node that begins with this event, or None where it was refused."""
        if isinstance(event, ScalarEvent):
            value, style = event.value, event.style or ""
            mark, end = event.start_mark, event.end_mark
            assert mark and end, "every event of a parser has marks"
            if event.anchor is not None or event.tag is not None:
                self._properties(event)
                if not value:
                    return None
            if not style:
                line = self.lines[end.line + self.base]
                if value in _NULLS:
                    rest = line[end.column : end.column + 80]
                    self.report(refused.null(self._spot(event), value, key, rest))
                    return None
                if end.column < len(line):
                    self._after(line, end.line, end.column, key)
            at = _new_spot(Spot, (self.file, mark.line + self.base + 1, mark.column + 1, style))
            text = Text(value, at)
            if style == '"':
                self._escaped(text, mark.line, end.line)
            if len(value) > MAX_TEXT:
                self.report(refused.too_long(text, MAX_TEXT))
            return text
        if isinstance(event, CollectionStartEvent):
            at = self._spot(event)
            if depth >= MAX_DEPTH:
                raise _TooDeepError(at)
            self._properties(event)
            if isinstance(event, MappingStartEvent):
                return self._entries(MapNode({}, at), depth + 1)
            return self._items(ListNode([], at), depth + 1)
        if isinstance(event, AliasEvent):
            self.report(refused.alias(self._spot(event), event.anchor or ""))
        return None

    def _entries(self, node: MapNode, depth: int) -> MapNode:
        entries, next_event, file, base = node.entries, self.next, self.file, self.base + 1
        while not isinstance(event := next_event(), MappingEndEvent):
            # A key without quotation marks or anything else to look at, as nearly all are: what
            # `_key` does, without the call. It is worth a tenth of the reading.
            if (
                type(event) is ScalarEvent
                and not event.style
                and event.anchor is None
                and event.tag is None
                and event.value not in _PLAIN_BUT_NO_KEY
                and len(event.value) <= self.longest_key
            ):
                mark = event.start_mark
                assert mark, "every event of a parser has marks"
                key: Text | None = Text(
                    event.value, _new_spot(Spot, (file, mark.line + base, mark.column + 1, ""))
                )
            else:
                key = self._key(event, depth)
            value = self._value(next_event(), depth, key)
            if key is None or value is None:
                continue
            if key in entries:
                self.repeated.append((node, key))
            else:
                entries[key] = value
        return node

    def _items(self, node: ListNode, depth: int) -> ListNode:
        items = node.items
        while not isinstance(event := self.next(), SequenceEndEvent):
            value = self._value(event, depth, None)
            if value is not None:
                items.append(value)
        return node

    def _key(self, event: Event | None, depth: int) -> Text | None:
        """A key, or None where it was refused."""
        if not isinstance(event, ScalarEvent):
            if isinstance(event, CollectionStartEvent):
                self.report(refused.key(self._spot(event), None))
            self._value(event, depth, None)
            return None
        value, style, mark = event.value, event.style or "", event.start_mark
        assert mark, "every event of a parser has marks"
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        at = Spot(self.file, mark.line + self.base + 1, mark.column + 1, style)
        text = Text(value, at)
        if style:
            bad = not value or style in "|>" or "\n" in value
            self._escaped(text, mark.line, mark.line)
        else:
            bad = value in _PLAIN_BUT_NO_KEY
        if bad or len(value) > self.longest_key:
            self.report(refused.key(at, value))
            return None
        return text

    def _spot(self, event: Event) -> Spot:
        mark = event.start_mark
        assert mark, "every event of a parser has marks"
        return Spot(self.file, mark.line + self.base + 1, mark.column + 1)

    def _properties(self, event: NodeEvent) -> None:
        """Refuse an anchor and a tag before a value."""
        if event.anchor is not None:
            self.report(refused.anchor(self._spot(event), event.anchor))
        if getattr(event, "tag", None) is not None:
            self.report(refused.tag(self._spot(event)))

    def _after(self, line: str, number: int, column: int, key: Text | None) -> None:
        """Look at what follows an unquoted value on its line: a ` #` may have cut it short."""
        # Without a copy of the rest: a line may be long and have many values.
        found = _COMMENT.match(line, column)
        if found is None:
            return
        start = found.end() - 1
        if start - column >= 2 and line[start + 1 : start + 2] in ("", " ", "\t"):
            return
        where = Spot(self.file, number + self.base + 1, start + 1)
        self.report(refused.comment(where, key, len(line) - start))

    def _escaped(self, text: Text, first: int, last: int) -> None:
        """Look for an odd character that came out of an escape, between two lines of the file."""
        index = first_odd(text)
        if index < 0:
            return
        # Only the text's own lines: a file full of escapes is not searched from its top each time.
        first += self.base
        lines = "\n".join(self.lines[first : last + self.base + 1])
        place = locate(lines, Text(text, text.at._replace(line=1)), index)
        where = Spot(self.file, place.line + first, place.column)
        self.report(odd_character(text[index], where))

    def _stopped(self, error: YAMLError | _TooDeepError) -> int:
        """Report why the parser stopped; the line of it, from 0."""
        if isinstance(error, _TooDeepError):
            problem = refused.too_deep(error.where, MAX_DEPTH)
        elif isinstance(error, MarkedYAMLError):
            problem = explain(error, self.lines, self.base, self.file)
        else:
            where = Spot(self.file, self.base + 1, 1)
            problem = Problem(where, "yaml-syntax", f"this cannot be read as YAML: {error}")
        if problem.where not in self.reported:
            self.report(problem)
        return problem.where.line - 1

    def _next_entry(self, stopped: int) -> int | None:
        """The line, from 0, of the next entry at the left edge, where reading may resume.

        Leaves the entry that holds the error out of the root, where it is there already.
        """
        if not isinstance(self.root, MapNode):
            self.root = None
        if not self.resumable:
            return None
        start = max(stopped, self.base)
        if self.root and self.root.entries:
            last = next(reversed(self.root.entries))
            # Never again what has been read, whatever line the error was put down to.
            start = max(start, last.at.line - 1)
            if self._entry_of(stopped) == last.at.line - 1:
                del self.root.entries[last]
        for number in range(start + 1, len(self.lines)):
            if _ENTRY.match(self.lines[number]):
                return number
        return None

    def _entry_of(self, number: int) -> int:
        """The line at the left edge that a line belongs to, from 0."""
        while number > 0 and self.lines[number][:1] in ("", " ", "\t", "#"):
            number -= 1
        return number

    def _report_repeated(self) -> None:
        firsts: dict[int, dict[Text, Text]] = {}
        for node, again in self.repeated:
            if id(node) not in firsts:
                firsts[id(node)] = {key: key for key in node.entries}
            # The first may be gone: left out of the root for a syntax error below it.
            if again in firsts[id(node)]:
                self.report(refused.repeated(again, firsts[id(node)][again]))
