"""Events, places, sources, terms and comparisons."""

from __future__ import annotations

from typing import Any

from casebook.edit.edition import Entry
from casebook.interface import phrase
from casebook.model.events import Event
from casebook.model.places import Place
from casebook.model.sources import Source
from casebook.model.terms import Term
from casebook.render.linked_data.agents import author
from casebook.render.linked_data.context import Context, Node, names, slim
from casebook.render.linked_data.dates import created, span
from casebook.render.sentences import basis_sentences, stopped
from casebook.render.views.located import AREAS


def event(context: Context, entry: Entry) -> Node:
    """An `Event`, told of by its sources. It is where its editors say, not where prose leads."""
    record = entry.record
    assert isinstance(record, Event)
    edition = context.edition
    told = [context.ref(one) for one in edition.all(a.from_.source for a in record.accounts)]
    when = span(record.date, record.basis, str(record.extent or ""))
    if record.date is not None and not when:
        told.append({"@type": "CreativeWork", "temporalCoverage": record.date.text})
    known = list(basis_sentences(context.desk, phrase("Its date"), record.basis))
    known += basis_sentences(
        context.desk, phrase("That the accounts are of one event"), record.identified
    )
    declared = set(edition.all(record.places))
    linked = [
        context.ref(other)
        for kind in ("person", "party", "community", "place")
        for other in edition.linked(entry, kind)
        if other not in declared
    ]
    return {
        "@type": "Event",
        "identifier": entry.number,
        "name": entry.title,
        "keywords": context.desk.slug(record.kind),
        "description": context.description,
        **when,
        "location": context.refs(record.places),
        "superEvent": context.refs([record.part_of] if record.part_of else []),
        "about": linked,
        "subjectOf": told,
        "disambiguatingDescription": " ".join(known),
    }


def place(context: Context, entry: Entry) -> Node:
    """A `Place`, with a position where one can be cited and the area it stands for."""
    record = entry.record
    assert isinstance(record, Place)
    geo: Node = {}
    if record.position is not None:
        geo = {
            "@type": "GeoCoordinates",
            "latitude": record.position.lat,
            "longitude": record.position.lon,
            "description": context.desk.interface.say(AREAS[record.position.precision])
            if record.position.precision != "point"
            else "",
            "subjectOf": {"@type": "CreativeWork", "url": str(record.position.cite)},
        }
    return {
        "@type": "Place",
        "name": entry.title,
        "alternateName": names(record.also, record.native),
        "description": context.description,
        "keywords": context.desk.slug(record.kind),
        "geo": slim(geo),
        "containedInPlace": context.refs([record.within] if record.within else []),
    }


_TYPES = {
    "NewsArticle": (
        "newspaper", "newspaper-article", "newspaper-report", "news-article", "news-report",
        "news-feature", "feature", "news-digest", "dispatch", "wire", "news",
    ),
    "Article": ("article", "magazine-article", "journal-article", "essay"),
    "Report": ("report", "diplomatic-cable", "cable", "telegram", "inquiry-report"),
    "Book": ("book",),
    "Legislation": ("law", "statute"),
    "Photograph": ("photograph",),
    "Map": ("map",),
}  # fmt: skip
_TYPE_OF = {kind: type_ for type_, kinds in _TYPES.items() for kind in kinds}


def source(context: Context, entry: Entry) -> Node:
    """A `CreativeWork`, more closely an `Article` or `Report` where its kind says so."""
    record = entry.record
    assert isinstance(record, Source)
    type_ = _TYPE_OF.get(record.kind, "CreativeWork")
    published = "datePublished" if type_.endswith("Article") else "dateCreated"
    desk, say = context.desk, context.desk.interface.say
    stance = desk.plain(record.stance) if record.stance else ""
    stance = say("Stance: %(words)s", words=stopped(stance, desk.interface.stop))
    known = ["" if record.is_held else desk.interface.say("The editors do not hold its text.")]
    known += [desk.interface.say("The title is the editors’.")] if record.title_is_ours else []
    known += basis_sentences(desk, phrase("Its date"), record.basis)
    known += basis_sentences(desk, phrase("That it is this document"), record.identified)
    known += [stance] if record.stance else []
    return {
        "@type": type_,
        "identifier": str(record.reference or ""),
        "name": entry.title,
        "alternateName": str(record.short or ""),
        "genre": desk.slug(record.kind),
        "description": context.description,
        **author(context, record.author, (), None),
        "publisher": {"@type": "Organization", "name": desk.plain(record.publisher)},
        **created(published, record.date, record.basis),
        "temporalCoverage": [date.text for date in record.covers],
        "isBasedOn": context.refs(record.derives_from),
        "citation": context.refs(record.cites),
        "disambiguatingDescription": " ".join(filter(None, known)),
    }


def term(context: Context, entry: Entry) -> Node:
    """A `DefinedTerm` of the glossary."""
    record = entry.record
    assert isinstance(record, Term)
    edition = context.edition
    told: Any = context.ref(edition.entry(record.from_.source)) if record.from_ else None
    if told is None and record.cite:
        told = {"@type": "CreativeWork", "url": str(record.cite)}
    return {
        "@type": "DefinedTerm",
        "name": entry.title,
        "alternateName": names(record.also, record.native),
        "description": context.description,
        "inDefinedTermSet": {"@id": context.id(f"{entry.kind.folder}/index.html")},
        "subjectOf": told,
    }


def anything(context: Context, entry: Entry) -> Node:
    """A `CreativeWork`: what any other kind of record is at least."""
    linked = context.edition.neighbours(entry, "figure")
    return {
        "@type": "CreativeWork",
        "name": entry.title,
        "description": context.description,
        "about": [context.ref(other) for other in linked],
    }
