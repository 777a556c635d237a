"""Small changes to finished HTML: ids made unlike those of other chapters, notes put in place.

What is changed comes from our own escaping renderers, where ` id="` never stands in a text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from markupsafe import Markup, escape

from casebook.interface import ENGLISH, Interface
from casebook.model.units import LABEL
from casebook.render.book.pieces import ELSEWHERE
from casebook.render.desk import place_words

_ID = re.compile(r' id="([^"]*)"')
_INNER_LINK = re.compile(r' href="#((?:note|mark|anchor)-[^"]*)"')
_HEADING = re.compile(r"<(/?)h([1-6])\b")
_SPACE_BEFORE = re.compile(
    r"(?<=[^>\s])[ \n](?:"
    r'(<(?:q|em|span class="(?:aside|anchor)")(?: [^>]*)?>'
    r'|<a (?:data-term="[^"]*" )?class="ref(?: short)?" href="[^"]*">(?!<))'
    r"|(?=<(?:a|b|i|span|strong)[ >]))"
)
_SPACE_AT_END = re.compile(r"(?<=[^>\s])\s+(?=</(?:dd|dt|h[1-6]|li|p|td|th)>)")
_HREF = re.compile(r' href="#([^"]*)"')
_ADDRESS = re.compile(r' href="([^"]*)"')


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


def elsewhere(html: str, anchors: Container[str]) -> str:
    """The same document, in which links to other anchors than these lead out of it."""
    return _HREF.sub(
        lambda link: link[0] if link[1] in anchors else f' href="{ELSEWHERE}{link[1]}"', html
    )


def anchor_in(link: Markup | str) -> str:
    """The anchor that a link, or an address such as `#person-ID`, leads to; else nothing.

    Of several links in one it is the first that counts; where that leads out of the book, none.
    """
    words = str(link)
    found = _ADDRESS.search(words)
    address = found[1] if found else words
    return address[1:] if address.startswith("#") else ""


def run_in(html: Markup, opening: Markup | str, gap: str = " ") -> Markup:
    """The same blocks with something before the words of the first paragraph, and a gap."""
    words = str(html)
    opening = escape(opening)
    if words.startswith("<p>"):
        return Markup(f"<p>{opening}{gap}{words[3:]}")
    return Markup(f"<p>{opening}</p>\n{words}")


def stopped(html: Markup | str, stop: str = ".") -> Markup:
    """The same words with a full stop at their end, unless they have a mark there already."""
    words = escape(html)
    plain = words.striptags().rstrip("”’\"')] ")
    return words if not plain or plain[-1] in ".!?…۔؟" else words + escape(stop)


def unit_words(labels: Sequence[str], interface: Interface = ENGLISH) -> str:
    """Labels of units as the margin has them: `p2`, `p3` is "¶2–3", a heading alone is said."""
    body = [label for label in labels if not label.startswith("h")]
    return place_words(", ".join(_runs(body) if body else labels[:1]), interface)


def _runs(labels: Sequence[str]) -> list[str]:
    runs: list[list[str]] = []
    for label in labels:
        match, before = LABEL.fullmatch(label), LABEL.fullmatch(runs[-1][-1]) if runs else None
        follows = (
            match is not None
            and before is not None
            and match[1] == before[1]
            and not (match[3] or before[3])
            and int(match[2]) == int(before[2]) + 1
        )
        if follows:
            runs[-1].append(label)
        else:
            runs.append([label])
    return [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]


def space_within(html: str) -> str:
    """The same document, with no space at the end of the text before an inline element.

    Where a line has room for a text and none for the space it ends in, WeasyPrint 70 takes the
    first word of the text for all that fits, and the line ends there. A space at the start of the
    element is broken at; elements that do not break, or begin with no text, have it before them as
    an element of its own. At the end of a paragraph it says nothing and goes.
    """
    html = _SPACE_AT_END.sub("", html)
    return _SPACE_BEFORE.sub(lambda found: f"{found[1]} " if found[1] else "<span> </span>", html)


def run_out(html: Markup, closing: Markup | str) -> Markup:
    """The same blocks with something after the words of the last paragraph."""
    words = str(html).rstrip()
    closing = escape(closing)
    if words.endswith("</p>"):
        return Markup(f"{words[:-4]}{closing}</p>\n")
    return Markup(f"{words}\n<p>{closing}</p>\n")
