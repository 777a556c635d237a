"""PyYAML's parser, and only that: text in, events out, nothing resolved and nothing made."""

from __future__ import annotations

from typing import Protocol

from yaml.events import Event
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError

try:
    from yaml._yaml import CParser
except ImportError:
    CParser = None  # type: ignore[assignment,misc]


class EventParser(Protocol):
    """What is asked of a parser: its next event, or a `yaml.YAMLError`."""

    def get_event(self) -> Event | None: ...


class PureParser(Reader, Scanner, Parser):
    """The parser written in Python, for where PyYAML was built without its C library."""

    def __init__(self, source: str) -> None:
        Reader.__init__(self, source)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Event | None:
        """The next event; the few plain ValueErrors of this parser become YAML errors."""
        try:
            event: Event | None = Parser.get_event(self)  # type: ignore[no-untyped-call]
        except (ValueError, OverflowError) as error:
            # An escape such as "\UFFFFFFFF", or a version number of thousands of digits.
            mark = self.get_mark()
            raise ScannerError(None, None, "found an impossible number", mark) from error
        return event


def new_parser(source: str) -> EventParser:
    """A parser over a text: the C one, many times faster, where PyYAML has it."""
    return PureParser(source) if CParser is None else CParser(source)
