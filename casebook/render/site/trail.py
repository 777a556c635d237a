"""Where a page stands in the site: the way down to it from the front page."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.model.claims import Claim
from casebook.render.desk import Desk
from casebook.render.site.chrome import short_plural
from casebook.render.site.pages import PagePlan
from casebook.render.typography import typographic

TIMELINE = "timeline.html"
NOWHERE = frozenset(("index.html", "404.html"))
"""Pages above which there is nothing, or nobody knows what."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One page on the way."""

    words: str
    href: str
    """Nothing for the page itself, which is the last."""


def trail(desk: Desk, page: PagePlan) -> tuple[Crumb, ...]:
    """The pages from the front page down to a page, itself the last; nothing for the top.

    A record that has a number is named by it. A claim never bears its title here, where no
    reply stands beside it.
    """
    if page.path in NOWHERE:
        return ()
    say = desk.interface.say
    found = [Crumb(say("Home"), desk.links.to_file("index.html"))]
    kind = desk.edition.manuscript.model.kinds.get(page.section)
    index = f"{kind.folder}/index.html" if kind is not None and kind.folder else ""
    if kind is not None and index and page.path != index:
        if kind.name == "event":
            if page.path != TIMELINE:
                found.append(Crumb(say("Timeline"), desk.links.to_file(TIMELINE)))
        elif desk.edition.has_any(kind.name):
            found.append(Crumb(short_plural(desk, kind), desk.links.to_file(index)))
    return (*found, Crumb(typographic(_own(desk, page)), ""))


def _own(desk: Desk, page: PagePlan) -> str:
    entry = page.entry
    if entry is None:
        return page.title
    if isinstance(entry.record, Claim):
        return entry.number or desk.interface.say("Claim")
    return entry.number or entry.label
