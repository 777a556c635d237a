"""People, bodies and offices as Popolo, which programs that know parliaments read.

https://www.popoloproject.com/specs/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casebook.dates import Date
from casebook.edit.edition import Edition, Entry
from casebook.model.actors import Party, Person
from casebook.model.parts import Post, Variant
from casebook.render.desk import Desk
from casebook.spot import Text

_UNITS = ("day", "month", "year")


def actors(edition: Edition) -> tuple[Entry, ...]:
    """Who is in it: everybody who acts, and every body. Communities do not act."""
    return (*edition.of("person"), *edition.of("party"))


def popolo_data(desk: Desk) -> dict[str, Any]:
    """The file. It has names and offices and where they are attested, and no allegation."""
    people, bodies = desk.edition.of("person"), desk.edition.of("party")
    return {
        "persons": [_person(desk, entry) for entry in people],
        "organizations": [_organisation(desk, entry) for entry in bodies],
        "memberships": [one for entry in (*people, *bodies) for one in _memberships(desk, entry)],
    }


def _person(desk: Desk, entry: Entry) -> dict[str, Any]:
    person = entry.record
    assert isinstance(person, Person)
    found: dict[str, Any] = {"id": _id(entry), "name": str(person.name)}
    if person.died is not None and (day := _plain(person.died)) and person.basis is None:
        found["death_date"] = day
    return {**found, **_names(desk, person), **_page(desk, entry)}


def _organisation(desk: Desk, entry: Entry) -> dict[str, Any]:
    party = entry.record
    assert isinstance(party, Party)
    found: dict[str, Any] = {"id": _id(entry), "name": str(party.name)}
    found["classification"] = str(party.kind)
    if party.within is not None:
        found["parent_id"] = _id(desk.edition.entry(party.within))
    return {**found, **_names(desk, party), **_page(desk, entry)}


def _names(desk: Desk, record: Person | Party) -> dict[str, Any]:
    found: list[dict[str, str]] = []
    for language, name in (record.native or {}).items():
        found.append({"name": str(name), "lang": str(language)})
    if isinstance(record, Party) and record.short:
        found.append({"name": str(record.short), "note": "short"})
    found += [{"name": str(one.name), "note": _where(desk, one)} for one in record.also]
    return {"other_names": found} if found else {}


def _memberships(desk: Desk, entry: Entry) -> Iterator[dict[str, Any]]:
    """A person's offices, and the bodies that belonged to a body."""
    record = entry.record
    if isinstance(record, Person):
        for number, post in enumerate(record.posts, 1):
            found = {
                "id": f"{_id(entry)}/{number}",
                "person_id": _id(entry),
                "role": str(post.post),
            }
            if post.party is not None:
                found["organization_id"] = _id(desk.edition.entry(post.party))
            yield {**found, **_attested(desk, post)}
    if isinstance(record, Party):
        for number, member in enumerate(record.members, 1):
            yield {
                "id": f"{_id(entry)}/{number}",
                "member_id": _id(desk.edition.entry(member.party)),
                "organization_id": _id(entry),
                "sources": [{"note": desk.cite(member.from_).striptags()}],
            }


def _attested(desk: Desk, post: Post) -> dict[str, Any]:
    """When an office was held, and who says so. A date that Popolo has no form for is words."""
    found: dict[str, Any] = {}
    words = []
    for name, date in (("start_date", post.since), ("end_date", post.until)):
        if date is not None:
            if day := _plain(date):
                found[name] = day
            else:
                words.append(f"{name} {date.text}")
    if post.attested is not None:
        words.append(f"attested {post.attested.text}")
    source = {"note": desk.interface.semicolon.join((*words, _where(desk, post)))}
    if post.cite:
        source["url"] = str(post.cite)
    return {**found, "sources": [source]}


def _where(desk: Desk, one: Post | Variant) -> str:
    """The place in the source that has it, or the address where it can be read."""
    return str(desk.cite(one.from_).striptags() if one.from_ else one.cite or Text("", one.at))


def _plain(date: Date) -> str:
    """A date that ISO 8601 can say; nothing for any other."""
    sure = date.precision in _UNITS and not date.qualifier and not date.unspecified
    return date.text if sure else ""


def _page(desk: Desk, entry: Entry) -> dict[str, Any]:
    address = desk.edition.site.address
    if not address:
        return {}
    return {"links": [{"url": f"{str(address).rstrip('/')}/{entry.path}", "note": "page"}]}


def _id(entry: Entry) -> str:
    return f"{entry.kind.name}/{entry.id}"
