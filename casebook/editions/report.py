"""Changes as text for a terminal, as Markdown for a comment, and as JSON for programs.

Whatever stands in a record was typed by somebody. In a comment it must be words and nothing
else: no markup, no picture, no mention that calls a person, no link, and no more of it than a
comment can hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from casebook.editions.change import Change, Point
from casebook.editions.values import shortened
from casebook.editions.wording import GAP, NEW, OLD, Piece

Cover = Callable[[str], str]
"""Gives the same words with every withheld name covered."""

_MOST = 200
"""Changes that are told one by one in a comment, and points of one."""
_MOST_POINTS = 12
_LARGEST = 50_000
"""Characters of a comment: GitHub takes 65,536."""
_LONGEST = 400
"""Characters of one line's words."""
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
"""What a terminal or a page obeys, or turns the line round for, in place of showing it."""
_MARKUP = re.compile(r"[\\`*_\[\]|~$]")
"""What means something within a line."""
_OPENS = re.compile(r"^(?:[#+\-=>]|[0-9]{1,9}(?=[.)]))")
"""What begins a heading or a list where it begins a line."""
_CALLS = re.compile(r"(?i)[@#](?=[\w-])|:(?=//)|www(?=\.)|\bGH(?=-[0-9])")


def reply_of(change: Change) -> str:
    """What answers a claim, where its points do not say so already."""
    said = any(change.reply in point.facts for point in change.points)
    return "" if said else change.reply


def counted(changes: Sequence[Change]) -> str:
    """`No changes`, `One change`, `12 changes`."""
    if len(changes) < 2:
        return "One change" if changes else "No changes"
    return f"{len(changes):,} changes"


def as_text(changes: Sequence[Change], heading: str, cover: Cover) -> str:
    """For people at a terminal: each change by its points, with what it is of below."""
    lines = [_plain(f"{counted(changes)} {heading}", cover)]
    for change in changes:
        lines.append("")
        name = change.number or f"{change.kind} {change.id}".strip()
        shown, left = _points(change)
        for point in shown:
            lines.append(_plain(f"{name}: {', '.join(point.facts)}", cover))
            if point.pieces:
                lines.append("    " + _plain(_in_line(point.pieces), cover))
        if left:
            lines.append(f"{name}: and {left} more")
        reply = reply_of(change)
        title = f"{change.title} ({reply})" if reply else change.title
        lines.append("    " + _plain(title, cover))
    return "\n".join(lines) + "\n"


def _plain(words: str, cover: Cover) -> str:
    return cover(_safe(words))


def _safe(words: str) -> str:
    """Words on one line without what is obeyed in place of being shown."""
    return _UNSEEN.sub("", shortened(words.replace("\u00a0", " "), _LONGEST))


def _in_line(pieces: Iterable[Piece]) -> str:
    marked = {OLD: "[-%s-]", NEW: "{+%s+}", GAP: "…%s"}
    return " ".join(marked.get(piece.op, "%s") % piece.words for piece in pieces)


def _points(change: Change) -> tuple[Sequence[Point], int]:
    return change.points[:_MOST_POINTS], len(change.points[_MOST_POINTS:])


def as_markdown(changes: Sequence[Change], heading: str, cover: Cover) -> str:
    """For a comment on a pull request: a list, the most weighty first, and never too long."""
    head = f"**{counted(changes)}** {escaped(heading, cover)}\n"
    lines: list[str] = []
    size = len(head)
    for number, change in enumerate(changes):
        item = _item(change, cover)
        if number == _MOST or size + len(item) > _LARGEST:
            lines.append(f"- and {len(changes) - number:,} more\n")
            break
        lines.append(item)
        size += len(item)
    return head + ("\n" if lines else "") + "".join(lines)


def _item(change: Change, cover: Cover) -> str:
    name = escaped(change.number or f"{change.kind} {change.id}".strip(), cover)
    points, left = _points(change)
    told = [_told(point, cover) for point in points]
    title = escaped(change.title, cover)
    reply = reply_of(change)
    reply = f" ({escaped(reply, cover)})" if reply else ""
    if len(told) == 1 and not left:
        return f"- **{name}** {told[0]}: *{title or name}*{reply}\n"
    more = [f"  - and {left} more\n"] if left else []
    below = [f"  - {one}\n" for one in told]
    return "".join([f"- **{name}** *{title or name}*{reply}\n", *below, *more])


def _told(point: Point, cover: Cover) -> str:
    words = escaped(", ".join(point.facts), cover)
    if not point.pieces:
        return words
    marked = {OLD: "~~%s~~", NEW: "**%s**", GAP: "…%s"}
    shown = (marked.get(piece.op, "%s") % escaped(piece.words, cover) for piece in point.pieces)
    return f"{words}: {' '.join(shown)}"


def escaped(words: str, cover: Cover) -> str:
    """Words as words in Markdown and nothing else.

    Marks are escaped, HTML too. After what would call a person, an issue or an address stands
    a blank of no width, as the robots of this trade do it: no escape stops those.
    """
    words = cover(_safe(words))
    words = _CALLS.sub(lambda found: f"{found[0]}\u200b", words)
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    words = _MARKUP.sub(lambda found: f"\\{found[0]}", words)
    return _OPENS.sub(
        lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", words
    )


def as_json(
    changes: Sequence[Change], old: dict[str, str], new: dict[str, str], cover: Cover
) -> str:
    """One object: what was compared, and every change with its points."""

    def covered(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, str):
            return cover(value)
        if isinstance(value, dict):
            return {name: covered(one) for name, one in value.items()}
        return [covered(one) for one in value] if isinstance(value, list) else value

    told = [
        {
            "kind": change.kind,
            "id": change.id,
            "number": change.number,
            "title": change.title,
            "reply": change.reply,
            "added": not change.before,
            "gone": not change.here,
            "points": [
                {
                    "weight": point.weight.name.lower().replace("_", "-"),
                    "facts": list(point.facts),
                    "wording": [{"op": one.op, "words": one.words} for one in point.pieces],
                }
                for point in change.points
            ],
        }
        for change in changes
    ]
    # ASCII, so that it reads the same whatever the terminal's or pipe's encoding.
    return json.dumps(
        {"old": covered(old), "new": covered(new), "changes": covered(told)}, indent=1
    )
