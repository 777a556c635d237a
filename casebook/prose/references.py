"""Inline rules for what is ours: `[[references]]`, `[@citations]` and `[^marks]` of notes.

What opens like one of them and is none is a problem and is shown as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.rules_inline import StateInline

from casebook.prose.model import Citation, Mention
from casebook.prose.reading import Reading
from casebook.prose.slugs import SLUG, slug_of

_BRACKETS = re.compile(r"\[\[([^\[\]]*)\]\]")
_REFERENCE = re.compile(rf"\s*(?:([a-z]+):)?({SLUG})\s*(?:\\?\|(.*))?", re.DOTALL)
_CITATIONS = re.compile(r"\[@([^\[\]]*)\]")
_CITATION = re.compile(rf"({SLUG})\s+(.+)", re.DOTALL)
PLACE = r"[A-Za-z0-9]+(?:[-–.][A-Za-z0-9]+)*"
"""One place in a source, for use inside a regular expression."""
_PLACE = re.compile(PLACE)
_MARK = re.compile(r"\[\^([^\[\]\s]*)\]")
_DOUBLE_MARKS = re.compile('["“”]')


def reference(state: StateInline, silent: bool) -> bool:
    """`[[id]]`, `[[kind:id]]`, `[[id|words]]`: a token `reference` that holds a Mention."""
    start = state.pos
    if not state.src.startswith("[[", start, state.posMax):
        return False
    match = _BRACKETS.match(state.src, start, state.posMax)
    parts = reference_in(match[1]) if match else None
    end = match.end() if match else start + 2
    state.pos = end
    if silent:
        return True
    reading: Reading = state.env["reading"]
    if parts is None:
        state.pending += state.src[start:end]
        message, hint = _what_is_wrong(match)
        reading.problem("bad-reference", *reading.span(start, end), message, hint)
        return True
    mention = Mention(*parts, *reading.span(start, end))
    reading.mentions.append(mention)
    state.push("reference", "", 0).meta = {"mention": mention}
    return True


def reference_in(inside: str) -> tuple[str, str, str] | None:
    """The kind, id and words of a reference, by what stands in its brackets; None if it is none."""
    parts = _REFERENCE.fullmatch(inside)
    if parts is None:
        return None
    words = _words_of(parts)
    if _DOUBLE_MARKS.search(words) or not (words or parts[3] is None):
        return None
    return parts[1] or "", parts[2], words


def _words_of(parts: re.Match[str]) -> str:
    return " ".join((parts[3] or "").split())


def _what_is_wrong(match: re.Match[str] | None) -> tuple[str, str]:
    if match is None:
        hint = "close it with ]]; in a table, write \\| for the | inside it"
        return "a reference that is not closed", hint
    parts = _REFERENCE.fullmatch(match[1])
    words = _words_of(parts) if parts else ""
    inside = match[1].strip()
    if not inside:
        return "a reference to nothing", "write the id of a record: [[id]]"
    if _DOUBLE_MARKS.search(words):
        hint = f'put the marks around it: "[[{inside.split("|")[0]}|…]]"'
        return "quotation marks inside a reference", hint
    head, bar, _ = inside.partition("|")
    if bar and _REFERENCE.fullmatch(head.rstrip("\\")):
        return "a reference with no words after the |", f"write [[{head}]] or [[{head}|words]]"
    slug = slug_of(head.rpartition(":")[2])
    hint = "an id is made of small letters, digits and hyphens"
    if slug and bar:
        hint += f": [[{slug}|…]]"
    elif slug:
        hint += f": [[{slug}|{head}]]" if slug != head else f": [[{slug}]]"
    return f"`{head}` is not the id of a record", hint


def citation(state: StateInline, silent: bool) -> bool:
    """`[@ft s69]`, `[@ft s69; app s44]`: a token `citation` that holds Citations."""
    start = state.pos
    if not state.src.startswith("[@", start, state.posMax):
        return False
    match = _CITATIONS.match(state.src, start, state.posMax)
    end = match.end() if match else start + 2
    state.pos = end
    if silent:
        return True
    reading: Reading = state.env["reading"]
    found = citations_in(match[1], match.span(), reading.span) if match else None
    if found:
        reading.citations.extend(found)
        state.push("citation", "", 0).meta = {"citations": found}
        return True
    state.pending += state.src[start:end]
    message = "a citation names a source and the places in it" if match else (
        "a citation that is not closed"
    )  # fmt: skip
    hint = "write for example [@ft s69], [@ft s69-71], [@app s43, s45] or [@ft s69; app s44]"
    reading.problem("bad-citation", *reading.span(start, end), message, hint)
    return True


def citations_in(
    inside: str, whole: tuple[int, int], span: Callable[[int, int], tuple[int, int]]
) -> tuple[Citation, ...] | None:
    """The citations that stand in brackets; None where they are none.

    `whole` is where the brackets begin and end, and `span` makes an offset and a length of such.
    """
    found: list[Citation] = []
    begin = whole[0] + len("[@")
    pieces = inside.split(";")
    for piece in pieces:
        typed = piece.strip()
        parts = _CITATION.fullmatch(typed.removeprefix("@") if found else typed)
        if not parts:
            return None
        places = [" ".join(place.split()) for place in parts[2].split(",")]
        if not all(_PLACE.fullmatch(place) for place in places):
            return None
        start = begin + len(piece) - len(piece.lstrip())
        place = (start, start + len(typed)) if len(pieces) > 1 else whole
        found.append(Citation(parts[1], ", ".join(places), *span(*place)))
        begin += len(piece) + 1
    return tuple(found)


def note_mark(state: StateInline, silent: bool) -> bool:
    """`[^name]`: a token `note_mark`. The plugin's own rule passes over undefined names."""
    start = state.pos
    if not state.src.startswith("[^", start, state.posMax):
        return False
    match = _MARK.match(state.src, start, state.posMax)
    end = match.end() if match else start + 2
    state.pos = end
    if silent:
        return True
    reading: Reading = state.env["reading"]
    offset, length = reading.span(start, end)
    if not reading.form.has_notes:
        hint = "notes stand in pages and excerpts; here, write it in the sentence"
        reading.problem("note-not-here", offset, length, "a note cannot stand here", hint)
    elif match is None or not re.fullmatch(SLUG, match[1]):
        hint = "write for example [^since]: small letters, digits and hyphens"
        reading.problem("note-name", offset, length, "a note's mark needs a name", hint)
    else:
        token = state.push("note_mark", "", 0)
        token.meta = {"name": match[1], "at": offset, "length": length}
        return True
    state.pending += state.src[start:end]
    return True


def inline_note(state: StateInline, silent: bool) -> bool:
    """`^[words]`: reported, and read on as the plain characters they are."""
    if not silent and state.src.startswith("^[", state.pos, state.posMax):
        reading: Reading = state.env["reading"]
        hint = "write [^name] here and, in a paragraph of its own, [^name]: **Kind.** The note"
        where = reading.span(state.pos, state.pos + 2)
        reading.problem("note-inline", *where, "a note cannot be written in the sentence", hint)
    return False
