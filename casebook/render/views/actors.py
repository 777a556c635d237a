"""People, parties and communities: names, offices, what is said by and about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from casebook.edit.edition import Edition, Entry
from casebook.model.actors import Community, Party, Person
from casebook.model.parts import Member, Post
from casebook.render.desk import Desk, once
from casebook.render.later import made_on_use
from casebook.render.typography import typographic
from casebook.render.views.choices import on_timeline
from casebook.render.views.claims import ClaimView, claim_views
from casebook.render.views.common import (
    BasisView,
    DateView,
    MayBeView,
    NativeName,
    OutsideView,
    VariantView,
    basis_views,
    date_view,
    dated,
    may_be_views,
    native_names,
    outside_views,
    variant_views,
)
from casebook.render.views.events import EventCard, event_cards, events_about
from casebook.render.views.figures import FigureView, figure_views
from casebook.render.views.pictures.ties import TiesView, ties_view


@dataclass(frozen=True, slots=True)
class PostView:
    """An office, as far as it is attested."""

    words: str
    party: Markup
    dates: tuple[str, ...]
    """The dates in words, with what each is: `attested 2010`."""
    cite: Markup
    outside: str


@dataclass(frozen=True, slots=True)
class MemberView:
    """A body that belonged to another."""

    link: Markup
    attested: str
    """`attested 2010`; nothing where no date is given."""
    cite: Markup


@made_on_use
@dataclass(frozen=True, slots=True)
class ActorView:
    """Everything the page of a person, party or community shows."""

    id: str
    kind: str
    href: str
    name: str
    name_is_ours: bool
    short: str
    mark: str
    sort: str
    native: tuple[NativeName, ...]
    variants: tuple[VariantView, ...]
    living: str
    died: DateView | None
    death_basis: tuple[BasisView, ...]
    posts: tuple[PostView, ...]
    identified: tuple[BasisView, ...]
    not_to_confuse: tuple[Markup, ...]
    may_be: tuple[MayBeView, ...]
    summary: Markup
    plain_summary: str
    within: Markup
    holds: tuple[Markup, ...]
    members: tuple[MemberView, ...]
    officers: tuple[Markup, ...]
    """People who are said to have held an office in it."""
    strongholds: tuple[Markup, ...]
    claims_by: tuple[ClaimView, ...]
    claims_about: tuple[ClaimView, ...]
    events: tuple[EventCard, ...]
    on_timeline: str
    """What narrows the timeline to its events; nothing where that cannot be."""
    figures: tuple[FigureView, ...]
    ties: TiesView
    outside: tuple[OutsideView, ...]


@once
def actor_view(desk: Desk, entry: Entry) -> ActorView:
    """The page of a person, party or community."""
    record = entry.record
    assert isinstance(record, Person | Party | Community)
    edition = desk.edition
    person = record if isinstance(record, Person) else None
    party = record if isinstance(record, Party) else None
    return ActorView(
        id=entry.id,
        kind=desk.slug(party.kind) if party else "",
        href=desk.links.to(entry),
        name=typographic(record.name),
        name_is_ours=bool(party and party.name_is_ours),
        short=str(party.short or "") if party else "",
        mark=str(party.mark or "") if party else "",
        sort=entry.title.casefold(),
        native=native_names(record.native),
        variants=variant_views(desk, record.also),
        living=str(person.living) if person else "",
        died=date_view(desk, person.died, person.basis) if person else None,
        death_basis=basis_views(desk, person.basis) if person else (),
        posts=tuple(_post_view(desk, post) for post in person.posts) if person else (),
        identified=basis_views(desk, getattr(record, "identified", None)),
        not_to_confuse=desk.later(lambda: _confused(desk, entry)),
        may_be=may_be_views(desk, entry, party.may_be) if party else (),
        summary=desk.later(lambda: desk.prose(record.summary)),
        plain_summary=desk.later(lambda: desk.plain(record.summary) if record.summary else ""),
        within=desk.link(edition.entry(party.within)) if party and party.within else Markup(),
        holds=desk.later(lambda: tuple(desk.links_to(_sources(edition, entry, "within")))),
        members=tuple(_member_view(desk, member) for member in party.members) if party else (),
        officers=desk.later(lambda: tuple(desk.links_to(_sources(edition, entry, "posts.party")))),
        strongholds=desk.later(
            lambda: tuple(desk.links_to(_sources(edition, entry, "stronghold.of")))
        ),
        claims_by=desk.later(lambda: claim_views(desk, _claims_by(edition, entry))),
        claims_about=desk.later(lambda: claim_views(desk, _claims_about(edition, entry))),
        events=desk.later(lambda: event_cards(desk, events_about(edition, entry))),
        on_timeline=desk.later(lambda: on_timeline(edition, entry)),
        figures=desk.later(lambda: figure_views(desk, edition.neighbours(entry, "figure"))),
        ties=desk.later(lambda: ties_view(desk, entry)),
        outside=outside_views(desk, record.outside),
    )


def _confused(desk: Desk, entry: Entry) -> tuple[Markup, ...]:
    """Whom a person is not to be confused with, said here or there."""
    said = entry.record.not_to_confuse if isinstance(entry.record, Person) else ()
    others = [*desk.edition.all(said), *_sources(desk.edition, entry, "not_to_confuse")]
    return tuple(desk.links_to(dict.fromkeys(others)))


def _claims_by(edition: Edition, entry: Entry) -> list[Entry]:
    return _claims(edition, entry, ("by", "speaker"))


def _claims_about(edition: Edition, entry: Entry) -> list[Entry]:
    by = _claims_by(edition, entry)
    return [claim for claim in _claims(edition, entry, ("about",)) if claim not in by]


def _claims(edition: Edition, entry: Entry, fields: Iterable[str]) -> list[Entry]:
    """The claims that refer to somebody in one of some fields, each once."""
    wanted = tuple(fields)
    found = (
        edge.source
        for edge in edition.edges_to.get(entry, ())
        if edge.source.kind.name == "claim" and edge.field in wanted
    )
    return list(dict.fromkeys(found))


def _sources(edition: Edition, entry: Entry, field: str) -> list[Entry]:
    found = (edge.source for edge in edition.edges_to.get(entry, ()) if edge.field == field)
    return list(dict.fromkeys(found))


def _post_view(desk: Desk, post: Post) -> PostView:
    dates = (("attested", post.attested), ("since", post.since), ("until", post.until))
    return PostView(
        typographic(post.post),
        desk.link(desk.edition.entry(post.party)) if post.party else Markup(),
        tuple(dated(desk, what, date) for what, date in dates if date is not None),
        desk.cite(post.from_) if post.from_ else Markup(),
        str(post.cite or ""),
    )


def _member_view(desk: Desk, member: Member) -> MemberView:
    return MemberView(
        desk.link(desk.edition.entry(member.party)),
        dated(desk, "attested", member.attested) if member.attested else "",
        desk.cite(member.from_),
    )
