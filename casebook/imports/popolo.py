"""Popolo JSON: people, organisations and the offices that memberships attest.

https://www.popoloproject.com/specs/
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from casebook.dates import DateError, parse_date
from casebook.imports.result import (
    MOST,
    Brought,
    Ids,
    Incoming,
    Loss,
    NotRead,
    one_line,
    shortened_slug,
)
from casebook.writing.yaml_text import Block

_PERSON = {
    "contact_details": "how to reach somebody is not part of a record",
    "email": "how to reach somebody is not part of a record",
    "phone": "how to reach somebody is not part of a record",
    "image": "a picture on another's site is neither copied nor embedded",
    "images": "a picture on another's site is neither copied nor embedded",
    "gender": "a person's record has offices and no traits",
    "national_identity": "a person's record has offices and no traits",
    "birth_date": "a person's record has offices and no traits",
    "identifiers": "a record has no field for the ids of others",
    "links": "a link proves nothing by itself: cite it where a fact is drawn from it",
    "sources": "the file is the source here: add what it draws on to its record",
    "other_names": "only names in other languages are carried, one for each of eight at most",
    "summary": "whoever wrote it is not named; write your own",
    "biography": "whoever wrote it is not named; write your own",
}
_ORGANISATION = {
    **_PERSON,
    "classification": "",
    "founding_date": "a body's record has no such date: make it an event",
    "dissolution_date": "a body's record has no such date: make it an event",
    "seats": "a number is a figure of its own, with who counted and when",
}
_SILENT = frozenset(
    ("id", "name", "sort_name", "family_name", "given_name", "death_date", "parent_id")
)
_LISTS = ("persons", "organizations", "memberships", "posts", "areas", "events")
_LANGUAGES = 8
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")


def read_popolo(text: str, source: str, taken: Mapping[str, AbstractSet[str]]) -> Brought:
    """People and bodies; each is a unit of the source, `n1` and so on and `o1` and so on."""
    return _File(_parsed(text), source, taken).read()


def _parsed(text: str) -> dict[str, list[dict[str, Any]]]:
    try:
        whole = json.loads(text)
    except RecursionError:
        raise NotRead("it is nested too deeply") from None
    except ValueError as error:
        raise NotRead(f"it is not JSON: {error}") from None
    if not isinstance(whole, dict) or not isinstance(whole.get("persons"), list):
        raise NotRead("it has no list of `persons`, as a file of Popolo has")
    found = {}
    for name in _LISTS:
        given = whole.get(name)
        given = given if isinstance(given, list) else []
        if len(given) > MOST:
            raise NotRead(f"it has {len(given):,} {name}; {MOST:,} are the most")
        found[name] = [one if isinstance(one, dict) else {} for one in given]
    return found


class _File:
    """One file as it is read; what it cannot give is added to the losses."""

    def __init__(
        self,
        whole: dict[str, list[dict[str, Any]]],
        source: str,
        taken: Mapping[str, AbstractSet[str]],
    ) -> None:
        self._whole, self._source = whole, source
        self._losses: list[Loss] = []
        self._people, self._bodies = Ids(set(taken["person"])), Ids(set(taken["party"]))
        # A person and a body of one name must differ too: `[[id]]` would not say which is meant.
        self._bodies.given = self._people.given = self._people.given | self._bodies.given
        self._ids: dict[str, str] = {}
        """The ids of the bodies that are brought in, by those of the file."""
        self._names = {
            name: {one_line(one.get("id")): one_line(one.get("name")) for one in whole[name]}
            for name in ("areas", "events", "organizations")
        }
        self._posts = {one_line(one.get("id")): one for one in whole["posts"]}

    def _lose(self, where: str, what: str, why: str) -> None:
        self._losses.append(Loss(where, what, why))

    def read(self) -> Brought:
        """Bodies first, as people refer to them."""
        units: list[tuple[str, str]] = []
        bodies = []
        for number, one in enumerate(self._whole["organizations"], 1):
            units.append((f"o{number}", one_line(one.get("name")) or f"o{number}"))
            if not shortened_slug(one_line(one.get("name"))):
                self._lose(f"o{number}", "organization", "it has no name with ASCII letters")
                continue
            id_ = self._bodies.take(one_line(one.get("name")), f"body-{number}")
            if given := one_line(one.get("id")):
                self._ids.setdefault(given, id_)
            bodies.append((f"o{number}", id_, one))
        records = [self._party(*one) for one in bodies]
        posts = self._offices()
        for number, one in enumerate(self._whole["persons"], 1):
            unit, name = f"n{number}", one_line(one.get("name"))
            units.append((unit, name or unit))
            held = posts.get(one_line(one.get("id")), [])
            if not name:
                self._lose(unit, "person", "there is no name")
            elif not held:
                self._lose(unit, "person", "no office shows that this is somebody in public life")
            else:
                records.append(self._person(unit, number, one, held))
        if any(record.fields.get("living") == "presumed-alive" for record in records):
            self._lose("", "death_date", "whoever has none is presumed alive: see that it is so")
        for name in ("areas", "events"):
            if self._whole[name]:
                why = "only its name is carried, with the offices that it belongs to"
                self._lose("", name, why)
        return Brought("", tuple(units), tuple(records), tuple(self._losses))

    def _from(self, unit: str) -> str:
        return f"{self._source} {unit}"

    def _party(self, unit: str, id_: str, given: dict[str, Any]) -> Incoming:
        self._say_what_is_left(unit, given, _ORGANISATION)
        within = self._ids.get(one_line(given.get("parent_id")), "")
        kind = shortened_slug(one_line(given.get("classification")))
        if not kind:
            self._lose(unit, "classification", "there is none to make the name of a kind from")
        fields: dict[str, object] = {
            "name": one_line(given.get("name")),
            "native": _native(given),
            "kind": kind or "body",
            "within": within if within != id_ else "",
            "summary": self._summary(unit),
        }
        bare = {**fields, "native": {}, "within": ""}
        return Incoming("party", id_, unit, fields, bare)

    def _summary(self, unit: str) -> Block:
        return Block(f"Known here from a list alone. [@{self._from(unit)}]")

    def _person(
        self, unit: str, number: int, given: dict[str, Any], held: list[dict[str, Any]]
    ) -> Incoming:
        self._say_what_is_left(unit, given, _PERSON)
        died = self._date(unit, given, "death_date")
        name = one_line(given.get("name"))
        posts = tuple({**post, "from": self._from(unit)} for post in held)
        fields: dict[str, object] = {
            "name": name,
            "native": _native(given),
            "posts": posts,
            "living": "dead" if died else "presumed-alive",
            "died": died,
            "summary": self._summary(unit),
        }
        bare = {**fields, "native": {}, "posts": tuple(_bare(post) for post in posts)}
        id_ = self._people.take(name, f"person-{number}")
        return Incoming("person", id_, unit, fields, bare)

    def _offices(self) -> dict[str, list[dict[str, Any]]]:
        """What memberships attest, by the file's id of the person."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for number, one in enumerate(self._whole["memberships"], 1):
            where = f"membership {number}"
            person = one_line(one.get("person_id"))
            if not person:
                self._lose(where, "membership", "it is not a person's")
                continue
            post = self._posts.get(one_line(one.get("post_id")), {})
            body = one_line(one.get("organization_id")) or one_line(post.get("organization_id"))
            role = next(
                (
                    words
                    for key in ("label", "role")
                    for words in (one_line(post.get(key)),)
                    if words
                ),
                one_line(one.get("role")) or one_line(one.get("label")),
            )
            if not role:
                role = "member"
                self._lose(where, "role", "there is none; a membership is taken for a member's")
            context = [
                self._names[name].get(one_line(one.get(key)), "")
                for name, key in (("areas", "area_id"), ("events", "legislative_period_id"))
            ]
            words = "; ".join(word for word in context if word)
            since = self._date(where, one, "start_date")
            until = self._date(where, one, "end_date")
            dates = {"since": since, "until": until}
            office = f"{role} ({words})" if words else role
            if body and body not in self._ids:
                self._lose(where, "organization_id", "the body is not among those brought in")
                office = self._at(office, self._names["organizations"].get(body, ""))
            found[person].append({"post": office, "party": self._ids.get(body, ""), **dates})
            behalf = one_line(one.get("on_behalf_of_id"))
            if behalf in self._ids:
                at = self._at(role, self._names["organizations"].get(body, ""))
                post_on = {"post": f"{at}, on its behalf", "party": self._ids[behalf], **dates}
                found[person].append(post_on)
            elif behalf:
                self._lose(where, "on_behalf_of_id", "the body is not among those brought in")
        return found

    @staticmethod
    def _at(office: str, body: str) -> str:
        return f"{office}, {body}" if shortened_slug(body) else office

    def _date(self, where: str, given: dict[str, Any], name: str) -> str:
        """A date no closer than it is given; nothing, and the reason, if it is none."""
        words = one_line(given.get(name))
        if not words:
            return ""
        try:
            date = parse_date(words)
        except DateError:
            self._lose(where, name, "it is no date of a year, a month or a day")
            return ""
        if date.precision not in ("day", "month", "year") or date.qualifier:
            self._lose(where, name, "it is no date of a year, a month or a day")
            return ""
        return date.text

    def _say_what_is_left(self, unit: str, given: dict[str, Any], known: dict[str, str]) -> None:
        for name, value in given.items():
            key = one_line(name)[:40]
            why = known.get(key, "there is no field for it")
            if why and key not in _SILENT and value not in (None, "", [], {}):
                self._lose(unit, key, why)


def _bare(post: dict[str, Any]) -> dict[str, Any]:
    """An office without what may be refused: its dates."""
    return {name: value for name, value in post.items() if name not in ("since", "until")}


def _native(given: dict[str, Any]) -> dict[str, object]:
    """A name for each of the first languages that the file has one for."""
    found: dict[str, object] = {}
    others = given.get("other_names")
    for other in others if isinstance(others, list) else ():
        if isinstance(other, dict) and not other.get("end_date"):
            language, name = one_line(other.get("lang")), one_line(other.get("name"))
            if _LANGUAGE.fullmatch(language) and name and len(found) < _LANGUAGES:
                found.setdefault(language, name)
    return found
