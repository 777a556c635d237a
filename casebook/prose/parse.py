"""From a text as typed to what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.common.utils import mdTrim

from casebook.problem import Problem
from casebook.prose.headings import name_headings
from casebook.prose.model import Form, Prose
from casebook.prose.parser import MAX_LENGTH, parser
from casebook.prose.reading import Reading
from casebook.prose.simple import read_simple
from casebook.spot import Text

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
    simple = read_simple(text, form)
    return parse_marked_up(text, form, report, source) if simple is None else simple


def parse_marked_up(
    text: Text, form: Form, report: Callable[[Problem], None], source: str = ""
) -> Prose:
    """The same for any text, also a simple one, which need not come this way."""
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
