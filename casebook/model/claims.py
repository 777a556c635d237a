"""Claims: who says what of whom, and the replies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from casebook.dates import Date
from casebook.interface import ENGLISH, Interface
from casebook.model.parts import Basis, OutsideFact, Reply
from casebook.model.record import Agent, From, Kind, Record, Ref, a, the
from casebook.model.types import (
    Choice,
    Edtf,
    Line,
    ListOf,
    Part,
    PlaceInSource,
    Prose,
    Reference,
    Who,
    WordOrList,
)
from casebook.spot import Text

CLAIM_KINDS = (
    "allegation", "denial", "explanation", "opinion", "testimony", "demand", "threat", "forecast",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Record):
    """Something somebody says, with who is known to have answered."""

    declares: ClassVar[Kind] = Kind(
        name="claim",
        plural="Claims",
        file="claims",
        folder="claims",
        about="Who says what of whom, and who answered. Nothing here is said in our own voice.",
        letter="C",
        expects_mention=False,
    )
    kind: Text = the(Choice(CLAIM_KINDS), "what sort of statement")
    title: Text | None = a(Line(), "what is said, in a few words that name who says it")
    by: tuple[Agent, ...] = the(
        ListOf(Who(("person", "party"), back="Claims made", words=("source", "not-stated"))),
        "who says it: an id, `source` for the source itself, or `not-stated`",
    )
    via: tuple[Agent, ...] = a(
        ListOf(Who(("person", "party", "source"), back="Claims passed on")),
        "through whom it came, from the claimant outwards",
    )
    about: tuple[Agent, ...] = a(
        ListOf(Who(("person", "party", "community"), back="Claims about it")), "of whom"
    )
    date: Date | None = a(Edtf(), "when it was said")
    basis: Basis | None = a(Part(Basis), "why, where the source does not state the date")
    says: Text = the(Prose(block=True), "what is said, in your own words, linking who says it")
    from_: From = the(PlaceInSource(), "the source and place that report it")
    quote: tuple[Text, ...] = a(ListOf(Line(quoted=True)), "its words, letter for letter")
    speaker: Agent | None = a(Who(back="Quoted"), "who speaks the quoted words, if not the source")
    replies: Text | tuple[Reply, ...] | None = a(
        WordOrList(("none-printed", "not-adverse"), Part(Reply)),
        "the claims that answer it, or `none-printed`; `not-adverse` where nobody is accused",
    )
    events: tuple[Ref, ...] = a(
        ListOf(Reference(("event",), back="Claims")), "the events it is about"
    )
    outside: tuple[OutsideFact, ...] = a(ListOf(Part(OutsideFact)), "facts from outside")

    def heading(self, words: Callable[[Agent], str], interface: Interface = ENGLISH) -> str:
        """The title, or one made of the kind, who says it and of whom."""
        if self.title:
            return self.title
        say = interface.say
        kind = say(self.kind).capitalize()
        by = interface.listed([words(agent) for agent in self.by])
        about = interface.comma.join(words(agent) for agent in self.about)
        heading = say("%(kind)s by %(who)s", kind=kind, who=by)
        if not self.by or self.by[0] == "not-stated":
            heading = say("%(kind)s, by whom is not stated", kind=kind)
        return say("%(heading)s, about %(whom)s", heading=heading, whom=about) if about else heading

    @property
    def answered_by(self) -> tuple[Reply, ...]:
        """The replies, none where none is printed."""
        return self.replies if isinstance(self.replies, tuple) else ()
