"""Small changes to finished HTML: ids made unlike those of other chapters, notes put in place.

What is changed comes from our own escaping renderers, where ` id="` never stands in a text.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_ID = re.compile(r' id="([^"]*)"')
_INNER_LINK = re.compile(r' href="#((?:note|mark|anchor)-[^"]*)"')
_HEADING = re.compile(r"<(/?)h([1-6])\b")
_HREF = re.compile(r' href="#([^"]*)"')


def within(html: Markup, owner: str, deeper: int = 0) -> Markup:
    """A block of a page or excerpt, for use among others.

    Its ids, and its links to its own notes, are put under the anchor of their `owner`, and
    its headings are lowered by so many levels.
    """
    words = _ID.sub(rf' id="{owner}.text.\1"', str(html))
    words = _INNER_LINK.sub(rf' href="#{owner}.text.\1"', words)
    if deeper:
        words = _HEADING.sub(lambda m: f"<{m[1]}h{min(6, int(m[2]) + deeper)}", words)
    return Markup(words)


def anchor_in(link: Markup | str) -> str:
    """The anchor that a link, or an address such as `#person-ID`, leads to; else nothing."""
    words = str(link)
    if words.startswith("#"):
        return words[1:]
    found = _HREF.search(words)
    return found[1] if found else ""


def run_in(html: Markup, opening: Markup | str) -> Markup:
    """The same blocks with some words before those of the first paragraph."""
    words = str(html)
    opening = escape(opening)
    if words.startswith("<p>"):
        return Markup(f"<p>{opening} {words[3:]}")
    return Markup(f"<p>{opening}</p>\n{words}")


def run_out(html: Markup, closing: Markup | str) -> Markup:
    """The same blocks with something after the words of the last paragraph."""
    words = str(html).rstrip()
    closing = escape(closing)
    if words.endswith("</p>"):
        return Markup(f"{words[:-4]}{closing}</p>\n")
    return Markup(f"{words}\n<p>{closing}</p>\n")
