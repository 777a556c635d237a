"""The comment on a pull request: what the change means, in the record's terms.

    python3 -I comment.py ARCHIVE --run ADDRESS [--site ADDRESS]  > comment.md

ARCHIVE is the artifact that the workflow `Proposal` leaves: a zip with `meaning.json`, which
`build.py diff --format json` wrote. That workflow runs what a stranger proposes, so nothing in
the archive can be believed: it may be no zip, or a bomb, or words that would like to be a link,
a picture or a call to somebody. Here it is read within bounds, taken apart into words, and each
word is set as a word. This script needs nothing but Python, and runs none of the change.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARK = "<!-- casebook: what the change means -->"
"""Begins the comment, so that the next run finds it and writes it anew."""
MEMBER = "meaning.json"
LARGEST_ARCHIVE = 1_000_000
LARGEST = 4_000_000
"""Bytes of the file in it: some 5,000 changes."""
MOST = 100
MOST_POINTS = 10
MOST_PIECES = 20
LONGEST = 300
"""Characters of one sentence."""
LARGEST_COMMENT = 50_000
"""GitHub takes 65,536 characters."""

FOLDERS = {
    "event": "events/",
    "person": "people/",
    "party": "parties/",
    "community": "communities/",
    "place": "places/",
    "source": "sources/",
    "figure": "figures/",
    "comparison": "comparisons/",
    "claim": "claims/",
    "term": "glossary/",
    "page": "",
}
"""Where the pages of each kind stand in the site."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?")
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_MARKUP = re.compile(r"[\\`*_{}\[\]()<>&+!|~$=^]")
_CALLS = r"[@#]|:(?=//|\w+:)|www(?=\.)|\bGH(?=-)"


class RefusedError(Exception):
    """What was left is not what the workflow leaves; the message says how."""


@dataclass(frozen=True)
class Point:
    """One thing about a change: facts, and the words that were and are, by `old` and `new`."""

    facts: str
    wording: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Change:
    """What is said of one record. Every word of it was typed by whoever proposes the change."""

    kind: str
    id: str
    number: str
    title: str
    reply: str
    added: bool
    points: tuple[Point, ...]


def read(archive: bytes) -> list[Change]:
    """The changes in an archive; RefusedError for anything that `diff` would not write."""
    try:
        found = json.loads(_member(archive).decode("utf-8"))
        return [_change(one) for one in _list(_dict(found).get("changes"))]
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"{MEMBER} is not what `diff` writes") from error


def _member(archive: bytes) -> bytes:
    if len(archive) > LARGEST_ARCHIVE:
        raise RefusedError("the archive is too large")
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened, opened.open(MEMBER) as member:
            # What the archive says of its own size is not asked.
            data = member.read(LARGEST + 1)
    except Exception as error:  # a decompressor of a broken zip may raise nearly anything
        raise RefusedError(f"the archive holds no {MEMBER} that can be read") from error
    if len(data) > LARGEST:
        raise RefusedError(f"{MEMBER} is too large")
    return data


def _dict(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _change(value: object) -> Change:
    one = _dict(value)
    kind, id_, number, title, reply = (
        _text(one.get(name)) for name in ("kind", "id", "number", "title", "reply")
    )
    points = tuple(_point(point) for point in _list(one.get("points")))
    return Change(kind, id_, number, title, reply, one.get("added") is True, points)


def _point(value: object) -> Point:
    one = _dict(value)
    pieces = [_dict(piece) for piece in _list(one.get("wording"))]
    return Point(
        ", ".join(_text(fact) for fact in _list(one.get("facts"))),
        tuple((_text(piece.get("op")), _text(piece.get("words"))) for piece in pieces),
    )


def comment(changes: list[Change], run: str, site: str = "") -> str:
    """The comment in Markdown: the most weighty change first, as `diff` gives them.

    `run` is the address of the run that made the proposal's site, `site` that of the published
    one: pages that are there are linked to. Both come from GitHub, and not from the archive.
    """
    count = "One change" if len(changes) == 1 else f"{len(changes):,} changes"
    head = f"{MARK}\n**{count if changes else 'Nothing changes'}** in what the record says"
    head += ".\n\n" if not changes else ":\n\n"
    tail = (
        f"\nThe site as this proposal would make it is kept with [its run]({_checked(run)}) for "
        "two weeks, as `site`. Said here is what the robot found; an editor reads it all.\n"
    )
    items: list[str] = []
    size = len(head) + len(tail)
    base = _checked(site).rstrip("/") + "/" if site else ""
    for number, change in enumerate(changes):
        item = "".join(_item(change, base))
        if number == MOST or size + len(item) > LARGEST_COMMENT:
            items.append(f"- and {len(changes) - number:,} more\n")
            break
        items.append(item)
        size += len(item)
    return head + "".join(items) + tail


def _checked(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise RefusedError("an address is not one of GitHub's")
    return address


def _item(change: Change, base: str) -> Iterator[str]:
    name = inert(change.number or f"{change.kind} {change.id}")
    page = f"{FOLDERS.get(change.kind, '')}{change.id}.html"
    known = change.kind in FOLDERS and _ID.fullmatch(change.id) and len(change.id) <= 200
    if base and known and not change.added:
        name = f"[{name}]({base}{page})"
    said = inert(change.title)
    # What a claim says is never told without what answers it.
    if change.reply:
        said += f" ({inert(change.reply)})"
    yield f"- **{name}** {said}\n"
    for point in change.points[:MOST_POINTS]:
        yield f"  - {_told(point)}\n"
    if len(change.points) > MOST_POINTS:
        yield f"  - and {len(change.points) - MOST_POINTS:,} more\n"


_SHOWN = {"old": "<del>%s</del>", "new": "<ins>%s</ins>", "gap": "… %s"}


def _told(point: Point) -> str:
    facts = inert(point.facts)
    shown = [_SHOWN.get(op, "%s") % inert(words) for op, words in point.wording[:MOST_PIECES]]
    return f"{facts}: {' '.join(shown)}" if shown else facts


def inert(words: str) -> str:
    """Words as Markdown that says them and does nothing else.

    Marks become entities. After what calls a person, an issue or an address stands a blank of
    no width: GitHub looks for those after entities are read.
    """
    plain = _UNSEEN.sub("", " ".join(words.split()))
    if len(plain) > LONGEST:
        plain = plain[: LONGEST - 1] + "…"
    escaped = _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", plain)
    apart = re.sub(r"&#\d+;|" + _CALLS, _apart, escaped, flags=re.IGNORECASE)
    # At the beginning of an item, a number or a dash would begin a list within it.
    return re.sub(r"^[-0-9]", lambda sign: f"&#{ord(sign[0])};", apart) or "–"


def _apart(sign: re.Match[str]) -> str:
    return sign[0] if sign[0].startswith("&") else f"{sign[0]}\u200b"


def main() -> int:
    """Print the comment; 1 and one line on standard error where there can be none."""
    parser = argparse.ArgumentParser(description="Make the comment on a pull request.")
    parser.add_argument("archive", type=Path)
    parser.add_argument("--run", required=True)
    parser.add_argument("--site", default="")
    given = parser.parse_args()
    try:
        with given.archive.open("rb") as stream:
            changes = read(stream.read(LARGEST_ARCHIVE + 1))
        words = comment(changes, given.run, given.site)
    except (RefusedError, OSError) as error:
        # Only our own words: nothing of the archive goes to the log.
        print(f"No comment: {error}.", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(words.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
