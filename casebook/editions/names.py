"""What a snapshot calls its records, and who answered a claim."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from casebook.editions.content import EXCERPT, GONE, SITE
from casebook.editions.snapshot import Data, Snapshot
from casebook.editions.wording import joined
from casebook.interface import Interface
from casebook.model import Model
from casebook.model.documents import Page
from casebook.model.record import Kind

KINDS: dict[str, Kind] = {**Model().kinds, Page.declares.name: Page.declares}
LIVING = ("alive", "presumed-alive")
_LINK = re.compile(r"\[\[(?:([a-z]+):)?([a-z0-9-]+)(?:\\?\|([^\]]*))?\]\]")
_CITED = re.compile(r"\[@([^\]]*)\]")
_MARKS = re.compile(r"\*+(?=\S)|(?<=\S)\*+|\[\^[^\]]*\](?!:)")
"""Emphasis, and marks of notes."""


def text(value: object) -> str:
    """A value that should be words, and nothing where it is not."""
    return value if isinstance(value, str) else ""


def items(value: object) -> list[Any]:
    """A value that should be a list: one of none or of itself where it is not."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


class Names:
    """The records of one snapshot in words."""

    def __init__(self, snapshot: Snapshot, interface: Interface) -> None:
        """`interface` has the words of the language that is wanted."""
        self._snapshot = snapshot
        self.interface = interface
        self.say = interface.say

    def data(self, kind: str, id_: str) -> Data:
        """A record's data, none where there is no such record."""
        return self._snapshot.of(kind).get(id_, {})

    def number(self, kind: str, id_: str) -> str:
        """A record's number, nothing if it has none."""
        return text(self.data(kind, id_).get("number"))

    def title(self, kind: str, id_: str) -> str:
        """What a record is called in full."""
        data = self.data(kind, id_)
        if kind == SITE:
            return text(data.get("title"))
        if kind == EXCERPT:
            return self.title("source", id_)
        if kind == "figure" and data:
            return f"{text(data.get('printed'))} {text(data.get('unit'))}".strip()
        declared = KINDS[kind].title if kind in KINDS else ("title", "name")
        found = next((text(data[name]) for name in declared if text(data.get(name))), "")
        if not found and kind == "claim" and data:
            return self._made_up(data)
        return found or id_

    def label(self, kind: str, id_: str) -> str:
        """What it is called in running text; a claim never without what answers it."""
        short = KINDS[kind].short if kind in KINDS else ""
        words = text(self.data(kind, id_).get(short)) or self.title(kind, id_)
        return self._with_reply(words, id_) if kind == "claim" else words

    def _with_reply(self, words: str, id_: str) -> str:
        reply = self.reply(id_)
        return joined(f"{words} ({reply})") if reply else words

    def agent(self, agent: object) -> str:
        """Who acts, in words."""
        match agent:
            case {"kind": str(kind), "id": str(id_)}:
                return self.label(kind, id_)
            case {"unnamed": str(words)}:
                return words
            case "source":
                return self.say("the source")
            case "not-stated":
                return self.say("somebody not named")
        return text(agent)

    def agents(self, agents: Iterable[object]) -> str:
        """Several, as a list in a sentence."""
        return self.interface.listed(list(filter(None, map(self.agent, agents))))

    def speakers(self, id_: str) -> str:
        """Who makes a claim."""
        data = self.data("claim", id_)
        source = data.get("from")
        by = [
            {"kind": "source", "id": source["source"]}
            if one == "source" and isinstance(source, dict) and text(source.get("source"))
            else one
            for one in items(data.get("by"))
        ]
        return self.agents(by)

    def reply(self, id_: str) -> str:
        """Who answered a claim, in short; nothing where none need answer."""
        replies = self.data("claim", id_).get("replies")
        if replies == "none-printed":
            return self.say("no reply printed")
        return self.interface.semicolon.join(
            self._answered(text(one.get("reply")), self.speakers(answer))
            for one in items(replies)
            if isinstance(one, dict) and (answer := reply_id(one))
        )

    def _answered(self, how: str, who: str) -> str:
        say = self.say
        if how == "general":
            return say("answered in general terms by %(who)s") % {"who": who}
        if how == "earlier":
            return say("spoken of earlier by %(who)s") % {"who": who}
        return say("answered by %(who)s") % {"who": who}

    def living(self, agent: object) -> bool:
        """Is it a person who lives, or may?"""
        match agent:
            case {"kind": "person", "id": str(id_)}:
                return self.data("person", id_).get("living") in LIVING
        return False

    def readable(self, markdown: str) -> str:
        """Prose with each reference as the words that a reader sees."""
        words = _LINK.sub(self._link, markdown)
        words = _CITED.sub(r"(\1)", words)
        return _MARKS.sub("", words)

    def _link(self, match: re.Match[str]) -> str:
        kind = match[1] or self._kind_of.get(match[2], "")
        if kind == "claim" and match[3]:
            return self._with_reply(match[3], match[2])
        return match[3] or self.label(kind, match[2])

    @cached_property
    def _kind_of(self) -> dict[str, str]:
        return {
            id_: kind
            for kind, records in self._snapshot.content.items()
            if kind not in (SITE, EXCERPT, GONE)
            for id_ in records
        }

    def _made_up(self, data: Data) -> str:
        """The heading of a claim that has no title of its own, as the record makes it."""
        kind = text(data.get("kind")).capitalize()
        by = items(data.get("by"))
        heading = f"{kind} by {' and '.join(map(self.agent, by))}"
        if not by or by[0] == "not-stated":
            heading = f"{kind}, by whom is not stated"
        about = ", ".join(map(self.agent, items(data.get("about"))))
        return f"{heading}, about {about}" if about else heading


def reply_id(reply: object) -> str:
    """The claim that answers, in an item of `replies`."""
    match reply:
        case {"claim": {"id": str(id_)}}:
            return id_
    return ""
