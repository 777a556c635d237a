"""Claims, each with its replies, and figures, each with who counted.

schema.org has no word for the reply to a claim. A `Claim` is a creative work, and what answers
a work is its `comment`: so a reply is a `Comment` on the claim, named by how direct it is, in
its own words, and based on the claim that it is in this record. Where the source prints no
reply the only comment says so. A claim that needs no reply has none.
"""

from __future__ import annotations

from casebook.edit.edition import Entry
from casebook.edit.scope import period_of
from casebook.interface import phrase
from casebook.model.claims import Claim
from casebook.model.figures import Figure
from casebook.model.record import Agent, From, Unnamed
from casebook.render.data.reading import NONE_PRINTED
from casebook.render.desk import place_words
from casebook.render.linked_data.agents import author
from casebook.render.linked_data.context import Context, Node, slim
from casebook.render.linked_data.dates import created
from casebook.render.replies import reply_words
from casebook.render.sentences import basis_sentences, sentence, stopped
from casebook.render.views.claims import DIRECTNESS


def claim(context: Context, entry: Entry) -> Node:
    """A `Claim`: who says it, where it appears, of whom it is, and what answers it."""
    record = entry.record
    assert isinstance(record, Claim)
    known = basis_sentences(context.desk, phrase("When it was said"), record.basis)
    return {
        "@type": "Claim",
        "name": entry.title,
        "identifier": entry.number,
        "genre": context.desk.slug(record.kind),
        "text": context.desk.plain(record.says),
        "description": context.description,
        **author(context, record.by, record.via, context.edition.entry(record.from_.source)),
        **_appears(context, record.from_),
        **created("dateCreated", record.date, record.basis),
        "about": [_whom(context, agent) for agent in record.about] + context.refs(record.events),
        "comment": replies(context, record),
        "disambiguatingDescription": " ".join(known),
    }


def replies(context: Context, record: Claim) -> list[Node]:
    """What answers a claim, or that no reply is printed."""
    if record.replies == "none-printed":
        return [{"@type": "Comment", "text": context.desk.interface.say(NONE_PRINTED)}]
    found = []
    for reply in record.answered_by:
        entry = context.edition.entry(reply.claim)
        answer = entry.record
        assert isinstance(answer, Claim)
        source = context.edition.entry(answer.from_.source)
        found.append(
            slim(
                {
                    "@type": "Comment",
                    "name": context.desk.interface.say(DIRECTNESS[reply.reply]),
                    "text": context.desk.plain(answer.says),
                    **author(context, answer.by, answer.via, source),
                    "isBasedOn": context.ref(entry),
                    "comment": _in_turn(context, entry),
                }
            )
        )
    return found


def _in_turn(context: Context, entry: Entry) -> list[Node]:
    """Who answered a reply, in short: it may be held against somebody as well."""
    words = reply_words(context.edition, entry)
    return (
        [{"@type": "Comment", "text": stopped(sentence(words), context.desk.interface.stop)}]
        if words
        else []
    )


def figure(context: Context, entry: Entry) -> Node:
    """A `Claim` as well: a number is what somebody says he counted."""
    record = entry.record
    assert isinstance(record, Figure)
    period, _ = period_of(context.edition, record)
    known = list(basis_sentences(context.desk, phrase("The span it counts over"), record.basis))
    if record.status is not None:
        known.insert(0, context.desk.interface.say("Hypothetical: nobody counted this."))
    place = context.refs([record.place] if record.place else [])
    return {
        "@type": "Claim",
        "name": entry.title,
        "identifier": entry.number,
        "genre": context.desk.interface.say("figure"),
        "text": entry.title,
        "description": context.description,
        **author(
            context,
            [record.counted_by],
            record.via,
            context.edition.entry(record.from_.source),
        ),
        **_appears(context, record.from_),
        "temporalCoverage": period.text if period is not None else "",
        "about": context.refs(record.events) + place,
        "disambiguatingDescription": " ".join(known),
    }


def _whom(context: Context, agent: Agent) -> Node:
    if isinstance(agent, Unnamed):
        return {"@type": "Thing", "description": str(agent.words)}
    return context.agents([agent])[0]


def _appears(context: Context, place: From) -> Node:
    source = context.edition.entry(place.source)
    return {
        "appearance": context.ref(source),
        "citation": f"{source.label} {place_words(place.places, context.desk.interface)}".strip(),
    }
