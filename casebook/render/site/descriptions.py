"""What a page says of itself where nothing else of it is seen: search results, previews, feeds.

Whoever shows a description may cut it short anywhere. So in one that holds what a claim says, the
reply comes first; and a text that speaks of a claim in passing is left out for one that does not.
"""

from __future__ import annotations

from casebook.edit.edition import Entry
from casebook.edit.scope import period_of
from casebook.interface import phrase
from casebook.model.claims import Claim
from casebook.model.documents import Page
from casebook.model.events import Event
from casebook.model.figures import Figure
from casebook.model.parts import Basis
from casebook.model.sources import Source
from casebook.render.desk import Desk
from casebook.render.replies import reply_words
from casebook.render.views.common import kinds_of
from casebook.spot import Text

MOST = 240
"""Characters of a description, about what a list of search results shows."""


def title_alone(desk: Desk, entry: Entry) -> str:
    """A record's title where what answers it has no room: a claim is named by its number."""
    if isinstance(entry.record, Claim):
        return desk.interface.say("Claim %(number)s") % {"number": entry.number or entry.id}
    return entry.title


def describe(desk: Desk, entry: Entry) -> str:
    """A record in one or two plain sentences; a claim after its reply, wherever it is cut."""
    say, comma, stop = desk.interface.say, desk.interface.comma, desk.interface.stop
    match entry.record:
        case Event() as event:
            said = _unclaimed(desk, event.accounts[0].says) or entry.title
            by = desk.edition.entry(event.accounts[0].from_.source).label
            date = _capital(desk.date(event.date) + how(desk, event.basis))
            return shortened(f"{date}: {said}" if date else said, f"({by})")
        case Claim() as claim:
            reply = reply_words(desk.edition, entry)
            said = _unclaimed(desk, claim.says) or entry.title
            kind = _capital(desk.slug(claim.kind))
            return shortened(f"{kind} ({reply}): {said}" if reply else said)
        case Figure() as figure:
            period, basis = period_of(desk.edition, figure)
            span = (
                desk.date(period) + how(desk, basis)
                if period is not None
                else say("over a span not stated")
            )
            source = desk.edition.entry(figure.from_.source).label
            return shortened(
                f"{_capital(entry.title)}{comma}{span}{stop}",
                say("Printed in: %(source)s.", source=source),
            )
        case Source() as source:
            kind = _capital(desk.slug(source.kind))
            words = f"{kind}{comma}{desk.plain(source.publisher)}"
            dated = desk.date(source.date) + how(desk, source.basis)
            return shortened(f"{words}{comma}{dated}{stop}")
        case Page() as page:
            return _whole(desk, page.body) or shortened(
                f"{entry.title}{stop} {desk.edition.site.title}"
            )
    for name in ("summary", "why", "meaning"):
        text = getattr(entry.record, name, None)
        if not isinstance(text, Text) or text.at not in desk.edition.prose:
            continue
        if words := _whole(desk, text):
            return words
    return shortened(f"{entry.title}{stop} {say(entry.kind.about)}")


def _whole(desk: Desk, text: Text) -> str:
    return shortened(_unclaimed(desk, text))


def _unclaimed(desk: Desk, text: Text) -> str:
    """A text in plain words; nothing where cutting it short could part a claim from its reply."""
    return "" if speaks_of_claims(desk, text) else desk.plain(text)


def speaks_of_claims(desk: Desk, text: Text) -> bool:
    """Does a text name a claim that must not stand without its reply?"""
    mentions = (desk.edition.mentioned(m, text) for m in desk.edition.prose[text.at].mentions)
    return any(reply_words(desk.edition, entry) for entry in mentions)


HOW = {"inferred": phrase("inferred"), "outside": phrase("from outside the sources")}


def how(desk: Desk, basis: Basis | None) -> str:
    """The mark of a date that no source states."""
    kinds = kinds_of(basis)
    said = desk.interface.listed([desk.interface.say(HOW[kind]) for kind in kinds])
    return f" ({said})" if kinds else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def shortened(words: str, ending: str = "") -> str:
    """Words on one line, cut between two of them if there are too many; the ending stays whole."""
    words = " ".join(words.split())
    room = MOST - len(ending) - 1
    if len(words) > room:
        words = words[:room].rpartition(" ")[0].rstrip(",;:–-") + "…"
    return f"{words} {ending}".strip()
