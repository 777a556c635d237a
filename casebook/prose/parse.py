"""From a text as typed to what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.common.utils import MD_TRIM_CHARS, mdTrim
from markdown_it.token import Token

from casebook.problem import Problem
from casebook.prose.headings import name_headings
from casebook.prose.model import Form, Prose
from casebook.prose.parser import MAX_LENGTH, parser
from casebook.prose.reading import Reading
from casebook.prose.typography import set_words
from casebook.spot import Text

_PLAIN = re.compile(r"""[^\W\d_][^\\`*_\[<&\n"“”]*""")
"""Starts with a letter, so is no list, heading or quotation, and holds nothing that marks up."""
_TWO_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def parse_prose(
    text: Text, form: Form, report: Callable[[Problem], None], source: str = ""
) -> Prose:
    """Reads annotated Markdown (CommonMark, see `parser`).

    `source` is the whole file that holds the text, for the spots of the problems that
    `report` is called with. Never raises: what cannot be read is reported and shown as it
    was typed; a text over MAX_LENGTH characters is reported and gives an empty Prose.
    """
    if len(text) > MAX_LENGTH:
        reading = Reading(Text("", text.at), form, report, source)
        message = f"a text of {len(text):,} characters is too long to be read"
        reading.problem("too-long", 0, 1, message, f"split it; {MAX_LENGTH:,} is the most")
        return Prose(text, form)
    words = text.removesuffix("\n")
    if _PLAIN.fullmatch(words) and words.isprintable():
        return Prose(text, form, _plain(text, form))
    return parse_marked_up(text, form, report, source)


def parse_marked_up(
    text: Text, form: Form, report: Callable[[Problem], None], source: str = ""
) -> Prose:
    """The same for any text, also one without markup, which need not come this way."""
    reading = Reading(text, form, report, source)
    md = parser(form.has_notes)
    env = {"reading": reading}
    if form is Form.LINE:
        tokens = md.parseInline(_line(reading), env)
    else:
        tokens = md.parse(reading.clean, env)
    return Prose(
        text,
        form,
        tuple(tokens),
        {name: tuple(body) for name, body in reading.bodies.items()},
        tuple(reading.mentions),
        tuple(reading.citations),
        tuple(reading.quotations),
        tuple(reading.notes),
        name_headings(tokens, reading),
    )


def _line(reading: Reading) -> str:
    words = mdTrim(reading.clean)
    blank = _TWO_PARAGRAPHS.search(words)
    if blank:
        at = words.index(blank[0]) + len(blank[0])
        hint = "write it without an empty line"
        where = reading.original(reading.clean.index(words) + at)
        reading.problem("one-paragraph", where, 1, "a second paragraph in a line", hint)
    return words


def _plain(text: str, form: Form) -> tuple[Token, ...]:
    """What the parser makes of one paragraph without any markup."""
    content = text.strip(MD_TRIM_CHARS)
    words = Token("text", "", 0, content=set_words(content))
    inline = Token("inline", "", 0, map=[0, 1], content=content, children=[words])
    if form is Form.LINE:
        return (inline,)
    inline.block, inline.level = True, 1
    return (
        Token("paragraph_open", "p", 1, map=[0, 1], block=True),
        inline,
        Token("paragraph_close", "p", -1, block=True),
    )
