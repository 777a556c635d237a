"""How many witnesses there are, in words: counted, never typed."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from casebook.edit.lineage import Lineage, in_words, nearest, of_event, of_record
from casebook.model.claims import Claim
from casebook.model.events import Event
from casebook.model.figures import Figure
from casebook.render.desk import Desk


@dataclass(frozen=True, slots=True)
class WitnessesView:
    """The count of witnesses, and what it rests on."""

    count: int
    words: str
    """Such as "two accounts, common origin not excluded"."""
    who: Markup
    """Of one account: whose it is, through whom it came, what prints it."""
    shared: Markup
    """Of several: through whom more than one of them came."""
    reason: Markup
    """Why several are independent, where an editor says so."""


def event_witnesses(desk: Desk, event: Event) -> WitnessesView:
    """The witnesses of an event."""
    found = of_event(desk.edition, event)
    several = len(found.witnesses) > 1
    reason = desk.inline(event.independent) if several else Markup()
    return _view(desk, found, bool(reason), reason)


def record_witnesses(desk: Desk, record: Claim | Figure) -> WitnessesView:
    """The witness of a claim or figure."""
    return _view(desk, of_record(desk.edition, record), False, Markup())


def _view(desk: Desk, found: Lineage, independent: bool, reason: Markup) -> WitnessesView:
    several = len(found.witnesses) > 1
    return WitnessesView(
        count=len(found.witnesses),
        words=in_words(found, independent, desk.interface),
        who=Markup() if several else _who(desk, found),
        shared=desk.listed([desk.link(entry) for entry in nearest(desk.edition, found.shared)]),
        reason=reason,
    )


def _who(desk: Desk, found: Lineage) -> Markup:
    """`Faisal Sabzwari, through the press office, in US cable`."""
    tellers: dict[str, Markup] = {}
    passed: dict[str, Markup] = {}
    for one in found.tellings:
        tellers.update((str(shown), shown) for a in one.by if (shown := desk.who(a)))
        passed.update((str(shown), shown) for a in one.via if (shown := desk.who(a)))
    for source in found.sources:
        passed.pop(str(desk.link(source)), None)  # it is named as what prints it
    printed = desk.listed([desk.link(source) for source in found.sources])
    if not tellers and not passed:
        return printed
    told = desk.listed(list(tellers.values()))
    through = desk.listed(list(passed.values()))
    if not passed:
        return desk.say("%(who)s, in %(sources)s", who=told, sources=printed)
    if not tellers:
        return desk.say("through %(others)s, in %(sources)s", others=through, sources=printed)
    return desk.say(
        "%(who)s, through %(others)s, in %(sources)s", who=told, others=through, sources=printed
    )
