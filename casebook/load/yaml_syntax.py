"""What is probably wrong where YAML could not be read, in the words of whoever types it.

The parser says what it expected; the lines say what was meant. Each function below knows one
common mistake and how to tell it, and they are asked in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from yaml.error import MarkedYAMLError

from casebook.problem import Problem
from casebook.spot import Spot

RULE = "yaml-syntax"
_LOOK_BACK = 50
"""How many lines above a mistake are searched for its beginning."""

_START = r"^\s*(?:- +)*"
_KEY = re.compile(_START + r"(?P<key>\w[^:#]*?) *:(?: +|$)(?P<value>.*)")
_UNSPACED = re.compile(_START + r"(?P<key>[\w-]+):(?=[^\s:/])")
_VALUE = re.compile(_START + r"(?:[^\s:\"'][^:]*: +)?(?P<value>[^\s].*)")
_COMMENT = re.compile(r"\s#")
_UNCLOSED = {
    "'": re.compile(r"(?:: +|- +|^\s*)'(?:[^']|'')*$"),
    '"': re.compile(r'(?:: +|- +|^\s*)"(?:[^"\\]|\\.)*\\?$'),
}
"""A quoted value that does not end on its line, by its quotation mark."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where the parser stopped, and why. Lines and columns count from 0 here."""

    lines: list[str]
    line: int
    column: int
    begun: tuple[int, int]
    """Where the thing it was reading began."""
    within: str
    wanted: str

    @property
    def text(self) -> str:
        return self._line(self.line)

    @property
    def here(self) -> str:
        return self.text[self.column : self.column + 1]

    @property
    def before(self) -> str:
        return self.text[: self.column].rstrip()

    @property
    def opening(self) -> str:
        line, column = self.begun
        return self._line(line)[column : column + 1]

    @property
    def misplaced(self) -> bool:
        """Did the parser find something other than the next key or item?"""
        return any(w in self.wanted for w in ("expected key", "block end", "'-' indicator"))

    def above(self) -> tuple[int, str]:
        """The nearest line above that is not empty."""
        for number in range(self.line - 1, max(self.line - _LOOK_BACK, 0) - 1, -1):
            if self._line(number).strip():
                return number, self._line(number)
        return self.line, ""

    def _line(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class _Finding:
    line: int
    column: int
    message: str
    hint: str
    length: int = 1


def explain(error: MarkedYAMLError, lines: list[str], base: int, file: str) -> Problem:
    """The problem (`yaml-syntax`) behind a parser's error.

    In: the error, all lines of the file, and the line (from 0) at which the parser began.
    """
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + base, mark.column) if mark else (base, 0)
    begun = error.context_mark
    stop = _Stop(
        lines,
        min(line, len(lines) - 1),
        column if line < len(lines) else len(lines[-1]),
        (begun.line + base, begun.column) if begun else (line, column),
        error.context or "",
        error.problem or "",
    )
    for look in _LOOKS:
        if found := look(stop):
            break
    else:
        words = stop.wanted or "something else was expected"
        found = _Finding(stop.line, stop.column, f"YAML cannot be read here: {words}", _block())
    where = Spot(file, found.line + 1, found.column + 1)
    return Problem(where, RULE, found.message, found.hint, length=found.length)


def _block(line: str = "") -> str:
    """The advice to write prose as a block, with the key that stands on this line."""
    key = _KEY.match(line)
    named = key["key"] if key and len(key["key"]) <= 40 else "says"
    return f"write prose as a block: `{named}: >`, the words on the next lines, indented"


def _tab(stop: _Stop) -> _Finding | None:
    indent = re.match(r" *\t", stop.text)
    if not indent or ("tab" not in stop.wanted and stop.here != "\t"):
        return None
    message = "a tab stands at the start of this line, where YAML takes only spaces"
    return _Finding(stop.line, indent.end() - 1, message, "indent with two spaces a step")


def _unclosed_quote(stop: _Stop) -> _Finding | None:
    if "quoted scalar" not in stop.within or "unexpected" not in stop.wanted:
        return None
    return _unclosed(stop.lines, *stop.begun)


def _unclosed(lines: list[str], line: int, column: int) -> _Finding:
    quote = lines[line][column : column + 1]
    message = f"the quotation mark {quote} that opens here is never closed"
    hint = f"close it with {quote}, or {_block(lines[line])}"
    return _Finding(line, column, message, hint)


def _escape(stop: _Stop) -> _Finding | None:
    if "quoted scalar" not in stop.within or stop.text.find("\\") < 0:
        return None
    column = stop.text.rfind("\\", 0, stop.column + 1)
    written = re.match(r"\\(?:[xuU][0-9a-fA-F]*|.)?", stop.text[max(column, 0) :])
    if not written:
        return None
    message = f"`{written.group()}` stands for no character between double quotation marks"
    hint = "write the backslash twice, or use single quotation marks"
    return _Finding(stop.line, column, message, hint, len(written.group()))


def _bad_start(stop: _Stop) -> _Finding | None:
    """An unquoted value that starts with a character YAML keeps for itself."""
    line, column, ch = stop.line, stop.column, stop.here
    if any(what in stop.within for what in ("an anchor", "an alias", "a tag", "a directive")):
        (line, column), ch = stop.begun, stop.opening
    elif "mapping keys are not allowed" not in stop.wanted and (
        "cannot start any token" not in stop.wanted and "node content" not in stop.wanted
    ):
        return None
    return _starts_with(stop.lines, line, column) if ch.strip() else None


def _starts_with(lines: list[str], line: int, column: int) -> _Finding:
    message = f"{lines[line][column]} cannot start an unquoted value"
    hint = f"put it in quotation marks, or {_block(lines[line])}"
    return _Finding(line, column, message, hint)


