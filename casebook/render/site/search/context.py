"""A text cut into lines that may be shown alone, as the words around an answer.

Each is a sentence. One that mentions a claim carries that claim's reply in brackets, and is
marked as whole: what shows it must not cut it short, for that could part the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from casebook.prose import Mention, plain_text
from casebook.render.desk import Desk
from casebook.render.first_sentence import first_sentence
from casebook.render.replies import reply_words
from casebook.render.typography import typographic
from casebook.spot import Text

WHOLE = "\t"
"""Begins a line that is not to be cut short."""
_REPLY = "\ue000"
"""Stands behind a reply until the text is cut. It is of the private use area: no record has it."""

_CITE = r'<a class="cite"[^>]*>.*?</a>'
_LEFT_OUT = re.compile(
    rf"\s*{_CITE}(?:; {_CITE})*"
    r'|<(a|span) class="(?:note-mark|chip)"[^>]*>.*?</\1>|<a class="note-back".*?</a>',
    re.DOTALL,
)
_ANSWER = re.compile(r'(<span class="answer"[^>]*>.*?)(</span>)', re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|td|th|h[1-6])>")


def prose_lines(desk: Desk, text: Text) -> str:
    """The lines of a field of prose."""

    def label(mention: Mention) -> str:
        entry = desk.edition.mentioned(mention, text)
        reply = reply_words(desk.edition, entry)
        shown = mention.words or entry.label
        return f"{shown} ({reply}{_REPLY})" if reply else shown

    return lines(plain_text(desk.edition.prose[text.at], label))


def html_lines(html: Markup) -> str:
    """The lines of a passage as it was rendered, without citations and marks of notes."""
    bare = _LEFT_OUT.sub("", str(html))
    bare = _BLOCK.sub(" ", _ANSWER.sub(rf"\1{_REPLY}\2", bare))
    return lines(Markup(bare).striptags())


def lines(text: str) -> str:
    """Plain words as lines, a sentence each, one below the other."""
    return "\n".join(_sentences(typographic(text)))


def _sentences(text: str) -> Iterator[str]:
    rest = " ".join(text.split())
    while rest:
        sentence = first_sentence(rest)
        rest = rest[len(sentence) :].lstrip()
        mark = WHOLE if _REPLY in sentence else ""
        yield mark + sentence.replace(_REPLY, "")
