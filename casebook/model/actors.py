"""Who acts and who is spoken of: people, parties (any body), communities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casebook.dates import Date
from casebook.model.parts import Basis, MayBe, Member, OutsideFact, Post, Variant
from casebook.model.record import Kind, Record, Ref, a, the
from casebook.model.types import (
    Choice,
    Edtf,
    Line,
    ListOf,
    MapOf,
    Part,
    Prose,
    Reference,
    Slug,
    YesNo,
)
from casebook.spot import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Somebody who acts in public. Private people have no record."""

    declares: ClassVar[Kind] = Kind(
        name="person",
        plural="People",
        file="people",
        folder="people",
        about="People who act in public. Private people are not named and have no page.",
    )
    name: Text = the(Line(), "the name as this record uses it")
    native: dict[str, Text] | None = a(
        MapOf(Line(), languages=True), "the name in other languages, by language code"
    )
    also: tuple[Variant, ...] = a(ListOf(Part(Variant)), "the name as each source prints it")
    posts: tuple[Post, ...] = a(ListOf(Part(Post)), "offices, as attested")
    living: Text = the(Choice(("alive", "dead", "presumed-alive")), "whether the person lives")
    died: Date | None = a(Edtf(), "when the person died")
    basis: Basis | None = a(Part(Basis), "how the death and its date are known")
    identified: Basis | None = a(Part(Basis), "why the mentions are taken to be of one person")
    not_to_confuse: tuple[Ref, ...] = a(
        ListOf(Reference(("person",), back="Not to be confused with")), "people of similar names"
    )
    summary: Text = the(Prose(block=True), "who this is in the record")
    outside: tuple[OutsideFact, ...] = a(ListOf(Part(OutsideFact)), "facts from outside")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(Record):
    """Whoever acts as a body: parties, gangs, forces, government bodies, companies, media."""

    declares: ClassVar[Kind] = Kind(
        name="party",
        plural="Parties and bodies",
        file="parties",
        folder="parties",
        about="Whoever acts as a body: parties, factions, gangs, forces, government, media.",
        short="short",
    )
    name: Text = the(Line(), "the name as this record uses it")
    name_is_ours: bool | None = a(YesNo(), "yes where no source gives it a name")
    short: Text | None = a(Line(40), "the short name used in running text")
    native: dict[str, Text] | None = a(
        MapOf(Line(), languages=True), "the name in other languages, by language code"
    )
    also: tuple[Variant, ...] = a(ListOf(Part(Variant)), "the name as each source prints it")
    kind: Text = the(Slug(), "what sort of body, such as `party`, `gang` or `police`")
    within: Ref | None = a(Reference(("party",), back="Holds"), "the body it is part of")
    members: tuple[Member, ...] = a(ListOf(Part(Member)), "bodies that belonged to it")
    mark: Text | None = a(Line(2), "the letter of its chip")
    identified: Basis | None = a(Part(Basis), "why the mentions are taken to be of one body")
    may_be: tuple[MayBe, ...] = a(ListOf(Part(MayBe)), "bodies that may be the same")
    summary: Text = the(Prose(block=True), "what this is in the record")
    outside: tuple[OutsideFact, ...] = a(ListOf(Part(OutsideFact)), "facts from outside")


@dataclass(frozen=True, slots=True, kw_only=True)
class Community(Record):
    """People whom the sources speak of together; claims are about them, never by them."""

    declares: ClassVar[Kind] = Kind(
        name="community",
        plural="Communities",
        file="communities",
        folder="communities",
        about="People whom the sources speak of together. Nothing is said here in their name.",
    )
    name: Text = the(Line(), "the name as this record uses it")
    native: dict[str, Text] | None = a(
        MapOf(Line(), languages=True), "the name in other languages, by language code"
    )
    also: tuple[Variant, ...] = a(ListOf(Part(Variant)), "the name as each source prints it")
    summary: Text | None = a(Prose(block=True), "who is meant, and by whom")
    outside: tuple[OutsideFact, ...] = a(ListOf(Part(OutsideFact)), "facts from outside")
