"""The feed of what was entered, renamed and withdrawn (Atom, RFC 4287), from the register.

Its days are those of the register, so that no clock is read. A text that is mended keeps its
address and number and leaves no line in the register, so the feed cannot tell of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree

from markupsafe import Markup

from casebook.edit.edition import Edition, Entry, path_of
from casebook.edit.rules.register import is_registered
from casebook.model.kept import Registered
from casebook.output import Output
from casebook.render.desk import Desk
from casebook.render.links import SiteLinks
from casebook.render.parts import Order
from casebook.render.site.chrome import FEED, address_of, has_feed
from casebook.render.site.descriptions import describe, title_alone
from casebook.render.typography import typographic
from casebook.render.views.documents import counted

MOST = 100
"""Entries of the feed, the latest; what is older is in the register and on the site."""
ONE_BY_ONE = 12
"""Records of a kind entered in one day that get an entry each; of more, one tells of them all."""
_NAMED = 40
"""Records that such an entry names; it leads to the list of the others."""
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class News:
    """One entry of the feed."""

    day: str
    path: str
    """Where it leads, from the top of the site."""
    about: str
    """What it is told apart by for good: the address that the register has, and what became."""
    title: str
    words: Markup
    kind: str
    """Of the record."""


def feed(order: Order) -> Iterator[Output]:
    """`feed.xml`, where the site has an address and the register is kept."""
    edition = order.edition
    if not has_feed(edition):
        return
    address = address_of(edition)
    desk = Desk(edition, SiteLinks(address))
    told = [*_gone(desk), *_entered(desk)]
    told.sort(key=lambda news: news.day, reverse=True)
    yield Output(FEED, _xml(desk, address, told[:MOST]))


# What there is to tell


def _gone(desk: Desk) -> Iterator[News]:
    """What was renamed or withdrawn, each by itself."""
    say = desk.interface.say
    for kind, id_, one in _known(desk.edition):
        if not one.is_gone:
            continue
        day = str(one.gone or one.day)
        path = path_of(desk.edition.kind(kind), id_)
        now = desk.edition.entries[kind].get(desk.edition.manuscript.register.leads_to(kind, id_))
        shown = _shown(desk, kind, id_)
        if one.withdrawn is not None:
            title = say("Withdrawn: %(record)s") % {"record": shown}
            words = _paragraph(typographic(one.withdrawn))
        elif now is not None:
            title = say("Renamed: %(record)s") % {"record": shown}
            moved = say("Its address was %(old)s and is now %(new)s.")
            words = _paragraph(moved % {"old": path, "new": now.path}) + _described(desk, now)
        else:
            continue  # what it was renamed to was withdrawn, which is told of that
        what = "withdrawn" if one.withdrawn is not None else "renamed"
        yield News(day, path, f"{path}#{what}", title, words, kind)


def _entered(desk: Desk) -> Iterator[News]:
    """What was entered: records of a kind that came in one day together or one by one."""
    register = desk.edition.manuscript.register
    by_day: dict[tuple[str, str], list[str]] = defaultdict(list)
    by_renaming = {
        (kind, str(one.renamed_to)) for kind, _, one in _known(desk.edition) if one.renamed_to
    }
    for kind, id_, one in _known(desk.edition):
        if (kind, id_) not in by_renaming:
            by_day[str(one.day), kind].append(id_)
    for (day, kind), ids in by_day.items():
        # Those that have gone since are counted, so that nothing is told in another way later.
        apart = len(ids) <= ONE_BY_ONE
        found = [
            (id_, entry)
            for id_ in ids
            if (entry := desk.edition.entries[kind].get(register.leads_to(kind, id_))) is not None
        ]
        if apart:
            yield from (_one(desk, day, id_, entry) for id_, entry in found)
        elif found:
            yield _several(desk, day, kind, [entry for _, entry in found])


def _one(desk: Desk, day: str, id_: str, entry: Entry) -> News:
    title = desk.interface.say("Entered: %(record)s") % {"record": _named(desk, entry)}
    about = f"{path_of(entry.kind, id_)}#entered"
    return News(day, entry.path, about, title, _described(desk, entry), entry.kind.name)


def _several(desk: Desk, day: str, kind: str, entries: list[Entry]) -> News:
    say = desk.interface.say
    declared = desk.edition.kind(kind)
    path = f"{declared.folder}/index.html" if declared.folder else "index.html"
    title = say("Entered: %(record)s") % {"record": counted(desk.interface, declared, len(entries))}
    named = [_line(desk, entry) for entry in entries[:_NAMED]]
    words = Markup("<ul>{}</ul>").format(Markup("").join(named))
    if rest := len(entries) - len(named):
        more = desk.interface.count("And %(n)s more", "And %(n)s more", rest)
        words += Markup('<p><a href="{}">{}</a></p>').format(desk.links.to_file(path), more)
    return News(day, path, f"{declared.folder or kind}#entered-{day}", title, words, kind)


def _known(edition: Edition) -> Iterator[tuple[str, str, Registered]]:
    for kind, below in edition.manuscript.register.entries.items():
        for id_, one in below.items():
            if is_registered(kind, id_):
                yield kind, id_, one


# How it is told


def _named(desk: Desk, entry: Entry) -> str:
    """A record in a title, which stands without what answers it."""
    title = typographic(title_alone(desk, entry))
    return f"{entry.number} {title}" if entry.number and entry.number not in title else title


def _shown(desk: Desk, kind: str, id_: str) -> str:
    """A record that may no longer be there."""
    register = desk.edition.manuscript.register
    now = register.leads_to(kind, id_)
    entry = desk.edition.entries[kind].get(now)
    if entry is not None:
        return _named(desk, entry)
    return f"{desk.interface.say(kind)} {register.number(kind, now) or id_}"


def _described(desk: Desk, entry: Entry) -> Markup:
    """A record in a sentence or two, a claim after its reply, and a link to it."""
    link = Markup('<p><a href="{}">{}</a></p>').format(desk.links.to(entry), _named(desk, entry))
    return _paragraph(typographic(describe(desk, entry))) + link


def _line(desk: Desk, entry: Entry) -> Markup:
    """A record in a list, a claim with who answered it."""
    number = f"{entry.number} " if entry.number else ""
    return Markup("<li>{}{}</li>").format(number, desk.link(entry))


def _paragraph(words: str) -> Markup:
    return Markup("<p>{}</p>").format(words)


# How it is written


def _xml(desk: Desk, address: str, told: Iterable[News]) -> bytes:
    """The feed document; elements in the order of RFC 4287's examples."""
    edition = desk.edition
    site = edition.site
    days = [str(day) for _, _, one in _known(edition) for day in (one.day, one.gone) if day]
    title = typographic(site.title)
    root = ElementTree.Element(
        "feed", {"xmlns": _ATOM, "xml:lang": str(site.language), "xml:base": address}
    )
    _add(root, "id", _tag(address, min(days), ""))
    _add(root, "title", title)
    if site.subtitle:
        _add(root, "subtitle", typographic(site.subtitle))
    _add(root, "updated", _instant(max(days)))
    ElementTree.SubElement(
        root, "link", {"rel": "self", "type": "application/atom+xml", "href": address + FEED}
    )
    ElementTree.SubElement(
        root, "link", {"rel": "alternate", "type": "text/html", "href": address + "index.html"}
    )
    # RFC 4287 wants an author; where nobody is named, the record speaks for itself.
    for editor in site.editors or (site.title,):
        _add(ElementTree.SubElement(root, "author"), "name", typographic(editor))
    if site.licence:
        _add(root, "rights", typographic(site.licence))
    for news in told:
        _entry(root, address, news)
    ElementTree.indent(root, "")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(root: ElementTree.Element, address: str, news: News) -> None:
    entry = ElementTree.SubElement(root, "entry")
    _add(entry, "id", _tag(address, news.day, news.about))
    _add(entry, "title", news.title)
    _add(entry, "updated", _instant(news.day))
    ElementTree.SubElement(
        entry, "link", {"rel": "alternate", "type": "text/html", "href": address + news.path}
    )
    ElementTree.SubElement(entry, "category", {"term": news.kind})
    ElementTree.SubElement(entry, "content", {"type": "html"}).text = str(news.words)


def _add(above: ElementTree.Element, name: str, words: str) -> None:
    ElementTree.SubElement(above, name).text = words


def _instant(day: str) -> str:
    """A day of the register as the moment that RFC 3339 wants: its beginning."""
    return f"{day}T00:00:00Z"


def _tag(address: str, day: str, about: str) -> str:
    """A tag URI (RFC 4151): who had the address on a day, and what is told apart there."""
    parts = urlsplit(address)
    return f"tag:{(parts.hostname or '').lower()},{day}:{parts.path}{about}"
