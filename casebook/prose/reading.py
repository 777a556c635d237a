"""One reading of one text: what is found in it and what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from markdown_it.token import Token

from casebook.problem import Problem
from casebook.prose.model import Citation, Form, Mention, Note, Quotation
from casebook.prose.offsets import Offsets
from casebook.spot import Text, locate

MOST_OF_A_RULE = 10
"""So many problems of one rule are reported for one text: a thousand would help nobody."""

_LAST_OF_PLANES = "".join(
    chr(plane + end) for plane in range(0x10000, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
)
BAD_CHARACTERS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + _LAST_OF_PLANES
)
"""What HTML may not hold (HTML standard, "preprocessing the input stream"), for a regex class."""
_BAD = re.compile(f"[{BAD_CHARACTERS}]")


class Reading(Offsets):
    """What the parser's rules share while one text is read; a fresh one for each text."""

    def __init__(
        self, text: Text, form: Form, report: Callable[[Problem], None], source: str
    ) -> None:
        super().__init__(str(text))
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
        if not self.clean.isprintable() and _BAD.search(self.clean):
            self._replace_bad_characters()

    def problem(self, rule: str, offset: int, length: int, message: str, hint: str = "") -> None:
        """Reports a problem at an offset of the text; of one rule, only the first few."""
        self._count[rule] += 1
        if self._count[rule] <= MOST_OF_A_RULE:
            where = locate(self._source, self.text, offset)
            self._report(Problem(where, rule, message, hint, length=max(length, 1)))

    def _replace_bad_characters(self) -> None:
        for match in _BAD.finditer(self.clean):
            self.problem(
                "control-character",
                self.original(match.start()),
                1,
                f"a character that cannot be shown (U+{ord(match[0]):04X})",
                "delete it; it may have come along with pasted text",
            )
        self.clean = _BAD.sub("\ufffd", self.clean)
