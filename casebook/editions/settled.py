"""Text without what is only layout: where a line of the file happened to end."""

from __future__ import annotations

import re

_OPENS = re.compile(r"[-*+|#>:]|\d{1,9}[.)]\s|\[\^|`{3}|~{3}|={2}")
"""How a line begins that is not simply the next of a paragraph."""


def settled(markdown: str) -> str:
    """The same Markdown with each paragraph on one line.

    A line that begins a list item, a heading, a row of a table or a note stays its own, and so
    does what follows a hard break. What cannot be told is left as it is: then a text wrapped
    anew counts as changed, and two different texts never as one.
    """
    lines: list[str] = []
    open_ = fenced = False
    for line in markdown.split("\n"):
        words = line.strip()
        if words.startswith(("```", "~~~")):
            fenced = not fenced
        if open_ and words and not _OPENS.match(words):
            lines[-1] += f" {words}"
        else:
            lines.append(line.rstrip())
        open_ = (
            bool(words) and not fenced and not line.endswith(("  ", "\\")) and not _closes(words)
        )
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)


def _closes(words: str) -> bool:
    """Is a line whole in itself: a heading, a rule, a row of a table?"""
    return words.startswith(("#", "|", "```", "~~~")) or not words.strip("-=*_: ")


def number(value: float) -> int | float:
    """A number as JSON has it, whole ones without a point."""
    return int(value) if float(value).is_integer() else value
