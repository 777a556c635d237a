"""A numbered copy: a source's text, a line a unit, each with its label."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from casebook.model.units import LABEL
from casebook.problem import Problem, RecordError
from casebook.spot import Spot

_LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class NumberedCopy:
    """The units of a source's text, in order, by their labels."""

    units: dict[str, str]
    hash: str
    """SHA-256 of the text, labels included, with lines ended by \\n: which copy this is."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in order."""
        return tuple(self.units)


def read_copy(path: Path) -> NumberedCopy:
    """Read `label<TAB>text` lines; RecordError with every line that is otherwise."""
    name = path.name
    problems: list[Problem] = []

    def wrong(line: int, message: str, hint: str) -> None:
        problems.append(Problem(Spot(name, line, 1), "bad-copy", message, hint))

    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)  # a device has no size, and no end
        text = data.decode("utf-8-sig") if len(data) <= _LARGEST else None
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            wrong(1, f"{path} is not UTF-8 text", "save it as UTF-8")
        else:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            wrong(1, f"{path} cannot be read: {reason}", "name a numbered copy")
        raise RecordError(problems) from None
    if text is None:
        wrong(1, f"{path} is larger than {_LARGEST:,} bytes", "name a numbered copy")
        raise RecordError(problems)
    units: dict[str, str] = {}
    lines = re.split(r"\r\n|\r|\n", text)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        label, tab, words = line.partition("\t")
        if not tab or LABEL.fullmatch(label) is None:
            hint = "a unit stands on one line: label, tab, text; `label FILE` makes such a copy"
            wrong(number, "this line does not begin with a label and a tab", hint)
        elif label in units:
            wrong(number, f"`{label}` stands twice", "each line needs a label of its own")
        elif not words.strip():
            wrong(number, f"there are no words after `{label}`", "take the line out")
        else:
            units[label] = words.strip()
    if not units and not problems:
        wrong(1, f"{path} is empty", "make a numbered copy with `label FILE`")
    if problems:
        raise RecordError(problems)
    content = "".join(f"{label}\t{words}\n" for label, words in units.items())
    return NumberedCopy(units, hashlib.sha256(content.encode()).hexdigest())


_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")


def label_text(text: str) -> str:
    """A numbered copy of a plain text.

    Lines that are not empty are paragraphs p1, p2...; a text of one line is cut into
    sentences s1, s2... An editor looks it over and may relabel headings h1, h2...
    """
    paragraphs = [" ".join(p.split()) for p in re.split(r"\r\n|\r|\n", text) if p.strip()]
    if len(paragraphs) == 1:
        ends = [match.end() for match in _SENTENCE.finditer(paragraphs[0])]
        cuts = zip([0, *ends], [*ends, len(paragraphs[0])], strict=True)
        units = [paragraphs[0][a:b].strip() for a, b in cuts]
        letter = "s"
    else:
        units, letter = paragraphs, "p"
    return "".join(f"{letter}{n}\t{unit}\n" for n, unit in enumerate(units, start=1))
