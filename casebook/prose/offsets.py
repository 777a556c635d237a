"""From a position in what the parser reads to an offset in the text as it was typed.

markdown-it gives lines for blocks and nothing for what is inside them. The content of a
block is its source lines with something cut off in front (indents, `>` and list markers)
and white space cut off at the end, so each line of content is the end of a source line.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.token import Token

_LINE_END = re.compile(r"\r\n?")


class Offsets:
    """Where things stand in one text.

    `clean` is the text with line feeds for line ends, which the parser is given. Offsets
    that leave this class are counted in the text as it was given.
    """

    def __init__(self, text: str) -> None:
        self.clean = text
        self._dropped: list[int] = []
        if "\r" in text:
            ends = [match.start() for match in re.finditer("\r\n", text)]
            self._dropped = [end + 1 - number for number, end in enumerate(ends)]
            self.clean = _LINE_END.sub("\n", text)
        self._line_starts: list[int] = []
        self._token: Token | None = None
        self._atx = False
        self._inline_only = False
        self._starts: list[int] = []
        self._shifts: list[int] = []

    def begin(self, token: Token, atx: bool = False, inline_only: bool = False) -> None:
        """From now on, positions are counted in this inline token's content.

        `atx` says that it is a heading's, whose line may end in `##`; `inline_only` that it
        is all of the text but for white space around it.
        """
        self._token, self._atx, self._inline_only = token, atx, inline_only
        self._starts = []

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offset and length in the text of content[start:end], which is not empty."""
        assert self._token is not None
        if not self._starts:
            self._measure(self._token)
        first, last = self._in_clean(start), self._in_clean(end - 1)
        offset = self.original(first)
        return offset, self.original(last) + 1 - offset

    def original(self, offset: int) -> int:
        """The offset in the text as given of an offset in `clean`."""
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
        return position + self._shifts[bisect_right(self._starts, position) - 1]

    def _measure(self, token: Token) -> None:
        """Cuts the content into stretches that stand in the source as they are.

        `_starts` are their positions in the content, `_shifts` what is to be added there.
        """
        content = token.content
        cell = token.meta.get("cell")
        if self._inline_only:
            self._starts = [0]
            self._shifts = [len(self.clean) - len(self.clean.lstrip(MD_TRIM_CHARS))]
        elif cell is not None:  # a `|` in a cell was typed `\|`
            bars = [at for at, character in enumerate(content) if character == "|"]
            self._starts = [0, *(bar + 1 for bar in bars)]
            self._shifts = [cell + number for number in range(len(self._starts))]
        else:
            self._starts, self._shifts = [], []
            lines = content.split("\n")
            position = 0
            for words, (start, written) in zip(lines, self._written(lines, token), strict=True):
                self._starts.append(position)
                self._shifts.append(start + len(written) - len(words) - position)
                position += len(words) + 1

    def _written(self, lines: list[str], token: Token) -> list[tuple[int, str]]:
        """For each line of content, where its source line starts and what stands in it."""
        line, end = token.map or (0, 1)
        # Lines of exotic white space alone are trimmed off a paragraph, at either end.
        while line < end - len(lines) and lines[0] not in self._line(line)[1]:
            line += 1
        written = [self._line(line + number) for number in range(len(lines))]
        start, last = written[-1]
        written[-1] = (start, self._without_end(last))
        return written

    def _line(self, line: int) -> tuple[int, str]:
        start = self._line_start(line)
        return start, self.clean[start : self._line_start(line + 1)].removesuffix("\n")

    def _without_end(self, written: str) -> str:
        if self._atx:
            closed = written.rstrip(" \t").rstrip("#")
            written = closed if closed[-1:] in (" ", "\t") else written
        return written.rstrip(MD_TRIM_CHARS)

    def _line_start(self, line: int) -> int:
        if not self._line_starts:
            self._line_starts = [0, *(m.end() for m in re.finditer("\n", self.clean))]
        starts = self._line_starts
        return starts[line] if line < len(starts) else len(self.clean)
