"""Whoever is spoken of adversely has a reply, or it is said that none is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casebook.edit.edition import Edition, Entry, inner_spot
from casebook.edit.rules.select import sound
from casebook.model.claims import Claim
from casebook.model.record import Ref, Unnamed
from casebook.problem import Problem, Severity


def whoever_is_accused_can_reply(edition: Edition) -> Iterator[Problem]:
    """A claim about somebody says who answered it; only denials need not."""
    for entry, claim in sound(edition, Claim):
        if claim.replies is None and (claim.kind == "allegation" or claim.about):
            if claim.kind == "denial":
                continue
            yield Problem(
                claim.at,
                "no-reply",
                f"claim `{entry.id}` is about somebody and does not say who answered",
                "add `replies:` with the claims that answer it, or `replies: none-printed`",
                length=len(entry.id),
            )
        elif claim.kind == "allegation" and claim.replies == "not-adverse":
            yield Problem(
                claim.spot("replies"),
                "no-reply",
                f"claim `{entry.id}` is an allegation, and so adverse",
                "write `none-printed`, or the claims that answer it",
                length=len("not-adverse"),
            )


def replies_answer(edition: Edition) -> Iterator[Problem]:
    """A claim does not answer itself."""
    for entry, claim in sound(edition, Claim):
        for reply in claim.answered_by:
            if edition.find(reply.claim) is entry:
                yield Problem(
                    reply.claim.at,
                    "answers-itself",
                    f"claim `{entry.id}` is given as the reply to itself",
                    "name the claim that answers it, or write `replies: none-printed`",
                    length=len(entry.id),
                )


def words_say_who(edition: Edition) -> Iterator[Problem]:
    """The words of a claim link or name whoever says it, so that they can stand alone.

    Who has no name is called something that `unnamed` calls them; where nobody is stated, or the
    source itself speaks, it is the source that is linked or named. Without that an allegation
    would stand in the record's own voice: an error. In any other claim it is a warning, and one
    that is not an allegation may leave open who speaks.
    """
    for entry, claim in sound(edition, Claim):
        said = " ".join(claim.says.casefold().split())
        if any(
            inner_spot(claim.says, mention) not in edition.resolved
            for mention in edition.prose[claim.says.at].mentions
        ):
            continue  # the link to be mended may be the one that says it
        grave = claim.kind == "allegation"
        for agent in claim.by:
            if isinstance(agent, Unnamed):
                if _alike(_words(agent.words), _words(said)):
                    continue
                who, hint = f'it comes from "{agent.words}"', "call them what `unnamed` calls them"
            else:
                speaker = edition.find(agent if isinstance(agent, Ref) else claim.from_.source)
                if speaker is None or (speaker.kind.name, speaker.id) in edition.manuscript.broken:
                    continue
                if agent == "not-stated" and not grave:
                    continue
                if _names(edition, entry, speaker, said):
                    continue
                verb = "reports it" if agent == "not-stated" else "says it"
                who, hint = f"`{speaker.id}` {verb}", f"begin with [[{speaker.id}]]"
            yield Problem(
                claim.spot("says"),
                "unsaid-speaker",
                f"the words of claim `{entry.id}` do not say that {who}",
                f"{hint}, so that the words can stand alone",
                Severity.ERROR if grave else Severity.WARNING,
            )


def _names(edition: Edition, entry: Entry, speaker: Entry, said: str) -> bool:
    linked = any(
        edge.target is speaker and edge.field == "says"
        for edge in edition.edges_from.get(entry, ())
    )
    label = re.escape(speaker.label.casefold())
    return linked or re.search(rf"(?<!\w){label}(?!\w)", said) is not None


def _alike(some: set[str], others: set[str]) -> bool:
    """Is a word of the ones among the others, perhaps with another ending?"""
    return any(a.startswith(b) or b.startswith(a) for a in some for b in others)


def _words(text: str) -> set[str]:
    """The words that tell somebody from others: not the short ones, nor that they are unnamed."""
    return {word for word in re.findall(r"\w{4,}", text.casefold()) if word not in _PLAIN}


_PLAIN = frozenset(("from", "named", "some", "that", "their", "they", "unnamed", "whom", "with"))
