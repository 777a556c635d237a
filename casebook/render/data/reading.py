"""Columns for whoever reads a table as it is: in words, what other tables hold for programs."""

from __future__ import annotations

from collections.abc import Callable

from casebook.edit.edition import Entry
from casebook.interface import phrase
from casebook.model.claims import Claim
from casebook.model.events import Event
from casebook.render.data.records import witnesses_data
from casebook.render.data.schema import Column
from casebook.render.desk import Desk
from casebook.render.views.claims import DIRECTNESS

Words = Callable[[Desk, Entry], str]


def _accounts(desk: Desk, entry: Entry) -> str:
    event = entry.record
    assert isinstance(event, Event)
    return " | ".join(
        f"{desk.edition.entry(account.from_.source).label} {account.from_.places}: "
        f"{desk.plain(account.says)}"
        for account in event.accounts
    )


def _witnesses(desk: Desk, entry: Entry) -> str:
    return str(witnesses_data(desk.edition, entry)["words"])


def _sources(desk: Desk, entry: Entry) -> str:
    event = entry.record
    assert isinstance(event, Event)
    return "; ".join(dict.fromkeys(account.from_.source.id for account in event.accounts))


def _linked(kind: str) -> Words:
    def words(desk: Desk, entry: Entry) -> str:
        return "; ".join(other.title for other in desk.edition.linked(entry, kind))

    return words


def replies_in_words(desk: Desk, entry: Entry) -> str:
    """What each reply to a claim says and how direct it is, or that none is printed."""
    claim = entry.record
    assert isinstance(claim, Claim)
    say = desk.interface.say
    if claim.replies == "none-printed":
        return say(NONE_PRINTED)
    said = []
    for reply in claim.answered_by:
        answer = desk.edition.entry(reply.claim).record
        assert isinstance(answer, Claim)
        said.append(f"{say(DIRECTNESS[reply.reply])}: {desk.plain(answer.says)}")
    return " | ".join(said)


NONE_PRINTED = phrase("No reply printed.")

READING: dict[str, tuple[tuple[Column, Words], ...]] = {
    "event": (
        (Column("accounts", "in words: each account with its source and place"), _accounts),
        (Column("witnesses", "in words: how many accounts, by where they come from"), _witnesses),
        (Column("sources", "the ids of the sources that give an account"), _sources),
        (Column("people", "in words: the people linked"), _linked("person")),
        (Column("parties", "in words: the bodies linked"), _linked("party")),
        (Column("places", "in words: the places linked"), _linked("place")),
    ),
    "claim": (
        (
            Column("replies_in_words", "what each reply says and how direct it is"),
            replies_in_words,
        ),
    ),
}
"""Such columns, by the kind whose own table has them."""
