"""A claim with its replies: the one way a claim is put on any page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from casebook.edit.edition import Edition, Entry
from casebook.edit.scope import said_by
from casebook.interface import phrase
from casebook.model.claims import Claim
from casebook.model.record import Agent
from casebook.render.desk import Desk, once
from casebook.render.replies import unsaid_speakers
from casebook.render.typography import typographic
from casebook.render.views.common import DateView, OutsideView, date_view, outside_views
from casebook.render.views.witnesses import WitnessesView, record_witnesses
from casebook.spot import Text


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Words of a source, and who speaks them."""

    words: str
    speaker: Markup
    """Nothing where the source itself speaks."""
    attributes: Markup = Markup()  # noqa: RUF009 (it does not change)
    """Of its element, where the source is in another language than the page."""
    unproved: bool = False
    """In a draft: nobody has compared the words with the source yet."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One claim without its replies."""

    id: str
    number: str
    href: str
    kind: str
    title: str
    by: Markup
    via: Markup
    about: Markup
    when: DateView | None
    says: Markup
    quotes: tuple[QuoteView, ...]
    cite: Markup
    unsaid: str
    """Who says it, for where only the title is shown and does not tell."""
    answer: Markup
    """Who answers it, in short, for where it stands without its replies."""
    witnesses: WitnessesView


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A claim that answers another, and how directly."""

    directness: str
    saying: Saying


@dataclass(frozen=True, slots=True)
class AnsweredView:
    """A claim that another one answers, as the page of the answer shows it."""

    saying: Saying
    directness: str
    """How directly it is answered there."""
    besides: tuple[ReplyView, ...]
    """Whatever else answers it."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim and what answers it: never one without the other."""

    saying: Saying
    replies: tuple[ReplyView, ...]
    none_printed: bool
    """The source prints no reply."""
    answers: tuple[Saying, ...]
    """The claims that this one answers."""
    answered: tuple[AnsweredView, ...]
    """The same, each with its other replies."""
    events: tuple[Markup, ...]
    outside: tuple[OutsideView, ...]


DIRECTNESS = {
    "direct": phrase("Reply to this"),
    "general": phrase("Reply in general terms"),
    "earlier": phrase("Said earlier, before this"),
}


@once
def claim_view(desk: Desk, entry: Entry) -> ClaimView:
    """A claim as any page shows it."""
    claim = entry.record
    assert isinstance(claim, Claim)
    edition = desk.edition
    answered = _answered(edition, entry)
    return ClaimView(
        saying(desk, entry),
        _replies(desk, entry),
        claim.replies == "none-printed",
        tuple(saying(desk, other) for other in answered),
        tuple(_answered_view(desk, other, entry) for other in answered),
        tuple(desk.links_to(edition.all(claim.events))),
        outside_views(desk, claim.outside),
    )


def _answered(edition: Edition, entry: Entry) -> list[Entry]:
    edges = edition.edges_to.get(entry, ())
    return [edge.source for edge in edges if edge.field == "replies.claim"]


def _replies(desk: Desk, entry: Entry) -> tuple[ReplyView, ...]:
    claim = entry.record
    assert isinstance(claim, Claim)
    return tuple(
        ReplyView(
            desk.interface.say(DIRECTNESS[reply.reply]),
            saying(desk, desk.edition.entry(reply.claim)),
        )
        for reply in claim.answered_by
    )


def _answered_view(desk: Desk, entry: Entry, answer: Entry) -> AnsweredView:
    replies = _replies(desk, entry)
    directness = next(one.directness for one in replies if one.saying.id == answer.id)
    besides = tuple(one for one in replies if one.saying.id != answer.id)
    return AnsweredView(saying(desk, entry), directness, besides)


def claim_lines(desk: Desk, entries: Iterable[Entry]) -> tuple[Markup, ...]:
    """Links to records in a list; a claim's says who makes it, if not by its title."""
    lines = []
    for entry in entries:
        unsaid = typographic(unsaid_speakers(desk.edition, entry))
        lines.append(desk.link(entry) + (escape(desk.interface.comma + unsaid) if unsaid else ""))
    return tuple(lines)


def claim_views(desk: Desk, entries: Iterable[Entry]) -> tuple[ClaimView, ...]:
    """Several claims, each with its replies, in the order in which they were made.

    One without a date was made by the last day its source can be of.
    """
    return tuple(claim_view(desk, entry) for entry in in_order(desk.edition, entries))


def in_order(edition: Edition, entries: Iterable[Entry]) -> list[Entry]:
    """Claims by when they were made; those of one time as they come."""

    def made(entry: Entry) -> tuple[int, ...]:
        claim = entry.record
        assert isinstance(claim, Claim)
        date = said_by(edition, claim)
        return date.sort_key[:3] if date is not None else (_LAST,)

    return sorted(entries, key=made)


_LAST = 10**9


@once
def saying(desk: Desk, entry: Entry) -> Saying:
    """One claim without its replies, for use beside what it answers."""
    claim = entry.record
    assert isinstance(claim, Claim)
    source = desk.edition.entry(claim.from_.source)
    return Saying(
        id=entry.id,
        number=entry.number,
        href=desk.links.to(entry),
        kind=desk.slug(claim.kind),
        title=typographic(entry.title),
        by=_by(desk, claim.by, source),
        via=desk.whom(claim.via, source),
        about=desk.whom(claim.about, source),
        when=said_when(desk, claim),
        says=desk.prose(claim.says),
        quotes=quote_views(desk, claim.quote, claim.speaker),
        cite=desk.cite(claim.from_),
        unsaid=typographic(unsaid_speakers(desk.edition, entry)),
        answer=desk.reply(entry),
        witnesses=record_witnesses(desk, claim),
    )


def said_when(desk: Desk, claim: Claim) -> DateView | None:
    """The date of a claim; one that has none was made by the last day of its source."""
    date = said_by(desk.edition, claim)
    view = date_view(desk, date, claim.basis)
    return view if view is None or claim.date is not None else replace(view, how=("bound",))


def _by(desk: Desk, by: tuple[Agent, ...], source: Entry) -> Markup:
    if by and by[0] == "not-stated":
        return desk.say("by whom is not stated")
    return desk.whom(by, source)


def quote_views(desk: Desk, quotes: Iterable[Text], speaker: Agent | None) -> tuple[QuoteView, ...]:
    """Words of a source as shown beside what they support."""
    said_by = desk.who(speaker) if speaker is not None else Markup()
    return tuple(
        QuoteView(
            typographic(words),
            said_by,
            desk.in_its_language(words.at),
            words.at in desk.edition.unproved,
        )
        for words in quotes
    )
