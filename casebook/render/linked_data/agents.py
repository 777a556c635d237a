"""People, bodies and communities, and who says or counts something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from casebook.dates import Date
from casebook.edit.edition import Entry
from casebook.interface import phrase
from casebook.model.actors import Community, Party, Person
from casebook.model.parts import Member, Post
from casebook.model.record import Agent, From, Ref, Unnamed
from casebook.render.linked_data.context import Context, Node, names, slim
from casebook.render.linked_data.dates import iso
from casebook.render.sentences import basis_sentences


def person(context: Context, entry: Entry) -> Node:
    """A `Person`, with offices as far as they are attested."""
    record = entry.record
    assert isinstance(record, Person)
    desk, edition, say = context.desk, context.edition, context.desk.interface.say
    known = list(basis_sentences(desk, phrase("The death, or its date,"), record.basis))
    if record.died is not None and not iso(record.died, record.basis):
        known.insert(0, say("Died (EDTF): %(date)s.", date=record.died.text))
    known += basis_sentences(desk, phrase("That all mentions are of one person"), record.identified)
    known += (
        say("Not %(name)s.", name=other.title) for other in edition.all(record.not_to_confuse)
    )
    return {
        "@type": "Person",
        "name": entry.title,
        "alternateName": names(record.also, record.native),
        "description": context.description,
        "deathDate": iso(record.died, record.basis),
        "memberOf": [_office(context, post, post.party) for post in record.posts if post.party],
        "disambiguatingDescription": " ".join(known),
    }


def party(context: Context, entry: Entry) -> Node:
    """An `Organization`, with what belonged to it as far as that is attested."""
    record = entry.record
    assert isinstance(record, Party)
    desk = context.desk
    known = basis_sentences(desk, phrase("That all mentions are of one body"), record.identified)
    return {
        "@type": "Organization",
        "name": entry.title,
        "alternateName": names(record.also, record.native, str(record.short or "")),
        "description": context.description,
        "keywords": desk.slug(record.kind),
        "parentOrganization": context.refs([record.within] if record.within else []),
        "member": [_membership(context, member) for member in record.members],
        "disambiguatingDescription": " ".join(known),
    }


def community(context: Context, entry: Entry) -> Node:
    """A `Thing` and no more: a community is spoken of, and does not act as a body."""
    record = entry.record
    assert isinstance(record, Community)
    return {
        "@type": "Thing",
        "name": entry.title,
        "alternateName": names(record.also, record.native),
        "description": context.description,
    }


def _office(context: Context, post: Post, party: Ref) -> Node:
    """An office in a body, which is attested at a time and not for ever."""
    dates = {ATTESTED: post.attested}
    dates |= {} if iso(post.since) else {phrase("Since (EDTF): %(date)s."): post.since}
    dates |= {} if iso(post.until) else {phrase("Until (EDTF): %(date)s."): post.until}
    return slim(
        {
            "@type": "OrganizationRole",
            "roleName": str(post.post),
            "memberOf": context.refs([party]),
            "startDate": iso(post.since),
            "endDate": iso(post.until),
            "description": _in_edtf(context, dates),
            "subjectOf": _witness(context, post.from_, post.cite),
        }
    )


def _membership(context: Context, member: Member) -> Node:
    """A body's belonging to another, as one source has it."""
    return slim(
        {
            "@type": "OrganizationRole",
            "member": context.refs([member.party]),
            "description": _in_edtf(context, {ATTESTED: member.attested}),
            "subjectOf": _witness(context, member.from_, None),
        }
    )


ATTESTED = phrase("Attested (EDTF): %(date)s.")


def _in_edtf(context: Context, dates: Mapping[str, Date | None]) -> str:
    say = context.desk.interface.say
    return " ".join(say(words, date=date.text) for words, date in dates.items() if date)


def _witness(context: Context, place: From | None, cite: str | None) -> Node:
    if place is not None:
        return context.ref(context.edition.entry(place.source))
    return {"@type": "CreativeWork", "url": str(cite)} if cite else {}


def author(
    context: Context, by: Iterable[Agent], via: Iterable[Agent], source: Entry | None
) -> Node:
    """Who says or counts something: `author` for those with a record, `creditText` for others.

    `source` is what the word `source` stands for.
    """
    said, credit, say = list(by), list[str](), context.desk.interface.say
    for agent in said:
        if isinstance(agent, Unnamed):
            credit.append(say("%(who)s (not named)", who=agent.words))
        elif not isinstance(agent, Ref):
            is_source = agent == "source" and source is not None
            credit.append(
                say("the source itself: %(source)s", source=source.label)
                if is_source and source
                else say(NOBODY)
            )
    interface = context.desk.interface
    through = interface.comma.join(context.edition.words(agent, source) for agent in via)
    if through:
        credit.append(say("through %(others)s", others=through))
    words = interface.semicolon.join(credit)
    return {"author": context.agents(said), "creditText": words}


NOBODY = phrase("by whom is not stated")
