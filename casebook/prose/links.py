"""Links, pictures and raw HTML: what is allowed, and what is refused out loud.

Markdown shows a link that it refuses as plain characters and says nothing. Here every
address is looked at, and one that may not stand is a problem; its words are still shown.
"""

from __future__ import annotations

import re

from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import autolink as markdown_autolink
from markdown_it.rules_inline import link as markdown_link
from markdown_it.token import Token

from casebook.prose.reading import BAD_CHARACTERS, Reading

_WEB = re.compile(r"https?://[^/?#@\\]+(?:[/?#].*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^@/\\?#]+@[^@/\\?#]+(?:\?.*)?", re.IGNORECASE)
_HIDDEN = re.compile(rf"\\|&#?\w+;|[\s\ufffd{BAD_CHARACTERS}]")
_TAG = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?:[\s/][^<>]*)?>|!--|\?|!\[CDATA\[|![A-Za-z])")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)?")
_BROKEN = re.compile(r"\]\(\s*<?[a-z][a-z0-9+.-]{1,30}:", re.IGNORECASE)
_DEFINITION = re.compile(r"\[[^\[\]^@][^\[\]]*\]:[ \t]*<?(?:[a-z][a-z0-9+.-]*:|/|#|www\.)", re.I)
_ALLOWED = "write [words](https://…) for another site, [[page:name]] for a page of this one"


def link(state: StateInline, silent: bool) -> bool:
    """`[words](address)`, checked; a refused one leaves its words."""
    start, before = state.pos, len(state.tokens)
    if state.src[start] != "[" or not markdown_link(state, silent):
        return False
    if silent:
        return True
    opening = next(token for token in state.tokens[before:] if token.type == "link_open")
    address = start + len(_label(state, start)) + 2
    typed = state.src[address : state.pos - 1].strip()
    reading: Reading = state.env["reading"]
    if opening.attrs.pop("title", None) is not None:
        hint = "say it in the sentence: most readers never see a title"
        reading.problem("link-title", *reading.span(start, state.pos), "a link's title", hint)
        typed = typed.split(maxsplit=1)[0] if typed[0] != "<" else typed.partition(">")[0] + ">"
    if typed.startswith("<") and typed.endswith(">"):
        typed = typed[1:-1]
    _check(reading, opening, state.tokens[-1], typed, reading.span(start, state.pos))
    return True


def _label(state: StateInline, start: int) -> str:
    end = parseLinkLabel(state, start, True)
    return state.src[start:end]


def broken_link(state: StateInline, silent: bool) -> bool:
    """The `](address` that no link has taken: reported, for Markdown shows it and is silent."""
    if silent or state.src[state.pos] != "]":
        return False
    match = _BROKEN.match(state.src, state.pos, state.posMax)
    if match:
        reading: Reading = state.env["reading"]
        hint = "write [words](https://…), without brackets in the words or spaces in the address"
        reading.problem("broken-link", *reading.span(*match.span()), "a link that is broken", hint)
    return False


def autolink(state: StateInline, silent: bool) -> bool:
    """`<https://…>` and `<someone@somewhere>`, shown as typed."""
    start = state.pos
    if state.src[start] != "<":
        return False
    reading: Reading = state.env["reading"]
    if state.linkLevel and not silent:
        if markdown_autolink(state, True):
            where = reading.span(start, state.pos)
            reading.problem("link-not-allowed", *where, "a link inside a link", "leave out the < >")
            state.pending += state.src[start : state.pos]
            return True
        return False
    if not markdown_autolink(state, silent):
        return False
    if silent:
        return True
    opening, words, closing = state.tokens[-3:]
    words.content = typed = state.src[start + 1 : state.pos - 1]
    if str(opening.attrs["href"]).startswith("mailto:"):
        typed = "mailto:" + typed.removeprefix("mailto:")
    _check(reading, opening, closing, typed, reading.span(start, state.pos))
    return True


def _check(
    reading: Reading, opening: Token, closing: Token, typed: str, where: tuple[int, int]
) -> None:
    address = str(opening.attrs["href"])
    good = not _HIDDEN.search(typed) and all(
        _WEB.fullmatch(one) or _MAIL.fullmatch(one) for one in (typed, address)
    )
    if good:
        return
    opening.hidden = closing.hidden = True
    opening.attrs.clear()
    message = f"a link to `{typed[:60]}`" if typed else "a link to nothing"
    reading.problem("link-not-allowed", *where, f"{message} is not allowed", _ALLOWED)


def image(state: StateInline, silent: bool) -> bool:
    """`![words](address)`: refused, shown as typed."""
    if state.src[state.pos] != "!":
        return False
    match = _IMAGE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    start, state.pos = match.span()
    if not silent:
        reading: Reading = state.env["reading"]
        state.pending += match[0]
        hint = "pictures come from the layouts, not from the text"
        where = reading.span(start, state.pos)
        reading.problem("image-not-allowed", *where, "a picture cannot stand here", hint)
    return True


def raw_html(state: StateInline, silent: bool) -> bool:
    """`<b>`: reported, and read on as the plain characters they are."""
    if silent or state.src[state.pos] != "<":
        return False
    match = _TAG.match(state.src, state.pos, state.posMax)
    if match:
        reading: Reading = state.env["reading"]
        hint = "write *emphasis*, **bold**, a list or a table; write &lt; for the sign itself"
        message = f"HTML (`{match[0][:40]}`) is shown to readers as it is typed"
        reading.problem("raw-html", *reading.span(*match.span()), message, hint)
    return False


def link_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[words]: address` on a line of its own, which Markdown would swallow: reported."""
    begin = state.bMarks[start] + state.tShift[start]
    match = not silent and _DEFINITION.match(state.src, begin, state.eMarks[start])
    if match:
        reading: Reading = state.env["reading"]
        hint = "write the address where it is used: [words](https://…)"
        where = reading.original(begin)
        message = "an address kept apart from its link"
        reading.problem("link-definition", where, len(match[0]), message, hint)
    return False