def _bracket(stop: _Stop) -> _Finding | None:
    """A list or map in brackets that is not closed, very often prose that starts so."""
    if "flow sequence" not in stop.within and "flow mapping" not in stop.within:
        return None
    if stop.opening not in ("[", "{"):
        return None
    line, column = stop.begun
    closing = "]" if "sequence" in stop.within else "}"
    message = f"a value that starts with `{stop.opening}` needs its `{closing}` before this ends"
    return _Finding(line, column, message, f"for a text, {_block(stop.lines[line])}")


def _block_header(stop: _Stop) -> _Finding | None:
    if "block scalar" not in stop.within:
        return None
    line, column = stop.line, stop.column
    if line == stop.begun[0]:
        message = f"after `{stop.opening}` the line must end: the words begin on the next one"
    else:
        message = "the lines of this block are not indented alike"
    return _Finding(line, column, message, "indent the words by two spaces more than the key")


def _words_after(stop: _Stop) -> _Finding | None:
    """Words after a value that has already ended: quoted, in brackets, or an alias."""
    value = _VALUE.match(stop.text)
    ending = stop.before[-1:]
    if not stop.misplaced or not value or value.start("value") >= stop.column:
        return None
    opened, last = value.start("value"), len(stop.before) - 1
    first = stop.text[opened]
    if stop.here in ("]", "}"):
        return _Finding(stop.line, stop.column, f"one {stop.here} too many", _block(stop.text))
    if first in "[{*&!":
        return _starts_with(stop.lines, stop.line, opened)
    if ending not in "\"'":
        return None
    if first == ending and last > opened:
        message = f"the quotation mark {ending} ends the value here, but more words follow"
        hint = f"for prose with quotation marks, {_block(stop.text)}"
        return _Finding(stop.line, last, message, hint)
    # This mark closes one that was opened on a line above and was meant to end there.
    unclosed = _UNCLOSED[ending]
    for number in range(stop.line - 1, max(stop.line - _LOOK_BACK, 0) - 1, -1):
        if found := unclosed.search(stop.lines[number]):
            return _unclosed(stop.lines, number, stop.lines[number].index(ending, found.start()))
    return None


def _cut_by_comment(stop: _Stop) -> _Finding | None:
    """A value over several lines, with a ` #` that ended it before its last line."""
    number, line = stop.above()
    cut = _COMMENT.search(line)
    if not cut or not (stop.misplaced or "expected ':'" in stop.wanted):
        return None
    if stop.text[: stop.column].strip() or _KEY.match(stop.text):
        return None
    column = cut.end() - 1
    message = "a comment ends the value here, so the lines below it cannot go on with it"
    return _Finding(number, column, message, _block(line), len(line) - column)


def _colon(stop: _Stop) -> _Finding | None:
    """A `: ` inside an unquoted value, on its first line or a later one."""
    if "mapping values are not allowed" not in stop.wanted:
        return None
    number, above = stop.above()
    if unspaced := _UNSPACED.match(above):
        return _unspaced(number, unspaced)
    key = _KEY.match(stop.text)
    if key and key.start("value") <= stop.column:
        message = "`: ` inside an unquoted value"
        return _Finding(stop.line, stop.column, message, _quote_or_block(stop.text), 2)
    if key and not _KEY.match(above):
        column = len(above) - len(above.lstrip())
        return _Finding(number, column, "a key needs a colon and a space after it", _ADD_COLON)
    message = "this line goes on with the value above it, and `: ` cannot stand there"
    hint = f"indent it like the key above if it is one; if not, {_block(above)}"
    return _Finding(stop.line, stop.column, message, hint, 2)


_ADD_COLON = "write `key: value`; a line that goes on with a value is indented deeper than its key"


def _quote_or_block(line: str) -> str:
    return f"put the value in quotation marks, or {_block(line)}"


def _unspaced(line: int, found: re.Match[str]) -> _Finding:
    message = f"a space is missing after the colon of `{found['key']}:`"
    return _Finding(line, found.end() - 1, message, f"write `{found['key']}: ` and the value")


def _no_colon(stop: _Stop) -> _Finding | None:
    if "expected ':'" not in stop.wanted:
        return None
    line, column = stop.begun
    if line >= len(stop.lines):
        return None
    if unspaced := _UNSPACED.match(stop.lines[line]):
        return _unspaced(line, unspaced)
    words = stop.lines[line][column:].rstrip()
    message = "this is neither `key: value`, nor a list item, nor part of the value above"
    return _Finding(line, column, message, _ADD_COLON, max(len(words), 1))


def _list(stop: _Stop) -> _Finding | None:
    if "sequence entries are not allowed" not in stop.wanted:
        return None
    message = "a list cannot begin here: each `- ` stands on a line of its own"
    return _Finding(stop.line, stop.column, message, "for a text, " + _block(stop.text))


def _indentation(stop: _Stop) -> _Finding | None:
    if not stop.misplaced or stop.before:
        return None
    if stop.here == ":":
        message = "a key is missing before the colon"
    elif stop.here == "-" and "mapping" in stop.within:
        message = "a list item stands here among keys"
    elif "'-' indicator" in stop.wanted:
        message = "a line stands here among list items that does not begin with `- `"
    else:
        message = "this line does not line up with the lines above it"
    hint = "give all keys of a record, and all items of a list, the same indentation"
    return _Finding(stop.line, stop.column, message, hint)


_LOOKS: tuple[Callable[[_Stop], _Finding | None], ...] = (
    _tab,
    _unclosed_quote,
    _escape,
    _bad_start,
    _bracket,
    _block_header,
    _words_after,
    _cut_by_comment,
    _colon,
    _no_colon,
    _list,
    _indentation,
)
