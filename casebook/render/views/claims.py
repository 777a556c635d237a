"""A claim with its replies: the one way a claim is put on any page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from casebook.edit.edition import Edition, Entry
from casebook.model.claims import Claim
from casebook.model.record import Agent, Ref, Unnamed
from casebook.render.desk import Desk, in_words
from casebook.render.typography import typographic
from casebook.render.views.common import DateView, OutsideView, date_view, outside_views
from casebook.spot import Text


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Words of a source, and who speaks them."""

    words: str
    speaker: Markup
    """Nothing where the source itself speaks."""
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
    "direct": "Reply to this",
    "general": "Reply in general terms",
    "earlier": "Said earlier, before this",
}


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
        ReplyView(DIRECTNESS[reply.reply], saying(desk, desk.edition.entry(reply.claim)))
        for reply in claim.answered_by
    )


def _answered_view(desk: Desk, entry: Entry, answer: Entry) -> AnsweredView:
    replies = _replies(desk, entry)
    directness = next(one.directness for one in replies if one.saying.id == answer.id)
    besides = tuple(one for one in replies if one.saying.id != answer.id)
    return AnsweredView(saying(desk, entry), directness, besides)


ANSWERED = {
    "direct": "answered by",
    "general": "answered in general terms by",
    "earlier": "spoken of earlier by",
}


def reply_line(desk: Desk, entry: Entry) -> Markup:
    """Who answered a claim, for where it stands without the reply; nothing if none need answer."""
    claim = entry.record
    assert isinstance(claim, Claim)
    if claim.replies == "none-printed":
        return Markup("no reply printed")
    found = []
    for reply in claim.answered_by:
        answer = desk.edition.entry(reply.claim)
        found.append(
            escape(ANSWERED[reply.reply] + " ") + desk.link(answer, _speakers(desk, answer))
        )
    return Markup("; ").join(found)


def _speakers(desk: Desk, entry: Entry) -> str:
    claim = entry.record
    assert isinstance(claim, Claim)
    names = []
    for agent in claim.by:
        if isinstance(agent, Ref):
            names.append(desk.edition.entry(agent).label)
        elif isinstance(agent, Unnamed):
            names.append(str(agent.words))
        elif agent == "source":
            names.append(desk.edition.entry(claim.from_.source).label)
        else:
            names.append("somebody not named")
    return " and ".join(names)


def claim_lines(desk: Desk, entries: Iterable[Entry]) -> tuple[Markup, ...]:
    """Links to records in a list, a claim with who answered it."""
    lines = []
    for entry in entries:
        line = desk.link(entry)
        if isinstance(entry.record, Claim) and (reply := reply_line(desk, entry)):
            line += Markup(' <span class="answer">({})</span>').format(reply)
        lines.append(line)
    return tuple(lines)


def claim_views(desk: Desk, entries: Iterable[Entry]) -> tuple[ClaimView, ...]:
    """Several claims, each with its replies; one shown as a reply already is not shown again."""
    return tuple(claim_view(desk, entry) for entry in entries)


def saying(desk: Desk, entry: Entry) -> Saying:
    """One claim without its replies, for use beside what it answers."""
    claim = entry.record
    assert isinstance(claim, Claim)
    source = desk.edition.entry(claim.from_.source)
    return Saying(
        id=entry.id,
        number=entry.number,
        href=desk.links.to(entry),
        kind=str(claim.kind),
        title=typographic(entry.title),
        by=_by(desk, claim.by, source),
        via=desk.whom(claim.via, source),
        about=desk.whom(claim.about, source),
        when=date_view(desk, claim.date, claim.basis),
        says=desk.prose(claim.says),
        quotes=quote_views(desk, claim.quote, claim.speaker),
        cite=desk.cite(claim.from_),
    )


def _by(desk: Desk, by: tuple[Agent, ...], source: Entry) -> Markup:
    if by and by[0] == "not-stated":
        return Markup("by whom is not stated")
    return in_words([desk.who(agent, source) for agent in by])


def quote_views(desk: Desk, quotes: Iterable[Text], speaker: Agent | None) -> tuple[QuoteView, ...]:
    """Words of a source as shown beside what they support."""
    said_by = desk.who(speaker) if speaker is not None else Markup()
    return tuple(
        QuoteView(typographic(words), said_by, words.at in desk.edition.unproved)
        for words in quotes
    )
