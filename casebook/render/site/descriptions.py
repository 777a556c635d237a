"""What a page says of itself where only its description is seen: search results, previews."""

from __future__ import annotations

from casebook.edit.edition import Entry
from casebook.edit.scope import period_of
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


def describe(desk: Desk, entry: Entry) -> str:
    """A record in one or two plain sentences; a claim with its reply, whatever else is cut."""
    match entry.record:
        case Event() as event:
            said = desk.plain(event.accounts[0].says)
            by = desk.edition.entry(event.accounts[0].from_.source).label
            date = _capital(desk.date(event.date) + how(event.basis))
            return shortened(f"{date}: {said}" if date else said, f"({by})")
        case Claim() as claim:
            reply = reply_words(desk.edition, entry)
            said = desk.plain(claim.says)
            return shortened(said, f"{_capital(reply)}." if reply else "")
        case Figure() as figure:
            period, basis = period_of(desk.edition, figure)
            span = (
                f", {desk.date(period)}{how(basis)}"
                if period is not None
                else ", over a span not stated"
            )
            source = desk.edition.entry(figure.from_.source).label
            return shortened(f"{_capital(entry.title)}{span}.", f"Printed in: {source}.")
        case Source() as source:
            kind = _capital(source.kind.replace("-", " "))
            words = f"{kind}, {desk.plain(source.publisher)}"
            return shortened(f"{words}, {desk.date(source.date)}{how(source.basis)}.")
        case Page() as page:
            return _whole(desk, page.body) or shortened(f"{entry.title}. {desk.edition.site.title}")
    for name in ("summary", "why", "meaning"):
        text = getattr(entry.record, name, None)
        if not isinstance(text, Text) or text.at not in desk.edition.prose:
            continue
        if words := _whole(desk, text):
            return words
    return shortened(f"{entry.title}. {entry.kind.about}")


def _whole(desk: Desk, text: Text) -> str:
    """A text as a description; nothing where cutting it short could part a claim from its reply."""
    words = desk.plain(text)
    mentions = (desk.edition.mentioned(m, text) for m in desk.edition.prose[text.at].mentions)
    if len(words) >= MOST and any(reply_words(desk.edition, entry) for entry in mentions):
        return ""
    return shortened(words)


HOW = {"inferred": "inferred", "outside": "from outside the sources"}


def how(basis: Basis | None) -> str:
    """The mark of a date that no source states."""
    kinds = kinds_of(basis)
    return f" ({' and '.join(HOW[kind] for kind in kinds)})" if kinds else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def shortened(words: str, ending: str = "") -> str:
    """Words on one line, cut between two of them if there are too many; the ending stays whole."""
    words = " ".join(words.split())
    room = MOST - len(ending) - 1
    if len(words) > room:
        words = words[:room].rpartition(" ")[0].rstrip(",;:–-") + "…"
    return f"{words} {ending}".strip()
