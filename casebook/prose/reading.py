"""One reading of one text: where things stand in it and what is wrong with it.

markdown-it gives lines for blocks and nothing for what is inside them. The content of a
block is its source lines with something cut off in front (indents, `>` and list markers)
and white space cut off at the end, so each line of content is the end of a source line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.token import Token

from casebook.problem import Problem
from casebook.prose.model import Citation, Form, Mention, Note, Quotation
from casebook.spot import Text, locate

MOST_OF_A_RULE = 10
"""So many problems of one rule are reported for one text: a thousand would help nobody."""

_NONCHARACTERS = "".join(
    chr(plane + end) for plane in range(0x10000, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
)
BAD_CHARACTERS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + _NONCHARACTERS
)
"""What HTML may not hold (HTML standard, "preprocessing the input stream"), for a regex class."""
_BAD = re.compile(f"[{BAD_CHARACTERS}]")


class Reading:
    """What the parser's rules share while one text is read; a fresh one for each text.

    `clean` is what the parser is given: the text with one kind of line end, and with
    characters that no page may hold replaced. Offsets that leave this class are always
    counted in the text as it was given.
    """

    def __init__(
        self, text: Text, form: Form, report: Callable[[Problem], None], source: str
    ) -> None:
        self.text = text
        self.form = form
        self.mentions: list[Mention] = []
        self.citations: list[Citation] = []
        self.quotations: list[Quotation] = []
        self.bodies: dict[str, list[Token]] = {}
        self.notes: list[Note] = []
        self._report = report
        self._source = source
        self._count: Counter[str] = Counter()
        self._dropped: list[int] = []
        self._line_starts: list[int] = []
        self._content = ""
        self._first_line = 0
        self._cell: int | None = None
        self._atx = False
        self._base = 0
        self.clean = self._cleaned(text)

    def problem(self, rule: str, offset: int, length: int, message: str, hint: str = "") -> None:
        """Reports a problem at an offset of the text; of one rule, only the first few."""
        self._count[rule] += 1
        if self._count[rule] <= MOST_OF_A_RULE:
            where = locate(self._source, self.text, offset)
            self._report(Problem(where, rule, message, hint, length=max(length, 1)))

    def begin(self, token: Token, atx: bool = False) -> None:
        """From now on, positions are counted in this inline token's content.

        `atx` says that it is a heading's, whose line may end in `##`.
        """
        self._content = token.content
        self._first_line = token.map[0] if token.map else 0
        self._cell = token.meta.get("cell")
        self._atx = atx
        if self.form is Form.LINE:
            self._base = len(self.clean) - len(self.clean.lstrip(MD_TRIM_CHARS))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offset and length in the text of content[start:end], which is not empty."""
        first = self._in_clean(start)
        last = self._in_clean(end - 1)
        literal = self._content[start:end]
        if "\n" not in literal and "|" not in literal and not self.clean.startswith(literal, first):
            # Exotic white space made the parser drop a line, or the source is not ours to know.
            found = self.clean.find(literal, self._line_start(self._first_line))
            if found >= 0:
                first, last = found, found + len(literal) - 1
        offset = self.original(first)
        return offset, self.original(last) + 1 - offset

    def original(self, offset: int) -> int:
        """The offset in the text as given of an offset in the text as parsed."""
        return offset + bisect_right(self._dropped, offset) if self._dropped else offset

    def find(self, line: int, literal: str) -> int:
        """The offset in the text of a literal at or after a line (counted from 0)."""
        start = self._line_start(line)
        return self.original(max(self.clean.find(literal, start), start))

    def words_of_line(self, line: int) -> int:
        """The offset in the text of the first character of a line that is not blank."""
        start = self._line_start(line)
        words = self.clean[start : self._line_start(line + 1)]
        return self.original(start + len(words) - len(words.lstrip()))

    def _in_clean(self, position: int) -> int:
        content = self._content
        if self.form is Form.LINE:
            return self._base + position
        if self._cell is not None:  # a `|` in a cell was typed `\|`
            return self._cell + position + content.count("|", 0, position)
        line = self._first_line + content.count("\n", 0, position)
        start = self._line_start(line)
        written = self.clean[start : self._line_start(line + 1)].removesuffix("\n")
        end = content.find("\n", position)
        if end < 0:
            end = len(content)
            if self._atx:
                closed = written.rstrip(" \t").rstrip("#")
                written = closed if closed[-1:] in (" ", "\t") else written
            written = written.rstrip(MD_TRIM_CHARS)
        return start + len(written) - (end - position)

    def _line_start(self, line: int) -> int:
        if not self._line_starts:
            self._line_starts = [0, *(m.end() for m in re.finditer("\n", self.clean))]
        starts = self._line_starts
        return starts[line] if line < len(starts) else len(self.clean)

    def _cleaned(self, text: Text) -> str:
        clean = str(text)
        if "\r" in clean:
            ends = [match.start() for match in re.finditer("\r\n", clean)]
            self._dropped = [end + 1 - number for number, end in enumerate(ends)]
            clean = clean.replace("\r\n", "\n").replace("\r", "\n")
        if clean.isprintable() or not _BAD.search(clean):
            return clean
        for match in _BAD.finditer(clean):
            self.problem(
                "control-character",
                self.original(match.start()),
                1,
                f"a character that cannot be shown (U+{ord(match[0]):04X})",
                "delete it; it may have come along with pasted text",
            )
        return _BAD.sub("\ufffd", clean)
