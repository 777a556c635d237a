"""Notes: their texts set apart, their marks tied to the words before them."""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from casebook.prose.model import Note
from casebook.prose.reading import Reading
from casebook.prose.slugs import SLUG
from casebook.prose.typography import set_words
from casebook.prose.words import typed_words

_ENDS = {"quote_close": "quote_open", "em_close": "em_open", "strong_close": "strong_open"}


def tie_notes(state: StateCore) -> None:
    """Takes the notes' texts out of the text and wraps the words each mark belongs to.

    Those stand between tokens `anchor_open` and `anchor_close`; a mark that has no note
    becomes the plain characters it is.
    """
    reading: Reading = state.env["reading"]
    lines: dict[str, int] = {}
    state.tokens = _take_bodies(state.tokens, reading, lines)
    marked: dict[str, Note] = {}
    for token in state.tokens:
        if token.children and any(child.type == "note_mark" for child in token.children):
            token.children = _tie(token.children, reading, marked)
    for body in reading.bodies.values():
        for token in body:
            for child in token.children or ():
                if child.type == "note_mark":
                    _refuse(child, reading, "note-within-note", "a mark inside a note")
    for name, line in lines.items():
        if name not in marked:
            where = reading.find(line, f"[^{name}]:")
            hint = f"put [^{name}] directly after the words it is about"
            reading.problem("note-unused", where, len(name) + 3, "a note without a mark", hint)
    reading.notes.extend(marked.values())


def _take_bodies(tokens: list[Token], reading: Reading, lines: dict[str, int]) -> list[Token]:
    kept: list[Token] = []
    stack = [kept]
    for token in tokens:
        if token.type == "footnote_reference_open":
            body: list[Token] = []
            stack.append(body)
            _define(token, body, reading, lines)
        elif token.type == "footnote_reference_close":
            stack.pop()
        else:
            stack[-1].append(token)
    for name, body in reading.bodies.items():
        where = reading.find(lines[name], f"[^{name}]:")
        if not _label(body):
            hint = f"start it with what it is, in bold: [^{name}]: **Date.** …"
            message = "a note does not say what kind it is"
            reading.problem("note-kind", where, len(name) + 4, message, hint)
    return kept


def _define(token: Token, body: list[Token], reading: Reading, lines: dict[str, int]) -> None:
    name: str = token.meta["label"]
    line = token.map[0] if token.map else 0
    length = len(name) + 4
    if not re.fullmatch(SLUG, name):
        hint = "write for example [^since]: small letters, digits and hyphens"
        where = reading.find(line, f"[^{name}]:")
        reading.problem("note-name", where, length, "a note needs a name", hint)
    elif name in reading.bodies:
        where = reading.find(line, f"[^{name}]:")
        hint = "give one of them another name"
        reading.problem("note-twice", where, length, f"two notes are named `{name}`", hint)
    else:
        reading.bodies[name] = body
        lines[name] = line


def _label(body: list[Token]) -> str:
    """The first bold words of a note's text, without the stop or colon that ends them."""
    if len(body) < 2 or body[0].type != "paragraph_open":
        return ""
    children = [child for child in body[1].children or () if child.type != "text" or child.content]
    if not children or children[0].type != "strong_open":
        return ""
    end = next(at for at, child in enumerate(children) if child.type == "strong_close")
    return set_words(typed_words(children[1:end])).rstrip(".: ")


def _tie(children: list[Token], reading: Reading, marked: dict[str, Note]) -> list[Token]:
    tied: list[Token] = []
    for token in children:
        if token.type != "note_mark":
            tied.append(token)
            continue
        name: str = token.meta["name"]
        if name in marked:
            _refuse(token, reading, "note-twice", f"the note `{name}` is marked twice")
        elif name not in reading.bodies:
            _refuse(token, reading, "note-undefined", f"there is no note `{name}`")
        else:
            anchor = _anchor(tied)
            words = ""
            if anchor is None:
                _report_lost(token, reading)
            else:
                words = set_words(typed_words(tied[anchor:]))
                tied.insert(anchor, Token("anchor_open", "span", 1, meta={"name": name}))
                tied.append(Token("anchor_close", "span", -1))
            label = _label(reading.bodies[name])
            marked[name] = Note(name, label, words, token.meta["at"])
            token.meta["number"] = len(marked)
            token.meta["label"] = label
        tied.append(token)
    return tied


def _anchor(before: list[Token]) -> int | None:
    """Where the span starts that ends the tokens read so far, if it can hold a note."""
    at = len(before) - 1
    while at >= 0 and before[at].type == "text" and not before[at].content:
        at -= 1
    if at < 0:
        return None
    if before[at].type == "reference":
        return at
    opening = _ENDS.get(before[at].type)
    depth = 0
    while opening and at >= 0:
        depth -= before[at].nesting
        if depth == 0:
            return at
        at -= 1
    return None


def _report_lost(token: Token, reading: Reading) -> None:
    reading.problem(
        "note-without-anchor",
        token.meta["at"],
        token.meta["length"],
        "a note's mark does not follow what it is about",
        "put it directly after a quotation, *emphasis* or a [[reference]], before any comma",
    )


def _refuse(token: Token, reading: Reading, rule: str, message: str) -> None:
    token.type = "text"
    token.content = f"[^{token.meta['name']}]"
    hints = {
        "note-twice": "a note has one mark; write a second note",
        "note-undefined": f"write it in a paragraph of its own: {token.content}: **Kind.** …",
        "note-within-note": "notes have no notes; say it in the sentence",
    }
    reading.problem(rule, token.meta["at"], token.meta["length"], message, hints[rule])
