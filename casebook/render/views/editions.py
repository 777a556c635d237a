"""Which edition this is, and what is other in it than in the one before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from casebook.dates import parse_date
from casebook.edit.edition import Edition, Entry, path_of
from casebook.editions.change import Change
from casebook.editions.compare import compare
from casebook.editions.content import EXCERPT, edition_id
from casebook.editions.frozen import frozen_as, one_before, read_edition
from casebook.editions.snapshot import snapshot_of
from casebook.editions.wording import Piece
from casebook.model.kept import FrozenEdition
from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.common import DateView, date_view

CHANGES = "changes.html"
"""The page of what is other than in the edition before."""
_MOST = 1000
"""Changes that the page and the book tell of one by one."""
_MOST_POINTS = 12


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition by its name."""

    id: Markup
    """Its name, which stays in its order where the words run from right to left."""
    number: int
    """Which it is of those that were frozen; 0 for one that was not."""
    day: DateView | None
    """When it was frozen."""


@dataclass(frozen=True, slots=True)
class PointView:
    """One thing that is other than it was."""

    facts: tuple[str, ...]
    pieces: tuple[Piece, ...]
    """Of a text: words that went and came, with some around them."""


@dataclass(frozen=True, slots=True)
class ChangedView:
    """All that is other about one record."""

    kind: str
    """The kind's name, nothing for what has none."""
    number: str
    link: Markup
    """To the record, a claim's with what answers it; nothing for one that is gone."""
    title: str
    """What one was called that is gone, a claim with what answered it."""
    href: str
    """Where the site says why it is gone, if it does; nothing in the book."""
    points: tuple[PointView, ...]


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What is other than in the edition before, the most weighty first in each part."""

    here: EditionView
    since: EditionView | None
    """None where none was frozen before this one."""
    added: tuple[ChangedView, ...]
    changed: tuple[ChangedView, ...]
    gone: tuple[ChangedView, ...]
    left: int
    """How many more there are than are told of."""
    editions: tuple[EditionView, ...]
    """Every edition that was frozen, the newest first."""

    @property
    def count(self) -> int:
        """How many records are other."""
        return len(self.added) + len(self.changed) + len(self.gone) + self.left


def edition_view(desk: Desk) -> EditionView:
    """The edition that is being built."""
    edition = desk.edition.entire
    here = edition.derived("frozen", frozen_as)
    if here is not None:
        return _frozen(desk, here)
    return EditionView(shown_id(desk, edition.derived("id", edition_id)), 0, None)


def shown_id(desk: Desk, id_: str) -> Markup:
    """The name of an edition among other words."""
    if desk.interface.direction == "rtl":
        return Markup('<bdi dir="ltr">{}</bdi>').format(id_)
    return escape(id_)


def _frozen(desk: Desk, one: FrozenEdition) -> EditionView:
    return EditionView(shown_id(desk, one.id), one.number, date_view(desk, parse_date(one.day)))


def wants_changes(edition: Edition) -> bool:
    """Is there a page of changes? Where an edition was frozen."""
    return bool(edition.manuscript.frozen)


@lru_cache(maxsize=2)
def changes_since(edition: Edition, since: FrozenEdition) -> tuple[Change, ...]:
    """Every change from a frozen edition to the record as it stands, worked out once.

    RecordError where the file of the frozen edition is damaged.
    """
    before = read_edition(edition.manuscript.root, since)
    return compare(before, snapshot_of(edition), edition.interface)


def changes_view(desk: Desk) -> ChangesView:
    """What is other than in the edition before."""
    edition = desk.edition
    since = edition.derived("before", one_before)
    found: tuple[Change, ...] = ()
    if since is not None:
        found = edition.derived("changes", lambda edition: changes_since(edition, since))
    told = found[:_MOST]
    return ChangesView(
        here=edition_view(desk),
        since=_frozen(desk, since) if since is not None else None,
        added=tuple(_changed(desk, one) for one in told if not one.before),
        changed=tuple(_changed(desk, one) for one in told if one.before and one.here),
        gone=tuple(_changed(desk, one) for one in told if not one.here),
        left=len(found) - len(told),
        editions=tuple(_frozen(desk, one) for one in reversed(edition.manuscript.frozen)),
    )


def _changed(desk: Desk, change: Change) -> ChangedView:
    points = tuple(
        PointView(tuple(map(typographic, point.facts)), point.pieces)
        for point in change.points[:_MOST_POINTS]
    )
    entry = _entry(desk.edition, change)
    kinds = desk.edition.manuscript.model.kinds
    link = desk.link(entry, entry.title) if entry is not None else Markup()
    if change.kind == EXCERPT and entry is not None:
        link = desk.say("%(source)s: our account", source=link)
    return ChangedView(
        kind=desk.interface.say(change.kind) if change.kind in kinds else "",
        number=change.number,
        link=link,
        title=typographic(f"{change.title} ({change.reply})" if change.reply else change.title),
        href=_address(desk, change) if entry is None else "",
        points=points,
    )


def _address(desk: Desk, change: Change) -> str:
    """Where a record stood whose page says now why it is gone."""
    edition = desk.edition
    if edition.manuscript.register.find(change.kind, change.id) is None:
        return ""
    return desk.links.to_file(path_of(edition.kind(change.kind), change.id))


def _entry(edition: Edition, change: Change) -> Entry | None:
    """The record whose page a change leads to; None for one that is gone, and for the whole."""
    kind = "source" if change.kind == EXCERPT else change.kind
    return edition.entries.get(kind, {}).get(change.id)
