"""What a page says of itself."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from casebook.edit.edition import Entry
from casebook.render.desk import Desk
from casebook.render.linked_data import agents, claims, site, things
from casebook.render.linked_data.context import Context, Node, slim
from casebook.render.linked_data.script import script

Describe = Callable[[Context, Entry], Node]

KINDS: dict[str, Describe] = {
    "event": things.event,
    "person": agents.person,
    "party": agents.party,
    "community": agents.community,
    "place": things.place,
    "source": things.source,
    "figure": claims.figure,
    "claim": claims.claim,
    "term": things.term,
}
"""Kinds of which schema.org knows more than that they are works."""


def linked_data(
    desk: Desk, path: str, title: str, description: str, kind: str, entry: Entry | None, top: str
) -> Markup:
    """The JSON-LD of one page, as an element for its head.

    `top` is the site's address, or what leads to the top of the site from the page; `kind` is
    that of the records a list is of.
    """
    context = Context(desk, top, description)
    node = _node(context, path, title, kind, entry)
    return script({"@context": "https://schema.org", "@id": context.id(path), **slim(node)})


def _node(context: Context, path: str, title: str, kind: str, entry: Entry | None) -> Node:
    if path == site.FRONT:
        return site.website(context)
    if path == site.DATA:
        return site.dataset(context)
    if entry is None:
        return site.listing(context, title, kind)
    if not entry.kind.folder:
        return site.page(context, title)
    return KINDS.get(entry.kind.name, things.anything)(context, entry)
