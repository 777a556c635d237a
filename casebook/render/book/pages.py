"""On which page everything stands: read from a finished layout, printed in the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from casebook.interface import ENGLISH, Interface
from casebook.render.book.links import BRIEF

UNKNOWN = "00"
"""What the first layout prints for a page number: about as wide as most."""


@dataclass(frozen=True, slots=True)
class PageMap:
    """What a layout tells of itself. Pages count from 1, the cover among them."""

    anchors: Mapping[str, int] = field(default_factory=dict)
    """The page on which each anchor stands, in the order of the book."""
    mentions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The pages that link to each anchor, rising; contents and index not counted."""
    count: int = 0
    _first: dict[int, str] = field(default_factory=dict, repr=False, compare=False)

    def number(self, anchor: str) -> str:
        """The page of an anchor as printed."""
        page = self.anchors.get(anchor)
        return str(page) if page is not None else UNKNOWN

    def first_on(self, page: int) -> str:
        """The first anchor on a page; nothing where none begins there."""
        if not self._first:
            for name, at in self.anchors.items():
                self._first.setdefault(at, name)
        return self._first.get(page, "")


def page_link(pages: PageMap, anchor: str) -> Markup:
    """The number of the page an anchor stands on, as a link to it."""
    return Markup('<a class="page" href="#{}">{}</a>').format(anchor, pages.number(anchor))


def with_page(pages: PageMap, link: Markup, anchor: str, interface: Interface = ENGLISH) -> Markup:
    """A link and the page it leads to: `Lyari, p. 36`; or that it leads out of a brief."""
    if anchor in ("", BRIEF):
        words = escape(interface.say("in the full record"))
        return Markup('{}{}<span class="p elsewhere">{}</span>').format(
            link, interface.comma, words
        )
    page = escape(interface.say("p. %(page)s")) % {"page": page_link(pages, anchor)}
    return Markup('{}{}<span class="p">{}</span>').format(
        link, interface.comma, page.replace(" ", "\u00a0", 1)
    )


def index_numbers(pages: PageMap, anchor: str, interface: Interface = ENGLISH) -> Markup:
    """The pages that name something, runs joined (`12–14`), the page of its own entry bold."""
    own = pages.anchors.get(anchor)
    found = set(pages.mentions.get(anchor, ()))
    if own is not None:
        found.add(own)
    parts = []
    for first, last in runs(sorted(found), apart=own):
        words = _number(pages, first)
        if last > first:
            joined = words + Markup("–") + _number(pages, last)
            words = Markup('<span class="run">{}</span>').format(joined)
        parts.append(Markup("<b>{}</b>").format(words) if first == own else words)
    return escape(interface.comma).join(parts)


def _number(pages: PageMap, page: int) -> Markup:
    """A page number, a link where something on that page can be linked to."""
    anchor = pages.first_on(page)
    if not anchor:
        return escape(str(page))
    return Markup('<a class="page" href="#{}">{}</a>').format(anchor, page)


def index_place(anchor: str) -> Markup:
    """Where the pages that name something will stand, once they are known."""
    return Markup('<span class="pages" data-of="{}"></span>').format(anchor)


_PLACE = re.compile(
    rf'<a class="page" href="#([^"]*)">{UNKNOWN}</a>|<span class="pages" data-of="([^"]*)"></span>'
)
_OWN_LINK = re.compile(r"</?a\b[^<>]*>")
_NUMBER = re.compile(r"[0-9]+")


def with_numbers(html: str, pages: PageMap) -> str:
    """A text that was rendered with an empty map, with its page numbers."""

    def numbered(place: re.Match[str]) -> str:
        if place[1] is not None:
            return f'<a class="page" href="#{place[1]}">{pages.number(place[1])}</a>'
        return str(index_numbers(pages, place[2]))

    return _PLACE.sub(numbered, html)


def with_room(html: str, pages: PageMap) -> str:
    """The same with noughts, as many as a number of this map has figures.

    Figures are all of one width, so lines break as they will with the right numbers; and what
    is laid out does not change whenever a guess does.
    """

    def link(anchor: str, words: str) -> str:
        return f'<a class="page" href="#{anchor}">{words}</a>'

    def roomy(place: re.Match[str]) -> str:
        if place[1] is not None:
            return link(place[1], "0" * len(pages.number(place[1])))
        # Whether a page has anything to link to is a guess too: all are written as links.
        words = _OWN_LINK.sub("", index_numbers(pages, place[2]))
        return _NUMBER.sub(lambda number: link(place[2], "0" * len(number[0])), words)

    return _PLACE.sub(roomy, html)


def runs(numbers: Iterable[int], apart: int | None = None) -> list[tuple[int, int]]:
    """Rising numbers as runs of neighbours: 1, 2, 3, 5 gives (1, 3), (5, 5).

    `apart` is always a run of its own.
    """
    found: list[tuple[int, int]] = []
    for number in numbers:
        last = found[-1] if found else None
        if last and last[1] == number - 1 and apart not in (number, last[1]):
            found[-1] = (last[0], number)
        else:
            found.append((number, number))
    return found
