"""What a page says of itself where only its description is seen: search results, previews."""

from __future__ import annotations

from casebook.edit.edition import Entry
from casebook.model.claims import Claim
from casebook.model.documents import Page
from casebook.model.events import Event
from casebook.model.figures import Figure
from casebook.model.sources import Source
from casebook.render.desk import Desk
from casebook.render.views.claims import reply_line
from casebook.render.views.figures import period_of
from casebook.spot import Text

MOST = 240
"""Characters of a description, about what a list of search results shows."""


def describe(desk: Desk, entry: Entry) -> str:
    """A record in one or two plain sentences; a claim with its reply, whatever else is cut."""
    match entry.record:
        case Event() as event:
            said = desk.plain(event.accounts[0].says)
            by = desk.edition.entry(event.accounts[0].from_.source).label
            date = _capital(desk.date(event.date))
            return shortened(f"{date}: {said}" if date else said, f"({by})")
        case Claim() as claim:
            reply = reply_line(desk, entry).striptags()
            said = desk.plain(claim.says)
            return shortened(said, f"{_capital(reply)}." if reply else "")
        case Figure() as figure:
            period, _ = period_of(desk.edition, figure)
            span = f", {desk.date(period)}" if period is not None else ", over a span not stated"
            source = desk.edition.entry(figure.from_.source).label
            return shortened(f"{_capital(entry.title)}{span}.", f"Printed in: {source}.")
        case Source() as source:
            kind = _capital(source.kind.replace("-", " "))
            words = f"{kind}, {desk.plain(source.publisher)}"
            return shortened(f"{words}, {desk.date(source.date)}.")
        case Page() as page:
            return shortened(desk.plain(page.body))
    for name in ("summary", "why", "meaning"):
        text = getattr(entry.record, name, None)
        if isinstance(text, Text) and text.at in desk.edition.prose:
            return shortened(desk.plain(text))
    return shortened(f"{entry.title}. {entry.kind.about}")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def shortened(words: str, ending: str = "") -> str:
    """Words on one line, cut between two of them if there are too many; the ending stays whole."""
    words = " ".join(words.split())
    room = MOST - len(ending) - 1
    if len(words) > room:
        words = words[:room].rpartition(" ")[0].rstrip(",;:–-") + "…"
    return f"{words} {ending}".strip()
