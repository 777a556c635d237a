"""What an event's page opens with: one sentence a witness, the strongest disagreement first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from casebook.edit.edition import Edition
from casebook.edit.lineage import of_event
from casebook.model.events import Event
from casebook.model.parts import Account
from casebook.model.sources import Source
from casebook.render.desk import Desk
from casebook.render.first_sentence import first_sentence
from casebook.render.typography import typographic
from casebook.render.views.common import DateView, date_view


@dataclass(frozen=True, slots=True)
class OpeningView:
    """One witness in one sentence."""

    who: Markup
    """Who tells it, or else the source."""
    cites: Markup
    """Every place that prints this witness."""
    when: DateView | None
    """The date of the first source that does."""
    sentence: str
    differs: int
    """In how many points it differs from another account."""


def opening(desk: Desk, event: Event) -> tuple[OpeningView, ...]:
    """A sentence for each witness; none where there is only one account, which opens the page.

    First comes whoever differs from others in the most points, then whose source is oldest.
    """
    if len(event.accounts) < 2:
        return ()
    differing = disagreements(event)
    ranked = []
    for witness in of_event(desk.edition, event).witnesses:
        members = sorted(
            witness.tellings,
            key=lambda one: (_made(desk.edition, event.accounts[one]), one),
        )
        most = max(differing[one] for one in members)
        made = _made(desk.edition, event.accounts[members[0]])
        ranked.append(((-most, made, members[0]), members))
    return tuple(
        _view(desk, [event.accounts[one] for one in members], -rank[0])
        for rank, members in sorted(ranked)
    )


def disagreements(event: Event) -> Counter[int]:
    """For each account, by its position, in how many points another says something else.

    An account that is silent on a point does not differ in it.
    """
    said = [
        {point: alike(words) for point, words in (one.points or {}).items() if stated(words)}
        for one in event.accounts
    ]
    found: Counter[int] = Counter()
    for position, points in enumerate(said):
        found[position] = sum(
            any(other.get(point, words) != words for other in said)
            for point, words in points.items()
        )
    return found


_SILENCE = ("not said", "not given", "not stated", "not named", "silent", "nothing")


def stated(words: str) -> str:
    """What a witness says of a point; nothing where an editor wrote that it is silent."""
    return "" if words.strip().casefold().rstrip(".") in _SILENCE else str(words)


def alike(words: str) -> str:
    """What two accounts must have the same to say the same: letters, not case or blanks."""
    return " ".join(words.casefold().split())


def _made(edition: Edition, account: Account) -> tuple[int, int, int, str]:
    source = edition.entry(account.from_.source).record
    assert isinstance(source, Source)
    return source.date.sort_key


def _view(desk: Desk, accounts: list[Account], differs: int) -> OpeningView:
    first = accounts[0]
    source = desk.edition.entry(first.from_.source)
    record = source.record
    assert isinstance(record, Source)
    places = [
        # Where the source is the witness, its name stands there already.
        desk.citation(source, first.from_.places, by_name=bool(first.by)),
        *(desk.cite(account.from_) for account in accounts[1:]),
    ]
    return OpeningView(
        who=desk.whom(first.by, source) if first.by else desk.link(source),
        cites=desk.listed(places),
        when=date_view(desk, record.date, record.basis),
        sentence=typographic(first_sentence(desk.plain(first.says))),
        differs=differs,
    )
