"""What somebody belongs to and what belongs to it: offices, parts and members, never claims."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from casebook.dates import Date
from casebook.edit.edition import Edition, Entry
from casebook.model.actors import Party, Person
from casebook.model.parts import Member, Post
from casebook.render.desk import Desk
from casebook.render.typography import typographic
from casebook.render.views.common import dated
from casebook.render.views.pictures.marks import TimeMark, time_mark
from casebook.render.views.pictures.scale import TimeAxis, time_axis

DEEPEST = 6
"""Of a body within a body within a body so many are drawn."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie, as one source or one page outside gives it."""

    kind: str
    """`office`, `part` or `member`."""
    words: str
    """The office, in its words; nothing for another tie."""
    other: Markup
    """Whom it ties to; nothing for an office in no body of the record."""
    others: tuple[Markup, ...]
    """What that is part of, and what that is part of in turn."""
    dates: tuple[str, ...]
    """Its dates in words, with what each is: `attested 2010`."""
    mark: TimeMark | None
    cite: Markup
    outside: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One other, to whom one or several ties of a kind lead, as it stands in the tree."""

    kind: str
    other: Markup
    others: tuple[Markup, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TiesView:
    """The ties of a person or party."""

    up: tuple[Tie, ...]
    """To what it belongs."""
    down: tuple[Tie, ...]
    """What or who belongs to it."""
    time: TimeAxis | None
    """The axis that dates of ties are drawn on; None where none has a date."""

    @property
    def all(self) -> tuple[Tie, ...]:
        """Every tie: first those to what it belongs."""
        return self.up + self.down

    @property
    def above(self) -> tuple[Branch, ...]:
        """To what it belongs, each body once."""
        return _branches(self.up)

    @property
    def below(self) -> tuple[Branch, ...]:
        """Who and what belongs to it, each once."""
        return _branches(self.down)

    @property
    def bodiless(self) -> bool:
        """Is there an office in no body of the record, which a tree cannot show?"""
        return any(not tie.other for tie in self.all)


@dataclass(frozen=True, slots=True)
class _Found:
    """A tie before it is put into words."""

    kind: str
    words: str
    other: Entry | None
    since: Date | None
    until: Date | None
    attested: Date | None
    cite: Markup
    outside: str

    @property
    def dates(self) -> tuple[tuple[str, Date], ...]:
        named = (("attested", self.attested), ("since", self.since), ("until", self.until))
        return tuple((what, date) for what, date in named if date is not None)


def _branches(ties: tuple[Tie, ...]) -> tuple[Branch, ...]:
    found: dict[tuple[str, Markup], list[Tie]] = {}
    for tie in ties:
        if tie.other:
            found.setdefault((tie.kind, tie.other), []).append(tie)
    return tuple(
        Branch(
            kind,
            other,
            members[0].others,
            tuple({tie.words.casefold(): tie.words for tie in members if tie.words}.values()),
        )
        for (kind, other), members in found.items()
    )


def ties_view(desk: Desk, entry: Entry) -> TiesView:
    """The ties of a person or party, in the order of the record."""
    up = list(_up(desk, entry))
    down = list(_down(desk, entry))
    # The month in which a tie is attested must not look like all the time there is.
    days = (day for one in up + down for day in _days(one))
    axis = time_axis(days, desk.interface, close=False)
    return TiesView(
        tuple(_tie(desk, one, axis, chained=True) for one in up),
        tuple(_tie(desk, one, axis, chained=False) for one in down),
        axis,
    )


def _up(desk: Desk, entry: Entry) -> Iterator[_Found]:
    record = entry.record
    edition = desk.edition
    if isinstance(record, Person):
        for post in record.posts:
            yield _office(desk, post, edition.entry(post.party) if post.party else None)
    if isinstance(record, Party) and record.within is not None:
        yield _part(edition.entry(record.within))
    for edge in edition.edges_to.get(entry, ()):
        body = edge.source.record
        if edge.field == "members.party" and isinstance(body, Party):
            for member in body.members:
                if member.party.at == edge.at:
                    yield _member(desk, member, edge.source)


def _down(desk: Desk, entry: Entry) -> Iterator[_Found]:
    edition = desk.edition
    record = entry.record
    for edge in edition.edges_to.get(entry, ()):
        if edge.field == "within" and isinstance(edge.source.record, Party):
            yield _part(edge.source)
    if isinstance(record, Party):
        for member in record.members:
            yield _member(desk, member, edition.entry(member.party))
    for edge in edition.edges_to.get(entry, ()):
        holder = edge.source.record
        if edge.field == "posts.party" and isinstance(holder, Person):
            for post in holder.posts:
                if post.party is not None and post.party.at == edge.at:
                    yield _office(desk, post, edge.source)


def _office(desk: Desk, post: Post, other: Entry | None) -> _Found:
    cite = desk.cite(post.from_) if post.from_ else Markup()
    outside = str(post.cite or "")
    dates = (post.since, post.until, post.attested)
    return _Found("office", typographic(post.post), other, *dates, cite, outside)


def _member(desk: Desk, member: Member, other: Entry) -> _Found:
    return _Found("member", "", other, None, None, member.attested, desk.cite(member.from_), "")


def _part(other: Entry) -> _Found:
    return _Found("part", "", other, None, None, None, Markup(), "")


def _tie(desk: Desk, found: _Found, axis: TimeAxis | None, chained: bool) -> Tie:
    return Tie(
        found.kind,
        found.words,
        desk.link(found.other) if found.other is not None else Markup(),
        tuple(desk.links_to(_chain(desk.edition, found.other))) if chained else (),
        tuple(dated(desk, what, date) for what, date in found.dates),
        _mark(found, axis) if axis is not None else None,
        found.cite,
        found.outside,
    )


def _chain(edition: Edition, entry: Entry | None) -> list[Entry]:
    """What a body is part of, from the nearest outwards."""
    found: list[Entry] = []
    record = entry.record if entry is not None else None
    while isinstance(record, Party) and record.within is not None and len(found) < DEEPEST:
        found.append(edition.entry(record.within))
        record = found[-1].record
    return found


def _mark(found: _Found, axis: TimeAxis) -> TimeMark | None:
    """From since to until, open where either is not said; else where it is attested."""
    if found.since is None and found.until is None:
        return time_mark(axis, found.attested)
    begins = time_mark(axis, found.since)
    ends = time_mark(axis, found.until)
    shown = time_mark(axis, found.attested)
    # What lies between two dates is sure; beyond the only one nothing is.
    first = begins.end if begins is not None else shown.start if shown is not None else None
    last = ends.start if ends is not None else shown.end if shown is not None else None
    return TimeMark(
        begins.start if begins is not None else 0.0,
        ends.end if ends is not None else 100.0,
        begins is None or begins.open_start,
        ends is None or ends.open_end,
        any(mark is not None and mark.loose for mark in (begins, ends)),
        (first, last) if first is not None and last is not None and first < last else None,
    )


def _days(found: _Found) -> Iterator[datetime.date]:
    for _, date in found.dates:
        yield from (day for day in (date.earliest, date.latest) if day is not None)
