"""Who answered a claim, in short: what goes with a claim wherever only its title stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casebook.edit.edition import Edition, Entry
from casebook.interface import phrase
from casebook.model.claims import Claim
from casebook.model.record import Agent, Ref, Unnamed

NONE = phrase("no reply printed")
AGAIN = phrase("again")
ANSWERED = {
    "direct": phrase("answered by %(who)s"),
    "general": phrase("answered in general terms by %(who)s"),
    "earlier": phrase("spoken of earlier by %(who)s"),
}
"""How direct a reply is, as it is said with the name of whoever gave it."""


def answers(edition: Edition, entry: Entry) -> Iterator[tuple[str, list[tuple[Entry, str]]]]:
    """What answers a claim: how directly, and the answers of that sort, each with its speaker.

    How directly is a phrase for the speakers to be put into. Of somebody who answers more than once
    the further answers stand as "again". Nothing for any
    other record, and where no reply is printed or none is needed.
    """
    claim = entry.record
    if not isinstance(claim, Claim):
        return
    for sort, words in ANSWERED.items():
        by_name: dict[str, list[Entry]] = {}
        for reply in claim.answered_by:
            if reply.reply == sort:
                answer = edition.entry(reply.claim)
                by_name.setdefault(speakers(edition, answer), []).append(answer)
        if by_name:
            yield (
                words,
                [
                    (answer, edition.interface.say(AGAIN) if position else name)
                    for name, given in by_name.items()
                    for position, answer in enumerate(given)
                ],
            )


def none_printed(entry: Entry) -> bool:
    """Is it a claim that the sources print no reply to?"""
    return isinstance(entry.record, Claim) and entry.record.replies == "none-printed"


def reply_words(edition: Edition, entry: Entry) -> str:
    """The same in plain words: "no reply printed", "answered by Idris Vane", or nothing."""
    if not isinstance(entry.record, Claim):
        return ""  # as of nearly every record that a text mentions
    if none_printed(entry):
        return edition.interface.say(NONE)
    parts = []
    for words, found in answers(edition, entry):
        names = edition.interface.listed([name for _, name in found])
        parts.append(edition.interface.say(words, who=names))
    return edition.interface.semicolon.join(parts)


def speakers(edition: Edition, entry: Entry) -> str:
    """Who makes a claim, by name."""
    claim = entry.record
    assert isinstance(claim, Claim)
    return edition.interface.listed([_name(edition, agent, claim) for agent in claim.by])


def unsaid_speakers(edition: Edition, entry: Entry) -> str:
    """Who makes a claim, where its title does not let the reader see it; else nothing."""
    claim = entry.record
    if not isinstance(claim, Claim) or claim.title is None:
        return ""  # a title that is made of the claim names who makes it
    said = _words(claim.title)
    if all(_words(_name(edition, agent, claim)) & said for agent in claim.by):
        return ""
    if claim.by[:1] == ("not-stated",):
        return edition.interface.say("by whom is not stated")
    return edition.interface.say("said by %(who)s", who=speakers(edition, entry))


def _name(edition: Edition, agent: Agent, claim: Claim) -> str:
    if isinstance(agent, Ref):
        return edition.entry(agent).label
    if isinstance(agent, Unnamed):
        return str(agent.words)
    if agent == "source":
        return edition.entry(claim.from_.source).label
    return edition.interface.say("somebody not named")


_PLAIN = frozenset(
    [
        "and",
        "for",
        "from",
        "her",
        "his",
        "not",
        "some",
        "somebody",
        "that",
        "the",
        "their",
        "who",
        "whom",
        "with",
    ]
)


def _words(text: str) -> set[str]:
    """The words of a text that can tell one name from another."""
    found = re.findall(r"\w{2,}", text.casefold())
    return {word for word in found if word not in _PLAIN}
